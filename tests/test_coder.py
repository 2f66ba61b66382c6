"""The coder end to end: true spans, stable bytes, what a record must hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

import riftline
from riftline.record import Entity, Event, Span

TEXT = """Talks in Oslo

On Tuesday the foreign ministers of Norway and Mali met in Oslo. Mali had expelled two Norwegian
aid workers last month, and Norway condemned the decision. "We will not send new aid before they
return," Norwegian Prime Minister Jonas Gahr Støre said. According to a diplomat, Mali could let
the workers back. Norway denied that it had threatened Mali with sanctions.
"""


@pytest.fixture(scope="module")
def coded(coder: riftline.Coder) -> riftline.Coded:
    return coder.code(TEXT, published="2024-05-16", outlet="Norden Post", title="Talks in Oslo")


def spans(value: Any) -> Iterator[tuple[int, int, str]]:
    """Every (start, end, text) in a record, wherever it stands."""
    if isinstance(value, dict):
        if value.get("start") is not None and isinstance(value.get("text"), str):
            if isinstance(value["start"], int):
                yield value["start"], value["end"], value["text"]
            elif value.get("span"):
                yield value["span"][0], value["span"][1], value["text"]
        for inner in value.values():
            yield from spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner)


def test_finds_events_with_both_sides(coded: riftline.Coded) -> None:
    types = {e.event_type for e in coded.events}
    assert {"CONSULT", "ACCUSE"} <= types
    states = {x.country for e in coded.events for x in (*e.actors, *e.recipients)}
    assert {"NOR", "MLI"} <= states


def test_every_span_is_true(coded: riftline.Coded) -> None:
    found = [s for e in coded.events for s in spans(e.to_dict())]
    assert len(found) > 3 * len(coded.events)
    for start, end, text in found:
        assert TEXT[start:end] == text
    for quote in coded.quotes:
        assert TEXT[quote.span.start : quote.span.end] == quote.span.text


def test_records_are_complete_and_within_the_ontology(coded: riftline.Coded) -> None:
    ontology = riftline.load_ontology()
    for e in coded.events:
        kind = ontology.types[e.event_type]
        assert set(e.modes) <= set(kind.modes)
        assert set(e.contexts) <= set(ontology.contexts)
        assert len(e.contexts) <= 3
        assert set(e.auxiliary_modes) <= set(ontology.auxiliary_modes)
        assert e.quad_class == kind.quad
        assert 0 < e.confidence < 1
        assert e.attribution.voice in ("outlet", "named", "anonymous")
        for x in (*e.actors, *e.recipients):
            assert set(x.sectors) <= set(ontology.sectors)


def test_same_text_same_bytes(coder: riftline.Coder, coded: riftline.Coded) -> None:
    again = coder.code(
        TEXT, published=date(2024, 5, 16), outlet="Norden Post", title="Talks in Oslo"
    )
    assert json.dumps([e.to_dict() for e in again.events]) == json.dumps(
        [e.to_dict() for e in coded.events]
    )
    ids = [e.event_id for e in coded.events]
    assert len(set(ids)) == len(ids)


def test_neighbours_in_the_stream_change_nothing(coder: riftline.Coder) -> None:
    texts = [TEXT, "France recalled its ambassador from Niger.", TEXT[::-1], "", "x" * 5000]
    alone = [coder.code(t, published="2024-05-16").events for t in texts]
    fresh = riftline.Coder()
    rows = [{"text": t, "published": "2024-05-16"} for t in reversed(texts)]
    together = [c.events for c in fresh.code_many(rows)]
    assert together[::-1] == alone


def test_workers_change_nothing(coder: riftline.Coder) -> None:
    documents = [
        riftline.Document(f"{TEXT} Note {i}.", f"d{i}", date(2024, 5, 16)) for i in range(5)
    ]
    one = [c.events for c in coder.code_many(documents)]
    two = [c.events for c in riftline.code_parallel(documents, workers=2)]
    assert one == two


def test_tables(coded: riftline.Coded, coder: riftline.Coder) -> None:
    table = coded.to_arrow()
    assert table.num_rows == len(coded.events)
    assert table.column_names[:2] == ["event_id", "document_id"]
    frame = coder.code_many([{"text": TEXT, "published": "2024-05-16"}]).to_pandas()
    assert list(frame["event_type"]) == [e.event_type for e in coded.events]


def test_without_a_date(coder: riftline.Coder) -> None:
    coded = coder.code("Kenya sent troops to Haiti on Monday.")
    assert all(e.published is None for e in coded.events)
    assert all(e.event_date is None for e in coded.events)


def test_a_date_that_is_no_date(coder: riftline.Coder) -> None:
    with pytest.raises(riftline.UsageError, match="is no date"):
        coder.code("Kenya sent troops.", published="yesterday")


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\x00", "...", "\U0001f600" * 50, "a " * 3000])
def test_odd_texts_do_not_crash(coder: riftline.Coder, text: str) -> None:
    coded = coder.code(text, published="2024-05-16")
    for e in coded.events:
        assert text[e.trigger.start : e.trigger.end] == e.trigger.text


def test_office_holders_by_date(coder: riftline.Coder) -> None:
    text = "Donald Trump met Joe Biden in Washington on Monday."
    people = {
        x.name: x
        for e in coder.code(text, published="2025-02-14").events
        for x in (*e.actors, *e.recipients)
    }
    assert people["Donald Trump"].country == "USA"
    assert people["Donald Trump"].sectors[0] == "GOV"
    assert people["Donald Trump"].role_to is None
    assert people["Joe Biden"].role_to is not None


def test_public_names() -> None:
    assert all(hasattr(riftline, name) for name in riftline.__all__)
    assert isinstance(Span(0, 1, "x"), riftline.Span)
    assert issubclass(riftline.Coded, riftline.CodedDocument)
    assert Entity is riftline.Entity
    assert Event is riftline.Event
