"""Splits against the openings and closings of missions of the United States.

    pip install -e '.[bench]'      # ruptures, for comparison
    python training/validate_missions.py

Prints the tables of docs/measures.md. Reads ../shared/data/analytics and says so where it is
absent: the ICEWS files, and ``us_mission_transitions.csv``, the US Diplomatic Mission Status Data
(Brenton Kenkel, CC BY 4.0, from the Office of the Historian). A status that rises is a
rapprochement, one that falls a split. None of these dates was looked at when the detectors were
made, but those of Cuba are in ``known_splits.csv`` too.

Recall: of the changes in the file's time, those dated within 30 days, in the right direction and in
any. Alarms are counted over all pairs of the United States with a state that are reported often
enough to be followed (a happening in four weeks); most real changes between states leave their
missions alone, so an alarm without a mission is not a false one: the figure is an upper bound.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from riftline.measure.distributions import Floats
from riftline.store import Store, import_events
from validate_splits import NEAR, Detect, Found, Known, Weeks, detectors, score

ANALYTICS = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "analytics"
FILES = ("icews0515_random20pct", "icews0515_2012aug_2015dec")
# From the codebook, least to greatest.
STATUS = ("None", "Interests", "Liaison", "Consul Nonresident", "Consulate", "Envoy Nonresident")
STATUS += ("Legation", "Ambassador Nonresident", "Embassy")
FEWEST = (1, 3, 10)  # happenings within 90 days of a change


def transitions() -> list[Known]:
    """Dated changes of status after 2004 of missions to a country that the tables know."""
    with (ANALYTICS / "us_mission_transitions.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows.sort(key=lambda row: (row["state_dept_name"], _day(row)))
    codes = _codes()
    known, before = [], {}
    for row in rows:
        name, status = row["state_dept_name"], row["status_change"]
        day = _day(row)
        old = before.get(name, "None")
        before[name] = status
        if day.year >= 2005 and name in codes and status != old:
            rose = STATUS.index(status) > STATUS.index(old)
            way = "rapprochement" if rose else "split"
            known.append(Known("USA", codes[name], day, way, f"{name}: {old} to {status}"))
    return known


def _day(row: dict[str, str]) -> date:
    """The day; the first of the month or year where no day is known (not after 2004)."""
    return date(int(row["year"]), int(row["month"] or 1), int(row["day"] or 1))


def _codes() -> dict[str, str]:
    with (ANALYTICS.parent / "actors/countries/country-codes.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    codes = {row["CLDR display name"]: row["ISO3166-1-Alpha-3"] for row in rows}
    return codes | {"Kosovo": "XKX"}


def followed(weeks: Weeks) -> list[tuple[str, str]]:
    """Pairs of the United States with one happening in four weeks or more."""
    fewest = len(weeks.weeks) / 4
    pairs = [pair for pair, counts in weeks.counts.items() if counts.sum() >= fewest]
    return sorted(pair for pair in pairs if "USA" in pair)


def once(detect: Detect) -> Detect:
    """The same detector, run once a series however often it is asked."""
    known: dict[bytes, list[Found]] = {}

    def remembered(weeks: Weeks, counts: Floats) -> Iterator[Found]:
        key = counts.tobytes()
        if key not in known:
            known[key] = list(detect(weeks, counts))
        yield from known[key]

    return remembered


def report(name: str, weeks: Weeks) -> None:
    first, last = weeks.weeks[0] + timedelta(weeks=12), weeks.weeks[-1] - timedelta(days=7)
    known = [k for k in transitions() if first <= k.day <= last]
    others = followed(weeks)
    compared = {label: once(detect) for label, detect in detectors().items()}
    print(f"\n{name}: {len(known)} changes of missions, {len(others)} pairs followed\n")
    heads = [f"{kind}, of {n}+ happenings" for n in FEWEST for kind in ("right direction", "any")]
    print(f"| detector | {' | '.join(heads)} | median delay, days | alarms a dyad-year |")
    print("|---" * (3 + len(heads)) + "|")
    for label, detect in compared.items():
        cells = []
        for fewest in FEWEST:
            reported = [k for k in known if weeks.around(k) >= fewest]
            right, dated, delay, alarms = score(weeks, reported, others, detect).split(" | ")
            cells += [right, dated]
        _, _, delay, alarms = score(weeks, known, others, detect).split(" | ")
        print(f"| {label} | {' | '.join(cells)} | {delay} | {alarms} |")
    print(
        "\n| change | day | happenings within 90 days | hindsight | online |\n|---|---|---|---|---|"
    )
    for event in known:
        cells = [event.what, str(event.day), str(weeks.around(event))]
        for label in ("hindsight", "online"):
            near = compared[label](weeks, weeks.of(event.a, event.b))
            cells.append(_nearest([f for f in near if abs(f.day - event.day) <= NEAR]))
        print(f"| {' | '.join(cells)} |")


def _nearest(found: list[Found]) -> str:
    return ", ".join(f"{f.direction}, {f.day} (known {f.known})" for f in found)


def main() -> int:
    if not ANALYTICS.is_dir():
        print(f"no data in {ANALYTICS}: nothing to validate on")
        return 0
    for name in FILES:
        with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "s.duckdb") as db:
            import_events(db, "icews", ANALYTICS / "icews" / f"{name}.tsv.gz")
            weeks = Weeks(db)
        report(name, weeks)
    return 0


if __name__ == "__main__":
    sys.exit(main())
