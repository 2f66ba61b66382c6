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

from riftline.record import Place, Sentence

from .places_choose import Choice, choose
from .places_events import event_place
from .places_gazetteer import gazetteer
from .places_spans import SpanCandidate, find_spans, span_at
from .places_whether import ActorSpan, span_probabilities

__all__ = ["event_place", "find_places", "resolve_places"]

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

    ``confidence`` is the probability that the span is a place and lies within 161 km of the point
    given. Where that is below ``LEAST_CONFIDENCE`` but the country is likely, the place has the
    country alone, without point and id, and the confidence is the country's. The rest is left out.
    """
    spans = _spans(sentences)
    likely = span_probabilities(spans, actors)
    kept = [s for s, p in zip(spans, likely, strict=True) if p >= CONTEXT_PROBABILITY]
    sure = [p for p in likely if p >= CONTEXT_PROBABILITY]
    out = []
    for span, p, choice in zip(kept, sure, choose(kept, _countries(actors, kept)), strict=True):
        if p < PLACE_PROBABILITY:
            continue
        if p * choice.probability >= LEAST_CONFIDENCE:
            out.append(_place(span.start, span.end, span.text, choice, p))
        elif p * choice.country_probability >= LEAST_CONFIDENCE and choice.candidate.country:
            c, p = choice.candidate, round(p * choice.country_probability, 3)
            out.append(Place(span.text, span.start, span.end, c.name, c.country, confidence=p))
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
    chosen = dict(zip((s.start for s in asked), choose(asked, countries), strict=True))
    return [
        _place(g.start, g.end, text[g.start : g.end], chosen[g.start], 1.0)
        if g
        else _homeland(text, a, b, actors)
        for g, (a, b) in zip(given, spans, strict=True)
    ]


def _homeland(text: str, start: int, end: int, actors: Sequence[ActorSpan]) -> Place | None:
    """The country of the actor that a span stands in: ``Palestinian``, ``Georgians``."""
    for actor in actors:
        if actor.start < end and start < actor.end and actor.entity.country:
            c = gazetteer().country(actor.entity.country)
            if c is not None:
                span = text[start:end]
                return Place(span, start, end, c.name, c.country, None, c.lat, c.lon, c.geonames_id)
    return None


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
    return given, asked, _countries(actors, asked)


def _spans(sentences: Sequence[Sentence]) -> list[SpanCandidate]:
    names = gazetteer()
    return [s for sentence in sentences for s in find_spans(sentence, names)]


def _countries(actors: Sequence[ActorSpan], spans: Sequence[SpanCandidate]) -> Counter[str]:
    """Countries of the actors; a name that may be a place must not vouch for itself."""
    taken = {s.start for s in spans}
    return Counter(a.entity.country for a in actors if a.entity.country and a.start not in taken)


def _place(start: int, end: int, text: str, choice: Choice, span_probability: float) -> Place:
    c = choice.candidate
    return Place(
        text, start, end, c.name, c.country or None, c.admin1 or None,
        c.lat, c.lon, c.geonames_id, round(span_probability * choice.probability, 3),
    )  # fmt: skip
