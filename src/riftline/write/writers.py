"""Writing coded documents as they come, in one pass and bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from riftline.record import CodedDocument, Event, Mention, as_plain
from riftline.write.atomic import atomic_output, output_errors, output_name
from riftline.write.formats import EVENTS, MENTIONS, RowKind, Sink, make_encoder, output_format

_BATCH_ROWS = 500

ToRows = Callable[[CodedDocument], Iterable[dict[str, Any]]]


class ResultWriter:
    """A result file being written. Use it as a context manager: see ``open_writer``.

    ``rows`` counts the rows written so far.
    """

    def __init__(
        self, path: str | Path | None, format: str | None, kind: RowKind, to_rows: ToRows
    ) -> None:
        self._path, self._kind, self._to_rows = path, kind, to_rows
        self._format, self._zipped = output_format(path, format)
        self._name = output_name(path)
        self._stack = ExitStack()
        self._batch: list[dict[str, Any]] = []
        self.rows = 0

    def __enter__(self) -> ResultWriter:
        stream = self._stack.enter_context(atomic_output(self._path))
        with output_errors(self._name):
            self._sink = Sink(stream)
            self._encoder = make_encoder(self._format, self._zipped, self._kind, self._sink)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._stack as stack:
            if error is None:
                self._finish()
            else:
                self._abandon()
                stack.__exit__(kind, error, trace)

    def _finish(self) -> None:
        try:
            self._flush()
            with output_errors(self._name):
                self._encoder.close()
        except BaseException:
            self._abandon()
            raise

    def _abandon(self) -> None:
        self._sink.cut()
        with suppress(Exception):  # the error that ended the writing is the one to show
            self._encoder.close()

    def write(self, coded: CodedDocument) -> None:
        """Add what was found in one document."""
        self.write_rows(self._to_rows(coded))

    def write_events(self, events: Iterable[Event]) -> None:
        """Add events that come without their document."""
        self.write_rows(event.to_dict() for event in events)

    def write_rows(self, rows: Iterable[dict[str, Any]]) -> None:
        """Add plain rows of the writer's kind."""
        for row in rows:
            self._batch.append(row)
            if len(self._batch) >= _BATCH_ROWS:
                self._flush()

    def _flush(self) -> None:
        batch, self._batch = self._batch, []
        with output_errors(self._name):
            self._encoder.write(batch)
        self.rows += len(batch)


def open_writer(path: str | Path | None, format: str | None = None) -> ResultWriter:
    """A writer of event records, for documents as they are coded.

    The file appears under its name when the ``with`` block ends well, and not at all when it
    does not. ``None`` or ``-`` is standard output.

    Args:
        path: where to; ``.jsonl``, ``.csv``, ``.parquet``, the first two also with ``.gz``.
        format: jsonl, csv or parquet; by default what the suffix says, jsonl for standard output.

    Raises:
        UsageError: an unknown format or suffix.
        OutputError: on entering, writing or leaving: it cannot be written.

    Example:
        >>> import tempfile
        >>> from riftline.record import CodedDocument, Document
        >>> coded = CodedDocument(Document("Nothing happened.", "d1"), (), ())
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     with open_writer(folder + "/events.jsonl") as writer:
        ...         writer.write(coded)
        >>> writer.rows
        0
    """
    return ResultWriter(path, format, EVENTS, _event_rows)


def open_mention_writer(
    path: str | Path | None, format: str | None = None, *, kinds: Collection[str] | None = None
) -> ResultWriter:
    """The same for mentions: one row a span, ``kinds`` (all by default) chooses which."""
    return ResultWriter(path, format, MENTIONS, lambda coded: _mention_rows(coded, kinds))


def write_events(
    results: Iterable[CodedDocument], path: str | Path | None, format: str | None = None
) -> int:
    """Write the events of coded documents to a file; how many there were.

    Raises: as ``open_writer``.
    """
    with open_writer(path, format) as writer:
        for coded in results:
            writer.write(coded)
    return writer.rows


def write_mentions(
    results: Iterable[CodedDocument],
    path: str | Path | None,
    format: str | None = None,
    *,
    kinds: Collection[str] | None = None,
) -> int:
    """Write the mentions of coded documents: document_id, kind, start, end, text, value."""
    with open_mention_writer(path, format, kinds=kinds) as writer:
        for coded in results:
            writer.write(coded)
    return writer.rows


def mention_to_row(document_id: str, mention: Mention) -> dict[str, Any]:
    """A mention as the plain row of ``riftline mentions``."""
    return {"document_id": document_id, **as_plain(mention)}


def _event_rows(coded: CodedDocument) -> Iterable[dict[str, Any]]:
    return (event.to_dict() for event in coded.events)


def _mention_rows(coded: CodedDocument, kinds: Collection[str] | None) -> Iterable[dict[str, Any]]:
    return (
        mention_to_row(coded.document.id, mention)
        for mention in coded.mentions
        if kinds is None or mention.kind in kinds
    )
