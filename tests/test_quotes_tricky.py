"""Tricky attributions: sentences of our own after what real articles do.

Each case is a text, the speaker's words, the kind of unnamed speaker, and the attributed words.
"""

from __future__ import annotations

import pytest

from riftline.mentions.quotes import QuoteMention, find_quotes
from riftline.sentences import split_sentences


def quotes_of(text: str) -> list[QuoteMention]:
    return find_quotes(text, split_sentences(text))


CASES = [
    # who speaks
    ("Theresa May said the deal was dead.", "Theresa May", None, "the deal was dead"),
    ("Will Smith said the talks had failed.", "Will Smith", None, "the talks had failed"),
    (
        "Only 52 percent of voters said the war was just.",
        "Only 52 percent of voters",
        None,
        "the war was just",
    ),
    ("An aide to the king said he was ill.", "An aide to the king", "official", "he was ill"),
    (
        "A person familiar with the talks said they had stalled.",
        "A person familiar with the talks",
        "source",
        "they had stalled",
    ),
    (
        "Western diplomats said the pact was dead.",
        "Western diplomats",
        "diplomat",
        "the pact was dead",
    ),
    (
        "The foreign ministry said it had recalled its envoy.",
        "The foreign ministry",
        None,
        "it had recalled its envoy",
    ),
    (
        "A spokesman for the army said two posts were lost.",
        "A spokesman for the army",
        None,
        "two posts were lost",
    ),
    (
        "Ana Sol, the mayor of Graz, said the dam was safe.",
        "Ana Sol, the mayor of Graz",
        None,
        "the dam was safe",
    ),
    (
        "Pike, who leads the party, said it would win.",
        "Pike, who leads the party",
        None,
        "it would win",
    ),
    (
        "Two witnesses said the shots came from a roof.",
        "Two witnesses",
        "other",
        "the shots came from a roof",
    ),
    ("The unions’ leader said pay had fallen.", "The unions’ leader", None, "pay had fallen"),
    # where the cue stands
    ("The dam, the mayor said, was safe.", "the mayor", None, "The dam"),
    ("The dam was safe, according to the mayor.", "the mayor", None, "The dam was safe"),
    ("According to the mayor, the dam was safe.", "the mayor", None, "the dam was safe"),
    (
        "“The dam is safe,” said Ana Sol, the mayor.",
        "Ana Sol, the mayor",
        None,
        "“The dam is safe,”",
    ),
    ("“The dam,” Sol said, “is safe.”", "Sol", None, "“The dam,”"),
    ("Sol told reporters that the dam was safe.", "Sol", None, "that the dam was safe"),
    ("In a statement, the bloc said the vote was rigged.", "the bloc", None, "the vote was rigged"),
    ("The army on Monday denied that it had fired.", "The army", None, "that it had fired"),
    ("Sol has repeatedly warned that the dam is weak.", "Sol", None, "that the dam is weak"),
    ("Speaking in Graz, Pike said the truce held.", "Pike", None, "the truce held"),
    # nouns and hearsay
    ("The general rejected Oslo’s claim that he had fled.", "Oslo", None, "that he had fled"),
    ("The king is said to be ill.", None, "reports", "to be ill"),
    ("It is believed that the envoy has left.", None, "reports", "that the envoy has left"),
    ("The rebels reportedly shelled the port.", None, "reports", "shelled the port"),
    ("Reports that the king had died spread fast.", None, "reports", "that the king had died"),
    ("Its warning that ships would be sunk was ignored.", "Its", None, "that ships would be sunk"),
    # judgements, wishes and requests
    ("Pike accused the army of looting, which it denies.", "Pike", None, "the army of looting"),
    ("Pike condemned the raid in a statement.", "Pike", None, "the raid"),
    ("The bloc supports the truce.", "The bloc", None, "the truce"),
    ("Oslo backed the plan but refused to pay.", "Oslo", None, "the plan"),
    ("The general likened the march to a coup.", "The general", None, "the march to a coup"),
    ("The union wants to end the strike.", "The union", None, "to end the strike"),
    ("Oslo urged both sides to stop.", "Oslo", None, "both sides to stop"),
    ("The rebels vowed to march on.", "The rebels", "other", "to march on"),
    ("Pike called for calm.", "Pike", None, "calm"),
    # edges of what is said
    ("Pike said the raid failed, adding that two men died.", "Pike", None, "the raid failed"),
    ("Pike said the raid failed and told his men to rest.", "Pike", None, "the raid failed"),
    ("Pike said the raid failed; Oslo disagreed.", "Pike", None, "the raid failed"),
    (
        "Pike said the vote was “a sham,” although he had won it.",
        "Pike",
        None,
        "the vote was “a sham,”",
    ),
    ("Sol wrote: “We will not pay.”", "Sol", None, "“We will not pay.”"),
    ("SOL: We lost the vote and the war.", "SOL", None, "We lost the vote and the war."),
]

NOBODY = [
    "The state has two ports.",
    "This question was left open.",
    "Air attacks and calls for help went on all night.",
    "She may come back out there soon.",
    "An allegedly stolen car was found.",
    "The reports are filed by year.",
    "I hope we see more of that.",
]


@pytest.mark.parametrize(("text", "source", "kind", "content"), CASES)
def test_attribution(text: str, source: str | None, kind: str | None, content: str) -> None:
    found = [
        (q.source.text if q.source else None, q.anonymous, q.content.text) for q in quotes_of(text)
    ]
    assert (source, kind, content) in found


@pytest.mark.parametrize("text", NOBODY)
def test_nobody_speaks(text: str) -> None:
    assert quotes_of(text) == []
