"""From the heads' outputs to raw events: spans in the sentence, types, status, participants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from riftline.events.proposals import Proposal
from riftline.events.windows import Window
from riftline.ontology import Ontology

Array = NDArray[np.float32]
ROLES = ("actor", "recipient", "speaker", "place")
VOICES = ("outlet", "named", "anonymous")


class Argument(NamedTuple):
    """A participant's characters within its sentence, its score and its likely sector."""

    start: int
    end: int
    score: float
    sector: str | None


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
    """Where scores become decisions; chosen on held-out articles (training/fit.py)."""

    event: float = 0.5
    mode: float = 0.5
    context: float = 0.5
    aux: tuple[float, float, float, float] = (0.5, 0.5, 0.5, 0.5)
    implied: float = 0.5


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
    for score, i, kind in sorted(found, reverse=True):
        p = proposals[i]
        clash = any(proposals[j].start < p.end and p.start < proposals[j].end for _, j, _ in kept)
        if score >= limits.event and not clash:
            kept.append((score, i, kind))
    events = [
        _event(window, proposals[i], i, names[kind], score, out, types, sectors, ontology, limits)
        for score, i, kind in kept
    ]
    return sorted(events, key=lambda e: (e.sentence, e.start, e.event_type))


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
    start, end = whole_words(text, window.offsets[p.start][0], window.offsets[p.end - 1][1])
    modes = sigmoid(out.modes[i])
    contexts = sigmoid(out.contexts[i])
    aux = sigmoid(out.aux[i])
    voice = softmax(out.voice[i])
    top = np.argsort(-contexts, kind="stable")[:3]
    return RawEvent(
        sentence=p.k,
        start=start,
        end=end,
        event_type=kind,
        score=score,
        type_probability=float(types[i, :-1].max()),
        modes=tuple(
            mode
            for (owner, mode), value in zip(ontology.modes, modes, strict=True)
            if owner == kind and value >= limits.mode
        ),
        contexts=tuple(ontology.contexts[c] for c in top if contexts[c] >= limits.context),
        auxiliary_modes=tuple(
            name
            for name, value, bound in zip(ontology.auxiliary_modes, aux, limits.aux, strict=True)
            if value >= bound
        ),
        voice=VOICES[int(voice.argmax())],
        voice_probability=float(voice.max()),
        roles=_roles(window, p.k, text, out.arguments[i], sectors, ontology.sectors),
        implied=(float(sigmoid(out.implied[i, 0])), float(sigmoid(out.implied[i, 1]))),
    )


def _roles(
    window: Window, k: int, text: str, scores: Array, sectors: Array, names: Sequence[str]
) -> dict[str, tuple[Argument, ...]]:
    first, last = window.ranges[k]
    tags = softmax(scores[first:last].reshape(last - first, len(ROLES), 3))
    roles = {}
    for r, role in enumerate(ROLES):
        spans = tagged_spans(tags[:, r])
        arguments = []
        for start, end, score in spans:
            a, b = window.offsets[first + start][0], window.offsets[first + end - 1][1]
            a, b = whole_words(text, a, b)
            sector = names[int(sectors[first + start].argmax())] if r < 2 else None
            arguments.append(Argument(a, b, score, sector))
        roles[role] = tuple(arguments)
    return roles


def tagged_spans(tags: Array) -> list[tuple[int, int, float]]:
    """Half-open spans from O/B/I probabilities (T, 3), each with its mean non-O probability."""
    best = tags.argmax(axis=1)
    spans: list[tuple[int, int, float]] = []
    start: int | None = None
    for t in range(len(best) + 1):
        tag = int(best[t]) if t < len(best) else 0
        if start is not None and tag != 2:
            spans.append((start, t, float(1.0 - tags[start:t, 0].mean())))
            start = None
        if tag == 1 or (tag == 2 and start is None):
            start = t
    return spans


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
