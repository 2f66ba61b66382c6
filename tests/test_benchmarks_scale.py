"""The made-up events of the scale benchmark: the same bytes each time, the shape they claim."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.made_events import FIRST_YEAR, pairs, rows_of_years, states, write_year
from benchmarks.stories_day import day_of_reports

from riftline.store import Store, import_events
from story_samples import two_happenings

ROWS = 6000


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("made")
    write_year(folder / "year.csv", 2014, ROWS, 1)
    with Store.open(folder / "s.duckdb") as opened:
        report = import_events(opened, "gdelt", folder / "year.csv")
        assert (report.events, report.rejected, report.duplicates) == (ROWS, 0, 0)
        yield opened


def test_years_add_up_and_grow() -> None:
    rows = rows_of_years(1_000_000)
    assert sum(rows) == 1_000_000
    assert rows[-1] == pytest.approx(4 * rows[0], rel=0.01)
    assert FIRST_YEAR + len(rows) - 1 == 2024


def test_states_and_pairs_are_known_and_distinct() -> None:
    assert len(set(states())) == len(states())
    assert len({frozenset(pair) for pair in pairs()}) == len(pairs())


def test_the_same_numbers_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_year(tmp_path / name, 2001, 500, 77)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_shape_of_the_events(store: Store) -> None:
    row = store.query(
        """SELECT avg((a_country = r_country)::INT) AS home,
            avg((a_country IS NULL)::INT) AS unknown, count(DISTINCT event_type) AS types,
            count(DISTINCT happening) AS happenings,
            avg((event_type = 'CONSULT')::INT) AS meetings FROM event_pairs"""
    ).to_pylist()[0]
    assert 0.4 < row["home"] < 0.6
    assert 0.07 < row["unknown"] < 0.15
    assert row["types"] == 16
    assert row["happenings"] < 0.97 * ROWS  # a meeting is told from both sides
    assert row["meetings"] > 0.1


def test_few_pairs_make_most_of_what_is_between_states(store: Store) -> None:
    counts = store.query(
        """SELECT count(*) AS n FROM event_pairs WHERE a_country <> r_country
        GROUP BY least(a_country, r_country), greatest(a_country, r_country) ORDER BY n DESC"""
    )["n"].to_pylist()
    assert 0.15 < sum(counts[:10]) / sum(counts) < 0.4
    assert len(counts) > 300


def test_a_day_of_reports_is_the_same_each_time_and_its_reports_differ() -> None:
    coded = two_happenings()
    first, again = list(day_of_reports(coded, 9)), list(day_of_reports(coded, 9))
    assert first == again
    assert len({d.document.text for d in first}) > len(coded)
    assert len({d.document.id for d in first}) == 9
    sentences = [d.events[0].sentence for d in first]
    assert all(len(s.text) == s.end - s.start for s in sentences)
