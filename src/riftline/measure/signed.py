"""Communities and balance of signed weighted networks, on dense symmetric matrices.

Methods made for unsigned graphs take a hostile tie for a close one. Here a positive and a
negative layer each have their own null model (signed modularity: Gomez, Jensen and Arenas 2009,
Physical Review E 80, 016114), maximised by local moves and merging (Louvain) from several starts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riftline.measure.distributions import Floats

Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Balance:
    """Structural balance of a signed network.

    ``triads`` is the number of closed triads, ``balanced`` the share with an even number of
    negative ties, ``by_chance`` that share when the same signs are dealt out anew on the same
    ties, ``p_value`` how often chance gives as much balance. ``frustration`` is the least share
    of ties found that must be ignored to part all into two camps, friends within and foes
    across: an upper bound, since it comes from a search.
    """

    triads: int
    balanced: float | None
    by_chance: float | None
    p_value: float | None
    frustration: float | None
    positive: int
    negative: int


def modularity_matrix(positive: Floats, negative: Floats, resolution: float = 1.0) -> Floats:
    """What each pair adds to signed modularity when it is in one community; sums to at most 1."""
    total = positive.sum() + negative.sum()
    result = np.zeros_like(positive)
    for layer, sign in ((positive, 1.0), (negative, -1.0)):
        weight = layer.sum()
        if weight > 0:
            strength = layer.sum(axis=1)
            result += sign * (layer - resolution * np.outer(strength, strength) / weight)
    return result / total if total > 0 else result


def communities(gain: Floats, *, starts: int = 10, seed: int = 0) -> tuple[Labels, float]:
    """The partition with the highest sum of ``gain`` within communities, and that sum.

    ``gain`` is a symmetric matrix such as :func:`modularity_matrix`. Labels count from 0, the
    largest community first. The same seed gives the same partition.

    Example:
        >>> friends = np.kron(np.eye(2), np.ones((3, 3))) - np.eye(6)
        >>> foes = 1 - np.kron(np.eye(2), np.ones((3, 3)))
        >>> communities(modularity_matrix(friends, foes))[0].tolist()
        [0, 0, 0, 1, 1, 1]
    """
    random = np.random.default_rng(seed)
    best: Labels = np.zeros(len(gain), dtype=np.int64)
    most = -np.inf
    for start in range(starts):
        if start % 2:  # half the starts begin with random communities, half with every one alone
            begin = random.integers(0, max(2, int(np.sqrt(len(gain)))), len(gain))
        else:
            begin = np.arange(len(gain))
        labels = _climb(gain, begin, random)
        value = float(gain[labels[:, None] == labels[None, :]].sum())
        if value > most + 1e-12:
            best, most = labels, value
    return _by_size(best), most if len(gain) else 0.0


def _climb(gain: Floats, labels: Labels, random: np.random.Generator) -> Labels:
    """Local moves, then merging of whole communities, until neither helps."""
    while True:
        labels = _moves(gain, labels, random)
        member = np.eye(labels.max() + 1)[labels] if len(labels) else np.zeros((0, 0))
        merged = _moves(member.T @ gain @ member, np.arange(member.shape[1]), random)
        if merged.max(initial=-1) + 1 == member.shape[1]:
            return labels
        labels = merged[labels]


def _moves(gain: Floats, labels: Labels, random: np.random.Generator) -> Labels:
    """Move single nodes to the community where they add most, as long as any move helps."""
    n = len(gain)
    if not n:
        return labels
    labels = np.unique(labels, return_inverse=True)[1].astype(np.int64)
    member = np.zeros((n, n))  # as many communities as nodes: there is always an empty one
    member[np.arange(n), labels] = 1.0
    ties = gain @ member
    moved = True
    while moved:
        moved = False
        for node in random.permutation(n):
            here = labels[node]
            own = ties[node].copy()
            own[here] -= gain[node, node]
            there = int(np.argmax(own))
            if own[there] > own[here] + 1e-12:
                ties[:, here] -= gain[:, node]
                ties[:, there] += gain[:, node]
                labels[node] = there
                moved = True
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def _by_size(labels: Labels) -> Labels:
    names, first, size = np.unique(labels, return_index=True, return_counts=True)
    order = np.lexsort((first, -size))
    place = np.empty(len(names), dtype=np.int64)
    place[order] = np.arange(len(names))
    return place[labels]


def structural_balance(signs: Floats, *, shuffles: int = 200, seed: int = 0) -> Balance:
    """Balance of a network whose ties are 1, -1, or 0 for none (Cartwright and Harary 1956).

    Example:
        >>> structural_balance(np.array([[0., 1, -1], [1, 0, -1], [-1, -1, 0]])).balanced
        1.0
    """
    upper = np.triu_indices(len(signs), 1)
    ties = signs[upper]
    present = ties != 0
    positive, negative = int((ties > 0).sum()), int((ties < 0).sum())
    closed = np.abs(signs)
    triads = round(float(np.einsum("ij,ji->", closed @ closed, closed)) / 6)
    frustration = _frustrated(signs, seed) / max(positive + negative, 1)
    if not triads:
        some = frustration if positive + negative else None
        return Balance(0, None, None, None, some, positive, negative)

    def share(matrix: Floats) -> float:
        return (1 + float(np.einsum("ij,ji->", matrix @ matrix, matrix)) / 6 / triads) / 2

    random = np.random.default_rng(seed)
    chance = []
    for _ in range(shuffles):
        dealt = np.zeros_like(signs)
        values = ties.copy()
        values[present] = random.permutation(ties[present])
        dealt[upper] = values
        chance.append(share(dealt + dealt.T))
    real = share(signs)
    p_value = (1 + sum(value >= real for value in chance)) / (1 + shuffles)
    return Balance(
        triads, real, float(np.mean(chance)), p_value, frustration, positive, negative
    )  # fmt: skip


def _frustrated(signs: Floats, seed: int, starts: int = 20) -> int:
    """Ties that no parting into two camps found leaves in place: the fewest over all starts."""
    random = np.random.default_rng(seed)
    n = len(signs)
    fewest = int(np.abs(signs).sum() / 2)
    for _ in range(starts):
        camp = random.choice([-1.0, 1.0], n)
        pull = signs @ camp
        while True:
            worst = int(np.argmin(camp * pull)) if n else 0
            if not n or camp[worst] * pull[worst] >= 0:
                break
            camp[worst] = -camp[worst]
            pull += 2 * camp[worst] * signs[:, worst]
        agree = float(camp @ signs @ camp) / 2
        fewest = min(fewest, round((np.abs(signs).sum() / 2 - agree) / 2))
    return fewest
