"""Event records for the tests of writing: made at random, and one written by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from riftline.record import (
    Attribution,
    CodedDocument,
    Document,
    Entity,
    Event,
    EventDate,
    Magnitude,
    Mention,
    Place,
    Sentence,
    Span,
)

TEXT = "Ankara pledged $2 million to Chisinau on Friday, officials said; no envoy commented."

ANKARA = Entity("Ankara", 0, 6, "Turkey", "state:TUR", "TUR", ("GOV", "ELI"), members=())
CHISINAU = Entity("Chisinau", 29, 37, "Moldova", "state:MDA", "MDA", ("GOV",))
OFFICIALS = Entity("officials", 49, 58, "officials", None, "TUR", ("GOV",), role="official")

EVENT = Event(
    event_id="e1",
    document_id="d1",
    document_sha256=Document(TEXT, "d1").sha256,
    outlet="The Strait Courier",
    published="2024-03-09",
    url=None,
    sentence=Sentence(0, 0, len(TEXT), TEXT),
    trigger=Span(7, 14, "pledged"),
    event_type="AGREE",
    modes=("aid",),
    contexts=("economic", "diplomatic"),
    quad_class="verbal cooperation",
    intensity=4.5,
    cameo="03",
    actors=(ANKARA,),
    recipients=(CHISINAU, replace(OFFICIALS, country=None, sectors=())),
    auxiliary_modes=("future",),
    attribution=Attribution("anonymous", OFFICIALS, Span(59, 63, "said")),
    event_date=EventDate("2024-03-08", "2024-03-08", "day", "on Friday", (38, 47)),
    place=Place("Chisinau", 29, 37, "Chişinău", "MDA", None, 47.0, 28.9, 618426, 0.8),
    magnitudes=(Magnitude("money", 2e6, None, None, "USD", 2e6, "$2 million", 15, 25),),
    story_id=None,
    confidence=0.75,
    coder_version="0.1.0",
)
BARE = replace(
    EVENT,
    event_id="e2",
    outlet=None,
    published=None,
    actors=(),
    recipients=(),
    modes=(),
    contexts=(),
    auxiliary_modes=(),
    attribution=Attribution(),
    event_date=None,
    place=None,
    magnitudes=(),
)
MENTIONS = (
    Mention("amounts", 15, 25, "$2 million", {"kind": "money", "value": 2e6, "unit": "USD"}),
    Mention("dates", 38, 47, "on Friday", {"type": "DATE", "value": "2024-03-08"}),
)
CODED = CodedDocument(
    Document(TEXT, "d1", date(2024, 3, 9), "The Strait Courier"),
    (EVENT.sentence,),
    (EVENT, BARE),
    mentions=MENTIONS,
)

# Any text that UTF-8 can hold, NUL and quotes and line ends among it.
_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_maybe_text = st.none() | _texts
_offsets = st.integers(0, 2**40)
_numbers = st.floats(allow_nan=False, allow_infinity=False)
_maybe_number = st.none() | _numbers
_codes = st.lists(_texts, max_size=3).map(tuple)
_spans = st.builds(Span, _offsets, _offsets, _texts)
_entities = st.builds(
    Entity,
    text=_maybe_text,
    start=st.none() | _offsets,
    end=st.none() | _offsets,
    name=_texts,
    entity_id=_maybe_text,
    country=_maybe_text,
    sectors=_codes,
    role=_maybe_text,
    role_from=_maybe_text,
    role_to=_maybe_text,
    members=_codes,
)
_places = st.builds(
    Place,
    text=_texts,
    start=_offsets,
    end=_offsets,
    name=_texts,
    country=_maybe_text,
    lat=_maybe_number,
    lon=_maybe_number,
    geonames_id=st.none() | _offsets,
    confidence=_maybe_number,
)
_magnitudes = st.builds(
    Magnitude,
    kind=_texts,
    value=_maybe_number,
    low=_maybe_number,
    high=_maybe_number,
    unit=_maybe_text,
    usd=_maybe_number,
    text=_texts,
    start=_offsets,
    end=_offsets,
)
_event_dates = st.builds(
    EventDate,
    start=_texts,
    end=_texts,
    precision=_texts,
    text=_maybe_text,
    span=st.none() | st.tuples(_offsets, _offsets),
)
events = st.builds(
    Event,
    event_id=_texts,
    document_id=_texts,
    document_sha256=_texts,
    outlet=_maybe_text,
    published=_maybe_text,
    url=_maybe_text,
    sentence=st.builds(Sentence, _offsets, _offsets, _offsets, _texts),
    trigger=_spans,
    event_type=_texts,
    modes=_codes,
    contexts=_codes,
    quad_class=_texts,
    intensity=_numbers,
    cameo=_texts,
    actors=st.lists(_entities, max_size=2).map(tuple),
    recipients=st.lists(_entities, max_size=2).map(tuple),
    auxiliary_modes=_codes,
    attribution=st.builds(Attribution, _texts, st.none() | _entities, st.none() | _spans),
    event_date=st.none() | _event_dates,
    place=st.none() | _places,
    magnitudes=st.lists(_magnitudes, max_size=2).map(tuple),
    story_id=_maybe_text,
    confidence=_numbers,
    coder_version=_texts,
)
