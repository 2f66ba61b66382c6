"""Rules for quarters and fiscal years, clock times, and words like "now"."""

from __future__ import annotations

import re
from datetime import date

from riftline.mentions.dates_durations import shift_up, unit_letter
from riftline.mentions.dates_grammar import Found, Timex, compile_pattern, rule
from riftline.mentions.dates_lexer import DAY_PARTS, MONTHS
from riftline.mentions.dates_relative import reference_day
from riftline.mentions.dates_rules import year_of_month
from riftline.mentions.dates_values import (
    day_value,
    duration_value,
    interval,
    move,
    quarter_value,
    unit_value,
)
from riftline.mentions.numbers import words_to_number

# --- quarters and fiscal years ----------------------------------------------------------------

_FISCAL = "(fiscal | fiscal <hyphen> | calendar | <year> <apostrophe> s)?"
_OWNER = "(the|its|their|his|a)?"
_NO_PART_OF_IT = frozenset(["a", "its", "their", "his"])


@rule(
    rf"{_OWNER} (rel:(year <hyphen> (earlier|ago)) | <previous> | last | this | next | current)?"
    rf" (y:<year>)? {_FISCAL} (o:<ord>) <hyphen>? (q:<quarter>|half)"
    r" ((of)? (fiscal)? (the year)? (z:<year>) | of (r:last|this|next) year)?"
)
@rule(r"(rel:last|this|next) year <apostrophe> s (o:<ord>) <hyphen>? (q:<quarter>|half)")
@rule(r"q (o:<dayfigure>) ((of | <hyphen>)? (y:<year>))?")
@rule(r"(q:h) (o:<dayfigure>) (of)? (y:<year>)")
@rule(r"(y:<yearfigure>) <hyphen>? (q:q|h) (o:<dayfigure>)")
def _quarter(found: Found) -> Timex | None:
    number = found.ordinal("o")
    half = found.text("q") in ("half", "h")
    if not 1 <= number <= (2 if half else 4):
        return None
    year = found.year("y") or found.year("z")
    if half and year is None and found.after() not in ("of", "-", "results", "profit", "net"):
        return None
    if year is None:
        year = _year_of_quarter(found, number, half)
        if not half and not found.text("rel").startswith("year"):
            _tell(found, f"{year}-Q{number}")
    return Timex(
        "DATE",
        f"{year}-{'H' if half else 'Q'}{number}",
        tokens=(_begin_of_quarter(found), found.end),
        calendar="fiscal" not in found.context.tokens.words[found.start : found.end],
    )


def _begin_of_quarter(found: Found) -> int:
    """TimeML marks "the third quarter" with its article, "a third-quarter loss" without."""
    words = found.context.tokens.words[found.start : found.end]
    hyphened = words[-2:-1] == ["-"]
    drop = words[0] in _NO_PART_OF_IT or (words[0] == "the" and hyphened)
    return found.start + drop


def _tell(found: Found, quarter: str) -> None:
    """Take a quarter as the one under report.

    Results are told of a quarter that has ended, and of the latest such. A fiscal quarter is told
    by name, whatever the calendar says; so is one that has begun and of which the verb is past
    (a firm whose fourth quarter ends in September reports it in November).
    """
    days = interval(quarter)
    told = found.context.period_told(found.start)
    words = found.context.tokens.words[found.start : found.end]
    if "fiscal" in words:
        found.context.told, found.context.fiscal = (quarter, found.start), found.start
        return
    if not days or (told and quarter < told) or days[0] > found.context.today:
        return
    if days[1] <= found.context.today or (not told and found.tense() == "past"):
        found.context.told = (quarter, found.start)


def _year_of_quarter(found: Found, number: int, half: bool) -> int:
    today = found.context.today
    relation = found.text("rel") or found.text("r")
    first = date(today.year, (6 if half else 3) * (number - 1) + 1, 1)
    latest = today.year if first <= today else today.year - 1
    if relation.startswith(("year", "last")):
        return (today.year if relation == "last" else latest) - 1
    if relation == "next":
        return today.year + 1
    if relation == "this":
        return today.year
    if found.tense() == "future" and first > today and (first - today).days < 120:
        return today.year
    return latest


@rule(
    r"(the)? (o:<ord>) and (p:<ord>) quarters"
    r" ((of)? (fiscal)? (the year)? (z:<year>) | of (r:last|this|next) year)?"
)
def _two_numbered_quarters(found: Found) -> Timex | None:
    """ "the third and fourth quarters of last year": two dates."""
    first, second = found.ordinal("o"), found.ordinal("p")
    if not 1 <= first < second <= 4:
        return None
    year = found.year("z") or _year_of_quarter(found, first, half=False)
    one = Timex("DATE", f"{year}-Q{first}", tokens=(found.start, found.span("o")[1]))
    tokens = (found.span("p")[0], found.end)
    return Timex("DATE", f"{year}-Q{second}", tokens=tokens, more=(one,))


@rule(r"(the)? (m:<anymonth>) (<hyphen> | to | through) (n:<anymonth>) (q:<quarter>)")
def _months_of_quarter(found: Found) -> Timex | None:
    """ "the July-September quarter": the last one that has begun, or ahead by the verb."""
    first, last = MONTHS[found.words("m")[0]], MONTHS[found.words("n")[0]]
    if first % 3 != 1 or last != first + 2:
        return None
    return Timex("DATE", f"{year_of_month(found, first)}-Q{last // 3}")


@rule(r"(the)? (o: first | last | final) two quarters of (z:<year>)")
def _two_quarters(found: Found) -> Timex | None:
    """ "the first two quarters of 1990" are a half."""
    begin = found.start + (found.context.tokens.words[found.start] == "the")
    half = 1 if found.text("o") == "first" else 2
    return Timex("DATE", f"{found.year('z')}-H{half}", tokens=(begin, found.end))


@rule(r"(rel: last | this | next) year <apostrophe> s (q:<quarter> | period)")
def _same_quarter_of_year(found: Found) -> Timex | None:
    """ "last year's quarter": the number of the quarter under report."""
    told = found.context.period_told(found.start)
    if told is None or "Q" not in told:
        return None
    step = {"last": -1, "next": 1}.get(found.text("rel"), 0)
    return Timex("DATE", f"{found.context.today.year + step}{told[4:]}")


@rule(
    r"(the|a)? (same | corresponding | similar | comparable)"
    r" (u: quarter | period | month | week | day)"
    r" (of | in)? (last year | a year (ago | earlier) | (the)? <previous> year | (y:<yearfigure>))"
)
@rule(r"(the)? (same)? year <hyphen>? (ago | earlier) (u: month | week)")
def _same_period_of_year(found: Found) -> Timex | None:
    """ "the same month last year", "the corresponding quarter of 1985"."""
    year, unit = found.year("y"), found.text("u")
    known = found.context.period_told(found.start)
    if unit in _DATED:
        known = found.context.last_value(found.start, _DATED[unit], 200)
        year = found.context.today.year - 1 if found.before_end(2) == "last" else year
    if known is None:
        return Timex("DATE", str(year or found.context.today.year - 1))
    if year is None:
        return Timex("DATE", shift_up(known, -1))
    return Timex("DATE", f"{year}{known[4:]}")


_DATED = {
    "month": re.compile(r"\d{4}-\d{2}$"),
    "week": re.compile(r"\d{4}-W\d{2}$"),
    "day": re.compile(r"\d{4}-\d{2}-\d{2}$"),
}


_NOT_A_QUARTER = frozenset(["of", "century", "final", "-", "–"])


@rule(
    r"(the|this)? (rel: latest | year <hyphen> (earlier|ago) | <year> | current |"
    r" <previous> | last | next | same year <hyphen> (earlier|ago)"
    r" | <recent> | same | corresponding)? (q:<quarter>|period)"
)
def _some_quarter(found: Found) -> Timex | None:
    words = found.words("rel")
    if found.before() in ("a", "three", "-") or found.after() in _NOT_A_QUARTER:
        return None
    today = found.context.today
    ended = _quarter_that_ended(found)
    known = ended or found.context.period_told(found.start)
    value = known if known and "Q" in known else quarter_value(move(today, "Q", -1))
    if found.text("q") == "period":
        if not words or words[0] in ("next", "recent", "last"):
            return None
        if not known:
            year_before = "year" in words or words[0] == "corresponding"
            return Timex("DATE", str(today.year - 1)) if year_before else None
    elif not words and not ended and found.context.tokens.words[found.start] not in ("the", "this"):
        return None
    if ended and 0 <= found.start - found.context.fiscal < _SAME_REPORT:
        value = found.context.told[0] if found.context.told else ended  # the fiscal one just named
    elif ended:
        found.context.told = (ended, found.start)
    elif "year" in words or "corresponding" in words:
        value = shift_up(value, -1)
    elif words and words[0].isdigit():
        value = words[0] + value[4:]
    else:
        value = _quarter_by_word(found, words, value)
    return Timex("DATE", value)


_SAME_REPORT = 80  # tokens, some three sentences
_ENDED = compile_pattern(
    r"(ended|ending|to) (m:<anymonth>) <dot>? (<dayfigure>)? (<comma>? (y:<year>))?"
)


def _quarter_that_ended(found: Found) -> str | None:
    """The quarter of "in the quarter ended Sept. 29"."""
    match = _ENDED.match(found.context.tokens.codes, found.end)
    if match is None:
        return None
    following = Found(match, found.context)
    month = MONTHS[following.words("m")[0]]
    year = following.year("y") or year_of_month(following, month)
    return f"{year}-Q{(month - 1) // 3 + 1}"


def _quarter_by_word(found: Found, words: list[str], value: str) -> str:
    today = found.context.today
    steps = {"current": 0, "next": 1, "last": -1, "previous": -1, "preceding": -1}
    if words and words[0] in steps:
        return quarter_value(move(today, "Q", steps[words[0]]))
    if found.context.tokens.words[found.start] == "this":
        return quarter_value(today)
    return value


@rule(r"(year) <hyphen> (earlier|ago)")
def _year_ago(found: Found) -> Timex | None:
    told = found.context.period_told(found.start)
    return Timex("DATE", shift_up(told, -1) if told else str(found.context.today.year - 1))


@rule(r"(the)? year <hyphen>? end")
def _year_end(found: Found) -> Timex | None:
    year = found.context.today.year - (found.before() == "since")
    return Timex("DATE", f"{year}-12-31")


@rule(
    r"((m:<anymonth>) <comma>? | the year)? (c: nineteen | eighteen | twenty) (d: <number>)"
    r" (<hyphen>? (e: <number>))?"
)
@rule(r"(the year)? (c: two thousand) (and)? (d: <number>)? (<hyphen>? (e: <number>))?")
def _spoken_year(found: Found) -> Timex | None:
    """ "nineteen ninety-six", as broadcasts have it."""
    tail = words_to_number(found.words("d") + found.words("e"))
    if found.text("c") == "two thousand":
        if tail is None and found.context.tokens.words[found.start] != "the":
            return None
        year = 2000 + int(tail or 0)
    elif tail is None or not 10 <= tail < 100 or (found.text("c") == "twenty" and tail < 10):
        return None
    else:
        year = {"eighteen": 1800, "nineteen": 1900, "twenty": 2000}[found.text("c")] + int(tail)
    if year >= 2100:
        return None
    month = f"-{MONTHS[found.words('m')[0]]:02d}" if found.words("m") else ""
    return Timex("DATE", f"{year}{month}")


@rule(r"(full <hyphen>? year | <year> <hyphen>? fiscal year) (y: )")
@rule(r"full <hyphen>? year (y:<yearfigure>)")
@rule(r"(y:<yearfigure>) (fiscal | financial | calendar | school) year")
def _year_by_name(found: Found) -> Timex | None:
    """ "full-year 1987", "the 2018 fiscal year"."""
    return Timex("DATE", str(found.year("y"))) if found.words("y") else None


@rule(r"(rel: current | <previous>) (fiscal | financial)? year")
def _year_without_article(found: Found) -> Timex | None:
    """ "Prior year net includes a gain", as results have it."""
    step = 0 if found.text("rel") == "current" else -1
    return Timex("DATE", str(found.context.today.year + step))


@rule(
    r"the (rel: full | current | latest | entire)? (fiscal | financial)? (u: year | week | month)"
)
def _theunit_letter(found: Found) -> Timex | None:
    unit = unit_letter(found)
    if found.after() in ("ended", "ending", "to"):
        return Timex("DURATION", duration_value(1, unit))
    if unit == "M" or found.after() in ("-", "that", "when", "before", "after", "of"):
        return None
    return Timex("DATE", unit_value(found.context.today, unit))


@rule(r"(the)? (n: <num>) (u: months) ((ended|ending|to|through))?")
def _nine_months(found: Found) -> Timex | None:
    if found.context.tokens.words[found.start] != "the":
        return None
    return Timex(
        "DURATION", duration_value(found.number("n"), "M"), tokens=(found.start, found.span("u")[1])
    )


# --- clock times ------------------------------------------------------------------------------

_ZONE = "(<zone> (time)? | <zone> standard time | local time)?"


@rule(
    rf"(t:<clock>|<dayfigure>|<number>) (p:<ampm>) (eastern | pacific | central)? {_ZONE} (time)?"
)
@rule(r"(t:<clock>) (p: )(z:<zone>|local|hours) (time)?")
@rule(r"(t:<clock>|<dayfigure>|<number>) (p: ) <oclock>")
@rule(r"(t:<yearfigure>|<figure>) (p: )(z: gmt | utc | est | edt | hours)")
@rule(r"(t:<clock>) (p: )")
def _clock(found: Found) -> Timex | None:
    text, half = found.text("t"), found.text("p")
    if (
        not half
        and found.end - found.start == 1
        and found.before()
        not in (
            "at",
            "by",
            "until",
            "before",
            "after",
            "around",
            "from",
            "about",
        )
    ):
        return None
    if re.fullmatch(r"[0-2]\d[0-5]\d", text):
        text = f"{text[:2]}:{text[2:]}"  # "1400 GMT"
    elif found.words("z") and ":" not in text:
        return None
    number = found.number("t") if ":" not in text else None
    hour, minute = text.split(":")[:2] if ":" in text else (str(int(number or 0)), "00")
    clock = int(hour)
    if half:
        if not 1 <= clock <= 12:
            return None
        clock = clock % 12 + (12 if half.startswith("p") else 0)
    day = reference_day_in_sentence(found) or found.context.today
    return Timex("TIME", f"{day_value(day)}T{clock:02d}:{minute}")


@rule(r"(t:<noon>)")
def _noon(found: Found) -> Timex | None:
    if found.before() == "high":
        return None
    day = reference_day_in_sentence(found) or found.context.today
    return Timex("TIME", f"{day_value(day)}T{DAY_PARTS[found.text('t')]}")


def reference_day_in_sentence(found: Found) -> date | None:
    """The day last spoken of, if near: a clock time belongs to the day of its sentence."""
    return reference_day(found)


@rule(r"(<early> | <late> | <mid> <hyphen>?) (part: <daypart>)")
def _early_afternoon(found: Found) -> Timex | None:
    """ "by early afternoon", "until mid-morning"."""
    day = reference_day(found) or found.context.today
    return Timex("TIME", f"{day_value(day)}T{DAY_PARTS[found.text('part')]}")


@rule(r"(the | <early>) (part: <part>)")
def _the_morning(found: Found) -> Timex | None:
    if found.before() not in ("in", "during", "early", "late", "of") or found.after() == "of":
        return None
    day = reference_day(found) or found.context.today
    return Timex("TIME", f"{day_value(day)}T{DAY_PARTS[found.text('part')]}")


# --- now, recently, the future ----------------------------------------------------------------


@rule("now | currently | at present | at the moment | these days | nowadays | right now")
def _present(found: Found) -> Timex | None:
    if found.after() == "that" or found.after() == "-" or found.before() == "-":
        return None
    return Timex("DATE", "PRESENT_REF")


@rule("the current | current")
def _current(found: Found) -> Timex | None:
    if found.raw(0)[:1].isupper() or found.after() in ("and", "account", "events", "affairs"):
        return None
    return Timex("DATE", "PRESENT_REF", tokens=(found.end - 1, found.end))


@rule(
    "recently | <recent> | the <past> | (the)? not <hyphen>? (too)? distant past | in"
    " the recent past"
)
def _past(found: Found) -> Timex | None:
    words = found.context.tokens.words[found.start : found.end]
    if words == ["the", "past"] and found.raw(0)[:1].isalpha() and found.before() != "in":
        return None
    return Timex("DATE", "PAST_REF")


@rule(
    "the (near | foreseeable | immediate | not too distant)? future | near future | (h: future)"
    " | as soon as possible | a later date"
)
def _future(found: Found) -> Timex | None:
    if found.words("h") and (found.before() != "in" or found.raw(0)[:1].isalpha()):
        return None
    if found.after() == "of" and found.end - found.start == 2:
        return None  # "the future of the alliance" is its fate, not a time
    return Timex("DATE", "FUTURE_REF")
