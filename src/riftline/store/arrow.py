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


class CurrentTable:
    """A name that DuckDB scans and whose table changes between statements.

    DuckDB holds what is registered within a transaction until its end. From 2.0 on it asks an
    object for its rows at each scan, so that one registration, and one table in memory at a time,
    will do; before, each table is registered anew and all stay.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, name: str) -> None:
        self._connection = connection
        self._name = name
        self._table: pa.Table | None = None

    def show(self, table: pa.Table) -> None:
        """Let the name stand for ``table`` from the next statement on; columns stay the same."""
        first, self._table = self._table is None, table
        if int(duckdb.__version__.split(".")[0]) < 2:
            self._connection.register(self._name, table)
        elif first:
            self._connection.register(self._name, self)

    def drop(self) -> None:
        """Take the name away, if it ever stood for anything."""
        if self._table is not None:
            self._connection.unregister(self._name)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        if self._table is None:
            raise ValueError(f"{self._name} stands for no table yet")
        return self._table.__arrow_c_stream__(requested_schema)


def one_value(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Any = None) -> Any:
    """The first value of the first row, None where there is no row.

    All rows are fetched: DuckDB 2 refuses further work on a connection with an open result.
    """
    rows = connection.execute(sql, parameters or []).fetchall()
    return rows[0][0] if rows else None
