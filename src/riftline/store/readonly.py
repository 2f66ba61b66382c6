"""Queries that a user shaped, run so that they can read the tables and do nothing else."""

from __future__ import annotations

import contextlib
import threading
from typing import Any

import duckdb
import pyarrow as pa

from riftline.errors import UsageError
from riftline.store.arrow import read_batches


def run_readonly(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    parameters: list[Any] | None,
    *,
    timeout_s: float,
    max_rows: int,
) -> pa.Table:
    """One SELECT in a read-only transaction, cut off after ``max_rows`` or ``timeout_s``.

    The connection's settings must be locked already (``Store.open`` does): that is what keeps
    the query from files, network and extensions. The transaction keeps it from writing.
    """
    with connection.cursor() as cursor:
        statement = _single_select(cursor, sql)
        cursor.execute("BEGIN TRANSACTION READ ONLY")
        timer = threading.Timer(timeout_s, cursor.interrupt)
        timer.start()
        try:
            with read_batches(cursor, statement, parameters, 10_000) as reader:
                return _first_rows(reader, max_rows)
        except (duckdb.Error, pa.ArrowException, OSError) as error:
            if "interrupt" in str(error).lower():
                raise UsageError(
                    f"the query took longer than {timeout_s:g} s", hint="narrow it down"
                ) from error
            raise UsageError(f"the query failed: {_first_line(error)}") from error
        finally:
            timer.cancel()
            with contextlib.suppress(duckdb.Error):  # the cursor's end rolls back too
                cursor.execute("ROLLBACK")


def _single_select(cursor: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    try:
        statements = cursor.extract_statements(sql)
    except duckdb.Error as error:
        raise UsageError(f"not SQL that can be read: {_first_line(error)}") from error
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise UsageError("only one SELECT at a time can be run here")
    return statements[0]


def _first_rows(reader: pa.RecordBatchReader, max_rows: int) -> pa.Table:
    batches: list[pa.RecordBatch] = []
    left = max_rows
    for batch in reader:
        batches.append(batch.slice(0, left))
        left -= batches[-1].num_rows
        if left <= 0:
            break
    return pa.Table.from_batches(batches, schema=reader.schema)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
