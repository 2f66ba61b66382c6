"""What of an event is compared: its words, participants, days, place and amounts, made ready once.

A profile is small (some hundred words at most) and holds nothing of the document's text, so that
a day's events fit into memory together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from riftline.record import CodedDocument, Document, Entity, Event
from riftline.stories.content import Vector, content_vector, content_words

REPORT_LAG = 3  # days: how long after it happened an undated act is still news
NEAR = 60  # characters
LEAD = 800  # characters of the opening that say what an article is about
BODY = 6000  # and of what it goes into

_ARTICLE = re.compile(r"^(?:the|a|an|its|their|his|her)\s+")
_NOT_WORD = re.compile(r"[^\w ]+")


@dataclass(frozen=True, slots=True)
class Party:
    """One participant. ``names`` are folded name and text, ``tokens`` their words."""

    entity_id: str | None
    names: frozenset[str]
    tokens: frozenset[str]
    country: str | None
    sector: str | None

    @property
    def key(self) -> str:
        """What blocks are made by: the country, else the name."""
        return self.country or min(self.names, default="")


@dataclass(frozen=True, slots=True)
class Profile:
    """One event, ready to compare. Days are ordinals; ``days`` bound when it happened."""

    event_id: str
    document: int  # position of its document profile
    sentence: int
    event_type: str
    modes: frozenset[str]
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    days: tuple[int, int]
    dated: bool  # the text names the day
    published: int
    place: tuple[float, float] | None
    place_country: str | None
    amounts: tuple[tuple[str, float, float], ...]  # kind, low, high
    words: Vector  # of the sentence
    near: Vector  # of the trigger and what stands close to it
    trigger: Vector


@dataclass(frozen=True, slots=True)
class DocumentProfile:
    """One document, ready to compare."""

    document_id: str
    published: int
    title: Vector
    lead: Vector
    body: Vector


def document_profile(document: Document) -> DocumentProfile:
    """Title, opening and whole of a document as vectors; a missing title leaves its part empty."""
    title = document.title or ""
    return DocumentProfile(
        document.id,
        document.published.toordinal() if document.published else 0,
        content_vector(title, 20),
        content_vector(f"{title}\n{document.text[:LEAD]}", 60),
        content_vector(f"{title}\n{document.text[:BODY]}", 90),
    )


def event_profiles(coded: CodedDocument, document: int) -> Iterator[Profile]:
    """A profile for every event of a document whose profile has position ``document``."""
    vectors: dict[int, Vector] = {}
    for event in coded.events:
        index = event.sentence.index
        if index not in vectors:
            vectors[index] = content_vector(event.sentence.text, 28)
        yield _profile(event, document, vectors[index])


def _profile(event: Event, document: int, words: Vector) -> Profile:
    published = date.fromisoformat(event.published).toordinal() if event.published else 0
    days, dated = _days(event, published)
    place = event.place
    known = place is not None and place.lat is not None and place.lon is not None
    return Profile(
        event.event_id,
        document,
        event.sentence.index,
        event.event_type,
        frozenset(event.modes),
        tuple(party(e) for e in event.actors),
        tuple(party(e) for e in event.recipients),
        days,
        dated,
        published,
        (place.lat or 0.0, place.lon or 0.0) if place is not None and known else None,
        place.country if place is not None else None,
        tuple(_amounts(event)),
        words,
        content_vector(_around(event), 16),
        content_vector(event.trigger.text, 6),
    )


def _around(event: Event) -> str:
    """The trigger with some words on both sides; a sentence may tell of several happenings."""
    text, start = event.sentence.text, event.sentence.start
    low = max(event.trigger.start - start - NEAR, 0)
    return text[low : event.trigger.end - start + NEAR]


def _days(event: Event, published: int) -> tuple[tuple[int, int], bool]:
    """Between which days it happened, and whether the text itself names one day."""
    when = event.event_date
    if when is not None:
        start, end = date.fromisoformat(when.start), date.fromisoformat(when.end)
        return (start.toordinal(), end.toordinal()), when.precision == "day"
    if "future" in event.auxiliary_modes:
        return (published, published + 10 * REPORT_LAG), False
    return (published - REPORT_LAG, published), False


def _amounts(event: Event) -> Iterator[tuple[str, float, float]]:
    for m in event.magnitudes:
        low, high = m.low, m.high
        if m.value is not None and low is None and high is None:
            low = high = m.value
        if low is None and high is None:
            continue
        kind = f"{m.kind}:{m.unit or ''}"
        yield kind, 0.0 if low is None else low, float("inf") if high is None else high


def party(entity: Entity) -> Party:
    """A participant's names folded: lower case, no punctuation, no leading article."""
    sector = entity.sectors[0] if entity.sectors else None
    return _party(entity.entity_id, entity.name, entity.text or "", entity.country, sector)


@lru_cache(maxsize=50_000)  # the same few thousand are in the news all day
def _party(
    entity_id: str | None, name: str, text: str, country: str | None, sector: str | None
) -> Party:
    names = {fold(n) for n in (name, text)} - {""}
    tokens = {w for n in names for w in content_words(n) if len(w) > 2}
    return Party(entity_id, frozenset(names), frozenset(tokens), country, sector)


def fold(name: str) -> str:
    """``The White House's`` becomes ``white house s``: equal for all ways of writing it."""
    return _ARTICLE.sub("", _NOT_WORD.sub(" ", name.lower())).strip()


def same_party(a: Party, b: Party) -> float:
    """1 the same, 0.8 one name inside the other, 0.6 country and sector, 0.3 country, 0 neither."""
    if a.names & b.names or (a.entity_id and a.entity_id == b.entity_id):
        return 1.0
    if a.country and b.country and a.country != b.country:
        return 0.0
    if a.tokens and b.tokens and (a.tokens <= b.tokens or b.tokens <= a.tokens):
        return 0.8
    if a.country and a.country == b.country:
        return 0.6 if a.sector and a.sector == b.sector else 0.3
    return 0.0


def same_side(a: Sequence[Party], b: Sequence[Party]) -> float | None:
    """Mean over the shorter side of each one's best partner; None where a side is empty."""
    if not a or not b:
        return None
    if len(a) > len(b):
        a, b = b, a
    return sum(max(same_party(x, y) for y in b) for x in a) / len(a)
