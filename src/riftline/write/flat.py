"""Events and mentions as flat rows, for spreadsheets and for R.

Lists are joined by ``;``: in ``actor_names``, ``actor_countries`` and ``actor_sectors`` the
n-th part belongs to the n-th actor (an empty part where it has none; its main sector only). The
columns that end in ``_json`` hold the whole, nothing left out.

Text cells that a spreadsheet would run as a formula (they begin with ``=``, ``+``, ``-``, ``@``,
a tab or their full-width forms) get an apostrophe before them: take it off where such a text
must equal the document's. A carriage return becomes a newline.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

Row = Mapping[str, Any]
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")


def dumps(value: Any) -> str:
    """JSON as Riftline writes it: no blanks added at the ends, letters as they are."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def safe_cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers.

    Example:
        >>> safe_cell("=HYPERLINK(1)")
        "'=HYPERLINK(1)"
    """
    if not isinstance(value, str):
        return value
    # A bare carriage return ends a row for most readers, quoted or not.
    value = value.replace("\r", "\n")
    return "'" + value if value.startswith(_FORMULA) else value


def _part(row: Row, field: str, key: str) -> Any:
    inner = row[field]
    return None if inner is None else inner[key]


def _joined(values: Iterable[Any]) -> str:
    """Parts joined by ``;``. A ``;`` inside a part would shift the rest, so it becomes a comma."""
    return ";".join("" if value is None else str(value).replace(";", ",") for value in values)


def _each(row: Row, field: str, key: str) -> str:
    return _joined(item[key] for item in row[field])


def _main_sectors(row: Row, field: str) -> str:
    return _joined(next(iter(item["sectors"]), None) for item in row[field])


def _speaker(row: Row, key: str) -> Any:
    return _part(row["attribution"], "speaker", key)


def _column(field: str) -> Callable[[Row], Any]:
    return lambda row: row[field]


def _inner(field: str, key: str) -> Callable[[Row], Any]:
    return lambda row: _part(row, field, key)


def _json(field: str) -> Callable[[Row], str | None]:
    return lambda row: None if row[field] is None else dumps(row[field])


def _participants(prefix: str, field: str) -> dict[str, Callable[[Row], Any]]:
    return {
        f"{prefix}_names": lambda row: _each(row, field, "name"),
        f"{prefix}_ids": lambda row: _each(row, field, "entity_id"),
        f"{prefix}_countries": lambda row: _each(row, field, "country"),
        f"{prefix}_sectors": lambda row: _main_sectors(row, field),
    }


#: Columns of an event CSV in order, each with how it is made from the plain record.
EVENT_COLUMNS: Final[dict[str, Callable[[Row], Any]]] = {
    **{name: _column(name) for name in ("event_id", "document_id", "outlet", "published", "url")},
    "event_type": _column("event_type"),
    "modes": lambda row: _joined(row["modes"]),
    "contexts": lambda row: _joined(row["contexts"]),
    "auxiliary_modes": lambda row: _joined(row["auxiliary_modes"]),
    **{name: _column(name) for name in ("quad_class", "intensity", "cameo")},
    **_participants("actor", "actors"),
    **_participants("recipient", "recipients"),
    "voice": _inner("attribution", "voice"),
    "speaker_name": lambda row: _speaker(row, "name"),
    "speaker_country": lambda row: _speaker(row, "country"),
    "speaker_sectors": lambda row: _joined(_speaker(row, "sectors") or ()),
    "event_date_start": _inner("event_date", "start"),
    "event_date_end": _inner("event_date", "end"),
    "event_date_precision": _inner("event_date", "precision"),
    "place_name": _inner("place", "name"),
    "place_country": _inner("place", "country"),
    "place_lat": _inner("place", "lat"),
    "place_lon": _inner("place", "lon"),
    "place_geonames_id": _inner("place", "geonames_id"),
    "magnitude_kinds": lambda row: _each(row, "magnitudes", "kind"),
    "magnitude_values": lambda row: _each(row, "magnitudes", "value"),
    "magnitude_units": lambda row: _each(row, "magnitudes", "unit"),
    "trigger": _inner("trigger", "text"),
    "trigger_start": _inner("trigger", "start"),
    "trigger_end": _inner("trigger", "end"),
    "sentence": _inner("sentence", "text"),
    "sentence_index": _inner("sentence", "index"),
    "sentence_start": _inner("sentence", "start"),
    "sentence_end": _inner("sentence", "end"),
    **{name: _column(name) for name in ("story_id", "confidence")},
    **{name: _column(name) for name in ("document_sha256", "coder_version")},
    **{
        f"{name}_json": _json(name)
        for name in ("actors", "recipients", "attribution", "event_date", "place", "magnitudes")
    },
}

#: Columns of a mention CSV in order.
MENTION_COLUMNS: Final[dict[str, Callable[[Row], Any]]] = {
    **{name: _column(name) for name in ("document_id", "kind", "start", "end", "text")},
    "value": _json("value"),
}


def flat_row(row: Row, columns: Mapping[str, Callable[[Row], Any]]) -> list[Any]:
    """The cells of one row, formulas disarmed."""
    return [safe_cell(make(row)) for make in columns.values()]
