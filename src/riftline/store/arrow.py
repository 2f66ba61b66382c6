"""Arrow in and out of DuckDB, over the names that its versions give to it (1.4 to 2.x)."""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa


def read_batches(
    connection: duckdb.DuckDBPyConnection,
    sql: str | duckdb.Statement,
    parameters: Any = None,
    rows: int = 100_000,
) -> pa.RecordBatchReader:
    """The result of one SELECT as a stream of record batches of at most ``rows`` rows."""
    relation = connection.sql(sql, params=parameters or None)
    if hasattr(relation, "to_arrow_reader"):
        return relation.to_arrow_reader(rows)
    return relation.fetch_record_batch(rows)


def read_table(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Any = None) -> pa.Table:
    """The result of one SELECT as a table."""
    return read_batches(connection, sql, parameters).read_all()


def insert_table(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    """Insert an Arrow table into the database table with the same column names."""
    if table.num_rows == 0:
        return
    connection.register("incoming", table)
    try:
        connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM incoming")
    finally:
        connection.unregister("incoming")


def one_value(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Any = None) -> Any:
    """The first value of the first row, None where there is no row.

    All rows are fetched: DuckDB 2 refuses further work on a connection with an open result.
    """
    rows = connection.execute(sql, parameters or []).fetchall()
    return rows[0][0] if rows else None
