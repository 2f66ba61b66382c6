"""Organisations, alliances, armed groups and blocs, with dated members from COW and the factbook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .persons import fold, read_rows

# Name in the team list: (code in COW IGO v3, code in the factbook); "" where a source lacks it.
SOURCES = {
    "NATO": ("nato", "NATO"), "European Union": ("eu", "EU"), "European Community": ("eec", ""),
    "United Nations": ("un", "UN"), "African Union": ("au", "AU"), "Organization of African Unity": ("oau", ""),
    "Arab League": ("loas", "LAS"), "Gulf Cooperation Council": ("gcc", "GCC"), "OPEC": ("opec", "OPEC"),
    "ASEAN": ("asean", "ASEAN"), "APEC": ("apec", "APEC"), "SAARC": ("saarc", "SAARC"),
    "OSCE": ("osce", "OSCE"), "Council of Europe": ("coe", "CE"), "OECD": ("oecd", "OECD"),
    "World Trade Organization": ("wto", "WTO"), "International Monetary Fund": ("imf", "IMF"),
    "World Bank": ("ibrd", "IBRD"), "International Atomic Energy Agency": ("iaea", "IAEA"),
    "World Health Organization": ("who", "WHO"), "International Criminal Court": ("icc", "ICCt"),
    "International Labour Organization": ("ilo", "ILO"), "UNESCO": ("unesco", "UNESCO"),
    "OPCW": ("opcw", "OPCW"), "Interpol": ("interpol", "Interpol"), "Shanghai Cooperation Organisation": ("sco", "SCO"),
    "Collective Security Treaty Organization": ("csto", "CSTO"), "Commonwealth of Independent States": ("cis", "CIS"),
    "Eurasian Economic Union": ("", "EAEU"), "Warsaw Pact": ("warpact", ""), "Comecon": ("cmea", ""),
    "ECOWAS": ("ecowas", "ECOWAS"), "SADC": ("sadc", "SADC"), "East African Community": ("eac", "EAC"),
    "IGAD": ("igad", "IGAD"), "Organisation of Islamic Cooperation": ("oic", "OIC"),
    "Organization of American States": ("oas", "OAS"), "Mercosur": ("mercosur", "Mercosur"),
    "CARICOM": ("caricom", "Caricom"), "UNASUR": ("", "UNASUR"), "CELAC": ("", "CELAC"),
    "Non-Aligned Movement": ("nam", "NAM"), "Pacific Islands Forum": ("pif", "PIF"), "Group of 77": ("", "G-77"),
    "Group of Twenty": ("", "G-20"), "European Free Trade Association": ("efta", "EFTA"),
    "African Development Bank": ("afdb", "AfDB"), "Asian Development Bank": ("adb", "ADB"),
    "International Energy Agency": ("iea", "IEA"), "Eurozone": ("", "EMU"), "ANZUS": ("anzus", ""),
}  # fmt: skip
# Members where neither source has them or their dates are wrong or too coarse (public record).
TEAM_MEMBERS = {
    "Group of Seven": "USA GBR FRA DEU ITA JPN CAN:1976-06-27", "Group of Eight": "USA GBR FRA DEU ITA JPN CAN RUS:1997-06-20:2014-03-24",
    "Group of Five": "USA GBR FRA DEU JPN", "BRICS": "BRA RUS IND CHN ZAF:2010-12-24 EGY:2024-01-01 ETH:2024-01-01 IRN:2024-01-01 ARE:2024-01-01 IDN:2025-01-06",
    "AUKUS": "AUS GBR USA", "Five Eyes": "AUS CAN GBR NZL USA", "Visegrad Group": "CZE HUN POL SVK",
    "P5+1": "CHN DEU FRA GBR RUS USA", "Permanent Five": "CHN FRA GBR RUS USA", "Benelux": "BEL NLD LUX", "Warsaw Pact": "SUN BGR CSK DDR::1990-09-24 HUN POL ROU ALB::1968-09-13", "Mercosur": "ARG BRA PRY URY VEN:2012-07-31:2016-12-01 BOL:2024-07-08",
    "Alliance of Sahel States": "MLI NER BFA", "Baltic states": "EST LVA LTU", "Two Koreas": "KOR PRK",
    "Nordic countries": "DNK FIN ISL NOR SWE", "Nordic Council": "DNK FIN ISL NOR SWE",
    "Gulf states": "ARE BHR KWT OMN QAT SAU", "Eastern Bloc": "SUN::1991-12-26 POL::1989-12-31 DDR::1990-10-02 CSK::1989-12-31 HUN::1989-12-31 ROU::1989-12-31 BGR::1989-12-31",
    "Saudi-led coalition": "SAU ARE BHR KWT EGY JOR MAR SDN QAT:2015-03-26:2017-06-05", "Normandy Format": "DEU FRA RUS UKR",
    "Eurasian Economic Union": "RUS BLR KAZ ARM:2015-01-02 KGZ:2015-08-12",
}  # fmt: skip
# Day-exact joins and exits after COW's last year (2014), or that the sources give by year only.
DATED = {
    "NATO": {"MNE": ("2017-06-05", ""), "MKD": ("2020-03-27", ""), "FIN": ("2023-04-04", ""), "SWE": ("2024-03-07", "")},
    "European Union": {"HRV": ("2013-07-01", ""), "GBR": ("1993-11-01", "2020-01-31")},
    "OPEC": {"QAT": ("1961", "2018-12-31"), "IDN": ("1962", "2008-12-31"), "ECU": ("2007-12", "2019-12-31"), "AGO": ("2007-01-01", "2023-12-31"),
             "GNQ": ("2017-05-25", ""), "COG": ("2018-06-22", ""), "GAB": ("2016-07-01", "")},
    "ECOWAS": {"MLI": ("1975", "2025-01-29"), "NER": ("1975", "2025-01-29"), "BFA": ("1975", "2025-01-29")},
    "Council of Europe": {"RUS": ("1996-02-28", "2022-03-16")},
    "Shanghai Cooperation Organisation": {"IND": ("2017-06-09", ""), "PAK": ("2017-06-09", ""), "IRN": ("2023-07-04", ""), "BLR": ("2024-07-04", "")},
    "African Union": {"MAR": ("2017-01-30", "")}, "International Criminal Court": {"PHL": ("2011-11-01", "2019-03-17"), "BDI": ("2004-12-01", "2017-10-27"), "ARM": ("2024-02-01", "")},
    "East African Community": {"SSD": ("2016-09-05", ""), "COD": ("2022-07-11", ""), "SOM": ("2024-03-04", "")},
    "ASEAN": {"TLS": ("2025-10-26", "")}, "Commonwealth of Independent States": {"GEO": ("1993", "2009-08-18")},
    "OECD": {"LVA": ("2016-07-01", ""), "LTU": ("2018-07-05", ""), "COL": ("2020-04-28", ""), "CRI": ("2021-05-25", "")},
}  # fmt: skip
EUROPE = ["ALB", "AND", "AUT", "BEL", "BGR", "BIH", "BLR", "CHE", "CYP", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GBR", "GRC", "HRV", "HUN", "IRL", "ISL", "ITA", "LIE", "LTU", "LUX", "LVA", "MCO", "MDA", "MKD", "MLT", "MNE", "NLD", "NOR", "POL", "PRT", "ROU", "SMR", "SRB", "SVK", "SVN", "SWE", "UKR", "XKX"]  # fmt: skip


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
    """Return rows of organisations.csv and memberships.csv.gz (alpha-3 code, first and last day)."""
    spans: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for name, code, start, end, source in _cow(shared / "actors" / "igo", by_gw):
        spans.setdefault((name, code), []).append((start, end, source))
    for name, code in _factbook(shared / "actors" / "factbook", fips):
        spans.setdefault((name, code), [("", "", "factbook")])
    for name, members in DATED.items():
        for code, (start, end) in members.items():
            spans[name, code] = [(start, end, "team")]
    for name, text in TEAM_MEMBERS.items():
        for part in text.split():
            code, start, end = (part.split(":") + ["", ""])[:3]
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
