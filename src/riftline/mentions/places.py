"""Places: spans that name a place, resolved to GeoNames places or regions with coordinates.

Example:
    >>> from riftline.sentences import split_sentences
    >>> text = "Police in Paris, Texas, arrested two men."
    >>> place = find_places(text, split_sentences(text))[0]
    >>> place.text, place.country, place.admin1
    ('Paris', 'USA', 'Texas')
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from riftline.record import Place, Sentence, Span

from .places_choose import Choice, choose
from .places_gazetteer import gazetteer
from .places_spans import SpanCandidate, find_spans, span_at
from .places_whether import ActorSpan, span_probabilities

CONTEXT_PROBABILITY = 0.3  # below this a span does not even serve as context
PLACE_PROBABILITY = 0.5
LEAST_CONFIDENCE = 0.3


def find_places(
    text: str, sentences: Sequence[Sentence], *, actors: Sequence[ActorSpan] = ()
) -> list[Place]:
    """All places named in a document, in text order, without overlap.

    Args:
        text: the document's text.
        sentences: its sentences, offsets true to ``text``.
        actors: actor mentions; persons and organisations among them are not read as places, and
            their countries help to tell places of one name apart.

    ``confidence`` is the calibrated probability that the span is a place and lies within 161 km of
    the point given; what falls below ``LEAST_CONFIDENCE`` is left out.
    """
    spans = _spans(sentences)
    likely = span_probabilities(spans, actors)
    kept = [s for s, p in zip(spans, likely, strict=True) if p >= CONTEXT_PROBABILITY]
    chosen = choose(kept, _countries(actors))
    out = []
    for span, p in zip(spans, likely, strict=True):
        if p < CONTEXT_PROBABILITY:
            continue
        place = _place(span.start, span.end, span.text, chosen[span.key], p)
        if p >= PLACE_PROBABILITY and (place.confidence or 0.0) >= LEAST_CONFIDENCE:
            out.append(place)
    return out


def resolve_places(
    text: str,
    sentences: Sequence[Sentence],
    spans: Sequence[tuple[int, int]],
    *,
    actors: Sequence[ActorSpan] = (),
) -> list[Place | None]:
    """The places of spans that are known to name places, in the order given; None if unknown.

    The document's other places are found as in ``find_places`` and serve as context.
    """
    given, asked, countries = resolving_context(text, sentences, spans, actors)
    chosen = choose(asked, countries)
    return [
        _place(g.start, g.end, text[g.start : g.end], chosen[g.key], 1.0) if g else None
        for g in given
    ]


def resolving_context(
    text: str,
    sentences: Sequence[Sentence],
    spans: Sequence[tuple[int, int]],
    actors: Sequence[ActorSpan],
) -> tuple[list[SpanCandidate | None], list[SpanCandidate], Counter[str]]:
    """Given spans with their candidates, all spans that serve as context, and the countries."""
    names = gazetteer()
    given = [span_at(text, sentences, a, b, names) for a, b in spans]
    own = _spans(sentences)
    likely = span_probabilities(own, actors)
    taken = [(g.start, g.end) for g in given if g is not None]
    others = [
        s
        for s, p in zip(own, likely, strict=True)
        if p >= CONTEXT_PROBABILITY and not any(a < s.end and s.start < b for a, b in taken)
    ]
    asked = sorted((*others, *(g for g in given if g is not None)), key=lambda s: s.start)
    return given, asked, _countries(actors)


def _spans(sentences: Sequence[Sentence]) -> list[SpanCandidate]:
    names = gazetteer()
    return [s for sentence in sentences for s in find_spans(sentence, names)]


def _countries(actors: Sequence[ActorSpan]) -> Counter[str]:
    return Counter(a.entity.country for a in actors if a.entity.country)


def _place(start: int, end: int, text: str, choice: Choice, span_probability: float) -> Place:
    c = choice.candidate
    return Place(
        text, start, end, c.name, c.country or None, c.admin1 or None,
        c.lat, c.lon, c.geonames_id, round(span_probability * choice.probability, 3),
    )  # fmt: skip


def event_place(
    places: Sequence[Place], trigger: Span, sentence: Sentence, text: str
) -> Place | None:
    """The place where the event at ``trigger`` happens, or None where the text does not say.

    Args:
        places: the document's places (``find_places``).
        trigger: the event's trigger, document offsets.
        sentence: the sentence it stands in.
        text: the document's text.
    """
    inside = [p for p in places if sentence.start <= p.start and p.end <= sentence.end]
    located = [
        p for p in inside if text[: p.start].rstrip().lower().endswith((" in", " at", " near"))
    ]
    if not located:
        return None
    return min(located, key=lambda p: abs(p.start - trigger.end))
