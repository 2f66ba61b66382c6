"""Named victims, prison terms, elliptical counts, things that are no casualties."""

from __future__ import annotations

from datetime import date

import pytest

from riftline.mentions.amounts import find_amounts

DAY = date(2025, 2, 14)

Expected = tuple[str, float, str]  # kind, value, unit

CASES: list[tuple[str, list[Expected]]] = [
    ("Anna Novak was killed in a crash.", [("killed", 1, "people")]),
    ("Petr Horak, a reporter, was later arrested.", [("arrested", 1, "people")]),
    ("The group murdered the journalist Ivan Malik in May.", [("killed", 1, "people")]),
    ("The Coast Guard was attacked and Red Army was killed.", []),
    ("He was sentenced to 20 years.", [("other", 20, "years")]),
    ("She served eight years before her release.", [("other", 8, "years")]),
    ("They face 18 months in prison.", [("other", 18, "months")]),
    ("The war lasted 20 years.", []),
    (
        "Seventeen people died and 35 were rescued.",
        [("killed", 17, "people"), ("other", 35, "people")],
    ),
    (
        "They stormed a jail, killing four guards and freeing 350 prisoners.",
        [("killed", 4, "people"), ("other", 350, "people")],
    ),
    (
        "Some 337 suspects in 38 countries were arrested.",
        [("arrested", 337, "people"), ("other", 38, "countries")],
    ),
    (
        "Between the two blasts 20 people were killed.",
        [("other", 2, "blasts"), ("killed", 20, "people")],
    ),
    ("The assassination of two judges shook the town.", [("killed", 2, "people")]),
    ("He killed himself and three children.", [("killed", 3, "people")]),
    ("It sent 3,500 U.S. forces.", [("troops", 3500, "people")]),
    ("Police made 100 arrests.", [("arrested", 100, "people")]),
    ("Troops captured 14 tanks.", [("other", 14, "tanks")]),
    ("Rome paid a 10 million guilder subsidy.", [("money", 10e6, "NLG")]),
]


@pytest.mark.parametrize(("text", "found"), CASES, ids=[case[0][:40] for case in CASES])
def test_counts(text: str, found: list[Expected]) -> None:
    assert [(a.kind, a.value, a.unit) for a in find_amounts(text, DAY)] == found


@pytest.mark.parametrize(("text", "found"), CASES, ids=[case[0][:40] for case in CASES])
def test_spans_are_true(text: str, found: list[Expected]) -> None:
    for amount in find_amounts(text, DAY):
        assert text[amount.start : amount.end] == amount.text
