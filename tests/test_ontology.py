"""The ontology file: complete, and scored as the PLOVER manual has it."""

from __future__ import annotations

import pytest

from riftline.ontology import load_ontology

ONTOLOGY = load_ontology()
QUADS = {
    "VERBAL COOPERATION": {"AGREE", "CONSULT", "SUPPORT", "CONCEDE"},
    "MATERIAL COOPERATION": {"COOPERATE", "AID", "RETREAT"},
    "VERBAL CONFLICT": {"REQUEST", "ACCUSE", "REJECT", "THREATEN"},
    "MATERIAL CONFLICT": {"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"},
}


def test_sixteen_types_in_four_quad_classes() -> None:
    assert set(ONTOLOGY.types) == set().union(*QUADS.values())
    for quad, names in QUADS.items():
        assert {n for n in ONTOLOGY.types if ONTOLOGY.quad_class(n) == quad} == names


def test_scores_lie_on_the_side_of_their_quad_class() -> None:
    for name, kind in ONTOLOGY.types.items():
        scores = [kind.score, *kind.modes.values()]
        if "COOPERATION" in kind.quad:
            assert all(0 < s <= 10 for s in scores), name
        else:
            assert all(-10 <= s <= 0.5 for s in scores), name


@pytest.mark.parametrize(
    ("event_type", "modes", "score"),
    [
        ("ACCUSE", [], -3.0),
        ("RETREAT", ["disarm"], 10.0),
        ("ASSAULT", ["beat", "unconventional"], -10.0),
        ("CONSULT", ["phone"], 1.5),
        ("PROTEST", ["no such mode"], -5.0),
    ],
)
def test_intensity(event_type: str, modes: list[str], score: float) -> None:
    assert ONTOLOGY.intensity(event_type, modes) == score


def test_lists_have_no_twins() -> None:
    for names in (ONTOLOGY.contexts, ONTOLOGY.sectors, ONTOLOGY.auxiliary_modes):
        assert len(names) == len(set(names))
    assert len(ONTOLOGY.contexts) == 37
    assert len(ONTOLOGY.sectors) == 21


@pytest.mark.parametrize(
    ("event_type", "words", "modes"),
    [
        ("CONSULT", "held a telephone call with", {"phone"}),
        ("CONSULT", "met in Oslo", set()),
        ("ASSAULT", "a car bomb and gunmen killed", {"explosives", "firearms"}),
        ("PROTEST", "began a hunger strike", {"hunger"}),
        ("AID", "telephone lines for the region", set()),
    ],
)
def test_words_that_state_a_mode(event_type: str, words: str, modes: set[str]) -> None:
    assert set(ONTOLOGY.worded_modes(event_type, words)) == modes


def test_mode_words_are_of_known_modes() -> None:
    for name, patterns in ONTOLOGY.mode_words.items():
        assert set(patterns) <= set(ONTOLOGY.types[name].modes)
