"""Import of other event data into the same tables, the origin kept.

The file is read by a DuckDB connection of its own, which hands over Arrow batches in a common
layout; the store, whose connection may open no file, inserts them. All batches of a file are one
transaction: an import is in the store whole or not at all.
"""

from __future__ import annotations

import contextlib
import csv
import gzip
import hashlib
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from riftline.errors import InputError, UsageError
from riftline.store.arrow import CurrentTable, one_value, read_batches, read_table
from riftline.store.crosswalk import kind_table, relation_codes
from riftline.store.database import Store
from riftline.store.import_actors import ActorNames, ImportedActor
from riftline.store.import_layouts import Layout, detect_layout

ORIGINS = ("icews", "gdelt", "polecat", "ucdp")
BATCH_ROWS = 500_000  # bounds the memory of an import; DuckDB writes such batches to disk at once
MAX_PROBLEMS = 100  # named one by one; the rest is counted


@dataclass(slots=True)
class ImportReport:
    """What an import did.

    ``events`` rows came in, ``duplicates`` were there already (by the origin's own number),
    ``rejected`` rows could not be read; ``problems`` names the first hundred by file and line.
    ``already_imported`` means that this very file had been imported: nothing was done.
    """

    origin: str
    events: int = 0
    duplicates: int = 0
    rejected: int = 0
    already_imported: bool = False
    problems: list[InputError] = field(default_factory=list)


def import_events(
    store: Store,
    kind: str,
    path: str | Path,
    *,
    on_progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Import a file of ICEWS, GDELT, POLECAT or UCDP events (plain, .gz or .zip).

    ICEWS comes in its full form (20 columns) or as facts (date, source, relation, target). Events
    get PLOVER types and scores; the origin's own code and score stay in ``cameo`` and
    ``source_intensity``. CAMEO comments and appeals (01, 02) have no PLOVER type: they are kept
    with ``event_type`` NULL and count as coverage only. Importing a file again changes nothing.

    ``on_progress`` is called with the number of rows done.

    Raises:
        UsageError: ``kind`` is none of the four.
        InputError: the file cannot be read or is of another kind.
        StoreError: the database cannot be written. The store is as before in each case.
    """
    if kind not in ORIGINS:
        raise UsageError(
            f"unknown kind of event data {kind!r}", hint=f"one of {', '.join(ORIGINS)}"
        )
    path = Path(path)
    digest = _sha256(path)
    report = ImportReport(kind)
    known = store.query(
        "SELECT 1 FROM imports WHERE origin = $1 AND file_sha256 = $2", [kind, digest]
    )
    if known.num_rows:
        report.already_imported = True
        return report
    with _unpacked(path) as files, store.transaction() as connection:
        number = one_value(connection, "SELECT coalesce(max(import_id), 0) + 1 FROM imports")
        sink = _Sink(connection, kind, int(number), report)
        for file in files:
            _import_file(sink, file, path, on_progress)
        sink.finish(path.name, digest)
    return report


def _import_file(
    sink: _Sink, file: Path, shown: Path, on_progress: Callable[[int], None] | None
) -> None:
    """Read one plain or gzip file into the sink; ``shown`` is its name for messages."""
    layout = detect_layout(sink.report.origin, file)
    report = sink.report
    with contextlib.closing(duckdb.connect()) as reading:
        reading.register("relations", _relations())
        empty = 0
        for batch in _batches(reading, layout, file, shown):
            complete = batch.filter(
                pc.and_(batch["day"].is_valid(), batch["source_key"].is_valid())
            )
            empty += batch.num_rows - complete.num_rows
            sink.add(complete, layout)
            if on_progress:
                on_progress(report.events)
        _note_rejects(reading, report, shown)
    if empty:
        report.rejected += empty
        _note_empty(report, layout, file, shown)


def _batches(
    reading: duckdb.DuckDBPyConnection, layout: Layout, file: Path, shown: Path
) -> Iterator[pa.Table]:
    """The rows of a file in the common layout; only errors of reading become InputError."""
    try:
        # DuckDB gives what it has ready, often less than it is asked for.
        waiting: list[pa.RecordBatch] = []
        for batch in read_batches(reading, layout.select(), [str(file)], BATCH_ROWS):
            waiting.append(batch)
            if sum(part.num_rows for part in waiting) >= BATCH_ROWS:
                yield pa.Table.from_batches(waiting)
                waiting = []
        if waiting:
            yield pa.Table.from_batches(waiting)
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        raise InputError(
            f"could not be read: {str(error).strip().splitlines()[0]}", where=str(shown)
        ) from error


class _Sink:
    """Takes batches in the common layout into the tables, within one transaction."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        origin: str,
        import_id: int,
        report: ImportReport,
    ) -> None:
        self.connection = connection
        self.report = report
        self._origin = origin
        self._import_id = import_id
        self._names = ActorNames()
        self._actors: dict[str, ImportedActor] = {}
        connection.register("import_kinds", kind_table())
        self._rows = CurrentTable(connection, "incoming_rows")
        self._known = CurrentTable(connection, "import_actors")

    def add(self, batch: pa.Table, layout: Layout) -> None:
        if batch.num_rows == 0:
            return
        self._rows.show(batch)
        self._known.show(self._actor_table(batch, layout.actors))
        repeats = batch.num_rows - pc.count_distinct(batch["source_key"]).as_py()
        fresh = "incoming_rows"
        if repeats or self._overlaps(batch):
            fresh = "fresh_rows"
            self._keep_fresh()
        before = self.report.events
        self.connection.execute(_INSERT_EVENTS.format(rows=fresh), self._parameters())
        self.report.events += int(one_value(self.connection, f"SELECT count(*) FROM {fresh}"))
        self.report.duplicates += batch.num_rows - (self.report.events - before)
        self.connection.execute(_INSERT_PAIRS.format(rows=fresh), self._parameters())
        if self._origin == "ucdp":
            self.connection.execute(_INSERT_KILLED.format(rows=fresh), [self._import_id])
        if fresh == "fresh_rows":
            self.connection.execute("DROP TABLE fresh_rows")

    def finish(self, file_name: str, digest: str) -> None:
        """Write what the import was, and how much it holds for each day."""
        self.connection.execute(
            "INSERT INTO imports VALUES (?, ?, ?, ?, ?, ?)",
            [
                self._import_id,
                self._origin,
                file_name,
                digest,
                self.report.events,
                self.report.rejected,
            ],
        )
        self.connection.execute(
            "INSERT INTO import_coverage SELECT import_id, origin, date_start, count(*) "
            "FROM events WHERE import_id = ? GROUP BY ALL ORDER BY ALL",
            [self._import_id],
        )
        self.connection.unregister("import_kinds")
        self._rows.drop()
        self._known.drop()

    def _parameters(self) -> dict[str, Any]:
        return {"origin": self._origin, "import_id": self._import_id}

    def _overlaps(self, batch: pa.Table) -> bool:
        """Whether the store may hold events with the batch's numbers. Cheap where files are sorted:
        the numbers of later days are higher, and the minima of each block say so."""
        bounds = pc.min_max(batch["source_key"]).as_py()
        sql = "SELECT 1 FROM events WHERE origin = ? AND source_key BETWEEN ? AND ? LIMIT 1"
        found = one_value(self.connection, sql, [self._origin, bounds["min"], bounds["max"]])
        return found is not None

    def _keep_fresh(self) -> None:
        """Put the rows that are new, each once, into the table ``fresh_rows``."""
        self.connection.execute(
            "CREATE TEMP TABLE fresh_rows AS SELECT DISTINCT ON (source_key) * FROM incoming_rows "
            "WHERE source_key NOT IN (SELECT source_key FROM events WHERE origin = ? AND "
            "source_key IS NOT NULL) ORDER BY ALL",
            [self._origin],
        )

    def _actor_table(self, batch: pa.Table, named: str) -> pa.Table:
        keys = pa.chunked_array(batch["a_key"].chunks + batch["r_key"].chunks, pa.string())
        distinct: list[str] = [key for key in pc.unique(keys).to_pylist() if key is not None]
        for key in distinct:
            if key not in self._actors:
                self._actors[key] = self._names.of_key(key, named)
        found = [self._actors[key] for key in distinct]
        columns = {"key": pa.array(distinct, pa.string())}
        for number, name in enumerate(ImportedActor._fields):
            columns[name] = pa.array([actor[number] for actor in found], pa.string())
        return pa.table(columns)


_FROM = """
FROM {rows} i
LEFT JOIN import_kinds k ON k.kind = i.kind
LEFT JOIN import_actors a ON a.key = i.a_key
LEFT JOIN import_actors r ON r.key = i.r_key
"""

_INSERT_EVENTS = """
INSERT INTO events BY NAME
SELECT i.event_id, $origin AS origin, i.source_key, $import_id AS import_id, i.document_id,
    i.outlet, i.published, i.url, i.sentence_index, k.type AS event_type, k.modes,
    CASE WHEN i.more_contexts IS NULL THEN k.kind_contexts
        ELSE regexp_split_to_array(i.more_contexts, '\\s*[,;]\\s*') END AS contexts,
    k.quad AS quad_class, k.score AS intensity, coalesce(k.cameo, i.kind) AS cameo,
    coalesce(i.own_intensity, k.goldstein) AS source_intensity,
    i.day AS date_start, i.day_end AS date_end, i.date_precision,
    i.place_name, i.place_country, i.place_admin1, i.lat, i.lon, i.geonames_id,
    'outlet' AS voice, $origin AS coder_version
FROM {rows} i LEFT JOIN import_kinds k ON k.kind = i.kind
"""

_INSERT_PAIRS = (
    """
INSERT INTO event_pairs BY NAME
SELECT i.event_id, i.document_id, $origin AS origin, $import_id AS import_id,
    md5_number_lower(coalesce(i.story, i.event_id)) AS happening, i.day, i.date_precision,
    'done' AS status, i.mutual, k.type AS event_type, k.quad AS quad_class, k.score AS intensity,
    coalesce(i.own_intensity, k.goldstein) AS source_intensity, i.reports, i.outlet,
    a.name AS a_name, a.entity_id AS a_entity_id, a.country AS a_country, a.sectors AS a_sectors,
    r.name AS r_name, r.entity_id AS r_entity_id, r.country AS r_country, r.sectors AS r_sectors
"""
    + _FROM
    + "WHERE i.a_key IS NOT NULL OR i.r_key IS NOT NULL "
    # Rows of a pair side by side: a measure of one pair passes over most blocks of the table.
    "ORDER BY least(a.country, r.country), greatest(a.country, r.country), i.day, i.source_key"
)

_INSERT_KILLED = """
INSERT INTO magnitudes BY NAME
SELECT i.event_id, ? AS import_id, 0 AS position, 'killed' AS kind,
    i.killed AS value, i.killed_low AS low, i.killed_high AS high, 'persons' AS unit
FROM {rows} i WHERE i.killed IS NOT NULL
"""


def _relations() -> pa.Table:
    codes = relation_codes()
    return pa.table({"relation": list(codes), "code": list(codes.values())})


def _note_rejects(reading: duckdb.DuckDBPyConnection, report: ImportReport, shown: Path) -> None:
    """Name the rows that DuckDB's reader could not take, by file and line."""
    rows = read_table(
        reading,
        "SELECT line, any_value(error_type::VARCHAR) AS kind, any_value(column_name) AS name, "
        "any_value(error_message) AS message FROM reject_errors GROUP BY line ORDER BY line",
    )
    report.rejected += rows.num_rows
    for row in rows.slice(0, max(0, MAX_PROBLEMS - len(report.problems))).to_pylist():
        reason = row["kind"].lower()
        column = f" in column {row['name']}" if row["name"] else ""
        report.problems.append(InputError(f"{reason}{column}", where=f"{shown}:{row['line']}"))


def _note_empty(report: ImportReport, layout: Layout, file: Path, shown: Path) -> None:
    """Name the rows whose date or number is empty: a second pass, in Python, only if there are."""
    needed = {layout.columns.index(name): name for name in layout.required[:2]}
    if layout.actors == "string" and layout.origin == "icews":
        needed = {layout.columns.index("date"): "date"}
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8", errors="replace", newline="") as text:
        if layout.quoted:
            reader = csv.reader(text, delimiter=layout.delimiter)
        else:
            reader = csv.reader(text, delimiter=layout.delimiter, quoting=csv.QUOTE_NONE)
        for fields in reader:
            if len(report.problems) >= MAX_PROBLEMS:
                return
            empty = [
                n for i, n in needed.items() if len(fields) == len(layout.columns) and not fields[i]
            ]
            if empty:
                report.problems.append(
                    InputError(f"no value in column {empty[0]}", where=f"{shown}:{reader.line_num}")
                )


@contextlib.contextmanager
def _unpacked(path: Path) -> Iterator[list[Path]]:
    """The file itself, or the files of a .zip in a folder that goes away afterwards."""
    if path.suffix.lower() != ".zip":
        if path.suffix == ".gz":
            _check_gzip(path)
        yield [path]
        return
    with tempfile.TemporaryDirectory(prefix="riftline-import-") as folder:
        files = []
        try:
            with zipfile.ZipFile(path) as archive:
                members = [m for m in archive.infolist() if not m.is_dir()]
                for number, member in enumerate(sorted(members, key=lambda m: m.filename)):
                    target = Path(folder) / f"{number}{os.path.splitext(member.filename)[1]}"
                    with archive.open(member) as source, target.open("wb") as sink:
                        shutil.copyfileobj(source, sink)
                    files.append(target)
        except (zipfile.BadZipFile, OSError, EOFError) as error:
            raise InputError(f"is no whole zip file: {error}", where=str(path)) from error
        yield files


def _sha256(path: Path) -> str:
    """Hash of the file as it lies there."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(
            f"could not be read: {error.strerror}", where=str(path), hint="check the path"
        ) from error


def _check_gzip(path: Path) -> None:
    """Read a gzip file to its end: DuckDB before 2.0 takes a truncated one for a short one."""
    try:
        with gzip.open(path) as file:
            while file.read(1 << 20):
                pass
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(
            f"is no whole gzip file: {error}", where=str(path), hint="fetch it again"
        ) from error
