"""The actor tables: they load, are dated, carry sources and licences; user files add to them."""

from __future__ import annotations

import csv
import gzip
import io
from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from riftline.actors import ActorTable, fold, load_actors
from riftline.errors import InputError
from riftline.resolve import ActorResolver

SECTORS = {
    "GOV",
    "LEG",
    "JUD",
    "MIL",
    "COP",
    "SPY",
    "PTY",
    "OPP",
    "REB",
    "CRM",
    "CVL",
    "LAB",
    "BUS",
    "MED",
    "EDU",
    "HLH",
    "REL",
    "NGO",
    "IGO",
    "ELI",
    "UNK",
}


def rows(name: str) -> list[dict[str, str]]:
    raw = resources.files("riftline.actors").joinpath("data", name).read_bytes()
    text = gzip.decompress(raw) if name.endswith(".gz") else raw
    return list(csv.DictReader(io.StringIO(text.decode("utf-8"))))


@pytest.fixture(scope="module")
def table() -> ActorTable:
    return load_actors()


def test_every_row_has_a_source_with_a_licence() -> None:
    known = {row["source"] for row in rows("licences.csv")}
    tables = ["states", "state_names", "organisations", "generics", "modifiers", "org_words"]
    names = [f"{t}.csv" for t in tables] + ["persons.csv.gz", "memberships.csv.gz"]
    for name in names:
        for row in rows(name):
            assert set(row["source"].split()) <= known, (name, row)


def test_sectors_are_plover_sectors() -> None:
    for name, column in (
        ("persons.csv.gz", "sector"),
        ("generics.csv", "sector"),
        ("modifiers.csv", "sector"),
    ):
        assert {row[column] for row in rows(name)} <= SECTORS
    for row in [*rows("organisations.csv"), *rows("state_names.csv")]:
        assert set(row["sectors"].split()) <= SECTORS, row


def test_spells_do_not_end_before_they_begin() -> None:
    for row in rows("persons.csv.gz"):
        start, end = row["from"], row["to"]
        if start and end:
            n = min(len(start), len(end))
            assert start[:n] <= end[:n], row


def test_sizes_are_what_the_docs_say(table: ActorTable) -> None:
    people = [r for r in rows("persons.csv.gz") if r["id"]]
    assert len(people) > 4000
    assert len(rows("organisations.csv")) > 850
    assert len(rows("memberships.csv.gz")) > 3000
    assert {"SUN", "YUG", "CSK", "DDR", "DEU", "PSE", "TWN", "XKX"} <= set(table.states)
    assert "HKG" not in table.states


@pytest.mark.parametrize(
    ("org", "day", "count", "inside", "outside"),
    [
        ("org:nato", "2000-01-01", 19, "POL", "SVK"),
        ("org:nato", "2023-05-01", 31, "FIN", "SWE"),
        ("org:nato", "2024-06-01", 32, "SWE", "UKR"),
        ("org:european-union", "2019-06-01", 28, "GBR", "UKR"),
        ("org:european-union", "2020-02-01", 27, "HRV", "GBR"),
        ("org:group-of-seven", "2024-06-01", 7, "JPN", "RUS"),
        ("org:group-of-eight", "2010-06-01", 8, "RUS", "CHN"),
        ("org:asean", "2020-01-01", 10, "MMR", "TLS"),
        ("org:brics", "2024-02-01", 9, "EGY", "IDN"),
    ],
)
def test_members_by_date(
    table: ActorTable, org: str, day: str, count: int, inside: str, outside: str
) -> None:
    members = table.members_on(org, day)
    assert len(members) == count
    assert inside in members
    assert outside not in members


def test_fold() -> None:
    assert fold("Recep Tayyip Erdoğan") == "recep tayyip erdogan"
    assert fold("Al-Qa’ida") == "al qaida"
    assert fold("Łukasz Øverland") == "lukasz overland"


def test_csv_of_a_user(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "name,aliases,country,sectors,kind,role,from,to\n"
        "Blue Lantern Front,BLF|Lanterns,NGA,REB,org,,2023,\n"
        "Adaeze Omole,,NGA,GOV,person,water minister,2024-02-01,\n",
        encoding="utf-8",
    )
    resolver = ActorResolver.load([path])
    group = resolver.resolve("the BLF", on=date(2024, 5, 1))
    assert (group.name, group.country, group.sectors) == ("Blue Lantern Front", "NGA", ("REB",))
    person = resolver.resolve("Adaeze Omole", on=date(2024, 5, 1))
    assert (person.country, person.role, person.role_from) == (
        "NGA",
        "water minister",
        "2024-02-01",
    )


def test_toml_of_a_user_goes_before_the_bundled_name(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        '[[actor]]\nname = "Hamas"\ncountry = "PSE"\nsectors = ["GOV"]\n', encoding="utf-8"
    )
    assert ActorResolver.load([path]).resolve("Hamas", on=date(2020, 1, 1)).sectors == ("GOV",)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("name,countri\nA,USA\n", 1, "unknown column 'countri'"),
        ("aliases\nA\n", 1, "no column 'name'"),
        ("name,country\nA,USA\nB,America\n", 3, "no alpha-3 code"),
        ("name,sectors\nA,ARMY\n", 2, "unknown sector 'ARMY'"),
        ("name,kind\nA,firm\n", 2, "unknown kind 'firm'"),
        ("name,from\nA,2024-13\n", 2, "is no date"),
        ("name,country\n,USA\n", 2, "without a name"),
        ("name,country\nA,USA,more\n", 2, "more cells than columns"),
    ],
)
def test_errors_name_file_and_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_actors([path])
    assert f"bad.csv:{line}" in str(caught.value)
    assert words in str(caught.value)


def test_bad_toml_and_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text("[[actor]\n", encoding="utf-8")
    with pytest.raises(InputError, match="not valid TOML"):
        load_actors([path])
    with pytest.raises(InputError, match="cannot be read"):
        load_actors([tmp_path / "absent.csv"])
