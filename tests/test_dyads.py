"""Dyad series and evidence on stores small enough to count by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riftline.errors import UsageError
from riftline.measure import Membership, dyad_evidence, dyad_series, parse_selector
from riftline.record import CodedDocument, Document, Entity, EventDate, Sentence
from riftline.store import Store, import_events
from store_samples import RUSSIA, UKRAINE, event, state

TEXT = "Russia attacked Ukraine on Monday. Kyiv replied."
USA, GBR, FRA = state("USA", "GOV"), state("GBR", "GOV"), state("FRA", "MIL")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "s.duckdb") as opened:
        yield opened


def document(
    identifier: str, *events: dict[str, Any], on: str = "2025-02-14", outlet: str = "A"
) -> CodedDocument:
    source = Document(TEXT, identifier, date.fromisoformat(on), outlet, None, "A title")
    coded = tuple(event(source, number, **fields) for number, fields in enumerate(events))
    return CodedDocument(source, (Sentence(0, 0, 34, TEXT[:34]),), coded)


def day(start: str, precision: str = "day") -> EventDate:
    return EventDate(start, start, precision)


def series(store: Store, *pair: str, **options: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = dyad_series(store, pair, **options).to_pylist()
    return rows


CONSULT: dict[str, Any] = {
    "event_type": "CONSULT",
    "modes": (),
    "quad_class": "VERBAL COOPERATION",
    "intensity": 2.5,
    "cameo": "04",
}


def test_happenings_are_counted_not_reports(store: Store) -> None:
    attack = {"story_id": "s1"}
    store.add_many(
        [
            document("a", attack, attack, outlet="A"),
            document("b", attack, outlet="B", on="2025-02-15"),
            document("c", {}, outlet="B"),
        ]
    )
    (row,) = series(store, "RUS", "UKR")
    assert (row["happenings"], row["reports"], row["outlets"]) == (2, 3, 2)
    assert (row["ASSAULT"], row["material_conflict"], row["verbal_conflict"]) == (2, 2, 0)
    assert (row["mean_intensity"], row["sum_intensity"]) == (-9.5, -19.0)
    assert row["coverage"] == 3
    assert (row["period_start"], row["period_end"]) == (date(2025, 2, 1), date(2025, 2, 28))


def test_what_is_not_done_never_counts_as_done(store: Store) -> None:
    states = [("future",), ("hypothetical",), ("negation",), ("future", "negation")]
    store.add(document("a", *({"auxiliary_modes": modes} for modes in states)))
    (row,) = series(store, "RUS", "UKR")
    assert (row["happenings"], row["reports"], row["sum_intensity"]) == (0, 0, 0)
    assert row["mean_intensity"] is None
    assert (row["planned"], row["hypothetical"], row["denied"]) == (1, 1, 2)
    (row,) = series(store, "RUS", "UKR", include_unrealised=True)
    assert (row["planned_material_conflict"], row["denied_material_conflict"]) == (1, 2)
    assert row["planned_verbal_cooperation"] == 0


def test_one_report_that_it_was_done_makes_a_happening_done(store: Store) -> None:
    store.add_many(
        [
            document("a", {"story_id": "s", "auxiliary_modes": ("future",)}),
            document("b", {"story_id": "s", "event_date": day("2025-03-01")}, on="2025-03-02"),
        ]
    )
    february, march = series(store, "RUS", "UKR")
    assert (february["happenings"], february["planned"]) == (0, 0)
    assert (march["happenings"], march["reports"]) == (1, 1)


def test_a_past_event_counts_when_it_was(store: Store) -> None:
    past = {"event_date": day("2024-12-03"), "auxiliary_modes": ("historical",)}
    store.add(document("a", past, {}))
    december, january, february = series(store, "RUS", "UKR")
    assert (december["happenings"], december["coverage"]) == (1, 0)
    assert (january["happenings"], january["planned"], january["coverage"]) == (None, None, 0)
    assert (february["happenings"], february["coverage"]) == (1, 1)


def test_zero_is_told_from_no_coverage(store: Store) -> None:
    store.add_many([document("a", {}, on="2025-01-10"), document("b", on="2025-03-10")])
    january, february, march = series(store, "RUS", "UKR")
    assert january["happenings"] == 1
    assert (february["happenings"], february["coverage"]) == (None, 0)
    assert (march["happenings"], march["ASSAULT"], march["coverage"]) == (0, 0, 1)
    rows = series(store, "USA", "FRA")
    assert [row["happenings"] for row in rows] == [0, None, 0]


def test_directions(store: Store) -> None:
    back = {"actors": (UKRAINE,), "recipients": (RUSSIA,)}
    meeting = {**CONSULT, "actors": (RUSSIA, UKRAINE), "recipients": ()}
    store.add(document("a", {}, {}, back, meeting))
    (row,) = series(store, "RUS", "UKR")
    assert (row["happenings"], row["CONSULT"]) == (4, 1)
    there, back_row = series(store, "RUS", "UKR", directed=True)
    assert (there["source"], there["target"]) == ("RUS", "UKR")
    assert (there["ASSAULT"], there["CONSULT"]) == (2, 1)
    assert (back_row["source"], back_row["ASSAULT"], back_row["CONSULT"]) == ("UKR", 1, 1)


def test_joint_actors_are_a_pair_only_in_reciprocal_events(store: Store) -> None:
    both = {"actors": (USA, GBR), "recipients": ()}
    accuse = {"event_type": "ACCUSE", "quad_class": "VERBAL CONFLICT", "intensity": -3.0, **both}
    strike = {"actors": (USA, GBR), "recipients": (RUSSIA,)}
    store.add(document("a", {**CONSULT, **both}, accuse, strike))
    (row,) = series(store, "USA", "GBR")
    assert (row["happenings"], row["CONSULT"]) == (1, 1)
    assert series(store, "USA", "RUS")[0]["happenings"] == 1


def test_blocs_by_the_members_of_the_day(store: Store) -> None:
    def blocs(name: str) -> list[Membership] | None:
        if name != "NATO":
            return None
        return [Membership("USA"), Membership("GBR"), Membership("FIN", date(2023, 4, 4))]

    finland = state("FIN", "GOV")
    nato = Entity(None, None, None, "NATO", "org:nato", None, ("IGO",))
    store.add_many(
        [
            document("a", {"actors": (finland,), "recipients": (RUSSIA,)}, on="2023-04-03"),
            document("b", {"actors": (finland,), "recipients": (RUSSIA,)}, on="2023-04-04"),
            document("c", {"actors": (nato,), "recipients": (RUSSIA,)}, on="2023-04-05"),
            document("d", {"actors": (USA, GBR), "recipients": (RUSSIA,)}, on="2023-04-06"),
        ]
    )
    rows = series(store, "NATO", "RUS", period="day", blocs=blocs)
    assert [row["happenings"] for row in rows] == [0, 1, 1, 1]
    assert [row["reports"] for row in rows] == [0, 1, 1, 1]


def test_bundled_members_are_dated(store: Store) -> None:
    members = {m.country: m for m in parse_selector("NATO").members}
    assert {"USA", "GBR", "FIN"} <= set(members)
    assert members["FIN"].start == date(2023, 4, 4)
    assert "RUS" not in members
    finland = state("FIN", "GOV")
    store.add_many(
        [
            document("a", {"actors": (finland,), "recipients": (RUSSIA,)}, on="2023-04-03"),
            document("b", {"actors": (finland,), "recipients": (RUSSIA,)}, on="2023-04-04"),
        ]
    )
    assert [row["happenings"] for row in series(store, "NATO", "RUS", period="day")] == [0, 1]


def test_what_a_member_does_at_home_is_not_with_its_bloc(store: Store) -> None:
    def blocs(name: str) -> list[Membership]:
        return [Membership("USA"), Membership("GBR")] if name == "NATO" else []

    police, people = state("USA", "COP"), state("USA", "CVL")
    store.add_many(
        [
            document("a", {"actors": (police,), "recipients": (people,)}),
            document("b", {"actors": (USA,), "recipients": (GBR,)}),
        ]
    )
    assert series(store, "USA", "NATO", blocs=blocs)[0]["happenings"] == 1
    assert series(store, "USA", "USA")[0]["happenings"] == 1
    assert series(store, "USA:COP", "USA:CVL")[0]["happenings"] == 1


def test_a_blocs_members_as_the_texts_say_them(store: Store) -> None:
    bloc = Entity(None, None, None, "The Quartet", "bloc:quartet", None, (), members=("USA", "FRA"))
    store.add(
        document(
            "a",
            {"actors": (bloc,), "recipients": (RUSSIA,)},
            {"actors": (FRA,), "recipients": (RUSSIA,)},
            {"actors": (GBR,), "recipients": (RUSSIA,)},
        )
    )
    assert series(store, "bloc:quartet", "RUS")[0]["happenings"] == 2
    assert series(store, "The Quartet", "RUS")[0]["happenings"] == 2


def test_sectors_and_entities(store: Store) -> None:
    store.add(document("a", {}, {"actors": (state("RUS", "CVL", entity_id=None),)}))
    assert series(store, "RUS:MIL", "UKR")[0]["happenings"] == 1
    assert series(store, "RUS:CVL", "UKR:GOV")[0]["happenings"] == 1
    assert series(store, "country:RUS", "UKR")[0]["happenings"] == 1
    with pytest.raises(UsageError, match="sector"):
        series(store, "RUS:XYZ", "UKR")
    with pytest.raises(UsageError, match="Atlantis"):
        series(store, "Atlantis", "UKR")
    with pytest.raises(UsageError, match="no actor"):
        series(store, "'; DROP TABLE events; --", "UKR")
    assert parse_selector("GBR").country == "GBR"


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("day", "2025-02-14", "2025-02-14"),
        ("week", "2025-02-10", "2025-02-16"),
        ("month", "2025-02-01", "2025-02-28"),
        ("quarter", "2025-01-01", "2025-03-31"),
        ("year", "2025-01-01", "2025-12-31"),
    ],
)
def test_periods(store: Store, period: str, first: str, last: str) -> None:
    store.add(document("a", {}))
    (row,) = series(store, "RUS", "UKR", period=period)
    assert (row["period_start"].isoformat(), row["period_end"].isoformat()) == (first, last)
    assert row["happenings"] == 1


def test_start_end_and_wrong_use(store: Store) -> None:
    store.add_many([document("a", {}, on="2025-01-10"), document("b", {}, on="2025-03-10")])
    rows = series(store, "RUS", "UKR", start=date(2024, 12, 1), end=date(2025, 1, 9))
    assert [row["happenings"] for row in rows] == [None, None]
    assert series(store, "RUS", "UKR", origin="gdelt") == []
    with pytest.raises(UsageError, match="fortnight"):
        series(store, "RUS", "UKR", period="fortnight")
    with pytest.raises(UsageError, match="after the end"):
        series(store, "RUS", "UKR", start=date(2025, 1, 1), end=date(2024, 1, 1))


def test_dates_coarser_than_the_period_are_told(store: Store) -> None:
    store.add(document("a", {"event_date": day("2025-01-01", "year")}, {}))
    assert series(store, "RUS", "UKR")[0]["imprecise"] == 1
    assert series(store, "RUS", "UKR", period="year")[0]["imprecise"] == 0


def test_evidence_is_what_was_counted(store: Store) -> None:
    attack = {"story_id": "s1"}
    store.add_many(
        [
            document("a", attack, outlet="A"),
            document("b", attack, outlet="B", on="2025-03-01"),
            document("c", {"auxiliary_modes": ("future",)}, on="2025-02-20"),
        ]
    )
    table = dyad_evidence(store, ("RUS", "UKR"), date(2025, 2, 9))
    rows = table.to_pylist()
    assert [row["document_id"] for row in rows] == ["a", "b", "c"], "all reports of the happening"
    assert rows[0]["sentence"] == TEXT[:34]
    assert (rows[0]["outlet"], rows[0]["title"], rows[0]["event_type"]) == (
        "A",
        "A title",
        "ASSAULT",
    )
    assert (rows[0]["actors"], rows[0]["recipients"]) == (["Russia"], ["Ukraine"])
    assert [row["status"] for row in rows] == ["done", "done", "planned"]
    assert len({row["happening"] for row in rows}) == 2
    assert dyad_evidence(store, ("UKR", "RUS"), date(2025, 2, 9), directed=True).num_rows == 0


def test_imported_events_and_comments(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "facts.tsv"
    path.write_text(
        "date\tsource\trelation\ttarget\n"
        "2014-03-01\tRussia\tMake a visit\tChina\n"
        "2014-03-01\tChina\tHost a visit\tRussia\n"
        "2014-03-02\tRussia\tMake statement\tChina\n"
    )
    import_events(store, "icews", path)
    (row,) = series(store, "RUS", "CHN")
    assert (row["happenings"], row["reports"], row["coverage"]) == (1, 2, 3)
    there, back = series(store, "RUS", "CHN", directed=True)
    assert there["CONSULT"] == back["CONSULT"] == 1


codes = st.sampled_from(["USA", "RUS", "UKR", "FRA"])


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(
            codes,
            codes,
            st.integers(0, 70),
            st.sampled_from([(), ("future",), ("negation",)]),
            st.sampled_from([None, "s1", "s2"]),
        ),
        max_size=12,
    )
)
def test_the_series_agrees_with_counting_by_hand(
    tmp_path_factory: pytest.TempPathFactory, found: list[tuple[Any, ...]]
) -> None:
    first = date(2025, 1, 1)
    documents = [
        document(
            f"d{number}",
            {
                "actors": (state(a, "GOV"),),
                "recipients": (state(r, "GOV"),),
                "auxiliary_modes": modes,
                "story_id": f"{story}{a}{r}" if story else None,
            },
            on=(first + timedelta(days=offset)).isoformat(),
        )
        for number, (a, r, offset, modes, story) in enumerate(found)
    ]
    expected = {
        (f"{story}{a}{r}" if story else number)
        for number, (a, r, _, modes, story) in enumerate(found)
        if {a, r} == {"USA", "RUS"} and not modes
    }
    reports = sum({a, r} == {"USA", "RUS"} and not modes for a, r, _, modes, _ in found)
    with Store.open(tmp_path_factory.mktemp("any") / "s.duckdb") as store:
        store.add_many(documents)
        for period in ("day", "month"):
            rows = series(store, "USA", "RUS", period=period)
            assert sum(row["happenings"] or 0 for row in rows) == len(expected)
            assert sum(row["reports"] or 0 for row in rows) == reports
            both = series(store, "RUS", "USA", period=period, directed=True)
            assert sum(row["happenings"] or 0 for row in both) == len(expected)
