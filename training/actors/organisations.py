"""Organisations, alliances, armed groups and blocs, with dated members."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from .persons import fold, read_rows

_DATA = tomllib.loads((Path(__file__).parent / "memberships.toml").read_text("utf-8"))
SOURCES: dict[str, list[str]] = _DATA["sources"]
EUROPE: list[str] = _DATA["groups"]["europe"].split()


def _dated(section: str) -> Iterator[tuple[str, str, str, str]]:
    """Organisation, alpha-3 code, first and last day from a section of memberships.toml."""
    for name, text in _DATA[section].items():
        for part in text.split():
            code, start, end = [*part.split(":"), "", ""][:3]
            yield name, code, start, end


def team_rows(here: Path) -> list[list[str]]:
    """Rows of organisations.csv from the team lists ``orgs_team_*.txt``."""
    rows: list[list[str]] = []
    for path in sorted(here.glob("orgs_team_*.txt")):
        kind = "org"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            if line.startswith("@"):
                kind = line[1:].lower()
                continue
            cells = line.split("|")
            if len(cells) != 5:
                raise SystemExit(f"{path}:{number}: five fields expected")
            name, *aliases = [part.strip() for part in cells[0].replace("=", ",", 1).split(",")]
            rows.append([
                slug(name), name, "|".join(a for a in aliases if a), kind, cells[1].strip(),
                cells[2].strip().replace("-", ""), cells[3].strip(), cells[4].strip(), "team",
            ])  # fmt: skip
    return rows


def slug(name: str) -> str:
    """The stable id of an organisation."""
    return "org:" + fold(name).replace(" ", "-")


def build_organisations(
    shared: Path, here: Path, by_gw: dict[int, list[tuple[str, str, str]]], fips: dict[str, str]
) -> tuple[list[list[str]], list[list[str]]]:
    """Return rows of organisations.csv and memberships.csv.gz."""
    spans: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for name, code, start, end, source in _cow(shared / "actors" / "igo", by_gw):
        spans.setdefault((name, code), []).append((start, end, source))
    for name, code in _factbook(shared / "actors" / "factbook", fips):
        spans.setdefault((name, code), [("", "", "factbook")])
    for section in ("dated", "members"):
        for name, code, start, end in _dated(section):
            spans[name, code] = [(start, end, "team")]
    rows = [[slug(n), c, a, b, s] for (n, c), found in spans.items() for a, b, s in found]
    for bloc, parent in (
        ("European NATO states", "NATO"),
        ("EU member states", "European Union"),
        ("Western countries", "NATO"),
    ):
        kept = [
            r
            for r in rows
            if r[0] == slug(parent) and (bloc != "European NATO states" or r[1] in EUROPE)
        ]
        rows += [[slug(bloc), *r[1:]] for r in kept]
    rows += [[slug("Western countries"), c, "1945", "", "team"] for c in ("AUS", "NZL", "JPN")]
    rows += [[slug("European countries"), c, "", "", "team"] for c in EUROPE]
    return team_rows(here), sorted(rows)


def _cow(
    igo: Path, by_gw: dict[int, list[tuple[str, str, str]]]
) -> Iterator[tuple[str, str, str, str, str]]:
    """Full members in COW; an interval that reaches 2014, its last year, is open."""
    by_code = {cow: name for name, (cow, _) in SOURCES.items() if cow}
    for row in read_rows(igo / "cow_igo_v3_membership_intervals.csv.gz"):
        name = by_code.get(row["igo"])
        if name is None or row["status"] != "full":
            continue
        number = {255: 260, 679: 678}.get(int(row["ccode"]), int(row["ccode"]))
        for code, first, last in by_gw.get(number, []):
            end = (
                ""
                if row["endyear"] == "2014" and name not in {"European Community"}
                else row["endyear"]
            )
            if (first and end and end < first[:4]) or (last and row["styear"] > last[:4]):
                continue
            start = row["styear"] if not first or row["styear"] >= first[:4] else first
            yield name, code, start, (last if last and not end else end), "cow_igo"


def _factbook(folder: Path, fips: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Members in May 2026; a state that COW lacks gets an open interval."""
    by_code = {fact: name for name, (_, fact) in SOURCES.items() if fact}
    for row in read_rows(folder / "igo_participation_2026-05.csv.gz"):
        name, code = by_code.get(row["org"]), fips.get(row["fips"])
        if name and code and row["status"] == "member":
            yield name, code
