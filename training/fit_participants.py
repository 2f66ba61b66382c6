"""Fit the choice of participants that no words name; write riftline/participants.json.

    python training/fit_participants.py src/riftline/events/weights

Two conditional logits. The first sees what stands around each candidate and learns from the coded
events of all articles that are not held out. The second adds the network's faint traces and learns
from held-out articles, since the network remembers the others. Prints, for either half of the
held-out articles, how many choices come right with the second step fitted on the other half.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize

from dataset import Article, held_out, load_shared, load_team
from riftline.assemble import build_events, by_sentence, find_all
from riftline.coder import as_day
from riftline.evaluate.events import as_gold
from riftline.evaluate.matching import compare, same_entity
from riftline.events.model import EventModel
from riftline.participants import (
    NOBODY,
    WEIGHTS,
    Candidate,
    Chooser,
    Sides,
    candidates,
    crossed,
    key,
    nobody,
    runs,
    scene_of,
    traces,
)
from riftline.record import Document, Entity, Sentence, Span
from riftline.resolve import ActorResolver

SIDES = {"actor": "actors", "recipient": "recipients"}
LEAST = 8  # times that a feature must occur
PENALTY = (4.0, 0.3)  # of squared weights, first and second step
SILENT = {"features": {}, "mix": [0.0] * 7 + [1.0]}


class Choice(NamedTuple):
    """One event's candidates, then nobody: features, traces, and which of them are right."""

    article: str
    event_type: str
    features: list[Sequence[str]]
    traces: list[Sequence[float]]
    right: list[bool]
    silent: bool  # the network names nobody


def half(article: str) -> int:
    """A fixed half of the articles."""
    return hashlib.sha1(article.encode()).digest()[1] % 2


def entity(coded: dict[str, Any], sentence: Sentence) -> Entity:
    """A coded participant as an entity."""
    text = coded.get("text")
    at = sentence.text.find(text) if text else -1
    start = sentence.start + at if at >= 0 else None
    end = None if start is None else start + len(text or "")
    sector = coded.get("sector") or "UNK"
    return Entity(
        text if start is not None else None, start, end, coded["name"] or text or "", None,
        coded.get("country"), (sector,), None, None, None, (),
    )  # fmt: skip


def right(options: Sequence[Candidate], coded: Sequence[dict[str, Any]]) -> list[bool]:
    """Which candidates, and at last nobody, agree with the coder."""
    plain = [
        {"text": c.entity.text, "name": c.entity.name, "country": c.entity.country,
         "sector": c.entity.sectors[0] if c.entity.sectors else None}
        for c in options
    ]  # fmt: skip
    return [*(any(same_entity(p, g) for g in coded) for p in plain), not coded]


def coded_choices(articles: Sequence[Article], resolver: ActorResolver) -> dict[str, list[Choice]]:
    """The choices behind all coded events, with the other side as the coder has it."""
    out: dict[str, list[Choice]] = {role: [] for role in SIDES}
    for article in articles:
        if article.events:
            _coded(article, resolver, out)
    return out


def _coded(article: Article, resolver: ActorResolver, out: dict[str, list[Choice]]) -> None:
    day = as_day(article.date)
    actors = resolver.document(article.text, article.sentences, day, article.title)
    named = by_sentence(actors.mentions)
    at = {s.index: s for s in article.sentences}
    before: list[Sides] = []
    for event in sorted(
        article.events, key=lambda e: (e["sent"], at[e["sent"]].text.find(e["trigger"]))
    ):
        sentence = at[event["sent"]]
        start = sentence.text.find(event["trigger"])
        if start < 0:
            continue
        begin = sentence.start + start
        trigger = Span(begin, begin + len(event["trigger"]), event["trigger"])
        sides = [[entity(p, sentence) for p in event[side]] for side in SIDES.values()]
        for role, side in SIDES.items():
            others = sides[0] if role == "recipient" else ()
            scene = scene_of(sentence, trigger, actors, named, others, before)
            options = candidates(scene)
            features = [*(c.features for c in options), tuple(nobody(scene, role))]
            answer = right(options, event[side])
            out[role].append(Choice(article.id, event["type"], features, [], answer, True))
        before.append((sides[0], sides[1]))


def found_choices(
    articles: Sequence[Article], model: EventModel, resolver: ActorResolver
) -> dict[str, list[Choice]]:
    """The choices behind events that the network found and that match a coded one on type."""
    out: dict[str, list[Choice]] = {role: [] for role in SIDES}
    for article in articles:
        document = Document(article.text, article.id, as_day(article.date), title=article.title)
        found = find_all(document, article.sentences, resolver)
        raws = model.code(article.sentences)
        silent = Chooser(dict.fromkeys(SIDES, SILENT))
        events = build_events(raws, found, model.ontology, "", model.calibration, chooser=silent)
        ours = [as_gold(e, article.id) for e in events]
        keys = [(article.id, s.index) for s in article.sentences]
        gold = [{**e, "article": article.id} for e in article.events]
        matched = {id(m.ours): m.gold for m in compare(ours, gold, keys).matches}
        for i, (raw, event) in enumerate(zip(raws, events, strict=True)):
            for role, side in SIDES.items():
                if id(ours[i]) not in matched:
                    continue
                others = event.recipients if role == "actor" else event.actors
                known = others if role == "recipient" else ()
                before = [(e.actors, e.recipients) for e in events[max(0, i - 2) : i]]
                spans = runs(raw.words, role)
                scene = scene_of(
                    event.sentence, event.trigger, found.actors, found.named, known, before, spans
                )
                options = candidates(scene)
                taken, start = {key(o) for o in others}, event.sentence.start
                implied = raw.implied[role == "recipient"]
                seen = [
                    traces(c, role, start, raw.words, implied, key(c.entity) in taken)
                    for c in options
                ]
                features = [*(c.features for c in options), tuple(nobody(scene, role))]
                answer = right(options, matched[id(ours[i])][side])
                out[role].append(
                    Choice(
                        article.id, raw.event_type, features, [*seen, NOBODY], answer,
                        not ours[i][side],
                    )
                )  # fmt: skip
    return out


def fit_logit(
    x: sparse.csr_matrix, segment: NDArray[np.int64], answer: NDArray[np.bool_], penalty: float
) -> NDArray[np.float64]:
    """Weights of a conditional logit; rows of one choice share a segment, several may be right."""
    n = int(segment[-1]) + 1

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = x @ w
        top = np.full(n, -np.inf)
        np.maximum.at(top, segment, z)
        e = np.exp(z - top[segment])
        p = e / np.bincount(segment, e, n)[segment]
        good = np.maximum(np.bincount(segment, p * answer, n), 1e-12)
        value = -np.log(good).sum() + penalty / 2 * float(w @ w)
        return value, x.T @ (p - p * answer / good[segment]) + penalty * w

    fitted = minimize(
        loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 200}
    )
    return np.asarray(fitted.x)


def fit_first(choices: Sequence[Choice]) -> dict[str, float]:
    """Weights of the features."""
    choices = [c for c in choices if any(c.right)]
    rows = [set(crossed(c.event_type, f)) for c in choices for f in c.features]
    counts = Counter(f for row in rows for f in row)
    names = sorted(f for f, n in counts.items() if n >= LEAST)
    at = {f: i for i, f in enumerate(names)}
    cells = [(i, at[f]) for i, row in enumerate(rows) for f in row if f in at]
    i, j = zip(*cells, strict=True)
    x = sparse.csr_matrix((np.ones(len(cells)), (i, j)), (len(rows), len(names)))
    w = fit_logit(x, *_answers(choices), PENALTY[0])
    return {f: round(float(v), 3) for f, v in zip(names, w, strict=True) if abs(v) >= 0.02}


def _answers(choices: Sequence[Choice]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    segment = np.repeat(np.arange(len(choices)), [len(c.right) for c in choices])
    return segment, np.array([r for c in choices for r in c.right])


def second_rows(choices: Sequence[Choice], first: dict[str, float], role: str) -> list[list[float]]:
    """Rows of the second step: the first step's lead over nobody, then the traces."""
    chooser = Chooser({role: {"features": first, "mix": SILENT["mix"]}})
    rows = []
    for c in choices:
        scores = [chooser.surroundings(role, c.event_type, f) for f in c.features]
        rows += [[s - scores[-1], *t] for s, t in zip(scores, c.traces, strict=True)]
    return rows


def fit_second(choices: Sequence[Choice], first: dict[str, float], role: str) -> list[float]:
    """Weights of the first step and of the traces."""
    choices = [c for c in choices if any(c.right)]
    rows = sparse.csr_matrix(np.array(second_rows(choices, first, role)))
    w = fit_logit(rows, *_answers(choices), PENALTY[1])
    return [round(float(v), 3) for v in w]


def check(
    choices: Sequence[Choice], first: dict[str, float], mix: Sequence[float], role: str
) -> str:
    """How many choices are right where the network names nobody."""
    choices = [c for c in choices if c.silent]
    rows = iter(second_rows(choices, first, role))
    hits = sum(c.right[int(np.argmax([np.dot(mix, next(rows)) for _ in c.right]))] for c in choices)
    empty = sum(c.right[-1] for c in choices)
    return f"{len(choices)} choices, {hits} right, {empty} right if left empty"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    model, resolver = EventModel(args.folder), ActorResolver.load()
    articles = load_shared() + load_team()
    held = found_choices([a for a in articles if held_out(a)], model, resolver)
    coded = coded_choices([a for a in articles if not held_out(a)], resolver)
    weights = {}
    for role in SIDES:
        first = fit_first(coded[role])
        for h in (0, 1):
            mix = fit_second([c for c in held[role] if half(c.article) != h], first, role)
            part = [c for c in held[role] if half(c.article) == h]
            print(role, "half", h, check(part, first, mix, role), flush=True)
        mix = fit_second(held[role], first, role)
        weights[role] = {"features": first, "mix": mix}
        print(role, len(first), "features", mix, flush=True)
    args.out.write_text(json.dumps(weights, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
