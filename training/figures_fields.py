"""Every field of the record on held-out articles and on the development set: one table, one plot.

    python training/figures_fields.py
    python training/figures_fields.py --plot docs/reliability.svg

Prints precision, recall and F1 of each field (riftline.evaluate.fields), the share of event-free
sentences left empty, and the calibration error; --plot draws the reliability diagram. The
development set is only scored here: nothing is chosen on it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from dataset import SHARED, Article, held_out, load_shared, load_team
from reliability import bins_of, diagram, fully_right
from riftline.cli.evaluate import fields_table
from riftline.coder import Coder
from riftline.evaluate.events import (
    code_articles,
    evaluate_events,
    evaluate_fields,
    read_gold,
)
from riftline.evaluate.matching import compare

Rows = list[dict[str, Any]]
BINS = {"held-out articles": 10, "development articles": 5}


def as_articles(articles: Sequence[Article]) -> tuple[Rows, Rows]:
    """Articles and their events in the form of the coding files, as of one coder."""
    gold = [{**e, "article": a.id, "coder": ""} for a in articles for e in a.events]
    rows = [
        {
            "id": a.id, "date": a.date, "title": a.title or None, "text": a.text,
            "sentences": [
                {"i": s.index, "start": s.start, "end": s.end, "text": s.text} for s in a.sentences
            ],
        }
        for a in articles
    ]  # fmt: skip
    return rows, gold


def load_sets() -> dict[str, tuple[Rows, Rows]]:
    """(articles, gold events) by name; the development set where ../shared is at hand."""
    held = [a for a in load_shared() + load_team() if held_out(a)]
    sets = {"held-out articles": as_articles(held)}
    folder = SHARED / "coding"
    if (folder / "events_dev.jsonl").exists():
        gold, articles = read_gold(folder / "events_dev.jsonl", folder / "events_dev_articles.json")
        sets["development articles"] = (articles, gold)
    return sets


def reliability_bins(ours: Rows, gold: Rows, articles: Rows, bins: int) -> list[Any]:
    """Bins over all coders together: each of our events is judged by each coder."""
    keys = [(a["id"], s["i"]) for a in articles for s in a["sentences"]]
    judged: Rows = []
    right: set[int] = set()
    for coder in sorted({str(e.get("coder", "")) for e in gold}):
        copies = [dict(e) for e in ours]
        matches = compare(copies, [e for e in gold if str(e.get("coder", "")) == coder], keys)
        judged += copies
        right |= fully_right(matches.matches)
    return bins_of(judged, right, bins)


def show(name: str, figures: Mapping[str, Any], console: Console) -> None:
    """One set's table and figures."""
    table = fields_table(figures["per_field"])
    table.title = f"{name}, {figures['events_gold']:g} gold events"
    console.print(table)
    for key in ("empty_kept_empty", "voice_accuracy", "calibration_error"):
        console.print(f"{key.replace('_', ' ')}: {figures[key]:.3f}", highlight=False)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, help="weights other than the bundled ones")
    parser.add_argument("--plot", type=Path, help="write the reliability diagram here")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    coder, console = Coder(weights=args.weights), Console()
    series, out = {}, {}
    for name, (articles, gold) in load_sets().items():
        ours = code_articles(coder, articles)
        figures = evaluate_events(ours, gold, articles) | evaluate_fields(ours, gold, articles)
        out[name] = figures
        series[name] = reliability_bins(ours, gold, articles, BINS[name])
        if not args.json:
            show(name, figures, console)
    if args.json:
        print(json.dumps(out, indent=1))
    if args.plot:
        title = "Confidence against the share of records that are fully right"
        args.plot.write_text(diagram(series, title), encoding="utf-8")


if __name__ == "__main__":
    main()
