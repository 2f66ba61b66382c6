"""Result files read back as records."""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from riftline.errors import InputError
from riftline.record import Event
from riftline.write.formats import output_format
from riftline.write.plain import event_from_dict

_BATCH_ROWS = 500


def read_events(path: str | Path) -> Iterator[Event]:
    """The events of a JSONL (also ``.gz``) or Parquet file, in the file's order.

    Raises:
        UsageError: the suffix names neither format.
        InputError: the file cannot be read, or a record in it is none; names file and line.
    """
    name = os.fspath(path)
    form, zipped = output_format(path)
    if form == "csv":
        raise InputError("a CSV holds no whole records", where=name, hint="write JSONL or Parquet")
    rows = _parquet_rows(name) if form == "parquet" else _json_rows(name, zipped)
    for number, row in rows:
        try:
            yield event_from_dict(row)
        except ValueError as error:
            raise InputError(str(error), where=f"{name}:{number}") from error


def _json_rows(name: str, zipped: bool) -> Iterator[tuple[int, Any]]:
    number = 0
    try:
        with gzip.open(name, "rb") if zipped else open(name, "rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError("malformed JSON", where=f"{name}:{number}") from error
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(_reason(error), where=f"{name}:{number + 1}") from error


def _parquet_rows(name: str) -> Iterator[tuple[int, Any]]:
    number = 0
    try:
        with parquet.ParquetFile(name) as file:
            for batch in file.iter_batches(_BATCH_ROWS):
                for row in batch.to_pylist():
                    number += 1
                    yield number, row
    except (OSError, ValueError, pa.ArrowException) as error:
        raise InputError(_reason(error), where=f"{name}:{number + 1}") from error


def _reason(error: BaseException) -> str:
    reason = getattr(error, "strerror", None) or str(error).partition("\n")[0]
    return f"cannot be read: {reason}"
