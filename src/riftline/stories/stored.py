"""Stories of a database file: link what is new, read what is there, as Arrow tables.

Example:
    >>> import tempfile, pathlib
    >>> from riftline.store import Store
    >>> with Store.open(pathlib.Path(tempfile.mkdtemp()) / "news.duckdb") as store:
    ...     link_store(store)
    0
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from riftline.record import CodedDocument, Event
from riftline.stories.copies import Copy
from riftline.stories.link import EVENT_WINDOW, Linker
from riftline.stories.stored_copies import chunks, compare_store, copies_among
from riftline.stories.view import Story, make_story, status_of

if TYPE_CHECKING:
    from riftline.store import Store

CHUNK = 5000  # new documents linked at a time, whole days together

_STORIES = """
SELECT story_id,
       min(published) AS first_published, max(published) AS last_published,
       min(date_start) AS day, mode(event_type) AS event_type,
       count(DISTINCT document_id) AS documents,
       count(DISTINCT outlet) AS outlets, count(*) AS events,
       arg_max(sentence_text, confidence) AS sentence
FROM events WHERE origin = 'riftline' AND story_id IS NOT NULL
GROUP BY story_id HAVING count(DISTINCT document_id) >= ?
ORDER BY documents DESC, first_published, story_id
"""
_REPORTS = pa.schema(
    [
        ("story_id", pa.string()), ("event_id", pa.string()), ("document_id", pa.string()),
        ("outlet", pa.string()), ("published", pa.date32()), ("event_type", pa.string()),
        ("status", pa.string()), ("voice", pa.string()), ("speaker", pa.string()),
        ("actors", pa.list_(pa.string())), ("recipients", pa.list_(pa.string())),
        ("sentence", pa.string()), ("copied_from", pa.string()), ("share_copied", pa.float64()),
        ("copy_kind", pa.string()),
    ]
)  # fmt: skip
_DIFFERENCES = pa.schema(
    [
        ("story_id", pa.string()), ("field", pa.string()), ("value", pa.string()),
        ("documents", pa.list_(pa.string())), ("voices", pa.int64()),
    ]
)  # fmt: skip


def link_store(store: Store, *, chunk: int = CHUNK) -> int:
    """Give every coded event without a story its story id; returns how many events changed.

    New documents join the stories of documents published up to ``EVENT_WINDOW`` days before or
    after. A story of two or more events keeps its id for good; an event that stood alone may
    join another's story. Texts are compared for copies in the same way (see
    :mod:`riftline.stories.stored_copies`). A second call changes nothing.

    Args:
        store: open for writing.
        chunk: new documents held in memory at a time (whole days stay together, so a day with
            more documents than this is held whole).
    """
    compare_store(store, chunk=chunk)
    changed = 0
    linker = Linker(copies=False)
    for days in chunks(_new_days(store), chunk, EVENT_WINDOW):
        first, last = days[0], days[-1]
        linker.forget(first.toordinal() - EVENT_WINDOW if first else 1)
        fresh = [i for i in _around(store, first, last) if i not in linker]
        for coded in store.coded_many(fresh):
            linker.add(coded, {e.event_id: e.story_id for e in coded.events if e.story_id})
        linker.settle(_shared(store))
        before = linker.stories
        news = {e: s for e, s in linker.link_events().items() if before.get(e) != s}
        if news:
            changed += store.set_stories(news)
    return changed


def _shared(store: Store) -> list[str]:
    """Stories of two events or more."""
    table = store.query(
        "SELECT story_id FROM events WHERE origin = 'riftline' AND story_id IS NOT NULL "
        "GROUP BY story_id HAVING count(*) > 1"
    )
    ids: list[str] = table["story_id"].to_pylist()
    return ids


def _new_days(store: Store) -> list[tuple[date | None, int]]:
    """Days with documents that have events without a story, and how many such documents."""
    table = store.query(
        "SELECT published, count(DISTINCT document_id) AS n FROM events "
        "WHERE origin = 'riftline' AND story_id IS NULL GROUP BY published "
        "ORDER BY published NULLS FIRST"
    )
    return list(zip(table["published"].to_pylist(), table["n"].to_pylist(), strict=True))


def _around(store: Store, first: date | None, last: date | None) -> dict[str, None]:
    """Ids of the documents with events published near these days, earliest first."""
    if first is None or last is None:
        where, parameters = "published IS NULL", []
    else:
        margin = timedelta(days=EVENT_WINDOW)
        where, parameters = "published BETWEEN ? AND ?", [first - margin, last + margin]
    table = store.query(
        f"SELECT document_id, any_value(published) AS day FROM events "
        f"WHERE origin = 'riftline' AND {where} GROUP BY document_id ORDER BY day, document_id",
        parameters,
    )
    return dict.fromkeys(table["document_id"].to_pylist())


def stories_table(store: Store, *, least_documents: int = 2) -> pa.Table:
    """Stories with at least so many documents, those most reported first.

    Columns: story_id, first_published, last_published, day (earliest event date), event_type
    (the most frequent), documents, outlets, events, sentence (of the surest record).
    """
    return store.query(_STORIES, [least_documents])


def story(store: Store, story_id: str) -> Story | None:
    """One story with its reports and copies; None where there is none with this id."""
    documents = _documents_of(store, story_id)
    events = [e for d in documents for e in d.events if e.story_id == story_id]
    if not events:
        return None
    return make_story(story_id, events, copies_among(store, [d.document.id for d in documents]))


def story_reports(store: Store, story_id: str) -> pa.Table:
    """Who reported what: one row a report, earliest first; no row for an unknown story.

    ``copied_from`` is the document whose wording this one has, ``share_copied`` the part of its
    own words that stand there, ``copy_kind`` copy, passage or excerpt.
    """
    found = story(store, story_id)
    rows = [] if found is None else [_report_row(found, r.event) for r in found.reports]
    return pa.Table.from_pylist(rows, schema=_REPORTS)


def _report_row(found: Story, event: Event) -> dict[str, Any]:
    report = next(r for r in found.reports if r.event is event)
    copy = _copy_of(found.copies, event.document_id, report.copied_from)
    speaker = event.attribution.speaker
    return {
        "story_id": found.story_id,
        "event_id": event.event_id,
        "document_id": event.document_id,
        "outlet": event.outlet,
        "published": date.fromisoformat(event.published) if event.published else None,
        "event_type": event.event_type,
        "status": status_of(event),
        "voice": event.attribution.voice,
        "speaker": speaker.name if speaker else None,
        "actors": [e.name for e in event.actors],
        "recipients": [e.name for e in event.recipients],
        "sentence": event.sentence.text,
        "copied_from": report.copied_from,
        "share_copied": copy.share if copy else None,
        "copy_kind": copy.kind if copy else None,
    }


def _copy_of(copies: tuple[Copy, ...], document: str, source: str | None) -> Copy | None:
    pair = (c for c in copies if c.document_id == document and c.source_id == source)
    return next(pair, None)


def disagreements(store: Store, story_id: str) -> pa.Table:
    """Where the reports of a story differ: one row a value; see :class:`view.Disagreement`.

    Columns: story_id, field, value, documents (that say so; a copy counts as its source), voices.
    """
    found = story(store, story_id)
    rows = [
        {
            "story_id": story_id,
            "field": d.field,
            "value": value,
            "documents": list(documents),
            "voices": len(documents),
        }
        for d in (found.disagreements() if found else ())
        for value, documents in d.values
    ]
    return pa.Table.from_pylist(rows, schema=_DIFFERENCES)


def _documents_of(store: Store, story_id: str) -> list[CodedDocument]:
    table = store.query(
        "SELECT DISTINCT document_id FROM events WHERE story_id = ? AND origin = 'riftline' "
        "ORDER BY document_id",
        [story_id],
    )
    return list(store.coded_many(table["document_id"].to_pylist()))
