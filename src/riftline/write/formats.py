"""The forms of a result file: JSONL, CSV, Parquet; how each turns rows into bytes."""

from __future__ import annotations

import csv
import gzip
import io
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

import pyarrow as pa
from pyarrow import parquet

from riftline.errors import UsageError
from riftline.write.flat import EVENT_COLUMNS, MENTION_COLUMNS, Row, dumps, flat_row
from riftline.write.plain import portable
from riftline.write.schema import EVENT_SCHEMA, MENTION_SCHEMA, rows_to_table

FORMATS: Final = ("jsonl", "csv", "parquet")
_SUFFIXES: Final = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
}
# Rows a Parquet row group. Always filled, whatever the batches, so the bytes depend on the rows.
ROW_GROUP_ROWS: Final = 5_000


@dataclass(frozen=True)
class RowKind:
    """What a file holds: its Arrow schema, its CSV columns, its rows as Parquet stores them."""

    schema: pa.Schema
    columns: Mapping[str, Callable[[Row], Any]]
    for_arrow: Callable[[dict[str, Any]], dict[str, Any]]


def _with_json_value(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "value": dumps(portable(row["value"]))}


EVENTS: Final = RowKind(EVENT_SCHEMA, EVENT_COLUMNS, lambda row: row)
MENTIONS: Final = RowKind(MENTION_SCHEMA, MENTION_COLUMNS, _with_json_value)


class Sink(io.RawIOBase):
    """Passes bytes on to a stream until it is cut off.

    The encoders' libraries write an ending when they are closed or collected; after a failure
    that ending must not reach a pipe, where it would make half a result look whole.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream: BinaryIO | None = stream
        self._position = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        size = memoryview(data).nbytes
        self._position += size
        if self._stream is not None:
            self._stream.write(data)
        return size

    def tell(self) -> int:
        return self._position

    def flush(self) -> None:
        if self._stream is not None:
            self._stream.flush()

    def cut(self) -> None:
        """Let nothing more through."""
        self._stream = None


ByteSink = Sink | gzip.GzipFile


class Encoder(Protocol):
    """Writes rows to a stream in one format."""

    def write(self, rows: list[dict[str, Any]]) -> None:
        """Write some rows."""

    def close(self) -> None:
        """Write what is left; the stream stays open."""


def output_format(path: str | Path | None, given: str | None = None) -> tuple[str, bool]:
    """The format of an output and whether it is gzipped, by suffix; ``given`` wins over it.

    Raises:
        UsageError: an unknown format or suffix, or gzip around Parquet.

    Example:
        >>> output_format("events.csv.gz")
        ('csv', True)
    """
    name = "" if path is None or os.fspath(path) == "-" else os.fspath(path).lower()
    zipped = name.endswith(".gz")
    by_suffix = _SUFFIXES.get(os.path.splitext(name.removesuffix(".gz"))[1])
    choice = given or by_suffix or (None if name else "jsonl")
    known = ", ".join(FORMATS)
    if choice is None:
        raise UsageError("the suffix names no format", where=str(path), hint=f"one of {known}")
    if choice not in FORMATS:
        raise UsageError(f"unknown format {choice!r}", hint=f"one of {known}")
    if zipped and choice == "parquet":
        raise UsageError("Parquet is compressed already", where=str(path), hint="leave off .gz")
    return choice, zipped


def make_encoder(name: str, zipped: bool, kind: RowKind, stream: ByteSink) -> Encoder:
    """The encoder of a format for rows of one kind."""
    if name == "parquet":
        return _ParquetEncoder(stream, kind)
    if zipped:
        # No name and no time in the gzip header: same rows, same bytes.
        packed = gzip.GzipFile(filename="", mode="wb", fileobj=stream, compresslevel=6, mtime=0)
        return _Zipped(make_encoder(name, False, kind, packed), packed)
    return _CsvEncoder(stream, kind) if name == "csv" else _JsonlEncoder(stream)


class _JsonlEncoder:
    def __init__(self, stream: ByteSink) -> None:
        self._stream = stream

    def write(self, rows: list[dict[str, Any]]) -> None:
        self._stream.write("".join(f"{_json_line(row)}\n" for row in rows).encode())

    def close(self) -> None:
        self._stream.flush()


def _json_line(row: dict[str, Any]) -> str:
    try:
        line = dumps(row)
        line.encode()
    except ValueError:  # NaN, infinity, or (UnicodeEncodeError) a lone surrogate: rare
        return dumps(portable(row))
    return line


class _CsvEncoder:
    def __init__(self, stream: ByteSink, kind: RowKind) -> None:
        self._stream, self._columns = stream, kind.columns
        self._put([list(kind.columns)])

    def write(self, rows: list[dict[str, Any]]) -> None:
        self._put([flat_row(portable(row), self._columns) for row in rows])

    def _put(self, cells: list[list[Any]]) -> None:
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(cells)
        self._stream.write(text.getvalue().encode())

    def close(self) -> None:
        self._stream.flush()


class _ParquetEncoder:
    def __init__(self, stream: ByteSink, kind: RowKind) -> None:
        self._kind = kind
        self._rows: list[dict[str, Any]] = []
        self._writer = parquet.ParquetWriter(stream, kind.schema, compression="zstd")

    def write(self, rows: list[dict[str, Any]]) -> None:
        self._rows.extend(self._kind.for_arrow(row) for row in rows)
        while len(self._rows) >= ROW_GROUP_ROWS:
            self._flush(ROW_GROUP_ROWS)

    def _flush(self, count: int) -> None:
        batch, self._rows = self._rows[:count], self._rows[count:]
        self._writer.write_table(rows_to_table(batch, self._kind.schema), row_group_size=count)

    def close(self) -> None:
        if self._rows:
            self._flush(len(self._rows))
        self._writer.close()


class _Zipped:
    def __init__(self, inner: Encoder, packed: gzip.GzipFile) -> None:
        self._inner, self._packed = inner, packed

    def write(self, rows: list[dict[str, Any]]) -> None:
        self._inner.write(rows)

    def close(self) -> None:
        self._inner.close()
        self._packed.close()
