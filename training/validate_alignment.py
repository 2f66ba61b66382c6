"""Alignment against UN votes, alliances and militarised disputes, and against simpler measures.

    python training/validate_alignment.py

Prints the tables of docs/measures.md. Reads ../shared/data/analytics and says so where it is
absent. Outside figures: ideal points of the UN General Assembly (Bailey, Strezhnev and Voeten
2017), alliances (ATOP 5.0), militarised interstate disputes (Correlates of War MID 5.0).

A measure of pairs is not independent over pairs: intervals come from resampling countries, not
pairs. ``beyond`` is the rank correlation left after the ranks of the mean Goldstein score, of net
counts and of being in one UN sub-region (neighbours both meet and vote alike) are taken out: what
the measure adds to them. ``beyond ours`` takes out balance, similarity, attention and the region.
"""

from __future__ import annotations

import csv
import gzip
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from riftline.measure.alignment import alignment
from riftline.store import Store, import_events

ANALYTICS = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "analytics"
Floats = NDArray[np.float64]
OURS = ("balance", "verbal_balance", "material_balance", "similarity", "same_side")
OURS += ("shared_positions", "exposure", "attention")
COUNTS = ("happenings", "agreed", "opposed")
GIVEN = ("mean Goldstein", "net counts", "neighbours")
BASE = ("mean Goldstein", "mean PLOVER", "net counts", "happenings")
SETS = (
    ("icews0515_2012aug_2015dec", date(2012, 8, 7), date(2015, 12, 31)),
    ("icews0515_random20pct", date(2005, 1, 1), date(2015, 12, 31)),
)


def rows_of(name: str) -> list[dict[str, str]]:
    path = ANALYTICS / name
    opened = gzip.open if name.endswith(".gz") else open
    with opened(path, "rt", encoding="latin-1", newline="") as stream:
        return list(csv.DictReader(stream))


def ranks(values: Floats) -> Floats:
    """Ranks with ties at their mean."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2
    result: Floats = middle[inverse]
    return result


def spearman(x: Floats, y: Floats) -> float:
    if len(x) < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return float("nan")
    return float(np.corrcoef(ranks(x), ranks(y))[0, 1])


def beyond(x: Floats, y: Floats, given: Floats) -> float:
    """Rank correlation after the ranks of ``given`` (columns) are taken out of both."""
    design = np.column_stack([np.ones(len(x)), *(ranks(g) for g in given.T)])
    left = [ranks(v) - design @ np.linalg.lstsq(design, ranks(v), rcond=None)[0] for v in (x, y)]
    if min(np.abs(v).max() for v in left) < 1e-6:
        return float("nan")
    return float(np.corrcoef(*left)[0, 1])


class Pairs:
    """The pairs of one file: our measures, the simple ones, and what they are held against."""

    def __init__(self, name: str, start: date, end: date) -> None:
        with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "s.duckdb") as db:
            import_events(db, "icews", ANALYTICS / "icews" / f"{name}.tsv.gz")
            table = alignment(db, start=start, end=end)
            goldstein = _goldstein(db, start, end)
        self.names = list(
            zip(table["source"].to_pylist(), table["target"].to_pylist(), strict=True)
        )
        self.values = {name: np.asarray(table[name].to_numpy()) for name in (*OURS, *COUNTS)}
        self.values["mean PLOVER"] = np.asarray(table["mean_intensity"].to_numpy())
        self.values["net counts"] = np.asarray(
            table["cooperation"].to_numpy() - table["conflict"].to_numpy(), dtype=float
        )
        scores = [goldstein.get(pair, np.nan) for pair in self.names]
        self.values["mean Goldstein"] = np.array(scores, dtype=float)
        self.values["neighbours"] = _one_region(self.names)
        self.targets = _targets(self.names, start.year, end.year)


def _one_region(names: list[tuple[str, str]]) -> Floats:
    """1 where both countries are of one UN sub-region, else 0."""
    region = {
        row["ISO3166-1-Alpha-3"]: row["Intermediate Region Name"] or row["Sub-region Name"]
        for row in rows_of("../actors/countries/country-codes.csv")
    }
    return np.array([float(region.get(a, a) == region.get(b, b)) for a, b in names])


def _goldstein(store: Store, start: date, end: date) -> dict[tuple[str, str], float]:
    """Mean Goldstein score of each pair's rows: reports, uncorrected, as usually done."""
    score = {r["code"]: float(r["goldstein"]) for r in _mapping()}
    table = store.query(
        "SELECT least(a_country, r_country) AS a, greatest(a_country, r_country) AS b, cameo, "
        "count(*) AS n FROM event_pairs JOIN events USING (event_id) "
        f"WHERE a_country <> r_country AND day BETWEEN '{start}' AND '{end}' GROUP BY ALL"
    )
    sums: dict[tuple[str, str], Floats] = defaultdict(lambda: np.zeros(2))
    for row in table.to_pylist():
        value = score.get(row["cameo"] or "")
        if value is not None:
            sums[row["a"], row["b"]] += np.array([value * row["n"], row["n"]])
    return {pair: float(total / n) for pair, (total, n) in sums.items()}


def _mapping() -> list[dict[str, str]]:
    rows = rows_of("icews/goldstein_mappings.csv")
    code = next(name for name in rows[0] if "code" in name.lower() or "cameo" in name.lower())
    value = next(name for name in rows[0] if "goldstein" in name.lower())
    return [
        {"code": row[code].strip().strip('"'), "goldstein": row[value]}
        for row in rows
        if row[value] not in ("", "NA")
    ]


def _targets(names: list[tuple[str, str]], first: int, last: int) -> dict[str, Floats]:
    points: dict[str, list[float]] = defaultdict(list)
    codes: dict[int, str] = {}
    for row in rows_of("un/IdealpointestimatesAll_Apr2020.csv.gz"):
        codes[int(row["ccode"])] = row["iso3c"]
        if first <= int(row["session"]) + 1945 <= last:
            points[row["iso3c"]].append(float(row["IdealPoint"]))
    place = {country: float(np.mean(values)) for country, values in points.items()}
    nan = float("nan")
    near = [-abs(place.get(a, nan) - place.get(b, nan)) for a, b in names]
    states = set(place)
    return {
        "nearness of UN ideal points": np.array(near),
        "defence alliance": _yes(names, states, _alliances(codes, first, last)),
        "no militarised dispute": 1 - _yes(names, states, _disputes(codes, first, last)),
    }


def _yes(names: list[tuple[str, str]], states: set[str], pairs: set[frozenset[str]]) -> Floats:
    return np.array(
        [float(frozenset(pair) in pairs) if states.issuperset(pair) else np.nan for pair in names]
    )


def _alliances(codes: dict[int, str], first: int, last: int) -> set[frozenset[str]]:
    found = set()
    for row in rows_of("cow/atop_alliance_intervals_1945on.csv.gz"):
        during = float(row["styear"]) <= last and float(row["endyear"]) >= first
        if during and float(row["atop_defense"] or 0) == 1:
            found.add(_states(codes, row["ccode1"], row["ccode2"]))
    return found


def _states(codes: dict[int, str], *numbers: str) -> frozenset[str]:
    return frozenset(codes.get(int(float(n)), n) for n in numbers)


def _disputes(codes: dict[int, str], first: int, last: int) -> set[frozenset[str]]:
    """Pairs on opposite sides of a dispute that was going on in these years."""
    sides: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for row in rows_of("cow/MIDB 5.0.csv.gz"):
        if int(row["styear"]) <= last and int(row["endyear"]) >= first:
            sides[row["dispnum"]][int(row["sidea"])].add(row["ccode"])
    return {_states(codes, a, b) for one, two in sides.values() for a in one for b in two}


def interval(
    figure: Callable[[NDArray[np.int64]], float], ends: NDArray[np.int64], times: int = 200
) -> tuple[float, float]:
    """95 % interval of a figure over pairs, from resampled countries."""
    random = np.random.default_rng(0)
    n = int(ends.max()) + 1
    drawn = []
    for _ in range(times):
        times_in = np.bincount(random.integers(0, n, n), minlength=n)
        index = np.repeat(np.arange(len(ends)), times_in[ends[:, 0]] * times_in[ends[:, 1]])
        drawn.append(figure(index))
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def report(pairs: Pairs, fewest: int, title: str) -> None:
    """One table of docs/measures.md: every measure against every outside figure."""
    counts = {name: int((truth[usable] == 1).sum()) for name, truth, usable in _each(pairs, fewest)}
    most = max(int(usable.sum()) for _, _, usable in _each(pairs, fewest))
    allied, none = counts["defence alliance"], counts["no militarised dispute"]
    print(f"\n{title}; {most} pairs with {fewest} or more happenings", end=" ")
    print(f"({allied} allied, {most - none} in dispute):\n")
    heads = [f"{name} | beyond" for name in pairs.targets]
    print(f"| measure | {' | '.join(heads)} |")
    print("|---" * (1 + 2 * len(heads)) + "|")
    for name in (*OURS, *BASE):
        cells = [
            _cells(pairs, name, truth, np.flatnonzero(usable))
            for _, truth, usable in _each(pairs, fewest)
        ]
        print(f"| {name} | {' | '.join(cells)} |")


def _each(pairs: Pairs, fewest: int) -> Iterator[tuple[str, Floats, NDArray[np.bool_]]]:
    """Every outside figure, and the pairs that have it and enough happenings."""
    for name, truth in pairs.targets.items():
        usable = np.isfinite(truth) & np.isfinite(pairs.values["mean Goldstein"])
        usable &= np.isfinite(pairs.values["mean PLOVER"]) & (pairs.values["happenings"] >= fewest)
        yield name, truth, usable


def _cells(pairs: Pairs, name: str, truth: Floats, index: NDArray[np.int64]) -> str:
    x, y = pairs.values[name][index].astype(float), truth[index]
    ends = _ends([pairs.names[i] for i in index])
    cells = [_shown(spearman(x, y), interval(lambda i: spearman(x[i], y[i]), ends))]
    taken = np.column_stack([pairs.values[n][index] for n in GIVEN])
    left = _shown(beyond(x, y, taken), _left(x, y, taken, ends)) if name in OURS else ""
    return f"{cells[0]} | {left}"


def _ends(names: list[tuple[str, str]]) -> NDArray[np.int64]:
    place = {name: i for i, name in enumerate(sorted({name for pair in names for name in pair}))}
    return np.array([[place[a], place[b]] for a, b in names], dtype=np.int64)


def _shown(figure: float, ends: tuple[float, float]) -> str:
    return f"{figure:+.2f} ({ends[0]:+.2f}, {ends[1]:+.2f})"


def report_positions(pairs: Pairs, fewest: int, title: str) -> None:
    """What shared positions say where two took sides, and beyond our other measures."""
    occasions = pairs.values["agreed"] + pairs.values["opposed"]
    print(f"\n{title}; pairs with {fewest} or more occasions to take the same side:\n")
    print("| measure | " + " | ".join(f"{n} | beyond ours | pairs" for n in pairs.targets) + " |")
    print("|---" * (1 + 3 * len(pairs.targets)) + "|")
    for name in ("same_side", "shared_positions"):
        cells = []
        for truth in pairs.targets.values():
            index = np.flatnonzero(np.isfinite(truth) & (occasions >= fewest))
            x, y = pairs.values[name][index], truth[index]
            ends = _ends([pairs.names[i] for i in index])
            others = ("balance", "similarity", "attention", "neighbours")
            taken = np.column_stack([pairs.values[n][index] for n in others])
            plain = _shown(spearman(x, y), interval(lambda i: spearman(x[i], y[i]), ends))  # noqa: B023
            cells += [plain, _shown(beyond(x, y, taken), _left(x, y, taken, ends)), str(len(index))]
        print(f"| {name} | {' | '.join(cells)} |")


def _left(x: Floats, y: Floats, taken: Floats, ends: NDArray[np.int64]) -> tuple[float, float]:
    return interval(lambda i: beyond(x[i], y[i], taken[i]), ends)


def main() -> int:
    if not ANALYTICS.is_dir():
        print(f"no data in {ANALYTICS}: nothing to validate on")
        return 0
    for name, start, end in SETS:
        part = ", a 20 % sample" if "20pct" in name else ""
        title = f"ICEWS{part}, {start} to {end}"
        pairs = Pairs(name, start, end)
        for fewest in (1, 20):
            report(pairs, fewest, title)
        for fewest in (3, 10):
            report_positions(pairs, fewest, title)
    return 0


if __name__ == "__main__":
    sys.exit(main())
