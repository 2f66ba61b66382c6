"""Riftline: dated news in; who did what to whom, when, according to whom, out.

Example:
    >>> import riftline
    >>> coder = riftline.Coder()
    >>> coded = coder.code("Norway expelled two Russian diplomats.", published="2024-04-13")
    >>> [event.event_type for event in coded.events]
    ['SANCTION']
"""

from riftline.coder import Coded, CodedStream, Coder
from riftline.errors import InputError, OutputError, RiftlineError, StoreError, UsageError
from riftline.measure.alignment import alignment
from riftline.measure.blocs import balance_of_network, blocs
from riftline.measure.dyads import dyad_evidence, dyad_series
from riftline.measure.splits import splits
from riftline.ontology import load_ontology
from riftline.parallel import code_parallel
from riftline.read import read_documents
from riftline.record import (
    Attribution,
    Claim,
    CodedDocument,
    Document,
    Entity,
    Event,
    EventDate,
    Magnitude,
    Mention,
    Place,
    Quote,
    Sentence,
    Span,
)
from riftline.resolve import ActorResolver
from riftline.sentences import split_sentences
from riftline.show import render_html, write_html
from riftline.store import Store
from riftline.stories import link_store, stories_table
from riftline.version import __version__
from riftline.write import events_to_table, open_writer, read_events, write_events

__all__ = [
    "ActorResolver",
    "Attribution",
    "Claim",
    "Coded",
    "CodedDocument",
    "CodedStream",
    "Coder",
    "Document",
    "Entity",
    "Event",
    "EventDate",
    "InputError",
    "Magnitude",
    "Mention",
    "OutputError",
    "Place",
    "Quote",
    "RiftlineError",
    "Sentence",
    "Span",
    "Store",
    "StoreError",
    "UsageError",
    "__version__",
    "alignment",
    "balance_of_network",
    "blocs",
    "code_parallel",
    "dyad_evidence",
    "dyad_series",
    "events_to_table",
    "link_store",
    "load_ontology",
    "open_writer",
    "read_documents",
    "read_events",
    "render_html",
    "split_sentences",
    "splits",
    "stories_table",
    "write_events",
    "write_html",
]
