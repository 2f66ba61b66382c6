"""Scores places against GeoVirus and LGL: resolution of given spans, and end to end.

Resolution figures are those of Gritta, Pilehvar and Collier ("Which Melbourne? Augmenting Geocoding
with Maps", ACL 2018): the share of toponyms resolved within 161 km of the annotated point, the mean
error in kilometres, and the area under the curve of sorted log errors (0 best, 1 worst). A toponym
that is not resolved counts with the largest possible error, 20,039 km.

    python -m riftline.evaluate.places FILE.xml.gz [--half develop|score] [--json]

``--half`` keeps one half of the articles, cut by the SHA-256 of the article's id (its source's
address in GeoVirus, so that passages of one article stay together).
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import itertools
import json
import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from riftline.errors import InputError
from riftline.mentions.places import find_places, resolve_places
from riftline.mentions.places_gazetteer import distance_km
from riftline.record import Place
from riftline.resolve import ActorResolver
from riftline.sentences import split_sentences

LARGEST_KM = 20039.0  # half the equator, as in the published evaluations
NEAR_KM = 161.0  # 100 miles


@dataclass(frozen=True, slots=True)
class Toponym:
    """One annotated name; ``lat`` and ``lon`` are None where no point was annotated."""

    start: int
    end: int
    text: str
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class Article:
    """One annotated text."""

    id: str
    text: str
    toponyms: tuple[Toponym, ...]


def read_articles(path: Path) -> list[Article]:
    """Read a GeoVirus or LGL file (XML, gzipped or not).

    Raises:
        InputError: it is no such file.
    """
    try:
        raw = path.read_bytes()
        data = gzip.decompress(raw) if path.suffix == ".gz" else raw
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False))
        return [_article(node) for node in root.iter("article")]
    except (OSError, ValueError, AttributeError, TypeError, etree.XMLSyntaxError) as error:
        raise InputError(f"no GeoVirus or LGL file: {error}", where=str(path)) from error


def _article(node: etree._Element) -> Article:
    text = node.findtext("text")
    if node.get("docid"):
        marks = [_lgl(t) for t in node.iter("toponym")]
        return Article(node.get("docid"), text, tuple(sorted(marks, key=lambda t: t.start)))
    marks = [_geovirus(loc) for loc in node.iter("location")]
    return Article(node.findtext("source"), text, tuple(sorted(marks, key=lambda t: t.start)))


def _lgl(node: etree._Element) -> Toponym:
    tag = node.find("gaztag")
    lat, lon = (tag.findtext("lat"), tag.findtext("lon")) if tag is not None else (None, None)
    return Toponym(
        int(node.findtext("start")),
        int(node.findtext("end")),
        node.findtext("phrase"),
        float(lat) if lat else None,
        float(lon) if lon else None,
    )


def _geovirus(node: etree._Element) -> Toponym:
    """GeoVirus counts characters from 1."""
    name, start = node.findtext("name"), int(node.findtext("start")) - 1
    lat, lon = float(node.findtext("lat")), float(node.findtext("lon"))
    return Toponym(start, start + len(name), name, lat, lon)


def in_half(article: Article, half: str | None) -> bool:
    """Whether an article belongs to the half asked for (all where None)."""
    if half is None:
        return True
    even = int(hashlib.sha256(article.id.encode()).hexdigest(), 16) % 2 == 0
    return even == (half == "develop")


def error_km(place: Place | None, toponym: Toponym) -> float:
    """Distance of a resolved place from the annotated point; the largest where unresolved."""
    if place is None or place.lat is None or place.lon is None:
        return LARGEST_KM
    assert toponym.lat is not None
    assert toponym.lon is not None
    return distance_km(place.lat, place.lon, toponym.lat, toponym.lon)


def error_figures(errors: Sequence[float]) -> dict[str, float]:
    """Accuracy at 161 km, mean and median error, and area under the log error curve.

    Example:
        >>> error_figures([0.0, 0.0, 20039.0])["accuracy_161km"]
        0.6667
    """
    if not errors:
        return {"toponyms": 0}
    logs = sorted(math.log(e + 1) for e in errors)
    area = sum((a + b) / 2 for a, b in itertools.pairwise(logs))
    steps = max(len(logs) - 1, 1)
    ordered = sorted(errors)
    return {
        "toponyms": len(errors),
        "accuracy_161km": round(sum(e <= NEAR_KM for e in errors) / len(errors), 4),
        "mean_error_km": round(sum(errors) / len(errors), 1),
        "median_error_km": round(ordered[len(ordered) // 2], 1),
        "auc": round(area / steps / math.log(LARGEST_KM + 1), 4),
    }


def evaluate_places(articles: Iterable[Article], resolver: ActorResolver) -> dict[str, Any]:
    """All figures over annotated articles.

    ``given_spans``: the annotated spans are told, only their places are asked; ``resolved`` there
    leaves out those for which no place was given. ``end_to_end``: spans found by ourselves;
    ``precision``/``recall``/``f1`` of spans (any overlap, one to one), ``exact_f1``, and the error
    figures of the spans found right.
    """
    given: list[float] = []
    found_errors: list[float] = []
    counts = {"ours": 0, "gold": 0, "both": 0, "exact": 0, "right": 0, "located": 0}
    for article in articles:
        sentences = split_sentences(article.text)
        actors = resolver.document(article.text, sentences, None, None).mentions
        spans = [(t.start, t.end) for t in article.toponyms]
        resolved = resolve_places(article.text, sentences, spans, actors=actors)
        for place, toponym in zip(resolved, article.toponyms, strict=True):
            if toponym.lat is not None:
                given.append(error_km(place, toponym))
        _count(article, find_places(article.text, sentences, actors=actors), counts, found_errors)
    return {
        "given_spans": {
            **error_figures(given),
            "resolved": error_figures([e for e in given if e < LARGEST_KM]),
        },
        "end_to_end": {**_span_figures(counts), **error_figures(found_errors)},
    }


def _count(
    article: Article, places: Sequence[Place], counts: dict[str, int], errors: list[float]
) -> None:
    taken: set[int] = set()
    counts["ours"] += len(places)
    counts["gold"] += len(article.toponyms)
    for place in places:
        for number, toponym in enumerate(article.toponyms):
            if number in taken or place.start >= toponym.end or toponym.start >= place.end:
                continue
            taken.add(number)
            counts["both"] += 1
            counts["exact"] += (place.start, place.end) == (toponym.start, toponym.end)
            if toponym.lat is not None and place.lat is not None:
                errors.append(error_km(place, toponym))
                counts["located"] += 1
                counts["right"] += errors[-1] <= NEAR_KM
            break


def _span_figures(counts: dict[str, int]) -> dict[str, float]:
    def f1(hits: int) -> float:
        return round(2 * hits / max(counts["ours"] + counts["gold"], 1), 4)

    return {
        "precision": round(counts["both"] / max(counts["ours"], 1), 4),
        "recall": round(counts["both"] / max(counts["gold"], 1), 4),
        "f1": f1(counts["both"]),
        "exact_f1": f1(counts["exact"]),
        "span_and_161km_f1": f1(counts["right"]),
    }


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; see the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m riftline.evaluate.places")
    parser.add_argument("file", type=Path)
    parser.add_argument("--half", choices=("develop", "score"))
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(argv)
    try:
        articles = [a for a in read_articles(args.file) if in_half(a, args.half)]
    except InputError as error:
        print(error, file=sys.stderr)
        return 1
    figures = evaluate_places(articles, ActorResolver.load())
    if args.json:
        print(json.dumps(figures, indent=1))
        return 0
    for part, row in figures.items():
        for name, value in row.items():
            print(f"{part:12} {name:18} {value}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
