"""The marker words of ``data/claims.toml``, as sequences of words ready to match."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

Phrases = dict[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """Single words by list name, and phrases by list name and first word."""

    words: dict[str, frozenset[str]]
    phrases: dict[str, Phrases]


@lru_cache(maxsize=1)
def claim_words() -> ClaimWords:
    """Load the data file, once.

    Example:
        >>> "because of".split()[0] in claim_words().phrases["cause.effect_first"]
        True
    """
    path = resources.files("riftline.mentions") / "data" / "claims.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    words: dict[str, frozenset[str]] = {}
    phrases: dict[str, Phrases] = {}
    for kind, lists in data.items():
        for name, listed in lists.items():
            entries = [tuple(entry.split("_")) for entry in listed.split()]
            words[f"{kind}.{name}"] = frozenset(e[0] for e in entries if len(e) == 1)
            by_first: dict[str, list[tuple[str, ...]]] = {}
            for entry in sorted(entries, key=len, reverse=True):
                by_first.setdefault(entry[0], []).append(entry)
            phrases[f"{kind}.{name}"] = {first: tuple(all_) for first, all_ in by_first.items()}
    return ClaimWords(words, phrases)
