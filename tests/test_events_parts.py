"""Windows, proposals and decoding, apart from any weights."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from riftline.events.decode import (
    HeadOutputs,
    Thresholds,
    decode,
    softmax,
    tagged_spans,
    trimmed,
    whole_words,
    word_groups,
)
from riftline.events.model import WEIGHTS
from riftline.events.proposals import distance_buckets, propose, row_mask
from riftline.events.windows import (
    DIGIT,
    LOWER,
    MAX_TOKENS,
    MIXED,
    PUNCT,
    TITLE,
    UPPER,
    Packer,
    Window,
    word_shapes,
)
from riftline.ontology import load_ontology
from riftline.record import Sentence

PACKER = Packer(Tokenizer.from_file(str(WEIGHTS / "tokenizer.json")))
TEXTS = ["France warned Mali on Monday.", "It said no more.", "Talks ended in Bamako."]


def sentences(texts: list[str]) -> list[Sentence]:
    out, at = [], 0
    for i, text in enumerate(texts):
        out.append(Sentence(i, at, at + len(text), text))
        at += len(text) + 1
    return out


def test_a_window_holds_neighbours_and_points_back() -> None:
    (window,) = [w for w in PACKER.pack(sentences(TEXTS)) if len(w.sentences) == 3]
    assert [s.index for s in window.sentences] == [0, 1, 2]
    span = window.piece_span(0, 14, 18)
    assert span is not None
    start, end = window.offsets[span[0]][0], window.offsets[span[1] - 1][1]
    assert TEXTS[0][start:end] == "Mali"
    assert all(window.ids[r[1]] == PACKER.sep for r in window.ranges)


@given(st.lists(st.text(min_size=1, max_size=300), min_size=1, max_size=12))
def test_packing_keeps_every_sentence_once(texts: list[str]) -> None:
    windows = list(PACKER.pack(sentences(texts)))
    assert [s.text for w in windows for s in w.sentences] == texts
    for w in windows:
        assert len(w.ids) == len(w.shapes) == len(w.offsets)
        assert len(w.ids) <= MAX_TOKENS or len(w.sentences) == 1


def test_windows_of_a_copy_fall_into_step() -> None:
    body = [f"Sentence number {i} of a long report on talks in Oslo." for i in range(40)]
    keys = [
        {tuple(s.text for s in w.sentences) for w in PACKER.pack(sentences(texts))}
        for texts in (body, ["A new first line.", "And one more before it.", *body])
    ]
    assert len(keys[0] & keys[1]) >= 0.7 * len(keys[0])


def test_shapes() -> None:
    text = "NATO met Macron in 2024, iPhone"
    offsets = [(0, 4), (5, 8), (9, 12), (12, 15), (16, 18), (19, 23), (23, 24), (25, 31)]
    assert word_shapes(text, offsets) == [UPPER, LOWER, TITLE, TITLE, LOWER, DIGIT, PUNCT, MIXED]


def fake_window(n: int, texts: list[str] | None = None) -> Window:
    """A window of one-letter words, one piece each."""
    text = " ".join("x" * 1 for _ in range(n)) if texts is None else texts[0]
    offsets = [(0, 0), *[(2 * i, 2 * i + 1) for i in range(n)], (0, 0)]
    return Window([0] * (n + 2), [0] * (n + 2), offsets, [(1, n + 1)], [Sentence(0, 0, n, text)])


def test_runs_become_proposals_and_at_most_two_overlap() -> None:
    window = fake_window(8)
    p = np.zeros((10, 16), np.float32)
    p[2:4, 3] = 0.9
    p[2:4, 5] = 0.4
    p[3, 7] = 0.2
    p[6, 3] = 0.5
    found = [(q.start, q.end, q.type) for q in propose(p, window)]
    assert found == [(2, 4, 3), (2, 4, 5), (6, 7, 3)]


def test_a_weak_tail_is_trimmed() -> None:
    window = fake_window(6)
    p = np.zeros((8, 16), np.float32)
    p[1:5, 0] = [0.2, 0.9, 0.6, 0.2]
    assert [(q.start, q.end) for q in propose(p, window)] == [(2, 4)]


def test_masks_and_distances() -> None:
    assert row_mask([(1, 3)], 4).tolist() == [[0.0, 0.5, 0.5, 0.0]]
    (row,) = distance_buckets([(3, 5)], 9)
    assert row[3] == row[4]
    assert list(row) == sorted(row)


def test_tagged_spans_split_at_a_new_beginning() -> None:
    tags = np.eye(3, dtype=np.float32)[[0, 1, 2, 1, 0, 2, 2]]
    assert [s[:2] for s in tagged_spans(tags)] == [(1, 3), (3, 4), (5, 7)]


def test_a_lower_floor_takes_more_in() -> None:
    tags = np.array([[0.6, 0.3, 0.1], [0.3, 0.1, 0.6]], np.float32)
    assert [s[:2] for s in tagged_spans(tags, 0.5)] == [(1, 2)]
    assert [s[:2] for s in tagged_spans(tags, 0.35)] == [(0, 2)]


@pytest.mark.parametrize(
    ("text", "phrase", "left"),
    [
        ("talks with the U.S. on Monday", "with the U.S.", "the U.S."),
        ("fire of the rebels, and", "of the rebels,", "the rebels"),
        ("the", "the", ""),
        ("bloc (ECOWAS) met", "bloc (ECOWAS)", "bloc (ECOWAS)"),
        ("Iran\u2019s army", "Iran\u2019s", "Iran"),
        ("of", "of", ""),
        ("he said", "he", "he"),
    ],
)
def test_participants_lose_loose_words(text: str, phrase: str, left: str) -> None:
    at = text.index(phrase)
    start, end = trimmed(text, at, at + len(phrase))
    assert text[start:end] == left


def test_words_of_several_pieces() -> None:
    text = "U.S.-led forces, Iran\u2019s"
    (window,) = list(PACKER.pack(sentences([text])))[:1]
    first, last = window.ranges[0]
    offsets = window.offsets[first:last]
    groups = word_groups(text, offsets)
    words = [text[offsets[a][0] : offsets[b - 1][1]] for a, b in groups]
    assert words == ["U.S.-led", "forces", ",", "Iran", "\u2019", "s"]


@given(st.text(min_size=1, max_size=40), st.data())
def test_whole_words_never_shrink(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    a, b = whole_words(text, start, end)
    assert 0 <= a <= start < end <= b <= len(text)


def outputs(types: np.ndarray, length: int) -> HeadOutputs:
    n, o = len(types), load_ontology()
    zero = lambda *shape: np.full((n, *shape), -5, np.float32)  # noqa: E731
    arguments = np.zeros((n, length, 12), np.float32)
    arguments[:, :, ::3] = 5
    arguments[:, 1, 0:3] = [-5, 5, -5]
    voice = np.zeros((n, 3), np.float32)
    voice[:, 0] = 3
    return HeadOutputs(
        types, zero(len(o.modes)), zero(4), voice, zero(len(o.contexts)), arguments, zero(2)
    )


def test_decode_keeps_the_best_of_rivals() -> None:
    window = fake_window(8)
    p = np.zeros((10, 16), np.float32)
    p[3:5, 2] = 0.9
    p[4, 9] = 0.6
    found = propose(p, window)
    types = np.full((2, 17), -6, np.float32)
    types[0, 2], types[1, 9] = 4, 1
    events = decode(
        window, found, outputs(types, 10), np.full(10, 3, np.float32),
        np.zeros((10, 21), np.float32), load_ontology(), Thresholds(event=0.3),
    )  # fmt: skip
    names = list(load_ontology().types)
    assert [e.event_type for e in events] == [names[2]]
    assert [(a.start, a.end) for a in events[0].roles["actor"]] == [(0, 1)]
    assert events[0].voice == "outlet"


@pytest.mark.parametrize("shape", [(3,), (2, 5)])
def test_softmax_sums_to_one(shape: tuple[int, ...]) -> None:
    x = np.linspace(-50, 50, int(np.prod(shape)), dtype=np.float32).reshape(shape)
    assert np.allclose(softmax(x).sum(-1), 1)


def test_two_pieces_of_one_word_are_one_trigger() -> None:
    window = Window([0] * 4, [0] * 4, [(0, 0), (0, 2), (2, 6), (0, 0)], [(1, 3)], [])
    window.sentences.append(Sentence(0, 0, 6, "recall"))
    p = np.zeros((4, 16), np.float32)
    p[1, 2], p[2, 9] = 0.9, 0.8
    types = np.full((2, 17), -6, np.float32)
    types[0, 2], types[1, 9] = 4, 4
    found = propose(p, window)
    assert len(found) == 2
    events = decode(
        window, found, outputs(types, 4), np.full(4, 3, np.float32),
        np.zeros((4, 21), np.float32), load_ontology(), Thresholds(event=0.3),
    )  # fmt: skip
    assert [(e.start, e.end) for e in events] == [(0, 6)]
