"""Amounts that are no plain count: named victims (one each), and years of a prison sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from riftline.mentions.amounts_words import PERSONS_ONE
from riftline.mentions.numbers import word_set
from riftline.mentions.quantities import Quantity
from riftline.record import Magnitude

_PRISON_TERM = re.compile(r"[\s-]+(?P<unit>years?|months?)(?:['’]s?)?\b")
_OF_PRISON = re.compile(
    r"\b(?:sentenc\w+|jail\w*|imprison\w*|serv(?:e|es|ed|ing)|terms? of|prison|penalty of)\b"
    r"[^.;]{0,50}$",
    re.IGNORECASE,
)
_IN_PRISON = re.compile(
    r"[\s-]*(?:of |in |behind )?(?:prison|jail|imprisonment|bars|hard labou?r|custody)\b"
)


def prison_term(text: str, quantity: Quantity) -> Magnitude | None:
    """ "sentenced to 20 years", "14 years in prison": years are counted here, not a time."""
    unit = _PRISON_TERM.match(text, quantity.end)
    if unit is None:
        return None
    told = _OF_PRISON.search(text, max(0, quantity.start - 70), quantity.start)
    if told is None and _IN_PRISON.match(text, unit.end()) is None:
        return None
    name = unit["unit"] if unit["unit"].endswith("s") else unit["unit"] + "s"
    return Magnitude(
        "other",
        quantity.value,
        quantity.low,
        quantity.high,
        name,
        None,
        text[quantity.start : unit.end("unit")],
        quantity.start,
        unit.end("unit"),
    )


_BEFELL = {
    **dict.fromkeys(("killed", "murdered", "assassinated", "executed", "beheaded"), "killed"),
    **dict.fromkeys(("injured", "wounded"), "injured"),
    **dict.fromkeys(("arrested", "detained"), "arrested"),
}
_NAME = (
    r"[A-Z][\w'’-]+(?:\s+(?:bin|ibn|de|van|von|der))?(?:\s+(?:[A-Z]\.|(?:al-|el-)?[A-Z][\w'’-]+))"
)
# "Anna Novak, 34, was killed": one person, whose name is the evidence. A name has two words or
# more; of one word ("Hamas was attacked") it may be a group's.
_PASSIVE = re.compile(
    r"\s(?:was|is|has been|had been)\s+(?:\w+ly\s+|also\s+|later\s+)?"
    rf"(?P<verb>{'|'.join(_BEFELL)})\b"
)
_NAME_BEFORE = re.compile(rf"\b(?P<name>{_NAME}{{1,3}})(?:,[^,.;]{{1,60}},)?$")
_REACH = 130  # characters before a passive in which its subject stands
_NAMED_ACTIVE = re.compile(
    rf"\b(?P<verb>killed|murdered|assassinated|beheaded|arrested|detained)\s+"
    rf"(?:(?:[a-z]+\s+){{0,2}}(?:{'|'.join(sorted(PERSONS_ONE))})\s+)?(?P<name>{_NAME}{{1,3}})"
    r"(?=[,.;]|\s+(?:in|on|at|and|as|after|for|with|who|during)\b)"
)
_OF_GROUPS = word_set(
    "states kingdom army force forces party front movement group police ministry company union "
    "council brigade brigades house government court east coast guard nations bank news"
)


def named_victims(text: str, found: list[Magnitude]) -> list[Magnitude]:
    """One magnitude for each named person that was killed, injured or arrested."""
    out: list[Magnitude] = []
    for name, start, verb, whole in (*_passives(text), *_actives(text)):
        end = start + len(name)
        if any(m.start < whole and start < m.end for m in (*found, *out)):
            continue  # "Anna Novak, a teacher, was killed": counted as "a teacher"
        if {word.lower() for word in name.split()} & _OF_GROUPS:
            continue
        out.append(Magnitude(_BEFELL[verb], 1.0, 1.0, 1.0, "people", None, name, start, end))
    return out


def _passives(text: str) -> Iterator[tuple[str, int, str, int]]:
    """Name, its offset, the verb and the end of "Anna Novak, 34, was killed"."""
    for match in _PASSIVE.finditer(text):
        low = max(0, match.start() - _REACH)
        if subject := _NAME_BEFORE.search(text[low : match.start()]):
            yield subject["name"], low + subject.start("name"), match["verb"], match.start("verb")


def _actives(text: str) -> Iterator[tuple[str, int, str, int]]:
    """The same of "murdered the reporter Anna Novak"; a plural is a group."""
    for match in _NAMED_ACTIVE.finditer(text):
        if not match["name"].endswith("s"):
            yield match["name"], match.start("name"), match["verb"], match.end("name")
