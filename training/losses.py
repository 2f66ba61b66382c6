"""What the network is trained to say, from gold labels or from a teacher's probabilities."""

from __future__ import annotations

import random
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from dataset import AUX, CONTEXT_ID, MODES, NONE, ROLES, TYPES, YIELD, Example, GoldEvent
from network import Coder
from riftline.events.proposals import Proposal, distance_buckets, propose, row_mask
from riftline.events.windows import Window

CONCEDE, RETREAT = TYPES.index("CONCEDE"), TYPES.index("RETREAT")
IGNORE = -100


class Part(NamedTuple):
    """A summed loss and the number of things it sums over; a batch divides once, over all."""

    total: Tensor
    count: float


class Candidate(NamedTuple):
    """A trigger shown to the event heads, with the gold event it stands for (None: no event)."""

    span: tuple[int, int]
    k: int
    gold: GoldEvent | None


def token_losses(
    example: Example, triggers: Tensor, sectors: Tensor, filled: Tensor
) -> dict[str, Part]:
    """Losses of the heads that read every piece of one window."""
    window = example.window
    target = torch.zeros_like(triggers)
    for g in example.events:
        target[g.span[0] : g.span[1], g.type] = 1.0
    ends = torch.tensor([r[1] for r in window.ranges])
    full = torch.zeros(len(ends))
    for g in example.events:
        full[g.sentence] = 1.0
    n = len(window.sentences)
    triggered = F.binary_cross_entropy_with_logits(triggers, target, reduction="sum")
    gate = F.binary_cross_entropy_with_logits(filled[ends], full, reduction="sum")
    losses = {"trigger": Part(triggered, n), "filled": Part(gate, n)}
    known = {at: sector for g in example.events for at, sector in g.sectors}
    if known:
        at, labels = torch.tensor(list(known)), torch.tensor(list(known.values()))
        total = F.cross_entropy(sectors[at], labels, reduction="sum")
        losses["sector"] = Part(total, len(known))
    return losses


def candidates(example: Example, probabilities: np.ndarray, rng: random.Random) -> list[Candidate]:
    """Gold triggers, the network's own proposals and a few random spans."""
    window = example.window
    shown = [Candidate(g.span, g.sentence, g) for g in example.events]
    for p in propose(probabilities, window):
        shown.append(Candidate((p.start, p.end), p.k, _owner(example, p)))
    for _ in range(2):
        k = rng.randrange(len(window.ranges))
        first, last = window.ranges[k]
        if last - first > 2:
            start = rng.randrange(first, last - 1)
            end = min(last, start + rng.randint(1, 4))
            clash = any(g.span[0] < end and start < g.span[1] for g in example.events)
            if not clash:
                shown.append(Candidate((start, end), k, None))
    return shown[:12]


def _owner(example: Example, p: Proposal) -> GoldEvent | None:
    """The gold event that a proposal overlaps most, of its own type first."""
    best, score = None, 0
    for g in example.events:
        shared = min(g.span[1], p.end) - max(g.span[0], p.start)
        if shared > 0 and shared + 100 * (g.type == p.type) > score:
            best, score = g, shared + 100 * (g.type == p.type)
    return best


def heads_input(
    window: Window, spans: list[tuple[int, int]], ks: list[int]
) -> tuple[Tensor, Tensor, Tensor]:
    """Masks and distances for the event heads."""
    length = len(window.ids)
    return (
        torch.from_numpy(row_mask(spans, length)),
        torch.from_numpy(row_mask([window.ranges[k] for k in ks], length)),
        torch.from_numpy(distance_buckets(spans, length)),
    )


def event_losses(
    model: Coder, example: Example, hidden: Tensor, shown: list[Candidate]
) -> dict[str, Part]:
    """Losses of the event heads over the shown candidates of one window."""
    window = example.window
    heads = model.events
    spans, sentences, distances = heads_input(window, [c.span for c in shown], [c.k for c in shown])
    rep = heads.represent(hidden, spans, sentences)
    labels = torch.tensor([NONE if c.gold is None else c.gold.type for c in shown])
    types = F.cross_entropy(heads.types(rep), labels, reduction="sum")
    losses = {"type": Part(types, len(shown))}
    real = [i for i, c in enumerate(shown) if c.gold is not None]
    if not real:
        return losses
    golds = [shown[i].gold for i in real]
    at = torch.tensor(real)
    rep = rep[at]
    n = len(golds)
    parts = {
        "mode": _multi(heads.modes(rep), [g.modes for g in golds], len(MODES)),
        "context": _multi(heads.contexts(rep), [g.contexts for g in golds], len(CONTEXT_ID)),
        "aux": _multi(heads.aux(rep), [g.aux for g in golds], len(AUX)),
        "voice": F.cross_entropy(
            heads.voice(rep), torch.tensor([g.voice for g in golds]), reduction="sum"
        ),
        "implied": F.binary_cross_entropy_with_logits(
            heads.implied(rep), torch.tensor([list(g.implied) for g in golds]), reduction="sum"
        ),
        "argument": F.cross_entropy(
            heads.participants(hidden, rep, distances[at]).reshape(-1, 3),
            _tags(window, golds).reshape(-1),
            ignore_index=IGNORE,
            reduction="sum",
        ),
    }
    return losses | {name: Part(total, n) for name, total in parts.items()}


def _tags(window: Window, golds: list[GoldEvent]) -> Tensor:
    """O/B/I of each role for each piece of the event's own sentence (events, T, roles)."""
    tags = torch.full((len(golds), len(window.ids), len(ROLES)), IGNORE)
    for row, g in zip(tags, golds, strict=True):
        first, last = window.ranges[g.sentence]
        row[first:last] = 0
        for r, spans in enumerate(g.roles):
            for start, end in spans:
                row[start:end, r] = 2
                row[start, r] = 1
    return tags


def _multi(scores: Tensor, positive: list[list[int]], width: int) -> Tensor:
    target = torch.zeros(len(positive), width)
    for row, ids in zip(target, positive, strict=True):
        row[ids] = 1.0
    return F.binary_cross_entropy_with_logits(scores, target, reduction="sum")


def pair_scores(model: Coder, example: Example, hidden: Tensor) -> Tensor:
    """Type scores (P, 17) of the example's pairs."""
    window, length = example.window, len(example.window.ids)
    return model.pairs(
        hidden,
        torch.from_numpy(row_mask([p.source for p in example.pairs], length)),
        torch.from_numpy(row_mask([p.target for p in example.pairs], length)),
        torch.from_numpy(row_mask([window.ranges[p.sentence] for p in example.pairs], length)),
    )


def pair_loss(scores: Tensor, example: Example) -> Part:
    """Cross-entropy of pairs; YIELD is CONCEDE or RETREAT. PLV pairs always hold an event."""
    logs = F.log_softmax(scores, -1)
    total = scores.new_zeros(())
    for row, p in zip(logs, example.pairs, strict=True):
        either = torch.logsumexp(row[[CONCEDE, RETREAT]], 0)
        value = either if p.label == YIELD else row[p.label]
        total = total - p.weight * value
    return Part(total, sum(p.weight for p in example.pairs))
