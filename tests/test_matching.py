"""The scoring rule, case by case, and against the reference implementation where it is at hand."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from typing import Any

import pytest

from riftline.evaluate.matching import compare, normal, same_entity, same_side

SHARED = Path(__file__).parents[2] / "shared" / "data" / "coding"


def entity(text: str, country: str | None = None, sector: str | None = None) -> dict[str, Any]:
    return {"text": text, "name": None, "country": country, "sector": sector}


def event(kind: str, actors: list[str], recipients: list[str], sent: int = 0) -> dict[str, Any]:
    return {
        "article": "a", "sent": sent, "type": kind, "trigger": "did", "aux": [],
        "actors": [entity(a) for a in actors], "recipients": [entity(r) for r in recipients],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("the president", "President", True),
        ("Emmanuel Macron", "French President Emmanuel Macron", True),
        ("US", "Russia and US", False),  # three letters or fewer never match inside another
        ("Mali", "Malian army", False),
        ("", "", False),
    ],
)
def test_names(a: str, b: str, same: bool) -> None:
    assert same_entity(entity(a), entity(b)) is same


def test_country_and_sector_must_both_be_known() -> None:
    assert same_entity(entity("x", "RUS", "GOV"), entity("y", "RUS", "GOV"))
    assert not same_entity(entity("x", "RUS"), entity("y", "RUS"))
    assert not same_entity(entity("x", None, "GOV"), entity("y", None, "GOV"))


def test_half_of_the_larger_side() -> None:
    france, mali, niger = entity("France"), entity("Mali"), entity("Niger")
    assert same_side([], [])
    assert not same_side([france], [])
    assert same_side([france], [france, mali])
    assert not same_side([france], [france, mali, niger])


def test_pairs_are_one_to_one_and_empty_sentences_count() -> None:
    gold = [event("AID", ["France"], ["Mali"]), event("AID", ["Italy"], ["Chad"])]
    ours = [event("AID", ["Italy"], ["Chad"])]
    tally = compare(ours, gold, [("a", 0), ("a", 1)])
    assert (tally.type, tally.full, tally.ours, tally.gold) == (1, 1, 1, 2)
    assert tally.figures()["empty_kept_empty"] == 1.0
    assert tally.f1(tally.type) == pytest.approx(2 / 3)


def test_articles_and_case_do_not_matter() -> None:
    assert normal("The Kremlin's") == "kremlins"


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_agrees_with_the_reference_rule() -> None:
    spec = importlib.util.spec_from_file_location("reference", SHARED / "score_events.py")
    assert spec is not None
    assert spec.loader is not None
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    lines = (SHARED / "events_train.jsonl").read_text(encoding="utf-8").splitlines()[:1500]
    gold = [json.loads(line) for line in lines]
    rng = random.Random(5)
    ours = []
    for e in gold:
        if rng.random() < 0.8:
            changed = dict(e)
            if rng.random() < 0.3:
                changed["actors"], changed["recipients"] = e["recipients"], e["actors"]
            if rng.random() < 0.2:
                changed["type"] = rng.choice(["AID", "ACCUSE", "ASSAULT"])
            ours.append(changed)
    keys = sorted({(e["article"], e["sent"]) for e in gold})
    theirs = reference.score(ours, gold, keys)
    figures = compare(ours, gold, keys).figures()
    for name in ("type_f1", "actor_f1", "recipient_f1", "full_f1"):
        assert figures[name] == pytest.approx(theirs[name], abs=1e-4)
