"""Records from plain dicts, the way back from ``record.as_plain``; the one place that builds them.

Unknown keys are left aside, so that a later version with more fields can still be read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from riftline.record import (
    Attribution,
    Entity,
    Event,
    EventDate,
    Magnitude,
    Mention,
    Place,
    Sentence,
    Span,
)

Plain = Mapping[str, Any]
_SURROGATES = re.compile("[\ud800-\udfff]")


def event_from_dict(data: Plain) -> Event:
    """The event of a plain dict such as ``Event.to_dict`` gives.

    Raises:
        ValueError: a required key is missing or a value is of the wrong kind; the message says
            which key.
    """
    try:
        return _event(data)
    except KeyError as error:
        raise ValueError(f"no {error.args[0]!r} in the event record") from error
    except (TypeError, AttributeError) as error:
        raise ValueError(f"the event record is malformed: {error}") from error


def _event(data: Plain) -> Event:
    date, place = data.get("event_date"), data.get("place")
    return Event(
        event_id=data["event_id"],
        document_id=data["document_id"],
        document_sha256=data["document_sha256"],
        outlet=data.get("outlet"),
        published=data.get("published"),
        url=data.get("url"),
        sentence=sentence_from_dict(data["sentence"]),
        trigger=span_from_dict(data["trigger"]),
        event_type=data["event_type"],
        modes=_strings(data.get("modes")),
        contexts=_strings(data.get("contexts")),
        quad_class=data["quad_class"],
        intensity=data["intensity"],
        cameo=data["cameo"],
        actors=tuple(entity_from_dict(entity) for entity in data["actors"]),
        recipients=tuple(entity_from_dict(entity) for entity in data["recipients"]),
        auxiliary_modes=_strings(data.get("auxiliary_modes")),
        attribution=attribution_from_dict(data["attribution"]),
        event_date=None if date is None else event_date_from_dict(date),
        place=None if place is None else place_from_dict(place),
        magnitudes=tuple(magnitude_from_dict(item) for item in data.get("magnitudes") or ()),
        story_id=data.get("story_id"),
        confidence=data["confidence"],
        coder_version=data["coder_version"],
    )


def span_from_dict(data: Plain) -> Span:
    """A span; raises KeyError where a part is missing."""
    return Span(data["start"], data["end"], data["text"])


def sentence_from_dict(data: Plain) -> Sentence:
    """A sentence; raises KeyError where a part is missing."""
    return Sentence(data["index"], data["start"], data["end"], data["text"])


def entity_from_dict(data: Plain) -> Entity:
    """A participant; raises KeyError where it has no name."""
    return Entity(
        text=data.get("text"),
        start=data.get("start"),
        end=data.get("end"),
        name=data["name"],
        entity_id=data.get("entity_id"),
        country=data.get("country"),
        sectors=_strings(data.get("sectors")),
        role=data.get("role"),
        role_from=data.get("role_from"),
        role_to=data.get("role_to"),
        members=_strings(data.get("members")),
    )


def attribution_from_dict(data: Plain) -> Attribution:
    """Who vouches for an event."""
    speaker, cue = data.get("speaker"), data.get("cue")
    return Attribution(
        voice=data["voice"],
        speaker=None if speaker is None else entity_from_dict(speaker),
        cue=None if cue is None else span_from_dict(cue),
    )


def event_date_from_dict(data: Plain) -> EventDate:
    """When it happened."""
    span = data.get("span")
    return EventDate(
        start=data["start"],
        end=data["end"],
        precision=data["precision"],
        text=data.get("text"),
        span=None if span is None else (span[0], span[1]),
    )


def place_from_dict(data: Plain) -> Place:
    """Where it happened."""
    return Place(
        text=data["text"],
        start=data["start"],
        end=data["end"],
        name=data["name"],
        country=data.get("country"),
        admin1=data.get("admin1"),
        lat=data.get("lat"),
        lon=data.get("lon"),
        geonames_id=data.get("geonames_id"),
        confidence=data.get("confidence"),
    )


def magnitude_from_dict(data: Plain) -> Magnitude:
    """How much."""
    return Magnitude(
        kind=data["kind"],
        value=data.get("value"),
        low=data.get("low"),
        high=data.get("high"),
        unit=data.get("unit"),
        usd=data.get("usd"),
        text=data["text"],
        start=data["start"],
        end=data["end"],
    )


def mention_from_dict(data: Plain) -> Mention:
    """A marked span; its document is not part of it."""
    return Mention(
        data["kind"], data["start"], data["end"], data["text"], dict(data.get("value") or {})
    )


def portable(value: Any) -> Any:
    """The same plain value without what JSON and UTF-8 cannot hold.

    NaN and infinity become None; a lone surrogate becomes U+FFFD, one character for one, so
    that offsets stay true.
    """
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if isinstance(value, dict):
        return {portable(key): portable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [portable(item) for item in value]
    return value


def _strings(values: Sequence[str] | None) -> tuple[str, ...]:
    if isinstance(values, str):
        raise TypeError(f"a list was due, not {values!r}")
    return tuple(values or ())
