"""Change points: the recursions against brute force, and splits on made stores."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

from riftline.errors import UsageError
from riftline.measure.changepoints import (
    Change,
    Detector,
    _segments,
    dispersion,
    in_hindsight,
    online,
)
from riftline.measure.splits import compare, splits
from riftline.record import CodedDocument, Document, EventDate
from riftline.store import Store, import_events
from store_samples import TEXT, event

MONDAY = date(2014, 1, 6)
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
ICEWS = SHARED / "data/analytics/icews/icews14_full.tsv.gz"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "s.duckdb") as opened:
        yield opened


def made(seed: int, *parts: tuple[int, float, float]) -> np.ndarray:
    """Weeks with given rates of verbal cooperation and material conflict."""
    random = np.random.default_rng(seed)
    blocks = [random.poisson([[good, 0.2, 0.2, bad]] * weeks) for weeks, good, bad in parts]
    return np.concatenate(blocks).astype(float)


def fill(store: Store, folder: Path, counts: np.ndarray, name: str = "facts.tsv") -> None:
    """Facts between Russia and Ukraine, and ten a week between others so that all is covered."""
    ways = ["Consult", "Provide aid", "Criticize or denounce", "Use conventional military force"]
    rows = []
    for week, numbers in enumerate(counts):
        day = MONDAY + timedelta(weeks=week)
        rows += [
            f"{day + timedelta(days=i % 7)}\tFrance {i}\tConsult\tSpain {i}" for i in range(10)
        ]
        for way, n in zip(ways, numbers, strict=True):
            for i in range(int(n)):
                rows.append(f"{day + timedelta(days=i % 7)}\tRussia\t{way}\tUkraine")
    file = folder / name
    file.write_text("date\tsource\trelation\ttarget\n" + "\n".join(rows) + "\n")
    import_events(store, "icews", file)


def test_the_recursion_sums_all_segmentations() -> None:
    counts = made(3, (7, 1, 0.2), (7, 1, 4))
    exposure = np.linspace(0.5, 1.5, 14)
    detector = Detector(expected_weeks=20, fewest_weeks=3)
    likelihood = _segments(counts, exposure, detector)
    weights: dict[tuple[int, ...], float] = {}
    for n in range(4):
        for inner in combinations(range(1, 14), n):
            bounds = (0, *inner, 14)
            parts = [likelihood[a, b] for a, b in pairwise(bounds)]
            weights[inner] = float(np.sum(parts)) + n * np.log(1 / 20)
    top = max(weights.values())
    total = sum(np.exp(w - top) for w in weights.values())
    best = max(weights, key=lambda inner: weights[inner])
    found = in_hindsight(counts, exposure, detector)
    assert tuple(change.week for change in found) == best
    for change in found:
        near = range(change.week - 2, change.week + 3)
        expected = sum(
            np.exp(w - top) * sum(b in near for b in inner) for inner, w in weights.items()
        )
        assert change.probability == pytest.approx(min(expected / total, 1.0), abs=1e-9)


def test_a_clear_change_is_found_where_it_is() -> None:
    counts = made(1, (60, 4, 0.5), (60, 1, 6))
    (change,) = in_hindsight(counts, np.ones(120))
    assert abs(change.week - 60) <= 1
    assert change.probability > 0.9
    live = online(counts, np.ones(120))
    assert [abs(c.week - 60) <= 2 for c in live] == [True]
    assert live[0].found is not None
    assert 0 <= live[0].found - 60 <= 3


def test_steady_series_have_no_change() -> None:
    for seed in range(10):
        counts = made(seed, (150, 3, 1))
        assert in_hindsight(counts, np.ones(150)) == []
        assert len(online(counts, np.ones(150))) <= 1
    assert in_hindsight(np.zeros((50, 4)), np.ones(50)) == []
    assert online(np.zeros((50, 4)), np.ones(50)) == []
    assert in_hindsight(np.zeros((0, 4)), np.ones(0)) == online(np.zeros((0, 4)), np.ones(0)) == []


def test_press_volume_alone_is_no_change() -> None:
    exposure = np.repeat([1.0, 4.0], 60)
    counts = np.random.default_rng(5).poisson(exposure[:, None] * [2.0, 0.2, 1.0, 0.2]) * 1.0
    assert in_hindsight(counts, exposure) == []
    assert in_hindsight(counts, np.ones(120)) != []


def test_online_never_looks_ahead() -> None:
    counts = made(2, (50, 3, 0.3), (30, 1, 5), (40, 4, 0.5))
    whole = online(counts, np.ones(120))
    for cut in (60, 85, 100):
        known = [c for c in whole if c.found is not None and c.found < cut]
        assert [c.week for c in online(counts[:cut], np.ones(cut))] == [c.week for c in known]


def test_dispersion_of_bursts() -> None:
    random = np.random.default_rng(1)
    assert dispersion(random.poisson(5, (400, 1)).astype(float)) == pytest.approx(1, abs=0.15)
    bursts = random.negative_binomial(1, 1 / 6, (400, 1)).astype(float)  # variance six times mean
    assert dispersion(bursts) == pytest.approx(6, rel=0.3)
    changed = np.repeat([[2.0], [40.0]], 100, axis=0)
    assert dispersion(random.poisson(changed).astype(float)) < 2.5


def test_direction_and_size() -> None:
    counts = np.zeros((60, 4))
    counts[:30, 0], counts[30:, 0], counts[30:, 3] = 4, 1, 5
    shift = compare(counts, np.ones(60), Change(30, None, 1.0, 0, 60))
    assert shift.direction == "split"
    assert shift.size_low < shift.size < shift.size_high < 0
    assert (shift.conflict_before, shift.conflict_after) == (0, 5)
    back = compare(counts[::-1], np.ones(60), Change(30, None, 1.0, 0, 60))
    assert back.direction == "rapprochement"
    assert back.size == pytest.approx(-shift.size)
    more = np.repeat([[2.0, 0, 1, 0], [6.0, 0, 3, 0]], 30, axis=0)
    assert compare(more, np.ones(60), Change(30, None, 1.0, 0, 60)).direction == "more attention"


def test_from_silence_the_new_balance_tells_the_direction() -> None:
    counts = np.zeros((60, 4))
    counts[3, 0], counts[9, 2], counts[50:, 0] = 1, 1, 3
    shift = compare(counts, np.ones(60), Change(50, None, 1.0, 0, 60))
    assert shift.direction == "rapprochement"


def test_splits_of_a_store(store: Store, tmp_path: Path) -> None:
    fill(store, tmp_path, made(4, (40, 4, 0.2), (40, 1, 6)))
    (row,) = splits(store, ("RUS", "UKR")).to_pylist()
    assert abs((row["date"] - MONDAY).days / 7 - 40) <= 1
    assert (row["direction"], row["method"], row["found"]) == ("split", "hindsight", None)
    assert row["balance_before"] > 0 > row["balance_after"]
    assert len(row["evidence"]) == 5
    assert {e["event_type"] for e in row["evidence"]} == {"ASSAULT"}
    assert all(row["date"] <= e["day"] for e in row["evidence"])
    first = splits(store, ("RUS", "UKR"), as_of=MONDAY + timedelta(weeks=60)).to_pylist()
    assert [(r["method"], r["direction"]) for r in first] == [("online", "split")]
    assert all(e["day"] <= first[0]["found"] for e in first[0]["evidence"])
    assert splits(store, ("RUS", "UKR"), as_of=MONDAY + timedelta(weeks=30)).num_rows == 0


def test_as_of_is_what_a_store_of_that_day_gives(store: Store, tmp_path: Path) -> None:
    counts = made(6, (40, 4, 0.2), (20, 1, 6), (30, 5, 0.2))
    fill(store, tmp_path, counts)
    day = MONDAY + timedelta(weeks=55, days=-1)
    with Store.open(tmp_path / "then.duckdb") as then:
        fill(then, tmp_path, counts[:55], "then.tsv")
        expected = splits(then, ("RUS", "UKR"), as_of=day)
    found = splits(store, ("RUS", "UKR"), as_of=day)
    assert found.num_rows == 1
    assert found.to_pylist() == expected.to_pylist()


def test_a_later_report_of_an_earlier_event_is_not_known_before(store: Store) -> None:
    day = date(2025, 1, 1)
    for week in range(60):
        quiet = Document(TEXT, f"q{week}", day + timedelta(weeks=week), "A")
        store.add(CodedDocument(quiet, (), ()))
    for i in range(40):
        told = Document(TEXT, f"t{i}", day + timedelta(weeks=59), "A")
        then = str(day + timedelta(weeks=30 + i // 4))
        dated = event(told, 0, event_date=EventDate(then, then, "day"))
        store.add(CodedDocument(told, (), (dated,)))
    assert splits(store, ("RUS", "UKR")).num_rows > 0
    assert splits(store, ("RUS", "UKR"), as_of=day + timedelta(weeks=50)).num_rows == 0


def test_nothing_known(store: Store) -> None:
    assert splits(store, ("RUS", "UKR")).num_rows == 0
    assert splits(store, ("RUS", "UKR"), as_of=MONDAY).num_rows == 0
    with pytest.raises(UsageError, match="no actor"):
        splits(store, ("RUS", "Nowhereland"))


@pytest.mark.skipif(not ICEWS.is_file(), reason="ICEWS of 2014 is not here")
def test_the_oil_rig_of_may_2014(store: Store) -> None:
    import_events(store, "icews", ICEWS)
    found = splits(store, ("CHN", "VNM")).to_pylist()
    near = [r for r in found if abs((r["date"] - date(2014, 5, 2)).days) <= 7]
    assert [row["direction"] for row in near] == ["split"]
    known = splits(store, ("CHN", "VNM"), as_of=date(2014, 5, 31)).to_pylist()
    assert [row["direction"] for row in known] == ["split"]
    assert known[0]["found"] <= date(2014, 5, 25)
