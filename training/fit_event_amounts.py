"""Fit and measure the weights that tie amounts to events (riftline/mentions/event_amounts.json).

    python training/fit_event_amounts.py ARTICLES.json EVENTS.jsonl [--write] [--errors]

Files and held-out third as in fit_event_dates.py; an event's amount is {value, unit} or a list of
them or null. An amount is right when value and unit agree (unit: killed, injured, arrested,
troops, people, percent, an ISO 4217 code, or the last word of the counted noun). Amounts without
a single value ("dozens") are not annotated and not scored.
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from fit_event_dates import fit, held_out
from riftline.mentions import event_amounts
from riftline.mentions.amounts import find_amounts
from riftline.record import Magnitude, Sentence, Span

WEIGHTS = Path(event_amounts.__file__).with_name("event_amounts.json")
RIDGE = 1.0
PLAIN = ("killed", "injured", "arrested", "troops", "people", "percent")


def gold_amounts(amount: Any) -> set[tuple[float, str]]:
    """The annotation as a set of (value, unit)."""
    items = amount if isinstance(amount, list) else [amount] if amount else []
    out = set()
    for item in items:
        unit = str(item.get("unit"))
        unit = unit if unit in PLAIN or unit.isupper() else unit.split()[-1]
        out.add((float(item["value"]), unit))
    return out


def as_pair(amount: Magnitude) -> tuple[float, str] | None:
    """A magnitude in the annotation's form."""
    if amount.value is None:
        return None
    if amount.kind in ("killed", "injured", "arrested", "troops"):
        return amount.value, amount.kind
    if amount.kind in ("money", "share"):
        return amount.value, amount.unit or ""
    return amount.value, "people" if amount.kind == "crowd" else (amount.unit or "")


def read_cases(articles_path: Path, events_path: Path) -> list[dict[str, Any]]:
    """One case an event whose trigger stands in its sentence."""
    articles = {a["id"]: a for a in json.loads(articles_path.read_text(encoding="utf-8"))}
    found: dict[str, list[Magnitude]] = {}
    cases = []
    for line in events_path.read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        article = articles[event["article"]]
        if event["article"] not in found:
            day = date.fromisoformat(article["date"][:10]) if article.get("date") else None
            found[event["article"]] = find_amounts(article["text"], day)
        row = next(s for s in article["sentences"] if s["i"] == event["sent"])
        sentence = Sentence(row["i"], row["start"], row["end"], row["text"])
        at = article["text"].find(event["trigger"], row["start"], row["end"])
        if at < 0:
            continue
        inside = [
            a for a in found[event["article"]] if row["start"] <= a.start and a.end <= row["end"]
        ]
        cases.append(
            {
                "article": event["article"],
                "type": event["type"],
                "trigger": Span(at, at + len(event["trigger"]), event["trigger"]),
                "sentence": sentence,
                "amounts": inside,
                "gold": gold_amounts(event["amount"]),
            }
        )
    return cases


def measure(cases: list[dict[str, Any]], errors: bool = False) -> dict[str, float]:
    """Precision, recall and F1 over amounts; ``spans_recall``: share of gold found at all."""
    right = given = wanted = reachable = 0
    for case in cases:
        chosen = event_amounts.event_amounts(
            case["amounts"], case["trigger"], case["sentence"], case["type"]
        )
        pairs = {pair for a in chosen if (pair := as_pair(a))}
        right += len(pairs & case["gold"])
        given += len(pairs)
        wanted += len(case["gold"])
        reachable += len({as_pair(a) for a in case["amounts"]} & case["gold"])
        if errors and pairs != case["gold"]:
            print(
                case["type"],
                "gold",
                case["gold"],
                "got",
                pairs,
                case["trigger"].text,
                "|",
                case["sentence"].text[:250].replace("\n", " "),
            )
    return {
        "events": len(cases),
        "gold": wanted,
        "spans_recall": round(reachable / max(wanted, 1), 3),
        "precision": round(right / max(given, 1), 3),
        "recall": round(right / max(wanted, 1), 3),
        "f1": round(2 * right / max(given + wanted, 1), 3),
    }


def write(weights: dict[str, float]) -> None:
    """Write the weights file and make the running process use it."""
    about = "Log-odds weights of riftline.mentions.event_amounts; training/fit_event_amounts.py"
    content = json.dumps({"about": about, "weights": weights}, indent=1, sort_keys=True)
    WEIGHTS.write_text(content + "\n", encoding="utf-8")
    event_amounts._model.cache_clear()


def refit(training: list[dict[str, Any]]) -> None:
    """Fit on the training part and keep the threshold with the best F1 there."""
    rows, labels = [], []
    for case in training:
        for amount in case["amounts"]:
            if as_pair(amount) is None:
                continue
            rows.append(
                event_amounts.features(
                    amount, case["amounts"], case["trigger"], case["sentence"], case["type"]
                )
            )
            labels.append(as_pair(amount) in case["gold"])
    weights = fit(rows, labels, RIDGE)
    scored = []
    for threshold in np.arange(-1.5, 1.1, 0.25):
        write(weights | {"threshold": round(float(threshold), 2)})
        scored.append((measure(training)["f1"], round(float(threshold), 2)))
    write(weights | {"threshold": max(scored)[1]})


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("events", type=Path)
    parser.add_argument("--write", action="store_true", help="fit anew and write the weights")
    parser.add_argument("--errors", action="store_true", help="list errors of the fitted part")
    options = parser.parse_args()
    cases = read_cases(options.articles, options.events)
    training = [case for case in cases if not held_out(case["article"])]
    rest = [case for case in cases if held_out(case["article"])]
    if options.write:
        refit(training)
    print("fitted on", json.dumps(measure(training, options.errors)))
    print("held out", json.dumps(measure(rest)))


if __name__ == "__main__":
    main()
