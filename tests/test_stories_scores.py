"""Cluster scores against values worked out by hand and by trying every alignment."""

from __future__ import annotations

import itertools
import random

import pytest

from riftline.evaluate.stories import assign, score_clusters, score_pairs


def test_perfect_clusters_score_one() -> None:
    gold = {"a": 1, "b": 1, "c": 2, "d": 3}
    for figures in score_clusters({"a": "x", "b": "x", "c": "y", "d": "z"}, gold).values():
        assert figures == {"precision": 1.0, "recall": 1.0, "f1": 1.0}


def test_one_cluster_too_many() -> None:
    # {abc} against {ab}{c}: worked by hand.
    figures = score_clusters({"a": 0, "b": 0, "c": 0}, {"a": 1, "b": 1, "c": 2})
    assert figures["pairs"]["precision"] == pytest.approx(1 / 3)
    assert figures["bcubed"]["precision"] == pytest.approx(5 / 9)
    assert figures["muc"]["precision"] == pytest.approx(1 / 2)
    assert figures["ceafe"]["precision"] == pytest.approx(0.8)
    assert figures["ceafe"]["recall"] == pytest.approx(0.4)
    expected = (10 / 14 + 2 / 3 + 0.8 * 0.4 * 2 / 1.2) / 3
    assert figures["conll"]["f1"] == pytest.approx(expected)


def test_items_of_one_side_only_do_not_count() -> None:
    figures = score_clusters({"a": 0, "b": 0, "z": 0}, {"a": 1, "b": 1, "y": 1})
    assert figures["bcubed"]["f1"] == 1.0
    assert score_clusters({}, {})["conll"]["f1"] == 1.0


def test_judged_pairs() -> None:
    gold = {frozenset("ab"): True, frozenset("bc"): False, frozenset("cd"): True}
    found = [frozenset("ab"), frozenset("bc"), frozenset("xy")]
    assert score_pairs(found, gold) == {"precision": 0.5, "recall": 0.5, "f1": 0.5}


def test_alignment_is_the_best_of_all() -> None:
    numbers = random.Random(4)
    for _ in range(60):
        rows, columns = numbers.randint(1, 4), numbers.randint(1, 5)
        gains = [[numbers.random() for _ in range(columns)] for _ in range(rows)]
        turned = gains if rows <= columns else [list(c) for c in zip(*gains, strict=True)]
        best = max(
            sum(row[j] for row, j in zip(turned, chosen, strict=True))
            for chosen in itertools.permutations(range(len(turned[0])), len(turned))
        )
        assert assign(gains) == pytest.approx(best)
