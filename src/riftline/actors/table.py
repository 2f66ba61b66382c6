"""The loaded tables: actors with their dated offices, and the dictionary from names to actors."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from .fold import fold


class Office(NamedTuple):
    """One spell in office; ``start``/``end`` are ISO day, month or year, '' where open."""

    sector: str
    role: str
    start: str
    end: str


class Alias(NamedTuple):
    """One way to name an actor. ``kind``: name, adjective, people, capital, seat, city, place,
    person, short (a person's last name alone), org, acronym."""

    actor: Actor
    kind: str
    start: str
    end: str
    sectors: tuple[str, ...]
    surface: str


@dataclass(slots=True, eq=False)
class Actor:
    """A state, person, organisation or bloc. ``kind``: state, person, org, bloc, city, region."""

    id: str
    kind: str
    name: str
    country: str | None
    sectors: tuple[str, ...]
    offices: tuple[Office, ...] = ()
    rank: int = 1
    gender: str = ""
    start: str = ""
    end: str = ""


_POSSESSIVE = re.compile(r"['’]s\b")
Membership = tuple[str, str, str]  # alpha-3 code, first day, last day


@dataclass(slots=True)
class ActorTable:
    """Everything the resolver looks names up in.

    ``aliases`` maps folded names to candidates; ``longest`` maps a name's first word to the
    number of words of the longest name that begins with it.
    """

    states: dict[str, Actor]
    aliases: dict[str, list[Alias]]
    longest: dict[str, int]
    members: dict[str, list[Membership]]
    cities: dict[str, tuple[str, int]]
    regions: dict[str, str]
    offices: dict[tuple[str, str], list[tuple[Office, Actor]]]

    def add_alias(self, surface: str, alias: Alias) -> None:
        """Make ``surface`` a name of the alias's actor."""
        self._add(fold(surface), alias)
        if _POSSESSIVE.search(surface):  # texts are read with "'s" as a word of its own
            self._add(fold(_POSSESSIVE.sub(" s", surface)), alias)

    def _add(self, key: str, alias: Alias) -> None:
        if not key:
            return
        found = self.aliases.get(key)
        if found is None:
            self.aliases[key] = [alias]
            words = key.split()
            if len(words) > self.longest.get(words[0], 0):
                self.longest[words[0]] = len(words)
        elif not any(
            a.actor is alias.actor and a.kind == alias.kind and a.start == alias.start
            for a in found
        ):
            found.append(alias)

    def members_on(self, actor_id: str, day: str) -> tuple[str, ...]:
        """Alpha-3 codes of the members of an organisation or bloc on an ISO day."""
        rows = self.members.get(actor_id, ())
        return tuple(sorted({c for c, a, b in rows if within(day, a, b)}))


def within(day: str, start: str, end: str) -> bool:
    """True where ``day`` (ISO) lies in the span; partial dates cover their whole month or year.

    Example:
        >>> within("2024-06-30", "2020", "2024-06"), within("2024-07-01", "2020", "2024-06")
        (True, False)
    """
    return (not start or day[: len(start)] >= start) and (not end or day[: len(end)] <= end)


def _open(name: str) -> Iterator[list[str]]:
    raw = resources.files(__package__).joinpath("data", name).read_bytes()
    if name.endswith(".gz"):
        raw = gzip.decompress(raw)
    rows = csv.reader(io.StringIO(raw.decode("utf-8")))
    next(rows)
    return rows


def load_actors(extra: Iterable[Path] = ()) -> ActorTable:
    """Load the bundled tables and a user's own files (CSV or TOML, see docs/actors.md).

    Raises:
        InputError: a user file cannot be read; names file and line.
    """
    table = ActorTable({}, {}, {}, {}, {}, {}, {})
    _load_states(table)
    _load_organisations(table)
    _load_persons(table)
    _load_places(table)
    if extra:
        from .user import add_user_file

        for path in extra:
            add_user_file(table, Path(path))
    return table


def _load_states(table: ActorTable) -> None:
    for code, name, start, end, _ in _open("states.csv"):
        table.states[code] = Actor(
            f"state:{code}", "state", name, code, ("GOV",), start=start, end=end
        )
    nobody: dict[str, Actor] = {}
    for alias, code, kind, start, end, sectors, _ in _open("state_names.csv"):
        actor = table.states.get(code)
        if actor is None:
            key = fold(alias)
            actor = nobody.setdefault(key, Actor(f"people:{key}", "people", alias, None, ()))
        table.add_alias(alias, Alias(actor, kind, start, end, tuple(sectors.split()), alias))


def _load_organisations(table: ActorTable) -> None:
    for slug, name, aliases, kind, sectors, country, start, end, _ in _open("organisations.csv"):
        group = "bloc" if kind == "bloc" else "org"
        actor = Actor(
            slug, group, name, country or None, tuple(sectors.split()), start=start, end=end
        )
        for surface in [name, *filter(None, aliases.split("|"))]:
            table.add_alias(surface, Alias(actor, group, start, end, actor.sectors, surface))
    for slug, country, start, end, _ in _open("memberships.csv.gz"):
        table.members.setdefault(slug, []).append((country, start, end))


def _load_persons(table: ActorTable) -> None:
    actor: Actor | None = None
    offices: list[Office] = []
    for row in _open("persons.csv.gz"):
        if row[0]:
            if actor is not None:
                actor.offices = tuple(offices)
            offices = []
            actor = _add_person(table, row)
        assert actor is not None
        office = Office(row[7], row[8], row[9], row[10])
        offices.append(office)
        if actor.country:
            table.offices.setdefault((actor.country, office.role), []).append((office, actor))
    if actor is not None:
        actor.offices = tuple(offices)


def _add_person(table: ActorTable, row: list[str]) -> Actor:
    slug, name, aliases, shorts, country, gender, rank, sector = row[:8]
    actor = Actor(slug, "person", name, country or None, (sector,), (), int(rank), gender)
    for surface in [name, *filter(None, aliases.split("|"))]:
        kind = "person" if " " in surface or "-" in surface else "short"
        table.add_alias(surface, Alias(actor, kind, "", "", (), surface))
    for surface in filter(None, shorts.split("|")):
        table.add_alias(surface, Alias(actor, "short", "", "", (), surface))
    return actor


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    return ((row[0], row[1]) for row in _open(name))


def _load_places(table: ActorTable) -> None:
    """Keys are folded in the files already, most populous bearer of a name only."""
    table.cities = {key: (country, int(size)) for key, country, size in _open("cities.csv.gz")}
    table.regions = dict(_pairs("regions.csv.gz"))
