"""Train the coder: one encoder and all its heads, with fixed seeds.

    python training/fit.py --trunk minilm --epochs 8 --out runs/student
    python training/fit.py --trunk mpnet --epochs 4 --out runs/teacher
    python training/fit.py --no-plv --out runs/noplv      # a start for cross_validate.py

Prints figures on the held-out articles and on the held-out PLV pairs after each epoch: those of one
fold, or all of them with --no-plv. The settings are kept beside the weights (fit.json).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from dataset import Article, Example, examples, held_out, load_plv, load_shared, load_team
from figures import evaluate_articles, evaluate_pairs
from losses import Part, candidates, event_losses, pair_loss, pair_scores, token_losses
from network import Coder
from riftline.events.windows import Packer
from soft import load_soft, soft_losses
from trunks import load_trunk

WEIGHTS = {
    "trigger": 1.0, "filled": 0.5, "sector": 0.5, "type": 1.0, "mode": 0.6, "context": 0.15,
    "aux": 2.0, "voice": 0.5, "implied": 0.3, "argument": 0.4, "pair": 1.5,
}  # fmt: skip
BATCH_PIECES = 1500
HEADS_SEED = 7
SOFT_WEIGHT = 0.7  # of a window that a teacher has labelled, against 1 of one labelled by hand


def plv_fold(sentence: str, folds: int = 5) -> int:
    """The cross-validation fold of a PLV sentence: all pairs of a sentence share it."""
    return hashlib.sha1(sentence.encode()).digest()[0] % folds


def epoch_examples(
    articles: list[Article],
    fixed: list[Example],
    soft: list[Example],
    packer: Packer,
    rng: random.Random,
) -> list[Example]:
    """Fresh windows for one epoch: the first window's size varies, so neighbours vary too.

    ``fixed`` (PLV pairs) comes whole each epoch; of ``soft`` as many windows as there are others.
    """
    out = [e for a in articles for e in examples(a, packer, rng.choice((24, 48, 80, 112)))]
    out += fixed
    out += rng.sample(soft, min(len(soft), len(out)))
    rng.shuffle(out)
    return out


def batches(items: list[Example], rng: random.Random) -> Iterator[list[Example]]:
    """Batches of similar length, about BATCH_PIECES word pieces each, in random order."""
    groups = []
    for at in range(0, len(items), 512):
        pool = sorted(items[at : at + 512], key=lambda e: len(e.window.ids))
        batch: list[Example] = []
        for e in pool:
            if batch and (len(batch) + 1) * len(e.window.ids) > BATCH_PIECES:
                groups.append(batch)
                batch = []
            batch.append(e)
        groups.append(batch)
    rng.shuffle(groups)
    return iter(groups)


def collate(batch: list[Example]) -> tuple[Tensor, Tensor, Tensor]:
    """Padded ids, shapes and mask."""
    length = max(len(e.window.ids) for e in batch)
    ids = torch.zeros(len(batch), length, dtype=torch.long)
    shapes = torch.zeros_like(ids)
    mask = torch.zeros(len(batch), length)
    for i, e in enumerate(batch):
        n = len(e.window.ids)
        ids[i, :n] = torch.tensor(e.window.ids)
        shapes[i, :n] = torch.tensor(e.window.shapes)
        mask[i, :n] = 1
    return ids, shapes, mask


def batch_loss(
    model: Coder, batch: list[Example], rng: random.Random, log: dict[str, float]
) -> Tensor:
    """The weighted loss of one batch; parts are added to ``log``."""
    ids, shapes, mask = collate(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = model.trunk(ids, shapes, mask)
    hidden = hidden.float()
    triggers, sectors = model.triggers(hidden), model.sectors(hidden)
    filled = model.filled(hidden)[..., 0]
    probabilities = triggers.detach().sigmoid().numpy()
    sums: dict[str, Tensor] = {}
    counts: dict[str, float] = defaultdict(float)
    for i, e in enumerate(batch):
        n = len(e.window.ids)
        parts: dict[str, Part] = {}
        if e.full:
            parts |= token_losses(e, triggers[i, :n], sectors[i, :n], filled[i, :n])
            shown = candidates(e, probabilities[i, :n], rng)
            if shown:
                parts |= event_losses(model, e, hidden[i, :n], shown)
        if e.soft is not None:
            parts |= soft_losses(model, e, hidden[i, :n], triggers[i, :n], filled[i, :n])
        if e.pairs:
            parts["pair"] = pair_loss(pair_scores(model, e, hidden[i, :n]), e)
        for name, part in parts.items():
            sums[name] = sums.get(name, hidden.new_zeros(())) + e.weight * part.total
            counts[name] += e.weight * part.count
    total = hidden.new_zeros(())
    for name, value in sums.items():
        mean = value / max(counts[name], 1e-6)
        total = total + WEIGHTS[name] * mean
        log[name] += float(mean.detach())
    return total


class Average:
    """Exponential moving average of the weights: what is evaluated and kept."""

    def __init__(self, model: Coder, decay: float) -> None:
        self.decay, self.steps = decay, 0
        self.state = {k: v.detach().clone() for k, v in model.state_dict().items()}

    def update(self, model: Coder) -> None:
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        for key, value in model.state_dict().items():
            if value.dtype.is_floating_point:
                self.state[key].lerp_(value.detach(), 1 - decay)


def parameters(model: Coder, lr: float, head_lr: float) -> list[dict[str, object]]:
    """Parameter groups: word embeddings frozen, the trunk slower than the heads."""
    model.trunk.words.weight.requires_grad = False
    trunk = [p for p in model.trunk.parameters() if p.requires_grad]
    inside = {id(p) for p in model.trunk.parameters()}
    heads = [p for p in model.parameters() if id(p) not in inside]
    return [{"params": trunk, "lr": lr}, {"params": heads, "lr": head_lr}]


class Descent:
    """AdamW over the parameter groups; the rate rises over a share ``warm`` of the steps, then
    falls to a fiftieth."""

    def __init__(self, model: Coder, lr: float, head_lr: float, steps: int, warm: float) -> None:
        self.model = model
        groups = parameters(model, lr, head_lr)
        self.optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
        rise, fall = warm * steps, (1 - warm) * steps
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda s: min((s + 1) / rise, max(0.02, (steps - s) / fall))
        )

    def step(self, loss: Tensor) -> None:
        """Follow one batch's loss."""
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.schedule.step()
        self.optimizer.zero_grad(set_to_none=True)


def train_on(
    model: Coder,
    plan: Iterable[list[Example]],
    rng: random.Random,
    descent: Descent,
    average: Average,
) -> dict[str, float]:
    """Train on the batches of one epoch; the mean of each loss over them."""
    log: dict[str, float] = defaultdict(float)
    steps = list(plan)
    for batch in steps:
        descent.step(batch_loss(model, batch, rng, log))
        average.update(model)
    return {name: round(value / len(steps), 3) for name, value in log.items()}


def fit(args: argparse.Namespace) -> None:
    """Train, evaluate after each epoch, save the averaged weights."""
    random.seed(args.seed)
    np.random.seed(args.seed)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    # The heads start alike in all runs, whatever the seed: so their weights can be averaged.
    torch.manual_seed(HEADS_SEED)
    trunk, width, tokenizer = load_trunk(args.trunk)
    model, packer = Coder(trunk, width), Packer(tokenizer)
    torch.manual_seed(args.seed)
    if args.start:
        model.load_state_dict(torch.load(args.start, weights_only=True))
    articles = load_shared() + ([] if args.no_team else load_team())
    train = [a for a in articles if not held_out(a)]
    held = [a for a in articles if held_out(a)]
    plv = load_plv(packer)
    plv_train = [] if args.no_plv else [e for s, e in plv if plv_fold(s) != args.fold]
    plv_held = [e for s, e in plv if args.no_plv or plv_fold(s) == args.fold]
    print(f"{len(train)} articles to train on, {len(held)} held out, PLV {len(plv_train)}")
    soft = load_soft(args.soft, SOFT_WEIGHT) if args.soft else []
    steps = args.epochs * sum(
        1 for _ in batches(epoch_examples(train, plv_train, soft, packer, random.Random(0)), rng)
    )
    descent = Descent(model, args.lr, args.head_lr, steps, warm=0.08)
    average = Average(model, 0.998)
    args.out.mkdir(parents=True, exist_ok=True)
    seen = bool(plv_train) or saw_plv(args.start) or saw_plv(args.soft)
    settings = {**vars(args), "saw_plv": seen}
    (args.out / "fit.json").write_text(json.dumps(settings, default=str, indent=1))
    began = time.time()
    for epoch in range(args.epochs):
        model.train()
        items = epoch_examples(train, plv_train, soft, packer, rng)
        losses = train_on(model, batches(items, rng), rng, descent, average)
        kept = {k: v.clone() for k, v in model.state_dict().items()}
        model.load_state_dict(average.state)
        torch.save(average.state, args.out / "coder.pt")
        report = evaluate_articles(model, packer, held) | evaluate_pairs(model, plv_held)
        model.load_state_dict(kept)
        line = {"epoch": epoch + 1, "minutes": round((time.time() - began) / 60, 1)}
        print(json.dumps(line | report | {"losses": losses}), flush=True)


def saw_plv(path: Path | None) -> bool:
    """Whether weights or soft labels come of PLV pairs; where no record denies it, they do."""
    if path is None:
        return False
    record = path.with_name("fit.json")
    return not record.exists() or bool(json.loads(record.read_text())["saw_plv"])


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trunk", choices=("minilm", "mpnet"), default="minilm")
    parser.add_argument("--start", type=Path, help="weights to start from (coder.pt)")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--lr", type=float, default=3e-4)
    parser.add_argument("--head-lr", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--fold", type=int, default=0, help="PLV fold to hold out (-1: none)")
    parser.add_argument("--no-team", action="store_true", help="without the team's own corpus")
    parser.add_argument("--soft", type=Path, help="soft labels to learn from too (soft.py)")
    parser.add_argument("--no-plv", action="store_true", help="without the PLV pairs")
    parser.add_argument("--out", type=Path, default=Path("runs/student"))
    fit(parser.parse_args())


if __name__ == "__main__":
    main()
