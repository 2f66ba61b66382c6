"""From scored pairs to clusters: average linkage over log-odds, strongest pairs first.

Two clusters join when the pairs between them, taken together, speak for it: the sum of their
log-odds is positive, where a pair that was never compared counts as a weak no. One strong pair
cannot chain two happenings that otherwise differ. The result depends on ids and scores alone.

Example:
    >>> cluster(["a", "b", "c"], [(0, 1, 3.0), (1, 2, 0.5), (0, 2, -4.0)])
    [0, 0, 1]
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence

UNKNOWN = -0.3  # log-odds of a pair that shares no key, and so was not compared


def cluster(
    ids: Sequence[str],
    links: Iterable[tuple[int, int, float]],
    *,
    seeds: Mapping[int, int] | None = None,
    unknown: float = UNKNOWN,
) -> list[int]:
    """Cluster numbers, one an item, counted in order of first appearance.

    Args:
        ids: decides ties, so that the order of items does not.
        links: (i, j, log-odds); each pair once.
        seeds: items that belong to a cluster already, by position. Seeded clusters take in
            unseeded items and never join each other.
    """
    seeds = seeds or {}
    links = _relevant(len(ids), links, seeds)
    groups = _Groups(len(ids), links, seeds, unknown)

    def strength(link: tuple[int, int, float]) -> tuple[float, str, str]:
        i, j, score = link
        return -score, min(ids[i], ids[j]), max(ids[i], ids[j])

    for i, j, score in sorted(links, key=strength):
        if score <= 0:
            break
        groups.join(i, j)
    numbers: dict[int, int] = {}
    return [numbers.setdefault(groups.root(i), len(numbers)) for i in range(len(ids))]


def _relevant(
    count: int, links: Iterable[tuple[int, int, float]], seeds: Mapping[int, int]
) -> list[tuple[int, int, float]]:
    """Links between items that some chain of positive links or a seed connects.

    No other link can ever matter, and they are most of all: they are not kept.
    """
    left, right, scores = array("q"), array("q"), array("d")
    parent = list(range(count))
    first: dict[int, int] = {}
    for item, number in seeds.items():
        parent[_root(parent, item)] = _root(parent, first.setdefault(number, item))
    for i, j, score in links:
        left.append(i)
        right.append(j)
        scores.append(score)
        if score > 0:
            parent[_root(parent, i)] = _root(parent, j)
    return [
        (i, j, score)
        for i, j, score in zip(left, right, scores, strict=True)
        if _root(parent, i) == _root(parent, j)
    ]


def _root(parent: list[int], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


class _Groups:
    """Clusters under way, with the sum of scores and number of pairs between each two."""

    def __init__(
        self,
        count: int,
        links: Iterable[tuple[int, int, float]],
        seeds: Mapping[int, int],
        unknown: float,
    ) -> None:
        self.unknown = unknown
        self.parent = list(range(count))
        self.size = [1] * count
        self.seed: list[int | None] = [seeds.get(i) for i in range(count)]
        self.between: list[dict[int, tuple[float, int]]] = [{} for _ in range(count)]
        for i, j, score in links:
            self.between[i][j] = self.between[j][i] = (score, 1)
        first: dict[int, int] = {}
        for item, number in sorted(seeds.items()):
            if number in first:
                self._merge(self.root(first[number]), item)
            else:
                first[number] = item

    def root(self, i: int) -> int:
        return _root(self.parent, i)

    def join(self, i: int, j: int) -> None:
        """Join the clusters of two items if all pairs between them together say yes."""
        a, b = self.root(i), self.root(j)
        if a == b or (self.seed[a] is not None and self.seed[b] is not None):
            return
        total, number = self.between[a][b]
        missing = self.size[a] * self.size[b] - number
        # Not every pair of a large cluster is compared; beyond as many as were, silence counts
        # no more.
        if total + self.unknown * min(missing, 2 * number) > 0:
            self._merge(a, b)

    def _merge(self, a: int, b: int) -> None:
        if len(self.between[a]) < len(self.between[b]):
            a, b = b, a
        self.parent[b] = a
        self.size[a] += self.size[b]
        if self.seed[a] is None:
            self.seed[a] = self.seed[b]
        self.between[a].pop(b, None)
        for other, (total, number) in self.between[b].items():
            if other == a:
                continue
            old_total, old_number = self.between[a].get(other, (0.0, 0))
            merged = (total + old_total, number + old_number)
            self.between[a][other] = self.between[other][a] = merged
            del self.between[other][b]
        self.between[b] = {}
