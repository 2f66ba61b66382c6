"""What the words of a noun phrase make of its head: sector, country, former office."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from riftline.actors import Alias, Office

from .lexicon import words
from .units import Unit

MULTI_HEADS = words("multi_heads")
BOUNDARY = words("boundary")
_WORLD = words("world")
_DOMESTIC = words("domestic")
_FORMER = frozenset({"former", "ex", "onetime", "ousted", "deposed", "toppled", "retired"})
_PAST = _FORMER | {"then"}
_ARMED = words("armed")
_PLANES = frozenset({"fighter", "fighters", "bomber", "bombers"})
# "Russian fighters" are aircraft; "Syrian fighters" are men.
_AIR_POWERS = frozenset(f"state:{code}" for code in words("air_powers"))


@dataclass(slots=True)
class Described:
    """What the words alone give.

    ``kind``: person, state, org, bloc, people (of the tables); name, place, generic, unknown.
    ``multi``: of several states, so that no country is filled in.
    """

    name: str
    kind: str
    country: str | None = None
    sectors: tuple[str, ...] = ()
    alias: Alias | None = None
    office: Office | None = None
    former: bool = False
    head: str = ""
    title: str = ""
    plural: bool = False
    multi: bool = False
    units: list[Unit] = field(default_factory=list)


def qualified_sector(sector: str, head: Unit, before: list[Unit]) -> str:
    """What the words before a head make of its sector."""
    if sector == "OPP" and (head.key in _ARMED or any(u.key in _ARMED for u in before)):
        return "REB"
    if sector == "GOV" and _past([*before, head]) & _FORMER:
        return "ELI"
    if sector == "UNK" and any(u.alias and u.alias.actor.kind == "person" for u in before):
        return "CVL"
    owner = before[-1].alias if before else None
    if head.key in _PLANES and owner is not None and owner.actor.id in _AIR_POWERS:
        return "MIL"
    return sector


def of_many(head: str, sector: str, plural: bool, before: list[Unit]) -> bool:
    """A description without a country that names people or bodies of several states."""
    words_ = head.split()
    if sector == "IGO" or head in MULTI_HEADS or (plural and any(u.key in _WORLD for u in before)):
        return True
    if len(words_) == 1:
        return False
    if plural and words_[0] in _WORLD:
        return True
    return words_[-1] in MULTI_HEADS and words_[0] not in _DOMESTIC


def many_after(rest: list[Unit]) -> bool:
    """ "... of the industrialised democracies": several states, none of them named."""
    return bool(rest) and rest[0].key == "of" and any(u.key in MULTI_HEADS for u in rest[1:5])


def boundary(units: list[Unit]) -> int:
    """Index of the first unit that no longer belongs to the head's own phrase."""
    for i, unit in enumerate(units):
        if i and unit.kind == "word" and unit.key in BOUNDARY:
            return i
    return len(units)


def head_unit(units: list[Unit]) -> Unit | None:
    if not units:
        return None
    meaning = [u for u in units if u.kind != "word"]
    if not meaning:
        return units[-1]
    last = meaning[-1]
    if last is not units[-1] and (
        last.kind == "modifier" or (last.alias and last.alias.kind == "adjective")
    ):
        return units[-1]
    return last


_SUPPORTED = words("supported")


def country_of(units: list[Unit]) -> str | None:
    """The country nearest to the head; a backer is none ("Moscow-backed president")."""
    for position in range(len(units) - 1, -1, -1):
        unit = units[position]
        if position + 1 < len(units) and units[position + 1].key in _SUPPORTED:
            continue
        if unit.alias is not None and unit.alias.actor.country:
            return unit.alias.actor.country
        if unit.kind == "city" and unit.country:
            return unit.country
    return None


def place_after(rest: list[Unit]) -> str | None:
    """Country of the words right after the head: "of Namibia", "in Cairo", "from Syria"."""
    if rest and rest[0].key in {
        "of",
        "in",
        "from",
        "at",
        "to",
        "for",
        "against",
        "near",
        "who",
        "based",
    }:
        return country_of(rest[::-1])
    return None


def org_sector(org: Alias, head: str, default: str) -> str:
    sectors = org.sectors or org.actor.sectors
    if head in {"members", "countries", "states", "nations", "allies", "governments"} and sectors[
        :1
    ] == ("IGO",):
        return "GOV"
    if head in {"supporters", "voters", "critics", "families", "victims", "prisoners"}:
        return default
    return sectors[0] if sectors else default


def by_title(found: Described, units: list[Unit], day: str) -> Described:
    """What a title says of a known person: "then-Secretary Clinton", "former president Bush"."""
    first = _past(units[:-1])
    actor = found.alias.actor if found.alias else None
    if not day or actor is None or actor.kind != "person" or not (first or found.title):
        return found
    named = [o for o in actor.offices if o.role and o.start <= day and o.role in found.title]
    if named and (first or found.office is None or found.office.role not in found.title):
        office = max(named, key=lambda o: o.start)
        country = None if office.sector == "IGO" else actor.country
        ended = bool(office.end) and office.end < day
        found = replace(found, office=office, sectors=(office.sector,), country=country)
        found.former = ended
    if first & _FORMER:
        found.former = True
        if found.sectors[:1] in {("GOV",), ("IGO",)}:
            found.sectors = ("ELI", *found.sectors)
    return found


def _past(units: list[Unit]) -> set[str]:
    return {w for u in units if u.alias is None for w in u.key.split() if w in _PAST}


def title_of(before: list[Unit]) -> str:
    return " ".join(u.key for u in before if u.kind in {"head", "modifier"} or u.key in _PAST)


def join_keys(units: list[Unit]) -> str:
    return " ".join(u.key for u in units)
