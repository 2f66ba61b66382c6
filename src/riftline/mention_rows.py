"""Mentions of every kind in one document, as plain rows: spans with their resolved values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from riftline.assemble import Found, claim_speaker, find_all, speaker_of
from riftline.record import CodedDocument, Document, Entity, Mention, as_plain
from riftline.resolve import ActorResolver
from riftline.sentences import split_sentences


def mention_finder(
    kinds: Sequence[str], *, actors: Iterable[str | Path] = ()
) -> Callable[[Document], CodedDocument]:
    """A function that marks a document's mentions of ``kinds``; no events are coded.

    Example:
        >>> from datetime import date
        >>> find = mention_finder(["dates"])
        >>> found = find(Document("They met on Friday.", "d1", date(2025, 2, 16)))
        >>> [(m.text, m.value["value"]) for m in found.mentions]
        [('Friday', '2025-02-14')]
    """
    resolver = ActorResolver.load([Path(p) for p in actors])

    def find(document: Document) -> CodedDocument:
        sentences = tuple(split_sentences(document.text))
        found = find_all(document, sentences, resolver)
        rows = [row for kind in kinds for row in _ROWS[kind](found)]
        rows.sort(key=lambda m: (m.start, m.end, m.kind))
        return CodedDocument(document, sentences, (), mentions=tuple(rows))

    return find


def _actors(found: Found) -> Iterator[Mention]:
    for m in found.actors.mentions:
        yield Mention("actors", m.start, m.end, m.text, _entity(m.entity))


def _entity(entity: Entity | None) -> dict[str, Any]:
    return {} if entity is None else _value(entity)


def _value(record: object) -> dict[str, Any]:
    """A record's fields but for its span, which the row has already."""
    return {k: v for k, v in as_plain(record).items() if k not in ("text", "start", "end")}


def _dates(found: Found) -> Iterator[Mention]:
    for d in found.dates:
        yield Mention("dates", d.start, d.end, d.text, _value(d))


def _amounts(found: Found) -> Iterator[Mention]:
    for a in found.amounts:
        yield Mention("amounts", a.start, a.end, a.text, _value(a))


def _places(found: Found) -> Iterator[Mention]:
    for p in found.places:
        yield Mention("places", p.start, p.end, p.text, _value(p))


def _quotes(found: Found) -> Iterator[Mention]:
    for q in found.quotes:
        speaker = speaker_of(q, found)
        value = {
            "direct": q.direct,
            "anonymous": q.anonymous,
            "speaker": as_plain(speaker) if speaker else None,
            "source": as_plain(q.source),
            "cue": as_plain(q.cue),
        }
        yield Mention("quotes", q.content.start, q.content.end, q.content.text, value)


def _claims(found: Found) -> Iterator[Mention]:
    for c in found.claims:
        speaker = claim_speaker(c, found)
        value = {
            "kind": c.kind,
            "parts": as_plain(dict(c.parts)),
            "voice": c.voice,
            "speaker": as_plain(speaker) if speaker else None,
        }
        yield Mention("claims", c.span.start, c.span.end, c.span.text, value)


_ROWS: dict[str, Callable[[Found], Iterator[Mention]]] = {
    "actors": _actors,
    "dates": _dates,
    "amounts": _amounts,
    "places": _places,
    "quotes": _quotes,
    "claims": _claims,
}
