"""Figures while training: the scoring rule on held-out articles, macro-F1 on held-out pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch

from dataset import NONE, ONTOLOGY, TYPES, YIELD, Article, Example
from losses import heads_input, pair_scores
from network import Coder
from riftline.evaluate.matching import compare
from riftline.evaluate.relations import macro_f1
from riftline.events.decode import HeadOutputs, RawEvent, Thresholds, decode, sigmoid
from riftline.events.proposals import propose
from riftline.events.windows import Packer, Window

Outputs = tuple[Window, list[Any], HeadOutputs | None, np.ndarray, np.ndarray]


@torch.no_grad()
def run_windows(model: Coder, windows: Sequence[Window]) -> Iterator[Outputs]:
    """Both stages over windows, one at a time as in coding."""
    model.eval()
    for window in windows:
        ids, shapes = torch.tensor([window.ids]), torch.tensor([window.shapes])
        mask = torch.ones(1, len(window.ids))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = model.trunk(ids, shapes, mask)
        hidden = hidden[0].float()
        triggers = model.triggers(hidden)
        filled = model.filled(hidden)[:, 0].numpy()
        sectors = model.sectors(hidden).numpy()
        proposals = propose(sigmoid(triggers.numpy()), window)
        out = None
        if proposals:
            spans = [(p.start, p.end) for p in proposals]
            inputs = heads_input(window, spans, [p.k for p in proposals])
            out = HeadOutputs(*(t.numpy() for t in model.events(hidden, *inputs)))
        yield window, proposals, out, filled, sectors


def as_coded(article: Article, window: Window, event: RawEvent) -> dict[str, Any]:
    """A raw event in the coding format, participants by their text and sector alone."""
    sentence = window.sentences[event.sentence]
    text = sentence.text
    sides = {}
    for side, role in (("actors", "actor"), ("recipients", "recipient")):
        sides[side] = [
            {"text": text[a.start : a.end], "name": None, "country": None, "sector": a.sector}
            for a in event.roles[role]
        ]
    return {
        "article": article.id, "sent": sentence.index, "type": event.event_type,
        "trigger": text[event.start : event.end], "aux": list(event.auxiliary_modes),
        "voice": event.voice, "score": event.score, **sides,
    }  # fmt: skip


def evaluate_articles(
    model: Coder, packer: Packer, articles: Sequence[Article]
) -> dict[str, float | None]:
    """The scoring rule at the best threshold, over all held-out articles; text spans alone."""
    coded: list[dict[str, Any]] = []
    for article in articles:
        for window, proposals, out, filled, sectors in run_windows(
            model, list(packer.pack(article.sentences))
        ):
            if out is not None:
                limits = Thresholds(event=0.05)
                raw = decode(window, proposals, out, filled, sectors, ONTOLOGY, limits)
                coded += [as_coded(article, window, e) for e in raw]
    gold = [{**e, "article": a.id} for a in articles for e in a.events]
    keys = [(a.id, s.index) for a in articles for s in a.sentences]
    best: dict[str, float | None] = {}
    for threshold in np.arange(0.2, 0.8, 0.05):
        tally = compare([e for e in coded if e["score"] >= threshold], gold, keys)
        figures = tally.figures()
        if not best or figures["type_f1"] > best["type_f1"]:
            hits = [m for m in tally.matches if m.ours["aux"] or m.gold["aux"]]
            aux = sum(set(m.ours["aux"]) == set(m.gold["aux"]) for m in hits) / max(len(hits), 1)
            voice = sum(m.ours["voice"] == m.gold["voice"] for m in tally.matches)
            best = {"threshold": round(float(threshold), 2)}
            best |= {k: round(v, 3) for k, v in figures.items() if v is not None}
            best |= {"aux": round(aux, 3), "voice": round(voice / max(tally.type, 1), 3)}
    return best


def merged(kind: int) -> str:
    """A type's name as PLV has it."""
    return "YIELD" if kind == YIELD or TYPES[kind] in ("CONCEDE", "RETREAT") else TYPES[kind]


@torch.no_grad()
def predict_pairs(model: Coder, items: Sequence[Example]) -> list[str]:
    """The PLV root type of each example's first pair."""
    model.eval()
    out = []
    for e in items:
        ids, shapes = torch.tensor([e.window.ids]), torch.tensor([e.window.shapes])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = model.trunk(ids, shapes, torch.ones(1, len(e.window.ids)))
        scores = pair_scores(model, e, hidden[0].float())[0, :NONE].softmax(-1)
        mass: dict[str, float] = {}
        for kind in range(NONE):
            mass[merged(kind)] = mass.get(merged(kind), 0.0) + float(scores[kind])
        out.append(max(mass, key=lambda k: mass[k]))
    return out


def evaluate_pairs(model: Coder, items: Sequence[Example]) -> dict[str, float]:
    """Root and quad macro-F1 of the given pairs."""
    if not items:
        return {}
    gold = [merged(e.pairs[0].label) for e in items]
    ours = predict_pairs(model, items)
    quad = {t: ONTOLOGY.quad_class(t) for t in TYPES} | {"YIELD": "MATERIAL COOPERATION"}
    return {
        "plv_root": round(macro_f1(gold, ours), 3),
        "plv_quad": round(macro_f1([quad[g] for g in gold], [quad[o] for o in ours]), 3),
    }
