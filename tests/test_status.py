"""Whether an act happened: signs around it, and what they make likely.

Each case is a sentence of our own with the act in square brackets, its type, and the modes that
the signs alone should give at the least probability that is in use.
"""

from __future__ import annotations

import doctest
import json
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riftline.mentions import status
from riftline.mentions.status import MODES, cue_probabilities, joint_probability, status_cues

LEAST = 0.3
PUBLISHED = date(2024, 5, 14)


def marked(sentence: str) -> tuple[str, tuple[int, int]]:
    start, end = sentence.index("["), sentence.index("]") - 1
    return sentence.replace("[", "").replace("]", ""), (start, end)


def modes_of(sentence: str, kind: str) -> set[str]:
    text, span = marked(sentence)
    likely = cue_probabilities(status_cues(text, span, PUBLISHED, kind))
    return {mode for mode in MODES if likely[mode] >= LEAST}


CASES = [
    # planned, announced, expected
    ("Unions will [strike] on Thursday over pay.", "PROTEST", "future"),
    ("Farmers plan to [march] on the capital next week.", "PROTEST", "future"),
    ("The fleet is due to [begin exercises] on Monday.", "MOBILIZE", "future"),
    ("Teachers are set to [walk out] in June.", "PROTEST", "future"),
    ("Oslo is to [expel] four attachés by the end of the month.", "SANCTION", "future"),
    ("The army will start [deploying] two brigades tomorrow.", "MOBILIZE", "future"),
    ("Students are going to [protest] outside the ministry later today.", "PROTEST", "future"),
    ("Nurses are preparing to [go on strike] next month.", "PROTEST", "future"),
    ("The bloc is expected to [impose sanctions] on the bank next week.", "SANCTION", "future"),
    ("The planned [march] through the old town worries shopkeepers.", "PROTEST", "future"),
    # conditional, possible, only called for or feared
    ("Graz could [send] troops if the talks fail.", "MOBILIZE", "hypothetical"),
    ("Oslo may [recall] its envoy.", "SANCTION", "hypothetical"),
    ("The cabinet might [ban] the group.", "COERCE", "hypothetical"),
    ("If rebels [attack] the port, the convoy will turn back.", "ASSAULT", "hypothetical"),
    ("Activists called on the court to [jail] the general.", "COERCE", "hypothetical"),
    ("The senator urged Graz to [withdraw] its troops.", "RETREAT", "hypothetical"),
    ("Residents fear an [attack] on the dam.", "ASSAULT", "hypothetical"),
    ("The envoy warned of possible [sanctions] against the firm.", "SANCTION", "hypothetical"),
    ("The opposition demanded that the governor [resign].", "RETREAT", "hypothetical"),
    ("Critics want the ministry to [release] the poet.", "RETREAT", "hypothetical"),
    ("Would the union [strike] over such an offer?", "PROTEST", "hypothetical"),
    ("Unless wages rise, dockers would [strike].", "PROTEST", "hypothetical"),
    ("The council should [send] observers, the envoy said.", "COOPERATE", "hypothetical"),
    ("Lawyers asked the judge to [free] both men.", "RETREAT", "hypothetical"),
    ("The premier threatened to act should Graz [invade].", "ASSAULT", "hypothetical"),
    ("Graz was considering whether to [expel] the consul.", "SANCTION", "hypothetical"),
    # long past
    ("In 1974 the army [overthrew] the king.", "COERCE", "historical"),
    ("The two states [severed] ties in 2011.", "SANCTION", "historical"),
    ("Rebels had [bombed] the same bridge a decade earlier.", "ASSAULT", "historical"),
    ("The group [kidnapped] three engineers in the 1990s.", "COERCE", "historical"),
    ("Graz [invaded] its neighbour in 1982.", "ASSAULT", "historical"),
    ("He was [jailed] in 2008 for fraud.", "COERCE", "historical"),
    ("Troops [killed] hundreds of marchers there in 1960.", "ASSAULT", "historical"),
    # did not happen
    ("Oslo did not [expel] the envoy.", "SANCTION", "negation"),
    ("Police made no [arrests].", "COERCE", "negation"),
    ("The army has not [withdrawn] from the valley.", "RETREAT", "negation"),
    ("The parties never [signed] the accord.", "SUPPORT", "negation"),
    ("The talks ended without an [agreement].", "AGREE", "negation"),
    ("The ministers failed to [agree] on a text.", "AGREE", "negation"),
    ("Neither side [released] its prisoners.", "RETREAT", "negation"),
    # happened: none of the four
    ("Oslo [expelled] the envoy on Monday.", "SANCTION", ""),
    ("Police [arrested] nine marchers who refused to leave.", "COERCE", ""),
    ("The minister [met] his counterpart, who will travel on to Graz.", "CONSULT", ""),
    ("The court [jailed] an editor for reports that might offend.", "COERCE", ""),
    ("Rebels [shelled] the town after talks failed.", "ASSAULT", ""),
    ("Dockers [walked out] because wages would not rise.", "PROTEST", ""),
    ("The envoy [condemned] the raid, which nobody has claimed.", "ACCUSE", ""),
    ("Oslo [warned] that it would close its borders.", "THREATEN", ""),
    ("Not only did Graz [shell] the port, it mined the road.", "ASSAULT", ""),
    ("Police [charged] the crowd, not the counter-march.", "ASSAULT", ""),
]  # fmt: skip

# Read rightly by people, not by these signs: they are too rare in the training articles, or stand
# too far away. The network may still read them.
LIMITS = {
    "The army will start [deploying] two brigades tomorrow.",
    "The planned [march] through the old town worries shopkeepers.",
    "The opposition demanded that the governor [resign].",
    "Critics want the ministry to [release] the poet.",
    "Would the union [strike] over such an offer?",
    "The council should [send] observers, the envoy said.",
    "Rebels had [bombed] the same bridge a decade earlier.",
    "The group [kidnapped] three engineers in the 1990s.",
    "The talks ended without an [agreement].",
    "The ministers failed to [agree] on a text.",
    "Neither side [released] its prisoners.",
}


@pytest.mark.parametrize(("sentence", "kind", "expected"), CASES)
def test_modes(sentence: str, kind: str, expected: str) -> None:
    right = modes_of(sentence, kind) == set(expected.split())
    assert right == (sentence not in LIMITS)  # a limit that is overcome leaves the list


def test_doctests() -> None:
    assert doctest.testmod(status).failed == 0


def test_a_year_is_past_only_from_a_later_day() -> None:
    text, span = marked("The pact was [signed] in 2011.")
    now = cue_probabilities(status_cues(text, span, date(2024, 1, 1)))["historical"]
    then = cue_probabilities(status_cues(text, span, date(2011, 6, 1)))["historical"]
    assert now > 2 * then


def test_the_network_and_the_signs_both_count() -> None:
    cues = status_cues("Graz could send troops.", (11, 15), event_type="MOBILIZE")
    plain = status_cues("Graz has sent troops.", (9, 13), event_type="MOBILIZE")
    assert joint_probability("hypothetical", 0.3, cues) > joint_probability(
        "hypothetical", 0.1, cues
    )
    assert joint_probability("hypothetical", 0.3, cues) > joint_probability(
        "hypothetical", 0.3, plain
    )


def test_weights_have_all_modes() -> None:
    weights = json.loads((files("riftline.mentions") / "status.json").read_text(encoding="utf-8"))
    assert set(weights) == {*MODES, *(f"joint {mode}" for mode in MODES)}


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=60), st.integers(0, 70), st.integers(0, 70))
def test_any_text_and_span_gives_probabilities(text: str, start: int, end: int) -> None:
    likely = cue_probabilities(status_cues(text, (start, end), PUBLISHED, "ASSAULT"))
    assert all(0.0 <= p <= 1.0 for p in likely.values())
