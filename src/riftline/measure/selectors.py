"""Who a measure is about: a state, a sector of it, an organisation, a bloc with dated members.

A selector is written as one string:

``RUS``            every actor of a country (ISO 3166-1 alpha-3)
``RUS:GOV``        its actors of one PLOVER sector; ``EU:MIL`` the same of a bloc's members
``org:nato``       one actor, by its entity id
``NATO``, ``EU``   an organisation: itself, and its members on the day of each event
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

import pyarrow as pa

from riftline.actors import ActorTable, fold, load_actors
from riftline.errors import UsageError
from riftline.ontology import load_ontology


@dataclass(frozen=True, slots=True)
class Membership:
    """A country's time in a bloc, both days inclusive; None where it is open."""

    country: str
    start: date | None = None
    end: date | None = None


BlocMembers = Callable[[str], Sequence[Membership] | None]


class Queryable(Protocol):
    """What the measures need of a store."""

    def query(self, sql: str, parameters: list[object] | None = None) -> pa.Table:
        """Run a statement and return an Arrow table."""


@dataclass(frozen=True, slots=True)
class Selector:
    """A parsed selector, and the SQL that tells whether a participant of an event matches it."""

    text: str
    country: str | None = None
    entity_id: str | None = None
    name: str | None = None
    members: tuple[Membership, ...] = ()
    sector: str | None = None

    def sql(self, side: str) -> str:
        """A condition on the columns of ``event_pairs`` with the prefix ``side`` (a or r)."""
        who: list[str] = []
        if self.country:
            who.append(f"{side}_country = {quoted(self.country)}")
        if self.entity_id:
            who.append(f"{side}_entity_id = {quoted(self.entity_id)}")
        if self.name:
            who.append(f"lower({side}_name) = lower({quoted(self.name)})")
        if self.members:
            who.append(self._member_sql(side))
        condition = f"({' OR '.join(who)})"
        if self.sector:
            listed = f"contains(',' || {side}_sectors || ',', {quoted(f',{self.sector},')})"
            condition = f"({condition} AND {listed})"
        return f"coalesce({condition}, false)"

    def _member_sql(self, side: str) -> str:
        always = {m.country for m in self.members if m.start is None and m.end is None}
        tests = []
        if always:
            tests.append(f"{side}_country IN ({', '.join(quoted(c) for c in sorted(always))})")
        for member in sorted(self.members, key=lambda m: (m.country, m.start or date.min)):
            if member.country in always:
                continue
            start = f" AND day >= DATE '{member.start}'" if member.start else ""
            end = f" AND day <= DATE '{member.end}'" if member.end else ""
            tests.append(f"({side}_country = {quoted(member.country)}{start}{end})")
        return f"({' OR '.join(tests)})"


def parse_selector(
    text: str, store: Queryable | None = None, blocs: BlocMembers | None = None
) -> Selector:
    """Read a selector.

    ``blocs`` gives a bloc's dated members by name; where it returns None, or is not given, they
    come from the bundled tables, then from what the stored texts say of the bloc's members.

    Raises:
        UsageError: no country, actor or bloc is called so.

    Example:
        >>> parse_selector("USA:MIL").country, parse_selector("USA:MIL").sector
        ('USA', 'MIL')
    """
    name, sector = _split_sector(text.strip())
    if not name:
        raise UsageError("an actor is missing", hint="for example USA, RUS:GOV, NATO")
    members = tuple(blocs(name) or ()) if blocs else ()
    if members:
        known = _organisation(name)
        return Selector(text, None, known[0] if known else None, name, members, sector)
    if name in _actors().states:
        return Selector(text, country=name, sector=sector)
    if re.fullmatch(r"[a-z]+:.+", name):
        members = _bundled_members(name) or _stored_members(store, name)
        return Selector(text, entity_id=name, members=members, sector=sector)
    organisation = _organisation(name)
    if organisation:
        identifier, full_name = organisation
        members = _bundled_members(identifier) or _stored_members(store, identifier)
        return Selector(text, None, identifier, full_name, members, sector)
    if _known_name(store, name):
        members = _stored_members(store, name)
        return Selector(text, name=name, members=members, sector=sector)
    raise UsageError(
        f"no actor is called {name!r}",
        hint="a country code as USA, an entity id, or a bloc as NATO",
    )


def parse_selectors(
    texts: Sequence[str] | None, store: Queryable | None = None, blocs: BlocMembers | None = None
) -> list[Selector] | None:
    """Read several selectors; None, which stands for every country, stays None.

    Raises:
        UsageError: no country, actor or bloc is called so.

    Example:
        >>> [s.country for s in parse_selectors(["USA", "RUS"])]
        ['USA', 'RUS']
    """
    return None if texts is None else [parse_selector(text, store, blocs) for text in texts]


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def labels_sql(selectors: Sequence[Selector], side: str) -> str:
    """SQL for a list of the selectors, as written, that a side (a or r) of a row matches."""
    cases = ", ".join(f"CASE WHEN {s.sql(side)} THEN {quoted(s.text)} END" for s in selectors)
    return f"list_filter([{cases}]::VARCHAR[], lambda x: x IS NOT NULL)"


def _split_sector(text: str) -> tuple[str, str | None]:
    name, colon, sector = text.rpartition(":")
    if colon and sector in load_ontology().sectors:
        return name, sector
    if colon and re.fullmatch(r"[A-Z]{3}", sector) and re.fullmatch(r"[A-Z]{2,}", name):
        raise UsageError(
            f"{sector!r} is no sector", hint=f"one of {' '.join(load_ontology().sectors)}"
        )
    return text, None


@lru_cache(maxsize=1)
def _actors() -> ActorTable:
    return load_actors()


def _organisation(name: str) -> tuple[str, str] | None:
    """Id and name of the organisation or bloc with this name, the one that exists today first."""
    found = [
        alias
        for alias in _actors().aliases.get(fold(name), ())
        if alias.actor.kind in ("org", "bloc", "igo")
    ]
    found.sort(key=lambda alias: (alias.end != "", alias.actor.id))
    return (found[0].actor.id, found[0].actor.name) if found else None


def _bundled_members(identifier: str) -> tuple[Membership, ...]:
    rows = _actors().members.get(identifier, ())
    return tuple(
        Membership(country, _day(start, first=True), _day(end, first=False))
        for country, start, end in rows
    )


def _stored_members(store: Queryable | None, name: str) -> tuple[Membership, ...]:
    """Members that the stored participants list for a bloc, whenever they said so."""
    if store is None:
        return ()
    table = store.query(
        "SELECT DISTINCT unnest(members) AS country FROM participants "
        "WHERE entity_id = $1 OR lower(name) = lower($1) ORDER BY ALL",
        [name],
    )
    return tuple(Membership(country) for country in table["country"].to_pylist())


def _known_name(store: Queryable | None, name: str) -> bool:
    if store is None:
        return False
    sql = "SELECT 1 FROM event_pairs WHERE $1 IN (a_name, r_name, a_country, r_country) LIMIT 1"
    return bool(store.query(sql, [name]).num_rows)


def _day(text: str, *, first: bool) -> date | None:
    """The first or last day of an ISO day, month or year; None for none."""
    if not text:
        return None
    year, month, day = (int(part) for part in (text + "-0-0").split("-")[:3])
    if first:
        return date(year, month or 1, day or 1)
    if day:
        return date(year, month, day)
    ends = date(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1)
    return date.fromordinal(ends.toordinal() - 1)
