"""Any Arrow table as JSONL, CSV or Parquet, complete or absent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import pyarrow as pa
from pyarrow import csv, parquet

from riftline.errors import UsageError
from riftline.write.atomic import atomic_output, output_errors, output_name


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
            csv.write_csv(_flat(table), stream)
        elif format == "parquet":
            parquet.write_table(table, stream)
        else:
            raise UsageError(f"unknown format {format!r}", hint="jsonl, csv or parquet")


def _flat(table: pa.Table) -> pa.Table:
    """Lists as text joined by ';', since a CSV cell holds one value."""
    for i, column in enumerate(table.schema):
        if pa.types.is_list(column.type):
            values = table.column(i).to_pylist()
            joined = [None if v is None else ";".join(map(str, v)) for v in values]
            table = table.set_column(i, column.name, pa.array(joined, pa.string()))
    return cast(pa.Table, table)
