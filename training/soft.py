"""Soft labels: what trained coders say of unlabelled articles, for a smaller one to learn from.

    python training/soft.py --minilm runs/a/coder.pt --mpnet runs/teacher/coder.pt \
        --windows 6000 --out runs/soft.pt
    python training/fit.py --soft runs/soft.pt ...

Several coders are averaged as probabilities (distillation, Hinton et al. 2015, at temperature 1).
The articles are those of ../shared/data/stories; only probabilities are kept with them, in a
file that stays out of the project.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from dataset import NONE, ROLES, SHARED, Example
from losses import Part, heads_input
from network import Coder
from riftline.events.proposals import propose
from riftline.events.windows import Packer, Window
from riftline.sentences import split_sentences
from trunks import load_trunk

LEAST = 0.25  # a proposal below this probability of being an event teaches only that
POOL = "articles_foreign_topics.jsonl.gz"


@dataclass(slots=True)
class SoftLabels:
    """Probabilities over one window of T pieces, S sentences and E proposed triggers.

    triggers (T, types), filled (S,), types (E, types+1), modes (E, M), aux (E, 4), voice (E, 3),
    contexts (E, C), implied (E, 2), arguments (E, T, roles, 3); all half precision.
    """

    triggers: Tensor
    filled: Tensor
    spans: list[tuple[int, int]]
    sentences: list[int]
    types: Tensor
    modes: Tensor
    aux: Tensor
    voice: Tensor
    contexts: Tensor
    arguments: Tensor
    implied: Tensor


Member = tuple[Coder, Packer]


def load_member(trunk_name: str, weights: Path) -> Member:
    """A trained coder with the packer of its own word pieces."""
    trunk, width, tokenizer = load_trunk(trunk_name)
    model = Coder(trunk, width)
    model.load_state_dict(torch.load(weights, weights_only=True))
    return model.eval(), Packer(tokenizer)


def pool_windows(packers: Sequence[Packer], count: int) -> Iterator[list[Window]]:
    """Windows of unlabelled articles in a fixed random order, one for each packer.

    All encoders of the pool read BERT's uncased word pieces, so their windows agree piece by piece.
    """
    with gzip.open(SHARED / "stories" / POOL, "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    random.Random(5).shuffle(articles)
    made = 0
    for article in articles:
        sentences = split_sentences(article["text"])
        for same in zip(*(p.pack(sentences) for p in packers), strict=True):
            if len({len(w.ids) for w in same}) == 1 and made < count:
                made += 1
                yield list(same)
        if made >= count:
            return


@torch.no_grad()
def soften(members: Sequence[Member], windows: Sequence[Window]) -> SoftLabels:
    """The members' mean probabilities for one window, given as each member's own pieces."""
    hiddens, triggers, gates = [], [], []
    for (model, _), window in zip(members, windows, strict=True):
        ids, shapes = torch.tensor([window.ids]), torch.tensor([window.shapes])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = model.trunk(ids, shapes, torch.ones(1, len(window.ids)))
        hidden = hidden[0].float()
        ends = torch.tensor([r[1] for r in window.ranges])
        hiddens.append(hidden)
        triggers.append(model.triggers(hidden).sigmoid())
        gates.append(model.filled(hidden)[ends, 0].sigmoid())
    mean = torch.stack(triggers).mean(0)
    window = windows[0]
    proposals = propose(mean.numpy(), window)
    spans, ks = [(p.start, p.end) for p in proposals], [p.k for p in proposals]
    outs = []
    for (model, _), hidden in zip(members, hiddens, strict=True):
        if spans:
            outs.append(_probabilities(model.events(hidden, *heads_input(window, spans, ks))))
        else:
            outs.append(tuple(torch.zeros(0) for _ in range(7)))
    types, modes, aux, voice, contexts, arguments, implied = (
        torch.stack(parts).mean(0).half() for parts in zip(*outs, strict=True)
    )
    return SoftLabels(
        mean.half(), torch.stack(gates).mean(0).half(), spans, ks,
        types, modes, aux, voice, contexts, arguments, implied,
    )  # fmt: skip


def _probabilities(raw: Sequence[Tensor]) -> tuple[Tensor, ...]:
    types, modes, aux, voice, contexts, arguments, implied = raw
    tags = arguments.reshape(*arguments.shape[:2], len(ROLES), 3)
    return (
        types.softmax(-1), modes.sigmoid(), aux.sigmoid(), voice.softmax(-1),
        contexts.sigmoid(), tags.softmax(-1), implied.sigmoid(),
    )  # fmt: skip


def soft_losses(
    model: Coder, example: Example, hidden: Tensor, triggers: Tensor, filled: Tensor
) -> dict[str, Part]:
    """Losses against a window's soft labels, under the names of the gold losses."""
    soft, window = example.soft, example.window
    ends = torch.tensor([r[1] for r in window.ranges])
    losses = {
        "trigger": Part(_binary(triggers, soft.triggers), len(ends)),
        "filled": Part(_binary(filled[ends], soft.filled), len(ends)),
    }
    if not soft.spans:
        return losses
    heads = model.events
    spans, sentences, distances = heads_input(window, soft.spans, soft.sentences)
    rep = heads.represent(hidden, spans, sentences)
    losses["type"] = Part(_entropy(heads.types(rep), soft.types), len(soft.spans))
    real = torch.nonzero(1.0 - soft.types[:, NONE].float() > LEAST)[:, 0]
    if not len(real):
        return losses
    rep, n = rep[real], len(real)
    # Only the pieces of the event's own sentence may take part in it.
    inside = (sentences[real] > 0)[:, :, None]
    tags = heads.participants(hidden, rep, distances[real])
    tags = F.log_softmax(tags.reshape(n, len(window.ids), len(ROLES), 3), -1)
    wanted = soft.arguments[real].float()
    parts = {
        "mode": _binary(heads.modes(rep), soft.modes[real]),
        "context": _binary(heads.contexts(rep), soft.contexts[real]),
        "aux": _binary(heads.aux(rep), soft.aux[real]),
        "voice": _entropy(heads.voice(rep), soft.voice[real]),
        "implied": _binary(heads.implied(rep), soft.implied[real]),
        "argument": -((wanted * tags).sum(-1) * inside).sum(),
    }
    return losses | {name: Part(total, n) for name, total in parts.items()}


def _binary(scores: Tensor, wanted: Tensor) -> Tensor:
    return F.binary_cross_entropy_with_logits(scores, wanted.float(), reduction="sum")


def _entropy(scores: Tensor, wanted: Tensor) -> Tensor:
    return -(wanted.float() * F.log_softmax(scores, -1)).sum()


def load_soft(path: Path, weight: float) -> list[Example]:
    """Windows with soft labels, as written by this script."""
    stored: list[tuple[Window, dict[str, Any]]] = torch.load(path, weights_only=False)
    return [Example(w, full=False, weight=weight, soft=SoftLabels(**s)) for w, s in stored]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minilm", type=Path, nargs="*", default=[], help="coder.pt of coders")
    parser.add_argument("--mpnet", type=Path, nargs="*", default=[], help="coder.pt of teachers")
    parser.add_argument("--windows", type=int, default=6000)
    parser.add_argument("--out", type=Path, default=Path("runs/soft.pt"))
    args = parser.parse_args()
    named = [("minilm", p) for p in args.minilm] + [("mpnet", p) for p in args.mpnet]
    members = [load_member(name, path) for name, path in named]
    student = Packer(load_trunk("minilm")[2])
    stored: list[tuple[Window, SoftLabels]] = []
    for own, *windows in pool_windows([student, *(p for _, p in members)], args.windows):
        stored.append((own, soften(members, windows)))
        if len(stored) % 500 == 0:
            print(len(stored), flush=True)
    # As plain fields: a class of this script, run by name, could not be read back elsewhere.
    plain = [(w, {f.name: getattr(s, f.name) for f in fields(s)}) for w, s in stored]
    torch.save(plain, args.out)
    events = sum(float((1 - s.types[:, NONE].float()).sum()) for _, s in stored if s.spans)
    sizes = [len(w.sentences) for w, _ in stored]
    print(f"{len(stored)} windows, {np.sum(sizes)} sentences, {events:.0f} expected events")


if __name__ == "__main__":
    main()
