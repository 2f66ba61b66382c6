"""Rules for relative dates: weekdays, "today", "last week", seasons, weekends, holidays."""

from __future__ import annotations

import re
from datetime import date, timedelta

from riftline.mentions.dates_grammar import Found, Timex, rule
from riftline.mentions.dates_lexer import DAY_PARTS, MONTHS, SEASONS, UNITS, WEEKDAYS
from riftline.mentions.dates_rules import RELATION, modifier, month_of, year_of_day, year_of_month
from riftline.mentions.dates_tense import future_in_the_past
from riftline.mentions.dates_values import (
    HOLIDAYS,
    day_value,
    holiday,
    interval,
    last_of_month,
    move,
    nth_weekday,
    season_value,
    unit_value,
    week_value,
)
from riftline.mentions.numbers import word_set

_ANY_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ANY_DATED = re.compile(r"\d{4}")


def weekday_date(found: Found, weekday: int, relation: str) -> date:
    """The day that "Monday", "last Monday", "next Monday" means."""
    today = found.context.today
    back = (today.isoweekday() - weekday) % 7
    ahead = (weekday - today.isoweekday()) % 7
    if relation in ("last", "this past"):
        return today - timedelta(days=back or 7)
    if relation in ("next", "this coming"):
        return today + timedelta(days=ahead or 7)
    if "previous" in relation or "following" in relation or "next" in relation:
        reference = reference_day(found) or today
        if "previous" in relation:
            return reference - timedelta(days=(reference.isoweekday() - weekday) % 7 or 7)
        return reference + timedelta(days=(weekday - reference.isoweekday()) % 7 or 7)
    if back <= 2 and future_in_the_past(found.context.tokens, found.start):
        return today - timedelta(days=back)
    if found.tense() == "future" and not _possessive_of_the_past(found):
        return today + timedelta(days=ahead)
    if ahead == 1:
        # Nobody says "on Thursday" of the day six days back; the stamp is often a day early
        # (time zones). Of 14 past events in the training articles 12 were on the day after.
        return today + timedelta(days=1)
    return today - timedelta(days=back)


def _possessive_of_the_past(found: Found) -> bool:
    """ "Wednesday's ruling" has been made, whatever will now be done; "Sunday's vote" may not."""
    return found.after() in "'’" and found.after(3) not in _SCHEDULED


_SCHEDULED = word_set(
    "election elections vote referendum meeting meetings summit deadline session talks game "
    "match ballot poll runoff hearing conference debate ceremony"
)


def reference_day(found: Found) -> date | None:
    """The day last spoken of within some 80 words."""
    value = found.context.last_value(found.start, _ANY_DAY, 80)
    days = interval(value) if value else None
    return days[0] if days else None


@rule(
    rf"(mod: earlier | later | <early> | <late>)?"
    rf" (rel: {RELATION} | (the|that) (<previous>|<following>|next))? (w:<weekday>) (part:<part>)?"
)
def _weekday(found: Found) -> Timex | None:
    if found.raw(0).lower() == "," and found.after(2) in MONTHS:
        return None
    weekday = WEEKDAYS[found.words("w")[0]]
    relation = found.text("rel").removeprefix("the ").removeprefix("that ")
    if relation in ("next", "last") and found.words("rel")[0] == "the":
        relation = "following" if relation == "next" else "previous"
    value = day_value(weekday_date(found, weekday, relation))
    return _with_part(found, value)


@rule(
    r"(w:<weekday>) (part:<part>)? of (rel: last | this | next"
    r" | (that | the) (same | <following> | <previous>)?) week"
)
def _weekday_of_week(found: Found) -> Timex | None:
    """ "Tuesday of next week"."""
    weekday, relation = WEEKDAYS[found.words("w")[0]], found.words("rel")
    step = {"last": -1, "next": 1}.get(relation[0], 0)
    day = found.context.today
    if relation[0] in ("that", "the"):
        day = reference_day(found) or day
        step = {"same": 0, "following": 1}.get(relation[-1], -1) if len(relation) > 1 else 0
    monday = day + timedelta(weeks=step, days=1 - day.isoweekday())
    return _with_part(found, day_value(monday + timedelta(days=weekday - 1)))


def _with_part(found: Found, value: str) -> Timex:
    part = found.text("part")
    mod = modifier(found)
    if not part:
        return Timex("DATE", value, mod)
    return Timex("TIME", f"{value}T{DAY_PARTS[part]}", mod)


_OF_OUR_TIME = word_set(
    "world youth society generation era age standards technology environment economy market "
    "markets children politics climate"
)


@rule(r"(mod: earlier | later | <early> | <late>)? (d:<deictic>) (part:<part>)?")
@rule(r"(<mid> <hyphen>?)? (part: <daypart>) (d: today | yesterday | tomorrow)")
def _deictic(found: Found) -> Timex | None:
    word, today = found.text("d"), found.context.today
    if word == "today" and found.after() in "'’" and found.after(3) in _OF_OUR_TIME:
        return None  # "today's world" is of no day
    if word == "today" and _in_a_name(found):
        return None
    day = today + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(word, 0))
    if word == "tonight":
        return Timex("TIME", f"{day_value(day)}TNI", modifier(found))
    return _with_part(found, day_value(day))


def _in_a_name(found: Found) -> bool:
    """ "USA Today" is a newspaper."""
    tokens, begin = found.context.tokens, found.start
    own = tokens.text[tokens.starts[begin]].isupper()
    return own and begin > 0 and tokens.text[tokens.starts[begin - 1]].isupper()


@rule(r"(earlier | later) (x: in the (u: day))")
def _in_the_day(found: Found) -> Timex | None:
    """ "later in the day": the day last spoken of."""
    day = reference_day(found) or found.context.today
    return Timex("DATE", day_value(day), tokens=(found.end - 2, found.end))


@rule(r"(earlier | later) in the (u: week | month | year)")
def _in_the_year(found: Found) -> Timex | None:
    mod = "START" if found.context.tokens.words[found.start] == "earlier" else "END"
    return Timex("DATE", unit_value(found.context.today, UNITS[found.text("u")]), mod)


@rule(r"(mod: <early>|<late>|earlier|later)? (rel: this|last) (part:<part>)")
def _this_morning(found: Found) -> Timex | None:
    day = found.context.today - timedelta(days=found.text("rel") == "last")
    return Timex("TIME", f"{day_value(day)}T{DAY_PARTS[found.text('part')]}", modifier(found))


@rule(r"overnight")
def _overnight(found: Found) -> Timex | None:
    day = reference_day(found) or found.context.today
    return Timex("TIME", f"{day_value(day)}TNI")


@rule(
    r"(mod: earlier | later)? (the|that) (rel: (very)? same | next | <following> | <previous>)?"
    r" (x:day|<part>)"
)
@rule(r"(mod: earlier | later)? (rel: that) (x:day|<part>)")
def _day_spoken_of(found: Found) -> Timex | None:
    """ "the same day", "the next morning", "that night": against the day last spoken of."""
    relation, what = found.text("rel"), found.text("x") or "day"
    if not relation and found.context.tokens.words[found.start] != "that":
        return None
    reference = reference_day(found) or found.context.today
    if relation.startswith(("next", "following")):
        reference += timedelta(days=1)
    elif relation.startswith(("previous", "preceding", "prior")):
        reference -= timedelta(days=1)
    value = day_value(reference)
    if what == "day":
        return Timex("DATE", value, modifier(found))
    return Timex("TIME", f"{value}T{DAY_PARTS[what]}", modifier(found))


_UNIT_RELATIONS = {"last": -1, "this past": -1, "next": 1, "this coming": 1, "coming": 1}


@rule(
    rf"(mod: earlier | later | <early> | <late> | (the)? (end|beginning|start|<mid>) of)?"
    rf" (rel: {RELATION} | the <coming> | that"
    r" | (the|that) (<previous>|<following>|same|next|current))"
    r" (fiscal)? (u:<unit>)"
)
def _relative_unit(found: Found) -> Timex | None:
    unit, relation = UNITS[found.text("u")], found.text("rel")
    if unit.startswith("T") or unit == "N" or (unit == "D" and found.after() == "of"):
        return None
    if relation.split()[0] in ("the", "that") and relation != "the coming":
        return _unit_spoken_of(found, unit, relation)
    step = _UNIT_RELATIONS.get(relation.removeprefix("the "), 0)
    today = found.context.today
    if unit == "D":
        return Timex("DATE", day_value(today + timedelta(days=step))) if step else None
    return Timex("DATE", unit_value(move(today, unit, step), unit), modifier(found))


def _unit_spoken_of(found: Found, unit: str, relation: str) -> Timex | None:
    """ "the previous year", "that week": against the date last spoken of."""
    value = found.context.last_value(found.start, _ANY_DATED, 120)
    days = interval(value) if value else None
    reference = days[0] if days and "current" not in relation else found.context.today
    step = 0
    if "previous" in relation or "preceding" in relation or "prior" in relation:
        step = -1
    elif "following" in relation or "next" in relation:
        step = 1
    return Timex("DATE", unit_value(move(reference, unit, step), unit), modifier(found))


_SEASON_OF_A_KIND = word_set(
    "wheat barley crop crops grain olympics olympic games paralympics coat coats palace"
)


@rule(
    rf"(mod: (the)? <early> | (the)? <late> | (the)? (end|beginning|start|<mid>) of |"
    rf" earlier | later)?"
    rf" <hyphen>? (rel: {RELATION} | the <past>)? (the)? (s:<anyseason>)"
    r" ((of|<comma>)? (y:<yearfigure>) | of (last:last) year)?"
)
def _season(found: Found) -> Timex | None:
    word, relation = found.words("s")[0], found.text("rel")
    if found.after() in _SEASON_OF_A_KIND:
        return None
    year = found.year("y")
    framed = relation or found.words("mod") or year or found.words("last")
    if word in ("fall", "spring") and not framed:
        text = found.context.tokens.words[found.start : found.end]
        if text[0] != "the" or found.before() not in ("in", "of", "by", "since", "during", "until"):
            return None
    code, today = SEASONS[word], found.context.today if year is None else date(year, 1, 1)
    if year is not None:
        return Timex("DATE", f"{year}-{code}", modifier(found))
    return Timex("DATE", f"{_season_year(found, code, relation, today)}-{code}", modifier(found))


def _season_year(found: Found, code: str, relation: str, today: date) -> int:
    current = season_value(today)
    start = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
    latest = today.year if date(today.year, start, 1) <= today else today.year - 1
    if found.words("last"):
        return today.year - 1
    if relation == "last" and current.endswith(code):
        return latest - 1
    if relation in ("next", "this coming"):
        return latest + 1
    if relation == "this":
        return latest if code == "WI" and today.month < 3 else today.year
    if not relation and found.tense() == "future" and not current.endswith(code):
        return latest + 1
    return latest


@rule(
    rf"(mod: earlier | later)? (rel: {RELATION} | the <past> | the <coming> | the <following>"
    r" | that | the)? weekend"
)
def _weekend(found: Found) -> Timex | None:
    relation, today = found.text("rel"), found.context.today
    if not relation:
        return None
    monday = today - timedelta(days=today.isoweekday() - 1)
    if relation in ("last", "this past", "the past"):
        monday -= timedelta(weeks=1)
    elif relation in ("next", "this coming", "the coming", "the following"):
        monday += timedelta(weeks=relation != "this coming")
    elif relation in ("the", "that") and today.isoweekday() < 4 and found.tense() != "future":
        monday -= timedelta(weeks=1)
    return Timex("DATE", f"{week_value(monday)}-WE", modifier(found))


@rule(
    r"the week (of | beginning | starting | commencing | ending | ended) on? (m:<anymonth>) <dot>?"
    r" (d:<dayfigure>|<ordinalfigure>)"
)
def _week_of(found: Found) -> Timex | None:
    month, number = month_of(found), found.ordinal("d")
    day = date(year_of_day(found, month, number), month, number)
    return Timex("DATE", week_value(day))


@rule(
    r"(the)? (n: <ord> | last | final | opening) (u: week | day | weekend | half) of"
    r" (m:<anymonth>) <dot>? (<comma>? (y:<yearfigure>))?"
)
def _part_of_month(found: Found) -> Timex | None:
    """ "the first week of March": the ISO week, day or half by number; -1 counts from the end."""
    month, what = month_of(found), found.text("u")
    year = found.year("y") or year_of_month(found, month)
    number = -1 if found.text("n") in ("last", "final") else found.ordinal("n") or 1
    first, last = date(year, month, 1), last_of_month(year, month)
    if what == "half":
        return Timex("DATE", f"{year}-{month:02d}", "START" if number == 1 else "END")
    if what == "day":
        return Timex("DATE", day_value(last if number < 0 else first.replace(day=number)))
    if what == "weekend":
        saturday = nth_weekday(year, month, 6, number)
        return Timex("DATE", f"{week_value(saturday)}-WE")
    day = last if number < 0 else first + timedelta(weeks=number - 1)
    return Timex("DATE", week_value(day)) if number < 5 else None


@rule(r"(the)? (n: first | last | final) day of (the year)? (y:<yearfigure>)")
def _end_day_of_year(found: Found) -> Timex | None:
    month, day = (1, 1) if found.text("n") == "first" else (12, 31)
    return Timex("DATE", day_value(date(found.year("y") or 0, month, day)))


@rule(
    r"(the)? (mod: (end | beginning | start | middle | close) of) the"
    r" (u: day | week | month | quarter | year | decade | century)"
)
def _end_of_the_year(found: Found) -> Timex | None:
    """ "by the end of the year": the one that holds the publication day."""
    today, unit = found.context.today, UNITS[found.text("u")]
    if unit == "D":
        return None  # "at the end of the day"
    return Timex("DATE", unit_value(today, unit), modifier(found))


@rule(r"(the)? (n: <ord> | last | final) week of (y:<yearfigure>)")
def _week_of_year(found: Found) -> Timex | None:
    year = found.year("y") or 0
    last = date(year, 12, 28).isocalendar().week
    number = last if found.text("n") in ("last", "final") else found.ordinal("n")
    return Timex("DATE", f"{year}-W{number:02d}") if number <= last else None


@rule(r"the (u:week|month|year) after next")
def _after_next(found: Found) -> Timex | None:
    unit = UNITS[found.text("u")]
    return Timex("DATE", unit_value(move(found.context.today, unit, 2), unit))


@rule(r"(the)? day (w: before yesterday | after tomorrow)")
def _two_days_off(found: Found) -> Timex | None:
    by = 2 if "tomorrow" in found.words("w") else -2
    return Timex("DATE", day_value(found.context.today + timedelta(days=by)))


_HOLIDAY_NAMES = " | ".join(
    name.replace("'", " <apostrophe> ") for name in sorted(HOLIDAYS, key=len, reverse=True)
)

_HOLIDAY_KEYS = {re.sub(r"\W", "", name): name for name in HOLIDAYS}


@rule(rf"(rel: {RELATION})? (h:{_HOLIDAY_NAMES}) (<comma>? (y:<yearfigure>) | (last:last) year)?")
def _holiday(found: Found) -> Timex | None:
    name, relation = _HOLIDAY_KEYS[re.sub(r"\W", "", found.text("h"))], found.text("rel")
    year = found.year("y")
    begin = found.span("h")[0]
    tokens = found.context.tokens
    if not tokens.text[tokens.starts[begin]].isupper():
        return None
    if year is None:
        today = found.context.today
        this_year = holiday(name, today.year)
        if found.words("last"):
            year = today.year - 1
        elif relation in ("last", "this past"):
            year = today.year - (this_year >= today)
        elif relation in ("next", "this coming") or found.tense() == "future":
            year = today.year + (this_year < today)
        else:
            year = today.year - ((this_year - today).days > 45)
    return Timex("DATE", day_value(holiday(name, year)))
