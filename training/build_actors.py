"""Build the dated actor tables of ``riftline.actors`` from the open sources and the team lists.

    python training/build_actors.py ../shared/data

Reads countries, leaders, IGO and US diplomacy tables (facts with source, see licences.csv),
writes ``src/riftline/actors/data``. Deterministic: the same sources give the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from actors import organisations as org
from actors import persons as per
from actors import states as st

HERE = Path(__file__).parent / "actors"
OUT = Path(__file__).parents[1] / "src" / "riftline" / "actors" / "data"


LICENCES = [
    ["archigos", "Archigos 4.1 (Goemans, Gleditsch, Chiozza)", "facts, cite", "leaders to 2015"],
    ["reign", "REIGN (Bell)", "facts, cite", "leaders to March 2021"],
    [
        "factbook",
        "CIA World Factbook, May 2026",
        "public domain (CC0)",
        "leaders, names, memberships",
    ],
    [
        "visits",
        "Office of the Historian, US Department of State",
        "CC0",
        "visits of foreign leaders",
    ],
    [
        "travels",
        "Office of the Historian, US Department of State",
        "CC0",
        "trips of presidents and secretaries",
    ],
    ["chiefs", "Office of the Historian, US Department of State", "CC0", "US ambassadors"],
    ["cow", "Correlates of War state system", "facts, cite", "life spans of states"],
    [
        "cow_igo",
        "Correlates of War IGO v3 (Pevehouse et al.)",
        "facts, cite",
        "memberships to 2014",
    ],
    ["geonames", "GeoNames", "CC BY 4.0", "states, capitals, cities.csv.gz, regions.csv.gz"],
    ["mledoze", "mledoze/countries", "ODbL 1.0", "names and demonyms of states"],
    ["mordecai", "Mordecai nationalities list", "MIT", "demonyms"],
    ["team", "the Riftline project, from public record", "Apache-2.0", "hand-written rows"],
]


def write(name: str, header: list[str], rows: list[list[str]]) -> None:
    """One CSV file, gzip with a fixed time stamp where the name asks for it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    data = text.getvalue().encode("utf-8")
    if name.endswith(".gz"):
        data = gzip.compress(data, 9, mtime=0)
    (OUT / name).write_bytes(data)
    print(f"{name}: {len(rows)} rows, {len(data)} bytes")


def code_tables(
    names: list[list[str]], actors: Path
) -> tuple[dict[str, str], dict[int, list[tuple[str, str, str]]]]:
    """Country name (folded) -> code; GW number -> dated codes."""
    codes: dict[str, str] = {}
    for alias, code, kind, _, end, *_ in names:
        if kind in {"name", "place", "adjective"} and code:
            key = per.fold(alias)
            if key not in codes or not end:
                codes[key] = code
    special = {
        "united states of america": "USA",
        "german federal republic": "DEU",
        "prussia": "DEU",
        "rumania": "ROU",
        "russia soviet union": "RUS",
        "italy sardinia": "ITA",
        "tanzania tanganyika": "TZA",
        "burkina faso upper volta": "BFA",
        "zimbabwe rhodesia": "ZWE",
        "vietnam democratic republic of": "VNM",
        "vietnam republic of": "VDR",
        "yemen arab republic": "YEM",
        "yemen people s republic of": "YMD",
        "yemen arab republic of yemen": "YEM",
        "yemen peoples republic of": "YMD",
        "korea people s republic of": "PRK",
        "korea peoples republic of": "PRK",
        "korea republic of": "KOR",
        "congo democratic republic of zaire": "COD",
        "congo democratic republic of": "COD",
        "congo": "COG",
        "myanmar burma": "MMR",
        "turkey ottoman empire": "TUR",
        "iran persia": "IRN",
        "cambodia kampuchea": "KHM",
        "sri lanka ceylon": "LKA",
        "madagascar malagasy": "MDG",
        "surinam": "SUR",
        "cape verde": "CPV",
        "belarus byelorussia": "BLR",
        "macedonia former yugoslav republic of": "MKD",
        "german democratic republic": "DDR",
        "austria hungary": "AUT",
        "korea": "KOR",
        "holy see": "VAT",
        "palestinian authority": "PSE",
        "east timor": "TLS",
        "kyrgyz republic": "KGZ",
        "cote d ivoire": "CIV",
        "bosnia herzegovina": "BIH",
        "tibet": "",
        "soviet union": "SUN",
        "tanzania": "TZA",
        "zaire": "COD",
        "republic of china": "TWN",
        "tanzania tanganyka": "TZA",
        "people s republic of china": "CHN",
        "germany": "DEU",
    }
    special = {per.fold(k): v for k, v in special.items()}
    codes.update(special)
    by_gw: dict[int, list[tuple[str, str, str]]] = {}
    for row in per.read_rows(actors / "countries" / "gw_states.csv"):
        code = codes.get(
            per.fold(row["statename"].replace("/", " ").replace("(", "").replace(")", ""))
        )
        if code is None:
            continue  # states that ended before 1945
        number = int(float(row["gwcode"]))
        spans = by_gw.setdefault(number, [])
        if number == 365:
            spans[:] = [("SUN", "1917-11-07", "1991-12-25"), ("RUS", "", "")]
        elif (code, "", "") not in spans:
            spans.append((code, "", ""))
    by_gw[260] = [("DEU", "", "")]
    by_gw[345] = [("YUG", "", "2003-02-03"), ("SRB", "", "")]
    by_gw[340] = [("SRB", "", "")]
    by_gw[315] = [("CSK", "", "")]
    by_gw[816] = [("VNM", "", "")]
    return codes, by_gw


def build_persons(shared: Path, names: list[list[str]]) -> list[list[str]]:
    """Rows of persons.csv.gz, one an office, persons in order of rank and name."""
    actors = shared / "actors"
    codes, by_gw = code_tables(names, actors)
    fips = {
        r["fips"].lower(): st.SOVEREIGN.get(r["ISO3"], r["ISO3"])
        for r in st.country_info(shared / "places")
    }
    people = per.People()
    for path in sorted(HERE.glob("persons_team_*.txt")):
        for person in per.read_team(path):
            old = people.find(person.name, person.country, person.offices[0].start)
            if old is not None and per.fold(old.name) == per.fold(person.name):
                old.offices += person.offices
                old.aliases += person.aliases
                old.shorts += person.shorts
                people.index(old)
            else:
                people.add(person)
    us = actors / "us_diplomacy"
    per.from_visits(people, us / "visits_to_us_by_foreign_leaders.csv.gz", codes)
    per.from_travels(people, us / "travels_abroad_us_president_secstate.csv.gz", codes)
    per.from_leaders(
        people,
        actors / "leaders" / "archigos_4.1.csv.gz",
        actors / "leaders" / "reign_leaderlist_2021-03.csv",
        by_gw,
    )
    per.from_factbook(people, actors / "factbook" / "leaders_current_2026-05.csv", fips)
    per.from_chiefs(people, us / "us_chiefs_of_mission.csv.gz", codes)
    return person_rows(people)


def person_rows(people: per.People) -> list[list[str]]:
    """Flatten the register; the first row of a person carries names, later rows only offices."""
    rows = []
    ids: dict[str, int] = {}
    for person in sorted(people.all, key=lambda p: (-p.rank, p.country, per.fold(p.name))):
        slug = f"person:{person.country}/{per.fold(person.name).replace(' ', '-')}"
        ids[slug] = ids.get(slug, 0) + 1
        if ids[slug] > 1:
            slug = f"{slug}-{ids[slug]}"
        own = person.shorts if person.rank >= 2 else []
        shorts = dict.fromkeys(
            own or [*person.shorts, per.family_name(person.name, person.country)]
        )
        if person.rank == 0:
            shorts = {}  # an ambassador's last name alone names nobody
        aliases = [a for a in dict.fromkeys(person.aliases) if a != person.name and a]
        offices = sorted(person.offices, key=lambda o: (o.start, per.today_or(o.end)))
        for number, office in enumerate(offices):
            first = number == 0
            rows.append(
                [
                    slug if first else "",
                    person.name if first else "",
                    "|".join(aliases) if first else "",
                    "|".join(s for s in shorts if s) if first else "",
                    person.country if first else "",
                    person.gender if first else "",
                    str(person.rank) if first else "",
                    office.sector,
                    office.role,
                    office.start,
                    office.end,
                    office.source,
                ]
            )
    return rows


def build_cities(places: Path) -> list[list[str]]:
    """Folded name, code, population of cities over 15,000; the most populous bearer of a name."""
    iso = {r["ISO"]: st.SOVEREIGN.get(r["ISO3"], r["ISO3"]) for r in st.country_info(places)}
    best: dict[str, tuple[int, str]] = {}
    with zipfile.ZipFile(places / "geonames_cities15000.zip") as archive:
        text = archive.read("cities15000.txt").decode("utf-8")
    for line in text.splitlines():
        cell = line.split("\t")
        code = iso.get(cell[8], "")
        for name in (cell[1], cell[2]):
            key = per.fold(name)
            if code and len(key) > 2:
                best[key] = max(best.get(key, (0, "")), (int(cell[14] or 0), code))
    return [[key, code, str(size)] for key, (size, code) in sorted(best.items())]


def build_regions(places: Path) -> list[list[str]]:
    """First-order regions (states, provinces): folded name, code; shared names are left out."""
    iso = {r["ISO"]: st.SOVEREIGN.get(r["ISO3"], r["ISO3"]) for r in st.country_info(places)}
    codes: dict[str, set[str]] = {}
    for line in (places / "geonames_admin1CodesASCII.txt").read_text("utf-8").splitlines():
        key, name, plain, _ = line.split("\t")
        code = iso.get(key.split(".")[0], "")
        for n in {per.fold(name), per.fold(plain)}:
            if code and len(n) > 3:
                codes.setdefault(n, set()).add(code)
    rows = {
        n: "USA" if "USA" in c else min(c) for n, c in codes.items() if len(c) == 1 or "USA" in c
    }
    return [[n, c] for n, c in sorted(rows.items())]


def main() -> None:
    shared = Path(
        sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2] / "shared" / "data"
    )
    OUT.mkdir(parents=True, exist_ok=True)
    states, names = st.build_states(shared / "actors", shared / "places", HERE / "state_names.csv")
    write("states.csv", ["code", "name", "from", "to", "source"], states)
    write("state_names.csv", ["alias", "code", "kind", "from", "to", "sectors", "source"], names)
    write(
        "persons.csv.gz",
        [
            "id",
            "name",
            "aliases",
            "shorts",
            "country",
            "gender",
            "rank",
            "sector",
            "role",
            "from",
            "to",
            "source",
        ],
        build_persons(shared, names),
    )
    _, by_gw = code_tables(names, shared / "actors")
    fips = {
        r["fips"].lower(): r["ISO3"]
        for r in st.country_info(shared / "places")
        if r["ISO3"] not in st.SOVEREIGN
    }
    orgs, members = org.build_organisations(shared, HERE, by_gw, fips)
    write(
        "organisations.csv",
        ["id", "name", "aliases", "kind", "sectors", "country", "from", "to", "source"],
        orgs,
    )
    write("memberships.csv.gz", ["id", "country", "from", "to", "source"], members)
    write("cities.csv.gz", ["key", "country", "population"], build_cities(shared / "places"))
    write("licences.csv", ["source", "name", "licence", "note"], LICENCES)
    write("regions.csv.gz", ["key", "country"], build_regions(shared / "places"))


if __name__ == "__main__":
    main()
