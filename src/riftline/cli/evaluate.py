"""``riftline evaluate relations|events``."""

from __future__ import annotations

import argparse
import json
from typing import Any

from rich.console import Console
from rich.table import Table

from riftline.coder import Coder
from riftline.evaluate.events import code_articles, evaluate_events, read_gold
from riftline.evaluate.relations import evaluate_relations, read_pairs


def run_relations(args: argparse.Namespace) -> int:
    """Score given pairs."""
    pairs = read_pairs(args.file)
    figures = evaluate_relations(Coder(weights=args.weights).model, pairs)
    if args.json:
        print(json.dumps(figures, indent=1))
        return 0
    console = Console()
    for level in ("root", "quad", "binary"):
        part = figures[level]
        console.print(f"{level}: macro-F1 {part['macro_f1']:.3f}, accuracy {part['accuracy']:.3f}")
    table = Table("class", "precision", "recall", "F1", "rows")
    for name, row in figures["per_class"].items():
        cells = [f"{row[k]:.2f}" for k in ("precision", "recall", "f1")]
        table.add_row(name, *cells, str(row["support"]))
    console.print(table)
    console.print(_confusion(figures["confusion"]))
    return 0


def _confusion(counts: dict[str, int]) -> Table:
    """Gold classes as rows, ours as columns; short heads so that it fits a terminal."""
    cells = {tuple(k.split(" > ")): n for k, n in counts.items()}
    names = sorted({name for pair in cells for name in pair})
    table = Table("gold \\ ours", *[n[:4] for n in names], title="confusion")
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
    return 0


def _shown(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
