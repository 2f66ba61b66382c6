"""From the tables back to records: the inverse of store/rows.py."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa

from riftline.record import (
    Attribution,
    Claim,
    CodedDocument,
    Document,
    Entity,
    Event,
    EventDate,
    Mention,
    Place,
    Quote,
    Sentence,
    Span,
)
from riftline.write.plain import (
    entity_from_dict,
    magnitude_from_dict,
    sentence_from_dict,
    span_from_dict,
)

Query = Callable[[str, list[Any]], pa.Table]
Row = dict[str, Any]


def coded_documents(query: Query, ids: list[str]) -> Iterator[CodedDocument]:
    """The stored documents with these ids, in the order of ``ids``."""
    documents = {row["document_id"]: row for row in _rows(query, "documents", ids)}
    parts = {
        name: _grouped(_rows(query, name, ids), "document_id")
        for name in ("sentences", "events", "quotes", "claims", "mentions")
    }
    participants = _grouped(_rows(query, "participants", ids), "event_id")
    magnitudes = _grouped(_rows(query, "magnitudes", ids), "event_id")
    for key in dict.fromkeys(ids):
        if key not in documents:
            continue
        row = documents[key]
        yield CodedDocument(
            document=Document(
                text=row["text"],
                id=key,
                published=row["published"],
                outlet=row["outlet"],
                url=row["url"],
                title=row["title"],
            ),
            sentences=tuple(sentence_from_dict(s) for s in parts["sentences"][key]),
            events=tuple(
                event_of(e, participants[e["event_id"]], magnitudes[e["event_id"]])
                for e in parts["events"][key]
            ),
            quotes=tuple(_quote(q) for q in parts["quotes"][key]),
            claims=tuple(_claim(c) for c in parts["claims"][key]),
            mentions=tuple(_mention(m) for m in parts["mentions"][key]),
        )


def event_of(row: Row, participants: list[Row], magnitudes: list[Row]) -> Event:
    """An event record from its row of ``events`` and the rows that belong to it."""
    sides: dict[str, list[Entity]] = {"actor": [], "recipient": []}
    for participant in participants:
        sides[participant["side"]].append(entity_from_dict(participant))
    return Event(
        event_id=row["event_id"],
        document_id=row["document_id"],
        document_sha256=row["document_sha256"],
        outlet=row["outlet"],
        published=_iso(row["published"]),
        url=row["url"],
        sentence=Sentence(
            row["sentence_index"], row["sentence_start"], row["sentence_end"], row["sentence_text"]
        ),
        trigger=Span(row["trigger_start"], row["trigger_end"], row["trigger_text"]),
        event_type=row["event_type"],
        modes=tuple(row["modes"] or ()),
        contexts=tuple(row["contexts"] or ()),
        quad_class=row["quad_class"],
        intensity=row["intensity"],
        cameo=row["cameo"],
        actors=tuple(sides["actor"]),
        recipients=tuple(sides["recipient"]),
        auxiliary_modes=tuple(row["auxiliary_modes"] or ()),
        attribution=Attribution(
            row["voice"] or "outlet", _entity_or_none(row["speaker"]), _span(row["cue"])
        ),
        event_date=_event_date(row),
        place=_place(row),
        magnitudes=tuple(magnitude_from_dict(m) for m in magnitudes),
        story_id=row["story_id"],
        confidence=row["confidence"],
        coder_version=row["coder_version"],
    )


def _rows(query: Query, table: str, ids: list[str]) -> list[Row]:
    order = {
        "documents": "document_id",
        "sentences": 'document_id, "index"',
        "participants": "event_id, side, position",
        "magnitudes": "event_id, position",
    }.get(table, "document_id, position")
    origin = " AND origin = 'riftline'" if table == "events" else ""
    sql = (
        f"SELECT * FROM {table} WHERE list_contains(?::VARCHAR[], document_id){origin} "
        f"ORDER BY {order}"
    )
    rows: list[Row] = query(sql, [ids]).to_pylist()
    return rows


def _grouped(rows: list[Row], key: str) -> defaultdict[str, list[Row]]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups


def _entity_or_none(row: Row | None) -> Entity | None:
    return None if row is None else entity_from_dict(row)


def _span(row: Row | None) -> Span | None:
    return None if row is None else span_from_dict(row)


def _event_date(row: Row) -> EventDate | None:
    if row["date_start"] is None:
        return None
    span = row["date_span_start"], row["date_span_end"]
    start = row["date_start"].isoformat()
    return EventDate(
        start=start,
        end=_iso(row["date_end"]) or start,
        precision=row["date_precision"],
        text=row["date_text"],
        span=None if span[0] is None else span,
    )


def _place(row: Row) -> Place | None:
    if row["place_name"] is None:
        return None
    return Place(
        **{
            name: row[f"place_{name}"]
            for name in ("text", "start", "end", "name", "country", "admin1", "confidence")
        },
        lat=row["lat"],
        lon=row["lon"],
        geonames_id=row["geonames_id"],
    )


def _quote(row: Row) -> Quote:
    return Quote(
        span=span_from_dict(row),
        direct=row["direct"],
        speaker=_entity_or_none(row["speaker"]),
        anonymous=row["anonymous"],
        cue=_span(row["cue"]),
    )


def _claim(row: Row) -> Claim:
    parts = {name: _span(span) for name, span in row["parts"] or ()}
    return Claim(
        kind=row["kind"],
        span=span_from_dict(row),
        parts={name: span for name, span in parts.items() if span is not None},
        voice=row["voice"],
        speaker=_entity_or_none(row["speaker"]),
    )


def _mention(row: Row) -> Mention:
    return Mention(row["kind"], row["start"], row["end"], row["text"], json.loads(row["value"]))


def _iso(day: Any) -> str | None:
    return None if day is None else day.isoformat()
