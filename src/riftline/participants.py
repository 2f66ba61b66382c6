"""Who acts or is acted upon where the network's words name nobody.

Whoever the sentence names, a pronoun, or whom the sentences before speak of may be meant. A
conditional logit over those candidates and "nobody" chooses: first from what stands around each of
them (type of event, place beside the trigger, prepositions, sector, country, part in the events
before), then together with the network's faint traces. Weights: training/fit_participants.py.

Example:
    >>> chooser = load_chooser()
    >>> chooser.pick("actor", "ASSAULT", [], []) is None
    True
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from riftline.events.decode import Word, trimmed
from riftline.record import Entity, Sentence, Span
from riftline.resolve import ActorMention, DocumentActors

WEIGHTS = Path(__file__).parent / "participants.json"
REACH = 4  # sentences back
RUN = 0.12  # from this probability on, a word of no known mention is a candidate
PRONOUN = re.compile(r"\b(?:he|him|she|her|they|them|it|we|us|me|I|himself|themselves|itself)\b")
_WORD = re.compile(r"\w+")
_BE = frozenset({"was", "were", "been", "be", "being", "is", "are", "get", "got", "gets"})
_PREPOSITIONS = (
    frozenset(
        {"of", "to", "with", "against", "by", "on", "in", "from", "for", "at", "over", "into"}
    )
    | frozenset({"about", "between", "toward", "towards", "as", "after", "upon", "before", "under"})
    | frozenset({"and", "that", "than"})
)
_FOLLOWING = frozenset(
    {"who", "which", "that", "said", "says", "has", "have", "had", "and", "was", "were", "is"}
    | {"are", "to", "in"}
)
_DETERMINERS = frozenset({"the", "a", "an", "its", "his", "their"})
_SAME_SENTENCE_STEPS = (0, 1, 2, 4, 7, 12, 20)

Sides = tuple[Sequence[Entity], Sequence[Entity]]


class Unit(NamedTuple):
    """A phrase of the sentence that may be a participant; offsets are the document's."""

    start: int
    end: int
    entity: Entity
    kind: str  # of ActorMention, "pro:they" for a pronoun, "extra" for words of the network's
    possessor: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """One event and what surrounds it.

    ``others`` are the participants of the other side, ``before`` actors and recipients of the
    document's earlier events, ``named`` the mentions of each sentence, ``states`` the states that
    the document names most, ``home`` the state of the other side where it is not itself one.
    """

    sentence: Sentence
    trigger: Span
    units: Sequence[Unit]
    named: Mapping[int, Sequence[ActorMention]]
    others: Sequence[Entity] = ()
    before: Sequence[Sides] = ()
    states: Sequence[Entity] = ()
    home: Entity | None = None

    def words(self, start: int, end: int) -> list[str]:
        """The words between two offsets of the document, within the sentence."""
        return _words(self.cut(start, end))

    def cut(self, start: int, end: int) -> str:
        """The characters between two offsets of the document, within the sentence."""
        base = self.sentence.start
        return self.sentence.text[max(start - base, 0) : max(end - base, 0)]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who may be meant, with the features of the choice; no offsets where only implied."""

    entity: Entity
    features: tuple[str, ...]
    start: int | None = None
    end: int | None = None


@dataclass(slots=True)
class _Told:
    """A candidate from the sentences before."""

    entity: Entity
    kind: str
    distance: int = 9
    rank: int = 9
    own: bool = False
    count: int = field(default=0)


def key(entity: Entity) -> str:
    """What makes two entities one."""
    return entity.entity_id or entity.name


def alike(a: Entity, b: Entity) -> bool:
    """The same, or of one country and sector."""
    if key(a) == key(b):
        return True
    known = a.country is not None and a.sectors[:1] != ("UNK",)
    return known and a.country == b.country and a.sectors[:1] == b.sectors[:1]


def scene_of(
    sentence: Sentence,
    trigger: Span,
    actors: DocumentActors,
    named: Mapping[int, Sequence[ActorMention]],
    others: Sequence[Entity] = (),
    before: Sequence[Sides] = (),
    spans: Iterable[tuple[int, int]] = (),
) -> Scene:
    """What surrounds an event; ``spans`` are further phrases, in characters of the sentence."""
    text, base = sentence.text, sentence.start
    units = [
        Unit(m.start, m.end, m.entity, m.kind, m.possessor) for m in named.get(sentence.index, ())
    ]
    phrases = [(m.start(), m.end(), f"pro:{m[0].lower()}") for m in PRONOUN.finditer(text)]
    phrases += [(*trimmed(text, *span), "extra") for span in spans]
    for start, end, kind in phrases:
        start, end = base + start, base + end
        if start < end and not any(u.start < end and start < u.end for u in units):
            units.append(Unit(start, end, actors.resolve_span(start, end, sentence.index), kind))
    states = [s for c in actors.countries[:3] if (s := actors.state(c)) is not None]
    home = None
    if others and others[0].country and others[0].sectors[:1] != ("GOV",):
        home = actors.state(others[0].country)
    return Scene(sentence, trigger, units, named, others, before, states, home)


def candidates(scene: Scene) -> list[Candidate]:
    """Everybody who may be meant: the sentence's own in text order, then those told of before."""
    units = sorted(scene.units, key=lambda u: (u.start, u.end))
    here = [
        Candidate(u.entity, tuple(_here(scene, units, i)), u.start, u.end)
        for i, u in enumerate(units)
    ]
    present = [u.entity for u in units]
    told = [
        Candidate(replace(t.entity, text=None, start=None, end=None), tuple(_there(scene, t)))
        for t in _told(scene, present)
    ]
    return here + told


def nobody(scene: Scene, role: str) -> list[str]:
    """Features of the choice that nobody is meant."""
    out = ["none", f"none,cands:{min(4, len(scene.units))}"]
    if role == "recipient":
        out.append("none,others" if scene.others else "none,lonely")
    return out


def _here(scene: Scene, units: Sequence[Unit], i: int) -> Iterator[str]:
    """Features of the i-th phrase of the sentence."""
    unit = units[i]
    yield "here"
    yield from _shape(unit.entity, unit.kind.split(":")[0], scene.others)
    yield from _history(unit.entity, scene.before)
    if unit.kind.startswith("pro:"):
        yield unit.kind
    where = _side(unit, scene.trigger)
    if i == 0 and where == "b":
        yield "first"
    yield from _position(scene, units, i, where)
    yield from _neighbours(scene, unit, where)
    for other in scene.others[:1]:
        yield from _beside(scene, unit, other, where)
    if any(key(unit.entity) == key(o) for o in scene.others):
        yield "isother"
    if any(_overlap(unit, o) for o in scene.others):
        yield "overother"


def _side(unit: Unit, trigger: Span) -> str:
    if unit.end <= trigger.start:
        return "b"
    return "a" if unit.start >= trigger.end else "i"


def _position(scene: Scene, units: Sequence[Unit], i: int, where: str) -> Iterator[str]:
    """Where the phrase stands beside the trigger, and whether the trigger is a passive."""
    trigger, unit = scene.trigger, units[i]
    if where == "i":
        yield "inside"
        return
    low, high = (unit.end, trigger.start) if where == "b" else (trigger.end, unit.start)
    gap = scene.words(low, high)
    name = "before" if where == "b" else "after"
    rank = sum(_side(u, trigger) == where for u in (units[i + 1 :] if where == "b" else units[:i]))
    yield name
    yield f"{name}:{_step(len(gap))}"
    yield f"rank{'-' if where == 'b' else '+'}{min(3, rank)}"
    if len(gap) <= 2:
        yield f"path{where}:{' '.join(gap)}"
    if ";" in scene.cut(low, high):
        yield "clause" + where
    ahead = scene.words(trigger.start - 25, trigger.start)[-1:]
    if _BE & {*ahead, *_words(trigger.text)[:1]}:
        yield name + ",passive"
    if where == "b" and " by " in scene.cut(trigger.start, trigger.end + 15):
        yield "before,by"


def _neighbours(scene: Scene, unit: Unit, where: str) -> Iterator[str]:
    """The words right before and after the phrase."""
    before = scene.cut(unit.start - 25, unit.start)
    words = [w for w in _words(before) if w not in _DETERMINERS]
    last = words[-1] if words else "^"
    if last not in _PREPOSITIONS and last != "^":
        last = "," if before.rstrip().endswith(",") else "w"
    yield f"prev{where}:{last}"
    after = scene.cut(unit.end, unit.end + 20)
    if unit.possessor or after.startswith(("'s", "\u2019s", "s' ")):
        yield "owner" + where
    following = _words(after)[:1]
    if following and following[0] in _FOLLOWING:
        yield f"next{where}:{following[0]}"


def _beside(scene: Scene, unit: Unit, other: Entity, where: str) -> Iterator[str]:
    """Where the phrase stands beside the other side's first participant."""
    if other.start is None or other.end is None:
        return
    after, before = unit.start >= other.end, unit.end <= other.start
    yield ("afterother" if after else "beforeother" if before else "onother") + where
    if after:
        between = scene.words(other.end, unit.start)
        if len(between) <= 3:
            yield "midother:" + " ".join(between)
    if scene.trigger.end <= min(unit.start, other.start):
        yield "bothafter"
    if max(unit.end, other.end) <= scene.trigger.start:
        yield "bothbefore"


def _shape(entity: Entity, kind: str, others: Sequence[Entity]) -> Iterator[str]:
    """Kind, sector and country, by themselves and beside the other side."""
    sector = entity.sectors[0] if entity.sectors else "UNK"
    yield "kind:" + kind
    yield "sector:" + sector
    yield "country" if entity.country else "stateless"
    if not others:
        yield "lonely"
        return
    other = others[0]
    theirs = other.sectors[0] if other.sectors else "UNK"
    if entity.country and other.country:
        home = "home" if entity.country == other.country else "abroad"
        yield home
        yield f"{home}:{sector}"
    yield f"osector:{theirs}"
    yield f"pair:{theirs}>{sector}"


def _history(entity: Entity, before: Sequence[Sides]) -> Iterator[str]:
    """Its part in the two events before."""
    for n, (actors, recipients) in enumerate(reversed(before[-2:])):
        if any(alike(entity, a) for a in actors):
            yield f"acted{n}"
        if any(alike(entity, r) for r in recipients):
            yield f"suffered{n}"


def _told(scene: Scene, present: Sequence[Entity]) -> list[_Told]:
    """Those of the sentences before, and states, that the sentence itself does not name."""
    seen: dict[str, _Told] = {}
    for distance in range(1, REACH + 1):
        for rank, m in enumerate(scene.named.get(scene.sentence.index - distance, ())):
            if not any(alike(m.entity, e) for e in present):
                told = seen.setdefault(key(m.entity), _Told(m.entity, m.kind, distance, rank))
                told.count += 1
    for state in scene.states:
        if not any(alike(state, e) for e in present):
            seen.setdefault(key(state), _Told(state, "state"))
    home = scene.home
    if home is not None and not any(alike(home, e) for e in present):
        seen.setdefault(key(home), _Told(home, "state", own=True))
    return list(seen.values())


def _there(scene: Scene, told: _Told) -> Iterator[str]:
    """Features of somebody whom the sentence does not name."""
    yield "doc"
    for feature in (*_shape(told.entity, told.kind, scene.others),
                    *_history(told.entity, scene.before)):  # fmt: skip
        yield "d" + feature
    yield f"dist:{told.distance}"
    yield f"count:{_step(told.count)}"
    yield f"drank:{min(told.rank, 3)}"
    top = [s.country for s in scene.states]
    if told.entity.country in top:
        yield f"dtop:{top.index(told.entity.country)}"
    if told.own:
        yield "own"
    if any(key(told.entity) == key(o) for o in scene.others):
        yield "disother"


def _words(text: str) -> list[str]:
    return [w.lower() for w in _WORD.findall(text)]


def _step(n: int) -> str:
    return next((str(s) for s in _SAME_SENTENCE_STEPS if n <= s), "far")


def _overlap(unit: Unit | Candidate, entity: Entity) -> bool:
    if None in (unit.start, unit.end, entity.start, entity.end):
        return False
    return bool(entity.start < unit.end and unit.start < entity.end)  # type: ignore[operator]


def traces(
    candidate: Candidate, role: str, base: int, words: Sequence[Word], implied: float, taken: bool
) -> list[float]:
    """The network's view of a candidate; ``base`` is the sentence's start in the document.

    ``taken`` says that the candidate is on the other side already, ``implied`` how likely the
    network thinks it that somebody is meant whom the sentence does not name.
    """
    if candidate.start is None or candidate.end is None:
        return [0.0, 0.0, 0.0, 1.0, float(taken), _odds(implied) + 2.0, 0.0]
    start, end = candidate.start - base, candidate.end - base
    inside = [w for w in words if w.start < end and start < w.end]
    actor = max((w.actor for w in inside), default=0.01)
    recipient = max((w.recipient for w in inside), default=0.01)
    mine, theirs = (actor, recipient) if role == "actor" else (recipient, actor)
    extra = float("kind:extra" in candidate.features)
    return [_odds(mine) + 3.0, _odds(theirs) + 3.0, extra, 0.0, float(taken), 0.0, 0.0]


NOBODY = [0.0] * 6 + [1.0]  # the traces of "nobody"


def _odds(p: float) -> float:
    p = min(max(p, 0.005), 0.995)
    return math.log(p / (1.0 - p))


def runs(words: Sequence[Word], role: str) -> Iterator[tuple[int, int]]:
    """Characters of neighbouring words that may belong to the side."""
    start = end = -9
    for word in words:
        if (word.actor if role == "actor" else word.recipient) < RUN:
            continue
        if word.start > end + 1:
            if end > 0:
                yield start, end
            start = word.start
        end = word.end
    if end > 0:
        yield start, end


def crossed(event_type: str, features: Sequence[str]) -> Iterator[str]:
    """Each feature by itself and with the type of event."""
    for feature in dict.fromkeys(features):
        yield feature
        yield f"{event_type}|{feature}"


class Chooser:
    """The fitted choice; ``weights`` are those of participants.json."""

    def __init__(self, weights: Mapping[str, Mapping[str, object]]) -> None:
        self._features: dict[str, dict[str, float]] = {}
        self._mix: dict[str, list[float]] = {}
        for role, part in weights.items():
            self._features[role] = dict(part["features"])  # type: ignore[call-overload]
            self._mix[role] = list(part["mix"])  # type: ignore[call-overload]

    def surroundings(self, role: str, event_type: str, features: Sequence[str]) -> float:
        """The first step's score of one candidate."""
        known = self._features[role]
        return sum(known.get(f, 0.0) for f in crossed(event_type, features))

    def pick(
        self,
        role: str,
        event_type: str,
        options: Sequence[tuple[Candidate, Sequence[float]]],
        none: Sequence[str],
    ) -> Candidate | None:
        """The likeliest candidate, or None where nobody is likelier still.

        ``options`` are candidates with their ``traces``; ``none`` are features of ``nobody``.
        """
        first, *mix = self._mix[role]
        bar = first * self.surroundings(role, event_type, none) + _dot(mix, NOBODY)
        best = None
        for candidate, seen in options:
            score = first * self.surroundings(role, event_type, candidate.features)
            score += _dot(mix, seen)
            if score > bar:
                best, bar = candidate, score
        return best


def _dot(a: Sequence[float], b: Sequence[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


@cache
def load_chooser(path: Path = WEIGHTS) -> Chooser:
    """The chooser with the bundled weights."""
    return Chooser(json.loads(path.read_text(encoding="utf-8")))
