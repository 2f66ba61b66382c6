"""Splits against what is publicly known of 2012 to 2015, and against simpler detectors.

    pip install -e '.[bench]'      # ruptures, for comparison
    python training/validate_splits.py [--pairs 200]

Prints the tables of docs/measures.md. Reads the ICEWS files of ../shared/data/analytics/icews
and says so where they are absent. ``known_splits.csv`` lists ruptures and rapprochements with
their days, written from memory of the public record when the first detector had been tried on seven
pairs only; not every real change is in it, so the false alarms counted here are an upper bound.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from riftline.measure.changepoints import ONLINE, Change, Detector, in_hindsight, online
from riftline.measure.counts import QUADS, coverage, pair_counts
from riftline.measure.distributions import Floats
from riftline.measure.splits import compare
from riftline.store import Store, import_events

HERE = Path(__file__).resolve().parent
ICEWS = HERE.parent.parent / "shared" / "data" / "analytics" / "icews"
NEAR = timedelta(days=30)


@dataclass(frozen=True)
class Found:
    """One change as any detector gives it."""

    day: date
    known: date  # when it could be announced
    direction: str


@dataclass(frozen=True)
class Known:
    a: str
    b: str
    day: date
    direction: str
    what: str


class Weeks:
    """Weekly counts of every pair of countries."""

    def __init__(self, store: Store) -> None:
        covered = coverage(store, period="week").to_pylist()
        self.weeks = [row["period_start"] for row in covered]
        volume = np.array([row["coverage"] for row in covered], dtype=float)
        self.exposure = volume / volume.mean()
        place = {week: i for i, week in enumerate(self.weeks)}
        self.counts: dict[tuple[str, str], Floats] = {}
        for row in pair_counts(store, period="week").to_pylist():
            pair = (row["a"], row["b"])
            matrix = self.counts.setdefault(pair, np.zeros((len(self.weeks), 4)))
            matrix[place[row["period_start"]]] = [row[quad] for quad in QUADS]

    def of(self, a: str, b: str) -> Floats:
        empty = np.zeros((len(self.weeks), 4))
        return self.counts.get((min(a, b), max(a, b)), empty)

    def around(self, event: Known, days: int = 90) -> int:
        near = [abs((week - event.day).days) <= days for week in self.weeks]
        return int(self.of(event.a, event.b)[near].sum())


Detect = Callable[[Weeks, Floats], Iterator[Found]]


def bayes(finder: Callable[..., list[Change]], detector: Detector) -> Detect:
    def detect(weeks: Weeks, counts: Floats) -> Iterator[Found]:
        for change in finder(counts, weeks.exposure, detector):
            shift = compare(counts, weeks.exposure, change)
            found = weeks.weeks[change.week if change.found is None else change.found]
            yield Found(weeks.weeks[change.week], found + timedelta(days=6), shift.direction)

    return detect


def z_score(threshold: float) -> Detect:
    """Net happenings of two weeks against the 26 weeks before; eight weeks of rest after one."""

    def detect(weeks: Weeks, counts: Floats) -> Iterator[Found]:
        net = counts[:, :2].sum(axis=1) - counts[:, 2:].sum(axis=1)
        last = -99
        for week in range(27, len(net)):
            before = net[week - 27 : week - 1]
            spread = max(float(before.std()), 0.5)
            z = (net[week - 1 : week + 1].mean() - before.mean()) / spread
            if abs(z) > threshold and week - last > 8:
                last = week
                way = "split" if z < 0 else "rapprochement"
                yield Found(weeks.weeks[week - 1], weeks.weeks[week] + timedelta(days=6), way)

    return detect


def pelt(penalty: float) -> Detect:
    """PELT of the package ``ruptures`` on raw weekly counts of cooperation and conflict.

    Least squares (its cost "l2"); the penalty is in units of variance times log(weeks), segments
    of four weeks or more, every week a candidate.
    """
    import ruptures

    def detect(weeks: Weeks, counts: Floats) -> Iterator[Found]:
        raw = np.stack([counts[:, :2].sum(axis=1), counts[:, 2:].sum(axis=1)], axis=1)
        noise = max(float(np.diff(raw, axis=0).var(axis=0).sum()) / 2, 0.05)
        finder = ruptures.Pelt(model="l2", min_size=4, jump=1).fit(raw)
        ends = finder.predict(pen=penalty * noise * np.log(len(raw)))
        bounds = [0, *(int(end) for end in ends)]
        net = raw[:, 0] - raw[:, 1]
        for before, week, after in zip(bounds, bounds[1:], bounds[2:], strict=False):
            rose = net[week:after].mean() > net[before:week].mean()
            way = "rapprochement" if rose else "split"
            yield Found(weeks.weeks[week], weeks.weeks[week], way)

    return detect


def score(weeks: Weeks, known: list[Known], others: list[tuple[str, str]], detect: Detect) -> str:
    """Recall, delay and alarms a dyad-year of one detector, as the cells of a table row."""
    dyads = sorted({(min(k.a, k.b), max(k.a, k.b)) for k in known} | set(others))
    found = {dyad: list(detect(weeks, weeks.of(*dyad))) for dyad in dyads}
    hits, dated, delays = 0, 0, []
    used: set[tuple[tuple[str, str], int]] = set()
    for event in known:
        dyad = (min(event.a, event.b), max(event.a, event.b))
        near = [(i, f) for i, f in enumerate(found[dyad]) if abs(f.day - event.day) <= NEAR]
        used.update((dyad, i) for i, _ in near)
        dated += bool(near)
        right = [f for _, f in near if f.direction == event.direction]
        hits += bool(right)
        delays += [max((right[0].known - event.day).days, 0)] if right else []
    years = len(dyads) * len(weeks.weeks) / 52.18
    directed = [
        (dyad, i)
        for dyad in dyads
        for i, f in enumerate(found[dyad])
        if f.direction in ("split", "rapprochement")
    ]
    false = sum(key not in used for key in directed)
    delay = f"{np.median(delays):.0f}" if delays else ""
    return f"{hits}/{len(known)} | {dated}/{len(known)} | {delay} | {false / years:.2f}"


def detectors() -> dict[str, Detect]:
    """What is compared, by its name in the tables."""
    return {
        "hindsight": bayes(in_hindsight, Detector()),
        "online": bayes(online, ONLINE),
        "online, threshold 0.8": bayes(online, replace(ONLINE, threshold=0.8)),
        **{f"two-week z-score > {z:g}": z_score(z) for z in (2, 3, 4, 6)},
        **{f"ruptures PELT, penalty {p:g}": pelt(p) for p in (2, 4, 8)},
    }


def read_known() -> list[Known]:
    with (HERE / "known_splits.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    return [
        Known(r["a"], r["b"], date.fromisoformat(r["day"]), r["direction"], r["what"]) for r in rows
    ]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=200, help="most reported pairs added")
    parser.add_argument("--list", action="store_true", help="what was found of each known event")
    args = parser.parse_args()
    if not ICEWS.is_dir():
        print(f"no ICEWS files in {ICEWS}: nothing to validate on")
        return 0
    for name in ("icews0515_2012aug_2015dec", "icews14_full"):
        with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "s.duckdb") as db:
            import_events(db, "icews", ICEWS / f"{name}.tsv.gz")
            weeks = Weeks(db)
        _report(name, weeks, args.pairs, args.list)
    return 0


def _report(name: str, weeks: Weeks, pairs: int, listed: bool) -> None:
    first, last = weeks.weeks[0] + timedelta(weeks=12), weeks.weeks[-1] - timedelta(days=7)
    known = [k for k in read_known() if first <= k.day <= last]
    reported = [k for k in known if weeks.around(k) >= 10]
    ranked = sorted(weeks.counts, key=lambda pair: (-weeks.counts[pair].sum(), pair))[:pairs]
    print(f"\n{name}: {len(known)} known events, {len(reported)} with ten happenings or more")
    print("within 90 days; recall counts the reported ones, false alarms over "
          f"{len(ranked)} most reported pairs and those of the list\n")  # fmt: skip
    print("| detector | right direction, 30 days | any change, 30 days | median delay, days | "
          "alarms not in the list, a dyad-year | seconds |")  # fmt: skip
    print("|---|---|---|---|---|---|")
    for label, detect in detectors().items():
        began = time.process_time()
        cells = score(weeks, reported, ranked, detect)
        print(f"| {label} | {cells} | {time.process_time() - began:.0f} |")
    if listed:
        _list(weeks, known)


def _list(weeks: Weeks, known: list[Known]) -> None:
    hindsight, live = bayes(in_hindsight, Detector()), bayes(online, ONLINE)
    for event in known:
        counts = weeks.of(event.a, event.b)
        cells = [f"{event.a}-{event.b} {event.day} {event.direction} n={weeks.around(event)}"]
        for detect in (hindsight, live):
            near = [f for f in detect(weeks, counts) if abs(f.day - event.day) <= NEAR]
            cells.append(", ".join(f"{f.day} {f.direction}" for f in near) or "-")
        print(" | ".join(cells), "|", event.what)


if __name__ == "__main__":
    sys.exit(main())
