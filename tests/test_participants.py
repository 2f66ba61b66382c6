"""Participants of one event weighed against each other, and pronouns beside the actor."""

from __future__ import annotations

from datetime import date

import pytest

import riftline
from riftline.assemble import _within, _without_actors
from riftline.events.decode import Argument, Word, log_odds, settled
from riftline.participants import (
    Candidate,
    Chooser,
    Scene,
    candidates,
    load_chooser,
    nobody,
    runs,
    scene_of,
    traces,
)
from riftline.record import Entity, Magnitude, Sentence, Span
from riftline.resolve import ActorMention, ActorResolver
from riftline.sentences import split_sentences

RESOLVER = ActorResolver.load()


def argument(start: int, score: float) -> Argument:
    return Argument(start, start + 5, score, None)


def roles(actors: list[Argument], recipients: list[Argument]) -> dict[str, tuple[Argument, ...]]:
    return {"actor": tuple(actors), "recipient": tuple(recipients), "speaker": (), "place": ()}


def entity(text: str, start: int, name: str) -> Entity:
    return Entity(text, start, start + len(text), name, None, "FRA", ("GOV",), None, None, None, ())


def test_words_of_both_sides_go_to_the_likelier() -> None:
    police, monks = argument(0, 0.8), argument(20, 0.4)
    left = settled(roles([police, monks], [argument(20, 0.9)]))
    assert left["actor"] == (police,)
    assert left["recipient"] == (argument(20, 0.9),)


def test_the_only_actor_stays() -> None:
    both = argument(20, 0.4)
    assert settled(roles([both], [argument(20, 0.9)]))["actor"] == (both,)


def test_a_slight_lead_decides_nothing() -> None:
    actors = [argument(0, 0.8), argument(20, 0.50)]
    assert settled(roles(actors, [argument(20, 0.55)]))["actor"] == tuple(actors)


@pytest.mark.parametrize("role", ["actor", "recipient"])
def test_a_long_list_loses_its_unlikely_members(role: str) -> None:
    strong, good, weak = argument(0, 0.95), argument(10, 0.85), argument(20, 0.35)
    given = roles([], []) | {role: (strong, good, weak)}
    assert settled(given)[role] == (strong, good)
    pair = roles([], []) | {role: (strong, weak)}
    assert settled(pair)[role] == (strong, weak)


def test_log_odds_are_finite_and_rise() -> None:
    values = [log_odds(p) for p in (0.0, 0.2, 0.5, 0.8, 1.0)]
    assert values == sorted(values)
    assert values[0] == pytest.approx(-values[-1])
    assert values[2] == 0.0


def test_a_pronoun_beside_the_actor_is_somebody_else() -> None:
    actor = entity("Macron", 0, "Emmanuel Macron")
    him = entity("him", 20, "Emmanuel Macron")
    (left,) = _without_actors((him,), (actor,), "ACCUSE")
    assert (left.text, left.name, left.country, left.start) == ("him", "him", None, 20)


@pytest.mark.parametrize("text", ["himself", "Macron"])
def test_nobody_acts_upon_himself(text: str) -> None:
    actor = entity("Macron", 0, "Emmanuel Macron")
    assert _without_actors((entity(text, 20, "Emmanuel Macron"),), (actor,), "ACCUSE") == ()


def test_a_pronoun_that_is_itself_the_actor_goes() -> None:
    he = entity("he", 4, "Emmanuel Macron")
    assert _without_actors((he,), (he,), "ACCUSE") == ()


def test_mentions_of_one_sentence() -> None:
    made = [
        Magnitude("killed", float(n), None, None, "people", None, str(n), 10 * n, 10 * n + 1)
        for n in range(1, 9)
    ]
    inside = _within(made, Sentence(1, 30, 50, "x" * 20))
    assert [m.start for m in inside] == [30, 40]
    assert _within(made, Sentence(2, 200, 210, "x" * 10)) == []


def test_a_long_text_costs_what_its_parts_cost() -> None:
    """The same sentences give the same records wherever in a text they stand."""
    coder = riftline.Coder()
    line = "On 3 March 2024 France gave Mali 20 million dollars, the ministry said. "
    once = coder.code(line, published="2024-03-05").events
    often = coder.code(line * 12, published="2024-03-05").events
    assert once
    assert len(often) == 12 * len(once)
    assert {e.magnitudes[0].low if e.magnitudes else None for e in often} == {
        e.magnitudes[0].low if e.magnitudes else None for e in once
    }


# -- whom no words name ----------------------------------------------------------------------------


def scene(text: str, trigger: str, others: tuple[Entity, ...] = ()) -> Scene:
    sentences = split_sentences(text)
    actors = RESOLVER.document(text, sentences, date(2024, 3, 1))
    named: dict[int, list[ActorMention]] = {}
    for mention in actors.mentions:
        named.setdefault(mention.sentence_index, []).append(mention)
    at = text.index(trigger)
    here = next(s for s in sentences if s.start <= at < s.end)
    return scene_of(here, Span(at, at + len(trigger), trigger), actors, named, others)


def features(given: Scene, name: str) -> set[str]:
    (found,) = [c for c in candidates(given) if c.entity.name == name]
    return set(found.features)


def test_candidates_are_the_sentence_then_those_told_of() -> None:
    given = scene("Norway warned Russia. Oslo said they would shut the border.", "shut the border")
    found = candidates(given)
    assert next(c.entity.country for c in found if c.start is not None) == "NOR"
    assert any("pro:they" in c.features for c in found)
    told = [c for c in found if c.start is None]
    assert "RUS" in {c.entity.country for c in told}
    assert all("doc" in c.features and c.entity.text is None for c in told)


def test_what_stands_around_a_candidate() -> None:
    given = scene("The mayor was arrested by Peru on Friday, Chile said.", "arrested")
    peru = features(given, "Peru")
    assert {"after", "preva:by", "after,passive", "rank+0"} <= peru
    assert "before,passive" in features(given, "mayor")


def test_the_other_side_tells_home_from_abroad() -> None:
    text = "Peru arrested two Chilean envoys in Lima."
    peru = next(m.entity for m in scene(text, "arrested").named[0] if m.entity.country == "PER")
    envoys = [c for c in candidates(scene(text, "arrested", (peru,))) if c.entity.country == "CHL"]
    assert envoys
    assert all("abroad" in c.features for c in envoys)


def test_neighbouring_words_make_a_run() -> None:
    words = [
        Word(0, 3, 0.5, 0.0),
        Word(4, 9, 0.2, 0.0),
        Word(10, 12, 0.0, 0.9),
        Word(20, 25, 0.3, 0),
    ]
    assert list(runs(words, "actor")) == [(0, 9), (20, 25)]
    assert list(runs(words, "recipient")) == [(10, 12)]
    assert list(runs([], "actor")) == []


def test_the_choice_weighs_surroundings_and_traces() -> None:
    given = scene("Peru and Chile spoke of the arrest.", "arrest")
    chooser = Chooser(
        {"actor": {"features": {"before": 1.0, "none": 2.0}, "mix": [1.0] + [1.0] * 7}}
    )
    options = candidates(given)
    chile = next(c for c in options if c.entity.country == "CHL")

    def picked(probability: float) -> Candidate | None:
        assert chile.start is not None
        assert chile.end is not None
        words = [Word(chile.start, chile.end, probability, 0.0)]
        seen = [(c, traces(c, "actor", 0, words, 0.0, False)) for c in options]
        return chooser.pick("actor", "COERCE", seen, nobody(given, "actor"))

    assert picked(0.95) == chile
    assert picked(0.0) != chile


def test_the_bundled_choice_names_nobody_out_of_nothing() -> None:
    assert load_chooser().pick("recipient", "AGREE", [], ["none", "none,lonely"]) is None
