"""Alignment on stores small enough to reason about, and its numerical parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riftline.errors import UsageError
from riftline.measure.alignment import alignment
from riftline.measure.counts import AsOf, coverage, pair_counts
from riftline.measure.distributions import (
    beta_interval,
    fit_beta,
    fit_gamma,
    gamma_interval,
    log_gamma,
)
from riftline.record import CodedDocument, Document, EventDate
from riftline.store import Store, import_events
from store_samples import TEXT, event

FACTS = {"+": "Consult", "-": "Criticize or denounce", "!": "Use conventional military force"}
NAMES = {"USA": "United States", "RUS": "Russia", "UKR": "Ukraine", "GBR": "United Kingdom"}
NAMES |= {"FRA": "France", "DEU": "Germany", "CHN": "China", "IRN": "Iran", "IND": "India"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "s.duckdb") as opened:
        yield opened


def add(store: Store, tmp_path: Path, facts: Iterable[tuple[str, str, str, str]]) -> None:
    """Import facts (day, source, sign, target) as ICEWS rows."""
    file = tmp_path / "facts.tsv"
    rows = [f"{day}\t{NAMES[a]}\t{FACTS[sign]}\t{NAMES[b]}" for day, a, sign, b in facts]
    file.write_text("date\tsource\trelation\ttarget\n" + "\n".join(rows) + "\n")
    assert import_events(store, "icews", file).events == len(rows)


def days(n: int, first: date = date(2014, 1, 6)) -> list[str]:
    return [str(first + timedelta(days=i)) for i in range(n)]


def one(store: Store, *pair: str, **options: Any) -> dict[str, Any]:
    (row,) = alignment(store, pairs=[(pair[0], pair[1])], **options).to_pylist()
    return dict(row)


def test_balance_counts_cooperation_against_conflict(store: Store, tmp_path: Path) -> None:
    facts = [(day, "USA", "+", "GBR") for day in days(40)]
    facts += [(day, "RUS", "!", "UKR") for day in days(40)]
    add(store, tmp_path, facts)
    friends, foes = one(store, "USA", "GBR"), one(store, "RUS", "UKR")
    assert (friends["cooperation"], friends["conflict"]) == (40, 0)
    assert (foes["cooperation"], foes["conflict"]) == (0, 40)
    assert friends["balance"] > 0.9
    assert foes["balance"] < -0.9
    assert friends["balance_low"] < friends["balance"] < friends["balance_high"]
    assert foes["material_balance"] < -0.5 < foes["verbal_balance"]  # no word was reported


def test_little_reporting_gives_a_wide_interval_near_the_usual(
    store: Store, tmp_path: Path
) -> None:
    facts = [(day, "USA", "+", "GBR") for day in days(60)]
    facts += [(day, "FRA", "+", "DEU") for day in days(30)]
    facts += [(day, "RUS", "-", "UKR") for day in days(30)]
    facts += [(day, "CHN", "+-"[i % 2], "IND") for i, day in enumerate(days(40))]
    facts += [(days(1)[0], "IRN", "-", "IND")]
    add(store, tmp_path, facts)
    widths = {}
    for pair in (("USA", "GBR"), ("IRN", "IND"), ("IRN", "FRA")):
        row = one(store, *pair)
        widths[pair] = row["balance_high"] - row["balance_low"]
    assert widths["USA", "GBR"] < 0.3 < 1.0 < widths["IRN", "IND"] < widths["IRN", "FRA"]
    assert -0.9 < one(store, "IRN", "IND")["balance"] < one(store, "IRN", "FRA")["balance"]


def test_planned_and_denied_do_not_count(store: Store) -> None:
    source = Document(TEXT, "d", date(2025, 1, 2), "A")
    ways = [("future",), ("negation",), ("hypothetical",), ()]
    events = tuple(event(source, i, auxiliary_modes=way) for i, way in enumerate(ways))
    store.add(CodedDocument(source, (), events))
    assert one(store, "RUS", "UKR")["happenings"] == 1


def test_happenings_not_reports(store: Store) -> None:
    for name in "abc":
        source = Document(TEXT, name, date(2025, 1, 2), name)
        store.add(CodedDocument(source, (), (event(source, 0, story_id="s1"),)))
    row = one(store, "RUS", "UKR")
    assert (row["happenings"], row["conflict"]) == (1, 1)


def test_similarity_of_behaviour(store: Store, tmp_path: Path) -> None:
    facts: list[tuple[str, str, str, str]] = []
    others = ["RUS", "UKR", "FRA", "DEU", "CHN", "IRN", "IND"]
    for i, other in enumerate(others):
        sign = "+-"[i % 2]
        for day in days(30):
            facts.append((day, "USA", sign, other))
            facts.append((day, "GBR", sign, other))
    add(store, tmp_path, facts)
    alike = one(store, "USA", "GBR")
    assert alike["happenings"] == 0
    assert alike["similarity"] > 0.6
    assert alike["similarity_low"] < alike["similarity"] < alike["similarity_high"]
    assert alike["partners"] == pytest.approx(7, abs=0.01)
    assert one(store, "USA", "RUS")["similarity"] < alike["similarity"]


def test_exposure_is_corrected_for_press_volume(store: Store, tmp_path: Path) -> None:
    facts = [(day, "USA", "+", "GBR") for day in days(20, date(2014, 1, 6))]
    facts += [(day, "USA", "+", "GBR") for day in days(20, date(2014, 3, 3))]
    for day in days(20, date(2014, 3, 3)):  # the press writes ten times as much in March
        facts += [(day, "FRA", sign, other) for sign in "+-!" for other in ("DEU", "RUS", "CHN")]
    add(store, tmp_path, facts)
    rows = alignment(store, pairs=[("USA", "GBR")], period="month").to_pylist()
    january, march = rows
    assert january["happenings"] == march["happenings"] == 20
    assert january["exposure"] > 5 * march["exposure"]
    assert march["exposure_low"] < march["exposure"] < march["exposure_high"]


def test_a_pair_gives_the_same_in_company(store: Store, tmp_path: Path) -> None:
    facts = [(day, "USA", "+", "GBR") for day in days(5)]
    facts += [(day, "RUS", "-", "UKR") for day in days(7)]
    add(store, tmp_path, facts)
    everyone = alignment(store).to_pylist()
    alone = one(store, "GBR", "USA")
    (same,) = [row for row in everyone if row["source"] == "GBR"]
    assert alone.keys() == same.keys()
    assert all(alone[name] == pytest.approx(same[name], nan_ok=True) for name in same)


def test_blocs_do_not_count_what_is_inside(store: Store, tmp_path: Path) -> None:
    facts = [(day, "FRA", "+", "DEU") for day in days(5)]
    facts += [(day, "FRA", "-", "RUS") for day in days(3)]
    add(store, tmp_path, facts)
    assert one(store, "EU", "RUS")["happenings"] == 3
    counts = pair_counts(store, ["EU"], towards="countries").to_pylist()
    assert [(row["a"], row["b"], row["happenings"]) for row in counts] == [("EU", "RUS", 3)]


def test_wrong_requests(store: Store) -> None:
    with pytest.raises(UsageError, match="two actors"):
        alignment(store, ["USA"])
    with pytest.raises(UsageError, match="period"):
        alignment(store, ["USA", "RUS"], period="decade")
    with pytest.raises(UsageError, match="start"):
        alignment(store, ["USA", "RUS"], start=date(2015, 1, 1), end=date(2014, 1, 1))
    with pytest.raises(UsageError, match="different"):
        alignment(store, pairs=[("USA", "USA")])
    with pytest.raises(UsageError, match="no actor"):
        alignment(store, ["USA", "Nowhereland"])
    assert alignment(store).num_rows == 0
    assert "similarity_low" in alignment(store).column_names


def test_as_of_hides_what_was_reported_later(store: Store) -> None:
    for name, published in (("a", "2025-01-02"), ("b", "2025-03-01")):
        source = Document(TEXT, name, date.fromisoformat(published), "A")
        then = event(source, 0, event_date=EventDate("2025-01-01", "2025-01-01", "day"))
        store.add(CodedDocument(source, (), (then,)))
    seen = AsOf(store, date(2025, 2, 1))
    assert [row["happenings"] for row in pair_counts(seen).to_pylist()] == [1]
    assert [row["happenings"] for row in pair_counts(store).to_pylist()] == [2]
    assert coverage(seen)["coverage"].to_pylist() == [1]


@given(st.floats(0.3, 400), st.floats(0.3, 400))
def test_beta_interval_against_sampling_theory(a: float, b: float) -> None:
    low, high = beta_interval(np.array([a]), np.array([b]))
    assert 0 <= low[0] < high[0] <= 1
    mirrored = beta_interval(np.array([b]), np.array([a]))
    assert low[0] == pytest.approx(1 - mirrored[1][0], abs=2e-4)


def test_intervals_against_scipy() -> None:
    stats = pytest.importorskip("scipy.stats")
    a, b = np.array([0.5, 3, 40, 400]), np.array([2, 1.0, 100, 20])
    for level in (0.5, 0.95):
        ends = [[(1 - level) / 2], [(1 + level) / 2]]
        assert np.allclose(beta_interval(a, b, level), stats.beta.ppf(ends, a, b), rtol=2e-3)
        expected = stats.gamma.ppf(ends, a, scale=1 / b)
        assert np.allclose(gamma_interval(a, b, level), expected, rtol=5e-3)


def test_log_gamma() -> None:
    assert np.exp(log_gamma(np.array([1.0, 2, 6, 0.5]))) == pytest.approx([1, 1, 120, np.pi**0.5])


def test_priors_find_what_made_the_counts() -> None:
    random = np.random.default_rng(1)
    trials = random.integers(1, 60, 3000).astype(float)
    prior = fit_beta(random.binomial(trials.astype(int), random.beta(3, 1, 3000)), trials)
    assert (prior.a, prior.b) == pytest.approx((3, 1), rel=0.15)
    rates = random.gamma(0.5, 1 / 0.1, 3000)
    gamma = fit_gamma(random.poisson(rates * 2), np.full(3000, 2.0))
    assert (gamma.a, gamma.b) == pytest.approx((0.5, 0.1), rel=0.15)
