"""Finds the spans of a sentence that bear a gazetteer name, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from riftline.actors.fold import fold
from riftline.record import Sentence

from .places_gazetteer import Candidate, Gazetteer, words

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[’'ʻ‘][^\W_]+)*\.?|[^\w\s]")
_WORDS = words()
_ABBREVIATED, _ACRONYMS = _WORDS["abbreviated"], _WORDS["acronyms"]
_INNER, _LEADING, _TRAILING = _WORDS["inner"], _WORDS["leading"], _WORDS["trailing"]
_STATES, _NEVER = _WORDS["states"], _WORDS["never"]
_SUFFIXES = ("'s", "’s")
LONGEST = 6  # words of the longest name looked up


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark with document offsets; ``key`` is its folded form, '' for marks."""

    start: int
    end: int
    text: str
    key: str

    @property
    def capital(self) -> bool:
        """Begins with a capital letter."""
        return self.text[:1].isupper()


@dataclass(slots=True)
class SpanCandidate:
    """A span that bears a gazetteer name. ``first``/``last`` index the sentence's tokens."""

    first: int
    last: int
    start: int
    end: int
    text: str
    key: str
    candidates: tuple[Candidate, ...]
    sentence: int
    tokens: Sequence[Token]

    def token(self, offset: int) -> Token | None:
        """The token ``offset`` places before (negative) or after (positive) the span."""
        index = self.first + offset if offset < 0 else self.last + offset
        return self.tokens[index] if 0 <= index < len(self.tokens) else None


@lru_cache(maxsize=60_000)
def _fold_word(word: str) -> str:
    return fold(word)


def tokenise(sentence: Sentence) -> list[Token]:
    """Words and marks of a sentence; a full stop stays with initials and abbreviations only."""
    out = []
    for match in _TOKEN.finditer(sentence.text):
        word, start = match[0], sentence.start + match.start()
        if word.endswith(".") and not _keeps_stop(word):
            word = word[:-1]
        for suffix in _SUFFIXES:
            if word.endswith(suffix):
                word = word[: -len(suffix)]
        out.append(Token(start, start + len(word), word, _fold_word(word)))
    return out


def _keeps_stop(word: str) -> bool:
    return word.lower() in _ABBREVIATED or "." in word[:-1] or word in _STATES


def find_spans(sentence: Sentence, names: Gazetteer) -> list[SpanCandidate]:
    """The longest gazetteer names of a sentence, left to right, without overlap."""
    tokens = tokenise(sentence)
    out: list[SpanCandidate] = []
    index = 0
    while index < len(tokens):
        last, key = _longest(tokens, index, names)
        if last < 0:
            index += 1
            continue
        start, end = tokens[index].start, tokens[last].end
        text = sentence.text[start - sentence.start : end - sentence.start]
        out.append(
            SpanCandidate(
                index, last, start, end, text, key, names.candidates(key), sentence.index, tokens
            )
        )
        index = last + 1
    return out


def span_at(
    text: str, sentences: Sequence[Sentence], start: int, end: int, names: Gazetteer
) -> SpanCandidate | None:
    """The span at given offsets, by its own name or its name without article or kind word."""
    sentence = next((s for s in sentences if s.start <= start < s.end), None)
    if sentence is None:
        return None
    tokens = tokenise(sentence)
    inside = [n for n, t in enumerate(tokens) if t.start < end and start < t.end]
    if not inside:
        return None
    for key in _keys_of(text[start:end]):
        if key in names:
            return SpanCandidate(
                inside[0], inside[-1], start, end, text[start:end], key,
                names.candidates(key), sentence.index, tokens,
            )  # fmt: skip
    return None


def _keys_of(text: str) -> Iterator[str]:
    """Folded forms under which a given name may be listed."""
    key = fold(text)
    yield key
    for article in ("the ", "greater ", "downtown ", "city of "):
        yield key.removeprefix(article)
    for kind in (
        " city",
        " county",
        " state",
        " province",
        " region",
        " town",
        " island",
        " prefecture",
        " district",
        " parish",
    ):
        yield key.removesuffix(kind)
        yield key + kind


def _longest(tokens: Sequence[Token], first: int, names: Gazetteer) -> tuple[int, str]:
    """Index of the last token of the longest name that begins here, and its key; -1 if none."""
    head = tokens[first]
    if not head.key or not (head.capital or head.key in _LEADING):
        return -1, ""
    best, best_key = -1, ""
    key = ""
    for last, key in _extensions(tokens, first):
        word = tokens[last]
        ends_well = word.capital or word.key in _TRAILING
        if ends_well and key in names and key not in _NEVER and _spelled(tokens, first, last, key):
            best, best_key = last, key
    if best > first or (best == first and head.capital):
        return best, best_key
    return -1, ""


def _extensions(tokens: Sequence[Token], first: int) -> Iterator[tuple[int, str]]:
    """Ever longer keys from ``first``: words joined over blanks, hyphens and apostrophes."""
    parts: list[str] = []
    words = 0
    for index in range(first, min(first + 2 * LONGEST, len(tokens))):
        token = tokens[index]
        if not token.key:
            if token.text not in "-–" or token.start != tokens[index - 1].end:
                return
            continue
        if index > first and not (
            token.capital or token.key in _INNER or token.key in _TRAILING or _glued(tokens, index)
        ):
            return
        parts.append(token.key)
        words += 1
        yield index, " ".join(parts)
        if words == LONGEST:
            return


def _glued(tokens: Sequence[Token], index: int) -> bool:
    """Joined to the word before by a hyphen: ``Mazar-i-Sharif``."""
    return tokens[index - 1].text in "-–" and tokens[index - 1].end == tokens[index].start


def _spelled(tokens: Sequence[Token], first: int, last: int, key: str) -> bool:
    """Short keys must be spelled as abbreviations are, or be names of at least three letters."""
    if first != last or len(key) > 3:
        return True
    text = tokens[first].text
    return text.isupper() if key in _ACRONYMS else len(key) > 2 or "." in text
