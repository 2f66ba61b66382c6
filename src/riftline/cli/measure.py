"""``riftline import`` and ``riftline dyads``."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

import pyarrow as pa
from rich.console import Console
from rich.table import Table

from riftline.cli.choice import pair_of
from riftline.cli.progress import Problems
from riftline.coder import as_day
from riftline.measure.dyads import dyad_evidence, dyad_series
from riftline.store import Store
from riftline.store.imports import import_events
from riftline.write.tables import write_table

_SHOWN = ("happenings", "reports", "outlets")
_QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")


def run_import(args: argparse.Namespace) -> int:
    """Import other event data into a store; 1 when some rows could not be read."""
    problems = Problems()
    with Store.open(args.db) as store:
        report = import_events(store, args.kind, args.file)
    for problem in report.problems:
        problems.add(problem)
    if report.already_imported:
        print(f"{args.file} was imported before: nothing to do")
    else:
        print(f"{report.events} events, {report.duplicates} known, {report.rejected} rejected")
    return problems.status()


def run_dyads(args: argparse.Namespace) -> int:
    """A pair's series, or the sentences behind it."""
    pair = pair_of(args.pair)
    start, end = as_day(args.start), as_day(args.end)
    with Store.open(args.db, read_only=True) as store:
        series = dyad_series(
            store,
            pair,
            period=args.period,
            directed=args.directed,
            start=start,
            end=end,
        )
        behind = _evidence(store, pair, series, args)
    if args.format != "table":
        write_table(behind if args.evidence else series, args.output, args.format)
        return 0
    console = Console()
    console.print(_series_table(series, args.pair))
    if args.evidence:
        console.print(_evidence_table(behind))
    else:
        console.print("The sentences behind each number: add --evidence")
    return 0


def _evidence(
    store: Store, pair: tuple[str, str], series: pa.Table, args: argparse.Namespace
) -> pa.Table | None:
    if not args.evidence:
        return None
    days = sorted({d for d in _active(series) if d is not None})
    tables = [
        dyad_evidence(store, pair, day, period=args.period, directed=args.directed) for day in days
    ]
    return pa.concat_tables(tables) if tables else None


def _active(series: pa.Table) -> list[date]:
    """First days of the periods that hold anything at all."""
    counted = ("happenings", "planned", "hypothetical", "denied")
    return [
        row["period_start"] for row in series.to_pylist() if any(row.get(name) for name in counted)
    ]


def _series_table(series: pa.Table, title: str) -> Table:
    directed = "source" in series.column_names
    heads = ["from", *(["source", "target"] if directed else [])]
    heads += [*_SHOWN, *(q.replace("_", " ") for q in _QUADS), "mean intensity", "not done"]
    table = Table(*heads, title=f"{title}: happenings by period")
    for row in series.to_pylist():
        if row["happenings"] is None:
            continue  # no coverage: nothing is known, which is not the same as nothing happened
        cells = [str(row["period_start"])]
        cells += [row["source"], row["target"]] if directed else []
        cells += [str(row[n]) for n in (*_SHOWN, *_QUADS)]
        mean = row["mean_intensity"]
        undone = sum(row[n] or 0 for n in ("planned", "hypothetical", "denied"))
        table.add_row(*cells, "" if mean is None else f"{mean:+.1f}", str(undone or ""))
    return table


def _evidence_table(behind: pa.Table | None) -> Table:
    table = Table("day", "type", "status", "outlet", "sentence", title="The sentences behind")
    rows: list[dict[str, Any]] = behind.to_pylist() if behind is not None else []
    for row in rows:
        table.add_row(
            str(row["day"]), row["event_type"], row["status"], row["outlet"] or row["origin"],
            row["sentence"] or "(imported: no sentence)",
        )  # fmt: skip
    return table
