"""Sentences changed in one respect: what the scorer counts, and floors for the coder itself."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import riftline
from riftline.cli import main
from riftline.errors import InputError
from riftline.evaluate import behaviour
from riftline.evaluate.behaviour import CHANGES, Case, Expected, is_side, load_cases, run_cases
from riftline.record import Attribution, Entity, Event, Sentence, Span

CORPUS = Path(__file__).parents[1] / "training" / "corpus"
CASES = load_cases()


# The sentences


def test_enough_of_every_type_and_kind() -> None:
    types = {case.base.type for case in CASES}
    assert types == set(riftline.load_ontology().types)
    assert len(CASES) >= 60
    for kind in CHANGES:
        assert sum(kind in case.variants for case in CASES) >= 40
    assert len({case.id for case in CASES}) == len(CASES)
    assert len({case.date[:3] for case in CASES}) >= 6  # decades


def test_each_variant_is_another_sentence() -> None:
    texts = [e.text for case in CASES for e in (case.base, *case.variants.values())]
    assert len(set(texts)) == len(texts)


def test_expectations_follow_the_kind() -> None:
    for case in CASES:
        base = case.base
        for kind, variant in case.variants.items():
            where = f"{case.id} {kind}"
            assert (variant.who != base.who or variant.whom != base.whom) == (
                kind in ("names", "swap")
            ), where
            if kind == "swap":
                assert (variant.who, variant.whom) == (base.whom, base.who), where
            assert (variant.voice != "outlet") == (kind == "quoted"), where
            assert kind == "future" or variant.type == base.type, where


def test_none_of_them_was_trained_on() -> None:
    corpus = "\n".join(p.read_text(encoding="utf-8") for p in CORPUS.glob("*.txt"))
    texts = [e.text for case in CASES for e in (case.base, *case.variants.values())]
    assert [t for t in texts if t in corpus] == []


# The scorer


def entity(name: str, country: str | None) -> Entity:
    return Entity(name, 0, len(name), name, country=country, sectors=("GOV",))


def event(**changes: Any) -> Event:
    record = Event(
        "id", "d", "h", None, None, None, Sentence(0, 0, 1, "x"), Span(0, 1, "x"), "AID", (), (),
        "MATERIAL COOPERATION", 1.0, "07", (entity("Fiji", "FJI"),), (entity("Tonga", "TON"),), (),
        Attribution(), None, None, (), None, 0.5, "v",
    )  # fmt: skip
    return replace(record, **changes)


class Answers:
    """A coder that answers each text from a table."""

    def __init__(self, table: dict[str, list[Event]]) -> None:
        self.table = table

    def code(self, text: str, published: str) -> Any:
        return SimpleNamespace(events=tuple(self.table[text]))


def outcome(base: list[Event], variant: list[Event], kind: str, **expected: Any) -> Any:
    plain = Expected("base", "AID", ("FJI",), ("TON",))
    case = Case("c", "2020-01-01", plain, {kind: replace(plain, text="variant", **expected)})
    coder: Any = Answers({"base": base, "variant": variant})
    return next(run_cases(coder, [case]))


NEGATED = {"aux": frozenset({"negation"})}


def test_a_change_where_it_should_be() -> None:
    good = outcome([event()], [event(auxiliary_modes=("negation",))], "negation", **NEGATED)
    assert (good.counted, good.missed, good.moved, good.wrong) == (True, (), (), ())


def test_a_change_that_does_not_come() -> None:
    assert outcome([event()], [event()], "negation", **NEGATED).missed == ("status",)


def test_a_change_where_none_should_be() -> None:
    changed = event(auxiliary_modes=("negation",), recipients=(), event_type="AGREE")
    assert outcome([event()], [changed], "negation", **NEGATED).moved == ("type", "whom")


def test_an_event_that_is_lost_keeps_nothing() -> None:
    lost = outcome([event()], [], "negation", **NEGATED)
    assert lost.missed == ("status",)
    assert set(lost.moved) == {"type", "modes", "who", "whom", "voice"}


def test_a_wrong_base_is_not_counted() -> None:
    assert not outcome([event(event_type="AGREE")], [event()], "loaded").counted
    assert not outcome([], [event()], "loaded").counted
    # Sides must be right only where they are what changes.
    assert outcome([event(recipients=())], [event(recipients=())], "loaded").counted
    assert not outcome([event(recipients=())], [event(recipients=())], "swap").counted


def test_a_type_that_the_guide_changes() -> None:
    asked = {"type": "AGREE", "aux": frozenset[str]()}
    good = outcome([event()], [event(event_type="AGREE", modes=())], "future", **asked)
    assert (good.missed, good.moved) == ((), ())
    assert outcome([event()], [event()], "future", **asked).missed == ("type",)


def test_the_speaker_counts() -> None:
    spoken = event(attribution=Attribution("named", entity("Samoa", "WSM")))
    assert outcome([event()], [spoken], "quoted", voice="named", speaker="WSM").missed == ()
    assert outcome([event()], [spoken], "quoted", voice="named", speaker="NZL").missed == ("voice",)


def test_sides() -> None:
    fiji, bank = entity("the Fijian government", "FJI"), entity("the World Bank", None)
    assert is_side([fiji, bank], ["FJI", "World Bank"])
    assert not is_side([fiji, bank], ["FJI"])
    assert not is_side([fiji], ["FJI", "World Bank"])
    assert is_side([], [])


def test_shares() -> None:
    good = outcome([event()], [event()], "loaded")
    bad = outcome([event()], [event(modes=("x",))], "loaded")
    figures = behaviour.summary([], [good, bad])
    row = figures["kinds"]["loaded"]
    assert (row["variants"], row["counted"], row["changed"], row["kept"]) == (2, 2, None, 0.5)
    assert figures["kinds"]["swap"]["both"] is None
    assert [f["moved"] for f in figures["failures"]] == [("modes",)]


def test_an_unknown_kind_is_named() -> None:
    item = {"id": "x", "text": "a", "type": "AID", "who": "", "whom": "", "shouted": {"text": "b"}}
    with pytest.raises(InputError, match="'shouted'"):
        behaviour._case(item, "file.toml")


# The coder: floors well under the measured values of docs/behaviour.md

SOME = CASES[::3]
FLOORS = {
    "names": (0.8, 0.65), "swap": (0.75, 0.65), "negation": (0.5, 0.45), "future": (0.5, 0.35),
    "hypothetical": (0.3, 0.3), "historical": (0.5, 0.45), "quoted": (0.3, 0.5),
    "loaded": (None, 0.4),
}  # fmt: skip


@pytest.fixture(scope="module")
def figures(coder: riftline.Coder) -> dict[str, Any]:
    return behaviour.summary(SOME, list(run_cases(coder, SOME)))


@pytest.mark.parametrize("kind", FLOORS)
def test_floors(figures: dict[str, Any], kind: str) -> None:
    changed, kept = FLOORS[kind]
    row = figures["kinds"][kind]
    assert row["counted"] >= 10
    assert changed is None or row["changed"] >= changed, row
    assert row["kept"] >= kept, row


def test_command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riftline.cli.evaluate.load_cases", lambda: CASES[:2])
    assert main(["evaluate", "behaviour", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["bases"] == 2
    assert set(figures["kinds"]) == {*CHANGES, "all"}
    assert main(["evaluate", "behaviour", "--failures"]) == 0
    shown = capsys.readouterr().out
    assert "hypothetical" in shown
    assert all(f["text"] in shown.replace("\n", " ") for f in figures["failures"])
