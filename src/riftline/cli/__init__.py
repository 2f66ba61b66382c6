"""The command lines. ``main`` parses, runs one command and turns errors into one line each.

Exit status: 0 all read and written; 1 something could not be read or written (each named on
standard error, the rest done); 2 wrong usage.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType

from riftline.cli.parser import build_parser
from riftline.errors import RiftlineError, UsageError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; returns the exit status.

    Example:
        >>> main(["--version"])  # doctest: +SKIP
        riftline 0.1.0
        0
    """
    parser = build_parser()
    try:
        args = parser.parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    if not hasattr(args, "run"):
        parser.print_help()
        return 2
    _terminate_like_interrupt()
    try:
        return int(args.run(args))
    except UsageError as error:
        print(f"riftline: {error}", file=sys.stderr)
        return 2
    except RiftlineError as error:
        if isinstance(error.__cause__, BrokenPipeError):
            return _reader_gone()
        print(f"riftline: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("riftline: interrupted; no result file was written", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return _reader_gone()


def _reader_gone() -> int:
    """Whoever read our output has closed it (``| head``): nothing more to say, not even at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def _terminate_like_interrupt() -> None:
    """A polite kill cleans up like Ctrl-C, so that no half-written file stays."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    try:
        signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not the main thread: the caller handles its own signals
        return
