"""A result file that is complete or absent.

It is written beside its place under a hidden name, brought to disk, then renamed. Whatever ends
the writing early (an error, Ctrl-C, SIGTERM, SIGHUP) removes it; only SIGKILL or a power cut can
leave a ``.NAME.*.part`` behind, never a half-written ``NAME``.
"""

from __future__ import annotations

import errno
import os
import secrets
import signal
import stat
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import BinaryIO, cast

from riftline.errors import OutputError

STDOUT_NAME = "<stdout>"
_ENDING_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)
)


@contextmanager
def atomic_output(path: str | Path | None) -> Iterator[BinaryIO]:
    """A binary stream to write a result to; ``None`` or ``-`` is standard output.

    What is not a plain file (a pipe, ``/dev/null``) is written to directly. Errors of the caller's
    own pass through as they are; wrap what writes to the stream in ``output_errors``.

    Raises:
        OutputError: the file cannot be made or finished; nothing is left behind.
    """
    name = output_name(path)
    with ExitStack() as stack:
        with output_errors(name):
            if path is None or name == STDOUT_NAME:
                stream = stack.enter_context(_standard_output())
            elif _is_special(name):
                stream = stack.enter_context(_direct(name))
            else:
                stack.enter_context(_ending_signals_raise())
                stream = stack.enter_context(_renamed(os.path.realpath(name)))
        yield stream
        with output_errors(name):
            stack.close()


def output_name(path: str | Path | None) -> str:
    """How an output is called in messages."""
    return STDOUT_NAME if path is None or os.fspath(path) == "-" else os.fspath(path)


@contextmanager
def output_errors(name: str) -> Iterator[None]:
    """Turn an ``OSError`` of writing (disk full, no permission) into an ``OutputError``."""
    try:
        yield
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}"
        raise OutputError(message, where=name, hint=_hint(error)) from error


@contextmanager
def _direct(name: str) -> Iterator[BinaryIO]:
    stream: BinaryIO = open(name, "wb")  # noqa: SIM115  closed below, in two ways
    try:
        yield stream
    except BaseException:
        with suppress(OSError):  # a full disk complains again; the first error counts
            stream.close()
        raise
    stream.close()


@contextmanager
def _renamed(target: str) -> Iterator[BinaryIO]:
    folder, base = os.path.split(target)
    if os.path.isdir(target):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), target)
    part = os.path.join(folder, f".{base[:100]}.{os.getpid()}-{secrets.token_hex(4)}.part")
    stream: BinaryIO | None = None
    try:
        # 0o666 lets the umask decide, as for any file that the user's programs make.
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _O_BINARY, 0o666)
        stream = os.fdopen(descriptor, "wb")
        with suppress(FileNotFoundError):
            os.chmod(part, stat.S_IMODE(os.stat(target).st_mode))
        yield stream
        stream.flush()
        os.fsync(stream.fileno())
        stream.close()
        os.replace(part, target)
    except BaseException:
        if stream is not None:
            with suppress(OSError):  # a full disk complains again; the first error counts
                stream.close()
        with suppress(OSError):
            os.unlink(part)
        raise
    _sync_folder(folder)


_O_BINARY: int = getattr(os, "O_BINARY", 0)


def _sync_folder(folder: str) -> None:
    """Bring the new name to disk too, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


class _TextOutput:
    """Standard output that has no bytes beneath it, for the text formats."""

    def write(self, data: bytes) -> int:
        try:
            sys.stdout.write(bytes(data).decode())
        except UnicodeDecodeError as error:
            raise OSError("this standard output takes text only: name a file") from error
        return len(data)

    def flush(self) -> None:
        sys.stdout.flush()


@contextmanager
def _standard_output() -> Iterator[BinaryIO]:
    sys.stdout.flush()
    # A notebook's standard output takes text only.
    stream = getattr(sys.stdout, "buffer", None) or cast(BinaryIO, _TextOutput())
    yield stream
    # Here and not at the end of the process, where a full disk would go unreported.
    stream.flush()


@contextmanager
def _ending_signals_raise() -> Iterator[None]:
    """Let SIGTERM and SIGHUP unwind the stack, so that the unfinished file is removed.

    Only in the main thread, and only where nobody else handles the signal.
    """
    replaced = []
    if threading.current_thread() is threading.main_thread():
        for number in _ENDING_SIGNALS:
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, _exit_on_signal)
                replaced.append(number)
    try:
        yield
    finally:
        for number in replaced:
            signal.signal(number, signal.SIG_DFL)


def _exit_on_signal(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _is_special(name: str) -> bool:
    try:
        mode = os.stat(name).st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _hint(error: OSError) -> str | None:
    if isinstance(error, FileNotFoundError):
        return "does the folder exist?"
    if isinstance(error, IsADirectoryError):
        return "name a file, not a folder"
    return None
