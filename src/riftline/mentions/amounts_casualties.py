"""Whether a number counts killed, injured or arrested people, from the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from riftline.mentions.amounts_words import (
    ARREST_HEADS,
    ARREST_NOUNS_OF,
    ARREST_VERBS,
    ARRESTED,
    INJURED,
    INJURY_VERBS,
    KILL_HEADS,
    KILL_NOUNS_OF,
    KILL_VERBS,
    KILLED,
    NO_PERSONS,
    PERSON_ENDINGS,
    PERSONS,
    PERSONS_ONE,
    TROOPS,
)
from riftline.mentions.numbers import NUMBER_WORDS, word_set
from riftline.mentions.quantities import Quantity
from riftline.record import Magnitude

_STOP = frozenset('.;:!?()[]—“”"')


@dataclass(frozen=True, slots=True)
class Context:
    """Words on both sides of a quantity, lower case; ``right_raw`` as written."""

    left: list[str]
    right: list[str]
    right_raw: list[str]
    near: str  # the text around, for words that a crowd goes with


def is_person(head: str, phrase: str) -> bool:
    if head in PERSONS:
        return True
    last = phrase.split()[-1] if phrase.split() else ""
    return last[:1].isupper() and last.endswith(
        ("ans", "ians", "is", "ese", "ens", "lis", "ons", "nes", "ders", "ors")
    )


def casualty(context: Context, head: str | None, phrase: str = "") -> str | None:
    """killed, injured or arrested where the verb before or the words after say so."""
    before = _from_left(context.left)
    person = head is None or _may_be_person(head, phrase)
    if before is None and head == "others" and context.left[-1:] == ["and"]:
        verbs = set(context.left[-8:])  # "killed the ambassador and three others"
        if verbs & KILL_VERBS and _STOP.isdisjoint(context.left[-8:]):
            return "killed"
    if before is not None:
        return before if person or before == "killed" else None
    if head in ARREST_HEADS:
        return "arrested"
    if not person and head not in KILL_HEADS and head not in INJURED:
        return None  # "suspects in 38 countries were arrested"
    if head in KILL_HEADS and (head != "lives" or set(context.left[-6:]) & {"claimed", "cost"}):
        return "killed"
    return _from_right(context, head)


def _may_be_person(head: str, phrase: str) -> bool:
    if head in NO_PERSONS:
        return False
    known = head in PERSONS or head in TROOPS or head in PERSONS_ONE
    return known or is_person(head, phrase) or head.endswith(PERSON_ENDINGS)


def people_go_on(text: str, quantity: Quantity, found: list[Magnitude], context: Context) -> bool:
    """ "17 people died and 35 were rescued": the same noun, left out."""
    if not found or found[-1].unit != "people" or not 0 < quantity.start - found[-1].end < 60:
        return False
    between = text[found[-1].end : quantity.start]
    passive = context.right[:1] in (["were"], ["are"]) and any(
        word.endswith(("ed", "en")) for word in context.right[1:3]
    )
    return passive and "." not in between


def _from_left(left: list[str]) -> str | None:
    words = [word for word in left if word not in ("the", "all", "some", "also", "another")]
    if words[-1:] == ["and"] and words[-2:-1] and words[-2] in _REFLEXIVE:
        words = words[:-2]  # "killing himself and three children"
    last = words[-1] if words else ""
    pair = words[-2:]
    for kind, verbs, nouns in (
        ("killed", KILL_VERBS, KILL_NOUNS_OF),
        ("injured", INJURY_VERBS, frozenset({"injuries", "wounding"})),
        ("arrested", ARREST_VERBS, ARREST_NOUNS_OF),
    ):
        if last in verbs and not (len(words) > 1 and words[-2] in ("was", "were", "been", "be")):
            return kind
        if kind == "killed" and pair == ["shot", "dead"]:
            return kind
        if len(pair) == 2 and pair[1] in ("of", "for") and pair[0] in nouns:
            return kind
    recent = words[-9:]
    if "toll" in recent and not set(recent) & {"arrest", "injured"} and _STOP.isdisjoint(recent):
        return (
            "killed"
            if last in ("to", "at", "of", "toll", "was", "is", "reached", "above")
            else None
        )
    return None


_REFLEXIVE = frozenset({"himself", "herself", "themselves", "itself"})


def _from_right(context: Context, head: str | None) -> str | None:
    passive = False
    of_whom = context.right[:2] in (["of", "whom"], ["of", "them"])
    for index, word in enumerate(context.right):
        if of_whom and index < 2:
            continue
        if word in _STOP:
            return None
        following = context.right_raw[index + 1] if index + 1 < len(context.right_raw) else ""
        if word == "fatally" and index > 1:
            return None
        if word in KILLED:
            if word == "killed" and not passive and _takes_object(following, index):
                return None
            return "killed"
        if word in KILLED | INJURED and index and context.right[index - 1] in ("a", "an", "the"):
            return None  # "a guard helps a wounded woman"
        if word in INJURED:
            if not passive and _takes_object(following, index):
                return None
            return "injured"
        if word in ARRESTED:
            if not passive and word in ("arrested", "detained") and _takes_object(following, index):
                return None
            return "arrested"
        if word in (
            "was",
            "were",
            "been",
            "being",
            "are",
            "is",
            "be",
            "left",
            "feared",
            "confirmed",
        ):
            passive = True
        elif word == "gunned" or (word == "to" and following == "death"):
            return "killed"
        elif word in _OTHER_CLAUSE or word in ARREST_VERBS | KILL_VERBS | INJURY_VERBS:
            return None
    return None


_OBJECT_OPENERS = word_set("the a an at his her their more dozens several up nearly")


def _takes_object(following: str, index: int) -> bool:
    """ "Soldiers killed three" is active; "soldiers killed in the blast" is not."""
    lower = following.lower()
    return index > 0 and (
        lower in _OBJECT_OPENERS
        or lower in NUMBER_WORDS
        or following[:1].isdigit()
        or (following[:1].isupper())
    )


# Words that open another clause than the quantity's own.
_OTHER_CLAUSE = word_set(
    "said says after before while when which that because to attacked fired launched carried took "
    "would will by where whose as whom"
)


def inherited(
    text: str, quantity: Quantity, found: list[Magnitude], head: str | None
) -> str | None:
    """ "killed 34 militants, four civilians and two soldiers": the kind runs on."""
    if not found or found[-1].kind not in ("killed", "injured", "arrested"):
        return None
    previous = found[-1]
    between = text[previous.end : quantity.start]
    if len(between) > 60 or not re.fullmatch(r"(?:\s+[\w'’-]+){0,4},?(?:\s+and)?\s+", between):
        return None
    words = set(between.lower().split())
    if words & (
        KILL_VERBS | INJURY_VERBS | ARREST_VERBS | {"in", "at", "on", "by", "from", "with"}
    ):
        return None
    if between.split() and between.split()[-1].endswith("ing") and "including" not in words:
        return None  # "killing four guards and freeing 300 prisoners"
    person = head is not None and (head in PERSONS or head in TROOPS)
    return previous.kind if person else None
