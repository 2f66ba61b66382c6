"""Choose thresholds and fit the confidence on held-out articles; write model.toml.

    python training/calibrate.py runs/student/weights

Thresholds and confidence are fitted on all held-out articles; at the chosen threshold enough
event-free sentences of those of natural density must stay empty (excerpts chosen for rare types are
denser than news). The confidence is a logistic regression.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from dataset import AUX, Article, held_out, load_shared, load_team, natural
from riftline.assemble import build_events, confidence_features, find_all
from riftline.coder import as_day
from riftline.evaluate.events import as_gold, calibration_error
from riftline.evaluate.matching import Tally, compare
from riftline.events.decode import Likely, Thresholds
from riftline.events.model import EventModel
from riftline.record import Document
from riftline.resolve import ActorResolver

LEAST_EMPTY = 0.85  # share of event-free sentences that must stay empty
PLATEAU = 0.02  # of TYPE F1 plus FULL F1
OPEN = Thresholds(event=0.1)
FLOORS = (0.5, 0.4, 0.35, 0.3, 0.25)  # of a participant's words
IMPLIED = (0.5, 0.4, 0.3, 0.2)
LEVELS = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)


NO_WEIGHTS = (0.0, 0.0, 0.0, 0.0)


class Scored(NamedTuple):
    """One event as coded with open thresholds, with what its confidence is made from."""

    coded: dict[str, Any]
    score: float
    features: tuple[float, ...]
    likely: Likely


def code_all(
    limits: Thresholds, folder: Path, resolver: ActorResolver, articles: Sequence[Article]
) -> list[Scored]:
    """Every event of all articles at these thresholds."""
    model = EventModel(folder)
    model.limits = limits
    return [e for a in articles for e in code(model, resolver, a)]


def code(model: EventModel, resolver: ActorResolver, article: Article) -> list[Scored]:
    """Every event of one article."""
    document = Document(article.text, article.id, as_day(article.date), title=article.title)
    found = find_all(document, article.sentences, resolver)
    out = []
    at = {s.index: i for i, s in enumerate(article.sentences)}
    raws = [replace(raw, sentence=at[raw.sentence]) for raw in model.code(article.sentences)]
    events = build_events(
        raws, found, model.ontology, "calibration", NO_WEIGHTS, model.limits.implied
    )
    for raw, event in zip(raws, events, strict=True):
        coded = as_gold(event, article.id)
        out.append(Scored(coded, raw.score, confidence_features(raw), raw.likely))
    return out


def tally(events: Sequence[Scored], articles: Sequence[Article], threshold: float) -> Tally:
    """The scoring rule at one threshold."""
    gold = [{**e, "article": a.id} for a in articles for e in a.events]
    keys = [(a.id, s.index) for a in articles for s in a.sentences]
    wanted = {a.id for a in articles}
    ours = [e.coded for e in events if e.score >= threshold and e.coded["article"] in wanted]
    return compare(ours, gold, keys)


def choose_threshold(
    events: Sequence[Scored], articles: Sequence[Article], dense_as_news: Sequence[Article]
) -> float:
    """The middle of the thresholds that are as good as the best but for PLATEAU.

    Good means TYPE plus FULL F1 with enough event-free sentences of news left empty. The curve is
    flat at its top and its highest point is chance; either end of the plateau would be a bet.
    """
    values: dict[float, float] = {}
    for threshold in np.arange(0.3, 0.9, 0.02):
        t = tally(events, articles, float(threshold))
        news = tally(events, dense_as_news, float(threshold))
        if news.kept_empty >= LEAST_EMPTY * news.gold_empty:
            values[round(float(threshold), 2)] = t.f1(t.type) + t.f1(t.full)
    best = max(values.values())
    good = [x for x, value in values.items() if value >= best - PLATEAU]
    return round((min(good) + max(good)) / 2, 2)


def best_full(
    options: Sequence[Thresholds],
    folder: Path,
    resolver: ActorResolver,
    articles: Sequence[Article],
) -> Thresholds:
    """The option with the best FULL F1."""

    def full(limits: Thresholds) -> float:
        t = tally(code_all(limits, folder, resolver, articles), articles, limits.event)
        return t.f1(t.full)

    return max(options, key=full)


def best_aux(
    events: Sequence[Scored], articles: Sequence[Article], threshold: float
) -> tuple[float, ...]:
    """For each auxiliary mode the level with the best F1 over events matched on type."""
    raws = {id(e.coded): e.likely.aux for e in events}
    matches = tally(events, articles, threshold).matches
    out = []
    for name in AUX:
        gold = np.array([name in (m.gold.get("aux") or []) for m in matches])
        p = np.array([raws[id(m.ours)][name] for m in matches])
        f1 = [2 * (gold & (p >= x)).sum() / max(gold.sum() + (p >= x).sum(), 1) for x in LEVELS]
        out.append(LEVELS[int(np.argmax(f1))])
    return tuple(out)


def best_level(
    name: str, events: Sequence[Scored], articles: Sequence[Article], threshold: float
) -> float:
    """The level of modes or contexts with the best F1 over events matched on type."""
    levels = {id(e.coded): getattr(e.likely, name) for e in events}
    matches = tally(events, articles, threshold).matches
    best, chosen = -1.0, 0.5
    for level in LEVELS:
        hits = total = 0
        for m in matches:
            ours = {word for word, p in levels[id(m.ours)].items() if p >= level}
            gold = set(m.gold.get(name) or [])
            hits += 2 * len(ours & gold)
            total += len(ours) + len(gold)
        if total and hits / total > best:
            best, chosen = hits / total, level
    return chosen


def fit_confidence(
    events: Sequence[Scored], articles: Sequence[Article], threshold: float
) -> tuple[tuple[float, ...], float]:
    """Weights of the logistic regression and its calibration error by two-fold check."""
    t = tally(events, articles, threshold)
    right = {id(m.ours) for m in t.matches if m.actors and m.recipients}
    kept = [e for e in events if e.score >= threshold]
    x = np.array([e.features for e in kept])
    y = np.array([id(e.coded) in right for e in kept])
    half = np.array([hashlib.sha1(e.coded["article"].encode()).digest()[1] % 2 for e in kept], bool)
    errors = []
    for part in (half, ~half):
        model = LogisticRegression(C=1.0, fit_intercept=False).fit(x[part], y[part])
        rest = [kept[i].coded for i in np.flatnonzero(~part)]
        for coded, p in zip(rest, model.predict_proba(x[~part])[:, 1], strict=True):
            coded["confidence"] = float(p)
        errors.append(calibration_error(rest, t.matches))
    final = LogisticRegression(C=1.0, fit_intercept=False).fit(x, y)
    return tuple(round(float(w), 4) for w in final.coef_[0]), float(np.mean(errors))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()
    target = args.folder / "model.toml"
    digest = hashlib.sha256((args.folder / "encoder.onnx").read_bytes()).hexdigest()[:8]
    write(target, digest, OPEN, NO_WEIGHTS, None)
    resolver = ActorResolver.load()
    articles = [a for a in load_shared() + load_team() if held_out(a)]
    dense_as_news = [a for a in articles if natural(a)]
    threshold = choose_threshold(
        code_all(OPEN, args.folder, resolver, articles), articles, dense_as_news
    )
    limits = replace(OPEN, event=threshold)
    for name, levels in (("actor", FLOORS), ("recipient", FLOORS), ("implied", IMPLIED)):
        options = [replace(limits, **{name: level}) for level in levels]
        limits = best_full(options, args.folder, resolver, articles)
    events = code_all(limits, args.folder, resolver, articles)
    limits = replace(
        limits,
        aux=best_aux(events, articles, threshold),
        mode=best_level("mode", events, articles, threshold),
        context=best_level("context", events, articles, threshold),
    )
    weights, error = fit_confidence(events, articles, threshold)
    write(target, digest, limits, weights, error)
    for name, part in (("natural density", dense_as_news), ("all held out", articles)):
        figures = tally(events, part, threshold).figures()
        print(name, {k: round(v, 3) for k, v in figures.items() if v is not None})
    print("threshold", threshold, "calibration error (two-fold)", round(error, 3))


def write(
    path: Path, version: str, limits: Thresholds, weights: Sequence[float], error: float | None
) -> None:
    """Write model.toml."""
    lines = [
        "# Written by training/calibrate.py.",
        f'version = "{version}"',
        "",
        "[thresholds]",
        f"event = {limits.event}",
        f"mode = {limits.mode}",
        f"context = {limits.context}",
        f"aux = {list(limits.aux)}",
        f"implied = {limits.implied}",
        f"actor = {limits.actor}",
        f"recipient = {limits.recipient}",
        "",
        "[calibration]",
        f"weights = {list(weights)}",
        *([] if error is None else [f"error = {round(error, 4)}  # two-fold, held-out articles"]),
        "",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
