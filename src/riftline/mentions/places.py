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
from typing import Protocol

from riftline.record import Entity, Place, Sentence, Span

from .places_choose import Choice, choose
from .places_gazetteer import gazetteer
from .places_spans import SpanCandidate, find_spans


class ActorSpan(Protocol):
    """What an actor mention must offer; ``riftline.resolve.ActorMention`` does."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def entity(self) -> Entity: ...


NOT_PLACES = ("person:", "org:", "bloc:", "people:")
_PREPOSITIONS = frozenset(["in", "at", "near", "from", "to", "outside", "around", "across", "into", "of", "toward", "towards"])


def find_places(
    text: str, sentences: Sequence[Sentence], *, actors: Sequence[ActorSpan] = ()
) -> list[Place]:
    """All places named in a document, in text order, without overlap.

    Args:
        text: the document's text.
        sentences: its sentences, offsets true to ``text``.
        actors: actor mentions; persons and organisations among them are not read as places, and
            their countries help to tell places of one name apart.
    """
    names = gazetteer()
    spans = [s for sentence in sentences for s in find_spans(sentence, names)]
    blocked = [
        (a.start, a.end) for a in actors if (a.entity.entity_id or "").startswith(NOT_PLACES)
    ]
    kept = [s for s in spans if not any(a <= s.start and s.end <= b for a, b in blocked)]
    countries = Counter(a.entity.country for a in actors if a.entity.country)
    chosen = choose(kept, countries)
    out = []
    for span in kept:
        choice = chosen[span.key]
        if _is_place(span, choice):
            out.append(_place(span, choice))
    return out


def _is_place(span: SpanCandidate, choice: Choice) -> bool:
    before, after = span.token(-1), span.token(1)
    if before is not None and before.key in _PREPOSITIONS:
        return True
    if before is not None and before.capital and before.start > span.tokens[0].start:
        return False
    if after is not None and after.capital:
        return False
    return choice.candidate.main and (
        choice.candidate.kind != "P" or choice.candidate.population > 200_000
    )


def _place(span: SpanCandidate, choice: Choice) -> Place:
    c = choice.candidate
    return Place(
        span.text, span.start, span.end, c.name, c.country or None, c.admin1 or None,
        c.lat, c.lon, c.geonames_id, round(choice.probability, 3),
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
