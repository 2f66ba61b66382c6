"""How much a text says: money, killed, injured, arrested, troops, crowds, shares, other counts.

A number is found first (quantities), then what it counts is read from the words around it.
Times, ages, dates, distances and bare figures ("Article 5") are no amounts.
"""

from __future__ import annotations

import re
from datetime import date

from riftline.mentions.amounts_casualties import (
    Context,
    casualty,
    inherited,
    is_person,
    people_go_on,
)
from riftline.mentions.amounts_named import named_victims, prison_term
from riftline.mentions.amounts_words import (
    ARRESTED,
    CROWD_CUES,
    INJURED,
    KILLED,
    NO_COUNT_NOUNS,
    PERSONS,
    PERSONS_ONE,
    SKIPPED_RIGHT,
    TROOPS,
)
from riftline.mentions.dates_lexer import MONTHS
from riftline.mentions.money import after_number, before_number, code_of, is_minor, usd_rate
from riftline.mentions.numbers import word_set
from riftline.mentions.quantities import Quantity, find_quantities
from riftline.record import Magnitude

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[A-Za-z][\w'’-]*|\d[\d,.]*|[^\w\s]")
_SHARE = re.compile(r"\s?%|\s+(?:per\s?cent|pct|percentage\s+points?)\b", re.IGNORECASE)
_ONE_PERSON = re.compile(
    r"\b(?P<article>an?|one|another)\s+"
    rf"(?:(?!(?:{'|'.join(sorted(SKIPPED_RIGHT))})\b)[\w-]+\s+){{0,3}}"
    rf"(?P<head>{'|'.join(sorted(PERSONS_ONE))})\b",
    re.IGNORECASE,
)
_CROWD = re.compile(CROWD_CUES)
_OF_PEOPLE = frozenset({"killed", "injured", "arrested", "troops", "crowd"})
_REACH = 15
_LIMIT = 200  # characters of context on each side that are read


def find_amounts(text: str, published: date | None = None) -> list[Magnitude]:
    """All amounts of a text in order.

    Args:
        text: a document, or a sentence of one.
        published: the day whose monthly mean rate turns money into US dollars.

    Example:
        >>> for a in find_amounts("The blast killed at least 12 people and wounded dozens."):
        ...     print(a.kind, a.value, a.low, a.high, a.text)
        killed 12.0 12.0 None at least 12 people
        injured None 24.0 None dozens
    """
    found: list[Magnitude] = []
    for quantity in find_quantities(text):
        magnitude = _money(text, quantity, published) or _share(text, quantity)
        magnitude = magnitude or prison_term(text, quantity)
        if magnitude is None:
            magnitude = _count(text, quantity, found)
        if magnitude is not None:
            found.append(magnitude)
    found.extend(_single_persons(text, found))
    found.extend(named_victims(text, found))
    return sorted(found, key=lambda m: (m.start, m.end))


def _money(text: str, quantity: Quantity, published: date | None) -> Magnitude | None:
    start, end = quantity.start, quantity.end
    name = quantity.sign
    if name is None:
        before = before_number().search(text, max(0, quantity.core - 6), quantity.core)
        if before and quantity.core == start:
            name, start = before["symbol"], before.start()
        elif after := after_number().match(text, end):
            name = after["word"] or after["code"] or after["sign"]
            if _no_currency(text, after, quantity):
                return None
            end = after.end()
        else:
            return None
    code = code_of(name.replace("U.S.", "US"), published)
    rate = usd_rate(code, published)
    if is_minor(name):
        quantity = quantity.scaled(0.01)
    return Magnitude(
        "money",
        quantity.value,
        quantity.low,
        quantity.high,
        code,
        _in_dollars(quantity, rate),
        text[start:end],
        start,
        end,
    )


def _in_dollars(quantity: Quantity, rate: float | None) -> float | None:
    amount = quantity.value
    if amount is None:
        return None
    return None if rate is None else round(amount * rate, 2)


def _no_currency(text: str, after: re.Match[str], quantity: Quantity) -> bool:
    """Pounds of weight, marks of pupils, "won" the verb, "300-pound bomb"."""
    word = (after["word"] or "").lower()
    rest = text[after.end() : after.end() + 24].lower()
    if word in ("pounds", "pound"):
        return bool(
            re.match(r"\s+of\s+(?!aid|debt|funding|money|damage|tax)", rest)
            or re.match(r"[\s-]+(?:bomb|warhead|man|weight)", rest)
            or (
                word == "pound"
                and text[after.start() : after.start() + 1] == "-"
                and not (quantity.value or 0) >= 1000
            )
        )
    if word in (
        "won",
        "mark",
        "marks",
        "rand",
        "sterling",
        "crowns",
        "real",
        "lei",
        "dong",
        "taka",
    ):
        return (quantity.value or quantity.low or 0.0) < 100
    return False


def _share(text: str, quantity: Quantity) -> Magnitude | None:
    match = _SHARE.match(text, quantity.end)
    if match is None:
        return None
    end = match.end()
    return Magnitude(
        "share",
        quantity.value,
        quantity.low,
        quantity.high,
        "percent",
        None,
        text[quantity.start : end],
        quantity.start,
        end,
    )


def _count(text: str, quantity: Quantity, found: list[Magnitude]) -> Magnitude | None:
    context = _context(text, quantity)
    head, head_end = _head(text, quantity)
    if _is_no_count(text, quantity, context, head):
        return None
    kind = casualty(context, head, text[quantity.end : head_end or quantity.end])
    kind = kind or inherited(text, quantity, found, head)
    if kind is None:
        kind = _kind_of_head(context, head)
    if kind is None and head is None and people_go_on(text, quantity, found, context):
        head, kind = "people", "other"
    if kind is None:
        return None
    end = head_end if head and head_end else quantity.end
    unit = head
    phrase = text[quantity.end : end]
    if kind in _OF_PEOPLE or (kind == "other" and head and is_person(head, phrase)):
        unit = "people"
    return Magnitude(
        kind,
        quantity.value,
        quantity.low,
        quantity.high,
        unit,
        None,
        text[quantity.start : end],
        quantity.start,
        end,
    )


def _context(text: str, quantity: Quantity) -> Context:
    left = _WORD.findall(text[max(0, quantity.start - _LIMIT) : quantity.start])
    right = _WORD.findall(text[quantity.end : quantity.end + _LIMIT])
    return Context(
        [word.lower() for word in left[-14:]],
        [word.lower() for word in right[:_REACH]],
        right[:_REACH],
        text[max(0, quantity.start - 45) : quantity.end + 95],
    )


def _head(text: str, quantity: Quantity) -> tuple[str | None, int | None]:
    """The noun that a quantity counts, and where it ends: the first plural or known one."""
    position = quantity.end
    for step, match in enumerate(_WORD.finditer(text, quantity.end, quantity.end + 90)):
        word = match[0].lower()
        if match.start() - position > 2 or step > 5:
            break
        between = text[position : match.start()]
        if (step == 0 and between == "-") or "\n\n" in between:
            break
        position = match.end()
        if word in ("of", "the", "more", "other", "new", "additional", "different") and step < 3:
            continue
        if not word[0].isalpha() or word in SKIPPED_RIGHT:
            break
        bare = re.sub(r"['’]s?$", "", word)
        if bare in PERSONS or bare in TROOPS or _plural(bare):
            return bare, match.start() + len(bare)
    return None, None


_IRREGULAR = word_set("people men women children police aircraft personnel troops lives")


def _plural(word: str) -> bool:
    if word in _IRREGULAR:
        return True
    return (
        len(word) > 3
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is", "'s", "’s"))
        and word
        not in ("various", "previous", "serious", "always", "perhaps", "was", "has", "does")
    )


def _is_no_count(text: str, quantity: Quantity, context: Context, head: str | None) -> bool:
    """Times, ages, ordinals, names with a number: nothing is counted."""
    if _is_calendar(text, quantity, context, head):
        return True
    first = context.right[0] if context.right else ""
    second = context.right[1] if len(context.right) > 1 else ""
    attached = text[quantity.end : quantity.end + 1] in ("-", "–")
    noun = head or (second if attached else first)
    if first in NO_COUNT_NOUNS or noun in NO_COUNT_NOUNS or (attached and second in NO_COUNT_NOUNS):
        return True
    previous = context.left[-1] if context.left else ""
    if context.left[-2:] == ["no", "."]:
        return True
    if previous in (
        "article",
        "chapter",
        "page",
        "no",
        "number",
        "resolution",
        "section",
        "phase",
        "group",
        "flight",
        "boeing",
        "world",
        "room",
        "highway",
        "route",
        "aged",
        "age",
    ):
        return True
    single = text[quantity.core : quantity.end].lower()
    if single != "one":
        return False
    noun_follows = first.isalpha() and first not in _AFTER_PERSON
    return first in ("of", "another", "that", "who", "more") or (
        noun_follows and not set(context.right[:4]) & PERSONS_ONE
    )


_BEFORE_YEAR = word_set(
    "in since by from until of during after before to through the early late mid and between"
)


def _is_calendar(text: str, quantity: Quantity, context: Context, head: str | None) -> bool:
    """A year ("in 2018") or a day of a month ("Nov. 24", "24 November")."""
    number = text[quantity.core : quantity.end]
    left = [word for word in context.left[-2:] if word != "."]
    if not number.isdigit():
        return False
    if len(number) <= 2 and left and left[-1] in MONTHS:
        return True
    if len(number) <= 2 and head is None and context.right[:1] == [","] and left[-1:] == [","]:
        return True  # an age: "the suspect, 29, was held"
    if len(number) != 4 or not 1400 <= int(number) <= 2199 or quantity.core != quantity.start:
        return False
    return head is None or not left or left[-1] in _BEFORE_YEAR or left[-1] in MONTHS


def _kind_of_head(context: Context, head: str | None) -> str | None:
    before = " ".join(context.left[-3:])
    if re.search(r"\bcrowds? of$|\bcrowd estimated at$", before):
        return "crowd"
    if head is None:
        return None
    if head in TROOPS:
        return "troops"
    if head in PERSONS and _CROWD.search(context.near):
        return "crowd"
    return "other"


_AFTER_PERSON = SKIPPED_RIGHT | KILLED | INJURED | ARRESTED | {"fatally", "also", "reportedly"}


def _single_persons(text: str, found: list[Magnitude]) -> list[Magnitude]:
    """ "A soldier was killed": one person, only where the words say what befell them."""
    out: list[Magnitude] = []
    for match in _ONE_PERSON.finditer(text):
        if any(m.start < match.end() and match.start() < m.end for m in found):
            continue
        following = _WORD.match(text, match.end() + 1)
        if following and following[0].isalpha() and following[0].lower() not in _AFTER_PERSON:
            continue  # "an American newspaper": the person is no head
        quantity = Quantity(match.start(), match.end(), match.start(), 1.0, 1.0, 1.0)
        context = _context(text, quantity)
        kind = casualty(context, match["head"].lower())
        if kind is not None:
            out.append(
                Magnitude(kind, 1.0, 1.0, 1.0, "people", None, match[0], match.start(), match.end())
            )
    return out
