"""Fit where events happen (``riftline.mentions.places_events``) on a coding file's develop half.

    python training/fit_event_places.py EVENTS.jsonl ARTICLES.json

Adds the weights to ``data/places/model.json``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from build_places import OUT
from riftline.evaluate.event_places import read_cases, right
from riftline.mentions.places_events import EVENT_FEATURES, event_features
from riftline.resolve import ActorResolver


def main() -> None:
    """Fit and write."""
    rows, labels, best = [], [], []
    for case in read_cases(Path(sys.argv[1]), Path(sys.argv[2]), "develop", ActorResolver.load()):
        s = case.sentence
        inside = [p for p in case.places if s.start <= p.start and p.end <= s.end]
        features = event_features(inside, case.trigger, s, case.text)
        good = [right(p, case.gold) for p in inside]
        rows += features
        labels += good
        best.append((features, good, bool(case.gold)))
    x = np.array([[r.get(n, 0.0) for n in EVENT_FEATURES] for r in rows])
    fitted = LogisticRegression(C=1.0, max_iter=3000, fit_intercept=False).fit(x, labels)
    weights = dict(zip(EVENT_FEATURES, (round(float(v), 4) for v in fitted.coef_[0]), strict=True))
    for least in (0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
        print(least, *(f"{v:.3f}" for v in figures(best, weights, least)))
    path = OUT / "model.json"
    model = json.loads(path.read_text(encoding="utf-8"))
    model["event"] = weights
    path.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


def figures(
    best: list[tuple[list[dict[str, float]], list[bool], bool]],
    weights: dict[str, float],
    least: float,
) -> tuple[float, float, float]:
    """Precision, recall, F1 at one threshold."""
    given = gold = hits = 0
    for features, good, wanted in best:
        gold += wanted
        scores = [sum(weights[n] * v for n, v in r.items()) for r in features]
        if scores and 1 / (1 + np.exp(-max(scores))) >= least:
            given += 1
            hits += good[int(np.argmax(scores))]
    return hits / max(given, 1), hits / max(gold, 1), 2 * hits / max(given + gold, 1)


if __name__ == "__main__":
    main()
