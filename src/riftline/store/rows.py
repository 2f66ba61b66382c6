"""From coded documents to the Arrow tables that are inserted, one table per database table."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pyarrow as pa

from riftline.record import CodedDocument, Entity, Event, Span, as_plain

# PLOVER: a joint statement, a meeting or a fight has all sides in ``actors``.
MUTUAL_TYPES = frozenset({"CONSULT", "AGREE", "COOPERATE", "SUPPORT", "ASSAULT"})

_SPAN = pa.struct([("start", pa.int32()), ("end", pa.int32()), ("text", pa.string())])
_STRINGS = pa.list_(pa.string())
_KINDS = {
    "s": pa.string(),
    "i": pa.int32(),
    "l": pa.int64(),
    "u": pa.uint64(),
    "f": pa.float64(),
    "d": pa.date32(),
    "b": pa.bool_(),
    "S": _STRINGS,
}


def _fields(**by_kind: str) -> list[tuple[str, pa.DataType]]:
    """Fields named in words, by the kind letter of their type."""
    return [(name, _KINDS[kind]) for kind, names in by_kind.items() for name in names.split()]


_ENTITY_FIELDS = _fields(
    s="text name entity_id country role role_from role_to", i="start end", S="sectors members"
)
_ENTITY = pa.struct(_ENTITY_FIELDS)

# The inserts go by name, so that the order of columns does not matter.
ARROW_SCHEMAS: dict[str, pa.Schema] = {
    "documents": pa.schema(
        _fields(
            s="document_id sha256 text outlet url title coder_version", i="version", d="published"
        )
    ),
    "sentences": pa.schema(_fields(s="document_id text", i="index start end")),
    "events": pa.schema(
        [
            *_fields(
                s="event_id origin document_id document_sha256 outlet url sentence_text "
                "trigger_text event_type quad_class cameo voice date_precision date_text "
                "place_text place_name place_country place_admin1 story_id coder_version",
                i="position sentence_index sentence_start sentence_end trigger_start trigger_end "
                "date_span_start date_span_end place_start place_end",
                f="intensity lat lon place_confidence confidence",
                d="published date_start date_end",
                l="geonames_id",
                S="modes contexts auxiliary_modes",
            ),
            ("speaker", _ENTITY),
            ("cue", _SPAN),
        ]
    ),
    "participants": pa.schema(
        [*_fields(s="event_id document_id side", i="position"), *_ENTITY_FIELDS]
    ),
    "magnitudes": pa.schema(
        _fields(
            s="event_id document_id kind unit text", i="position start end", f="value low high usd"
        )
    ),
    "quotes": pa.schema(
        [
            *_fields(s="document_id text anonymous", i="position start end", b="direct"),
            ("speaker", _ENTITY),
            ("cue", _SPAN),
        ]
    ),
    "claims": pa.schema(
        [
            *_fields(s="document_id kind text voice", i="position start end"),
            ("parts", pa.map_(pa.string(), _SPAN)),
            ("speaker", _ENTITY),
        ]
    ),
    "mentions": pa.schema(_fields(s="document_id kind text value", i="position start end")),
    "event_pairs": pa.schema(
        _fields(
            s="event_id document_id origin date_precision status event_type quad_class outlet "
            "a_name a_entity_id a_country a_sectors r_name r_entity_id r_country r_sectors",
            u="happening",
            d="day",
            b="mutual",
            f="intensity",
            i="reports",
        )
    ),
}


def document_tables(
    coded: Iterable[tuple[CodedDocument, int]], coder_version: str | None = None
) -> dict[str, pa.Table]:
    """Arrow tables, by table name, of documents paired with their version numbers."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in ARROW_SCHEMAS}
    for document, version in coded:
        for table, row in _rows(document, version, coder_version):
            rows[table].append(row)
    return {name: _table(rows[name], schema) for name, schema in ARROW_SCHEMAS.items()}


def _table(rows: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    try:
        return pa.Table.from_pylist(rows, schema=schema)
    except UnicodeEncodeError:  # half a surrogate pair, from a broken encoding
        return pa.Table.from_pylist([_encodable(row) for row in rows], schema=schema)


def _encodable(value: Any) -> Any:
    """The value with lone surrogates as U+FFFD: one character for one, so offsets hold."""
    if isinstance(value, str):
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in value)
    if isinstance(value, dict):
        return {key: _encodable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_encodable(inner) for inner in value]
    return value


def happening_key(name: str) -> int:
    """A 64-bit number for a story or event id: the low half of its MD5, as in SQL."""
    return int.from_bytes(hashlib.md5(name.encode(), usedforsecurity=False).digest()[8:], "little")


def coder_version_of(coded: CodedDocument) -> str | None:
    """The version that coded a document, read from its events; None where there are none."""
    return coded.events[0].coder_version if coded.events else None


def event_status(auxiliary_modes: Iterable[str]) -> str:
    """Whether it happened: ``done``, ``planned``, ``hypothetical`` or ``denied``.

    A denial outweighs the rest ("will not attack"); ``historical`` alone leaves an event done.
    """
    modes = set(auxiliary_modes)
    for mode, status in (("negation", "denied"), ("hypothetical", "hypothetical")):
        if mode in modes:
            return status
    return "planned" if "future" in modes else "done"


def _rows(
    coded: CodedDocument, version: int, coder_version: str | None
) -> Iterator[tuple[str, dict[str, Any]]]:
    document = coded.document
    yield (
        "documents",
        {
            "document_id": document.id,
            "version": version,
            "sha256": document.sha256,
            "text": document.text,
            "published": document.published,
            "outlet": document.outlet,
            "url": document.url,
            "title": document.title,
            "coder_version": coder_version_of(coded) or coder_version,
        },
    )
    for sentence in coded.sentences:
        yield "sentences", {"document_id": document.id, **as_plain(sentence)}
    for position, event in enumerate(coded.events):
        yield from _event_rows(event, position)
    yield from _note_rows(coded)


def _note_rows(coded: CodedDocument) -> Iterator[tuple[str, dict[str, Any]]]:
    """Quotes, claims and mentions."""
    for position, quote in enumerate(coded.quotes):
        yield (
            "quotes",
            {
                "document_id": coded.document.id,
                "position": position,
                **as_plain(quote.span),
                "direct": quote.direct,
                "anonymous": quote.anonymous,
                "speaker": _entity(quote.speaker),
                "cue": _span(quote.cue),
            },
        )
    for position, claim in enumerate(coded.claims):
        yield (
            "claims",
            {
                "document_id": coded.document.id,
                "position": position,
                "kind": claim.kind,
                **as_plain(claim.span),
                "parts": [(name, as_plain(span)) for name, span in claim.parts.items()],
                "voice": claim.voice,
                "speaker": _entity(claim.speaker),
            },
        )
    for position, mention in enumerate(coded.mentions):
        value = json.dumps(as_plain(mention.value), ensure_ascii=False)
        yield (
            "mentions",
            {
                "document_id": coded.document.id,
                "position": position,
                **as_plain(mention),
                "value": value,
            },
        )


def _event_rows(event: Event, position: int) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "events", {**_event_row(event), "position": position}
    for side, entities in (("actor", event.actors), ("recipient", event.recipients)):
        for number, entity in enumerate(entities):
            yield (
                "participants",
                {
                    "event_id": event.event_id,
                    "document_id": event.document_id,
                    "side": side,
                    "position": number,
                    **(_entity(entity) or {}),
                },
            )
    for number, magnitude in enumerate(event.magnitudes):
        yield (
            "magnitudes",
            {
                "event_id": event.event_id,
                "document_id": event.document_id,
                "position": number,
                **as_plain(magnitude),
            },
        )
    for row in pair_rows(event):
        yield "event_pairs", row


def _event_row(event: Event) -> dict[str, Any]:
    names = (
        "event_id document_id document_sha256 outlet url event_type quad_class intensity "
        "cameo story_id confidence coder_version"
    )
    row: dict[str, Any] = {name: getattr(event, name) for name in names.split()}
    row["origin"] = "riftline"
    row["published"] = _day(event.published)
    for name in ("modes", "contexts", "auxiliary_modes"):
        row[name] = list(getattr(event, name))
    for prefix, span in (("sentence", event.sentence), ("trigger", event.trigger)):
        row.update({f"{prefix}_{key}": value for key, value in as_plain(span).items()})
    row["voice"] = event.attribution.voice
    row["speaker"] = _entity(event.attribution.speaker)
    row["cue"] = _span(event.attribution.cue)
    if when := event.event_date:
        row["date_start"], row["date_end"] = _day(when.start), _day(when.end)
        row["date_precision"], row["date_text"] = when.precision, when.text
        row["date_span_start"], row["date_span_end"] = when.span or (None, None)
    if place := event.place:
        row.update({"lat": place.lat, "lon": place.lon, "geonames_id": place.geonames_id})
        for name in ("text", "start", "end", "name", "country", "admin1", "confidence"):
            row[f"place_{name}"] = getattr(place, name)
    return row


def pair_rows(event: Event) -> list[dict[str, Any]]:
    """The rows of ``event_pairs`` for one event (see the comment at that table)."""
    when = event.event_date
    shared: dict[str, Any] = {
        "event_id": event.event_id,
        "document_id": event.document_id,
        "origin": "riftline",
        "happening": happening_key(event.story_id or event.event_id),
        "day": _day(when.start if when else None) or _day(event.published),
        "date_precision": when.precision if when else None,
        "status": event_status(event.auxiliary_modes),
        "mutual": False,
        "event_type": event.event_type,
        "quad_class": event.quad_class,
        "intensity": event.intensity,
        "reports": 1,
        "outlet": event.outlet,
    }
    if event.actors and event.recipients:
        pairs = itertools.product(event.actors, event.recipients)
        return [{**shared, **_side("a", a), **_side("r", r)} for a, r in pairs]
    if len(event.actors) > 1 and event.event_type in MUTUAL_TYPES:
        both = itertools.combinations(event.actors, 2)
        return [{**shared, "mutual": True, **_side("a", a), **_side("r", r)} for a, r in both]
    alone = [_side("a", a) for a in event.actors] + [_side("r", r) for r in event.recipients]
    return [{**shared, **side} for side in alone]


def _side(prefix: str, entity: Entity) -> dict[str, Any]:
    return {
        f"{prefix}_name": entity.name,
        f"{prefix}_entity_id": entity.entity_id,
        f"{prefix}_country": entity.country,
        f"{prefix}_sectors": ",".join(entity.sectors) or None,
    }


def _entity(entity: Entity | None) -> dict[str, Any] | None:
    return None if entity is None else dict(as_plain(entity))


def _span(span: Span | None) -> dict[str, Any] | None:
    return None if span is None else dict(as_plain(span))


def _day(text: str | None) -> date | None:
    """The day of an ISO date; None for a text that is none (it stays out of every series)."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
