"""The gazetteer: folded names to places, read once, rows parsed only when asked for.

Cities, administrative areas and countries are GeoNames' (CC BY 4.0); regions, waters and sites
that are no cities are Riftline's own. ``training/build_places.py`` makes the tables.
"""

from __future__ import annotations

import gzip
import math
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

EARTH_KM = 6371.0  # mean radius, IUGG

# kinds of the table
COUNTRY, CAPITAL, ADMIN, ADMIN_SEAT = "C", "K", "A", "A1"
DISTRICT = "D"
CITY, SECTION, AREA, REGION, WATER, SITE = "P", "X", "R", "Z", "W", "S"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a name may mean. ``main`` is False where the name is a lesser-known one.

    ``row`` identifies the place in the table; ``country`` is ISO 3166-1 alpha-3 or ''.
    """

    row: int
    geonames_id: int | None
    name: str
    kind: str
    country: str
    admin1: str
    lat: float
    lon: float
    population: int
    main: bool

    @property
    def wide(self) -> bool:
        """True for countries, divisions, regions and waters: their point is only a middle."""
        return self.kind in (COUNTRY, ADMIN, DISTRICT, AREA, REGION, WATER)


class Gazetteer:
    """Folded names (``riftline.actors.fold``) to candidates.

    Example:
        >>> {c.country for c in gazetteer().candidates("kiev")}
        {'UKR'}
    """

    def __init__(self, rows: list[str], names: dict[str, str]) -> None:
        self._rows, self._names = rows, names
        self._parsed: dict[str, tuple[Candidate, ...]] = {}
        self._countries: dict[str, int] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._names

    def candidates(self, key: str) -> tuple[Candidate, ...]:
        """The places that bear a folded name; empty where none does."""
        found = self._parsed.get(key)
        if found is None:
            found = tuple(self._candidate(n) for n in self._names.get(key, "").split())
            self._parsed[key] = found
        return found

    def country(self, code: str) -> Candidate | None:
        """The row of a country by its alpha-3 code."""
        if not self._countries:
            for number, row in enumerate(self._rows):
                cells = row.split(";", 4)
                if cells[2] == COUNTRY:
                    self._countries[cells[3]] = number
        number_of = self._countries.get(code)
        return None if number_of is None else self._candidate(str(number_of))

    def _candidate(self, number: str) -> Candidate:
        main = not number.endswith("*")
        row = int(number.rstrip("*"))
        gid, name, kind, country, admin1, lat, lon, population = self._rows[row].split(";")
        return Candidate(
            row, int(gid) if gid else None, name, kind, country, admin1,
            float(lat), float(lon), int(population or 0), main,
        )  # fmt: skip


@cache
def words() -> dict[str, frozenset[str]]:
    """The word lists of ``data/places/words.toml``, by name."""
    raw = resources.files(__package__).joinpath("data", "places", "words.toml").read_text("utf-8")
    return {name: frozenset(text.split()) for name, text in tomllib.loads(raw).items()}


@cache
def gazetteer() -> Gazetteer:
    """The bundled gazetteer, loaded at first use."""
    names = _read("names.csv.gz").replace("\n", ";").split(";")
    rows = _read("places.csv.gz").split("\n")
    return Gazetteer(rows, dict(zip(names[::2], names[1::2], strict=False)))


def _read(name: str) -> str:
    """A table without its first line, the licence."""
    raw = resources.files(__package__).joinpath("data", "places", name).read_bytes()
    return gzip.decompress(raw).decode("utf-8").split("\n", 1)[1].rstrip("\n")


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance in kilometres (haversine).

    Example:
        >>> round(distance_km(50.45, 30.52, 55.75, 37.62))
        756
    """
    phi, psi = math.radians(lat), math.radians(other_lat)
    h = (
        math.sin((psi - phi) / 2) ** 2
        + math.cos(phi) * math.cos(psi) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))
