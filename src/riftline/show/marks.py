"""Which characters of a text are marked as what: overlapping spans cut into plain segments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from riftline.record import CodedDocument


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch: ``kind`` is actor, recipient, trigger, date, amount, place, quote, speaker
    or claim; ``events`` are positions in the document's list of events (empty for other marks)."""

    start: int
    end: int
    kind: str
    events: tuple[int, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text between two neighbouring boundaries, with every mark that covers it."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def document_marks(coded: CodedDocument) -> list[Mark]:
    """Every mark of a coded document, from its events, quotes and claims."""
    marks: list[Mark] = []
    for i, event in enumerate(coded.events):
        own = (i,)
        marks.append(Mark(event.trigger.start, event.trigger.end, "trigger", own, event.event_type))
        speaker = event.attribution.speaker
        sides = [("actor", event.actors), ("recipient", event.recipients)]
        sides += [("speaker", (speaker,))] if speaker else []
        for kind, entities in sides:
            for e in entities:
                if e.start is not None and e.end is not None:
                    title = " ".join(filter(None, [e.name, e.country, *e.sectors[:1]]))
                    marks.append(Mark(e.start, e.end, kind, own, title))
        if event.event_date and event.event_date.span:
            start, end = event.event_date.span
            marks.append(Mark(start, end, "date", own, event.event_date.start))
        if event.place:
            marks.append(Mark(event.place.start, event.place.end, "place", own, event.place.name))
        marks += [Mark(m.start, m.end, "amount", own, _amount(m)) for m in event.magnitudes]
    for quote in coded.quotes:
        who = quote.speaker.name if quote.speaker else quote.anonymous or "unknown speaker"
        marks.append(Mark(quote.span.start, quote.span.end, "quote", (), f"quote: {who}"))
    marks += [Mark(c.span.start, c.span.end, "claim", (), c.kind) for c in coded.claims]
    return marks


def _amount(magnitude: object) -> str:
    value, unit = getattr(magnitude, "value", None), getattr(magnitude, "unit", None)
    shown = f"{value:,.0f}" if isinstance(value, (int, float)) else "number unknown"
    return f"{shown} {unit or getattr(magnitude, 'kind', '')}".strip()


def segments(start: int, end: int, marks: Iterable[Mark]) -> list[Segment]:
    """Cut ``start:end`` at every mark's edges.

    Example:
        >>> cut = segments(0, 9, [Mark(0, 5, "actor"), Mark(3, 9, "quote")])
        >>> [(s.start, s.end, [m.kind for m in s.marks]) for s in cut]
        [(0, 3, ['actor']), (3, 5, ['actor', 'quote']), (5, 9, ['quote'])]
    """
    inside = [m for m in marks if m.start < end and start < m.end]
    edges = sorted(
        {start, end, *(min(max(x, start), end) for m in inside for x in (m.start, m.end))}
    )
    return [
        Segment(a, b, tuple(m for m in inside if m.start <= a and b <= m.end))
        for a, b in pairwise(edges)
    ]


def paragraphs(text: str) -> Sequence[tuple[int, int]]:
    """Half-open ranges of the text's non-blank lines."""
    out, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            out.append((at, at + len(line)))
        at += len(line) + 1
    return out
