"""Scores the places of events against a coding file's ``place`` field.

    python -m riftline.evaluate.event_places EVENTS.jsonl ARTICLES.json [--half develop|score]

Triggers and sentences are given. A place is right where its text and the coder's, folded, hold one
another. Precision is over the events for which a place is given, recall over those for which the
coder gave one. ``--half`` keeps one half of the articles, cut by the SHA-256 of the article's id.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from riftline.actors.fold import fold
from riftline.errors import InputError
from riftline.mentions.places import event_place, find_places
from riftline.record import Place, Sentence, Span
from riftline.resolve import ActorResolver


@dataclass(frozen=True, slots=True)
class Case:
    """One coded event with the places found in its article."""

    trigger: Span
    sentence: Sentence
    text: str
    places: Sequence[Place]
    gold: str | None


def read_cases(
    events: Path, articles: Path, half: str | None, resolver: ActorResolver
) -> Iterator[Case]:
    """The coded events of one half, places found.

    Raises:
        InputError: a file cannot be read or has another form.
    """
    try:
        lines = events.read_text(encoding="utf-8").splitlines()
        texts = {a["id"]: a for a in json.loads(articles.read_text(encoding="utf-8"))}
        rows = [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"not a coding file: {error}", where=str(events)) from error
    by_article: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_article.setdefault(row["article"], []).append(row)
    for name, coded in by_article.items():
        even = int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 == 0
        if name in texts and (half is None or even == (half == "develop")):
            yield from _article_cases(texts[name], coded, resolver)


def _article_cases(
    article: dict[str, Any], coded: Sequence[dict[str, Any]], resolver: ActorResolver
) -> Iterator[Case]:
    """The coder's sentences, joined by line breaks, are the text."""
    sentences, text = [], ""
    for index, one in enumerate(article["sentences"]):
        words = one if isinstance(one, str) else one["text"]
        sentences.append(Sentence(index, len(text), len(text) + len(words), words))
        text += words + "\n"
    day = date.fromisoformat(article["date"][:10]) if article.get("date") else None
    actors = resolver.document(text, sentences, day, None).mentions
    places = find_places(text, sentences, actors=actors)
    for row in coded:
        sentence = sentences[row["sent"]]
        at = sentence.text.find(row["trigger"])
        if at >= 0:
            start = sentence.start + at
            trigger = Span(start, start + len(row["trigger"]), row["trigger"])
            yield Case(trigger, sentence, text, places, row["place"])


def right(place: Place | None, gold: str | None) -> bool:
    """Whether a place is the coder's: the words of one stand in the other."""
    if place is None or not gold:
        return False
    ours, theirs = f" {fold(place.text)} ", f" {fold(gold)} "
    return ours in theirs or theirs in ours


def evaluate_event_places(cases: Iterator[Case]) -> dict[str, float]:
    """Precision, recall and F1 of events' places."""
    given = gold = hits = total = 0
    for case in cases:
        place = event_place(case.places, case.trigger, case.sentence, case.text)
        total += 1
        given += place is not None
        gold += bool(case.gold)
        hits += right(place, case.gold)
    return {
        "events": total,
        "with_place": gold,
        "precision": round(hits / max(given, 1), 4),
        "recall": round(hits / max(gold, 1), 4),
        "f1": round(2 * hits / max(given + gold, 1), 4),
    }


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; see the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m riftline.evaluate.event_places")
    parser.add_argument("events", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--half", choices=("develop", "score"))
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(argv)
    try:
        cases = read_cases(args.events, args.articles, args.half, ActorResolver.load())
        figures = evaluate_event_places(cases)
    except InputError as error:
        print(error, file=sys.stderr)
        return 1
    if args.json:
        print(json.dumps(figures, indent=1))
    else:
        for name, value in figures.items():
            print(f"{name:12} {value}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
