"""Where an event happens: the likeliest of its sentence's places, by a logistic regression."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from riftline.record import Place, Sentence, Span

from .places_choose import model
from .places_gazetteer import words

EVENT_FEATURES = (
    "one", "in", "to", "from", "of", "by", "direct", "bare", "in_phrase", "inside", "after",
    "before", "distance", "clause_marks", "speech_after", "possessive", "starts", "dateline",
    "country", "city", "area", "outer", "nearest_in", "alone", "confidence", "others_between",
    "verb_after", "after_in",
)  # fmt: skip
LEAST_EVENT_PROBABILITY = 0.3
_WORD = re.compile(r"\w[\w’'-]*|[^\w\s]")
_MARKS = frozenset({",", ";", ":", "—", "–", "that", "which", "who", "when", "after", "before",
                    "while", "because", "and", "but", "as"})  # fmt: skip
_VERB_AFTER = frozenset({"has", "have", "had", "is", "was", "will", "would", "could", "may", "to"})


def event_place(
    places: Sequence[Place], trigger: Span, sentence: Sentence, text: str
) -> Place | None:
    """The place where the event at ``trigger`` happens, or None where the text does not say.

    Only places of the event's own sentence are weighed; a state that merely acts ("Paris said")
    is none.

    Args:
        places: the document's places (``find_places``).
        trigger: the event's trigger, document offsets.
        sentence: the sentence it stands in.
        text: the document's text.
    """
    inside = [p for p in places if sentence.start <= p.start and p.end <= sentence.end]
    if not inside:
        return None
    weights = model()["event"]
    rows = event_features(inside, trigger, sentence, text)
    scores = [sum(weights[n] * v for n, v in row.items()) for row in rows]
    best = max(range(len(inside)), key=lambda i: (scores[i], -i))
    return inside[best] if _logistic(scores[best]) >= LEAST_EVENT_PROBABILITY else None


def _logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, x))))


def event_features(
    places: Sequence[Place], trigger: Span, sentence: Sentence, text: str
) -> list[dict[str, float]]:
    """One sparse row of ``EVENT_FEATURES`` for each place of the event's sentence."""
    rows = [_row(p, trigger, sentence, text) for p in places]
    located = [i for i, r in enumerate(rows) if r.get("in") and not r.get("outer")]
    if located:
        nearest = min(located, key=lambda i: rows[i]["distance"])
        rows[nearest]["nearest_in"] = 1.0
    for i, place in enumerate(places):
        rows[i]["alone"] = float(len(places) == 1)
        low, high = min(place.end, trigger.end), max(place.start, trigger.start)
        between = sum(low <= p.start < high for p in places if p is not place)
        rows[i]["others_between"] = min(between, 3) / 3
        if i and text[places[i - 1].end : place.start].strip() == ",":
            rows[i]["outer"] = 1.0
            rows[i]["after_in"] = rows[i - 1].get("in", 0.0)
    return rows


def _row(place: Place, trigger: Span, sentence: Sentence, text: str) -> dict[str, float]:
    before = _WORD.findall(text[sentence.start : place.start].lower())
    after = _WORD.findall(text[place.end : sentence.end].lower())[:3]
    row = {"one": 1.0, "confidence": place.confidence or 0.0}
    row |= _preposition(before)
    if trigger.start < place.end and place.start < trigger.end:
        row["inside"], gap = 1.0, ""
    elif place.start >= trigger.end:
        row["after"], gap = 1.0, text[trigger.end : place.start]
    else:
        row["before"], gap = 1.0, text[place.end : trigger.start]
    tokens = _WORD.findall(gap.lower())
    row["distance"] = min(len(tokens), 25) / 10
    row["clause_marks"] = min(sum(t in _MARKS for t in tokens), 4) / 2
    row["speech_after"] = float(bool(after) and after[0] in words()["speech"])
    row["verb_after"] = float(bool(after) and after[0] in _VERB_AFTER)
    row["possessive"] = float(text[place.end : place.end + 2] in ("'s", "’s"))
    row["starts"] = float(not before)
    row["dateline"] = float(not before and bool(after) and after[0] in "(-–—,")
    kind = "country" if place.admin1 is None and place.geonames_id else "city"
    row["area" if place.geonames_id is None else kind] = 1.0
    return row


def _preposition(before: Sequence[str]) -> dict[str, float]:
    """Which preposition governs the place: right before it, or before its noun phrase's head."""
    if not before:
        return {"bare": 1.0}
    steps = list(reversed(before[-7:]))
    if steps[0] in ("the", "downtown") or steps[0] in words()["directions"]:
        steps = steps[1:]
    if not steps:
        return {"bare": 1.0}
    word = steps[0]
    if word in words()["places_in"]:
        return {"in": 1.0, "direct": 1.0}
    if word in ("to", "into", "toward", "towards", "for"):
        return {"to": 1.0}
    if word in ("from", "by"):
        return {word: 1.0}
    if word == "of" or word == ",":
        found = any(w in words()["places_in"] for w in steps[1:6])
        return {"of": float(word == "of"), "in_phrase": float(found)}
    found = word not in _MARKS and any(w in words()["places_in"] for w in steps[1:4])
    return {"bare": 1.0, "in_phrase": float(found)}
