"""The coder: dated text in, typed event records out.

Example:
    >>> coder = Coder()
    >>> coded = coder.code("Russia expelled two British diplomats.", published="2025-03-10")
    >>> coded.events[0].event_type
    'SANCTION'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from riftline.assemble import build_claims, build_events, build_quotes, find_all
from riftline.errors import InputError, UsageError
from riftline.events.model import EventModel
from riftline.record import SCHEMA_VERSION, CodedDocument, Document, Event, Sentence
from riftline.resolve import ActorResolver
from riftline.sentences import split_sentences
from riftline.version import __version__
from riftline.write import events_to_table

if TYPE_CHECKING:
    import pandas as pd


class Coded(CodedDocument):
    """A coded document that can also leave as a table of its events."""

    __slots__ = ()

    def to_arrow(self) -> pa.Table:
        """Events as an Arrow table, one row an event, in the columns of the record."""
        return events_to_table(self.events)

    def to_pandas(self) -> pd.DataFrame:
        """Events as a pandas frame (needs pandas)."""
        return self.to_arrow().to_pandas()


class CodedStream:
    """Coded documents, one after the other; a table when asked for."""

    def __init__(self, documents: Iterator[Coded]) -> None:
        self._documents = documents

    def __iter__(self) -> Iterator[Coded]:
        return self._documents

    def events(self) -> Iterator[Event]:
        """Every event, in order of documents and text."""
        for coded in self._documents:
            yield from coded.events

    def to_arrow(self) -> pa.Table:
        """All events as one Arrow table."""
        return events_to_table(list(self.events()))

    def to_pandas(self) -> pd.DataFrame:
        """All events as one pandas frame (needs pandas)."""
        return self.to_arrow().to_pandas()


class Coder:
    """Codes dated text. Make one and use it for many documents; it is not for several threads.

    Args:
        actors: CSV or TOML files with actors of your own, added to the bundled table.
        weights: a folder of trained weights instead of the bundled ones.
        threads: threads of the encoder's matrix products.
    """

    def __init__(
        self,
        *,
        actors: Iterable[str | Path] = (),
        weights: str | Path | None = None,
        threads: int = 1,
    ) -> None:
        folder = {} if weights is None else {"folder": Path(weights)}
        self.model = EventModel(threads=threads, **folder)
        self.resolver = ActorResolver.load([Path(p) for p in actors])
        self.version = f"{__version__}-{SCHEMA_VERSION}-{self.model.version}"

    def code(
        self,
        text: str,
        *,
        published: date | str | None = None,
        outlet: str | None = None,
        title: str | None = None,
        url: str | None = None,
        id: str | None = None,
    ) -> Coded:
        """Code one text.

        Args:
            text: plain text; every span of the result counts characters of it.
            published: the day it was published, a date or ISO ``YYYY-MM-DD``. Without it relative
                dates stay unresolved and office-holders are taken as of today's tables.

        Raises:
            UsageError: ``published`` is a string that is no ISO date.
        """
        document = Document(text, id or "", as_day(published), outlet, url, title)
        if id is None:
            document = replace(document, id=document.sha256[:16])
        return self.code_document(document)

    def code_document(self, document: Document) -> Coded:
        """Code one document as read by ``riftline.read_documents``."""
        return self.code_sentences(document, split_sentences(document.text))

    def code_sentences(self, document: Document, sentences: Sequence[Sentence]) -> Coded:
        """Code one document by sentences of your own; their offsets must be true to its text."""
        sentences = tuple(sentences)
        raw = self.model.code(sentences)
        found = find_all(document, sentences, self.resolver)
        model = self.model
        events = build_events(
            raw, found, model.ontology, self.version, model.calibration, model.limits.implied
        )
        return Coded(document, sentences, events, build_quotes(found), build_claims(found))

    def code_many(self, documents: Iterable[Document | str | dict[str, Any]]) -> CodedStream:
        """Code documents one by one as they are asked for; memory does not grow with their number.

        Items are Documents, plain strings, or dicts with the arguments of ``code``.
        """
        return CodedStream(self._each(documents))

    def _each(self, documents: Iterable[Document | str | dict[str, Any]]) -> Iterator[Coded]:
        for item in documents:
            if isinstance(item, Document):
                yield self.code_document(item)
            elif isinstance(item, str):
                yield self.code(item)
            else:
                yield self.code(**item)


def coded_or_problem(coder: Coder, document: Document) -> Coded | InputError:
    """A coded document, or what went wrong: a fault of ours costs one document, not the run."""
    try:
        return coder.code_document(document)
    except Exception as error:
        return InputError(
            f"could not be coded: {type(error).__name__}: {error}",
            where=document.where or document.id,
            hint="a fault of Riftline's, please report it with the text",
        )


def as_day(value: date | str | None) -> date | None:
    """A day from a date or an ISO string.

    Raises:
        UsageError: the string is no ISO date.
    """
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        raise UsageError(f"{value!r} is no date", hint="use YYYY-MM-DD") from None
