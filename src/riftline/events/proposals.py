"""From trigger probabilities per word piece to proposed triggers, and the masks that heads read.

Used alike in training and in coding, so that the second stage learns from the proposals that it
will meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riftline.events.windows import Window

FLOOR = 0.12  # a piece below this probability belongs to no proposal
_EDGES = np.array([-24, -12, -8, -5, -3, -2, -1, 0, 1, 2, 3, 4, 6, 9, 13, 25, 40])


@dataclass(frozen=True, slots=True)
class Proposal:
    """A candidate trigger: half-open piece range in sentence ``k``, type id, first-stage score."""

    start: int
    end: int
    k: int
    type: int
    score: float


def propose(
    probabilities: NDArray[np.float32], window: Window, floor: float = FLOOR
) -> list[Proposal]:
    """Runs of pieces whose probability of one type passes ``floor``.

    ``probabilities`` is (T, types). Where runs of several types cover the same pieces, the two
    strongest types are kept: the second stage decides.
    """
    found: list[Proposal] = []
    for k, (first, last) in enumerate(window.ranges):
        part = probabilities[first:last]
        for kind in np.flatnonzero(part.max(axis=0, initial=0.0) > floor):
            column = part[:, kind]
            edges = np.flatnonzero(np.diff(np.concatenate([[0], column > floor, [0]])))
            for start, end in zip(edges[::2], edges[1::2], strict=True):
                peak = float(column[start:end].max())
                start, end = _core(column, int(start), int(end), peak)
                found.append(Proposal(first + start, first + end, k, int(kind), peak))
    return _thin(found)


def _core(column: NDArray[np.float32], start: int, end: int, peak: float) -> tuple[int, int]:
    """Trim a run to the pieces of at least half its peak."""
    strong = np.flatnonzero(column[start:end] >= 0.5 * peak)
    return start + int(strong[0]), start + int(strong[-1]) + 1


def _thin(found: list[Proposal]) -> list[Proposal]:
    kept: list[Proposal] = []
    for p in sorted(found, key=lambda p: (-p.score, p.start, p.type)):
        rivals = [q for q in kept if q.start < p.end and p.start < q.end]
        if len(rivals) < 2:
            kept.append(p)
    return sorted(kept, key=lambda p: (p.start, p.type))


def row_mask(ranges: Sequence[tuple[int, int]], length: int) -> NDArray[np.float32]:
    """One row a range, (E, T): the range's mean as a matrix product."""
    mask = np.zeros((len(ranges), length), np.float32)
    for row, (start, end) in zip(mask, ranges, strict=True):
        row[start:end] = 1.0 / max(end - start, 1)
    return mask


def distance_buckets(spans: Sequence[tuple[int, int]], length: int) -> NDArray[np.int64]:
    """Bucketed signed distance of each piece to each span, (E, T); inside it the distance is 0."""
    at = np.arange(length)[None]
    start = np.array([s for s, _ in spans])[:, None]
    end = np.array([e for _, e in spans])[:, None] - 1
    signed = np.where(at < start, at - start, np.where(at > end, at - end, 0))
    return np.digitize(signed, _EDGES).astype(np.int64)
