"""Communities and balance of signed networks, and blocs on made stores."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from riftline.errors import UsageError
from riftline.measure.blocs import balance_of_network, blocs
from riftline.measure.signed import communities, modularity_matrix, structural_balance
from riftline.store import Store, import_events

WEST = ["United States", "United Kingdom", "Canada", "Poland"]
EAST = ["Russia", "Belarus", "Syria", "China"]
CODES = ["USA", "GBR", "CAN", "POL", "RUS", "BLR", "SYR", "CHN"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "s.duckdb") as opened:
        yield opened


def fill(store: Store, folder: Path, month: int, sides: list[list[str]], n: int = 12) -> None:
    """Within a side cooperation, across sides conflict; Ukraine is wherever the sides put it."""
    rows = []
    who = [(name, side) for side, names in enumerate(sides) for name in names]
    for (a, one), (b, two) in product(who, who):
        if a < b:
            way = "Consult" if one == two else "Criticize or denounce"
            days = (date(2014, month, 1) + timedelta(days=i) for i in range(n))
            rows += [f"{day}\t{a}\t{way}\t{b}" for day in days]
    file = folder / f"{month}.tsv"
    file.write_text("date\tsource\trelation\ttarget\n" + "\n".join(rows) + "\n")
    import_events(store, "icews", file)


def test_camps_are_found_and_hold(store: Store, tmp_path: Path) -> None:
    fill(store, tmp_path, 1, [WEST, EAST])
    rows = blocs(store, resamples=20).to_pylist()
    found = {row["actor"]: row["bloc"] for row in rows}
    assert set(found) == set(CODES)
    assert len({found[code] for code in CODES[:4]}) == len({found[code] for code in CODES[4:]}) == 1
    assert found["USA"] != found["RUS"]
    assert all(row["stability"] > 0.9 for row in rows)
    assert all((row["cooperation_within"], row["conflict_within"]) == (1.0, 0.0) for row in rows)


def test_who_moved(store: Store, tmp_path: Path) -> None:
    fill(store, tmp_path, 1, [WEST, [*EAST, "Ukraine"]])
    fill(store, tmp_path, 2, [[*WEST, "Ukraine"], EAST])
    rows = blocs(store, period="month", resamples=20).to_pylist()
    january = {r["actor"]: r for r in rows if r["period_start"] == date(2014, 1, 1)}
    february = {r["actor"]: r for r in rows if r["period_start"] == date(2014, 2, 1)}
    assert january["UKR"]["bloc"] == january["RUS"]["bloc"] == february["RUS"]["bloc"]
    assert february["UKR"]["bloc"] == february["USA"]["bloc"] == january["USA"]["bloc"]
    assert february["UKR"]["moved_from"] == january["RUS"]["bloc"]
    assert february["UKR"]["moved_probability"] > 0.9
    assert february["USA"]["moved_from"] is None
    assert february["USA"]["moved_probability"] < 0.1
    assert january["UKR"]["moved_probability"] is None


def test_balance_of_two_camps(store: Store, tmp_path: Path) -> None:
    fill(store, tmp_path, 1, [WEST, EAST])
    (row,) = balance_of_network(store).to_pylist()
    assert (row["actors"], row["positive_ties"], row["negative_ties"]) == (8, 12, 16)
    assert (row["triads"], row["balanced"], row["frustration"]) == (56, 1.0, 0.0)
    assert row["balanced_by_chance"] < 0.7
    assert row["p_value"] < 0.05


def test_few_reports_make_an_unsure_bloc(store: Store, tmp_path: Path) -> None:
    fill(store, tmp_path, 1, [WEST, EAST], n=12)
    (tmp_path / "x.tsv").write_text(
        "date\tsource\trelation\ttarget\n2014-01-02\tFrance\tConsult\tCanada\n"
        "2014-01-02\tFrance\tConsult\tChina\n2014-01-03\tFrance\tConsult\tPoland\n"
    )
    import_events(store, "icews", tmp_path / "x.tsv")
    rows = {row["actor"]: row for row in blocs(store, minimum=2, resamples=50).to_pylist()}
    assert rows["FRA"]["stability"] < 0.9 <= rows["GBR"]["stability"]
    assert "FRA" not in {row["actor"] for row in blocs(store, minimum=20).to_pylist()}


def test_the_same_seed_gives_the_same(store: Store, tmp_path: Path) -> None:
    fill(store, tmp_path, 1, [WEST, EAST], n=3)
    one, two = (blocs(store, resamples=10, minimum=1, seed=7).to_pylist() for _ in range(2))
    assert one == two


def test_wrong_requests(store: Store) -> None:
    assert blocs(store).num_rows == balance_of_network(store).num_rows == 0
    with pytest.raises(UsageError, match="three"):
        blocs(store, ["USA", "RUS"])
    with pytest.raises(UsageError, match="period"):
        blocs(store, period="decade")


def test_modularity_against_its_definition() -> None:
    random = np.random.default_rng(2)
    layers = []
    for _ in range(2):
        half = np.triu(random.random((6, 6)) * (random.random((6, 6)) < 0.6), 1)
        layers.append(half + half.T)
    labels = np.array([0, 0, 1, 1, 2, 2])
    gain = modularity_matrix(*layers)
    expected = 0.0
    for i, j in product(range(6), range(6)):
        if labels[i] == labels[j]:
            for layer, sign in zip(layers, (1, -1), strict=True):
                null = layer[i].sum() * layer[j].sum() / layer.sum()
                expected += sign * (layer[i, j] - null)
    expected /= layers[0].sum() + layers[1].sum()
    value = gain[labels[:, None] == labels[None, :]].sum()
    assert value == pytest.approx(expected)


def test_search_finds_the_best_partition_of_small_networks() -> None:
    random = np.random.default_rng(3)
    for _ in range(5):
        half = np.triu(random.normal(size=(7, 7)), 1)
        gain = half + half.T
        labels, value = communities(gain, starts=20, seed=1)
        best = max(
            float(gain[np.equal.outer(one, one)].sum())
            for one in map(np.array, product(range(4), repeat=7))
        )
        assert value >= best - 1e-9
        assert value == pytest.approx(float(gain[np.equal.outer(labels, labels)].sum()))


def test_frustration_against_all_camps() -> None:
    random = np.random.default_rng(4)
    for _ in range(5):
        half = np.triu(random.choice([-1.0, 0.0, 1.0], (8, 8)), 1)
        signs = half + half.T
        ties = np.abs(half).sum()
        least = min(
            (ties - float(np.array(camp) @ half @ np.array(camp))) / 2
            for camp in product([-1.0, 1.0], repeat=8)
        )
        assert structural_balance(signs).frustration == pytest.approx(least / ties)


def test_an_unbalanced_triad() -> None:
    signs = np.array([[0, 1, -1], [1, 0, 1], [-1, 1, 0]], dtype=float)
    result = structural_balance(signs)
    assert (result.triads, result.balanced) == (1, 0.0)
    assert result.frustration == pytest.approx(1 / 3)
    empty = structural_balance(np.zeros((3, 3)))
    assert (empty.triads, empty.balanced, empty.frustration) == (0, None, None)
