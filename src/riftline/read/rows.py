"""Formats with many articles in one file: JSONL, JSON, Parquet (CSV has its own module).

Each is read a row at a time, so memory does not grow with the file.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from riftline.read.draft import Draft, draft_from_row, has_text, role_of
from riftline.read.encoding import decode
from riftline.read.json_stream import json_objects
from riftline.read.problems import Problems
from riftline.read.settings import PARQUET_BATCH_ROWS, TEXT_HINT
from riftline.read.stream import ByteStream


def read_jsonl(stream: ByteStream, problems: Problems) -> Iterator[Draft]:
    """One JSON object a line; a line that is none is named and skipped."""
    for number, data in stream.lines():
        line, encoding_problem = decode(data)
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = getattr(error, "msg", None) or "nested too deeply"
            problems.report(
                stream.name, f"malformed JSON: {reason}", line=number, hint="one object a line"
            )
            continue
        yield from _from_object(row, number, encoding_problem, stream.name, problems)


def read_json(stream: ByteStream, problems: Problems) -> Iterator[Draft]:
    """An array of objects, objects one after the other, or one object that holds such an array."""
    for number, value in json_objects(stream, problems):
        yield from _from_object(value, number, None, stream.name, problems)


def _inner_rows(value: dict[str, Any]) -> list[Any] | None:
    """The list of articles in an object such as ``{"status": "ok", "articles": [...]}``."""
    for inner in value.values():
        if isinstance(inner, list) and inner and isinstance(inner[0], dict) and has_text(inner[0]):
            return inner
    return None


def _from_object(
    row: Any, number: int, encoding_problem: str | None, name: str, problems: Problems
) -> Iterator[Draft]:
    if not isinstance(row, dict):
        problems.report(name, f"a JSON {_json_kind(row)} where an object was due", line=number)
    elif not has_text(row) and (inner := _inner_rows(row)) is not None:
        for inner_row in inner:
            yield from _from_object(inner_row, number, encoding_problem, name, problems)
    elif not has_text(row):
        keys = ", ".join(list(row)[:8]) or "none"
        problems.report(name, f"no text field (fields: {keys})", line=number, hint=TEXT_HINT)
    else:
        draft = draft_from_row(row, number)
        draft.problem, draft.problem_line = encoding_problem, number
        yield draft


def _json_kind(value: object) -> str:
    kinds = {list: "array", str: "string", bool: "truth value", type(None): "null"}
    return kinds.get(type(value), "number")


def read_parquet(stream: ByteStream, problems: Problems) -> Iterator[Draft]:
    """A Parquet file by batches of rows; ``line`` counts rows from 1."""
    # Parquet is read from its end: what cannot be sought in is copied to a temporary file.
    with tempfile.TemporaryFile() as spool:
        source: BinaryIO | str = stream.seekable_path() or spool
        if source is spool:
            for chunk in stream.chunks():
                spool.write(chunk)
            spool.seek(0)
        yield from _parquet_rows(source, stream.name, problems)


def _parquet_rows(source: Any, name: str, problems: Problems) -> Iterator[Draft]:
    import pyarrow as pa
    from pyarrow import parquet

    number = 0
    try:
        with parquet.ParquetFile(source) as file:
            columns = [column for column in file.schema_arrow.names if role_of(column)]
            if not has_text(columns):
                names = ", ".join(file.schema_arrow.names)[:200]
                message = f"no text column (columns: {names})"
                problems.report(name, message, line=1, hint=TEXT_HINT)
                return
            for batch in file.iter_batches(PARQUET_BATCH_ROWS, columns=columns, use_threads=False):
                for row in batch.to_pylist():
                    number += 1
                    yield draft_from_row(row, number)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        reason = str(error).partition("\n")[0][:200]
        message = f"damaged Parquet file: {reason}"
        problems.report(name, message, line=number + 1, hint="rows before it were read")
