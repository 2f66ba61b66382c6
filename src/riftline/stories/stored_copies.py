"""Who copied whom in a database file: compared once, kept in the table ``copies``.

A text is compared with those published up to ``COPY_DAYS`` days before or after it, and one
without a date with the other undated ones. What the table cannot hold, old text in a much later
report, :func:`riftline.stories.copies.find_copies` finds on texts.

Example:
    >>> import tempfile, pathlib
    >>> from riftline.store import Store
    >>> with Store.open(pathlib.Path(tempfile.mkdtemp()) / "news.duckdb") as store:
    ...     compare_store(store)
    0
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from riftline.record import Document
from riftline.stories.copies import COPY_DAYS, Copy, Fingerprint, compare, find_copies, fingerprint

if TYPE_CHECKING:
    from riftline.store import Store

SCHEMA = pa.schema(
    [
        ("document_id", pa.string()), ("source_id", pa.string()), ("kind", pa.string()),
        ("share", pa.float64()), ("similarity", pa.float64()), ("longest", pa.int64()),
        ("order", pa.string()),
    ]
)  # fmt: skip
_UNSEEN = "SELECT document_id FROM documents ANTI JOIN copies_seen USING (document_id)"
_COLUMNS = ", ".join(f'"{name}"' for name in SCHEMA.names)


def compare_store(store: Store, *, chunk: int = 5000) -> int:
    """Compare the texts that were not compared yet; returns how many there were.

    A second call changes nothing. A corrected article is compared anew.

    Args:
        store: open for writing.
        chunk: new documents held at a time beside their neighbours in time; whole days together.
    """
    done = 0
    held: dict[str, Fingerprint] = {}
    for days in chunks(_unseen_days(store), chunk, COPY_DAYS):
        first, last = days[0], days[-1]
        if first is not None:
            earliest = first - timedelta(days=COPY_DAYS)
            held = {i: p for i, p in held.items() if p.day is not None and p.day >= earliest}
        for document in _near(store, first, last, held):
            held[document.id] = fingerprint(document)
        inside = (
            "published IS NULL" if first is None else f"published BETWEEN '{first}' AND '{last}'"
        )
        fresh = store.query(
            f"SELECT document_id FROM ({_UNSEEN}) JOIN documents USING (document_id) "
            f"WHERE {inside} ORDER BY document_id"
        )
        ids: list[str] = fresh["document_id"].to_pylist()
        found = compare(list(held.values()), of=set(ids))
        store.add_copies(as_table([c for c in found if _near_in_time(c, held)]), ids)
        done += len(ids)
    return done


def _near_in_time(copy: Copy, held: dict[str, Fingerprint]) -> bool:
    """So that the table does not depend on which days were held together."""
    return abs(held[copy.document_id].ordinal - held[copy.source_id].ordinal) <= COPY_DAYS


def _unseen_days(store: Store) -> list[tuple[date | None, int]]:
    """Days with documents that were not compared yet, and how many."""
    table = store.query(
        f"SELECT published, count(*) AS n FROM ({_UNSEEN}) JOIN documents USING (document_id) "
        "GROUP BY published ORDER BY published NULLS FIRST"
    )
    return list(zip(table["published"].to_pylist(), table["n"].to_pylist(), strict=True))


def chunks(days: list[tuple[date | None, int]], most: int, gap: int) -> Iterator[list[Any]]:
    """Runs of (day, documents) that hold up to ``most`` documents, no more than ``gap`` days apart.

    Yields lists of days; None, for undated documents, stands alone.
    """
    part: list[date | None] = []
    held = 0
    for day, count in days:
        last = part[-1] if part else None
        apart = bool(part) and (last is None or day is None or (day - last).days > gap)
        if part and (held + count > most or apart):
            yield part
            part, held = [], 0
        part.append(day)
        held += count
    if part:
        yield part


def _near(
    store: Store, first: date | None, last: date | None, held: dict[str, Fingerprint]
) -> Iterator[Document]:
    """The documents published near these days that are not held yet."""
    if first is None or last is None:
        where, parameters = "published IS NULL", []
    else:
        margin = timedelta(days=COPY_DAYS)
        where, parameters = "published BETWEEN ? AND ?", [first - margin, last + margin]
    ids = store.query(f"SELECT document_id FROM documents WHERE {where} ORDER BY ALL", parameters)
    missing = [i for i in ids["document_id"].to_pylist() if i not in held]
    for start in range(0, len(missing), 500):
        yield from _documents(store, missing[start : start + 500])


def _documents(store: Store, ids: Sequence[str]) -> list[Document]:
    table = store.query(
        "SELECT document_id, text, published, outlet FROM documents "
        "WHERE list_contains(?::VARCHAR[], document_id) ORDER BY published, document_id",
        [list(ids)],
    )
    return [
        Document(r["text"], r["document_id"], r["published"], r["outlet"])
        for r in table.to_pylist()
    ]


def as_table(copies: Sequence[Copy]) -> pa.Table:
    """Copies as the rows of the table ``copies``."""
    rows = [{name: getattr(c, name) for name in SCHEMA.names} for c in copies]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def copies_among(store: Store, ids: Sequence[str]) -> list[Copy]:
    """Copies among these documents: those kept, or, where one was never compared, found anew."""
    wanted = [list(ids)]
    unseen = store.query(
        f"SELECT 1 FROM ({_UNSEEN}) WHERE list_contains(?::VARCHAR[], document_id) LIMIT 1", wanted
    )
    if unseen.num_rows:
        return find_copies(_documents(store, ids))
    table = store.query(
        f"SELECT {_COLUMNS} FROM copies WHERE list_contains($1::VARCHAR[], document_id) "
        "AND list_contains($1::VARCHAR[], source_id) ORDER BY ALL",
        wanted,
    )
    return [Copy(**row) for row in table.to_pylist()]


def copies_table(
    store: Store, *, since: date | None = None, until: date | None = None, anew: bool = False
) -> pa.Table:
    """Who shares wording with whom, among the documents published in a range of days.

    Columns as in :class:`riftline.stories.copies.Copy`. The table holds pairs published at most
    ``COPY_DAYS`` days apart, as far as :func:`compare_store` (part of ``link_store``) has come.
    With ``anew``, or where a document of the range was never compared, all texts of the range are
    compared now, however far apart: that also finds old text in a new report.
    """
    table = store.query(
        "SELECT document_id FROM documents WHERE (?::DATE IS NULL OR published >= ?::DATE) "
        "AND (?::DATE IS NULL OR published <= ?::DATE) ORDER BY published, document_id",
        [since, since, until, until],
    )
    ids = table["document_id"].to_pylist()
    return as_table(find_copies(_documents(store, ids)) if anew else copies_among(store, ids))
