"""Dates as sources write them, to a day.

A time of day or a zone after the date is dropped: ``published`` is the day as written, since
that is the day that "today" and "on Monday" in the article refer to.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from riftline.read.settings import MAX_YEAR, MIN_YEAR

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june",
            "jul july", "aug august", "sep sept september", "oct october", "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4})"
_NUMERIC = r"(?P<a>[0-9]{1,2})(?P<sep>[./-])(?P<b>[0-9]{1,2})(?P=sep)(?P<year>[0-9]{4})"

# Each form of a day; what may follow it is _TAIL (a time of day, a zone) and no more.
_FORMS = tuple(
    re.compile(_WEEKDAY + form, re.IGNORECASE)
    for form in (
        r"(?P<year>[0-9]{4})(?P<s>[-/.])(?P<m>[0-9]{1,2})(?P=s)(?P<day>[0-9]{1,2})",
        r"(?P<year>[0-9]{4})(?P<m>[0-9]{2})(?P<day>[0-9]{2})(?:[0-9]{6})?",
        rf"{_DAY}[\s-]+(?:of\s+)?{_MONTH}[\s,-]+{_YEAR}",
        rf"{_MONTH}\s+{_DAY}\s*,?\s+{_YEAR}",
        _NUMERIC,
    )
)
_TAIL = re.compile(
    r"(?:[T\s,]*(?:at\s+)?[0-9]{1,2}(?::[0-9]{2}){1,2}(?:[.,][0-9]+)?\s*(?:[ap]\.?m\.?)?)?"
    r"\s*(?:Z|UTC|GMT|[A-Z]{2,4})?\s*(?:[+-][0-9]{2}:?[0-9]{2})?\s*(?:\([^()]{1,40}\))?\s*",
    re.IGNORECASE,
)
_LONGEST = 100
_EPOCH = re.compile(r"[0-9]{9,13}(?:\.[0-9]+)?")


def parse_date(value: object) -> date | None:
    """The day that a value stands for, None where it stands for none.

    Reads ISO 8601 (also with a time), RFC 2822, ``YYYYMMDD``, ``3 September 2019``,
    ``September 3, 2019``, ``03.09.2019`` (day first), ``dd/mm/yyyy`` and ``mm/dd/yyyy`` where
    only one reading is possible, and seconds or milliseconds since 1970. ``03/04/2019`` is
    ambiguous and therefore none; so are a bare month or year.

    Example:
        >>> parse_date("Thu, 3 Sep 2015 21:04:00 +0200")
        datetime.date(2015, 9, 3)
        >>> parse_date("2019-02-30") is None
        True
    """
    if isinstance(value, datetime):
        return _plausible(value.date())
    if isinstance(value, date):
        return _plausible(value)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    text = str(value).strip()
    if len(text) > _LONGEST:
        return None
    found = match_date(text)
    if found is not None:
        day, end = found
        return day if _TAIL.fullmatch(text, end) else None
    return _from_epoch(text)


def match_date(text: str, start: int = 0) -> tuple[date, int] | None:
    """A date that stands at ``start``, with the offset where it ends; None where none does."""
    for form in _FORMS:
        found = form.match(text, start)
        if found is None or text[found.end() : found.end() + 1].isdigit():
            continue
        day = _from_match(found.groupdict())
        if day is not None:
            return day, found.end()
    return None


def _from_match(parts: dict[str, str | None]) -> date | None:
    year = int(parts["year"] or 0)
    if parts.get("a"):
        month, day = _numeric_order(int(parts["a"] or 0), int(parts["b"] or 0), parts["sep"])
    elif parts.get("month"):
        month, day = _MONTHS[(parts["month"] or "").lower()], int(parts["day"] or 0)
    else:
        month, day = int(parts["m"] or 0), int(parts["day"] or 0)
    try:
        return _plausible(date(year, month, day))
    except ValueError:
        return None


def _numeric_order(first: int, second: int, separator: str | None) -> tuple[int, int]:
    """(month, day); (0, 0) where both readings are possible. Dots are day first everywhere."""
    if separator == "." or first > 12 or first == second:
        return second, first
    if second > 12:
        return first, second
    return 0, 0


def _from_epoch(text: str) -> date | None:
    if not _EPOCH.fullmatch(text):
        return None
    seconds = float(text)
    if seconds >= 1e11:  # milliseconds; as seconds this would be the year 5138
        seconds /= 1000
    return _plausible(datetime.fromtimestamp(seconds, UTC).date())


def _plausible(day: date) -> date | None:
    return day if MIN_YEAR <= day.year <= MAX_YEAR else None
