"""States and the names they go by, from GeoNames, mledoze, the factbook and the project's list."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

# Territories whose people and offices belong to another state in event data.
# Capitals that in news stand for a body of many states: Brussels is the Union (an alias of it).
SEAT_OF_MANY = {"BEL"}
SOVEREIGN = {
    **dict.fromkeys(["HKG", "MAC"], "CHN"),
    **dict.fromkeys(["PRI", "GUM", "VIR", "ASM", "MNP", "UMI"], "USA"),
    **dict.fromkeys(
        [
            "GIB",
            "BMU",
            "CYM",
            "FLK",
            "AIA",
            "MSR",
            "TCA",
            "VGB",
            "SHN",
            "PCN",
            "SGS",
            "IOT",
            "IMN",
            "JEY",
            "GGY",
        ],
        "GBR",
    ),
    **dict.fromkeys(
        ["NCL", "PYF", "GLP", "MTQ", "REU", "GUF", "MYT", "SPM", "BLM", "MAF", "WLF", "ATF"], "FRA"
    ),
    **dict.fromkeys(["GRL", "FRO"], "DNK"),
    **dict.fromkeys(["ABW", "CUW", "SXM", "BES", "ANT"], "NLD"),
    **dict.fromkeys(["TKL"], "NZL"),
    **dict.fromkeys(["ALA"], "FIN"),
    **dict.fromkeys(["SJM", "BVT"], "NOR"),
    **dict.fromkeys(["CXR", "CCK", "NFK", "HMD"], "AUS"),
}
SKIPPED = {"ATA", "SCG"}
# First and last day of existence since 1945 where it is not the whole span (team, from COW/GW).
LIFETIMES = {
    "SUN": ("1922-12-30", "1991-12-26"),
    "DDR": ("1949-10-07", "1990-10-02"),
    "CSK": ("1918-10-28", "1992-12-31"),
    "YUG": ("1918-12-01", "2003-02-03"),
    "VDR": ("1955-10-26", "1975-04-30"),
    "YMD": ("1967-11-30", "1990-05-21"),
}
NAMES_OF_ENDED = {
    "SUN": "Soviet Union",
    "DDR": "East Germany",
    "CSK": "Czechoslovakia",
    "YUG": "Yugoslavia",
    "VDR": "South Vietnam",
    "YMD": "South Yemen",
}
SHORT = {
    "CZE": "Czech Republic",
    "MKD": "North Macedonia",
    "PSE": "Palestine",
    "MMR": "Myanmar",
    "SWZ": "Eswatini",
    "CPV": "Cape Verde",
    "TLS": "East Timor",
    "CIV": "Ivory Coast",
    "VAT": "Vatican",
    "COD": "Democratic Republic of the Congo",
    "COG": "Republic of the Congo",
    "NLD": "Netherlands",
    "TUR": "Turkey",
}
BAD_ALIASES = {"man", "chad", "jersey"}  # "Chad" comes back by name; single words that mislead


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        yield from csv.DictReader(handle)


def country_info(places: Path) -> list[dict[str, str]]:
    """Rows of GeoNames countryInfo.txt: ISO3, Country, Capital, fips, ISO."""
    lines = (places / "geonames_countryInfo.txt").read_text(encoding="utf-8").splitlines()
    out = []
    for line in lines:
        if line.startswith("#") or not line.strip() or line.startswith("ISO\t"):
            continue
        cell = line.split("\t")
        out.append(
            {
                "ISO": cell[0],
                "ISO3": cell[1],
                "fips": cell[3],
                "name": cell[4],
                "capital": cell[5],
                "geonameid": cell[16] if len(cell) > 16 else "",
            }
        )
    return out


def build_states(actors: Path, places: Path, team: Path) -> tuple[list[list[str]], list[list[str]]]:
    """Return (states, names): rows of states.csv and of state_names.csv."""
    info = [r for r in country_info(places) if r["ISO3"] not in SKIPPED]
    states = [
        [r["ISO3"], SHORT.get(r["ISO3"], r["name"]), "", "", "geonames"]
        for r in info
        if r["ISO3"] not in SOVEREIGN
    ]
    states += [[c, NAMES_OF_ENDED[c], a, b, "cow"] for c, (a, b) in LIFETIMES.items()]
    names: dict[tuple[str, str], list[str]] = {}
    taken: set[str] = set()
    for row in _rows(team):
        key = (row["alias"], row["code"], row["from"])
        names[key] = [
            row["alias"],
            row["code"],
            row["kind"],
            row["from"],
            row["to"],
            row["sectors"],
            "team",
        ]
        taken.add(row["alias"].lower())
        taken.add(row["alias"].lower().removeprefix("the "))

    def add(alias: str, code: str, kind: str, source: str, sectors: str = "GOV") -> None:
        alias = alias.strip().strip(",")
        own = SOVEREIGN.get(code, code)
        if (
            len(alias) < 3
            or alias.lower() in taken
            or alias.lower() in BAD_ALIASES - {"chad"}
            or own in SKIPPED
            or not re.search(r"[A-Za-z]", alias)
            or "," in alias
        ):
            return
        names.setdefault((alias, own, ""), [alias, own, kind, "", "", sectors, source])

    for row in info:
        add(
            row["name"],
            row["ISO3"],
            "name" if row["ISO3"] not in SOVEREIGN else "place",
            "geonames",
        )
        if row["capital"]:
            add(
                row["capital"],
                row["ISO3"],
                "capital" if row["ISO3"] not in {*SOVEREIGN, *SEAT_OF_MANY} else "city",
                "geonames",
            )
    for row in _rows(actors / "countries" / "nationalities_mordecai.csv"):
        code, word = (row["alpha_3_code"] or "").strip(), row["nationality"].strip()
        if len(code) == 3:
            add(word, code, "adjective", "mordecai")
            if word.endswith(("an", "i", "er", "al")):
                add(word + "s", code, "people", "mordecai", "CVL")
    for state in json.loads((actors / "countries" / "mledoze_countries.json").read_text("utf-8")):
        add(state["name"]["common"], state["cca3"], "name", "mledoze")
        add(state["name"]["official"], state["cca3"], "name", "mledoze")
        add(state["demonyms"].get("eng", {}).get("m", ""), state["cca3"], "adjective", "mledoze")
        for capital in state["capital"]:
            add(capital, state["cca3"], "capital", "mledoze")
    by_fips = {r["fips"].lower(): r["ISO3"] for r in info}
    for row in _rows(actors / "factbook" / "country_names_demonyms_2026-05.csv"):
        code = by_fips.get(row["fips"])
        if not code:
            continue
        for column in ("short", "long"):
            if row[column] and row[column] != "none":
                add(re.sub(r"[;(].*", "", row[column]), code, "name", "factbook")
        for word in re.split(r"[;,]| or ", re.sub(r"\(.*?\)", "", row["nationality_noun"])):
            add(word, code, "people", "factbook", "CVL")
    return states, sorted(names.values(), key=lambda r: (r[1], r[0], r[3]))
