"""Tricky claims: our own sentences after what real articles do, and the article it began with."""

from __future__ import annotations

from pathlib import Path

import pytest

from riftline.mentions.claims import ClaimMention, find_claims
from riftline.mentions.quotes import find_quotes
from riftline.sentences import split_sentences


def claims_of(text: str) -> list[ClaimMention]:
    sentences = split_sentences(text)
    return find_claims(text, sentences, find_quotes(text, sentences))


# text; cause; effect; voice
CAUSES = [
    (
        "Sanctions on grain, critics said, led to hunger.",
        "Sanctions on grain",
        "hunger",
        "anonymous",
    ),
    ("The ban resulted in a shortage of insulin.", "The ban", "a shortage of insulin", "outlet"),
    ("Due to the blockade, two ports closed.", "the blockade", "two ports closed", "outlet"),
    ("Two ports closed due to the blockade.", "the blockade", "Two ports closed", "outlet"),
    ("The raid sparked riots across the north.", "The raid", "riots across the north", "outlet"),
    ("The mayor blamed migrants for the fires.", "migrants", "the fires", "outlet"),
    ("“The tariffs caused this crisis,” Pike said.", "The tariffs", "this crisis", "named"),
    (
        "Thanks to the truce, trucks crossed the bridge.",
        "the truce",
        "trucks crossed the bridge",
        "outlet",
    ),
    ("The dispute stems from a treaty of 1903.", "a treaty of 1903", "The dispute", "outlet"),
    ("The arrest provoked anger in Graz.", "The arrest", "anger in Graz", "outlet"),
    (
        "The embargo, which drove up the price of bread, was lifted.",
        "The embargo",
        "the price of bread",
        "outlet",
    ),
    (
        "The envoy left on the grounds that he had been insulted.",
        "he had been insulted",
        "The envoy left",
        "outlet",
    ),
    ("Oslo’s cuts fuelled unrest in the camps.", "Oslo’s cuts", "unrest in the camps", "outlet"),
    ("The unions’ demands prompted a lockout.", "The unions’ demands", "a lockout", "outlet"),
    (
        "Partly because of the drought, the herders moved south.",
        "the drought",
        "the herders moved south",
        "outlet",
    ),
    ("The war paved the way for a coup.", "The war", "a coup", "outlet"),
    ("The minister said the leak was caused by sabotage.", "sabotage", "the leak", "named"),
]

# text; content; voice
PREDICTIONS = [
    ("The truce will not be enough.", "The truce will not be enough", "outlet"),
    ("The bank will be unable to pay.", "The bank will be unable to pay", "outlet"),
    ("A deal this year is unlikely.", "A deal this year is unlikely", "outlet"),
    ("Analysts said a split was almost inevitable.", "a split was almost inevitable", "anonymous"),
    (
        "Oslo’s comments are likely to anger Graz.",
        "Oslo’s comments are likely to anger Graz",
        "outlet",
    ),
    ("The currency is bound to fall.", "The currency is bound to fall", "outlet"),
    ("The front will soon collapse, the general said.", "The front will soon collapse", "named"),
    (
        "The bill is certain to fail in the upper house.",
        "The bill is certain to fail in the upper house",
        "outlet",
    ),
    (
        "The drought will worsen unless rain comes.",
        "The drought will worsen unless rain comes",
        "outlet",
    ),
    (
        "Exports are forecast to shrink by a tenth.",
        "Exports are forecast to shrink by a tenth",
        "outlet",
    ),
    ("“We will prevail,” the rebel leader said.", "We will prevail", "named"),
    ("The pact is expected to lapse in May.", "The pact is expected to lapse in May", "outlet"),
    (
        "The cuts are going to hurt farmers, Pike warned.",
        "The cuts are going to hurt farmers",
        "named",
    ),
    ("Officials said prices would probably rise.", None, "anonymous"),  # known limit: "would"
]

# text; who is asked; what is asked; voice
CALLS = [
    ("Oslo must withdraw its troops.", "Oslo", "withdraw its troops", "outlet"),
    ("“The king should abdicate,” Pike said.", "The king", "abdicate", "named"),
    ("The union called on drivers to stop work.", "drivers", "stop work", "named"),
    (
        "The pope urged both armies to lay down their arms.",
        "both armies",
        "lay down their arms",
        "named",
    ),
    ("Europe needs to arm itself.", "Europe", "arm itself", "outlet"),
    ("The ruling must be overturned.", None, "The ruling must be overturned", "outlet"),
    ("Boycott the vote!", None, "Boycott the vote", "outlet"),
    ("Protesters demanded that the police chief resign.", None, None, "outlet"),  # known limit
    ("The editors said the cabinet ought to apologise.", "the cabinet", "apologise", "named"),
    ("Critics said Graz should not sign the pact.", "Graz", "not sign the pact", "anonymous"),
    ("Let us march on Saturday.", None, "Let us march on Saturday", "outlet"),
    ("The strike leaders must now choose.", "The strike leaders", "choose", "outlet"),
    ("The envoy begged the council to act.", "the council", "act", "named"),
    ("“You must leave,” the officer told villagers.", None, None, "named"),  # "you": an order told
]

NOTHING = [
    "The two sides will hold talks in Graz on Tuesday.",
    "The committee will be chaired by Pike.",
    "The trial is due to start in June.",
    "The prize is likely the best known in Oslo.",
    "Police are looking into the cause of the blaze.",
    "Anyone with information should.",
    "The need for aid is great in the camps.",
    "What should Oslo do?",
    "The plan undermines nobody.",
    "He must have left early.",
    "Blame is a word that nobody used.",
    "The likely winner spoke first.",
    "She will speak to reporters at noon.",
    "The march route is closed.",
    "Support troops arrived by rail.",
]

# What is not found yet; the docs say so.
LIMITS = {
    "Officials said prices would probably rise.",
    "Protesters demanded that the police chief resign.",
    "“You must leave,” the officer told villagers.",
}


@pytest.mark.parametrize(("text", "cause", "effect", "voice"), CAUSES)
def test_causes(text: str, cause: str, effect: str, voice: str) -> None:
    (claim,) = [c for c in claims_of(text) if c.kind == "cause"]
    assert (claim.parts["cause"].text, claim.parts["effect"].text) == (cause, effect)
    assert claim.voice == voice


@pytest.mark.parametrize(("text", "content", "voice"), PREDICTIONS)
def test_predictions(text: str, content: str | None, voice: str) -> None:
    found = [c for c in claims_of(text) if c.kind == "prediction"]
    assert (not found) == (text in LIMITS)
    assert all((c.parts["content"].text, c.voice) == (content, voice) for c in found)


@pytest.mark.parametrize(("text", "addressee", "content", "voice"), CALLS)
def test_calls(text: str, addressee: str | None, content: str | None, voice: str) -> None:
    found = [c for c in claims_of(text) if c.kind == "call"]
    assert (not found) == (text in LIMITS)
    for claim in found:
        asked = claim.parts.get("addressee")
        assert (asked.text if asked else None) == addressee
        assert (claim.parts["content"].text, claim.voice) == (content, voice)


@pytest.mark.parametrize("text", NOTHING)
def test_no_claims(text: str) -> None:
    assert claims_of(text) == []


# ------------------------------------------------------------ the article it began with


@pytest.fixture(scope="module")
def news_line(shared: Path) -> list[ClaimMention]:
    path = shared / "data" / "articles" / "2025-02-14-news-line.txt"
    return claims_of(path.read_text(encoding="utf-8"))


def of(claims: list[ClaimMention], kind: str, words: str) -> ClaimMention:
    found = [c for c in claims if c.kind == kind and words in c.span.text]
    assert found, f"no {kind} with {words!r}"
    return found[0]


def test_the_embargo_is_blamed_for_the_cost_of_living(news_line: list[ClaimMention]) -> None:
    claim = of(news_line, "cause", "cost of living")
    assert claim.parts["cause"].text == "oil embargoes and sanctions on Russia"
    assert claim.parts["effect"].text.startswith("the cost of living")
    assert claim.voice == "outlet"


def test_the_split_is_laid_to_the_crisis(news_line: list[ClaimMention]) -> None:
    claim = of(news_line, "cause", "This split")
    assert claim.parts["cause"].text.startswith("the crisis engulfing world capitalism")
    assert claim.voice == "outlet"


def test_a_strike_is_called_for(news_line: list[ClaimMention]) -> None:
    claim = of(news_line, "call", "call a general strike")
    assert claim.parts["addressee"].text in ("the TUC leaders", "This mass demonstration")
    assert claim.voice == "outlet"


def test_readers_are_called_upon(news_line: list[ClaimMention]) -> None:
    assert of(news_line, "call", "Join the WRP").voice == "outlet"


def test_leaders_call_to_be_part_is_theirs(news_line: list[ClaimMention]) -> None:
    claim = of(news_line, "call", "must be part of any negotiations")
    assert claim.voice != "outlet"
    assert claim.quote is not None
    assert claim.quote.source is not None
    assert claim.quote.source.text.startswith("Seven European leaders")


def test_the_crash_is_predicted(news_line: list[ClaimMention]) -> None:
    claim = of(news_line, "prediction", "global economic crash erupts")
    assert claim.voice == "outlet"


def test_the_march_is_no_prediction(news_line: list[ClaimMention]) -> None:
    """A planned march is an event still to come, not somebody's forecast."""
    assert not [c for c in news_line if c.kind == "prediction" and "demonstrating" in c.span.text]
