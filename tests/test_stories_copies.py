"""Copies are found and told apart from shared quotes and page furniture."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from riftline.record import Document
from riftline.stories.copies import Copy, find_copies
from riftline.stories.words import read_words, shingle_hashes

DAY = date(2025, 3, 4)
BODY = (
    "The harbour council of Tarvik voted on Tuesday to close the northern pier after divers "
    "found cracks in eleven of its forty wooden piles. Engineers had warned of the damage in "
    "January, but repairs were put off when the winter budget ran out. Ferries to the outer "
    "islands will sail from the coal dock until autumn, the council said in a written notice. "
)
OTHER = (
    "Fishermen on the outer islands fear for their summer season, which depends on day "
    "visitors and on lorries that fetch the catch every morning before the auction opens. "
    "Several owners have asked the county for credit and expect an answer by the end of May. "
)
NEW = (
    "On Friday the first steel piles arrived by barge from Sudmark, and a crane will set them "
    "before the month is out, weather permitting. The county pays two thirds of the price and "
    "the town the rest, from a loan that runs for twenty years at a fixed rate of interest. "
    "Islanders cheered as the barge was made fast, and the school sent its brass band to play. "
)
QUOTE = (
    "“We looked at every pile with our own eyes, and there is no doubt left in my mind that the "
    "pier would have gone down in the next heavy storm, with everybody standing on it.”"
)


def document(identifier: str, text: str, days: int = 0, outlet: str | None = None) -> Document:
    return Document(text, identifier, DAY + timedelta(days), outlet or f"Outlet {identifier}")


def only(documents: list[Document]) -> Copy:
    (found,) = find_copies(documents)
    return found


def test_wire_copy_names_the_earlier_document_as_its_source() -> None:
    found = only([document("b", BODY + OTHER, 1), document("a", BODY)])
    assert (found.document_id, found.source_id, found.kind) == ("b", "a", "copy")
    assert found.order == "earlier"
    assert 0.4 < found.share < 0.7 < found.similarity


def test_credit_beats_the_date() -> None:
    wire = Document(BODY + OTHER, "w", DAY + timedelta(1), "Associated Press")
    printed = Document("TARVIK (AP) - " + BODY + OTHER, "p", DAY, "Herald")
    found = only([wire, printed])
    assert (found.source_id, found.order) == ("w", "credited")


def test_same_day_without_credit_is_a_guess_and_says_so() -> None:
    found = only([document("a", BODY), document("b", BODY + OTHER)])
    assert (found.source_id, found.order) == ("b", "longer")


def test_shared_quote_is_no_copy() -> None:
    one = f"{BODY}\n\n{QUOTE} said the chief diver."
    two = f"{OTHER}\n\n{QUOTE} the diver told the county."
    assert only([document("a", one), document("b", two)]).kind == "quote"


def test_copied_post_is_a_quote() -> None:
    post = (
        "The pier is CLOSED and the council should have seen it coming years ago, a shame for "
        "our proud town and for all who sail from it! — Harbour Watch (@harbourwatch) March 4, 2025"
    )
    one, two = f"{BODY}\n\n{post}", f"{OTHER}\n\n{post}"
    assert only([document("a", one), document("b", two)]).kind == "quote"


def test_captions_are_furniture() -> None:
    box = "Photos: " + " ".join(f"View {n} of the pier from the old lighthouse" for n in range(9))
    box += " Hide Caption 9 of 9"
    one, two = f"{BODY}\n\n{box}", f"{OTHER}\n\n{box}"
    assert only([document("a", one), document("b", two)]).kind == "furniture"


def test_standing_text_of_an_outlet_is_furniture_without_any_marker() -> None:
    box = (
        "This newspaper belongs to its readers in the county and takes money from no party, no "
        "church and no company; whoever wishes to help may join the foundation on any weekday."
    )
    texts = [BODY, OTHER, BODY[::-1], OTHER[::-1]]
    documents = [document(f"d{n}", f"{t}\n\n{box}", 9 * n, "Herald") for n, t in enumerate(texts)]
    assert {c.kind for c in find_copies(documents)} == {"furniture"}


def test_report_issued_again_and_again_is_a_copy_and_no_furniture() -> None:
    documents = [document(f"d{n}", BODY + OTHER, 3 * n, "Wire") for n in range(4)]
    assert {c.kind for c in find_copies(documents)} == {"copy"}


def test_old_passage_in_a_new_report_is_background() -> None:
    documents = [
        document("a", BODY + OTHER, 0, "Wire"),
        document("b", BODY + NEW, 60, "Wire"),
    ]
    assert only(documents).kind == "background"


def test_unrelated_documents_share_nothing() -> None:
    assert find_copies([document("a", BODY), document("b", OTHER)]) == []


def test_many_copies_stay_linear() -> None:
    documents = [document(f"{n:03}", f"{BODY} Desk {n}.", 0) for n in range(300)]
    found = find_copies(documents)
    assert {c.kind for c in found} == {"copy"}
    assert len(found) < 300 * 10
    assert {c.document_id for c in found} | {c.source_id for c in found} == {
        d.id for d in documents
    }


def test_order_does_not_matter() -> None:
    documents = [document("a", BODY), document("b", BODY + OTHER, 1), document("c", OTHER, 2)]
    assert find_copies(documents) == find_copies(documents[::-1])


@pytest.mark.parametrize("text", ["", " ", "x", "\ud800", "İ" * 50, "“" * 999, "a " * 40])
def test_any_text_is_read(text: str) -> None:
    words = read_words(text)
    assert len(words.ids) == len(words.starts) == len(words.quoted) == len(words.furniture)
    assert all(0 <= s < len(text) for s in words.starts)
    find_copies([document("a", text), document("b", text)])


def test_hashes_are_the_same_everywhere() -> None:
    assert shingle_hashes(read_words("one two three four five six").ids).tolist() == (
        shingle_hashes(read_words("One, two; THREE four five... six!").ids).tolist()
    )
    assert shingle_hashes(np.zeros(3, np.uint64)).shape == (0,)


def test_a_text_that_hundreds_print_meets_its_source_and_the_work_stays_small() -> None:
    wire = document("wire", BODY + OTHER, outlet="Wire")
    prints = [document(f"p{n:03}", BODY + OTHER, days=1) for n in range(200)]
    found = find_copies([*prints, wire])
    assert {c.document_id for c in found if c.source_id == "wire"} == {p.id for p in prints}
    assert len(found) < 30 * len(prints)
