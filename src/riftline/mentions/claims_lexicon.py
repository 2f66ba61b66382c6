"""The marker words of ``data/claims.toml``, as sequences of words ready to match."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

Phrases = dict[str, tuple[tuple[str, ...], ...]]


_AUXILIARIES = frozenset(
    {"is", "are", "was", "were", "be", "been", "am", "it's", "that's", "isn't", "aren't"}
    | {"when", "wasn't", "weren't", "will", "won't", "'re", "'s"}
)


# the lists whose entries begin a marker; the others describe what stands around one
_MARKERS = (
    "cause.effect_first",
    "cause.cause_first",
    "cause.clause",
    "cause.blame",
    "prediction.infinitive",
    "prediction.outlook",
    "call.modals",
    "call.demand",
    "opinion.first_person",
    "opinion.superlative",
    "opinion.sentence_adverbs",
)


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """Single words by list name, and phrases by list name and first word."""

    openers: frozenset[str]  # every word that can begin a marker
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
    openers = frozenset(first for name in _MARKERS for first in phrases[name])
    return ClaimWords(openers | _AUXILIARIES, words, phrases)
