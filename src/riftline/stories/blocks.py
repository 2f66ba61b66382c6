"""Which pairs are worth comparing: those that share rare words, close in time.

Each item brings keys and a day. Items with a key in common are paired along time, each with the
few that come next, so the work grows with the number of items and not with its square, however
often a word is in the news.

Example:
    >>> pairs([("a", 10), ("b", 11), ("c", 30)], [[7], [7], [7]], window=3)
    [(0, 1)]
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from riftline.stories.words import word_number

NEIGHBOURS = 8  # how many of those that come next with a key each item is paired with
MOST_PARTNERS = 16  # kept for an item, those with the most keys in common

Ints = NDArray[np.int64]
_MASK = 0xFFFFFFFFFFFFFFFF


def key_of(*words: str) -> int:
    """A 64-bit number for a combination of words; their order counts."""
    out = 0
    for word in words:
        out = (out * 0x9E3779B97F4A7C15 + word_number(word)) & _MASK
    return out


def pairs(
    order: Sequence[tuple[str, int]],
    keys: Iterable[Iterable[int]],
    *,
    window: int,
    neighbours: int = NEIGHBOURS,
    most: int = MOST_PARTNERS,
) -> list[tuple[int, int]]:
    """Pairs of positions (i < j), sorted.

    Args:
        order: (id, day number) of each item; decides who comes next, so the result does not
            depend on the positions.
        keys: 64-bit numbers that each item can be found by, without repeats.
        window: pairs further apart in days are left out.
    """
    if len(order) < 2:
        return []
    ranked = sorted(range(len(order)), key=lambda i: (order[i][1], order[i][0]))
    position = np.array(ranked, np.int64)
    rank = np.empty_like(position)
    rank[position] = np.arange(len(position))
    days = np.array([order[i][1] for i in ranked], np.int64)
    codes, counts = _shared(*_postings(keys, rank), days, window, neighbours)
    kept = best(codes // len(order), codes % len(order), counts, most)
    left, right = position[codes[kept] // len(order)], position[codes[kept] % len(order)]
    found = zip(np.minimum(left, right).tolist(), np.maximum(left, right).tolist(), strict=True)
    return sorted(found)


def _postings(keys: Iterable[Iterable[int]], rank: Ints) -> tuple[NDArray[np.uint64], Ints]:
    """Every (key, rank of its item), sorted by both."""
    numbers = array("Q")
    sizes: list[int] = []
    for mine in keys:
        before = len(numbers)
        numbers.extend(mine)
        sizes.append(len(numbers) - before)
    held = np.frombuffer(numbers, np.uint64) if numbers else np.zeros(0, np.uint64)
    owners = np.repeat(rank, sizes)
    by = np.lexsort((owners, held))
    return held[by], owners[by]


def _shared(
    keys: NDArray[np.uint64], owners: Ints, days: Ints, window: int, neighbours: int
) -> tuple[Ints, Ints]:
    """Codes rank * items + rank of pairs that meet under some key, and under how many."""
    codes, counts = np.zeros(0, np.int64), np.zeros(0, np.int64)
    for step in range(1, neighbours + 1):
        at = np.flatnonzero(keys[step:] == keys[:-step])
        left, right = owners[at], owners[at + step]
        near = (days[right] - days[left] <= window) & (left != right)
        fresh, times = np.unique(left[near] * len(days) + right[near], return_counts=True)
        every, where = np.unique(np.concatenate([codes, fresh]), return_inverse=True)
        both = np.concatenate([counts, times])
        counts = np.bincount(where, both, minlength=len(every)).astype(np.int64)
        codes = every
    return codes, counts


def best(left: Ints, right: Ints, counts: Ints, most: int) -> NDArray[np.bool_]:
    """Which pairs are among the ``most`` of highest count of either side; ties to the earlier
    partner."""
    items = np.concatenate([left, right])
    partners = np.concatenate([right, left])
    by = np.lexsort((partners, -np.concatenate([counts, counts]), items))
    starts = np.searchsorted(items[by], items[by])
    place = np.empty(len(by), np.int64)
    place[by] = np.arange(len(by)) - starts
    good = place < most
    kept: NDArray[np.bool_] = good[: len(left)] | good[len(left) :]
    return kept
