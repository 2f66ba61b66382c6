"""Rules for calendar dates: days, months, years, decades, centuries."""

from __future__ import annotations

import re
from datetime import date

from riftline.mentions.dates_grammar import Found, Timex, rule
from riftline.mentions.dates_lexer import MONTHS, UNITS
from riftline.mentions.dates_values import (
    day_value,
)
from riftline.mentions.numbers import word_set

_MOD = "(mod: (the)? <early> | (the)? <late> | <mid> | (the)? (end|beginning|start|<mid>) of)"
RELATION = "this past | this coming | last | next | this"
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


def month_of(found: Found, group: str = "m") -> int:
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
    if found.before() in ("through", "until", "till") and _up_to_a_time_ahead(found):
        return today.year + (month < today.month)
    if found.tense() == "future" and found.before() not in ("a", "an"):
        return today.year + (month < today.month)
    if 0 < month - today.month <= 1 and found.tense() is None:
        return today.year
    return today.year - (month > today.month)


def _up_to_a_time_ahead(found: Found) -> bool:
    """ "The pact runs through June", "has been extended until June": not yet over."""
    nearby = [found.before(offset) for offset in range(2, 16)]
    return found.tense() != "past" or bool({"has", "have"} & set(nearby))


@rule(
    r"(rel: last|next|this)? ((anyday:<anyday>) <dot>? <comma>?)? (m:<anymonth>) <dot>?"
    r" (the)? (d:<dayfigure>|<ordinalfigure>|<ordinal>) ((<comma>|of)? (y:<year>))?"
)
@rule(
    r"((anyday:<anyday>) <dot>? <comma>?)? (the)? (d:<dayfigure>|<ordinalfigure>|<ordinal>) (of)?"
    r" (m:<anymonth>) <dot>? ((<comma>|of)? (y:<year>))?"
)
def _full_date(found: Found) -> Timex | None:
    month, day = month_of(found), _day(found)
    year = found.year("y") or year_of_day(found, month, day)
    if (month, day) == (9, 11) and not found.words("y") and _the_attacks(found):
        year = 2001
    elif relation := found.text("rel"):
        today = found.context.today
        year = today.year
        if relation == "last":
            year -= date(today.year, month, day) >= today
        elif relation == "next":
            year += date(today.year, month, day) <= today
    return Timex("DATE", day_value(date(year, month, day)))


def _the_attacks(found: Found) -> bool:
    """ "the Sept. 11 attacks": those of 2001, whatever the year of the text."""
    following = [found.after(n) for n in (1, 2, 3)]
    return found.context.today.year > 2001 and "attacks" in following


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
    month, first, second = month_of(found), _day(found), _day(found, "second")
    if found.raw(0) == "-" or found.after() in UNITS:
        return None
    year = found.year("y") or year_of_day(found, month, first)
    days = [day_value(date(year, month, number)) for number in (first, second)]
    inner, outer = found.span("d")[1], found.span("second")[0]
    one = Timex("DATE", days[0], tokens=(found.start, inner))
    return Timex("DATE", days[1], tokens=(outer, found.end), more=(one,))


@rule(
    rf"({_MOD} <hyphen>?)? (m:<anymonth>) <dot>? (<comma> | of | in | <hyphen>)? (the year)?"
    r" (y:<year>)"
)
def _month_year(found: Found) -> Timex | None:
    return Timex("DATE", f"{found.year('y')}-{month_of(found):02d}", modifier(found))


@rule(
    r"(m:<anymonth>) <dot>? (d:<dayfigure>|<ordinalfigure>)? <comma>? (of)?"
    r" (rel: this|last|next|that) year"
)
def _month_of_year(found: Found) -> Timex | None:
    year = found.context.today.year + {"last": -1, "next": 1}.get(found.text("rel"), 0)
    value = f"{year}-{month_of(found):02d}"
    if day := found.ordinal("d"):
        value = day_value(date(year, month_of(found), day))
    return Timex("DATE", value)


_AFTER_A_WALK = word_set("on in to of for from through against by and by was is over across")


_FIRST_NAMES = word_set("april may june august march")
_NAMED_AFTER_A_MONTH = word_set("revolution war brigade brigades surprise group martyrs fools")


def _no_first_name(found: Found) -> bool:
    """ "the January EU summit", but "June Allyson", "the October Revolution"."""
    month, after = found.words("m")[0], found.after()
    if month in _FIRST_NAMES and found.before() not in ("the", "its", "their", "his", "her"):
        return False
    return after not in _NAMED_AFTER_A_MONTH and not _after_a_name(found)


def _after_a_name(found: Found) -> bool:
    """Whether a capital letter stands before ("Freedom March"), other than of "The"."""
    return found.raw_before()[:1].isupper() and found.before() not in ("the", "in", "a", "its")


def _names_a_thing(found: Found) -> bool:
    """ "the March summit": a month that stands as an adjective, not a march of feet."""
    own = found.context.tokens.text[found.context.tokens.starts[found.end - 1]]
    return own.isupper() and found.raw(0).islower() and found.after() not in _AFTER_A_WALK


@rule(rf"({_MOD} <hyphen>?)? (rel: {RELATION})? (m:<anymonth>)")
def _bare_month(found: Found) -> Timex | None:
    month, relation, today = month_of(found), found.text("rel"), found.context.today
    if not relation and not found.words("mod"):
        following = found.raw(0)
        trusted = found.before() in _DATE_PREPOSITIONS
        framed = _names_a_thing(found) and not _after_a_name(found)
        if found.words("m")[0] in ("may", "march", "mar") and not trusted and not framed:
            return None
        month_word = found.words("m")[0]
        ambiguous = found.before() in ("to", "by", "from", "and", "for", "between", "after", "or")
        abbreviated = len(found.words("m")[0]) <= 4 and month not in (5, 6, 7)
        if following[:1].isupper() and month_word in _FIRST_NAMES and ambiguous:
            return None  # "wrote to April Jones"
        if following[:1].isupper() and (abbreviated or not (trusted or _no_first_name(found))):
            return None  # "Jan Novak"
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
    framed = "fiscal" in found.context.tokens.words[found.start : found.end] or (
        before in ("-", "–") and found.before(2) in ("post", "pre")
    )
    # "fiscal 1989 sales", "post-1959 politics", "its 1986 earnings"; but "2000 sheep", "1500 cars"
    plural = plural and not framed and not _surely_a_year(found, before)
    if plural and before not in ("in", "since", "the", "during", "of", "until", "early", "late"):
        return None
    if found.words("y")[0][0] in "'’" and before not in _DATE_PREPOSITIONS:
        return None
    return Timex("DATE", str(found.year("y")), modifier(found))


def _surely_a_year(found: Found, before: str) -> bool:
    """Whether a figure before a plural noun is a year: recent, no round number, nothing counted."""
    year = found.year("y") or 0
    latest = found.context.published.year if found.context.published else 2030
    return latest - 60 <= year <= latest + 3 and year % 50 > 0 and not before[:1].isdigit()


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


@rule(r"(x:<isomonth>)")
def _iso_month(found: Found) -> Timex | None:
    """ "2021-03" is a month; "2010-11" the two years."""
    year, month = (int(part) for part in found.text("x").split("-"))
    if month == (year + 1) % 100:
        return Timex("DATE", str(year))
    return Timex("DATE", f"{year}-{month:02d}")


@rule(r"(x:<dotted>)")
def _dotted(found: Found) -> Timex | None:
    """Day first, as continental Europe writes it."""
    day, month, year = (int(part) for part in found.text("x").split("."))
    return Timex("DATE", day_value(date(year, month, day)))


@rule(r"(x:<slash>)")
def _slash(found: Found) -> Timex | None:
    """Month first, as American news writes it, unless only day first makes a date."""
    if found.text("x") == "9/11":
        return Timex("DATE", "2001-09-11")
    first, second, year = (int(part) for part in found.text("x").split("/"))
    if year < 100:
        year += 1900 if year > 50 else 2000
    month, day = (first, second) if first <= 12 else (second, first)
    return Timex("DATE", day_value(date(year, month, day)))
