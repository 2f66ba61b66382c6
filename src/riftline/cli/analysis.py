"""``riftline alignment``, ``riftline splits`` and ``riftline blocs``."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

import pyarrow as pa
from rich.console import Console
from rich.table import Table

from riftline.cli.choice import names, pair_of
from riftline.coder import as_day
from riftline.measure.alignment import alignment
from riftline.measure.blocs import balance_of_network, blocs
from riftline.measure.splits import splits
from riftline.store import Store
from riftline.write.tables import write_table


def run_alignment(args: argparse.Namespace) -> int:
    """How close pairs of actors are, with intervals."""
    actors = names(args.actors)
    pairs = [pair_of(text) for text in args.pair or ()] or None
    with Store.open(args.db, read_only=True) as store:
        result = alignment(
            store, actors, pairs=pairs, period=args.period, minimum=args.minimum,
            start=as_day(args.start), end=as_day(args.end), origin=args.origin,
        )  # fmt: skip
    if args.format != "table":
        write_table(result, args.output, args.format)
        return 0
    measures = {
        "balance": "balance", "in words": "verbal_balance", "in deeds": "material_balance",
        "similarity": "similarity", "same side": "same_side",
        "same side, times expected": "shared_positions", "per 10,000": "exposure",
        "times expected": "attention",
    }  # fmt: skip
    table = Table("from", "source", "target", "happenings", *measures, title="Alignment")
    for row in result.to_pylist():
        cells = [str(row["period_start"]), row["source"], row["target"], str(row["happenings"])]
        table.add_row(*cells, *(_between(row, name) for name in measures.values()))
    Console().print(table)
    return 0


def run_splits(args: argparse.Namespace) -> int:
    """When pairs fell out or drew together, with the evidence."""
    pairs = [pair_of(text) for text in args.pair]
    as_of = as_day(args.as_of)
    with Store.open(args.db, read_only=True) as store:
        found = [
            splits(
                store, pair, as_of=as_of, start=as_day(args.start), end=as_day(args.end),
                origin=args.origin,
            )
            for pair in pairs
        ]  # fmt: skip
    result = pa.concat_tables(found)
    if args.format != "table":
        write_table(_flat(result) if args.format == "csv" else result, args.output, args.format)
        return 0
    heads = ("date", "found", "pair", "direction", "probability", "balance", "size")
    table = Table(*heads, "evidence", title="Splits and rapprochements")
    for row in result.to_pylist():
        table.add_row(
            str(row["date"]), str(row["found"] or ""), f"{row['source']}-{row['target']}",
            row["direction"], f"{row['probability']:.2f}",
            f"{row['balance_before']:+.2f} to {row['balance_after']:+.2f}", _between(row, "size"),
            "\n".join(_said(item) for item in row["evidence"]),
        )  # fmt: skip
    Console().print(table)
    return 0


def run_blocs(args: argparse.Namespace) -> int:
    """Who stands together, or with ``--balance`` how balanced the network is."""
    options: dict[str, Any] = {
        "start": as_day(args.start), "end": as_day(args.end), "period": args.period,
        "minimum": args.minimum, "origin": args.origin, "seed": args.seed,
    }  # fmt: skip
    actors = names(args.actors)
    with Store.open(args.db, read_only=True) as store:
        if args.balance:
            result = balance_of_network(store, actors, **options)
        else:
            result = blocs(
                store, actors, resolution=args.resolution, resamples=args.resamples, **options
            )
    if args.format != "table":
        write_table(result, args.output, args.format)
        return 0
    Console().print(_balance_table(result) if args.balance else _bloc_table(result))
    return 0


def _between(row: dict[str, Any], name: str) -> str:
    digits = 1 if name == "exposure" else 2
    middle, low, high = (f"{row[f'{name}{end}']:.{digits}f}" for end in ("", "_low", "_high"))
    return f"{middle} ({low} to {high})"


def _said(item: dict[str, Any]) -> str:
    text = item["sentence"] or f"({item['event_type']}, imported: no sentence)"
    return f"{item['day']} {item['outlet'] or ''} {text}".replace("  ", " ")


def _flat(result: pa.Table) -> pa.Table:
    """Evidence as event ids with blanks between, since CSV has no lists."""
    ids = [" ".join(e["event_id"] for e in row) for row in result["evidence"].to_pylist()]
    place = result.column_names.index("evidence")
    return result.set_column(place, "evidence", pa.array(ids, pa.string()))


def _bloc_table(result: pa.Table) -> Table:
    table = Table("period", "bloc", "around", "members (stability)", "came from", title="Blocs")
    groups: dict[tuple[date, int], list[dict[str, Any]]] = {}
    for row in result.to_pylist():
        groups.setdefault((row["period_start"], row["bloc"]), []).append(row)
    for (start, number), rows in sorted(groups.items()):
        rows.sort(key=lambda row: (-(row["stability"] or 0), row["actor"]))
        moved = [
            f"{row['actor']} from {row['moved_from']} (p {row['moved_probability'] or 0:.2f})"
            for row in rows
            if row["moved_from"] is not None
        ]
        members = [_member(row) for row in rows]
        table.add_row(
            str(start), str(number), rows[0]["centre"], ", ".join(members), ", ".join(moved)
        )
    return table


def _member(row: dict[str, Any]) -> str:
    stability = row["stability"]
    return str(row["actor"]) if stability is None else f"{row['actor']} {stability:.2f}"


def _balance_table(result: pa.Table) -> Table:
    heads = ("from", "actors", "+ ties", "- ties", "triads", "balanced", "by chance", "p")
    table = Table(*heads, "frustration", title="Structural balance")
    for row in result.to_pylist():
        counts = ("period_start", "actors", "positive_ties", "negative_ties", "triads")
        shares = ("balanced", "balanced_by_chance", "p_value", "frustration")
        cells = ["" if row[name] is None else f"{row[name]:.2f}" for name in shares]
        table.add_row(*(str(row[name]) for name in counts), *cells)
    return table
