"""One DuckDB file that holds coded documents and imported events."""

from __future__ import annotations

import contextlib
import json
import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pyarrow as pa

from riftline.errors import StoreError, UsageError
from riftline.record import CodedDocument, as_plain
from riftline.store import restore
from riftline.store.arrow import insert_table, one_value, read_table
from riftline.store.readonly import run_readonly
from riftline.store.rows import coder_version_of, document_tables
from riftline.store.schema import DOCUMENT_TABLES, MIGRATIONS, STORE_VERSION

# Set before anything runs and then locked, so that no later statement, a user's least of all,
# reads another file, loads code or sees Python's variables. Imports read files through a
# connection of their own and hand over Arrow batches.
_LOCKED_SETTINGS = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    # Files can be opened by DuckDB 1.4 and later, whichever version wrote them.
    "storage_compatibility_version": "v1.4.0",
}


@dataclass(frozen=True, slots=True)
class IngestReport:
    """How many documents an ingest added, replaced by a correction, or found unchanged."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0

    def __add__(self, other: IngestReport) -> IngestReport:
        return IngestReport(
            self.added + other.added,
            self.replaced + other.replaced,
            self.unchanged + other.unchanged,
        )


class Store:
    """Coded documents and imported events in one DuckDB file. Open it with :meth:`open`.

    One process owns writes: while it is open for writing, no other process can open the file,
    not even to read. Within the process a store may be used from several threads; writes wait
    for each other.

    Example:
        >>> import tempfile, pathlib
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "news.duckdb"
        >>> with Store.open(path) as store:
        ...     store.counts()["documents"]
        0
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, path: Path, *, read_only: bool
    ) -> None:
        self._connection = connection
        self._write_lock = threading.RLock()
        self.path = path
        self.read_only = read_only

    # -- opening and closing ---------------------------------------------------------------

    @classmethod
    def open(
        cls, path: str | Path, *, read_only: bool = False, memory_limit: str | None = None
    ) -> Store:
        """Open the file at ``path``, making it where there is none (unless ``read_only``).

        ``memory_limit`` is DuckDB's, as "4GB"; by default DuckDB takes up to 80 % of the memory.

        Raises:
            StoreError: the file is in use by another process, is no DuckDB file, was written by
                a newer Riftline, or cannot be made.
        """
        path = Path(path)
        if read_only and not path.exists():
            raise StoreError("no such database file", where=str(path), hint="check the path")
        settings: dict[str, str | bool | int | float | list[str]] = dict(_LOCKED_SETTINGS)
        if memory_limit:
            settings["memory_limit"] = memory_limit
        try:
            connection = duckdb.connect(str(path), read_only=read_only, config=settings)
        except (duckdb.Error, OSError) as error:
            raise _opening_error(path, error) from error
        store = cls(connection, path, read_only=read_only)
        try:
            connection.execute("SET lock_configuration = true")
            store._bring_up_to_date()
        except BaseException:
            connection.close()
            raise
        return store

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        self._connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _bring_up_to_date(self) -> None:
        """Run the migrations that the file lacks, all in one transaction."""
        found = self._schema_version()
        if found > STORE_VERSION:
            raise StoreError(
                f"written by a newer Riftline (schema {found}; this one knows {STORE_VERSION})",
                where=str(self.path),
                hint="upgrade: pip install -U riftline",
            )
        if found == STORE_VERSION:
            return
        if self.read_only:
            raise StoreError(
                f"has schema {found}, this Riftline needs {STORE_VERSION}",
                where=str(self.path),
                hint="open it once for writing to bring it up to date",
            )
        with self.transaction() as connection:
            for statements in MIGRATIONS[found:]:
                connection.execute(statements)
            connection.execute("CREATE TABLE IF NOT EXISTS meta (key VARCHAR, value VARCHAR)")
            connection.execute("DELETE FROM meta WHERE key = 'schema_version'")
            connection.execute(
                "INSERT INTO meta VALUES ('schema_version', ?)", [str(STORE_VERSION)]
            )

    def _schema_version(self) -> int:
        tables = {row[0] for row in self._connection.execute("SHOW TABLES").fetchall()}
        if not tables:
            return 0
        value = None
        if "meta" in tables:
            value = one_value(
                self._connection, "SELECT value FROM meta WHERE key = 'schema_version'"
            )
        if value is None:
            raise StoreError(
                "is a DuckDB file, but not one of Riftline's",
                where=str(self.path),
                hint="name another file for the results",
            )
        return int(value)

    # -- writing ---------------------------------------------------------------------------

    @contextlib.contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A write transaction: all of it is in the file when the block ends, or none of it."""
        if self.read_only:
            raise StoreError(
                "is open for reading only", where=str(self.path), hint="open it for writing"
            )
        with self._write_lock:
            cursor = self._connection.cursor()
            try:
                cursor.execute("BEGIN")
                yield cursor
                cursor.execute("COMMIT")
            except BaseException as error:
                with contextlib.suppress(duckdb.Error):
                    cursor.execute("ROLLBACK")
                if isinstance(error, duckdb.Error):
                    raise StoreError(
                        f"could not be written: {_one_line(error)}", where=str(self.path)
                    ) from error
                raise
            finally:
                cursor.close()

    def add(self, coded: CodedDocument, *, coder_version: str | None = None) -> IngestReport:
        """Store one document; when this returns, it is in the file for good.

        The same article coded by the same coder changes nothing. A document with a known id but
        another text, date, outlet, address, title or coder version replaces the stored one, which
        moves to the table ``history``. ``coder_version`` matters only for a document without
        events; otherwise its events name it.
        """
        return self.add_many([coded], coder_version=coder_version)

    def add_many(
        self,
        documents: Iterable[CodedDocument],
        *,
        batch: int = 500,
        coder_version: str | None = None,
        on_commit: Callable[[IngestReport], None] | None = None,
    ) -> IngestReport:
        """Store documents, ``batch`` of them to a transaction. See :meth:`add`.

        ``on_commit`` is called after each transaction with what it did: those documents are safe.
        """
        if batch < 1:
            raise UsageError("batch must be at least 1")
        total = IngestReport()
        source = iter(documents)
        while chunk := list(islice(source, batch)):
            report = IngestReport()
            with self.transaction() as connection:
                for distinct in _without_repeats(chunk):
                    report += _ingest(connection, distinct, coder_version)
            total += report
            if on_commit:
                on_commit(report)
        return total

    def set_stories(self, stories: Mapping[str, str | None]) -> int:
        """Give events (by event id) their story id; returns how many events changed."""
        table = pa.table(
            {
                "event_id": pa.array(stories.keys(), pa.string()),
                "story_id": pa.array(stories.values(), pa.string()),
            }
        )
        with self.transaction() as connection:
            connection.register("new_stories", table)
            changed = one_value(
                connection,
                "UPDATE events SET story_id = s.story_id FROM new_stories s WHERE "
                "events.event_id = s.event_id AND events.story_id IS DISTINCT FROM s.story_id",
            )
            connection.execute(
                "UPDATE event_pairs SET happening = md5_number_lower(coalesce(s.story_id, "
                "s.event_id)) FROM new_stories s WHERE event_pairs.event_id = s.event_id"
            )
            connection.unregister("new_stories")
        return int(changed)

    def add_copies(self, copies: pa.Table, compared: Sequence[str]) -> None:
        """Keep who shares wording with whom, and that these documents have been compared.

        ``copies`` has the columns of the table of that name; pairs that are there already are
        replaced.
        """
        with self.transaction() as connection:
            if copies.num_rows:
                connection.register("new_copies", copies)
                connection.execute(
                    "DELETE FROM copies USING new_copies n WHERE "
                    "least(copies.document_id, copies.source_id) = "
                    "least(n.document_id, n.source_id) AND "
                    "greatest(copies.document_id, copies.source_id) = "
                    "greatest(n.document_id, n.source_id)"
                )
                connection.execute("INSERT INTO copies BY NAME SELECT * FROM new_copies")
                connection.unregister("new_copies")
            seen = pa.table({"document_id": pa.array(compared, pa.string())})
            insert_table(connection, "copies_seen", seen)

    # -- reading ---------------------------------------------------------------------------

    def query(self, sql: str, parameters: list[Any] | dict[str, Any] | None = None) -> pa.Table:
        """Run a statement of the program's own and return an Arrow table."""
        with self.reading() as cursor:
            return read_table(cursor, sql, parameters)

    @contextlib.contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of its own, so that threads do not meet."""
        with self._connection.cursor() as cursor:
            yield cursor

    def query_readonly(
        self,
        sql: str,
        parameters: list[Any] | None = None,
        *,
        timeout_s: float = 30.0,
        max_rows: int = 100_000,
    ) -> pa.Table:
        """Run one SELECT that a user shaped, and return an Arrow table.

        It runs in a read-only transaction on a locked-down connection: no other file, no network,
        no extension, no setting. At most ``max_rows`` rows come back, within ``timeout_s``.

        Raises:
            UsageError: it is not one SELECT, it is wrong SQL, or it took too long.
        """
        return run_readonly(
            self._connection, sql, parameters, timeout_s=timeout_s, max_rows=max_rows
        )

    def counts(self) -> dict[str, int]:
        """Rows by table: documents, events, quotes, claims, history, imports."""
        names = ("documents", "events", "quotes", "claims", "history", "imports")
        sql = " UNION ALL ".join(f"SELECT '{n}' AS name, count(*) AS n FROM {n}" for n in names)
        table = self.query(sql)
        return dict(zip(table["name"].to_pylist(), table["n"].to_pylist(), strict=True))

    def document_ids(self) -> list[str]:
        """The ids of all documents, sorted."""
        ids: list[str] = self.query("SELECT document_id FROM documents ORDER BY ALL")[
            "document_id"
        ].to_pylist()
        return ids

    def coded(self, document_id: str) -> CodedDocument | None:
        """A stored document with everything found in it; None where there is none."""
        return next(iter(self.coded_many([document_id])), None)

    def coded_many(self, document_ids: Iterable[str]) -> Iterator[CodedDocument]:
        """Stored documents as they were added, in the order asked for; unknown ids are left out."""
        ids = list(document_ids)
        for start in range(0, len(ids), 500):
            yield from restore.coded_documents(self.query, ids[start : start + 500])

    def history(self, document_id: str) -> list[dict[str, Any]]:
        """What corrections replaced, oldest first: plain records with their version number."""
        table = self.query(
            "SELECT version, record FROM history WHERE document_id = ? ORDER BY version",
            [document_id],
        )
        return [
            {"version": row["version"], **json.loads(row["record"])} for row in table.to_pylist()
        ]


def _ingest(
    connection: duckdb.DuckDBPyConnection, chunk: list[CodedDocument], coder_version: str | None
) -> IngestReport:
    """Write documents with distinct ids within the open transaction."""
    known = _known_documents(connection, [coded.document.id for coded in chunk])
    fresh: list[tuple[CodedDocument, int]] = []
    replaced: list[str] = []
    for coded in chunk:
        document = coded.document
        found = known.get(document.id)
        identity = (
            document.sha256,
            document.published,
            document.outlet,
            document.url,
            document.title,
            coder_version_of(coded) or coder_version,
        )
        if found and found[1:] == identity:
            continue
        if found:
            replaced.append(document.id)
        fresh.append((coded, found[0] + 1 if found else 1))
    if replaced:
        _move_to_history(connection, replaced)
    if fresh:
        for name, table in document_tables(fresh, coder_version).items():
            insert_table(connection, name, table)
    return IngestReport(len(fresh) - len(replaced), len(replaced), len(chunk) - len(fresh))


def _known_documents(
    connection: duckdb.DuckDBPyConnection, ids: list[str]
) -> dict[str, tuple[Any, ...]]:
    rows = connection.execute(
        "SELECT document_id, version, sha256, published, outlet, url, title, coder_version "
        "FROM documents WHERE list_contains(?::VARCHAR[], document_id)"
        if len(ids) > 1
        else "SELECT document_id, version, sha256, published, outlet, url, title, coder_version "
        "FROM documents WHERE document_id = ?",
        [ids if len(ids) > 1 else ids[0]],
    ).fetchall()
    return {row[0]: tuple(row[1:]) for row in rows}


def _move_to_history(connection: duckdb.DuckDBPyConnection, ids: list[str]) -> None:
    """Keep the stored documents as JSON in ``history`` and take their rows out."""

    def query(sql: str, parameters: list[Any] | None = None) -> pa.Table:
        return read_table(connection, sql, parameters)

    for coded in restore.coded_documents(query, ids):
        record = json.dumps(as_plain(coded), ensure_ascii=False)
        connection.execute(
            "INSERT INTO history SELECT document_id, version, sha256, published, coder_version, ? "
            "FROM documents WHERE document_id = ?",
            [record, coded.document.id],
        )
    for table in (*DOCUMENT_TABLES, "documents"):
        connection.execute(
            f"DELETE FROM {table} WHERE list_contains(?::VARCHAR[], document_id)", [ids]
        )
    connection.execute("DELETE FROM copies WHERE list_contains(?::VARCHAR[], source_id)", [ids])


def _without_repeats(chunk: list[CodedDocument]) -> Iterator[list[CodedDocument]]:
    """Split a chunk so that no id occurs twice in a part, keeping the order."""
    part: dict[str, CodedDocument] = {}
    for coded in chunk:
        if coded.document.id in part:
            yield list(part.values())
            part = {}
        part[coded.document.id] = coded
    if part:
        yield list(part.values())


def _opening_error(path: Path, error: Exception) -> StoreError:
    text, where = _one_line(error), str(path)
    if "lock" in text.lower():
        owner = re.search(r"PID (\d+)", text)
        return StoreError(
            f"in use by another process{f' (number {owner.group(1)})' if owner else ''}; "
            "one process at a time can have it open for writing",
            where=where,
            hint="wait for it or close it, or ask the running `riftline serve`",
        )
    if not path.parent.is_dir():
        return StoreError("its folder does not exist", where=where, hint="make the folder first")
    if path.exists() and not os.access(path, os.R_OK):
        return StoreError("may not be read", where=where, hint="check the file's permissions")
    if "not a valid DuckDB" in text or path.is_dir():
        return StoreError("is not a database file", where=where, hint="name another file")
    return StoreError(f"could not be opened: {text}", where=where)


def _one_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
