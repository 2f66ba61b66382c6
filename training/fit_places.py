"""Fit the two models of the place finder: which place a name means, and whether it is one.

    python training/fit_places.py GEOVIRUS.xml.gz LGL.xml.gz [--ner FILE.gz...] [--weight N]

Only the develop half of GeoVirus and LGL is used (``riftline.evaluate.places.in_half``). ``--ner``
adds token-per-line files with BIO tags (tab or blank separated, tag in the last or third column);
their LOC names teach the second model. Writes ``data/places/model.json``.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from build_places import OUT
from riftline.evaluate.places import Article, Toponym, in_half, read_articles
from riftline.mentions.places import resolving_context
from riftline.mentions.places_choose import CANDIDATE_FEATURES, candidate_features
from riftline.mentions.places_gazetteer import distance_km, gazetteer
from riftline.mentions.places_spans import find_spans
from riftline.mentions.places_whether import SPAN_FEATURES, span_features
from riftline.resolve import ActorResolver
from riftline.sentences import split_sentences

NEAR_KM = 161.0
RIDGE = 6.0
LOCAL = 0.3  # weight of LGL, local papers of one country, beside GeoVirus, news of the world
# what the ridge draws to: world news speaks of capitals and of the countries it names more than
# local papers do, and there is no annotated set of it large enough to say how much
DRAWN_TO = {
    "population": 1.3, "main": 2.0, "country": 1.5, "capital": 2.0, "admin": 0.5, "region": 1.0,
    "site": 0.5, "qualified": 2.0, "contradicted": -0.5, "country_share": 3.0,
    "country_named": 1.2, "admin_named": 2.0, "near": 2.0, "around": 3.0, "same_admin": 4.0,
    "same_country": 3.0,
}  # fmt: skip
CONTEXT = {
    "qualified", "country_share", "country_named", "admin_named", "near", "around", "same_admin",
    "same_country",
}  # fmt: skip


def main() -> None:
    """Fit both, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", type=Path, nargs=2)
    parser.add_argument("--ner", type=Path, nargs="*", default=[])
    args = parser.parse_args()
    resolver = ActorResolver.load()
    sets = [[a for a in read_articles(p) if in_half(a, "develop")] for p in args.files]
    groups: list[tuple[np.ndarray, np.ndarray, float]] = []
    rows: list[dict[str, float]] = []
    labels: list[int] = []
    weights: list[float] = []
    for number, articles in enumerate(sets):
        for article in articles:
            groups += [(*g, LOCAL if number else 1.0) for g in choice_groups(article, resolver)]
            got = span_rows(article, resolver)
            rows += [r for r, _ in got]
            labels += [y for _, y in got]
            # LGL leaves states and countries beside a town unmarked now and then
            weights += [1.0 if number == 0 else 0.5] * len(got)
    for source in args.ner:
        for article in read_ner(source):
            got = span_rows(article, resolver)
            rows += [r for r, _ in got]
            labels += [y for _, y in got]
            weights += [1.0] * len(got)
    path = OUT / "model.json"
    model = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    model |= {
        "candidate": fit_choice(groups),
        "span": fit_spans(rows, labels, weights),
    }
    path.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


def choice_groups(
    article: Article, resolver: ActorResolver
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Feature rows of each annotated name's candidates, and which of them are right."""
    sentences = split_sentences(article.text)
    actors = resolver.document(article.text, sentences, None, None).mentions
    spans = [(t.start, t.end) for t in article.toponyms]
    given, asked, countries = resolving_context(article.text, sentences, spans, actors)
    _keys, options, table = candidate_features(asked, countries)
    done = set()
    for span, toponym in zip(given, article.toponyms, strict=True):
        if span is None or toponym.lat is None or (span.key, toponym.lat) in done:
            continue
        done.add((span.key, toponym.lat))
        right = np.array([_near(c, toponym) for c in options[span.key]])
        if right.any() and not right.all():
            yield table[span.key], right


def _near(c: Any, t: Toponym) -> bool:
    assert t.lat is not None
    assert t.lon is not None
    return distance_km(c.lat, c.lon, t.lat, t.lon) <= NEAR_KM


def fit_choice(groups: list[tuple[np.ndarray, np.ndarray, float]]) -> dict[str, float]:
    """Conditional logit: the summed probability of the right candidates, with a ridge."""
    start = np.array([DRAWN_TO.get(n, 0.0) for n in CANDIDATE_FEATURES])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        off = w - start
        total, gradient = RIDGE * float(off @ off), 2 * RIDGE * off
        for x, right, weight in groups:
            scores = x @ w
            p = np.exp(scores - scores.max())
            p /= p.sum()
            inside = p[right].sum() + 1e-12
            total -= weight * float(np.log(inside))
            gradient = gradient + weight * (p @ x - (p[right] / inside) @ x[right])
        return total, gradient

    # context can only speak for a place, never against it
    bounds = [(0.0, None) if n in CONTEXT else (None, None) for n in CANDIDATE_FEATURES]
    result = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    hits = sum(bool(r[np.argmax(x @ result.x)]) for x, r, _ in groups)
    print(f"choice: {len(groups)} groups, {hits / len(groups):.3f} right on the develop half")
    return {n: round(float(v), 4) for n, v in zip(CANDIDATE_FEATURES, result.x, strict=True)}


def span_rows(article: Article, resolver: ActorResolver) -> list[tuple[dict[str, float], int]]:
    """Feature rows of the spans found in an article, with 1 where annotated."""
    sentences = split_sentences(article.text)
    actors = resolver.document(article.text, sentences, None, None).mentions
    spans = [s for sentence in sentences for s in find_spans(sentence, gazetteer())]
    gold = [(t.start, t.end) for t in article.toponyms]
    return [
        (row, int(any(a < s.end and s.start < b for a, b in gold)))
        for s, row in zip(spans, span_features(spans, actors), strict=True)
    ]


def read_ner(path: Path) -> Iterator[Article]:
    """Sentences of a BIO file, joined to texts of some length, LOC spans as toponyms."""
    text, marks, count = "", [], 0
    for line in [*gzip.decompress(path.read_bytes()).decode("utf-8").split("\n"), ""]:
        if line.startswith("#"):
            continue
        cells = line.split()
        if len(cells) < 2:
            count += 1
            text += "\n" if text and not text.endswith("\n") else ""
            if count == 12 and text:
                yield Article(path.name, text, tuple(marks))
                text, marks, count = "", [], 0
            continue
        word = cells[1] if path.name.startswith("uner") else cells[0]
        tag = cells[2] if path.name.startswith("uner") else cells[-1]
        glue = (
            "" if word in {",", ".", "'s", ")", "?", "!", ";", ":"} or text.endswith("(") else " "
        )
        text += glue if text and not text.endswith("\n") else ""
        start = len(text)
        text += word
        if tag.upper().endswith(("LOC", "LOCATION", "COUNTRY")):
            if not tag.startswith("I") or not marks or marks[-1].end < start - 1:
                marks.append(Toponym(start, len(text), word, None, None))
            else:
                marks[-1] = Toponym(marks[-1].start, len(text), "", None, None)


def fit_spans(
    rows: list[dict[str, float]], labels: list[int], weights: list[float]
) -> dict[str, float]:
    """Logistic regression over the span features."""
    x = np.array([[r.get(n, 0.0) for n in SPAN_FEATURES] for r in rows])
    fitted = LogisticRegression(C=1.0, max_iter=2000, fit_intercept=False)
    fitted.fit(x, labels, sample_weight=weights)
    p = fitted.predict_proba(x)[:, 1]
    y = np.array(labels)
    hits = ((p > 0.5) & (y == 1)).sum()
    print(
        f"spans: {len(rows)} rows, precision {hits / (p > 0.5).sum():.3f}, "
        f"recall {hits / y.sum():.3f} on the fitted rows"
    )
    return {n: round(float(v), 4) for n, v in zip(SPAN_FEATURES, fitted.coef_[0], strict=True)}


if __name__ == "__main__":
    main()
