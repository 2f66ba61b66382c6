"""Progress on a terminal, none in a pipe; problems on standard error, one line each."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from riftline.errors import InputError

T = TypeVar("T")


class Problems:
    """Names each problem on standard error as it comes and remembers that there was one."""

    def __init__(self) -> None:
        self.count = 0

    def add(self, problem: InputError) -> None:
        """Print one problem."""
        self.count += 1
        print(f"riftline: {problem}", file=sys.stderr)

    def status(self) -> int:
        """The exit status: 0, or 1 when something could not be read."""
        return 1 if self.count else 0


def tracked(items: Iterable[T], total: int | None = None) -> Iterator[T]:
    """The items, with a progress bar on standard error where that is a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield from items
        return
    columns = (TextColumn("coding"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        yield from progress.track(items, total=total)
