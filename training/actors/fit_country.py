"""Fit the weights of ``riftline.resolve.nearby`` on one half of the coded training articles.

    python training/actors/fit_country.py ../shared/data/coding [--half dev]

For every coded participant whose words name no country, the resolver chooses among the countries
of the document. The weights are those of a conditional logit (maximum likelihood, ridge penalty)
over these choices; the other half tells how often the choice is right on unread articles.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from actors.score_participants import half_of
from riftline.record import Sentence
from riftline.resolve import ActorResolver, nearby

Choice = tuple[np.ndarray, list[str], str | None]


def choices(coding: Path, half: str) -> list[Choice]:
    """(values, countries, right country) for each description without a country of its own."""
    text = (coding / "events_train_articles.json").read_text("utf-8")
    articles = {a["id"]: a for a in json.loads(text)}
    resolver = ActorResolver.load()
    seen: list[dict[str, tuple[float, ...]]] = []
    plain = nearby.likely_country

    def recorder(memory, found, start, index):  # type: ignore[no-untyped-def]
        seen.append(nearby.evidence(memory, found, start, index))
        return plain(memory, found, start, index)

    nearby.likely_country = recorder
    out: list[Choice] = []
    documents: dict[str, object] = {}
    for line in (coding / "events_train.jsonl").read_text("utf-8").splitlines():
        event = json.loads(line)
        article = articles[event["article"]]
        if half_of(article["id"]) != half:
            continue
        rows = [Sentence(s["i"], s["start"], s["end"], s["text"]) for s in article["sentences"]]
        doc = documents.get(article["id"])
        if doc is None:
            day = date.fromisoformat(article["date"])
            doc = resolver.document(
                article["text"], rows, day, article.get("title"), article.get("outlet")
            )
            documents[article["id"]] = doc
        sentence = next(s for s in rows if s.index == event["sent"])
        for who in [*event["actors"], *event["recipients"]]:
            at = article["text"].find(who.get("text") or "\0", sentence.start, sentence.end)
            if at < 0:
                continue
            seen.clear()
            doc.resolve_span(at, at + len(who["text"]), sentence.index)  # type: ignore[attr-defined]
            if seen and seen[-1]:
                out.append((np.array(list(seen[-1].values())), list(seen[-1]), who["country"]))
    nearby.likely_country = plain
    return out


def fit(rows: list[Choice], ridge: float = 0.005, steps: int = 1500) -> np.ndarray:
    """Maximum likelihood of the conditional logit by gradient ascent."""
    known = [(x, names.index(gold)) for x, names, gold in rows if gold in names]
    weights = np.zeros(len(nearby.WEIGHTS))
    for _ in range(steps):
        slope = np.zeros_like(weights)
        for x, right in known:
            score = x @ weights
            p = np.exp(score - score.max())
            slope += x[right] - (p / p.sum()) @ x
        weights += 0.5 * (slope / len(known) - ridge * weights)
    return weights


def right(rows: list[Choice], weights: np.ndarray) -> float:
    """Share of right choices; a participant of no country counts as a fault."""
    return sum(n[int((x @ weights).argmax())] == gold for x, n, gold in rows) / len(rows)


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("coding", type=Path)
    args.add_argument("--half", default="dev")
    opts = args.parse_args()
    rows = choices(opts.coding, opts.half)
    weights = fit(rows)
    for name, weight in zip(nearby.WEIGHTS, weights, strict=True):
        print(f'    "{name}": {weight:.2f},')
    now = np.array(list(nearby.WEIGHTS.values()))
    other = "held" if opts.half == "dev" else "dev"
    for half, found in ((opts.half, rows), (other, choices(opts.coding, other))):
        shares = f"fitted {right(found, weights):.4f}  as is {right(found, now):.4f}"
        print(f"{half}: n {len(found)}  {shares}")


if __name__ == "__main__":
    main()
