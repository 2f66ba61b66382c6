"""``riftline evaluate relations|events|behaviour``."""

from __future__ import annotations

import argparse
import json
from typing import Any

from rich.console import Console
from rich.table import Table

from riftline.coder import Coder
from riftline.evaluate.behaviour import load_cases, run_cases, summary
from riftline.evaluate.events import code_articles, evaluate_events, evaluate_fields, read_gold
from riftline.evaluate.relations import evaluate_relations, read_pairs


def run_relations(args: argparse.Namespace) -> int:
    """Score given pairs."""
    pairs = read_pairs(args.file)
    figures = evaluate_relations(Coder(weights=args.weights).model, pairs)
    if args.json:
        print(json.dumps(figures, indent=1))
        return 0
    print_relations(figures, Console())
    return 0


def print_relations(figures: dict[str, Any], console: Console) -> None:
    """Levels with their intervals, a table by class, the confusion of classes."""
    for level in ("root", "quad", "binary"):
        part = figures[level]
        low, high = part["interval"]
        console.print(
            f"{level}: macro-F1 {part['macro_f1']:.3f} ({low:.3f} to {high:.3f}), "
            f"accuracy {part['accuracy']:.3f}",
            highlight=False,
        )
    table = Table("class", "precision", "recall", "F1", "rows")
    for name, row in figures["per_class"].items():
        cells = [f"{row[k]:.2f}" for k in ("precision", "recall", "f1")]
        table.add_row(name, *cells, str(row["support"]))
    console.print(table)
    console.print(_confusion(figures["confusion"]))


def _confusion(counts: dict[str, int]) -> Table:
    """Gold classes as rows, ours as columns; short heads so that it fits a terminal."""
    cells = {tuple(k.split(" > ")): n for k, n in counts.items()}
    names = sorted({name for pair in cells for name in pair})
    heads = [n[: 3 if sum(other[:3] == n[:3] for other in names) == 1 else 4] for n in names]
    title = "confusion (gold down, ours across)"
    table = Table("", *heads, title=title, box=None, padding=(0, 1, 0, 0))
    for g in names:
        table.add_row(g, *[str(cells.get((g, o), "")) for o in names])
    return table


def run_events(args: argparse.Namespace) -> int:
    """Score events from plain text."""
    gold, articles = read_gold(args.gold, args.articles)
    ours = code_articles(Coder(weights=args.weights), articles)
    if args.save:
        lines = [json.dumps(e, ensure_ascii=False) + "\n" for e in ours]
        args.save.write_text("".join(lines), encoding="utf-8")
    figures = evaluate_events(ours, gold, articles)
    if args.fields:
        figures |= evaluate_fields(ours, gold, articles)
    if args.json:
        print(json.dumps(figures, indent=1))
        return 0
    console = Console()
    table = Table("figure", "value")
    for name, value in figures.items():
        if not isinstance(value, dict):
            table.add_row(name.replace("_", " "), _shown(value))
    console.print(table)
    types = Table("type", "F1", title="by event type")
    for name, value in figures["per_type"].items():
        types.add_row(name, _shown(value))
    console.print(types)
    if args.fields:
        console.print(fields_table(figures["per_field"]))
    return 0


def fields_table(rows: dict[str, dict[str, float | None]]) -> Table:
    """One row a field; support is the number of gold labels."""
    table = Table("field", "precision", "recall", "F1", "gold", title="by field")
    for name, row in rows.items():
        cells = ["-" if row[k] is None else f"{row[k]:.2f}" for k in ("precision", "recall", "f1")]
        table.add_row(name, *cells, f"{row['support']:g}")
    return table


def run_behaviour(args: argparse.Namespace) -> int:
    """Code the bundled sentences and their variants; what changed, and what should have."""
    cases = load_cases()
    figures = summary(cases, list(run_cases(Coder(weights=args.weights), cases)))
    if args.json:
        print(json.dumps(figures, indent=1))
        return 0
    console = Console()
    heads = ("changed", "kept", "both", "right")
    table = Table("kind", "variants", "counted", *heads, title=f"{figures['bases']} sentences")
    for name, row in figures["kinds"].items():
        shares = ["-" if row[k] is None else f"{row[k]:.2f}" for k in heads]
        table.add_row(name, str(row["variants"]), str(row["counted"]), *shares)
    console.print(table)
    console.print(
        "counted: the base sentence is coded right. Of these: changed as it should; kept all else; "
        "both. right: of all variants, the record is as expected."
    )
    for failed in figures["failures"] if args.failures else []:
        parts = (("not changed", failed["missed"]), ("moved", failed["moved"]))
        why = "; ".join(f"{label}: {', '.join(names)}" for label, names in parts if names)
        line = f"{failed['kind']} {failed['text']} [{why}]"
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    return 0


def _shown(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
