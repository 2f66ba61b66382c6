"""Marks, the page and the summary."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from riftline.record import (
    Attribution,
    CodedDocument,
    Document,
    Entity,
    Event,
    EventDate,
    Quote,
    Sentence,
    Span,
)
from riftline.show import print_summary, render_html
from riftline.show.marks import Mark, document_marks, segments
from riftline.show.terminal import country_pairs, happened

TEXT = "Oslo <b>warned</b> Riga on Monday & left."


def entity(word: str, country: str) -> Entity:
    at = TEXT.index(word)
    return Entity(word, at, at + len(word), word, None, country, ("GOV",))


def event(aux: tuple[str, ...] = ()) -> Event:
    at, day = TEXT.index("warned"), TEXT.index("Monday")
    return Event(
        "e1", "d1", "0" * 64, "Norden Post", "2024-05-06", None, Sentence(0, 0, len(TEXT), TEXT),
        Span(at, at + 6, "warned"), "THREATEN", (), (), "VERBAL CONFLICT", -3.5, "13",
        (entity("Oslo", "NOR"),), (entity("Riga", "LVA"),), aux, Attribution(),
        EventDate("2024-05-06", "2024-05-06", "day", "Monday", (day, day + 6)),
        None, (), None, 0.81, "test",
    )  # fmt: skip


def coded(*events: Event) -> CodedDocument:
    document = Document(TEXT, "d1", outlet="Norden Post", title="<script>alert(1)</script>")
    quote = Quote(Span(0, 4, "Oslo"), True)
    return CodedDocument(document, (Sentence(0, 0, len(TEXT), TEXT),), events, (quote,))


class Page(HTMLParser):
    """Collects tags, text by article and every address that the page would load."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loaded: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loaded += [v or "" for k, v in attrs if k in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_page_escapes_and_loads_nothing() -> None:
    page = render_html([coded(event())])
    parsed = Page(page)
    assert "<script>alert" not in page
    assert TEXT in parsed.words
    assert parsed.tags.count("b") == 0
    assert all(address.startswith("#") for address in parsed.loaded)
    assert not re.search(r"https?://|@import|url\(", page)
    assert "default-src 'none'" in page


def test_records_stand_beside_the_text() -> None:
    page = render_html([coded(event(("negation",)))])
    for shown in ("THREATEN", "negation", "2024-05-06", "0.81", 'data-happened="no"'):
        assert shown in page
    assert "No event found" in render_html([coded()])


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from(["actor", "quote"])),
        max_size=8,
    )
)
def test_segments_tile_the_text(spans: list[tuple[int, int, str]]) -> None:
    marks = [Mark(min(a, b), max(a, b), kind) for a, b, kind in spans]
    cut = segments(0, 30, marks)
    assert [s.start for s in cut] == [0, *[s.end for s in cut][:-1]]
    assert cut[-1].end == 30
    for s in cut:
        assert set(s.marks) == {m for m in marks if m.start <= s.start and s.end <= m.end}


def test_marks_are_true_to_the_text() -> None:
    kinds = {m.kind: TEXT[m.start : m.end] for m in document_marks(coded(event()))}
    assert kinds["trigger"] == "warned"
    assert kinds["recipient"] == "Riga"
    assert kinds["date"] == "Monday"


def test_the_summary_counts_what_happened() -> None:
    out = StringIO()
    print_summary([coded(event(), event(("future",)))], Console(file=out, width=120))
    text = out.getvalue()
    assert "2 events" in text
    assert re.search(r"THREATEN\s+│\s+2\s+│\s+1\s+│\s+1", text)
    assert happened(event(("historical",)))
    assert country_pairs(event()) == {("NOR", "LVA")}
