"""Coded documents for the tests of the store and of the measures."""

from __future__ import annotations

from datetime import date
from typing import Any

from riftline.record import (
    Attribution,
    Claim,
    CodedDocument,
    Document,
    Entity,
    Event,
    EventDate,
    Magnitude,
    Mention,
    Place,
    Quote,
    Sentence,
    Span,
)

TEXT = "Russia attacked Ukraine on Monday. Kyiv replied."
RUSSIA = Entity("Russia", 0, 6, "Russia", "country:RUS", "RUS", ("GOV", "MIL"))
UKRAINE = Entity("Ukraine", 16, 23, "Ukraine", "country:UKR", "UKR", ("GOV",))


def state(code: str, *sectors: str, **changes: Any) -> Entity:
    """An implied actor of a country: ``state("USA", "GOV")``."""
    name = changes.pop("name", code)
    identifier = changes.pop("entity_id", f"country:{code}")
    return Entity(None, None, None, name, identifier, code, sectors, **changes)


def event(document: Document, number: int = 0, **changes: Any) -> Event:
    """An attack by Russia on Ukraine, or whatever ``changes`` make of it."""
    fields: dict[str, Any] = {
        "event_id": f"{document.id}#{number}",
        "document_id": document.id,
        "document_sha256": document.sha256,
        "outlet": document.outlet,
        "published": document.published.isoformat() if document.published else None,
        "url": document.url,
        "sentence": Sentence(0, 0, 34, document.text[0:34]),
        "trigger": Span(7, 15, document.text[7:15]),
        "event_type": "ASSAULT",
        "modes": ("aerial",),
        "contexts": ("military",),
        "quad_class": "MATERIAL CONFLICT",
        "intensity": -9.5,
        "cameo": "19",
        "actors": (RUSSIA,),
        "recipients": (UKRAINE,),
        "auxiliary_modes": (),
        "attribution": Attribution("named", UKRAINE, Span(35, 39, document.text[35:39])),
        "event_date": None,
        "place": None,
        "magnitudes": (),
        "story_id": None,
        "confidence": 0.8,
        "coder_version": "c1",
    }
    return Event(**{**fields, **changes})


def coded_document(
    identifier: str, *, text: str = TEXT, coder: str = "c1", events: int = 2
) -> CodedDocument:
    """A document that fills every field and table of the store."""
    document = Document(
        text=text,
        id=identifier,
        published=date(2025, 2, 14),
        outlet="The Daily Example",
        url="https://news.example/1",
        title="Attack",
    )
    full = {
        "coder_version": coder,
        "event_date": EventDate("2025-02-10", "2025-02-10", "day", text[27:33], (27, 33)),
        "place": Place(text[35:39], 35, 39, "Kyiv", "UKR", "12", 50.45, 30.52, 703448, 0.9),
        "magnitudes": (
            Magnitude("killed", None, 12.0, None, "persons", None, text[0:3], 0, 3),
            Magnitude("money", 2e6, 2e6, 2e6, "EUR", 2.1e6, text[3:6], 3, 6),
        ),
        "story_id": "story-1",
    }
    return CodedDocument(
        document=document,
        sentences=(Sentence(0, 0, 34, text[:34]), Sentence(1, 35, len(text), text[35:])),
        events=tuple(event(document, number, **full) for number in range(events)),
        quotes=(Quote(Span(0, 6, text[:6]), False, RUSSIA, None, Span(7, 15, text[7:15])),),
        claims=(
            Claim("cause", Span(0, 6, text[:6]), {"cause": Span(0, 6, text[:6])}, "named", RUSSIA),
        ),
        mentions=(Mention("dates", 27, 33, text[27:33], {"type": "DATE", "value": "2025-02-10"}),),
    )
