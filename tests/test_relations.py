"""Scoring of given pairs: reading the file, merging YIELD, the figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from riftline.errors import InputError
from riftline.evaluate.relations import GivenPair, evaluate_relations, macro_f1, read_pairs
from riftline.ontology import load_ontology

NAMES = list(load_ontology().types)


class Oracle:
    """A model that answers by the first word of the sentence."""

    ontology = load_ontology()

    def relations(self, sentence: str, pairs: list[Any]) -> np.ndarray:
        row = np.full(16, 0.01)
        for name in sentence.split(" ")[0].split("+"):
            row[NAMES.index(name)] = 0.4
        return np.array([row / row.sum()])


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_marked_sentences(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.tsv",
        'marked_sentence\tgold_root\n<s>Fiji</s> thanked <t>"Tonga"</t>.\tSUPPORT\n'
        "<s>Fiji</s> gave way.\tYIELD\n",
    )
    first, second = read_pairs(path)
    assert first == GivenPair('Fiji thanked "Tonga".', (0, 4), (13, 20), "SUPPORT")
    assert second.target is None


def test_sentence_source_target(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.tsv",
        "sentence\tsource\ttarget\tgold_root\nMali and Malians met.\tMalians\tMali\tCONSULT\n",
    )
    (row,) = read_pairs(path)
    assert (row.source, row.target) == ((9, 16), (0, 4))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("sentence\tsource\tgold_root\nx\ty\tAID\n", ":1"),
        ("sentence\tsource\ttarget\n", ":1"),
        ("", ":1"),
    ],
)
def test_a_missing_column_is_named(tmp_path: Path, text: str, where: str) -> None:
    with pytest.raises(InputError, match="is missing") as caught:
        read_pairs(write(tmp_path / "a.tsv", text))
    assert str(caught.value.where).endswith(where)


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_pairs(tmp_path / "none.tsv")


def test_yield_merges_concede_and_retreat() -> None:
    model: Any = Oracle()
    pairs = [
        GivenPair("CONCEDE+RETREAT now", None, None, "YIELD"),
        GivenPair("AID x", None, None, "AID"),
    ]
    figures = evaluate_relations(model, pairs)
    assert figures["root"]["macro_f1"] == 1.0
    assert set(figures["per_class"]) == {"YIELD", "AID"}


def test_quads_and_sides_forgive_what_roots_do_not() -> None:
    model: Any = Oracle()
    pairs = [GivenPair("COERCE x", None, None, "ASSAULT"), GivenPair("AGREE x", None, None, "AID")]
    figures = evaluate_relations(model, pairs)
    assert figures["root"]["accuracy"] == 0.0
    assert figures["quad"]["accuracy"] == 0.5
    assert figures["binary"]["accuracy"] == 1.0
    assert figures["confusion"] == {"AID > AGREE": 1, "ASSAULT > COERCE": 1}


def test_macro_f1_is_over_gold_classes() -> None:
    assert macro_f1(["A", "A", "B"], ["A", "C", "B"]) == pytest.approx((2 / 3 + 1) / 2)
    assert macro_f1([], []) == 0.0
