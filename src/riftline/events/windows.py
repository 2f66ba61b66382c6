"""Sentences into windows of word pieces: the unit that the encoder reads in one pass.

A window holds consecutive sentences, ``[CLS] s1 [SEP] s2 [SEP] ...``, so that each is read with
its neighbours and every word is encoded once. Some sentences always end their window, by their own
words alone: so the windows of a copy with another beginning soon fall into step with those of the
original, and are found in the cache.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tokenizers import Tokenizer

from riftline.record import Sentence

MAX_TOKENS = 112  # of a window; a longer sentence stands alone
STEP = 5  # about one sentence in so many ends its window whatever stands around it
MAX_SENTENCE_TOKENS = 160  # what lies beyond is not read by the encoder

# Shape of a piece's word: the encoder is uncased, and case tells names and headlines apart.
SPECIAL, LOWER, TITLE, UPPER, DIGIT, PUNCT, MIXED = range(7)
SHAPES = 7


@dataclass(slots=True)
class Window:
    """Word pieces of consecutive sentences with their way back to the text.

    ``ids`` and ``shapes`` have one entry a piece, special pieces included. ``offsets`` count
    characters of the piece's own sentence. ``ranges[k]`` is the half-open range of pieces of
    ``sentences[k]``; the separator after sentence k stands at ``ranges[k][1]``.
    """

    ids: list[int]
    shapes: list[int]
    offsets: list[tuple[int, int]]
    ranges: list[tuple[int, int]] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)

    def piece_span(self, k: int, start: int, end: int) -> tuple[int, int] | None:
        """Pieces of sentence ``k`` that cover characters start:end of it, or None."""
        first, last = self.ranges[k]
        hit = [
            i for i in range(first, last) if self.offsets[i][0] < end and self.offsets[i][1] > start
        ]
        return (hit[0], hit[-1] + 1) if hit else None


class Packer:
    """Turns sentences into windows with one tokenizer."""

    def __init__(self, tokenizer: Tokenizer, max_tokens: int = MAX_TOKENS) -> None:
        self._tokenizer = tokenizer
        self._max = max_tokens
        # BERT's names of the special pieces, or MPNet's.
        self.cls = _piece_id(tokenizer, "[CLS]", "<s>")
        self.sep = _piece_id(tokenizer, "[SEP]", "</s>")

    def pieces(self, text: str) -> tuple[list[int], list[int], list[tuple[int, int]]]:
        """Ids, shapes and character offsets of one sentence's word pieces."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        ids = encoding.ids[:MAX_SENTENCE_TOKENS]
        offsets = encoding.offsets[:MAX_SENTENCE_TOKENS]
        return ids, word_shapes(text, offsets), offsets

    def pack(self, sentences: Sequence[Sentence], first: int | None = None) -> Iterator[Window]:
        """Windows over ``sentences`` in order; ``first`` bounds the pieces of the first window."""
        window, budget = self._new(), first or self._max
        for sentence in sentences:
            ids, shapes, offsets = self.pieces(sentence.text)
            if window.sentences and len(window.ids) + len(ids) + 1 > budget:
                yield window
                window, budget = self._new(), self._max
            start = len(window.ids)
            window.ids += [*ids, self.sep]
            window.shapes += [*shapes, SPECIAL]
            window.offsets += [*offsets, (0, 0)]
            window.ranges.append((start, start + len(ids)))
            window.sentences.append(sentence)
            if ends_window(sentence.text):
                yield window
                window, budget = self._new(), self._max
        if window.sentences:
            yield window

    def _new(self) -> Window:
        return Window([self.cls], [SPECIAL], [(0, 0)])


def _piece_id(tokenizer: Tokenizer, *names: str) -> int:
    known = (tokenizer.token_to_id(name) for name in names)
    return int(next(i for i in known if i is not None))


def ends_window(text: str) -> bool:
    """Whether a sentence ends its window wherever it stands: every fifth or so does."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass")) % STEP == 0


def word_shapes(text: str, offsets: Sequence[tuple[int, int]]) -> list[int]:
    """The shape of each piece's word; a continuation takes the shape of its word's first piece."""
    shapes: list[int] = []
    last_end = -1
    for start, end in offsets:
        piece = text[start:end]
        if start == last_end and shapes and piece[:1].isalnum() and shapes[-1] != PUNCT:
            shapes.append(shapes[-1])
        else:
            shapes.append(_shape(_word_at(text, start)))
        last_end = end
    return shapes


def _word_at(text: str, start: int) -> str:
    end = start
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[start : max(end, start + 1)]


def _shape(word: str) -> int:
    if not word[0].isalnum():
        return PUNCT
    if word[0].isdigit():
        return DIGIT
    if word.islower():
        return LOWER
    if len(word) > 1 and word.isupper():
        return UPPER
    return TITLE if (word[0].isupper() and word[1:].islower()) or len(word) == 1 else MIXED
