"""Any Arrow table as JSONL, CSV or Parquet, complete or absent."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
from pyarrow import parquet

from riftline.errors import UsageError
from riftline.write.atomic import atomic_output, output_errors, output_name
from riftline.write.flat import safe_cell


def write_table(table: pa.Table | None, path: str | Path | None, format: str) -> None:
    """Write a table; None is an empty one. ``path`` None or ``-`` is standard output.

    Raises:
        UsageError: an unknown format.
        OutputError: the file cannot be written.

    Example:
        >>> write_table(pa.table({"n": [1]}), None, "jsonl")
        {"n": 1}
    """
    table = pa.table({}) if table is None else table
    with atomic_output(path) as stream, output_errors(output_name(path)):
        if format == "jsonl":
            for batch in table.to_batches():
                for row in batch.to_pylist():
                    line = json.dumps(row, ensure_ascii=False, default=str)
                    stream.write(line.encode("utf-8") + b"\n")
        elif format == "csv":
            _write_csv(table, stream)
        elif format == "parquet":
            parquet.write_table(table, stream)
        else:
            raise UsageError(f"unknown format {format!r}", hint="jsonl, csv or parquet")


def _write_csv(table: pa.Table, stream: BinaryIO) -> None:
    """One value a cell: lists joined by ';', formulas of spreadsheets made harmless."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.column_names)
    for batch in table.to_batches():
        for row in batch.to_pylist():
            cells = [";".join(map(str, v)) if isinstance(v, list) else v for v in row.values()]
            writer.writerow([safe_cell(c) for c in cells])
    text.detach()
