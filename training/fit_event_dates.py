"""Fit and measure the weights that tie dates to events (src/riftline/mentions/event_dates.json).

    python training/fit_event_dates.py ARTICLES.json EVENTS.jsonl [--write]

Articles carry id, date, text and sentences; events carry article, sent, trigger and date (ISO
day, month or year, or null). Every third article by SHA-256 of its id is held out; weights are
fitted on the others. Prints precision, recall and F1 of non-null dates and the share of all
events whose date is exactly right (null where null), for both parts and each source.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from riftline.mentions import event_dates
from riftline.mentions.dates import find_dates

WEIGHTS = Path(event_dates.__file__).with_name("event_dates.json")
RIDGE = 1.0


def held_out(article: str) -> bool:
    """Every third article, by hash."""
    return int(hashlib.sha256(article.encode()).hexdigest(), 16) % 3 == 0


def as_label(first: str, last: str) -> str | None:
    """An interval in the annotation's form: its day, else its month, else its year."""
    if first == last:
        return first
    if first[:7] == last[:7] or _days(first, last) < 8:
        return first[:7]
    return first[:4] if first[:4] == last[:4] else None


def _days(first: str, last: str) -> int:
    return date.fromisoformat(last).toordinal() - date.fromisoformat(first).toordinal()


def read_cases(articles_path: Path, events_path: Path) -> list[dict[str, Any]]:
    """One case an event whose trigger stands in its sentence: spans, dates, label."""
    articles = {a["id"]: a for a in json.loads(articles_path.read_text(encoding="utf-8"))}
    mentions: dict[str, Any] = {}
    cases = []
    for line in events_path.read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        article = articles[event["article"]]
        day = date.fromisoformat(article["date"][:10]) if article.get("date") else None
        if event["article"] not in mentions:
            mentions[event["article"]] = find_dates(article["text"], day)
        sentence = next(s for s in article["sentences"] if s["i"] == event["sent"])
        at = article["text"].find(event["trigger"], sentence["start"], sentence["end"])
        if at < 0:
            continue
        cases.append(
            {
                "article": event["article"],
                "source": article["source"],
                "text": article["text"],
                "trigger": (at, at + len(event["trigger"])),
                "sentence": (sentence["start"], sentence["end"]),
                "published": day,
                "future": "future" in (event.get("aux") or []),
                "mentions": mentions[event["article"]],
                "gold": event["date"],
            }
        )
    return cases


def pairs(cases: list[dict[str, Any]]) -> tuple[list[dict[str, float]], list[bool]]:
    """Feature dictionaries of all (event, date) pairs and whether the date is the event's."""
    rows, labels = [], []
    for case in cases:
        options = event_dates.candidates(
            case["mentions"], case["sentence"], case["published"], case["text"]
        )
        for option in options:
            if event_dates.opens_with_since(option.start, case["text"]):
                continue  # a single annotated date cannot say "since"
            rows.append(
                event_dates.features(
                    option,
                    options,
                    case["trigger"],
                    case["sentence"],
                    case["published"],
                    case["future"],
                    case["text"],
                )
            )
            labels.append(as_label(option.first, option.last) == case["gold"] is not None)
    return rows, labels


def fit(rows: list[dict[str, float]], labels: list[bool], ridge: float = RIDGE) -> dict[str, float]:
    """Logistic regression with a ridge, by Newton's method."""
    names = sorted({name for row in rows for name in row})
    index = {name: i for i, name in enumerate(names)}
    x: NDArray[np.float64] = np.zeros((len(rows), len(names)))
    for i, row in enumerate(rows):
        for name, value in row.items():
            x[i, index[name]] = value
    y = np.array(labels, dtype=float)
    w = np.zeros(len(names))
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (p - y) + ridge * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + ridge * np.eye(len(names))
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-6:
            break
    return {name: round(float(w[i]), 3) for name, i in index.items()}


def measure(cases: list[dict[str, Any]]) -> dict[str, float]:
    """Precision, recall, F1 of non-null dates; ``exact`` over all events, nulls included."""
    right = given = wanted = exact = 0
    for case in cases:
        found = event_dates.event_date(
            case["mentions"],
            case["trigger"],
            *case["sentence"],
            case["published"],
            case["future"],
            case["text"],
        )
        label = as_label(found.start, found.end) if found else None
        given += label is not None
        wanted += case["gold"] is not None
        right += label is not None and label == case["gold"]
        exact += label == case["gold"]
    return {
        "events": len(cases),
        "precision": round(right / max(given, 1), 3),
        "recall": round(right / max(wanted, 1), 3),
        "f1": round(2 * right / max(given + wanted, 1), 3),
        "exact": round(exact / max(len(cases), 1), 3),
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("events", type=Path)
    parser.add_argument("--write", action="store_true", help="fit anew and write the weights")
    options = parser.parse_args()
    cases = read_cases(options.articles, options.events)
    training = [case for case in cases if not held_out(case["article"])]
    rest = [case for case in cases if held_out(case["article"])]
    if options.write:
        weights = fit(*pairs(training))
        best = choose_threshold(training, weights)
        write(weights | {"threshold": best})
    for name, part in (("fitted on", training), ("held out", rest)):
        print(name, json.dumps(measure(part)))
    by_source: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for case in rest:
        by_source[case["source"]].append(case)
    for source, part in sorted(by_source.items()):
        print("  held out,", source, json.dumps(measure(part)))


def write(weights: dict[str, float]) -> None:
    """Write the weights file and make the running process use it."""
    about = (
        "Log-odds weights of riftline.mentions.event_dates; fitted by training/fit_event_dates.py"
    )
    WEIGHTS.write_text(
        json.dumps({"about": about, "weights": weights}, indent=1, sort_keys=True) + "\n",
        encoding="utf-8",
    )
    event_dates._model.cache_clear()


def choose_threshold(cases: list[dict[str, Any]], weights: dict[str, float]) -> float:
    """The threshold of log-odds with the best F1 on the fitted part."""
    scored = []
    for threshold in np.arange(-1.5, 1.6, 0.25):
        write(weights | {"threshold": round(float(threshold), 2)})
        scored.append((measure(cases)["f1"], round(float(threshold), 2)))
    return max(scored)[1]


if __name__ == "__main__":
    main()
