"""Quotations and attributions: each case is a text and what is attributed in it to whom."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riftline.mentions.quotes import QuoteMention, find_quotes
from riftline.mentions.quotes_marks import find_quotations
from riftline.sentences import split_sentences

SHARED = Path(__file__).parents[2] / "shared" / "data"


def quotes_of(text: str) -> list[QuoteMention]:
    return find_quotes(text, split_sentences(text))


# text, then for each piece of content: content, source, anonymous type, form
CASES: list[tuple[str, list[tuple[str, str | None, str | None, str]]]] = [
    # direct speech
    ('"We lost," Ana Sol said.', [('"We lost,"', "Ana Sol", None, "direct")]),
    ("“We lost,” said Ana Sol, the mayor.", [("“We lost,”", "Ana Sol, the mayor", None, "direct")]),
    ("‘We lost the vote,’ she told reporters.", [("‘We lost the vote,’", "she", None, "direct")]),
    (
        "He said: “We will not sign. We never will.”",
        [("“We will not sign. We never will.”", "He", None, "direct")],
    ),
    (
        "“Will they come?” Foreign Minister Ilse Kern asked.",
        [("“Will they come?”", "Foreign Minister Ilse Kern", None, "direct")],
    ),
    # split quotations
    (
        '"The army has lost," he said, "and it knows it."',
        [
            ('"The army has lost,"', "he", None, "direct"),
            ('"and it knows it."', "he", None, "direct"),
        ],
    ),
    (
        "“We are ready,” Pike said. “The ships sail at dawn.”",
        [
            ("“We are ready,”", "Pike", None, "direct"),
            ("“The ships sail at dawn.”", "Pike", None, "direct"),
        ],
    ),
    (
        "One EU official told the press: ‘They see no role for us,’ adding ‘It is about money.’",
        [
            ("‘They see no role for us,’", "One EU official", "official", "direct"),
            ("‘It is about money.’", "One EU official", "official", "direct"),
        ],
    ),
    # over sentences and paragraphs
    (
        "“The line held all night.\n\n“It will hold again,” the general said.",
        [
            ("“The line held all night.", None, None, "direct"),
            ("“It will hold again,”", "the general", None, "direct"),
        ],
    ),
    (
        "Kern wrote:\n\n“Nobody asked us before the guns were sent.”",
        [("“Nobody asked us before the guns were sent.”", "Kern", None, "direct")],
    ),
    # indirect speech
    ("Oslo said the talks had failed.", [("the talks had failed", "Oslo", None, "indirect")]),
    (
        "The ministry said on Monday that two ships were seized.",
        [("that two ships were seized", "The ministry", None, "indirect")],
    ),
    (
        "In a statement the ministry said the ship had sunk.",
        [("the ship had sunk", "the ministry", None, "indirect")],
    ),
    (
        "The talks have failed, the envoy said on Friday.",
        [("The talks have failed", "the envoy", None, "indirect")],
    ),
    (
        "Trade, the minister said, has collapsed.",
        [
            ("Trade", "the minister", None, "indirect"),
            ("has collapsed", "the minister", None, "indirect"),
        ],
    ),
    (
        "Robert Duff, attorney for one of the groups, said that the law was void.",
        [
            (
                "that the law was void",
                "Robert Duff, attorney for one of the groups",
                None,
                "indirect",
            )
        ],
    ),
    (
        "Kern, who had met the king, said he was ill.",
        [("he was ill", "Kern, who had met the king", None, "indirect")],
    ),
    (
        "Germany and France said they would send tanks.",
        [("they would send tanks", "Germany and France", None, "indirect")],
    ),
    (
        "On Monday Macron said the deal was dead, adding that France would act.",
        [
            ("the deal was dead", "Macron", None, "indirect"),
            ("that France would act", "Macron", None, "indirect"),
        ],
    ),
    (
        "Critics say the law goes too far; the government says it does not.",
        [
            ("the law goes too far", "Critics", "other", "indirect"),
            ("it does not", "the government", None, "indirect"),
        ],
    ),
    (
        "Officials said the town had been shelled, but witnesses said nobody was hurt.",
        [
            ("the town had been shelled", "Officials", "official", "indirect"),
            ("nobody was hurt", "witnesses", "other", "indirect"),
        ],
    ),
    (
        "Iran's foreign minister told the BBC that the port had been bombed.",
        [("that the port had been bombed", "Iran's foreign minister", None, "indirect")],
    ),
    # mixed
    (
        "Pike called the vote “a farce” and left.",
        [("the vote “a farce”", "Pike", None, "mixed")],
    ),
    (
        "The envoy said the plan was “dead on arrival” in the Senate.",
        [("the plan was “dead on arrival” in the Senate", "The envoy", None, "mixed")],
    ),
    # according to, nouns, hearsay
    (
        "Two ships sank, according to the coast guard.",
        [("Two ships sank", "the coast guard", None, "indirect")],
    ),
    (
        "According to diplomats, the pact is dead.",
        [("the pact is dead", "diplomats", "diplomat", "indirect")],
    ),
    (
        "Moscow's claim that the jet was shot down is false.",
        [("that the jet was shot down", "Moscow", None, "indirect")],
    ),
    (
        "Reports that the king had died were denied.",
        [("that the king had died", None, "reports", "indirect")],
    ),
    ("The ship reportedly sank in fog.", [("sank in fog", None, "reports", "indirect")]),
    (
        "It was reported that police had fired on the crowd.",
        [("that police had fired on the crowd", None, "reports", "indirect")],
    ),
    (
        "The paper quoted sources as saying the minister would resign.",
        [("the minister would resign", "sources", "source", "indirect")],
    ),
    # unnamed speakers
    (
        "Two diplomats briefed on the talks said Tehran had agreed.",
        [("Tehran had agreed", "Two diplomats briefed on the talks", "diplomat", "indirect")],
    ),
    (
        "A spokesman for the ministry said the troops had left.",
        [("the troops had left", "A spokesman for the ministry", None, "indirect")],
    ),
    (
        "They had fled, a person familiar with the matter said.",
        [("They had fled", "a person familiar with the matter", "source", "indirect")],
    ),
    (
        "Officials said the dam broke. They said the town was empty.",
        [
            ("the dam broke", "Officials", "official", "indirect"),
            ("the town was empty", "They", "official", "indirect"),
        ],
    ),
    # undertakings, requests, judgements
    ("Pike vowed to fight on.", [("to fight on", "Pike", None, "indirect")]),
    (
        "The UN urged both sides to stop firing.",
        [("both sides to stop firing", "The UN", None, "indirect")],
    ),
    (
        "Oslo accused Graz of arming the rebels.",
        [("Graz of arming the rebels", "Oslo", None, "indirect")],
    ),
    # nested
    (
        "Lee told the court that Park told him that the money was gone.",
        [
            ("that Park told him that the money was gone", "Lee", None, "indirect"),
            ("that the money was gone", "Park", None, "indirect"),
        ],
    ),
    (
        "“He told me, ‘Leave now,’ and I left,” the driver said.",
        [
            ("“He told me, ‘Leave now,’ and I left,”", "the driver", None, "direct"),
            ("‘Leave now,’", "He", None, "direct"),
        ],
    ),
    # nothing is attributed
    ("The United States was told to leave.", []),
    ("The dogs' owner lost the workers' records in the '90s.", []),
    ("The report was long and the claim was false.", []),
    ("The state must report its plans.", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=lambda value: str(value)[:40])
def test_attributions(text: str, expected: list[tuple[str, str | None, str | None, str]]) -> None:
    found = [
        (q.content.text, q.source.text if q.source else None, q.anonymous, q.form)
        for q in quotes_of(text)
    ]
    assert found == expected


def test_pieces_of_one_saying_share_a_group_and_nested_ones_know_their_parent() -> None:
    first, second = quotes_of('"The army has lost," he said, "and it knows it."')
    assert first.group == second.group
    outer, inner = quotes_of("“He told me, ‘Leave now,’ and I left,” the driver said.")
    assert (outer.parent, inner.parent) == (None, 0)
    assert outer.group != inner.group
    assert outer.direct


def test_cues_are_spans_of_the_text() -> None:
    text = "The mayor has also said that rents are too high."
    (quote,) = quotes_of(text)
    assert quote.cue is not None
    assert quote.cue.text == "has also said" == text[quote.cue.start : quote.cue.end]


def spans_hold(text: str) -> None:
    last = -1
    quotes = quotes_of(text)
    for index, quote in enumerate(quotes):
        for span in (quote.content, quote.cue, quote.source):
            if span is not None:
                assert text[span.start : span.end] == span.text
                assert span.text
        assert quote.content.start >= last
        last = quote.content.start
        assert quote.parent is None or 0 <= quote.parent < index


PIECES = """He said that told reporters " “ ” ‘ ’ ' , . : ; according to claim reportedly is
Officials the town fell who adding Mr. Lee ( ) — was urged to and but I '' ``"""
WORDS = st.sampled_from([*PIECES.split(), "\n\n", "\n"])


@settings(deadline=None, max_examples=150)
@given(st.lists(WORDS, max_size=40))
def test_any_text_gives_true_spans(words: list[str]) -> None:
    spans_hold(" ".join(words))
    spans_hold("".join(words))


MARKS = [
    ("It's the workers' own '80s fund.", []),
    ("He called it 'a farce' today.", ["'a farce'"]),
    ("‘The workers’ union agreed,’ he said.", ["‘The workers’ union agreed,’"]),
    ("She said ''no deal'' twice.", ["''no deal''"]),
    ("«Non,» he said.", ["«Non,»"]),
    (
        "An open “mark that ends with the paragraph.\n\nA new one.",
        ["“mark that ends with the paragraph."],
    ),
    ("“A ‘b’ c”", ["“A ‘b’ c”", "‘b’"]),
    ('He said "one" and "two".', ['"one"', '"two"']),
]


@pytest.mark.parametrize(("text", "expected"), MARKS)
def test_quotation_marks(text: str, expected: list[str]) -> None:
    found = find_quotations(text, split_sentences(text))
    assert [text[q.start : q.end] for q in found] == expected


@pytest.mark.parametrize(
    "piece", ['"A b c d e. F g," he said, ', "“ a b ", "'a b' ", "He said that "]
)
def test_time_is_linear(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        sentences = split_sentences(text)
        begin = time.process_time()
        find_quotes(text, sentences)
        return time.process_time() - begin

    # Quadratic work on six times the text would take 36 times as long.
    assert seconds(60_000) < 0.3 + 16 * seconds(10_000)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared articles are not here")
def test_a_real_article() -> None:
    path = SHARED / "articles" / "2025-02-14-news-line.txt"
    text = path.read_text(encoding="utf-8")
    spans_hold(text)
    speakers = {q.source.text: q.anonymous for q in quotes_of(text) if q.source and q.direct}
    assert speakers["One EU official"] == "official"
    assert speakers["Trump"] is None
