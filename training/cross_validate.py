"""Cross-validation on PLV_train: five folds by sentence, all 1,050 predictions pooled.

    python training/fit.py --no-plv --epochs 8 --out runs/noplv
    python training/cross_validate.py runs/noplv/coder.pt --out runs/folds

Starts each fold from weights that never saw a PLV pair, trains on the pairs of the other four with
a sample of labelled articles, so that the encoder keeps its other tasks, and predicts the fifth.
Prints macro-F1 of root types and quad classes with 95 % bootstrap intervals by sentence, figures by
class and the confusion; beside them the mean over folds on the project's own pairs (pairs_dev.tsv),
which nothing is trained on. With --out each fold is kept when done, and a second call goes on.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from rich.console import Console

from dataset import (
    ONTOLOGY,
    ROOT,
    Article,
    Example,
    held_out,
    load_plv,
    load_shared,
    load_team,
    pair_example,
)
from figures import merged, predict_pairs
from fit import Average, Descent, batches, epoch_examples, plv_fold, saw_plv, train_on
from network import Coder
from riftline.cli.evaluate import print_relations
from riftline.evaluate.relations import read_pairs, relation_figures
from riftline.events.windows import Packer
from trunks import load_trunk

Row = TypeVar("Row")
FOLDS = 5
PAIRS_DEV = ROOT / "training" / "pairs_dev.tsv"


def fine_tune(
    model: Coder,
    packer: Packer,
    pairs: list[Example],
    articles: list[Article],
    args: argparse.Namespace,
    fold: int,
) -> None:
    """Train on pairs and, each epoch, on another sample of articles; leaves averaged weights."""
    random.seed(args.seed + fold)
    np.random.seed(args.seed + fold)
    torch.manual_seed(args.seed + fold)
    rng = random.Random(args.seed + fold)
    average = Average(model, 0.99)
    plans = []
    for _ in range(args.epochs):
        sample = rng.sample(articles, min(args.replay, len(articles)))
        plans.append(list(batches(epoch_examples(sample, pairs, [], packer, rng), rng)))
    steps = sum(map(len, plans))
    descent = Descent(model, args.lr, args.head_lr, steps, warm=0.1)
    for number, plan in enumerate(plans, 1):
        model.train()
        loss = train_on(model, plan, rng, descent, average).get("pair", 0.0)
        print(f"fold {fold} epoch {number}: {len(plan)} batches, pair loss {loss}", flush=True)
    model.load_state_dict(average.state)


def spread(rows: Sequence[Row], limit: int | None) -> Sequence[Row]:
    """About ``limit`` rows from all over a file that is sorted by class; all without a limit."""
    return rows[:: max(len(rows) // limit, 1)] if limit else rows


def run_fold(args: argparse.Namespace, fold: int) -> dict[str, Any]:
    """Train without one fold; its rows and predictions, and those of the project's own pairs."""
    began = time.time()
    trunk, width, tokenizer = load_trunk("minilm")
    model, packer = Coder(trunk, width), Packer(tokenizer)
    model.load_state_dict(torch.load(args.start, weights_only=True))
    plv = spread(load_plv(packer), args.limit)
    train = [e for s, e in plv if plv_fold(s, FOLDS) != fold]
    held = [(s, e) for s, e in plv if plv_fold(s, FOLDS) == fold]
    articles = [a for a in load_shared() + load_team() if not held_out(a)]
    fine_tune(model, packer, train, articles, args, fold)
    own = [pair_example(packer, given) for given in spread(read_pairs(PAIRS_DEV), args.limit)]
    return {
        "fold": fold,
        "trained_on": len(train),
        "minutes": round((time.time() - began) / 60, 1),
        "sentences": [s for s, _ in held],
        "gold": [merged(e.pairs[0].label) for _, e in held],
        "ours": predict_pairs(model, [e for _, e in held]),
        "own_gold": [merged(e.pairs[0].label) for e in own],
        "own_ours": predict_pairs(model, own),
    }


def pooled(folds: list[dict[str, Any]]) -> dict[str, Any]:
    """Figures over the predictions of all folds; the own pairs as means over folds."""
    rows = {k: [x for f in folds for x in f[k]] for k in ("gold", "ours", "sentences")}
    figures = relation_figures(ONTOLOGY, rows["gold"], rows["ours"], rows["sentences"])
    own = [
        relation_figures(ONTOLOGY, f["own_gold"], f["own_ours"], range(len(f["own_gold"])))
        for f in folds
    ]
    figures["own_pairs"] = {
        level: float(np.mean([f[level]["macro_f1"] for f in own])) for level in ("root", "quad")
    }
    figures["folds"] = len(folds)
    return figures


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("start", type=Path, help="weights trained with fit.py --no-plv")
    parser.add_argument("--folds", type=int, nargs="*", default=list(range(FOLDS)))
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--replay", type=int, default=300, help="articles an epoch")
    parser.add_argument("--lr", type=float, default=1.5e-4)
    parser.add_argument("--head-lr", type=float, default=6e-4)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--limit", type=int, help="only so many pairs, to try the script")
    parser.add_argument("--out", type=Path, help="folder to keep folds and figures in")
    args = parser.parse_args()
    if saw_plv(args.start):
        print("warning: no record says that these weights never saw a PLV pair: the figures are "
              "not held out (train with fit.py --no-plv)", file=sys.stderr)  # fmt: skip
    folds = []
    for fold in args.folds:
        kept = args.out / f"fold{fold}.json" if args.out else None
        if kept is not None and kept.exists():
            folds.append(json.loads(kept.read_text(encoding="utf-8")))
            continue
        folds.append(run_fold(args, fold))
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(json.dumps(folds[-1]), encoding="utf-8")
    figures = pooled(folds)
    print_relations(figures, Console())
    own = figures["own_pairs"]
    print(f"own pairs, mean of {len(folds)} folds: root {own['root']:.3f}, quad {own['quad']:.3f}")
    if args.out:
        (args.out / "figures.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
