"""Shared positions: who takes the same side on the same third party in the same month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from riftline.measure.alignment import alignment
from riftline.measure.counts import AsOf
from riftline.measure.positions import shared_sides
from riftline.record import CodedDocument, Document
from riftline.store import Store, import_events
from store_samples import TEXT, event, state

WORDS = {"+": "Praise or endorse", "-": "Criticize or denounce", "0": "Consult"}
NAMES = {"USA": "United States", "RUS": "Russia", "GBR": "United Kingdom", "FRA": "France"}
NAMES |= {"IRN": "Iran", "CHN": "China", "IND": "India", "BRA": "Brazil", "SYR": "Syria"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "s.duckdb") as opened:
        yield opened


def add(store: Store, tmp_path: Path, facts: Iterable[str]) -> None:
    """Import facts, as ``2014-01-06 USA - IRN`` or with a full name after the sign."""
    rows = []
    for fact in facts:
        day, a, sign, b = fact.split(" ", 3)
        rows.append(f"{day}\t{NAMES[a]}\t{WORDS[sign]}\t{NAMES.get(b, b)}")
    (tmp_path / "facts.tsv").write_text("date\tsource\trelation\ttarget\n" + "\n".join(rows) + "\n")
    assert import_events(store, "icews", tmp_path / "facts.tsv").events == len(rows)


def sides(store: Store, *actors: str, **options: Any) -> dict[tuple[str, str], tuple[int, int]]:
    rows = shared_sides(store, actors or None, **options).to_pylist()
    return {(row["a"], row["b"]): (row["same"], row["opposite"]) for row in rows}


def test_the_same_month_and_the_same_third_party(store: Store, tmp_path: Path) -> None:
    add(store, tmp_path, [
        "2014-01-06 USA - IRN", "2014-01-28 GBR - IRN",  # same side
        "2014-02-03 USA + IND", "2014-02-03 RUS - IND",  # opposite
        "2014-03-01 USA - CHN", "2014-04-01 GBR - CHN",  # another month
        "2014-05-01 USA - BRA", "2014-05-01 GBR - FRA",  # another third party
        "2014-06-01 USA 0 BRA", "2014-06-01 GBR 0 BRA",  # a meeting takes no side
    ])  # fmt: skip
    found = sides(store)
    assert found["GBR", "USA"] == (1, 0)
    assert found["RUS", "USA"] == (0, 1)
    assert found["USA", "USA"] == (4, 0)  # how often it took a side at all
    assert ("GBR", "RUS") not in found


def test_an_actor_is_for_or_against_as_most_of_its_happenings(store: Store, tmp_path: Path) -> None:
    facts = [f"2014-01-{day} USA - IRN" for day in ("06", "07")] + ["2014-01-08 USA + IRN"]
    facts += ["2014-01-06 GBR - IRN", "2014-01-06 FRA - IRN", "2014-01-07 FRA + IRN"]
    add(store, tmp_path, facts)
    found = sides(store)
    assert found["GBR", "USA"] == (1, 0)
    assert not any("FRA" in pair for pair in found)  # as often for as against: no side


def test_a_state_is_not_its_rebels(store: Store, tmp_path: Path) -> None:
    rebels = "Insurgent (Syria)"
    army = "Military (Syria)"
    add(store, tmp_path, [
        f"2014-01-06 USA + {rebels}", "2014-01-06 RUS + SYR",  # not the same third party
        f"2014-02-06 USA - {army}", "2014-02-06 RUS + SYR",
    ])  # fmt: skip
    assert sides(store)["RUS", "USA"] == (0, 1)


def test_sides_on_each_other_are_none(store: Store, tmp_path: Path) -> None:
    facts = ["2014-01-06 USA - RUS", "2014-01-06 GBR - RUS", "2014-01-06 RUS - Citizen (Russia)"]
    add(store, tmp_path, [*facts, "2014-01-06 USA - Citizen (Russia)"])
    found = sides(store)
    assert ("RUS", "USA") not in found
    assert found["GBR", "USA"] == (1, 0)
    assert "RUS" not in {name for pair in found for name in pair}


def test_a_bloc_does_not_agree_with_its_member(store: Store, tmp_path: Path) -> None:
    facts = [f"2014-0{month}-06 {who} - IRN" for month in range(1, 6) for who in ("FRA", "RUS")]
    add(store, tmp_path, facts)
    found = sides(store, "EU", "FRA", "RUS")
    assert found["EU", "FRA"] == (0, 0)
    assert found["EU", "RUS"] == found["FRA", "RUS"] == (5, 0)
    (row,) = alignment(store, pairs=[("EU", "FRA")]).to_pylist()
    (other,) = alignment(store, pairs=[("EU", "RUS")]).to_pylist()
    assert (row["agreed"], other["agreed"]) == (0, 5)
    assert row["shared_positions_high"] > other["shared_positions"]  # unknown, not never


def coded(name: str, *, published: str = "2025-01-02", **changes: Any) -> CodedDocument:
    source = Document(TEXT, name, date.fromisoformat(published), name)
    return CodedDocument(source, (), (event(source, 0, **changes),))


def test_actors_of_one_event_stand_together(store: Store) -> None:
    together = {"actors": (state("USA"), state("GBR"))}
    store.add(coded("a", **together, recipients=(state("SYR"),)))  # they attack
    store.add(coded("b", **together, recipients=(), event_type="ACCUSE",
                    quad_class="VERBAL CONFLICT"))  # fmt: skip
    store.add(coded("c", actors=(state("RUS"),), recipients=(state("SYR"),)))  # alone: no judgement
    store.add(coded("d", **together, recipients=(), event_type="CONSULT",
                    quad_class="VERBAL COOPERATION"))  # fmt: skip
    store.add(coded("e", **together, recipients=(state("SYR"),), auxiliary_modes=("future",)))
    found = sides(store)
    assert found["GBR", "USA"] == (2, 0)  # meeting each other is no position, nor is a plan
    assert not any("RUS" in pair for pair in found)


def test_reports_of_one_happening_are_one(store: Store) -> None:
    accuse = {"event_type": "ACCUSE", "quad_class": "VERBAL CONFLICT"}
    for name in "abc":
        store.add(coded(name, story_id="s", actors=(state("USA"),), **accuse))
    support = {"event_type": "SUPPORT", "quad_class": "VERBAL COOPERATION"}
    for name in "de":
        store.add(coded(name, actors=(state("USA"),), **support))
    store.add(coded("f", actors=(state("GBR"),), **support))
    assert sides(store)["GBR", "USA"] == (1, 0)  # two praises against one accusation


def test_nothing_is_seen_before_it_was_published(store: Store) -> None:
    accuse = {"event_type": "ACCUSE", "quad_class": "VERBAL CONFLICT"}
    store.add(coded("a", actors=(state("USA"),), **accuse))
    store.add(coded("b", actors=(state("GBR"),), published="2025-01-20", **accuse))
    rows = shared_sides(AsOf(store, date(2025, 1, 10))).to_pylist()
    assert [(row["a"], row["b"]) for row in rows] == [("USA", "USA")]


def test_periods(store: Store, tmp_path: Path) -> None:
    facts = ["2014-01-06 USA - IRN", "2014-01-28 GBR - IRN", "2015-01-06 USA - IRN"]
    add(store, tmp_path, [*facts, "2015-01-07 GBR + IRN"])
    yearly = [r for r in shared_sides(store, period="year").to_pylist() if r["a"] != r["b"]]
    assert [(str(r["period_start"]), r["same"], r["opposite"]) for r in yearly] == [
        ("2014-01-01", 1, 0),
        ("2015-01-01", 0, 1),
    ]
    weekly = [r for r in shared_sides(store, period="week").to_pylist() if r["a"] != r["b"]]
    assert [str(r["period_start"]) for r in weekly] == ["2015-01-05"]
    assert sides(store, end=date(2014, 12, 31))["GBR", "USA"] == (1, 0)


def test_alignment_tells_friends_from_opponents(store: Store, tmp_path: Path) -> None:
    facts = []
    for month in range(1, 13):
        for third in ("IRN", "IND", "BRA"):
            facts += [f"2014-{month:02}-06 {who} - {third}" for who in ("USA", "GBR", "FRA")]
            facts += [f"2014-{month:02}-06 {who} + {third}" for who in ("RUS", "CHN")]
    add(store, tmp_path, [*facts, "2014-01-06 FRA - SYR"])
    rows = {
        (row["source"], row["target"]): row
        for row in alignment(store, ["USA", "GBR", "RUS", "SYR", "FRA"]).to_pylist()
    }
    friends, foes, unknown = rows["USA", "GBR"], rows["USA", "RUS"], rows["USA", "SYR"]
    assert (friends["agreed"], friends["opposed"]) == (36, 0)
    assert (foes["agreed"], foes["opposed"]) == (0, 36)
    assert friends["same_side_low"] > 0 > foes["same_side_high"]
    assert friends["shared_positions_low"] > 1 > foes["shared_positions_high"]
    width = {name: row["same_side_high"] - row["same_side_low"] for name, row in rows.items()}
    assert width["USA", "GBR"] < width["USA", "SYR"]
    assert (unknown["agreed"], unknown["opposed"]) == (0, 0)


def test_many_months_on_one_issue_say_less_than_many_issues(store: Store, tmp_path: Path) -> None:
    facts = []
    for month in range(1, 9):  # always one and the same third party
        facts += [f"2014-{month:02}-06 USA - IRN", f"2014-{month:02}-07 GBR - IRN"]
        facts += [f"2014-{month:02}-06 USA + CHN", f"2014-{month:02}-07 GBR - CHN"]
    many = ("Japan", "Peru", "Chile", "Kenya", "Ghana", "Egypt", "Nepal", "Laos")
    for i, third in enumerate(many):  # one month each
        facts += [f"2014-06-06 FRA - {third}", f"2014-06-07 RUS {'-+'[i % 2]} {third}"]
    add(store, tmp_path, facts)
    one = alignment(store, pairs=[("USA", "GBR")]).to_pylist()[0]
    two = alignment(store, pairs=[("FRA", "RUS")]).to_pylist()[0]
    assert (one["agreed"], one["opposed"]) == (8, 8)
    assert (two["agreed"], two["opposed"]) == (4, 4)
    assert (
        one["same_side_high"] - one["same_side_low"] > two["same_side_high"] - two["same_side_low"]
    )
