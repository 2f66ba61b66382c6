"""CSV and TSV a row at a time, and what is left of a row with a stray quote."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator

from riftline.read.draft import Draft, draft_from_row, has_text, role_of
from riftline.read.encoding import decode
from riftline.read.problems import Problems
from riftline.read.settings import MAX_CSV_RECOVERIES, MAX_ROW_BYTES, TEXT_HINT
from riftline.read.stream import ByteStream

_DELIMITERS = (",", "\t", ";", "|")


def read_csv(stream: ByteStream, problems: Problems) -> Iterator[Draft]:
    """Comma, tab, semicolon or ``|`` between cells, whichever the header line uses."""
    # The library's own cap (131,072 characters a cell) is below the length of long articles.
    csv.field_size_limit(MAX_ROW_BYTES)
    feeder = _Feeder(stream)
    header_line = next(feeder, None)
    if header_line is None:
        return
    delimiter = header_delimiter(header_line)
    header = _lenient(header_line, delimiter)
    if not has_text(header):
        names = ", ".join(header)[:200]
        problems.report(stream.name, f"no text column (columns: {names})", line=1, hint=TEXT_HINT)
        return
    for start, cells, damage in _rows(feeder, delimiter):
        if damage is not None:
            if stream.broken:
                return  # the row was cut off: already reported
            hint = "a quote is not closed, or stands unpaired in a cell"
            problems.report(stream.name, f"malformed CSV: {damage}", line=start, hint=hint)
            if len(cells) != len(header):
                continue
        draft = _draft(header, cells, start, stream.name, problems)
        if draft is not None:
            draft.problem, draft.problem_line = feeder.take_note()
            yield draft


def header_delimiter(line: str) -> str:
    """The delimiter under which a CSV header names most fields that we know.

    Example:
        >>> header_delimiter("date;title;text")
        ';'
    """

    def known(delimiter: str) -> int:
        return sum(role_of(name) is not None for name in _lenient(line, delimiter))

    return max(_DELIMITERS, key=known)


def _rows(feeder: _Feeder, delimiter: str) -> Iterator[tuple[int, list[str], str | None]]:
    """Each row: the line that it begins on, its cells, and what is wrong with it.

    A quote that is never closed would swallow the rows after it. The strict reader notices; then
    the row's first line is read leniently, by itself, and its other lines are read anew.
    """
    reader = csv.reader(feeder, delimiter=delimiter, strict=True)
    recoveries = 0
    while True:
        feeder.taken.clear()
        try:
            cells = next(reader, None)
        except csv.Error as error:
            (start, first), rest = feeder.taken[0], feeder.taken[1:]
            recoveries += 1
            if recoveries <= MAX_CSV_RECOVERIES:
                feeder.put_back(rest)
            reader = csv.reader(feeder, delimiter=delimiter, strict=True)
            yield start, _lenient(first, delimiter), str(error)
        else:
            if cells is None:
                return
            yield feeder.taken[0][0], cells, None


def _lenient(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _draft(
    header: list[str], cells: list[str], line: int, name: str, problems: Problems
) -> Draft | None:
    if not any(cells):
        return None
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        message = f"{len(cells)} cells where the header has {len(header)}, row skipped"
        problems.report(name, message, line=line, hint="quote cells that hold the delimiter")
        return None
    if len(cells) < len(header):
        message = f"{len(cells)} cells where the header has {len(header)}"
        problems.report(name, message, line=line)
    return draft_from_row(dict(zip(header, cells, strict=False)), line)


class _Feeder:
    """Decoded lines for a csv reader, with those of the present row kept to be read again."""

    def __init__(self, stream: ByteStream) -> None:
        self.taken: list[tuple[int, str]] = []
        self._lines = self._decoded(stream)
        self._again: deque[tuple[int, str]] = deque()
        self._note: tuple[str, int] | None = None

    def __iter__(self) -> _Feeder:
        return self

    def __next__(self) -> str:
        numbered = self._again.popleft() if self._again else next(self._lines)
        self.taken.append(numbered)
        return numbered[1]

    def put_back(self, lines: list[tuple[int, str]]) -> None:
        """Read these lines once more, before the rest."""
        self._again.extendleft(reversed(lines))

    def take_note(self) -> tuple[str | None, int | None]:
        """What was wrong with the encoding since the last call, and in which line."""
        note, self._note = self._note, None
        return note or (None, None)

    def _decoded(self, stream: ByteStream) -> Iterator[tuple[int, str]]:
        for number, data in stream.lines():
            text, problem = decode(data)
            if problem is not None and self._note is None:
                self._note = (problem, number)
            # A carriage return alone ends a line too (old Macintosh files).
            for line in text.removesuffix("\r").split("\r"):
                yield number, line + "\n"
