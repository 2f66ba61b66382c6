"""Claims: each case is a text and the claims in it, by kind, parts and voice."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riftline.mentions.claims import ClaimMention, find_claims
from riftline.mentions.quotes import find_quotes
from riftline.sentences import split_sentences

SHARED = Path(__file__).parents[2] / "shared" / "data"


def claims_of(text: str) -> list[ClaimMention]:
    sentences = split_sentences(text)
    return find_claims(text, sentences, find_quotes(text, sentences))


# text, kind, parts without the marker, marker, voice
CASES: list[tuple[str, str, dict[str, str], str, str]] = [
    # causes
    (
        "They backed sanctions on steel, which drove up the cost of living.",
        "cause",
        {"cause": "sanctions on steel", "effect": "the cost of living"},
        "drove up",
        "outlet",
    ),
    (
        "Sanctions that drove up prices were lifted.",
        "cause",
        {"cause": "Sanctions", "effect": "prices"},
        "drove up",
        "outlet",
    ),
    (
        "The drought led to food riots in the north.",
        "cause",
        {"cause": "The drought", "effect": "food riots in the north"},
        "led to",
        "outlet",
    ),
    (
        "The strike was called off because of the storm.",
        "cause",
        {"cause": "the storm", "effect": "The strike was called off"},
        "because of",
        "outlet",
    ),
    (
        "Because of the storm, the strike was called off.",
        "cause",
        {"cause": "the storm", "effect": "the strike was called off"},
        "Because of",
        "outlet",
    ),
    (
        "The envoy left because nobody would meet him.",
        "cause",
        {"cause": "nobody would meet him", "effect": "The envoy left"},
        "because",
        "outlet",
    ),
    (
        "The split is a result of the war.",
        "cause",
        {"cause": "the war", "effect": "The split"},
        "is a result of",
        "outlet",
    ),
    (
        "The blackout was caused by a cyberattack, the minister said.",
        "cause",
        {"cause": "a cyberattack", "effect": "The blackout"},
        "caused by",
        "named",
    ),
    (
        "Officials said the flood had triggered a wave of looting.",
        "cause",
        {"cause": "the flood", "effect": "a wave of looting"},
        "triggered",
        "anonymous",
    ),
    (
        "Oslo blamed Graz for the failure of the talks.",
        "cause",
        {"cause": "Graz", "effect": "the failure of the talks"},
        "blamed",
        "outlet",
    ),
    (
        "The levy gave rise to a black market.",
        "cause",
        {"cause": "The levy", "effect": "a black market"},
        "gave rise to",
        "outlet",
    ),
    (
        "The dam burst, leading to the worst flood in years.",
        "cause",
        {"cause": "The dam burst", "effect": "the worst flood in years"},
        "leading to",
        "outlet",
    ),
    # predictions
    (
        "The regime will collapse within a year.",
        "prediction",
        {"content": "The regime will collapse within a year"},
        "will",
        "outlet",
    ),
    (
        "The bank is expected to cut rates in May.",
        "prediction",
        {"content": "The bank is expected to cut rates in May"},
        "is expected to",
        "outlet",
    ),
    (
        "“Prices will soar,” Pike said.",
        "prediction",
        {"content": "Prices will soar"},
        "will",
        "named",
    ),
    (
        "Analysts said the front was likely to crumble.",
        "prediction",
        {"content": "the front was likely to crumble"},
        "was likely to",
        "anonymous",
    ),
    (
        "Experts forecast that the yen will fall.",
        "prediction",
        {"content": "that the yen will fall"},
        "forecast",
        "anonymous",
    ),
    (
        "The truce will inevitably break.",
        "prediction",
        {"content": "The truce will inevitably break"},
        "will",
        "outlet",
    ),
    (
        "The plan is doomed to fail.",
        "prediction",
        {"content": "The plan is doomed to fail"},
        "is doomed to",
        "outlet",
    ),
    (
        "The war is going to spread, the envoy warned.",
        "prediction",
        {"content": "The war is going to spread"},
        "is going to",
        "named",
    ),
    (
        "The party predicted that it would win.",
        "prediction",
        {"content": "that it would win"},
        "predicted",
        "named",
    ),
    # calls to action
    (
        "The union leaders must call a general strike.",
        "call",
        {"addressee": "The union leaders", "content": "call a general strike"},
        "must",
        "outlet",
    ),
    (
        "The minister should be sacked.",
        "call",
        {"content": "The minister should be sacked"},
        "should",
        "outlet",
    ),
    (
        "Join the march on Saturday!",
        "call",
        {"content": "Join the march on Saturday"},
        "Join",
        "outlet",
    ),
    (
        "“Europe must arm itself,” Kern said.",
        "call",
        {"addressee": "Europe", "content": "arm itself"},
        "must",
        "named",
    ),
    (
        "The UN urged both sides to stop firing.",
        "call",
        {"addressee": "both sides", "content": "stop firing"},
        "urged",
        "named",
    ),
    (
        "Activists called on the bank to drop the loan.",
        "call",
        {"addressee": "the bank", "content": "drop the loan"},
        "called on",
        "anonymous",
    ),
    (
        "The crowd demanded that the mayor, who had fled, be tried.",
        "call",
        {"addressee": "the mayor", "content": "the mayor, who had fled, be tried"},
        "demanded that",
        "outlet",
    ),
    (
        "Let us end this war.",
        "call",
        {"content": "Let us end this war"},
        "Let",
        "outlet",
    ),
    (
        "The West ought to listen.",
        "call",
        {"addressee": "The West", "content": "listen"},
        "ought to",
        "outlet",
    ),
    # opinions
    (
        "The vote was a farce.",
        "opinion",
        {"content": "The vote was a farce"},
        "farce",
        "outlet",
    ),
    (
        "It is not surprising that the bloc is in panic.",
        "opinion",
        {"content": "It is not surprising that the bloc is in panic"},
        "surprising",
        "outlet",
    ),
    (
        "“The attack was barbaric,” the king said.",
        "opinion",
        {"content": "The attack was barbaric"},
        "barbaric",
        "named",
    ),
    (
        "There has never been a more opportune moment to act.",
        "opinion",
        {"content": "There has never been a more opportune moment to act"},
        "There has never been a more",
        "outlet",
    ),
    (
        "Unfortunately, nobody listened to them.",
        "opinion",
        {"content": "nobody listened to them"},
        "Unfortunately",
        "outlet",
    ),
    (
        "The ruling is deeply unjust.",
        "opinion",
        {"content": "The ruling is deeply unjust"},
        "unjust",
        "outlet",
    ),
    (
        "Critics said the law was a complete disgrace.",
        "opinion",
        {"content": "the law was a complete disgrace"},
        "disgrace",
        "anonymous",
    ),
]


@pytest.mark.parametrize(("text", "kind", "parts", "marker", "voice"), CASES)
def test_claims(text: str, kind: str, parts: dict[str, str], marker: str, voice: str) -> None:
    found = [c for c in claims_of(text) if c.kind == kind and c.parts["marker"].text == marker]
    assert len(found) == 1
    claim = found[0]
    assert {n: s.text for n, s in claim.parts.items() if n != "marker"} == parts
    assert claim.voice == voice
    assert (claim.quote is None) == (voice == "outlet")


NO_CLAIMS = [
    "The ministers met in Graz on Monday.",
    "Information leading to an arrest brings a reward.",
    "The envoy is due to testify on Friday.",
    "Ana Sol contributed to this report.",
    "Should the army leave?",
    "It must have rained.",
    "The two sides will meet on Monday.",
    "The need to act was plain to all.",
    "Support for the party fell.",
    "March is the coldest month here.",
    "The case is in criminal court.",
    "Sign up for our newsletter.",
    "It was time to go home.",
    "He asked her to sit down.",
    "The firm would have to pay a fine.",
    "",
]


@pytest.mark.parametrize("text", NO_CLAIMS)
def test_no_claims(text: str) -> None:
    assert claims_of(text) == []


def spans_hold(text: str) -> None:
    last = -1
    for claim in claims_of(text):
        assert "marker" in claim.parts
        assert claim.span.start >= last
        last = claim.span.start
        for span in (claim.span, *claim.parts.values()):
            assert text[span.start : span.end] == span.text
            assert span.text
            assert claim.span.start <= span.start <= span.end <= claim.span.end


PIECES = """The leaders must should will collapse fall because of due to led to which drove up is
are likely expected to that demand demanded be sacked Join let us it not surprising was a farce ,
. ; “ ” " ' ( ) and but who in my view Because Unfortunately blamed for need to have said Pike"""


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from([*PIECES.split(), "\n\n"]), max_size=40))
def test_any_text_gives_true_spans(words: list[str]) -> None:
    spans_hold(" ".join(words))


@pytest.mark.skipif(not SHARED.exists(), reason="the shared articles are not here")
def test_a_real_article() -> None:
    path = SHARED / "articles" / "2025-02-14-news-line.txt"
    text = path.read_text(encoding="utf-8")
    spans_hold(text)
    claims = {(c.kind, c.parts["marker"].text): c for c in claims_of(text)}
    cause = claims["cause", "drove up"]
    assert cause.parts["cause"].text == "oil embargoes and sanctions on Russia"
    assert cause.voice == "outlet"
    assert claims["call", "must"].parts["addressee"].text == "This mass demonstration"
    assert claims["call", "demand that"].parts["addressee"].text == "the TUC leaders"
    assert ("call", "Join") in claims
    assert ("opinion", "surprising") in claims
