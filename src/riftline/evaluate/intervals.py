"""Percentile bootstrap intervals of macro-F1, resampling whole groups (sentences).

Pairs of one sentence are not independent, so that sentences are drawn, not pairs (Efron and
Tibshirani 1993, An Introduction to the Bootstrap, chapter 13, for the percentile interval).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

DRAWS = 2000
LEVEL = 0.95


def macro_f1_interval(
    gold: Sequence[str],
    ours: Sequence[str],
    groups: Sequence[Hashable],
    draws: int = DRAWS,
    seed: int = 0,
) -> tuple[float, float]:
    """Bounds of the 95 % interval of macro-F1 over the classes of gold; (0, 0) for no rows.

    Args:
        gold, ours: one label a row.
        groups: what each row belongs to; rows of a group are drawn together.

    Example:
        >>> macro_f1_interval(["A", "B"] * 50, ["A", "B"] * 49 + ["B", "A"], list(range(100)))[1]
        1.0
    """
    if not gold:
        return 0.0, 0.0
    names = sorted({*gold, *ours})
    at = {name: i for i, name in enumerate(names)}
    n = len(names)
    cells = np.array([at[g] * n + at[o] for g, o in zip(gold, ours, strict=True)])
    ids = {group: i for i, group in enumerate(dict.fromkeys(groups))}
    group = np.array([ids[g] for g in groups])
    rng = np.random.default_rng(seed)
    values = np.empty(draws)
    for d in range(draws):
        times = np.bincount(rng.integers(len(ids), size=len(ids)), minlength=len(ids))
        counts = np.bincount(cells, weights=times[group], minlength=n * n)
        values[d] = _macro_f1(counts.astype(np.float64).reshape(n, n))
    low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def _macro_f1(counts: NDArray[np.float64]) -> float:
    """Mean F1 over classes that gold (rows) holds."""
    rows, columns = counts.sum(1), counts.sum(0)
    present = rows > 0
    return float((2 * counts.diagonal()[present] / (rows + columns)[present]).mean())
