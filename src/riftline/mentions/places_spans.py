"""Finds the spans of a sentence that bear a gazetteer name, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from riftline.actors.fold import fold
from riftline.record import Sentence

from .places_gazetteer import Candidate, Gazetteer

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[’'ʻ‘][^\W_]+)*\.?|[^\w\s]")
_ABBREVIATED = frozenset({"st.", "mt.", "ft.", "d.c.", "u.s.", "u.k.", "u.a.e.", "u.s.a."})
_STATE_SHORT = re.compile(r"^(?:[A-Z][a-z]{1,4}\.|[NSW]\.[A-Z][a-z]?[a-z]?\.)$")
_INNER = frozenset(
    ["of", "the", "de", "la", "le", "les", "el", "al", "an", "ar", "as", "ash", "es", "du", "des", "di", "da", "do", "dos", "del", "der", "den", "am", "on", "and", "upon", "y", "e", "ou", "i", "sur", "see"]
)
_LEADING = frozenset({"al", "el", "northern", "southern", "eastern", "western", "sub", "the"})
_TRAILING = frozenset(
    "region province oblast governorate state peninsula crossing district nuclear power plant "
    "countries corridor exclave Serb republic basin delta".lower().split()
)
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
    container: SpanCandidate | None = field(default=None, repr=False)

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
        for suffix in ("'s", "’s"):
            if word.endswith(suffix):
                word = word[: -len(suffix)]
        out.append(Token(start, start + len(word), word, _fold_word(word)))
    return out


def _keeps_stop(word: str) -> bool:
    return (
        word.lower() in _ABBREVIATED
        or "." in word[:-1]
        or (_STATE_SHORT.match(word) is not None and word in STATE_ABBREVIATIONS)
    )


STATE_ABBREVIATIONS = frozenset(
    ["Ala.", "Ariz.", "Ark.", "Calif.", "Colo.", "Conn.", "Del.", "Fla.", "Ga.", "Ill.", "Ind.", "Kan.", "Ky.", "La.", "Md.", "Mass.", "Mich.", "Minn.", "Miss.", "Mo.", "Mont.", "Neb.", "Nev.", "N.H.", "N.J.", "N.M.", "N.Y.", "N.C.", "N.D.", "Okla.", "Ore.", "Pa.", "R.I.", "S.C.", "S.D.", "Tenn.", "Tex.", "Vt.", "Va.", "Wash.", "W.Va.", "Wis.", "Wyo.", "Ont.", "Que.", "Alta.", "Sask.", "Man."]
)


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
        if ends_well and key in names and _spelled(tokens, first, last, key):
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


_ACRONYMS = frozenset({"us", "uk", "usa", "uae", "drc", "car", "nyc", "prc", "roc", "la", "dc"})
