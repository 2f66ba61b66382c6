"""The article it all began with, read from ../shared: what must come out, each with its spans.

The text itself is not part of the project; without ../shared these tests skip.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import riftline
from riftline.record import Event


@pytest.fixture(scope="module")
def coded(coder: riftline.Coder, shared: Path) -> riftline.CodedDocument:
    path = shared / "data" / "articles" / "2025-02-14-news-line.txt"
    (document,) = riftline.read_documents([path])
    return coder.code_document(document)


def pick(coded: riftline.CodedDocument, words: str, *types: str) -> Event:
    """The event of one of the types whose sentence holds the words."""
    found = [e for e in coded.events if words in e.sentence.text and e.event_type in types]
    assert found, f"no {' or '.join(types)} in the sentence with {words!r}"
    return found[0]


def states(event: Event) -> set[str | None]:
    return {x.country for x in (*event.actors, *event.recipients)}


def test_the_call(coded: riftline.CodedDocument) -> None:
    call = pick(coded, "telephone call with Russian", "CONSULT")
    assert "phone" in call.modes
    assert {"USA", "RUS"} <= states(call)
    assert call.event_date is not None
    assert call.event_date.start == "2025-02-12"
    assert call.auxiliary_modes == ()


def test_the_agreement_to_assemble_negotiators(coded: riftline.CodedDocument) -> None:
    agreed = pick(coded, "agreed to assemble", "AGREE")
    assert {"USA", "RUS"} <= states(agreed)
    assert "assemble" in agreed.trigger.text


def test_the_refusal_is_historical(coded: riftline.CodedDocument) -> None:
    refusal = pick(coded, "refusal of former president", "REJECT")
    assert refusal.auxiliary_modes == ("historical",)
    assert refusal.actors[0].name == "Joe Biden"
    assert refusal.actors[0].role_to is not None


def test_the_demand_of_seven_leaders_with_its_quote(coded: riftline.CodedDocument) -> None:
    demand = pick(coded, "Seven European leaders", "REQUEST")
    assert demand.actors[0].text is not None
    assert "European leaders" in demand.actors[0].text
    inside = [
        q for q in coded.quotes if q.direct and q.span.start <= demand.trigger.start < q.span.end
    ]
    assert "must be part of any negotiations" in inside[0].span.text


def test_the_pledge(coded: riftline.CodedDocument) -> None:
    pledge = pick(coded, "12.8 billion", "AID", "AGREE")
    assert pledge.actors[0].country == "GBR"
    assert "UKR" in {r.country for r in pledge.recipients}
    (money,) = [m for m in pledge.magnitudes if m.kind == "money"]
    assert (money.value, money.unit) == (12.8e9, "GBP")
    assert money.usd is not None
    assert 15e9 < money.usd < 17e9  # at the mean rate of February 2025
    assert pledge.event_date is not None
    assert pledge.event_date.text == "February 2022"
    assert (pledge.event_date.start, pledge.event_date.end) == ("2022-02-01", "2025-02-14")


def test_no_date_or_amount_but_those_of_the_text(coded: riftline.CodedDocument) -> None:
    """Events without a date of their own have none; "an hour and a half" is no amount."""
    dated = {e.event_date.text: e.event_date for e in coded.events if e.event_date}
    assert set(dated) <= {"This week", "Wednesday morning", "February 2022", "Saturday"}
    if "This week" in dated:
        week = dated["This week"]
        assert (week.start, week.end, week.precision) == ("2025-02-10", "2025-02-16", "week")
    amounts = {(m.kind, m.value, m.unit) for e in coded.events for m in e.magnitudes}
    assert amounts == {("money", 12.8e9, "GBP")}


def test_sanctions_on_russia(coded: riftline.CodedDocument) -> None:
    sanctions = pick(coded, "embargoes and sanctions", "SANCTION")
    assert [r.country for r in sanctions.recipients] == ["RUS"]
    causes = [c for c in coded.claims if c.kind == "cause" and "sanctions" in c.span.text]
    assert "cost of living" in causes[0].parts["effect"].text


def test_the_demonstration_is_still_to_come(coded: riftline.CodedDocument) -> None:
    march = pick(coded, "demonstrating in London", "PROTEST")
    assert march.auxiliary_modes == ("future",)
    assert march.event_date is not None
    assert march.event_date.start == "2025-02-15"
    assert march.place is not None
    assert march.place.name == "London"


def test_an_officials_complaint_is_an_anonymous_quote(coded: riftline.CodedDocument) -> None:
    quotes = [q for q in coded.quotes if "sees us as money" in q.span.text]
    assert quotes[0].anonymous == "official"


def test_spans_are_true(coded: riftline.CodedDocument) -> None:
    text = coded.document.text
    for e in coded.events:
        assert text[e.trigger.start : e.trigger.end] == e.trigger.text
        assert text[e.sentence.start : e.sentence.end] == e.sentence.text
        for x in (*e.actors, *e.recipients):
            assert x.start is None or text[x.start : x.end] == x.text
