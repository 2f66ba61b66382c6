"""Export of events: the records themselves, and the column layouts that the field reads.

Layouts ``polecat``, ``icews`` and ``phoenix`` have one row for each pair of an event, as those
data sets do. Sources of the column lists: POLECAT, Harvard Dataverse doi:10.7910/DVN/AJGVIT;
ICEWS, Harvard Dataverse doi:10.7910/DVN/28075; Phoenix, Open Event Data Alliance, "The Phoenix
Data Project" (phoenixdata.org, 26 columns). The ICEWS columns were held against a real file, the
other two written from memory of those sources (docs/store.md). Only events reported as done are
in the last three: those layouts cannot say that something is planned, denied or feared.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from riftline.errors import OutputError, UsageError
from riftline.store.arrow import read_batches
from riftline.store.database import Store

FORMATS = ("parquet", "csv", "tsv", "jsonl")
_ENDINGS = {".parquet": "parquet", ".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".jsonl": "jsonl"}


def export_events(
    store: Store,
    path: str | Path,
    *,
    layout: str = "record",
    format: str | None = None,
    origin: str | None = None,
    start: date | None = None,
    end: date | None = None,
) -> int:
    """Write events to a file and return how many rows; the file is complete or absent.

    ``layout`` is ``record`` (the event record, schema version 1), ``polecat``, ``icews`` or
    ``phoenix``. The format goes by the file's ending (.parquet, .csv, .tsv, .jsonl) unless given.
    In CSV and TSV the nested fields of a record are JSON. ``start`` and ``end`` bound the event's
    day (its date, else the day of publication), inclusive.

    Raises:
        UsageError: an unknown layout, or no format can be told from the ending.
        OutputError: the file cannot be written; what stood there before is untouched.
    """
    path = Path(path)
    if layout not in _LAYOUTS:
        raise UsageError(f"unknown layout {layout!r}", hint=f"one of {', '.join(_LAYOUTS)}")
    kind = format or _ENDINGS.get(path.suffix.lower())
    if kind not in FORMATS:
        raise UsageError(
            f"no format for {path.name!r}", hint="end the name in .parquet, .csv, .tsv or .jsonl"
        )
    sql = _LAYOUTS[layout](_filter(origin, start, end))
    with store.reading() as cursor, contextlib.closing(read_batches(cursor, sql)) as batches:
        return _write(batches, path, kind)


def _write(batches: pa.RecordBatchReader, path: Path, kind: str) -> int:
    """Write beside the target and rename."""
    try:
        descriptor, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(descriptor)
        os.chmod(beside, 0o644)
    except OSError as error:
        raise OutputError(
            f"could not be written: {error.strerror}", where=str(path), hint="check the folder"
        ) from error
    try:
        rows = _WRITERS[kind](batches, Path(beside))
        os.replace(beside, path)
        return rows
    except OSError as error:
        raise OutputError(f"could not be written: {error}", where=str(path)) from error
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(beside)


def _write_parquet(batches: pa.RecordBatchReader, path: Path) -> int:
    rows = 0
    with pq.ParquetWriter(path, batches.schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)
            rows += batch.num_rows
    return rows


def _write_jsonl(batches: pa.RecordBatchReader, path: Path) -> int:
    rows = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for batch in batches:
            for row in batch.to_pylist():
                file.write(json.dumps(row, ensure_ascii=False, default=_plain) + "\n")
            rows += batch.num_rows
    return rows


def _delimited(delimiter: str) -> Callable[[pa.RecordBatchReader, Path], int]:
    def write(batches: pa.RecordBatchReader, path: Path) -> int:
        schema = pa.schema([(f.name, _flat_type(f.type)) for f in batches.schema])
        options = pa_csv.WriteOptions(delimiter=delimiter, quoting_style="needed")
        rows = 0
        with pa_csv.CSVWriter(path, schema, write_options=options) as writer:
            for batch in batches:
                columns = [_flat(column) for column in batch.columns]
                writer.write_batch(pa.record_batch(columns, schema=schema))
                rows += batch.num_rows
        return rows

    return write


def _flat_type(kind: pa.DataType) -> pa.DataType:
    return pa.string() if pa.types.is_nested(kind) else kind


def _flat(column: pa.Array) -> pa.Array:
    """A nested column as JSON text; NULL stays NULL."""
    if not pa.types.is_nested(column.type):
        return column
    texts = [
        None if value is None else json.dumps(value, ensure_ascii=False, default=_plain)
        for value in column.to_pylist()
    ]
    return pa.array(texts, pa.string())


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


_WRITERS: dict[str, Callable[[pa.RecordBatchReader, Path], int]] = {
    "parquet": _write_parquet,
    "csv": _delimited(","),
    "tsv": _delimited("\t"),
    "jsonl": _write_jsonl,
}


def _filter(origin: str | None, start: date | None, end: date | None) -> str:
    tests = ["true"]
    if origin:
        tests.append("e.origin = '" + origin.replace("'", "''") + "'")
    if start:
        tests.append(f"coalesce(e.date_start, e.published) >= DATE '{start}'")
    if end:
        tests.append(f"coalesce(e.date_start, e.published) <= DATE '{end}'")
    return " AND ".join(tests)


_SPAN = '"start": {p}_start, "end": {p}_end, "text": {p}_text'
_ENTITY = (
    '{"text": "text", "start": "start", "end": "end", name: name, entity_id: entity_id, '
    "country: country, sectors: coalesce(sectors, []), role: role, role_from: role_from, "
    "role_to: role_to, members: coalesce(members, [])}"
)


def _record_sql(where: str) -> str:
    """The event record in contract order, from coded documents and imports alike."""
    imported = (
        '{{"text": NULL::VARCHAR, "start": NULL::INTEGER, "end": NULL::INTEGER, name: {s}_name, '
        "entity_id: {s}_entity_id, country: {s}_country, "
        "sectors: coalesce(string_split({s}_sectors, ','), []), role: NULL::VARCHAR, "
        "role_from: NULL::VARCHAR, role_to: NULL::VARCHAR, members: []::VARCHAR[]}}"
    )
    a, r = imported.format(s="a"), imported.format(s="r")
    return f"""
    WITH sides AS (
        SELECT event_id,
            list({_ENTITY} ORDER BY position) FILTER (side = 'actor') AS actors,
            list({_ENTITY} ORDER BY position) FILTER (side = 'recipient') AS recipients
        FROM participants GROUP BY event_id
        UNION ALL
        SELECT event_id,
            CASE WHEN mutual THEN [{a}, {r}] WHEN a_name IS NOT NULL THEN [{a}] END AS actors,
            CASE WHEN NOT mutual AND r_name IS NOT NULL THEN [{r}] END AS recipients
        FROM event_pairs WHERE origin != 'riftline'
    ),
    amounts AS (
        SELECT event_id, list({{kind: kind, value: value, low: low, high: high, unit: unit,
            usd: usd, "text": "text", "start": "start", "end": "end"}} ORDER BY position)
            AS magnitudes
        FROM magnitudes GROUP BY event_id
    )
    SELECT e.event_id, e.document_id, e.document_sha256, e.outlet,
        e.published::VARCHAR AS published, e.url,
        CASE WHEN e.sentence_text IS NOT NULL OR e.sentence_index IS NOT NULL THEN
            {{"index": e.sentence_index, {_SPAN.format(p="e.sentence")}}} END AS sentence,
        CASE WHEN e.trigger_text IS NOT NULL THEN {{{_SPAN.format(p="e.trigger")}}} END
            AS "trigger",
        e.event_type, coalesce(e.modes, []) AS modes, coalesce(e.contexts, []) AS contexts,
        e.quad_class, e.intensity, e.cameo, coalesce(s.actors, []) AS actors,
        coalesce(s.recipients, []) AS recipients,
        coalesce(e.auxiliary_modes, []) AS auxiliary_modes,
        {{voice: e.voice, speaker: e.speaker, cue: e.cue}} AS attribution,
        CASE WHEN e.date_start IS NOT NULL THEN {{"start": e.date_start::VARCHAR,
            "end": e.date_end::VARCHAR, "precision": e.date_precision, "text": e.date_text,
            span: CASE WHEN e.date_span_start IS NOT NULL
                THEN [e.date_span_start, e.date_span_end] END}} END AS event_date,
        CASE WHEN e.place_name IS NOT NULL THEN {{{_SPAN.format(p="e.place")},
            name: e.place_name, country: e.place_country, admin1: e.place_admin1, lat: e.lat,
            lon: e.lon, geonames_id: e.geonames_id, confidence: e.place_confidence}} END AS place,
        coalesce(m.magnitudes, []) AS magnitudes, e.story_id, e.confidence, e.coder_version
    FROM events e LEFT JOIN sides s USING (event_id) LEFT JOIN amounts m USING (event_id)
    WHERE {where}
    ORDER BY e.origin, e.published, e.document_id, e.position, e.event_id
    """


def _pairs_sql(columns: str, where: str) -> str:
    """One row a pair of an event that is reported as done, with both sides named."""
    return f"""
    SELECT {columns}
    FROM events e JOIN event_pairs p USING (event_id)
    WHERE {where} AND p.status = 'done' AND p.event_type IS NOT NULL
        AND p.a_name IS NOT NULL AND p.r_name IS NOT NULL
    ORDER BY p.day, e.event_id, p.a_name, p.r_name
    """


def _polecat_sql(where: str) -> str:
    return _pairs_sql(
        """e.event_id AS "Event ID", p.day AS "Event Date", e.event_type AS "Event Type",
        list_extract(e.modes, 1) AS "Event Mode", e.intensity AS "Intensity",
        e.quad_class AS "Quad Code", array_to_string(e.contexts, ';') AS "Contexts",
        p.a_name AS "Actor Name", p.a_country AS "Actor Country",
        list_extract(string_split(p.a_sectors, ','), 1) AS "Primary Actor Sector",
        replace(p.a_sectors, ',', ';') AS "Actor Sectors", NULL::VARCHAR AS "Actor Title",
        p.a_entity_id AS "Wikipedia Actor ID", p.r_name AS "Recipient Name",
        p.r_country AS "Recipient Country",
        list_extract(string_split(p.r_sectors, ','), 1) AS "Primary Recipient Sector",
        replace(p.r_sectors, ',', ';') AS "Recipient Sectors", NULL::VARCHAR AS "Recipient Title",
        p.r_entity_id AS "Wikipedia Recipient ID", e.place_name AS "Placename",
        NULL::VARCHAR AS "City", NULL::VARCHAR AS "District", e.place_admin1 AS "Province",
        e.place_country AS "Country", e.lat AS "Latitude", e.lon AS "Longitude",
        e.geonames_id AS "GeoNames ID", e.place_text AS "Raw Placename", e.outlet AS "Source",
        e.published AS "Publication Date", e.sentence_text AS "Sentence",
        e.coder_version AS "Version" """,
        where,
    )


def _icews_sql(where: str) -> str:
    return _pairs_sql(
        """e.event_id AS "Event ID", p.day AS "Event Date", p.a_name AS "Source Name",
        p.a_sectors AS "Source Sectors", p.a_country AS "Source Country",
        e.event_type || coalesce(' ' || list_extract(e.modes, 1), '') AS "Event Text",
        e.cameo AS "CAMEO Code", e.intensity AS "Intensity", p.r_name AS "Target Name",
        p.r_sectors AS "Target Sectors", p.r_country AS "Target Country",
        e.document_id AS "Story ID", e.sentence_index + 1 AS "Sentence Number",
        e.outlet AS "Publisher", e.place_name AS "City", NULL::VARCHAR AS "District",
        e.place_admin1 AS "Province", e.place_country AS "Country", e.lat AS "Latitude",
        e.lon AS "Longitude" """,
        where,
    )


_PENTA = {
    "VERBAL COOPERATION": 1,
    "MATERIAL COOPERATION": 2,
    "VERBAL CONFLICT": 3,
    "MATERIAL CONFLICT": 4,
}


def _phoenix_sql(where: str) -> str:
    quads = " ".join(f"WHEN '{name}' THEN {number}" for name, number in _PENTA.items())
    sides = ", ".join(
        f"concat(p.{s}_country, list_extract(string_split(p.{s}_sectors, ','), 1)) "
        f'AS "{full}ActorFull", p.{s}_country AS "{full}ActorEntity", '
        f"list_extract(string_split(p.{s}_sectors, ','), 1) AS \"{full}ActorRole\", "
        f"list_extract(string_split(p.{s}_sectors, ','), 2) AS \"{full}ActorAttribute\""
        for s, full in (("a", "Source"), ("r", "Target"))
    )
    return _pairs_sql(
        f"""e.event_id AS "EventID", strftime(p.day, '%Y%m%d') AS "Date", year(p.day) AS "Year",
        month(p.day) AS "Month", day(p.day) AS "Day", {sides}, e.cameo AS "EventCode",
        left(e.cameo, 2) AS "EventRootCode", CASE e.quad_class {quads} END AS "QuadClass",
        e.intensity AS "GoldsteinScore", array_to_string(e.contexts, ';') AS "Issues",
        e.lat AS "ActionLat", e.lon AS "ActionLong", e.place_name AS "LocationName",
        e.place_country AS "GeoCountryName", e.place_admin1 AS "GeoStateName",
        concat(e.document_id, '_', e.sentence_index) AS "SentenceID", e.url AS "URLs",
        e.outlet AS "NewsSources" """,
        where,
    )


_LAYOUTS: dict[str, Callable[[str], str]] = {
    "record": _record_sql,
    "polecat": _polecat_sql,
    "icews": _icews_sql,
    "phoenix": _phoenix_sql,
}


def iter_records(store: Store, *, origin: str | None = None) -> Iterator[dict[str, Any]]:
    """Stream the event records as plain dicts, in the order of an export."""
    with store.reading() as cursor:
        batches = read_batches(cursor, _record_sql(_filter(origin, None, None)))
        with contextlib.closing(batches):
            for batch in batches:
                yield from batch.to_pylist()
