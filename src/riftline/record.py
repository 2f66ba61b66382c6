"""The records that flow through Riftline, from a read document to a coded event.

Every span is a pair of character offsets into ``Document.text``, end exclusive, and
``text[start:end]`` equals the span's own ``text``, always. Records are immutable; the
event record is the published contract (schema version 1).

Example:
    >>> Span(0, 5, "Paris").shifted(10)
    Span(start=10, end=15, text='Paris')
"""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the document's text: offsets in characters, end exclusive."""

    start: int
    end: int
    text: str

    def shifted(self, by: int) -> Span:
        """The same span, ``by`` characters further on (sentence to document offsets)."""
        return Span(self.start + by, self.end + by, self.text)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; ``index`` counts from 0 within its document."""

    index: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A dated text as it was read. ``published`` is None where no date is known."""

    text: str
    id: str
    published: date | None = None
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    where: str | None = None  # file and line it was read from, for error messages

    @property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the UTF-8 text."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Entity:
    """Who acts, is acted upon or speaks.

    ``text``, ``start``, ``end`` are None for a participant that the sentence only implies.
    ``country`` is ISO 3166-1 alpha-3 at the event's date, None for bodies of several states.
    ``sectors`` are PLOVER sectors, main one first. ``role`` is the office held ("president"),
    with its dates where known; ``role_to`` before the document's date marks a former holder.
    ``members`` are alpha-3 codes of an alliance's members, where the text names a bloc.
    """

    text: str | None
    start: int | None
    end: int | None
    name: str
    entity_id: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    role: str | None = None
    role_from: str | None = None
    role_to: str | None = None
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who vouches for an event: the outlet itself, a named or an anonymous speaker."""

    voice: str = "outlet"
    speaker: Entity | None = None
    cue: Span | None = None


@dataclass(frozen=True, slots=True)
class EventDate:
    """ISO days, inclusive; ``precision`` is day, week, month, quarter, season, year or range."""

    start: str
    end: str
    precision: str
    text: str | None = None
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A resolved place; coordinates in decimal degrees (WGS 84)."""

    text: str
    start: int
    end: int
    name: str
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames_id: int | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Magnitude:
    """How much: ``kind`` is money, killed, injured, arrested, troops, crowd, share or other.

    ``low``/``high`` bound what the words allow ("at least 12": low 12, high None). ``unit`` is an
    ISO 4217 code for money; ``usd`` is None where no rate of the day is known.
    """

    kind: str
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    usd: float | None
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Event:
    """One event record, schema version 1. See docs/record.md for each field."""

    event_id: str
    document_id: str
    document_sha256: str
    outlet: str | None
    published: str | None
    url: str | None
    sentence: Sentence
    trigger: Span
    event_type: str
    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    quad_class: str
    intensity: float
    cameo: str
    actors: tuple[Entity, ...]
    recipients: tuple[Entity, ...]
    auxiliary_modes: tuple[str, ...]
    attribution: Attribution
    event_date: EventDate | None
    place: Place | None
    magnitudes: tuple[Magnitude, ...]
    story_id: str | None
    confidence: float
    coder_version: str

    def to_dict(self) -> dict[str, Any]:
        """Plain dicts and lists in contract order, ready for ``json.dumps``."""
        plain: dict[str, Any] = as_plain(self)
        return plain


@dataclass(frozen=True, slots=True)
class Quote:
    """Words or content given as somebody's. ``direct`` means inside quotation marks.

    ``span`` is the content; ``speaker`` is None where nobody is named or described.
    ``anonymous`` is None for a named speaker, else official, diplomat, source, reports or other.
    """

    span: Span
    direct: bool
    speaker: Entity | None = None
    anonymous: str | None = None
    cue: Span | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A cause, prediction, opinion or call to action, with its parts and whose claim it is.

    ``kind`` is cause, prediction, opinion or call. ``parts`` maps a part's name (cause, effect,
    marker, content, addressee) to its span.
    """

    kind: str
    span: Span
    parts: dict[str, Span]
    voice: str = "outlet"
    speaker: Entity | None = None


@dataclass(frozen=True, slots=True)
class CodedDocument:
    """Everything found in one document; ``events``, ``quotes``, ``claims`` are in text order."""

    document: Document
    sentences: tuple[Sentence, ...]
    events: tuple[Event, ...]
    quotes: tuple[Quote, ...] = ()
    claims: tuple[Claim, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A marked span of any kind (actors, dates, amounts, places, quotes, claims).

    ``value`` holds the resolved value as plain data: see ``riftline mentions`` in docs/cli.md.
    """

    kind: str
    start: int
    end: int
    text: str
    value: dict[str, Any] = field(default_factory=dict)


def as_plain(record: Any) -> Any:
    """Turn records into dicts, lists and scalars, keeping the order of fields."""
    if dataclasses.is_dataclass(record) and not isinstance(record, type):
        return {f.name: as_plain(getattr(record, f.name)) for f in dataclasses.fields(record)}
    if isinstance(record, dict):
        return {key: as_plain(value) for key, value in record.items()}
    if isinstance(record, (list, tuple)):
        return [as_plain(value) for value in record]
    if isinstance(record, date):
        return record.isoformat()
    return record
