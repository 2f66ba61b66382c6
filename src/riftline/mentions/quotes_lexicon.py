"""The reporting words of ``data/reporting.toml``, inflected and ready to look up.

Example:
    >>> lexicon().verbs["said"].base
    'say'
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Verb:
    """One surface form of a reporting verb.

    ``frames`` are the groups of the data file that list it; ``shape`` is base, present, past or
    gerund; ``particle`` is the second word of a phrasal verb ("out" of "point out") or None.
    """

    base: str
    shape: str
    frames: frozenset[str]
    particle: str | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All word lists. ``phrasal`` maps a form to the verbs that need a second word."""

    cues: frozenset[str]  # every word that can begin a cue
    verbs: dict[str, Verb]
    phrasal: dict[str, tuple[Verb, ...]]
    nouns: frozenset[str]
    hearsay_adverbs: frozenset[str]
    hearsay_passive: frozenset[str]
    anonymous: dict[str, str]
    finite: frozenset[str]
    auxiliaries: frozenset[str]
    adverbs: frozenset[str]
    determiners: frozenset[str]
    pronouns: frozenset[str]
    prepositions: frozenset[str]
    subordinators: frozenset[str]
    conjunctions: frozenset[str]
    time_words: frozenset[str]


def word_set(listed: str) -> frozenset[str]:
    """The words of a blank-delimited list."""
    return frozenset(listed.split())


def inflect(base: str, irregular: dict[str, str]) -> dict[str, str]:
    """Map each form of a verb to its shape.

    Example:
        >>> inflect("deny", {})
        {'deny': 'base', 'denies': 'present', 'denied': 'past', 'denying': 'gerund'}
    """
    if base in irregular:
        third, past, participle, gerund = irregular[base].split()
    elif base.endswith("e"):
        third, past, gerund = base + "s", base + "d", base[:-1] + "ing"
        participle = past
    elif base.endswith("y") and base[-2] not in "aeiou":
        third, past, gerund = base[:-1] + "ies", base[:-1] + "ied", base + "ing"
        participle = past
    else:
        third = base + ("es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
        past, gerund = base + "ed", base + "ing"
        participle = past
    shapes = {base: "base", third: "present", participle: "past", past: "past", gerund: "gerund"}
    return shapes


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Load and inflect the data file, once."""
    path = resources.files("riftline.mentions") / "data" / "reporting.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    frames: dict[str, set[str]] = {}
    for frame, listed in data["verbs"].items():
        for base in listed.split():
            frames.setdefault(base, set()).add(frame)
    single: dict[str, Verb] = {}
    phrasal: dict[str, list[Verb]] = {}
    for entry, groups in frames.items():
        base, _, particle = entry.partition("_")
        for form, shape in inflect(base, data["irregular"]).items():
            verb = Verb(base, shape, frozenset(groups), particle or None)
            if particle:
                phrasal.setdefault(form, []).append(verb)
            else:
                single[form] = verb
    grammar = {name: frozenset(listed.split()) for name, listed in data["grammar"].items()}
    heads = {word: kind for kind, listed in data["anonymous"].items() for word in listed.split()}
    lists = (data["nouns"]["that"], data["hearsay"]["adverbs"], data["hearsay"]["passive"])
    return Lexicon(
        cues=frozenset([*single, *phrasal, *" ".join(lists).split(), "according"]),
        verbs=single,
        phrasal={form: tuple(verbs) for form, verbs in phrasal.items()},
        nouns=frozenset(data["nouns"]["that"].split()),
        hearsay_adverbs=frozenset(data["hearsay"]["adverbs"].split()),
        hearsay_passive=frozenset(data["hearsay"]["passive"].split()),
        anonymous=heads,
        **grammar,
    )
