"""Fit what follows from the signs of `riftline.mentions.status`; print the gain over the network.

    python training/fit_status.py [--weights DIR] [--write]

The signs' own weights are fitted on the training articles. How signs and network are joined is
fitted on the held-out articles, which neither has seen: on one half for the figures of the other,
on both for the weights that are written. The network is asked at the labelled triggers, with the
labelled type; its own thresholds (model.toml) were chosen on these articles, so its F1 is kind.
"AP" is average precision, which needs no threshold.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from dataset import AUX, TYPES, Article, examples, held_out, load_shared, load_team
from riftline.coder import as_day
from riftline.events.decode import HeadOutputs, sigmoid
from riftline.events.model import WEIGHTS, EventModel
from riftline.events.proposals import distance_buckets, row_mask
from riftline.mentions.status import MODES, status_cues

OUT = Path(__file__).parent.parent / "src" / "riftline" / "mentions" / "status.json"
STRENGTH = 0.5  # inverse of the ridge penalty; best of 0.1, 0.3, 1 by cross-validation, between
RARE = 4  # signs of fewer training events are left out
LEAST = 0.08  # smaller weights are left out of the file
LIMIT = 0.3  # of a probability; where F1 of the signs is best in cross-validation
FOLDS = 4
Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Case(NamedTuple):
    """One labelled event: its signs, its modes, the network's probabilities, its article's part.

    Of ``half``, the remainder by two says which half, by FOLDS which fold.
    """

    cues: dict[str, float]
    gold: frozenset[str]
    network: tuple[float, ...]
    half: int


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    articles = load_shared() + load_team()
    training = [c for a in articles if not held_out(a) for c in cases(a)]
    model = EventModel(options.weights)
    held = [c for a in articles if held_out(a) for c in network_cases(model, a)]
    print(f"{len(training)} training events, {len(held)} held-out events")
    weights: dict[str, dict[str, float]] = {}
    for m, mode in enumerate(MODES):
        cross_validate(training, mode)
        own = fit_cues(training, mode)
        weights[mode] = own
        scores = np.array([score(own, c.cues) for c in held])
        gold = np.array([mode in c.gold for c in held])
        network = log_odds(np.array([c.network[m] for c in held]))
        halves = np.array([c.half for c in held])
        report(mode, scores, network, gold, halves, model.limits.aux[AUX.index(mode)])
        weights["joint " + mode] = fit_joint(network, scores, gold)
    if options.write:
        OUT.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def cases(article: Article) -> list[Case]:
    """Labelled events of an article, without the network."""
    half = hashlib.sha256(article.id.encode()).digest()[0]
    texts = {s.index: s.text for s in article.sentences}
    found = []
    for event in article.events:
        text = texts.get(event["sent"], "")
        at = text.find(event["trigger"])
        if at >= 0:
            cues = status_cues(text, (at, at + len(event["trigger"])), day(article), event["type"])
            found.append(Case(cues, frozenset(event["aux"]), (), half))
    return found


def day(article: Article) -> date | None:
    """The article's day, where it has one."""
    return as_day(article.date) if article.date else None


def network_cases(model: EventModel, article: Article) -> list[Case]:
    """Labelled events with the network's own probabilities at the labelled trigger."""
    half = hashlib.sha256(article.id.encode()).digest()[0] % 2
    found = []
    for example in examples(article, model._packer):
        if not example.events:
            continue
        window = example.window
        spans = [g.span for g in example.events]
        length = len(window.ids)
        feed = {
            "hidden": model._encode(window)[0],
            "spans": row_mask(spans, length),
            "sentences": row_mask([window.ranges[g.sentence] for g in example.events], length),
            "distances": distance_buckets(spans, length),
        }
        out = HeadOutputs(*model._events.run(None, feed))
        for i, g in enumerate(example.events):
            text = window.sentences[g.sentence].text
            at = (window.offsets[g.span[0]][0], window.offsets[g.span[1] - 1][1])
            likely = dict(zip(AUX, sigmoid(out.aux[i]).tolist(), strict=True))
            gold = frozenset(AUX[a] for a in g.aux)
            cues = status_cues(text, at, day(article), TYPES[g.type])
            found.append(Case(cues, gold, tuple(likely[m] for m in MODES), half))
    return found


def fit_cues(training: Sequence[Case], mode: str) -> dict[str, float]:
    """Weights of the signs for one mode."""
    counts = Counter(n for c in training for n in c.cues)
    names = sorted(n for n, count in counts.items() if count >= RARE)
    at = {n: i for i, n in enumerate(names)}
    cells = [(i, at[n]) for i, c in enumerate(training) for n in c.cues if n in at]
    x = csr_matrix((np.ones(len(cells)), tuple(zip(*cells, strict=True))), (len(training), len(at)))
    y = [mode in c.gold for c in training]
    fitted = LogisticRegression(C=STRENGTH, max_iter=1000, solver="liblinear").fit(x, y)
    weights = {n: round(float(w), 3) for n, w in zip(names, fitted.coef_[0], strict=True)}
    kept = {n: w for n, w in weights.items() if abs(w) >= LEAST}
    return {**kept, "bias": round(float(fitted.intercept_[0]), 3)}


def cross_validate(training: Sequence[Case], mode: str) -> None:
    """Print the signs' figures on training articles that did not fit them."""
    scores, gold = np.zeros(len(training)), np.array([mode in c.gold for c in training])
    for fold in range(FOLDS):
        own = fit_cues([c for c in training if c.half % FOLDS != fold], mode)
        for i, case in enumerate(training):
            if case.half % FOLDS == fold:
                scores[i] = score(own, case.cues)
    precision, recall, f = f1(scores >= np.log(LIMIT / (1 - LIMIT)), gold)
    ap = average_precision_score(gold, scores)
    print(f"{mode}: signs alone, {FOLDS}-fold over {len(gold)} training events ({gold.sum()} so)")
    print(f"  {'':8} P {precision:.2f} R {recall:.2f} F1 {f:.3f} AP {ap:.3f}")


def score(weights: dict[str, float], cues: dict[str, float]) -> float:
    """Log-odds from the signs."""
    return weights["bias"] + sum(weights.get(n, 0.0) * v for n, v in cues.items())


def log_odds(p: Array) -> Array:
    """Of probabilities held within 0.0001 and 0.9999."""
    p = np.clip(p, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(p / (1 - p)))


def fit_joint(network: Array, scores: Array, gold: Flags) -> dict[str, float]:
    """Weights of the network's and the signs' log-odds."""
    fitted = LogisticRegression(C=1.0, max_iter=1000).fit(np.stack([network, scores], 1), gold)
    a, b = fitted.coef_[0]
    return {
        "bias": round(float(fitted.intercept_[0]), 3),
        "network": round(float(a), 3),
        "cues": round(float(b), 3),
    }


def f1(given: Flags, gold: Flags) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    hits = float((given & gold).sum())
    p, r = hits / max(given.sum(), 1), hits / max(gold.sum(), 1)
    return p, r, 2 * hits / max(given.sum() + gold.sum(), 1)


def report(
    mode: str, scores: Array, network: Array, gold: Flags, halves: Array, limit: float
) -> None:
    """Print each way's figures; the joint one for each half from the weights of the other."""
    joint = np.zeros(len(gold))
    for half in (0, 1):
        fit, test = halves != half, halves == half
        weights = fit_joint(network[fit], scores[fit], gold[fit])
        both = weights["bias"] + weights["network"] * network + weights["cues"] * scores
        joint[test] = both[test]
    print(mode, f"({int(gold.sum())} of {len(gold)} events)")
    for name, values, least in (
        ("network", network, limit),
        ("signs", scores, LIMIT),
        ("joint", joint, LIMIT),
    ):
        precision, recall, f = f1(values >= np.log(least / (1 - least)), gold)
        ap = average_precision_score(gold, values)
        print(f"  {name:8} P {precision:.2f} R {recall:.2f} F1 {f:.3f} AP {ap:.3f}")


if __name__ == "__main__":
    main()
