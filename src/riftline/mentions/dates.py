"""Dates, times, durations and sets in a text, as TIMEX3 and as calendar days.

Spans follow TimeML ("the third quarter", "more than two years", "Friday morning"), values follow
TIMEX3 as used in TempEval-3. Where a span resolves to days, ``first`` and ``last`` give them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from riftline.mentions import (  # noqa: F401  (they register the rules)
    dates_durations,
    dates_periods,
    dates_relative,
    dates_rules,
)
from riftline.mentions.dates_grammar import Context, Timex, run_rules
from riftline.mentions.dates_lexer import WEEKDAYS, Tokens, tokenize
from riftline.mentions.dates_values import interval, move

_BETWEEN_TIME_AND_DATE = re.compile(
    r"\s*(?:,|on|GMT|UTC|EST|EDT|local time|of|\(|\s)*\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date, time, duration or set as the text says it.

    ``type`` is DATE, TIME, DURATION or SET; ``value`` and ``mod`` are TIMEX3's. ``first`` and
    ``last`` are ISO days, inclusive, and ``precision`` day, week, month, quarter, season, year,
    decade or range; all three are None where the words name no days ("recently", "three hours").
    """

    start: int
    end: int
    text: str
    type: str
    value: str
    mod: str | None = None
    first: str | None = None
    last: str | None = None
    precision: str | None = None


def find_dates(text: str, published: date | None = None) -> list[DateMention]:
    """All dates of a text in order, resolved against its publication date.

    Args:
        text: a whole document, or a sentence of one.
        published: the day it was published. Without it, relative words ("on Friday") are found
            but keep the value ``XXXX-XX-XX`` and no days.

    Example:
        >>> for found in find_dates("They met on Friday, after two years.", date(2025, 2, 16)):
        ...     print(found.text, found.type, found.value, found.precision)
        Friday DATE 2025-02-14 day
        two years DURATION P2Y None
    """
    tokens = tokenize(text)
    context = Context(tokens, published)
    mentions = [
        _mention(tokens, begin, end, timex, published) for begin, end, timex in run_rules(context)
    ]
    return _agree_in_ranges(text, _join_times(text, mentions))


def _mention(
    tokens: Tokens, begin: int, end: int, timex: Timex, published: date | None
) -> DateMention:
    start, stop = tokens.starts[begin], tokens.ends[end - 1]
    first = last = precision = None
    if timex.type in ("DATE", "TIME"):
        if timex.calendar and (days := interval(timex.value)):
            first, last, precision = days[0].isoformat(), days[1].isoformat(), days[2]
    elif timex.anchor and timex.amount and timex.unit and published:
        try:
            there = move(published, timex.unit, timex.anchor * int(timex.amount))
        except (ValueError, OverflowError):
            there = None  # "2,500 years ago" lies before any calendar of ours
        if there is not None:
            first, last = (day.isoformat() for day in sorted((there, published)))
            precision = "range"
    return DateMention(
        start,
        stop,
        tokens.text[start:stop],
        timex.type,
        timex.value,
        timex.mod,
        first,
        last,
        precision,
    )


def _join_times(text: str, mentions: list[DateMention]) -> list[DateMention]:
    """ "10 p.m." and "Wednesday" side by side are one TIME."""
    joined: list[DateMention] = []
    merged = -1  # where the last joined mention ends: nothing is joined twice
    for mention in mentions:
        previous = joined[-1] if joined else None
        if previous and previous.end > merged and _side_by_side(text, previous, mention):
            day, clock = sorted((previous, mention), key=lambda m: m.type == "TIME")
            value = day.value + clock.value[clock.value.index("T") :]
            span, merged = text[previous.start : mention.end], mention.end
            joined[-1] = replace(
                day, start=previous.start, end=mention.end, text=span, type="TIME", value=value
            )
        else:
            joined.append(mention)
    return joined


def _side_by_side(text: str, one: DateMention, two: DateMention) -> bool:
    kinds = {one.type, two.type}
    if kinds != {"DATE", "TIME"} or one.precision != "day" or two.precision != "day":
        return False
    clock = one if one.type == "TIME" else two
    if "T" not in clock.value or not re.search(r"T\d\d:\d\d$", clock.value):
        return False
    return _BETWEEN_TIME_AND_DATE.fullmatch(text[one.end : two.start]) is not None


_LINK = re.compile(r"\s*(?:-|–|to|and|until|through|till)\s*(?:the\s+)?", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)
_HAS_YEAR = re.compile(r"\d{4}|['’]\d\d")
_RELATIVE = re.compile(r"\b(?:last|next|this|today|yesterday|tomorrow)\b", re.IGNORECASE)


def _agree_in_ranges(text: str, mentions: list[DateMention]) -> list[DateMention]:
    """In "March to May 2019" and "from August to October" both ends are of one span of time."""
    out = list(mentions)
    for index in range(len(out) - 1):
        one, two = out[index], out[index + 1]
        if not one.first or not two.first or one.precision != two.precision:
            continue
        if not _LINK.fullmatch(text[one.end : two.start]) or _RELATIVE.search(two.text):
            continue
        first_bare = not _HAS_YEAR.search(one.text) and not _RELATIVE.search(one.text)
        if _HAS_YEAR.search(two.text):
            out[index] = _with_year_of(one, two) if first_bare else one
        elif two.first < one.first and "and" not in text[one.end : two.start]:
            out[index + 1] = _after(two)
        elif two.first < one.first and first_bare and _BETWEEN.search(text[: one.start]):
            out[index] = _with_year_of(one, two)
    return out


def _with_year_of(one: DateMention, two: DateMention) -> DateMention:
    """The first end in the second's year, or the year before where it would lie behind it."""
    if one.precision not in ("day", "month") or one.text.lower() in WEEKDAYS:
        return one
    for year in (int(two.value[:4]), int(two.value[:4]) - 1):
        value = f"{year}{one.value[4:]}"
        if value[:7] <= two.value[:7]:
            return _revalued(one, value)
    return one


def _after(two: DateMention) -> DateMention:
    """The second end moved on by a week (weekday) or a year (month) so that it follows."""
    if two.precision == "day" and two.text.lower().split()[0] in WEEKDAYS and two.first:
        value = (date.fromisoformat(two.first) + timedelta(days=7)).isoformat()
        return _revalued(two, value + two.value[10:])
    if two.precision in ("day", "month"):
        return _revalued(two, f"{int(two.value[:4]) + 1}{two.value[4:]}")
    return two


def _revalued(mention: DateMention, value: str) -> DateMention:
    days = interval(value)
    if days is None:
        return mention
    first, last = days[0].isoformat(), days[1].isoformat()
    return replace(mention, value=value, first=first, last=last)
