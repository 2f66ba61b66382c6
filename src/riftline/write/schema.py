"""The event record as Arrow types: the columns of Parquet files and of ``to_arrow``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import pyarrow as pa

from riftline.record import SCHEMA_VERSION, Event
from riftline.write.plain import portable

_STRINGS = pa.list_(pa.string())
_SPAN = [("start", pa.int64()), ("end", pa.int64()), ("text", pa.string())]
_ENTITY = pa.struct(
    [
        ("text", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("name", pa.string()),
        ("entity_id", pa.string()),
        ("country", pa.string()),
        ("sectors", _STRINGS),
        ("role", pa.string()),
        ("role_from", pa.string()),
        ("role_to", pa.string()),
        ("members", _STRINGS),
    ]
)
_ATTRIBUTION = pa.struct([("voice", pa.string()), ("speaker", _ENTITY), ("cue", pa.struct(_SPAN))])
_EVENT_DATE = pa.struct(
    [
        ("start", pa.string()),
        ("end", pa.string()),
        ("precision", pa.string()),
        ("text", pa.string()),
        ("span", pa.list_(pa.int64())),
    ]
)
_PLACE = pa.struct(
    [
        ("text", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("name", pa.string()),
        ("country", pa.string()),
        ("admin1", pa.string()),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("geonames_id", pa.int64()),
        ("confidence", pa.float64()),
    ]
)
_MAGNITUDE = pa.struct(
    [
        ("kind", pa.string()),
        ("value", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("unit", pa.string()),
        ("usd", pa.float64()),
        ("text", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
    ]
)
_METADATA: Final = {"riftline.schema_version": str(SCHEMA_VERSION)}

#: The event record (schema version 1), fields in the order of the contract. Dates are ISO text,
#: as in the JSONL form: a year or a month is given by its first and last day.
EVENT_SCHEMA: Final = pa.schema(
    [
        ("event_id", pa.string()),
        ("document_id", pa.string()),
        ("document_sha256", pa.string()),
        ("outlet", pa.string()),
        ("published", pa.string()),
        ("url", pa.string()),
        ("sentence", pa.struct([("index", pa.int64()), *_SPAN])),
        ("trigger", pa.struct(_SPAN)),
        ("event_type", pa.string()),
        ("modes", _STRINGS),
        ("contexts", _STRINGS),
        ("quad_class", pa.string()),
        ("intensity", pa.float64()),
        ("cameo", pa.string()),
        ("actors", pa.list_(_ENTITY)),
        ("recipients", pa.list_(_ENTITY)),
        ("auxiliary_modes", _STRINGS),
        ("attribution", _ATTRIBUTION),
        ("event_date", _EVENT_DATE),
        ("place", _PLACE),
        ("magnitudes", pa.list_(_MAGNITUDE)),
        ("story_id", pa.string()),
        ("confidence", pa.float64()),
        ("coder_version", pa.string()),
    ],
    metadata=_METADATA,
)

#: One row a marked span; ``value`` is JSON text, since its keys differ by kind.
MENTION_SCHEMA: Final = pa.schema(
    [
        ("document_id", pa.string()),
        ("kind", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("text", pa.string()),
        ("value", pa.string()),
    ],
    metadata=_METADATA,
)


def events_to_table(events: Iterable[Event]) -> pa.Table:
    """Events as an Arrow table of ``EVENT_SCHEMA``, one row an event.

    Example:
        >>> events_to_table([]).num_columns
        24
    """
    return rows_to_table([event.to_dict() for event in events], EVENT_SCHEMA)


def rows_to_table(rows: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    """Plain rows as an Arrow table; text that UTF-8 cannot hold is made portable."""
    try:
        return pa.Table.from_pylist(rows, schema=schema)
    except UnicodeEncodeError:
        return pa.Table.from_pylist(portable(rows), schema=schema)
