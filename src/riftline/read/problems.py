"""Where reading says what it could not read."""

from __future__ import annotations

from collections.abc import Callable

from riftline.errors import InputError
from riftline.read.settings import MAX_PROBLEMS_PER_FILE


class Problems:
    """Hands each problem to ``on_problem``, or raises it where there is none.

    At most ``MAX_PROBLEMS_PER_FILE`` are named for one file; ``end_file`` says how many more
    there were, so that a damaged file of a million rows does not flood the terminal.
    """

    def __init__(self, on_problem: Callable[[InputError], None] | None) -> None:
        self._on_problem = on_problem
        self._in_file = self._whole_file = 0

    def report(
        self,
        name: str,
        message: str,
        *,
        line: int | None = None,
        hint: str | None = None,
        always: bool = False,
    ) -> None:
        """Report a problem in the input ``name``, at ``line`` counted from 1.

        ``always`` is for what concerns the whole file: it is named after any number of others.
        """
        self._whole_file += always
        self._in_file += not always
        if always or self._in_file <= MAX_PROBLEMS_PER_FILE:
            where = name if line is None else f"{name}:{line}"
            self._emit(InputError(message, where=where, hint=hint))

    def end_file(self, name: str) -> None:
        """Close the account of one file."""
        more = self._in_file - MAX_PROBLEMS_PER_FILE
        self._in_file = self._whole_file = 0
        if more > 0:
            self._emit(InputError(f"{more:,} more problems in this file, not named", where=name))

    def emitted(self) -> int:
        """How many problems the present file has had so far."""
        return self._in_file + self._whole_file

    def _emit(self, error: InputError) -> None:
        if self._on_problem is None:
            raise error
        self._on_problem(error)
