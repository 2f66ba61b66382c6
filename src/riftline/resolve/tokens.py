"""Words of a text with offsets, in the form that the name tables use."""

from __future__ import annotations

import re
from typing import NamedTuple

from riftline.actors import fold

from .lexicon import words

_TOKEN = re.compile(
    r"[^\W\d_]\.(?:[^\W\d_]\.)*[^\W\d_](?![^\W_])\.?|(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’‘ʻ](?![sS]\b)[^\W_]+)*"
)
_TITLE_DOT = words("title_dot")
FUNCTION_WORDS = words("function")


class Token(NamedTuple):
    """A word: offsets, surface, folded key, capital first letter, joined to the word before it."""

    start: int
    end: int
    text: str
    key: str
    capital: bool
    joined: bool


def tokenise(text: str, offset: int = 0) -> list[Token]:
    """Split into words; "U.S." is one word, "Trump's" two (the second is "s"), hyphens separate.

    ``joined`` is False where punctuation other than a hyphen, an apostrophe or the dot of an
    initial or title stands before the word: names do not run over it.

    Example:
        >>> [t.text for t in tokenise("U.S.-led forces")]
        ['U.S.', 'led', 'forces']
    """
    out: list[Token] = []
    last = 0
    for found in _TOKEN.finditer(text):
        word = found.group()
        start, end = found.span()
        joined = bool(out) and _joins(text[last:start], out[-1])
        out.append(Token(start + offset, end + offset, word, fold(word), word[0].isupper(), joined))
        last = end
    return out


def _joins(gap: str, before: Token) -> bool:
    if gap in {" ", "-", "–", "'", "’", "\n", "  ", " & ", "' ", "’ ", "/"}:
        return True
    return gap in {". ", "."} and (len(before.text) == 1 or before.key in _TITLE_DOT)
