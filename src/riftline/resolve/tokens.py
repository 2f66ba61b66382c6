"""Words of a text with offsets, in the form that the name tables use."""

from __future__ import annotations

import re
from typing import NamedTuple

from riftline.actors import fold

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’‘ʻ](?![sS]\b)[^\W_]+)*")
FUNCTION_WORDS = frozenset(
    ["a", "an", "the", "of", "in", "on", "at", "by", "for", "from", "to", "with", "against", "and", "or", "but", "nor", "if", "as", "than", "that", "which", "who", "whom", "whose", "where", "when", "while", "after", "before", "during", "since", "until", "about", "over", "under", "between", "among", "into", "onto", "through", "is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "do", "does", "did", "will", "would", "could", "should", "may", "might", "must", "can", "shall", "not", "no", "said", "says", "say", "told", "it", "its", "he", "his", "him", "she", "her", "they", "their", "them", "we", "our", "us", "i", "my", "you", "your", "this", "these", "those", "there", "here", "also", "more", "most", "very", "so", "then", "because", "although", "though", "however", "including", "amid", "amidst", "despite", "via", "per"]
)


class Token(NamedTuple):
    """A word: offsets, surface, folded key, whether it begins with a capital."""

    start: int
    end: int
    text: str
    key: str
    capital: bool


def tokenise(text: str, offset: int = 0) -> list[Token]:
    """Split into words; "U.S." is one word, "Trump's" two (the second is "s"), hyphens separate.

    Example:
        >>> [t.text for t in tokenise("U.S.-led forces")]
        ['U.S.', 'led', 'forces']
    """
    out = []
    for found in _TOKEN.finditer(text):
        word = found.group()
        start, end = found.span()
        out.append(Token(start + offset, end + offset, word, fold(word), word[0].isupper()))
    return out
