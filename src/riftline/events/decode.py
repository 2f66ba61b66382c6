"""From the heads' outputs to raw events: spans in the sentence, types, status, participants."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from riftline.events.proposals import Proposal
from riftline.events.windows import Window
from riftline.mentions.status import joint_probability, status_cues
from riftline.ontology import Ontology

Array = NDArray[np.float32]
ROLES = ("actor", "recipient", "speaker", "place")
# Of participants; chosen on held-out articles, where both halves agree.
CLEARLY, FAR_BELOW = 0.5, 2.0  # in log-odds
MANY = 3  # participants of one side
FAINT = 0.02  # below this a word belongs to no participant
VOICES = ("outlet", "named", "anonymous")
# Where words such as "plans to" or "if" add to the network on held-out articles; what is historical
# they do not help to tell.
_SIGNED = ("future", "hypothetical", "negation")

_INNER = re.compile(r"[^\W_]{2}|[^\W_][.\-]|[.\-][^\W_\-]|\.-")
_WORD = re.compile(r"[^\W_](?:[\w.\-]*[^\W_])?")
_ARTICLES = frozenset({"the", "a", "an"})
_LOOSE = frozenset(
    {"of", "by", "to", "from", "with", "in", "on", "at", "for", "and", "or", "against", "between"}
    | {"than", "that", "which", "who", "as", "s"}
)


class Argument(NamedTuple):
    """A participant's characters within its sentence, its score and its likely sector."""

    start: int
    end: int
    score: float
    sector: str | None


class Word(NamedTuple):
    """A word's characters within its sentence and its probability to belong to either side."""

    start: int
    end: int
    actor: float
    recipient: float


class Likely(NamedTuple):
    """Probabilities behind an event's labels: modes of its type, its top contexts, its status."""

    mode: dict[str, float]
    context: dict[str, float]
    aux: dict[str, float]


@dataclass(frozen=True, slots=True)
class RawEvent:
    """An event as the network sees it; offsets are characters within sentence ``sentence``.

    ``sentence`` is the position in the window when it leaves ``decode``, the sentence's index in
    the document when it leaves ``EventModel``.
    """

    sentence: int
    start: int
    end: int
    event_type: str
    score: float
    type_probability: float
    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    auxiliary_modes: tuple[str, ...]
    voice: str
    voice_probability: float
    roles: dict[str, tuple[Argument, ...]]
    implied: tuple[float, float]
    likely: Likely
    words: tuple[Word, ...] = ()


class HeadOutputs(NamedTuple):
    """Outputs of the event heads for E proposals of one window, as raw scores."""

    types: Array
    modes: Array
    aux: Array
    voice: Array
    contexts: Array
    arguments: Array
    implied: Array


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where scores become decisions; chosen on held-out articles (training/calibrate.py)."""

    event: float = 0.5
    mode: float = 0.5
    context: float = 0.5
    aux: tuple[float, float, float, float] = (0.5, 0.5, 0.5, 0.5)
    implied: float = 0.5
    actor: float = 0.5
    recipient: float = 0.5

    @property
    def floors(self) -> tuple[float, float, float, float]:
        """Least probability of a word to belong to each of ROLES."""
        return (self.actor, self.recipient, 0.5, 0.5)


def decode(
    window: Window,
    proposals: Sequence[Proposal],
    out: HeadOutputs,
    filled: Array,
    sectors: Array,
    ontology: Ontology,
    limits: Thresholds,
) -> list[RawEvent]:
    """Events of one window. ``filled`` (T,) and ``sectors`` (T, S) are the encoder's own heads."""
    if not proposals:
        return []
    types = softmax(out.types)
    names = tuple(ontology.types)
    found = []
    for i, p in enumerate(proposals):
        kind = int(types[i, :-1].argmax())
        gate = sigmoid(filled[window.ranges[p.k][1]])
        score = event_score(1.0 - float(types[i, -1]), p.score, float(gate))
        found.append((score, i, kind))
    kept: list[tuple[float, int, int]] = []
    taken: list[tuple[int, int, int]] = []
    for score, i, kind in sorted(found, reverse=True):
        span = (proposals[i].k, *_words(window, proposals[i]))
        clash = any(span[0] == k and span[1] < end and start < span[2] for k, start, end in taken)
        if score >= limits.event and not clash:
            kept.append((score, i, kind))
            taken.append(span)
    events = [
        _event(window, proposals[i], i, names[kind], score, out, types, sectors, ontology, limits)
        for score, i, kind in kept
    ]
    return sorted(events, key=lambda e: (e.sentence, e.start, e.event_type))


def _words(window: Window, p: Proposal) -> tuple[int, int]:
    """The trigger's characters, whole words: two proposals may be pieces of one word."""
    text = window.sentences[p.k].text
    return whole_words(text, window.offsets[p.start][0], window.offsets[p.end - 1][1])


def event_score(second: float, first: float, gate: float) -> float:
    """One score from the second stage, the first stage and the sentence's own gate."""
    return float(second**0.6 * max(first, 1e-6) ** 0.2 * max(gate, 1e-6) ** 0.2)


def _event(
    window: Window,
    p: Proposal,
    i: int,
    kind: str,
    score: float,
    out: HeadOutputs,
    types: Array,
    sectors: Array,
    ontology: Ontology,
    limits: Thresholds,
) -> RawEvent:
    text = window.sentences[p.k].text
    start, end = _words(window, p)
    likely = _with_signs(_likely(i, kind, out, ontology), text, (start, end), kind)
    voice = softmax(out.voice[i])
    bounds = zip(likely.aux.items(), limits.aux, strict=True)
    roles, words = _roles(
        window, p.k, text, out.arguments[i], sectors, ontology.sectors, limits.floors
    )
    return RawEvent(
        sentence=p.k,
        start=start,
        end=end,
        event_type=kind,
        score=score,
        type_probability=float(types[i, :-1].max()),
        modes=tuple(m for m, p in likely.mode.items() if p >= limits.mode),
        contexts=tuple(c for c, p in likely.context.items() if p >= limits.context),
        auxiliary_modes=tuple(name for (name, p), bound in bounds if p >= bound),
        voice=VOICES[int(voice.argmax())],
        voice_probability=float(voice.max()),
        roles=roles,
        implied=(float(sigmoid(out.implied[i, 0])), float(sigmoid(out.implied[i, 1]))),
        likely=likely,
        words=words,
    )


def _likely(i: int, kind: str, out: HeadOutputs, ontology: Ontology) -> Likely:
    modes = zip(ontology.modes, sigmoid(out.modes[i]).tolist(), strict=True)
    contexts = sigmoid(out.contexts[i])
    top = np.argsort(-contexts, kind="stable")[:3]
    return Likely(
        {mode: value for (owner, mode), value in modes if owner == kind},
        {ontology.contexts[c]: float(contexts[c]) for c in top},
        dict(zip(ontology.auxiliary_modes, sigmoid(out.aux[i]).tolist(), strict=True)),
    )


def _with_signs(likely: Likely, text: str, span: tuple[int, int], kind: str) -> Likely:
    """Status with the signs around the act weighed in, for the modes of ``_SIGNED``."""
    cues = status_cues(text, span, None, kind)
    signed = {m: joint_probability(m, likely.aux[m], cues) for m in _SIGNED}
    return likely._replace(aux=likely.aux | signed)


def _roles(
    window: Window,
    k: int,
    text: str,
    scores: Array,
    sectors: Array,
    names: Sequence[str],
    floors: Sequence[float],
) -> tuple[dict[str, tuple[Argument, ...]], tuple[Word, ...]]:
    """Spans of every role, and the words that may belong to a side."""
    first, last = window.ranges[k]
    words = word_groups(text, window.offsets[first:last])
    tags = softmax(scores[first:last].reshape(last - first, len(ROLES), 3))
    starts = [start for start, _ in words]
    sizes = np.array([end - start for start, end in words], np.float32)
    sums = np.add.reduceat(tags, starts, axis=0) if words else tags
    by_word = np.asarray(sums / sizes[:, None, None], np.float32) if words else tags
    roles = {}
    for r, role in enumerate(ROLES):
        arguments = []
        for start, end, score in tagged_spans(by_word[:, r], floors[r]) if words else []:
            piece = first + words[start][0]
            a = window.offsets[piece][0]
            b = window.offsets[first + words[end - 1][1] - 1][1]
            a, b = trimmed(text, a, b)
            if a < b:
                sector = names[int(sectors[piece].argmax())] if r < 2 else None
                arguments.append(Argument(a, b, score, sector))
        roles[role] = tuple(arguments)
    sides = 1.0 - by_word[:, :2, 0]
    return settled(roles), _faint_words(window.offsets[first:last], words, sides)


def _faint_words(
    offsets: Sequence[tuple[int, int]], words: Sequence[tuple[int, int]], sides: Array
) -> tuple[Word, ...]:
    """Words with their probability of either side, without those of neither."""
    return tuple(
        Word(offsets[start][0], offsets[end - 1][1], round(float(a), 3), round(float(r), 3))
        for (start, end), (a, r) in zip(words, sides, strict=False)
        if max(a, r) >= FAINT
    )


def settled(roles: dict[str, tuple[Argument, ...]]) -> dict[str, tuple[Argument, ...]]:
    """The participants of one event weighed against each other.

    Words that both sides claim leave the actors where they are clearly likelier as recipient and
    somebody else acts. Of three or more on one side, those far below the likeliest go: the longer
    the list, the more of it are names around one participant.
    """
    out = dict(roles)
    for actor in roles["actor"]:
        rivals = [r for r in roles["recipient"] if actor.start < r.end and r.start < actor.end]
        clearly = any(log_odds(r.score) > log_odds(actor.score) + CLEARLY for r in rivals)
        if clearly and len(out["actor"]) > 1:
            out["actor"] = tuple(a for a in out["actor"] if a != actor)
    for role in ("actor", "recipient"):
        if len(out[role]) >= MANY:
            least = max(log_odds(a.score) for a in out[role]) - FAR_BELOW
            out[role] = tuple(a for a in out[role] if log_odds(a.score) >= least)
    return out


def log_odds(p: float) -> float:
    """Log-odds of a probability, held within 0.0001 and 0.9999."""
    p = min(max(p, 1e-4), 1.0 - 1e-4)
    return math.log(p / (1.0 - p))


def word_groups(text: str, offsets: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Half-open ranges of pieces that make one written word: "U.S.-led" is one, "Iran" and its
    possessive are two."""
    groups: list[tuple[int, int]] = []
    for i, (start, end) in enumerate(offsets):
        joined = bool(groups) and offsets[i - 1][1] == start
        if joined and _INNER.fullmatch(text[start - 1] + text[start:end][:1]):
            groups[-1] = (groups[-1][0], i + 1)
        else:
            groups.append((i, i + 1))
    return groups


def tagged_spans(tags: Array, floor: float = 0.5) -> list[tuple[int, int, float]]:
    """Half-open spans from O/B/I probabilities (T, 3), each with its mean non-O probability.

    A word is inside where its non-O probability passes ``floor``; a span is cut where a word is
    more a beginning than an inside.
    """
    spans: list[tuple[int, int, float]] = []
    start: int | None = None
    for t in range(len(tags) + 1):
        inside = t < len(tags) and 1.0 - tags[t, 0] > floor
        begins = inside and tags[t, 1] > tags[t, 2]
        if start is not None and (begins or not inside):
            spans.append((start, t, float(1.0 - tags[start:t, 0].mean())))
            start = None
        if inside and start is None:
            start = t
    return spans


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A participant without loose words at its edges; empty where nothing but those is left."""
    words = [(m.start() + start, m.end() + start) for m in _WORD.finditer(text[start:end])]
    while words and text[slice(*words[0])].lower() in _LOOSE:
        words.pop(0)
    while words and text[slice(*words[-1])].lower() in _LOOSE | _ARTICLES:
        words.pop()
    if not words or all(text[slice(*w)].lower() in _ARTICLES for w in words):
        return start, start
    closes = text[words[-1][1] : end][:1]
    return words[0][0], words[-1][1] + (closes in (")", ".") and _keeps(text, words, closes))


def _keeps(text: str, words: Sequence[tuple[int, int]], closes: str) -> bool:
    """Whether the mark after the last word belongs to it: "U.S.", "the group (ECOWAS)"."""
    inside = text[words[0][0] : words[-1][1]]
    if closes == ")":
        return inside.count("(") > inside.count(")")
    return "." in text[slice(*words[-1])] and len(text[slice(*words[-1])]) < 6


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a character span to word boundaries."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end


def sigmoid(x: Array | np.float32) -> Array:
    """Logistic function."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.asarray(x, np.float64))), np.float32)


def softmax(x: Array) -> Array:
    """Softmax over the last axis."""
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True), np.float32)
