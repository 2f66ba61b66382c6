"""Blocs of ICEWS 2014 before and after March, and what the signs add.

    python training/validate_blocs.py

Prints the tables of docs/measures.md. Reads ../shared/data/analytics/icews/icews14_full and says
so where it is absent.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from riftline.measure.alignment import alignment
from riftline.measure.blocs import balance_of_network, blocs
from riftline.store import Store, import_events

ICEWS = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "analytics" / "icews"
SPANS = ((date(2014, 1, 1), date(2014, 2, 28)), (date(2014, 3, 1), date(2014, 12, 31)))
EU = ("DEU", "FRA", "GBR", "ITA", "POL")
WATCHED = ("RUS", "UKR", "USA", *EU)


def main() -> int:
    file = ICEWS / "icews14_full.tsv.gz"
    if not file.is_file():
        print(f"no {file}: nothing to validate on")
        return 0
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "s.duckdb") as store:
        import_events(store, "icews", file)
        _pairs(store)
        _blocs(store)
        _balance(store)
    return 0


def _pairs(store: Store) -> None:
    print("| pair | before 1 March 2014 | from 1 March 2014 |")
    print("|---|---|---|")
    pairs = [("RUS", other) for other in ("UKR", "USA", "EU")] + [("UKR", "USA"), ("EU", "UKR")]
    pairs.append(("EU", "USA"))
    spans = [alignment(store, pairs=pairs, start=a, end=b).to_pylist() for a, b in SPANS]
    for pair, *rows in zip(pairs, *spans, strict=True):
        cells = [
            f"{r['balance']:+.2f} ({r['balance_low']:+.2f} to {r['balance_high']:+.2f}), "
            f"{r['happenings']} happenings"
            for r in rows
        ]
        print(f"| {pair[0]}-{pair[1]} | {' | '.join(cells)} |")


def _blocs(store: Store) -> None:
    print("\n| span | bloc around | watched members (stability) | others |")
    print("|---|---|---|---|")
    for start, end in SPANS:
        groups: dict[int, list[dict[str, Any]]] = {}
        for row in blocs(store, start=start, end=end).to_pylist():
            groups.setdefault(row["bloc"], []).append(row)
        for rows in groups.values():
            inside = [r for r in rows if r["actor"] in WATCHED]
            named = ", ".join(f"{r['actor']} {r['stability']:.2f}" for r in inside)
            others = sorted(
                (r for r in rows if r not in inside), key=lambda r: (-r["stability"], r["actor"])
            )
            some = " ".join(r["actor"] for r in others[:12])
            more = f" and {len(others) - 12} more" if len(others) > 12 else ""
            print(f"| {start} to {end} | {rows[0]['centre']} | {named} | {some}{more} |")


def _balance(store: Store) -> None:
    print("\n| span | actors | ties + / - | triads | balanced | by chance | p | frustration |")
    print("|---|---|---|---|---|---|---|---|")
    for start, end in (*SPANS, (SPANS[0][0], SPANS[1][1])):
        (row,) = balance_of_network(store, start=start, end=end).to_pylist()
        print(
            f"| {start} to {end} | {row['actors']} | {row['positive_ties']} / "
            f"{row['negative_ties']} | {row['triads']} | {row['balanced']:.2f} | "
            f"{row['balanced_by_chance']:.2f} | {row['p_value']:.3f} | {row['frustration']:.2f} |"
        )


if __name__ == "__main__":
    sys.exit(main())
