"""The project's own given pairs: their form, their balance, and that nothing trains on them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from riftline.evaluate.relations import read_pairs
from riftline.ontology import load_ontology

TRAINING = Path(__file__).parents[1] / "training"
PAIRS = read_pairs(TRAINING / "pairs_dev.tsv")


def trigrams(sentence: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", sentence.lower())
    return set(zip(words, words[1:], words[2:], strict=False))


def corpus() -> Iterator[str]:
    for path in sorted((TRAINING / "corpus").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("."):
                yield line[1:].strip()


def likest(sentences: Iterator[str]) -> tuple[float, str]:
    """The largest share of a pair's word trigrams that one other sentence holds, and which."""
    holders: dict[tuple[str, ...], list[int]] = {}
    for i, pair in enumerate(PAIRS):
        for gram in trigrams(pair.sentence):
            holders.setdefault(gram, []).append(i)
    sizes = [len(trigrams(pair.sentence)) for pair in PAIRS]
    best = (0.0, "")
    for sentence in sentences:
        hits = Counter(i for gram in trigrams(sentence) for i in holders.get(gram, ()))
        best = max([best, *((n / sizes[i], sentence) for i, n in hits.items())])
    return best


def test_both_sides_of_each_pair_are_marked() -> None:
    assert len(PAIRS) >= 150
    assert all(pair.source and pair.target for pair in PAIRS)
    assert len({pair.sentence for pair in PAIRS}) == len(PAIRS)


def test_the_types_are_balanced() -> None:
    types = set(load_ontology().types) - {"CONCEDE", "RETREAT"} | {"YIELD"}
    counts = Counter(pair.gold for pair in PAIRS)
    assert set(counts) == types
    assert min(counts.values()) >= 10
    assert max(counts.values()) <= 1.2 * min(counts.values())


def test_no_sentence_of_the_corpus_is_like_them() -> None:
    share, sentence = likest(corpus())
    assert share < 0.5, sentence


def test_no_pair_of_plv_train_is_like_them(shared: Path) -> None:
    rows = read_pairs(shared / "data" / "coding" / "PLV_train.tsv")
    share, _ = likest(row.sentence for row in rows)
    assert share < 0.5


def test_the_check_sees_a_copy() -> None:
    assert likest(iter([PAIRS[3].sentence.upper()]))[0] == 1.0
