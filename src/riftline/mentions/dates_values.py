"""Calendar arithmetic over TIMEX3 values: what days a value covers, and a value shifted.

A TIMEX3 ``value`` (TimeML, ISO 8601 with extensions) is the single form in which dates are
held: ``1998-02-06``, ``1998-W06``, ``1998-Q1``, ``1998-SU``, ``199`` (a decade), ``P3D``.

Example:
    >>> interval("1998-Q1")
    (datetime.date(1998, 1, 1), datetime.date(1998, 3, 31), 'quarter')
    >>> shift("1998-Q1", "Y", -1)
    '1997-Q1'
"""

from __future__ import annotations

import re
from datetime import date, timedelta

_SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?$")
_MONTH = re.compile(r"(\d{4})-(\d{2})$")
_WEEK = re.compile(r"(\d{4})-W(\d{2})(-WE)?$")
_PART = re.compile(r"(\d{4})-([QH])([1-4])$")
_SEASON = re.compile(r"(\d{4})-(SP|SU|FA|WI)$")
_YEARS = re.compile(r"\d{2,4}$")

Interval = tuple[date, date, str]


def last_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1) if year < 9999 else date.max
    return following - timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day ``months`` on, or the month's last day where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, last_of_month(year, month + 1).day))


def interval(value: str) -> Interval | None:
    """First day, last day (inclusive) and precision of a value; None where it names no days."""
    try:
        return _interval(value)
    except (ValueError, OverflowError):
        return None


def _interval(value: str) -> Interval | None:
    if match := _DAY.match(value):
        day = date(int(match[1]), int(match[2]), int(match[3]))
        return day, day, "day"
    if match := _MONTH.match(value):
        year, month = int(match[1]), int(match[2])
        return date(year, month, 1), last_of_month(year, month), "month"
    if match := _WEEK.match(value):
        first = date.fromisocalendar(int(match[1]), int(match[2]), 6 if match[3] else 1)
        sunday = date.fromisocalendar(int(match[1]), int(match[2]), 7)
        return first, sunday, "range" if match[3] else "week"
    if match := _PART.match(value):
        size = 3 if match[2] == "Q" else 6
        first = date(int(match[1]), size * (int(match[3]) - 1) + 1, 1)
        last = add_months(first, size) - timedelta(days=1)
        return first, last, "quarter" if size == 3 else "range"
    if match := _SEASON.match(value):
        first = date(int(match[1]), _SEASON_MONTHS[match[2]], 1)
        return first, add_months(first, 3) - timedelta(days=1), "season"
    if _YEARS.match(value):
        span = 10 ** (4 - len(value))
        year = int(value) * span
        precision = {1: "year", 10: "decade"}.get(span, "range")
        return date(year, 1, 1), date(year + span - 1, 12, 31), precision
    return None


def day_value(day: date) -> str:
    """``1998-02-06``."""
    return day.isoformat()


def week_value(day: date) -> str:
    """The ISO week that holds ``day``: ``1998-W06``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def quarter_value(day: date) -> str:
    """The calendar quarter that holds ``day``: ``1998-Q1``."""
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"


def season_value(day: date) -> str:
    """The northern meteorological season that holds ``day``; winter counts by its December."""
    code = ("WI", "SP", "SU", "FA")[day.month % 12 // 3]
    return f"{day.year - (day.month < 3)}-{code}"


def unit_value(day: date, unit: str) -> str:
    """The day, week, month, quarter, year, decade or century that holds ``day``."""
    if unit == "W":
        return week_value(day)
    if unit == "M":
        return f"{day.year}-{day.month:02d}"
    if unit == "Q":
        return quarter_value(day)
    if unit == "Y":
        return str(day.year)
    if unit == "E":
        return f"{day.year // 10}"
    if unit == "C":
        return f"{day.year // 100}"
    return day_value(day)


def move(day: date, unit: str, by: int) -> date:
    """``day`` moved by a number of units (TIMEX3 unit letters; hours by whole days)."""
    if unit == "TH":
        return day + timedelta(days=int(by / 24))
    if unit in ("D", "N"):
        return day + timedelta(days=by)
    if unit in ("W", "F"):
        return day + timedelta(weeks=by * (2 if unit == "F" else 1))
    months = {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}.get(unit, 0)
    return add_months(day, by * months)


def shift(value: str, unit: str, by: int) -> str | None:
    """The value of the same form, moved by a number of units; None where it names no days."""
    found = interval(value)
    if found is None:
        return None
    first, _, precision = found
    moved = move(first, unit, by)
    if precision == "season":
        return season_value(moved)
    letter = {"week": "W", "month": "M", "quarter": "Q", "year": "Y", "decade": "E"}
    return unit_value(moved, letter.get(precision, "D"))


def duration_value(amount: float | None, unit: str) -> str:
    """``P3D``, ``PT4H``, ``P1.5Y``; ``PXY`` where the number is not said ("years")."""
    factor = {"E": 10, "C": 100, "F": 2}.get(unit, 1)
    letter = {"E": "Y", "C": "Y", "F": "W", "N": "D"}.get(unit, unit)
    prefix, letter = ("PT", letter[1]) if letter.startswith("T") else ("P", letter)
    if amount is None:
        if unit in ("E", "C"):
            return "PXDE" if unit == "E" else "PXCE"
        return f"{prefix}X{letter}"
    amount *= factor
    if amount % 1 == 0.5 and letter == "H":
        return f"PT{int(amount)}H30M"
    number = str(int(amount)) if amount == int(amount) else str(amount)
    return f"{prefix}{number}{letter}"


def easter(year: int) -> date:
    """Western Easter Sunday (anonymous Gregorian computus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth ISO weekday of a month; ``nth`` -1 is its last."""
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    last = last_of_month(year, month)
    return last - timedelta(days=(last.isoweekday() - weekday) % 7)


_FIXED_HOLIDAYS = {
    "christmas": (12, 25),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "boxing day": (12, 26),
    "new year's day": (1, 1),
    "new year's": (1, 1),
    "new year's eve": (12, 31),
    "orthodox christmas": (1, 7),
    "valentine's day": (2, 14),
    "international women's day": (3, 8),
    "women's day": (3, 8),
    "april fools' day": (4, 1),
    "may day": (5, 1),
    "victory day": (5, 9),
    "bastille day": (7, 14),
    "fourth of july": (7, 4),
    "halloween": (10, 31),
    "all saints' day": (11, 1),
    "guy fawkes night": (11, 5),
    "armistice day": (11, 11),
    "veterans day": (11, 11),
    "remembrance day": (11, 11),
}
_FLOATING_HOLIDAYS = {
    "martin luther king day": (1, 1, 3),
    "presidents day": (2, 1, 3),
    "memorial day": (5, 1, -1),
    "labor day": (9, 1, 1),
    "columbus day": (10, 1, 2),
    "thanksgiving": (11, 4, 4),
    "thanksgiving day": (11, 4, 4),
}
_EASTER_HOLIDAYS = {
    "easter": 0,
    "easter sunday": 0,
    "easter monday": 1,
    "good friday": -2,
    "maundy thursday": -3,
    "palm sunday": -7,
    "ash wednesday": -46,
    "ascension day": 39,
    "pentecost": 49,
    "whit monday": 50,
}
HOLIDAYS = (*_FIXED_HOLIDAYS, *_FLOATING_HOLIDAYS, *_EASTER_HOLIDAYS)


def holiday(name: str, year: int) -> date:
    """The day of a holiday of ``HOLIDAYS`` in a year (Christian feasts by the western reckoning).

    Names without one date in all countries (Independence Day, Ramadan) are left out.
    """
    name = name.replace("’", "'")
    if name in _FIXED_HOLIDAYS:
        return date(year, *_FIXED_HOLIDAYS[name])
    if name in _FLOATING_HOLIDAYS:
        return nth_weekday(year, *_FLOATING_HOLIDAYS[name])
    return easter(year) + timedelta(days=_EASTER_HOLIDAYS[name])
