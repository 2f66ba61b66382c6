"""Average the weights of several trainings into one coder.

    python training/average.py runs/first/coder.pt runs/second/coder.pt --out runs/average/coder.pt

Trainings that start from the same encoder and the same heads, and differ in the order of their
examples, end close enough for the mean of their weights to be a coder that is better than each
("model soups", Wortsman et al. 2022). It costs nothing when coding.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def average(paths: list[Path]) -> dict[str, torch.Tensor]:
    """The mean of each weight over all files; they must have the same names and shapes."""
    states = [torch.load(path, weights_only=True) for path in paths]
    return {name: torch.stack([s[name].float() for s in states]).mean(0) for name in states[0]}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path, nargs="+", help="coder.pt of each training")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(average(args.weights), args.out)
    print(f"{args.out}: mean of {len(args.weights)}")


if __name__ == "__main__":
    main()
