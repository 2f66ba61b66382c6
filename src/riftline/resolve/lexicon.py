"""Common nouns and modifiers that tell the sector, and words that mark names of organisations."""

from __future__ import annotations

import csv
import io
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from riftline.actors import fold


@lru_cache(maxsize=1)
def _lists() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text("utf-8"))


def words(name: str) -> frozenset[str]:
    """A word list of words.toml."""
    return frozenset(str(_lists()[name]).split())


def table(name: str) -> dict[str, str]:
    """A table of words.toml: key to words."""
    return dict(_lists()[name])


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``heads``, ``modifiers`` and ``org_words`` map folded words to a sector.

    ``longest`` maps a phrase's first word to the length of the longest phrase so begun.
    """

    heads: dict[str, str]
    modifiers: dict[str, str]
    org_words: dict[str, str]
    longest: dict[str, int]


def load_lexicon() -> Lexicon:
    """Read generics.csv, modifiers.csv and org_words.csv from the actors' data files."""
    heads = _read("generics.csv")
    modifiers = _read("modifiers.csv")
    longest: dict[str, int] = {}
    for phrase in [*heads, *modifiers]:
        parts = phrase.split()
        longest[parts[0]] = max(longest.get(parts[0], 0), len(parts))
    return Lexicon(heads, modifiers, _read("org_words.csv"), longest)


def _read(name: str) -> dict[str, str]:
    raw = resources.files("riftline.actors").joinpath("data", name).read_text("utf-8")
    rows = csv.reader(io.StringIO(raw))
    next(rows)
    return {fold(word): sector for word, sector, _ in rows}
