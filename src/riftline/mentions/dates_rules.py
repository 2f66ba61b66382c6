"""Rules for calendar dates: days, months, years, decades, weekdays, deictic words, seasons."""

from __future__ import annotations

import re
from datetime import date, timedelta

from riftline.mentions.dates_grammar import Found, Timex, rule
from riftline.mentions.dates_lexer import DAY_PARTS, MONTHS, SEASONS, UNITS, WEEKDAYS
from riftline.mentions.dates_values import (
    HOLIDAYS,
    day_value,
    holiday,
    interval,
    move,
    season_value,
    unit_value,
    week_value,
)
from riftline.mentions.numbers import word_set

_ANY_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ANY_DATED = re.compile(r"\d{4}")
_MOD = "(mod: (the)? <early> | (the)? <late> | <mid> | (the)? (end|beginning|start|<mid>) of)"
_REL = "this past | this coming | last | next | this"
# A bare "May" needs one of these before it, a bare year may not follow a currency sign.
_DATE_PREPOSITIONS = word_set(
    "in of since until till by from to through during before after and between for on last next "
    "this early late mid - – ( or"
)
_COUNTED = word_set(
    "people troops men women children percent per pct million billion dollars dlrs miles km "
    "metres meters feet tonnes tons points kg barrels euros pounds yen votes jobs seats"
)


def modifier(found: Found) -> str | None:
    """START, MID or END for "early", "mid-", "the end of" and their like."""
    words = set(found.words("mod"))
    if words & {"early", "earlier", "beginning", "start"}:
        return "START"
    if words & {"late", "later", "end"}:
        return "END"
    return "MID" if words & {"mid", "middle"} else None


def _month(found: Found, group: str = "m") -> int:
    return MONTHS[found.words(group)[0]]


def _day(found: Found, group: str = "d") -> int:
    return found.ordinal(group)


def year_of_day(found: Found, month: int, day: int) -> int:
    """The year of a day and month written without one: the nearest that the tense allows."""
    today = found.context.today
    for back in (0, 1, -1):
        candidate = date(today.year - back, month, min(day, 28))
        ahead = (candidate - today).days
        if -183 < ahead <= 183:
            break
    direction = found.tense()
    if (ahead > 45 and direction == "past") or (ahead > 120 and direction != "future"):
        return candidate.year - 1
    if ahead < -120 and direction == "future":
        return candidate.year + 1
    return candidate.year


def year_of_month(found: Found, month: int) -> int:
    """The year of a month written without one."""
    today = found.context.today
    if found.tense() == "future" and found.before() not in ("a", "an"):
        return today.year + (month < today.month)
    if 0 < month - today.month <= 1 and found.tense() is None:
        return today.year
    return today.year - (month > today.month)


@rule(
    r"(rel: last|next|this)? ((anyday:<anyday>) <dot>? <comma>?)? (m:<anymonth>) <dot>?"
    r" (the)? (d:<dayfigure>|<ordinalfigure>) (<comma>? (y:<year>))?"
)
@rule(
    r"((anyday:<anyday>) <dot>? <comma>?)? (the)? (d:<dayfigure>|<ordinalfigure>|<ordinal>) (of)?"
    r" (m:<anymonth>) <dot>? (<comma>? (y:<year>))?"
)
def _full_date(found: Found) -> Timex | None:
    month, day = _month(found), _day(found)
    year = found.year("y") or year_of_day(found, month, day)
    if relation := found.text("rel"):
        today = found.context.today
        year = today.year
        if relation == "last":
            year -= date(today.year, month, day) >= today
        elif relation == "next":
            year += date(today.year, month, day) <= today
    return Timex("DATE", day_value(date(year, month, day)))


@rule(
    r"(m:<anymonth>) <dot>? (d:<dayfigure>|<ordinalfigure>) (<hyphen>|to|and|or|through) (the)?"
    r" (second:<dayfigure>|<ordinalfigure>) (<comma>? (y:<year>))?"
)
@rule(
    r"(the)? (d:<dayfigure>|<ordinalfigure>) (<hyphen>|to|and|or|through) (the)?"
    r" (second:<dayfigure>|<ordinalfigure>) (of)? (m:<anymonth>) <dot>? (<comma>? (y:<year>))?"
)
def _day_range(found: Found) -> Timex | None:
    """ "Feb. 4-7", "3 to 7 May", "April 24 and 25": two dates."""
    month, first, second = _month(found), _day(found), _day(found, "second")
    if found.raw(0) == "-" or found.after() in UNITS:
        return None
    year = found.year("y") or year_of_day(found, month, first)
    days = [day_value(date(year, month, number)) for number in (first, second)]
    inner, outer = found.span("d")[1], found.span("second")[0]
    one = Timex("DATE", days[0], tokens=(found.start, inner))
    return Timex("DATE", days[1], tokens=(outer, found.end), more=(one,))


@rule(rf"({_MOD} <hyphen>?)? (m:<anymonth>) <dot>? (<comma>|of)? (the year)? (y:<year>)")
def _month_year(found: Found) -> Timex | None:
    return Timex("DATE", f"{found.year('y')}-{_month(found):02d}", modifier(found))


@rule(
    r"(m:<anymonth>) <dot>? (d:<dayfigure>|<ordinalfigure>)? <comma>? (of)?"
    r" (rel: this|last|next|that) year"
)
def _month_of_year(found: Found) -> Timex | None:
    year = found.context.today.year + {"last": -1, "next": 1}.get(found.text("rel"), 0)
    value = f"{year}-{_month(found):02d}"
    if day := found.ordinal("d"):
        value = day_value(date(year, _month(found), day))
    return Timex("DATE", value)


@rule(rf"({_MOD} <hyphen>?)? (rel: {_REL})? (m:<anymonth>)")
def _bare_month(found: Found) -> Timex | None:
    month, relation, today = _month(found), found.text("rel"), found.context.today
    if not relation and not found.words("mod"):
        following = found.raw(0)
        trusted = found.before() in _DATE_PREPOSITIONS
        if found.words("m")[0] in ("may", "march", "mar") and not trusted:
            return None
        if following[:1].isupper() and not trusted:
            return None
        if (
            len(found.words("m")[0]) <= 4
            and following != "."
            and not trusted
            and month not in (6, 7)
        ):
            return None
    if relation.startswith("last") or relation == "this past":
        year = today.year - (month >= today.month)
    elif relation.startswith("next") or relation == "this coming":
        year = today.year + (month <= today.month)
    elif relation == "this":
        year = today.year
    else:
        year = year_of_month(found, month)
    return Timex("DATE", f"{year}-{month:02d}", modifier(found))


@rule(rf"({_MOD} <hyphen>?)? (the year | fiscal | fiscal year | calendar)? (y:<year>)")
def _bare_year(found: Found) -> Timex | None:
    before, after = found.before(), found.after()
    if (
        before in ("$", "£", "€", "¥", "#", "%", "no", "number", "flight", "room")
        or after in _COUNTED
    ):
        return None
    if after in ("-", "–") and found.raw(1)[:1].isdigit() and len(found.raw(1)) not in (2, 4):
        return None
    following = found.raw(0)
    plural = following.islower() and following.endswith("s") and len(following) > 3
    if plural and before not in ("in", "since", "the", "during", "of", "until", "early", "late"):
        return None
    if found.words("y")[0][0] in "'’" and before not in _DATE_PREPOSITIONS:
        return None
    return Timex("DATE", str(found.year("y")), modifier(found))


@rule(
    r"(y:<yearfigure>) (<hyphen> | to | through | until) (second:"
    r" <yearfigure>|<dayfigure>|<figure>)"
)
def _year_range(found: Found) -> Timex | None:
    first, text = found.year("y"), found.text("second")
    if first is None or not text.isdigit() or len(text) not in (2, 4):
        return None
    second = int(text) if len(text) == 4 else first // 100 * 100 + int(text)
    if not first < second <= first + 130:
        return None
    one = Timex("DATE", str(first), tokens=found.span("y"))
    return Timex("DATE", str(second), tokens=found.span("second"), more=(one,))


@rule(rf"(the)? ({_MOD} <hyphen>?)? (x:<decade>)")
def _decade(found: Found) -> Timex | None:
    digits = re.sub(r"\D", "", found.text("x"))
    if len(digits) == 2:
        if (
            not found.words("mod")
            and found.before() not in ("the", "in")
            and "the" not in (found.context.tokens.words[found.start])
        ):
            return None  # "in her 30s" is an age
        digits = "19" + digits
    return Timex("DATE", digits[:3], modifier(found))


@rule(rf"(the)? ({_MOD} <hyphen>?)? (o:<ord> (<hyphen> <ord>)?) <hyphen>? century")
def _century(found: Found) -> Timex | None:
    return Timex("DATE", f"{found.ordinal('o') - 1:02d}", modifier(found))


@rule(r"(x:<iso>)")
def _iso(found: Found) -> Timex | None:
    text = found.text("x").upper()
    date.fromisoformat(text[:10])
    return Timex("TIME" if "T" in text else "DATE", text)


@rule(r"(x:<slash>)")
def _slash(found: Found) -> Timex | None:
    """Month first, as American news writes it, unless only day first makes a date."""
    first, second, year = (int(part) for part in found.text("x").split("/"))
    if year < 100:
        year += 1900 if year > 50 else 2000
    month, day = (first, second) if first <= 12 else (second, first)
    return Timex("DATE", day_value(date(year, month, day)))


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
    rf" (rel: {_REL} | (the|that) (<previous>|<following>|next))? (w:<weekday>) (part:<part>)?"
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


def _with_part(found: Found, value: str) -> Timex:
    part = found.text("part")
    mod = modifier(found)
    if not part:
        return Timex("DATE", value, mod)
    return Timex("TIME", f"{value}T{DAY_PARTS[part]}", mod)


@rule(r"(mod: earlier | later | <early> | <late>)? (d:<deictic>) (part:<part>)?")
def _deictic(found: Found) -> Timex | None:
    word, today = found.text("d"), found.context.today
    day = today + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(word, 0))
    if word == "tonight":
        return Timex("TIME", f"{day_value(day)}TNI", modifier(found))
    return _with_part(found, day_value(day))


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
    rf" (rel: {_REL} | the <coming> | (the|that) (<previous>|<following>|same|next|current)| that)"
    r" (fiscal)? (u:<unit>)"
)
def _relative_unit(found: Found) -> Timex | None:
    unit, relation = UNITS[found.text("u")], found.text("rel")
    if unit.startswith("T") or unit == "N":
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


@rule(
    rf"(mod: (the)? <early> | (the)? <late> | (the)? (end|beginning|start|<mid>) of |"
    rf" earlier | later)?"
    rf" <hyphen>? (rel: {_REL} | the <past>)? (the)? (s:<anyseason>)"
    r" ((of|<comma>)? (y:<yearfigure>) | of (last:last) year)?"
)
def _season(found: Found) -> Timex | None:
    word, relation = found.words("s")[0], found.text("rel")
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
    rf"(mod: earlier | later)? (rel: {_REL} | the <past> | the <coming> | the <following>"
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


@rule(r"the week (of|beginning|starting|ending|ended) (m:<anymonth>) <dot>? (d:<dayfigure>)")
def _week_of(found: Found) -> Timex | None:
    day = date(year_of_day(found, _month(found), _day(found)), _month(found), _day(found))
    return Timex("DATE", week_value(day))


_HOLIDAY_NAMES = " | ".join(
    name.replace("'", " <apostrophe> ") for name in sorted(HOLIDAYS, key=len, reverse=True)
)

_HOLIDAY_KEYS = {re.sub(r"\W", "", name): name for name in HOLIDAYS}


@rule(rf"(rel: {_REL})? (h:{_HOLIDAY_NAMES}) (<comma>? (y:<yearfigure>) | (last:last) year)?")
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
