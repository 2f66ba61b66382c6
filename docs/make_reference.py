"""Write docs/cli.md from the command lines themselves; ``--check`` only compares."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from riftline.cli.parser import build_parser

TARGET = Path(__file__).parent / "cli.md"
INTRO = """# Commands

Made from the code by `make docs`. INPUT is a file, a folder, a glob or `-` for standard input.
Exit status: 0 all read and written; 1 something could not be (each named on standard error, the rest
done); 2 wrong usage. A result file is complete or absent. Long work shows a progress bar on a
terminal and none in a pipe.
"""


def sections(parser: argparse.ArgumentParser, name: str) -> list[str]:
    """One section for each command, nested commands after their parent."""
    out = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, child in action.choices.items():
                full = f"{name} {word}"
                text = child.format_help().rstrip()
                out.append(f"## {full}\n\n```text\n{text}\n```\n")
                out += sections(child, full)
    return out


def reference() -> str:
    """The whole page."""
    return "\n".join([INTRO, *sections(build_parser(), "riftline")])


def main() -> int:
    """Write the page, or say that it is out of date."""
    if "--check" in sys.argv[1:]:
        return 0 if TARGET.read_text(encoding="utf-8") == reference() else 1
    TARGET.write_text(reference(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
