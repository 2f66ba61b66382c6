"""Scores of clusterings: which reports belong together, ours against hand-made groups.

Pairwise, B-cubed (Bagga and Baldwin 1998), MUC (Vilain et al. 1995), CEAF-e (Luo 2005) and their
mean, the CoNLL score (Pradhan et al. 2012). Items that only one side knows are left out: both
sides are compared on the same items.

Example:
    >>> gold = {"a": 1, "b": 1, "c": 2}
    >>> round(score_clusters({"a": "x", "b": "x", "c": "x"}, gold)["bcubed"]["precision"], 3)
    0.556
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypedDict

Clusters = Mapping[str, Hashable]


class Figures(TypedDict):
    """Precision, recall and their harmonic mean, each 0 to 1."""

    precision: float
    recall: float
    f1: float


def score_clusters(ours: Clusters, gold: Clusters) -> dict[str, Figures]:
    """Figures by name: ``pairs``, ``bcubed``, ``muc``, ``ceafe`` and ``conll``.

    ``conll`` has the mean of the three measures' F1 as its ``f1``, and the means of precision and
    recall beside it. Arguments map item to cluster.
    """
    items = sorted(ours.keys() & gold.keys())
    a, b = _groups(ours, items), _groups(gold, items)
    out = {
        "pairs": _pairs(a, b),
        "bcubed": _bcubed(items, ours, gold, a, b),
        "muc": _figures(_muc(a, gold), _muc(b, ours)),
        "ceafe": _ceafe(list(a.values()), list(b.values())),
    }
    three = [out[name] for name in ("bcubed", "muc", "ceafe")]
    out["conll"] = Figures(
        precision=sum(f["precision"] for f in three) / 3,
        recall=sum(f["recall"] for f in three) / 3,
        f1=sum(f["f1"] for f in three) / 3,
    )
    return out


def score_pairs(ours: Iterable[frozenset[str]], gold: Mapping[frozenset[str], bool]) -> Figures:
    """Found pairs against judged ones; pairs that nobody judged do not count."""
    found = set(ours)
    yes = {pair for pair, same in gold.items() if same}
    judged = found & gold.keys()
    return _figures(_ratio(len(judged & yes), len(judged)), _ratio(len(judged & yes), len(yes)))


def _groups(clusters: Clusters, items: Sequence[str]) -> dict[Hashable, set[str]]:
    out: dict[Hashable, set[str]] = defaultdict(set)
    for item in items:
        out[clusters[item]].add(item)
    return out


def _ratio(part: float, whole: float) -> float:
    """Nothing out of nothing is all of it."""
    return part / whole if whole else 1.0


def _figures(precision: float, recall: float) -> Figures:
    total = precision + recall
    f1 = 2 * precision * recall / total if total else 0.0
    return Figures(precision=precision, recall=recall, f1=f1)


def _pairs(a: Mapping[Hashable, set[str]], b: Mapping[Hashable, set[str]]) -> Figures:
    where = {item: key for key, members in b.items() for item in members}
    both = sum(
        math.comb(n, 2) for members in a.values() for n in Counter(map(where.get, members)).values()
    )
    ours = sum(math.comb(len(m), 2) for m in a.values())
    gold = sum(math.comb(len(m), 2) for m in b.values())
    return _figures(_ratio(both, ours), _ratio(both, gold))


def _bcubed(
    items: Sequence[str],
    ours: Clusters,
    gold: Clusters,
    a: Mapping[Hashable, set[str]],
    b: Mapping[Hashable, set[str]],
) -> Figures:
    precision = recall = 0.0
    for item in items:
        mine, true = a[ours[item]], b[gold[item]]
        both = len(mine & true)
        precision += both / len(mine)
        recall += both / len(true)
    return _figures(_ratio(precision, len(items)), _ratio(recall, len(items)))


def _muc(clusters: Mapping[Hashable, set[str]], other: Clusters) -> float:
    """Part of the links within ``clusters`` that ``other`` keeps."""
    kept = sum(len(m) - len({other[item] for item in m}) for m in clusters.values())
    return _ratio(kept, sum(len(m) - 1 for m in clusters.values()))


def _ceafe(a: Sequence[set[str]], b: Sequence[set[str]]) -> Figures:
    """Best one-to-one alignment of clusters by 2 |A and B| / (|A| + |B|)."""
    where = {item: n for n, members in enumerate(b) for item in members}
    overlaps = [Counter(where[item] for item in members) for members in a]
    total = sum(
        assign([[2 * overlaps[i][j] / (len(a[i]) + len(b[j])) for j in columns] for i in rows])
        for rows, columns in _components(overlaps)
    )
    return _figures(_ratio(total, len(a)), _ratio(total, len(b)))


def _components(overlaps: Sequence[Mapping[int, int]]) -> list[tuple[list[int], list[int]]]:
    """Sets of our and gold clusters that touch no others: each is aligned by itself."""
    by_column: dict[int, list[int]] = defaultdict(list)
    for row, columns in enumerate(overlaps):
        for column in columns:
            by_column[column].append(row)
    out: list[tuple[list[int], list[int]]] = []
    seen: set[int] = set()
    for start in range(len(overlaps)):
        if start in seen:
            continue
        seen.add(start)
        rows, queue = [start], [start]
        reached: set[int] = set()
        while queue:
            for column in overlaps[queue.pop()].keys() - reached:
                reached.add(column)
                fresh = [r for r in by_column[column] if r not in seen]
                seen.update(fresh)
                rows += fresh
                queue += fresh
        out.append((rows, sorted(reached)))
    return out


def assign(gains: Sequence[Sequence[float]]) -> float:
    """Greatest sum of gains with one column a row and one row a column (Kuhn and Munkres).

    Example:
        >>> assign([[3.0, 2.0], [2.0, 0.0]])
        4.0
    """
    if len(gains) > len(gains[0]):
        gains = [list(column) for column in zip(*gains, strict=True)]
    n, m = len(gains), len(gains[0])
    u, v = [0.0] * (n + 1), [0.0] * (m + 1)
    match = [0] * (m + 1)  # row assigned to each column, from 1; 0 is none
    for row in range(1, n + 1):
        way = _augment(gains, row, u, v, match)
        column = way.pop()
        while way:
            before = way.pop()
            match[column] = match[before]
            column = before
        match[column] = row
    return sum(gains[match[j] - 1][j - 1] for j in range(1, m + 1) if match[j])


def _augment(
    gains: Sequence[Sequence[float]], row: int, u: list[float], v: list[float], match: list[int]
) -> list[int]:
    """Columns of a shortest augmenting path that starts at ``row``, the free one last."""
    m = len(v) - 1
    least, before = [math.inf] * (m + 1), [0] * (m + 1)
    used = [False] * (m + 1)
    match[0], column = row, 0
    while True:
        used[column] = True
        at, step, following = match[column], math.inf, 0
        for j in range(1, m + 1):
            if used[j]:
                continue
            cost = -gains[at - 1][j - 1] - u[at] - v[j]
            if cost < least[j]:
                least[j], before[j] = cost, column
            if least[j] < step:
                step, following = least[j], j
        for j in range(m + 1):
            if used[j]:
                u[match[j]] += step
                v[j] -= step
            else:
                least[j] -= step
        column = following
        if match[column] == 0:
            break
    path = [column]
    while before[path[-1]] != 0:
        path.append(before[path[-1]])
    return path[::-1]
