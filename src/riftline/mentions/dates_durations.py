"""Rules for durations, offsets ("ten days ago") and sets ("every Monday")."""

from __future__ import annotations

import re

from riftline.mentions.dates_grammar import Found, Timex, rule
from riftline.mentions.dates_lexer import DAY_PARTS, FREQUENCIES, UNITS, WEEKDAYS
from riftline.mentions.dates_values import (
    duration_value,
    interval,
    move,
    shift,
    unit_value,
)
from riftline.mentions.numbers import word_set

_APPROX = (
    "(mod: more than | less than | fewer than | at least | at most | up to | over |"
    " under | well over"
    " | just over | just under | as (long|much|many) as | no more than | (just)?"
    " <nearly> | <approx>"
    " | the better part of | (just)? barely)"
)
_COUNT = (
    "(n: <count> ((<hyphen>|and|<comma>)? <count>){0,6} (and <article> half)?"
    " | <article> (few|couple of|dozen|half <hyphen>? dozen) | a couple | <number> of"
    " | half <article> | half <hyphen>? <article>? | <vague> | a (good|great) many"
    " | dozens of | hundreds of | thousands of | <article>)"
)
_MORE = (
    "(full | more | straight | consecutive | additional | other | whole | long | solid | extra"
    " | trading)"
)
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
_FRAMES = word_set("for within over in of after take took lasted than just spent")
_RATE_NOUNS = frozenset(["once", "twice", "times"])


def unit_letter(found: Found, group: str = "u") -> str:
    """The TIMEX3 letter of the unit that a group names."""
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
    if "and" in words and re.fullmatch(r"\w+ and \w+", text) and not set(words) & _LARGE:
        return found.number_of(words[2:])  # "one and five years": the second
    if words and words[-1] == "½":
        return float(words[0]) + 0.5 if len(words) > 1 else 0.5
    return found.number("n")


def _duration_mod(found: Found) -> str | None:
    text = found.text("mod")
    if found.words("range"):
        return "EQUAL_OR_MORE"
    return _MODS.get(text, "APPROX") if text else None


def _duration(found: Found, anchor: int = 0) -> Timex:
    unit, amount = unit_letter(found), _amount(found)
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
    rf"{_APPROX}? (n: one | <article> | half <article> | half <hyphen>? | a full |"
    rf" <dayfigure> <figure>?)"
    rf" {_MORE}? <hyphen>? (u:<unit>)"
)
@rule(rf"{_APPROX}? (n: <count> (<hyphen>? <count>){{0,5}}) <hyphen>? (u:<unit>) (<hyphen> long)?")
@rule(
    rf"{_APPROX}? (n: <count>) (range: (to|or|<hyphen>) <count>) {_MORE}? <hyphen>?"
    rf" (u:<unit>|<units>)"
)
def _plain_duration(found: Found) -> Timex | None:
    words, before = found.words("n"), found.before()
    if (found.after() == "-" and found.after(2) == "old") or found.after() == "old":
        return None  # ages are not marked in TimeML corpora
    if words in (["a"], ["an"]):
        return _article_unit(found)
    if re.match("0\\d", found.text("n")):
        return None  # "0700 and 0730 hours"
    if "," in found.text("n") and not found.text("u").endswith("s"):
        return None  # a column of figures: "4,619,000  Year"
    if before in ("$", "£", "€", "/") or (found.text("u") == "night" and words == ["one"]):
        return None
    if words[0] in ("some", "many") and found.text("u") == "days" and before == "":
        return None
    if words == ["one"] and found.text("u") == "day" and before in _MODALS:
        return Timex("DATE", "FUTURE_REF")
    amount = _amount(found)
    if amount is None and not set(words) & _VAGUE:
        return None
    anchor = 1 if before == "in" and found.tense() == "future" else 0
    return _duration(found, anchor)


_MODALS = word_set("will would may might could can must should")
_LARGE = word_set("hundred thousand million half")
_VAGUE = word_set("few several many some dozens hundreds thousands")


def _article_unit(found: Found) -> Timex | None:
    """ "a year": a rate after a sum or count ("$5 a year"), else a duration."""
    unit, before = unit_letter(found), found.before()
    if before in ("-", "–") or (found.after() == "-" and found.after(2) in ("long", "old")):
        return None
    if found.text("u") == "quarter" or unit == "N" or found.after() in ("when", "where"):
        return None
    if found.after() == "of" and before not in ("within", "in", "after", "for"):
        return None
    numeric = before[:1].isdigit() or before in ("million", "billion", "%", "dollars", "percent")
    if numeric or before in _RATE_NOUNS:
        return Timex("SET", duration_value(1, unit))
    if (before.endswith("s") or before in ("people", "men", "women")) and _counted_before(found):
        return None  # "700 seats a week" measures the seats
    if found.words("mod"):
        return _duration(found)
    if unit == "D" and before not in ("for", "in", "within", "after", "of", "only", "just", "than"):
        return Timex("SET", "P1D") if before.endswith("s") else None
    return Timex("DURATION", duration_value(1, unit), unit=unit, amount=1.0)


def _counted_before(found: Found) -> bool:
    """Whether the noun before is counted: "700 new seats a week"."""
    return any(found.before(offset)[:1].isdigit() for offset in (2, 3))


@rule(r"half <article> (u:<unit>)")
def _half_unit(found: Found) -> Timex | None:
    unit = unit_letter(found)
    amount, small = {
        "E": (5, "Y"),
        "C": (50, "Y"),
        "Y": (6, "M"),
        "TH": (30, "TM"),
        "D": (12, "TH"),
    }.get(unit, (0.5, unit))
    return Timex("DURATION", duration_value(amount, small))


@rule(r"(n:<article>) (u:<unit>) and <article> half")
@rule(r"(n:<count>) <hyphen>? and <hyphen> <article> <hyphen> half <hyphen>? (u:<unit>|<units>)")
def _and_a_half(found: Found) -> Timex | None:
    whole = 1 if found.words("n")[0] in ("a", "an") else found.number("n")
    return Timex("DURATION", duration_value((whole or 0) + 0.5, unit_letter(found)))


@rule(r"(the)? (mod: entire)? (u:<unit>) <hyphen> (long|old)")
def _unit_long(found: Found) -> Timex | None:
    if found.before() in ("-", "–") or found.context.tokens.words[found.end - 1] == "old":
        return None
    return Timex("DURATION", duration_value(1, unit_letter(found)))


@rule(
    r"(the)? (rel:"
    r" last|<past>|next|<coming>|first|final|<previous>|<following>|latest|initial)"
    rf" (n: <count> (<hyphen>? <count>){{0,5}} | couple of | few | several | <article>? half"
    rf" <hyphen>? dozen)"
    rf" {_MORE}? (u:<units>)"
)
@rule(r"(the)? (rel: year <hyphen> (earlier|ago)) (n:<num>) (u:months)")
@rule(r"(the)? (rel: <past>|first) (n: )(u:<baseunit>)")
@rule(r"(these|those) (rel:<past>)? (n:<count>) (u:<units>)")
def _framed_duration(found: Found) -> Timex | None:
    """ "the past three months", "the next few weeks", "the first nine months"."""
    relation = found.text("rel")
    if not found.words("n"):
        unit = unit_letter(found)
        if unit.startswith("T") or (relation == "first" and unit != "D"):
            return None
        if relation == "first":
            return None
        return Timex("DURATION", duration_value(1, unit), anchor=-1, unit=unit, amount=1.0)
    unit, amount = unit_letter(found), _amount_of_group(found)
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
    unit, relation = unit_letter(found), found.text("rel")
    if unit.startswith("T") and relation not in ("recent", "coming", "past"):
        return None
    anchor = {"recent": -1, "past": -1, "coming": 1, "upcoming": 1}.get(relation, 0)
    return Timex("DURATION", duration_value(None, unit), anchor=anchor, unit=unit)


@rule(r"(the)? (u: day | week | month | year) (w: before | after | earlier)")
def _the_year_before(found: Found) -> Timex | None:
    """ "up from 3,000 the year before.": against the date last spoken of."""
    if found.context.tokens.words[found.start] != "the" or found.raw(0)[:1].isalnum():
        return None  # "the day before the vote": some day, not this grammar's
    unit, step = unit_letter(found), 1 if found.text("w") == "after" else -1
    value = found.context.last_value(found.start, re.compile(r"\d{4}"), 80)
    days = interval(value) if value else None
    reference = days[0] if days else found.context.today
    return Timex("DATE", unit_value(move(reference, unit, step), unit))


@rule(r"(the)? (u:<units>) (or (v:<units>))?")
def _bare_units(found: Found) -> Timex | None:
    unit, before = unit_letter(found), found.before()
    if found.words("v"):
        return Timex("DURATION", duration_value(None, unit))
    if unit.startswith("T") or unit == "N":
        framed = before in ("within", "just", "lasted", "took") or (
            unit == "TH" and before == "for"
        )
    else:
        framed = before in _FRAMES
    return Timex("DURATION", duration_value(None, unit)) if framed else None


@rule(
    rf"{_APPROX}? {_COUNT} {_MORE}? (u:<unit>|<units>) <hyphen>? (dir: ago|earlier|later|hence"
    r"|from now|from today|before|after)"
)
@rule(r"(the)? (n: )(u:<unit>) <hyphen>? (dir: ago | earlier)")
@rule(r"(mod: just)? (u:<units>) (dir: ago|later|earlier)")
def _offset(found: Found) -> Timex | None:
    """ "ten days ago" against publication, "two years later" against the date last spoken of."""
    direction, unit = found.text("dir"), unit_letter(found)
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
    sign = 1 if direction in ("later", "hence", "from now", "from today") else -1
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
    months = {"Y": 12, "M": 1, "E": 120, "C": 1200}.get(unit)
    if months and by != int(by):
        moved_day = move(reference, "M", round(by * months))
        return unit_value(moved_day, "Y" if months >= 120 else "M")
    return unit_value(move(reference, unit, int(by)), "Y" if unit in ("E", "C") else unit)


def shift_up(quarter: str, years: int) -> str:
    """``1989-Q3`` and -1 give ``1988-Q3``; years alone likewise."""
    return f"{int(quarter[:4]) + years}{quarter[4:]}"


# --- sets -------------------------------------------------------------------------------------


@rule(
    r"(e:<every>) (x: other | (n:<count>|<ord>))? (u:<unit>|<units>|<part>|<weekday>)"
    r" (part:<part>)?"
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
    return Timex("SET", duration_value(amount, unit_letter(found)))


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
    return Timex("SET", duration_value(1, unit_letter(found)), tokens=(begin, found.end))


@rule(r"(w:<weekdays>)")
@rule(r"(w:<weekday>) (t:<parts>)")
def _on_mondays(found: Found) -> Timex | None:
    number = WEEKDAYS[found.words("w")[0].removesuffix("s")]
    value = f"XXXX-WXX-{number}"
    if parts := found.words("t"):
        value += "T" + DAY_PARTS[parts[0].removesuffix("s")]
    return Timex("SET", value)
