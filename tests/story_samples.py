"""Coded documents for the tests of stories: short reports written for them, and their events."""

from __future__ import annotations

from datetime import date
from typing import Any

from riftline.record import (
    Attribution,
    CodedDocument,
    Document,
    Entity,
    Event,
    EventDate,
    Magnitude,
    Place,
    Sentence,
    Span,
)

COUNTRIES = {"Norland": "NOR", "Sudmark": "DNK", "Ostia": "EST", "rebels": None}


def entity(name: str) -> Entity:
    """An actor by name; countries get a code, so that names and codes agree."""
    code = COUNTRIES.get(name)
    return Entity(name, None, None, name, f"state:{code}" if code else None, code, ("GOV",))


def report(
    identifier: str,
    day: str,
    text: str,
    trigger: str,
    event_type: str,
    actors: tuple[str, ...] = (),
    recipients: tuple[str, ...] = (),
    *,
    outlet: str = "The Example",
    title: str | None = None,
    killed: float | None = None,
    at: tuple[str, float, float] | None = None,
    on: str | None = None,
    **changes: Any,
) -> CodedDocument:
    """A document of one sentence with one event, whose trigger stands in it."""
    document = Document(text, identifier, date.fromisoformat(day), outlet, None, title)
    start = text.index(trigger)
    sentence = Sentence(0, 0, len(text), text)
    fields: dict[str, Any] = {
        "event_id": f"{identifier}e",
        "document_id": identifier,
        "document_sha256": document.sha256,
        "outlet": outlet,
        "published": day,
        "url": None,
        "sentence": sentence,
        "trigger": Span(start, start + len(trigger), trigger),
        "event_type": event_type,
        "modes": (),
        "contexts": (),
        "quad_class": "MATERIAL CONFLICT",
        "intensity": -9.0,
        "cameo": "19",
        "actors": tuple(entity(a) for a in actors),
        "recipients": tuple(entity(a) for a in recipients),
        "auxiliary_modes": (),
        "attribution": Attribution(),
        "event_date": EventDate(on, on, "day") if on else None,
        "place": Place(at[0], 0, 0, at[0], None, None, at[1], at[2]) if at else None,
        "magnitudes": _killed(killed),
        "story_id": None,
        "confidence": 0.8,
        "coder_version": "c1",
    }
    event = Event(**{**fields, **changes})
    return CodedDocument(document, (sentence,), (event,))


def _killed(count: float | None) -> tuple[Magnitude, ...]:
    if count is None:
        return ()
    return (Magnitude("killed", count, count, count, None, None, f"{count:g}", 0, 1),)


MARKET = ("Tarvik", 59.0, 25.0)


def bombing(identifier: str, day: str, text: str, **changes: Any) -> CodedDocument:
    """A report of the bombing of a market in Tarvik."""
    options: dict[str, Any] = {"at": MARKET, **changes}
    return report(identifier, day, text, "bombed", "ASSAULT", ("rebels",), ("Norland",), **options)


FIRST = "On Monday rebels bombed the fish market in Tarvik, and 12 people died in the blast."
SECOND = "Rebels on Monday bombed a crowded fish market in Tarvik; the blast left 14 people dead."
THIRD = "Two days later rebels bombed the railway bridge at Tarvik, stopping coal trains east."


def two_happenings() -> list[CodedDocument]:
    """Two reports of one bombing, one of another in the same town two days later."""
    return [
        bombing("a", "2025-03-03", FIRST, killed=12, on="2025-03-03", outlet="Wire"),
        bombing("b", "2025-03-04", SECOND, killed=14, on="2025-03-03", outlet="Daily"),
        bombing("c", "2025-03-05", THIRD, on="2025-03-05", outlet="Daily"),
    ]
