"""Rules for durations, sets, quarters, clock times and words like "now"."""

from __future__ import annotations

import re
from datetime import date

from riftline.mentions.dates_grammar import Found, Timex, compile_pattern, rule
from riftline.mentions.dates_lexer import DAY_PARTS, FREQUENCIES, MONTHS, UNITS, WEEKDAYS
from riftline.mentions.dates_rules import reference_day, year_of_month
from riftline.mentions.dates_values import (
    day_value,
    duration_value,
    interval,
    move,
    quarter_value,
    shift,
    unit_value,
)
from riftline.mentions.numbers import word_set, words_to_number

_APPROX = (
    "(mod: more than | less than | fewer than | at least | at most | up to | over | under | well over"
    " | just over | just under | as (long|much|many) as | no more than | (just)? <nearly> | <approx>"
    " | the better part of | (just)? barely)"
)
_COUNT = (
    "(n: <count> ((<hyphen>|and|<comma>)? <count>)* (and <article> half)?"
    " | <article> (few|couple of|dozen|half <hyphen>? dozen) | a couple | <number> of"
    " | half <article> | half <hyphen>? <article>? | <vague> | a (good|great) many"
    " | dozens of | hundreds of | thousands of | <article>)"
)
_MORE = "(full | more | straight | consecutive | additional | other | whole | long | solid | extra | trading)"
_MODS = {
    "more than": "MORE_THAN",
    "over": "MORE_THAN",
    "well over": "MORE_THAN",
    "just over": "MORE_THAN",
    "less than": "LESS_THAN",
    "fewer than": "LESS_THAN",
    "under": "LESS_THAN",
    "just under": "LESS_THAN",
    "at least": "EQUAL_OR_MORE",
    "at most": "EQUAL_OR_LESS",
    "up to": "EQUAL_OR_LESS",
    "no more than": "EQUAL_OR_LESS",
}
_RATE_NOUNS = frozenset(["once", "twice", "times"])


def _unit(found: Found, group: str = "u") -> str:
    word = found.words(group)[0]
    for name, letter in UNITS.items():
        if word in (name, name + "s", name[:-1] + "ies"):
            return letter
    return "D"


def _amount(found: Found) -> float | None:
    words = [word for word in found.words("n") if word not in ("-", "of", ",", "–")]
    if words in (["a"], ["an"]):
        return 1.0
    if "few" in words or "dozens" in words or set(words) & {"hundreds", "thousands", "many"}:
        return None
    if words in (["several"], ["some"], ["few"]):
        return None
    if words == ["half"] or (words[:1] == ["half"] and len(words) == 2 and words[1] in ("a", "an")):
        return 0.5
    text = " ".join(words)
    if fraction := re.fullmatch(r"(\d+) (\d)/(\d)", text):
        return int(fraction[1]) + int(fraction[2]) / int(fraction[3])
    if words and words[-1] == "½":
        return float(words[0]) + 0.5 if len(words) > 1 else 0.5
    return found.number("n")


def _duration_mod(found: Found) -> str | None:
    text = found.text("mod")
    if found.words("range"):
        return "EQUAL_OR_MORE"
    return _MODS.get(text, "APPROX") if text else None


def _duration(found: Found, anchor: int = 0) -> Timex:
    unit, amount = _unit(found), _amount(found)
    if amount == 0.5 and unit in ("E", "C", "Y", "TH", "D"):
        amount, unit = {
            "E": (5, "Y"),
            "C": (50, "Y"),
            "Y": (6, "M"),
            "TH": (30, "TM"),
            "D": (12, "TH"),
        }[unit]
    value = duration_value(amount, unit)
    return Timex("DURATION", value, _duration_mod(found), anchor=anchor, unit=unit, amount=amount)


@rule(rf"{_APPROX}? {_COUNT} {_MORE}? (u:<units>)")
@rule(
    rf"{_APPROX}? (n: one | <article> | half <article> | half <hyphen>? | a full | <dayfigure> <figure>?)"
    rf" {_MORE}? <hyphen>? (u:<unit>)"
)
@rule(rf"{_APPROX}? (n: <count> (<hyphen>? <count>)*) <hyphen>? (u:<unit>) (<hyphen> long)?")
@rule(
    rf"{_APPROX}? (n: <count>) (range: (to|or|<hyphen>) <count>) {_MORE}? <hyphen>? (u:<unit>|<units>)"
)
def _plain_duration(found: Found) -> Timex | None:
    words, before = found.words("n"), found.before()
    if (found.after() == "-" and found.after(2) == "old") or found.after() == "old":
        return None  # ages are not marked in TimeML corpora
    if words in (["a"], ["an"]):
        return _article_unit(found)
    if before in ("$", "£", "€", "/") or (found.text("u") == "night" and words == ["one"]):
        return None
    if words[0] in ("some", "many") and found.text("u") == "days" and before == "":
        return None
    amount = _amount(found)
    if amount is None and not set(words) & _VAGUE:
        return None
    anchor = 1 if before == "in" and found.tense() == "future" else 0
    return _duration(found, anchor)


_VAGUE = word_set("few several many some dozens hundreds thousands")


def _article_unit(found: Found) -> Timex | None:
    """ "a year": a rate after a sum or count ("$5 a year"), else a duration."""
    unit, before = _unit(found), found.before()
    if found.text("u") in ("quarter",) or unit == "N" or found.after() in ("of", "when", "where"):
        return None
    numeric = before[:1].isdigit() or before in ("million", "billion", "%", "dollars", "percent")
    if numeric or before in _RATE_NOUNS or (found.before(2)[:1].isdigit() and before.endswith("s")):
        return Timex("SET", duration_value(1, unit))
    if found.words("mod"):
        return _duration(found)
    if unit == "D" and before not in ("for", "in", "within", "after", "of", "only", "just", "than"):
        return Timex("SET", "P1D") if before.endswith("s") else None
    return Timex("DURATION", duration_value(1, unit), unit=unit, amount=1.0)


@rule(r"half <article> (u:<unit>)")
def _half_unit(found: Found) -> Timex | None:
    unit = _unit(found)
    amount, small = {
        "E": (5, "Y"),
        "C": (50, "Y"),
        "Y": (6, "M"),
        "TH": (30, "TM"),
        "D": (12, "TH"),
    }.get(unit, (0.5, unit))
    return Timex("DURATION", duration_value(amount, small))


@rule(r"(n:<article>) (u:<unit>) and <article> half")
def _and_a_half(found: Found) -> Timex | None:
    return Timex("DURATION", duration_value(1.5, _unit(found)))


@rule(r"(the)? (mod: entire)? (u:<unit>) <hyphen> (long|old)")
def _unit_long(found: Found) -> Timex | None:
    if found.before() in ("-", "–") or found.context.tokens.words[found.end - 1] == "old":
        return None
    return Timex("DURATION", duration_value(1, _unit(found)))


@rule(
    r"(the)? (rel: last|<past>|next|<coming>|first|final|<previous>|<following>|latest|initial|ensuing|remaining)"
    rf" (n: <count> (<hyphen>? <count>)* | couple of | few | several | <article>? half <hyphen>? dozen)"
    rf" {_MORE}? (u:<units>)"
)
@rule(r"(the)? (rel: <past>|first) (n: )(u:<baseunit>)")
@rule(r"(these|those) (rel:<past>)? (n:<count>) (u:<units>)")
def _framed_duration(found: Found) -> Timex | None:
    """ "the past three months", "the next few weeks", "the first nine months"."""
    relation = found.text("rel")
    if not found.words("n"):
        unit = _unit(found)
        if unit.startswith("T") or (relation == "first" and unit != "D"):
            return None
        if relation == "first":
            return None
        return Timex("DURATION", duration_value(1, unit), anchor=-1, unit=unit, amount=1.0)
    unit, amount = _unit(found), _amount_of_group(found)
    if (
        unit == "M"
        and amount in (6.0, 9.0)
        and relation in ("first", "latest")
        and found.context.published
    ):
        found.context.told = (str(found.context.published.year), found.start)
    anchor = {"last": -1, "past": -1, "next": 1, "coming": 1, "upcoming": 1}.get(relation, 0)
    value = duration_value(amount, unit)
    return Timex("DURATION", value, anchor=anchor, unit=unit, amount=amount)


def _amount_of_group(found: Found) -> float | None:
    words = [word for word in found.words("n") if word not in ("of", "-")]
    if words in (["few"], ["several"]):
        return None
    if words == ["couple"]:
        return 2.0
    return _amount(found)


@rule(
    r"(the)? (rel: <recent>|<coming>|<past>|<previous>|earlier|later|early|following) (u:<units>)"
)
def _vague_units(found: Found) -> Timex | None:
    unit, relation = _unit(found), found.text("rel")
    anchor = {"recent": -1, "past": -1, "coming": 1, "upcoming": 1}.get(relation, 0)
    return Timex("DURATION", duration_value(None, unit), anchor=anchor, unit=unit)


@rule(r"(the)? (u:<units>) (or (v:<units>))?")
def _bare_units(found: Found) -> Timex | None:
    unit, before = _unit(found), found.before()
    if found.words("v"):
        return Timex("DURATION", duration_value(None, unit))
    if unit.startswith("T") or unit == "N":
        return None
    framed = before in (
        "for",
        "within",
        "over",
        "in",
        "of",
        "after",
        "take",
        "took",
        "lasted",
        "than",
    )
    return Timex("DURATION", duration_value(None, unit)) if framed else None


@rule(
    rf"{_APPROX}? {_COUNT} {_MORE}? (u:<unit>|<units>) <hyphen>? (dir: ago|earlier|later|hence"
    r"|from now|before|after)"
)
@rule(r"(the)? (n: )(u:<unit>) <hyphen>? (dir: ago | earlier)")
@rule(r"(mod: just)? (u:<units>) (dir: ago|later|earlier)")
def _offset(found: Found) -> Timex | None:
    """ "ten days ago" against publication, "two years later" against the date last spoken of."""
    direction, unit = found.text("dir"), _unit(found)
    words = found.words("n")
    amount = _amount(found) if words else None if found.words("u")[0].endswith("s") else 1.0
    if direction in ("before", "after"):
        if (words in ([], ["a"], ["an"]) and unit == "D") or amount is None:
            return None
        whole = _duration(found)
        return Timex(whole.type, whole.value, whole.mod, tokens=(found.start, found.end - 1))
    if amount is None:
        if direction == "ago":
            return Timex("DATE", "PAST_REF")
        return Timex("DURATION", duration_value(None, unit))
    sign = 1 if direction in ("later", "hence", "from now") else -1
    if unit.startswith("T"):
        return _hours_off(found, amount, unit, sign)
    return Timex("DATE", _shifted(found, unit, sign * amount, direction), _date_mod(found))


def _date_mod(found: Found) -> str | None:
    mod = _duration_mod(found)
    if mod in ("MORE_THAN", "EQUAL_OR_MORE"):
        return "BEFORE"
    return "AFTER" if mod in ("LESS_THAN", "EQUAL_OR_LESS") else mod


def _hours_off(found: Found, amount: float, unit: str, sign: int) -> Timex:
    value = duration_value(amount, unit)
    return Timex("DURATION", value, _duration_mod(found), unit=unit, amount=amount)


def _shifted(found: Found, unit: str, by: float, direction: str) -> str:
    if unit == "Y" and by == -1 and (told := found.context.period_told(found.start, 250)):
        return shift_up(told, -1)
    reference = found.context.today
    if direction in ("earlier", "later"):
        value = found.context.last_value(found.start, re.compile(r"\d{4}"), 120)
        moved = shift(value, unit, int(by)) if value else None
        if moved and value:
            days = interval(moved)
            return unit_value(days[0], unit) if days and unit in ("Y", "E") else moved
    months = {"Y": 12, "M": 1, "E": 120}.get(unit)
    if months and by != int(by):
        return unit_value(move(reference, "M", round(by * months)), "M")
    return unit_value(move(reference, unit, int(by)), "Y" if unit in ("E", "C") else unit)


def shift_up(quarter: str, years: int) -> str:
    """``1989-Q3`` and -1 give ``1988-Q3``; years alone likewise."""
    return f"{int(quarter[:4]) + years}{quarter[4:]}"


# --- sets -------------------------------------------------------------------------------------


@rule(
    r"(e:<every>) (x: other | (n:<count>|<ord>))? (u:<unit>|<units>|<part>|<weekday>) (part:<part>)?"
)
def _every(found: Found) -> Timex | None:
    word = found.words("u")[0]
    if word in WEEKDAYS:
        return Timex("SET", f"XXXX-WXX-{WEEKDAYS[word]}")
    if (word in DAY_PARTS and word != "night") or word == "night":
        return Timex("SET", f"XXXX-XX-XXT{DAY_PARTS[word]}")
    amount = (
        2.0
        if "other" in found.words("x") or "second" in found.words("x")
        else (found.number("n") or found.ordinal("n") or 1.0)
    )
    return Timex("SET", duration_value(amount, _unit(found)))


@rule(r"(f:<frequency>)")
def _frequency(found: Found) -> Timex | None:
    word = found.text("f")
    if word == "quarterly" or (found.raw(0)[:1].isupper() and found.raw(-1)[:1].isupper()):
        return None  # "quarterly dividend" names a kind; "Daily Telegraph" a newspaper
    return Timex("SET", FREQUENCIES[word])


@rule(r"(once | twice | <count> times) (n:<article>|per|every|each) (u:<unit>)")
@rule(r"(per) (n: )(u:<unit>)")
def _times_a(found: Found) -> Timex | None:
    if found.text("u") == "quarter" and found.words("n") != ["a"]:
        return None
    begin = found.span("u")[0] - 1
    return Timex("SET", duration_value(1, _unit(found)), tokens=(begin, found.end))


@rule(r"(w:<weekdays>)")
@rule(r"(w:<weekday>) (t:<parts>)")
def _on_mondays(found: Found) -> Timex | None:
    number = WEEKDAYS[found.words("w")[0].removesuffix("s")]
    value = f"XXXX-WXX-{number}"
    if parts := found.words("t"):
        value += "T" + DAY_PARTS[parts[0].removesuffix("s")]
    return Timex("SET", value)


# --- quarters and fiscal years ----------------------------------------------------------------

_FISCAL = "(fiscal | fiscal <hyphen> | calendar | <year> <apostrophe> s)?"
_OWNER = "(the|its|their|his|a)?"


@rule(
    rf"{_OWNER} (rel:(year <hyphen> (earlier|ago)) | <previous> | last | this | next | current)?"
    rf" (y:<year>)? {_FISCAL} (o:<ord>) <hyphen>? (q:<quarter>|half)"
    r" ((of)? (fiscal)? (the year)? (z:<year>) | of (r:last|this|next) year)?"
)
@rule(r"(rel:last|this|next) year <apostrophe> s (o:<ord>) <hyphen>? (q:<quarter>|half)")
@rule(r"q (o:<dayfigure>) ((of)? (y:<year>))?")
def _quarter(found: Found) -> Timex | None:
    number = found.ordinal("o")
    half = found.text("q") == "half"
    if not 1 <= number <= (2 if half else 4):
        return None
    year = found.year("y") or found.year("z")
    if half and year is None and found.after() not in ("of", "-", "results", "profit", "net"):
        return None
    if year is None:
        year = _year_of_quarter(found, number, half)
        if not half and not found.text("rel").startswith("year"):
            found.context.told = (f"{year}-Q{number}", found.start)
    return Timex("DATE", f"{year}-{'H' if half else 'Q'}{number}")


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
    r"(the|this)? (rel: latest | year <hyphen> (earlier|ago) | <year> | current | <previous> | last | next"
    r" | <recent> | same | corresponding)? (q:<quarter>|period)"
)
def _some_quarter(found: Found) -> Timex | None:
    words = found.words("rel")
    if found.before() in ("a", "three", "-") or found.after() in ("of", "century", "final"):
        return None
    today = found.context.today
    ended = _quarter_that_ended(found)
    known = ended or found.context.period_told(found.start)
    value = known if known and "Q" in known else quarter_value(move(today, "Q", -1))
    if found.text("q") == "period":
        if not known or not words or words[0] in ("next", "recent", "last"):
            return None
    elif not words and not ended and found.context.tokens.words[found.start] not in ("the", "this"):
        return None
    if ended:
        found.context.told = (ended, found.start)
    elif "year" in words or "corresponding" in words:
        value = shift_up(value, -1)
    elif words and words[0].isdigit():
        value = words[0] + value[4:]
    else:
        value = _quarter_by_word(found, words, value)
    return Timex("DATE", value)


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


@rule(r"(the year)? (c: nineteen | eighteen | twenty) (d: <number>) (<hyphen>? (e: <number>))?")
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
    return Timex("DATE", str(year)) if year < 2100 else None


@rule(r"the (rel: full | current | latest | entire)? (fiscal)? (u: year | week | month)")
def _the_unit(found: Found) -> Timex | None:
    unit = _unit(found)
    if found.after() in ("ended", "ending", "to"):
        return Timex("DURATION", duration_value(1, unit))
    if unit == "M" or found.after() in ("-", "that", "when", "before", "after"):
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
    "recently | <recent> | the <past> | (the)? not <hyphen>? (too)? distant past | in the recent past"
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
    if found.words("h"):
        return None
    return Timex("DATE", "FUTURE_REF")
