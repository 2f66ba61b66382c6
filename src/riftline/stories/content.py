"""What a text is about: its words, weighed by how rare they are in news.

The weights come from a table of document frequencies (``word_counts.csv.gz``: in how many of 4,979
English news articles of 2010 to 2020 a word stands; built by ``training/build_word_counts.py``),
so that two documents compare the same way alone and among thousands.

Example:
    >>> a = content_vector("Troops shelled the port of Odesa")
    >>> b = content_vector("Odesa's port was shelled, and the troops withdrew")
    >>> 0.4 < cosine(a, b) < 1.0
    True
"""

from __future__ import annotations

import csv
import gzip
import io
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

Vector = dict[str, float]

_WORD = re.compile(r"[^\W\d_]{2,}|\d[\d.,]*\d|\d")
_POSSESSIVE = re.compile(r"['’]s\b")
_COMMON = 0.25  # part of all articles; a word in more of them says nothing of the content


def content_words(text: str) -> Iterator[str]:
    """Lower-case words and figures, endings of the plural and of verbs cut."""
    for match in _WORD.finditer(_POSSESSIVE.sub("", text.lower())):
        yield stem(match.group())


@cache
def stem(word: str) -> str:
    """A rough stem: enough to let "talks" meet "talk" and "shelled" meet "shelling"."""
    if len(word) < 5 or not word.isascii():
        return word
    for ending, least in (("ies", 3), ("ing", 4), ("ed", 4), ("es", 4), ("s", 4), ("e", 4)):
        if word.endswith(ending) and len(word) - len(ending) >= least and not word.endswith("ss"):
            return word[: -len(ending)]
    return word


@cache
def _counts() -> tuple[int, dict[str, int]]:
    data = files("riftline.stories").joinpath("word_counts.csv.gz").read_bytes()
    rows = csv.reader(io.StringIO(gzip.decompress(data).decode("utf-8")))
    next(rows)
    articles = int(next(rows)[1])
    return articles, {word: int(n) for word, n in rows}


@cache
def rarity(word: str) -> float:
    """Natural logarithm of (articles / articles with the word); 0 for everyday words."""
    articles, found = _counts()
    n = found.get(word, 2)
    return 0.0 if n > articles * _COMMON else math.log(articles / n)


def content_vector(text: str, most: int = 80) -> Vector:
    """At most ``most`` words, the weightiest, with weights of unit length together.

    A weight is rarity times 1 + log(times used); a digit group counts as a word.
    """
    return unit({w: rarity(w) * (1 + math.log(n)) for w, n in _tally(content_words(text))}, most)


def _tally(words: Iterable[str]) -> Iterable[tuple[str, int]]:
    return Counter(words).items()


def unit(weights: Vector, most: int) -> Vector:
    """The ``most`` largest weights, scaled to length 1; ties by the word itself."""
    kept = sorted(((-x, w) for w, x in weights.items() if x > 0))[:most]
    length = math.sqrt(sum(x * x for x, _ in kept))
    return {w: -x / length for x, w in kept}


def cosine(a: Vector, b: Vector) -> float:
    """0 (nothing in common) to 1 (the same words in the same proportion)."""
    if len(a) > len(b):
        a, b = b, a
    return sum([x * b[w] for w, x in a.items() if w in b])
