"""Which pairs are worth comparing: those that share rare words, close in time.

Each item brings keys (weightiest first) and a day. Items with a key in common are paired along
time, each with the few that come next, so the work grows with the number of items and not with
its square, however often a word is in the news.

Example:
    >>> pairs([("a", 10), ("b", 11), ("c", 30)], [{"x"}, {"x"}, {"x"}], window=3)
    [(0, 1)]
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

NEIGHBOURS = 12  # how many of those that come next with a key each item is paired with
MOST_PARTNERS = 24  # kept for an item, those with the most keys in common


def pairs(
    order: Sequence[tuple[str, int]],
    keys: Sequence[Collection[str]],
    *,
    window: int,
    neighbours: int = NEIGHBOURS,
    most: int = MOST_PARTNERS,
) -> list[tuple[int, int]]:
    """Pairs of positions (i < j), sorted.

    Args:
        order: (id, day number) of each item; decides who comes next, so the result does not
            depend on the positions.
        keys: what each item can be found by.
        window: pairs further apart in days are left out.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for i in sorted(range(len(order)), key=lambda i: (order[i][1], order[i][0])):
        for key in keys[i]:
            groups[key].append(i)
    shared: Counter[tuple[int, int]] = Counter()
    for members in groups.values():
        for at, i in enumerate(members):
            for j in members[at + 1 : at + 1 + neighbours]:
                if order[j][1] - order[i][1] > window:
                    break
                shared[(i, j) if i < j else (j, i)] += 1
    return _best(shared, order, most)


def _best(
    shared: Counter[tuple[int, int]], order: Sequence[tuple[str, int]], most: int
) -> list[tuple[int, int]]:
    """For each item its ``most`` best pairs; a pair stays when either side keeps it."""
    by_item: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair in shared:
        by_item[pair[0]].append(pair)
        by_item[pair[1]].append(pair)
    kept: set[tuple[int, int]] = set()
    for i, mine in by_item.items():
        if len(mine) > most:
            mine.sort(key=lambda p: (-shared[p], order[p[1] if p[0] == i else p[0]][0]))
        kept.update(mine[:most])
    return sorted(kept)
