"""The event ontology: types, modes, contexts, scores, quad classes. Data files and one loader.

Example:
    >>> ontology = load_ontology()
    >>> ontology.quad_class("SANCTION")
    'MATERIAL CONFLICT'
    >>> ontology.intensity("CONSULT", ["phone"])
    1.5
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class EventType:
    """One event type: its quad class, CAMEO root, base score and the score of each mode."""

    name: str
    quad: str
    cameo: str
    score: float
    modes: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Ontology:
    """PLOVER as data. Scores run from -10 (conflict) to +10 (cooperation)."""

    types: Mapping[str, EventType]
    contexts: tuple[str, ...]
    sectors: tuple[str, ...]
    auxiliary_modes: tuple[str, ...]
    mode_words: Mapping[str, Mapping[str, re.Pattern[str]]]

    @property
    def modes(self) -> tuple[tuple[str, str], ...]:
        """Every (type, mode) pair, in the order of the file."""
        return tuple((t.name, mode) for t in self.types.values() for mode in t.modes)

    def quad_class(self, event_type: str) -> str:
        """One of the four quad classes, upper case."""
        return self.types[event_type].quad

    def cameo(self, event_type: str) -> str:
        """The two-digit CAMEO root that the type corresponds to."""
        return self.types[event_type].cameo

    def worded_modes(self, event_type: str, words: str) -> tuple[str, ...]:
        """Modes of the type that the words around a trigger state outright."""
        patterns = self.mode_words.get(event_type, {})
        return tuple(mode for mode, pattern in patterns.items() if pattern.search(words))

    def intensity(self, event_type: str, modes: Iterable[str] = ()) -> float:
        """PLOVER score; where several modes apply, the one farthest from zero counts."""
        kind = self.types[event_type]
        scores = [kind.modes[mode] for mode in modes if mode in kind.modes]
        return max(scores, key=abs) if scores else kind.score


def _bundled(name: str) -> dict[str, Any]:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=1)
def load_ontology() -> Ontology:
    """The bundled PLOVER ontology: plover.toml and mode_words.toml of this folder."""
    data, words = _bundled("plover.toml"), _bundled("mode_words.toml")
    types = {
        name: EventType(name, t["quad"], t["cameo"], t["score"], t["modes"])
        for name, t in data["types"].items()
    }
    return Ontology(
        types,
        tuple(data["contexts"]),
        tuple(data["sectors"]),
        tuple(data["auxiliary_modes"]),
        {
            name: {mode: re.compile(pattern, re.IGNORECASE) for mode, pattern in modes.items()}
            for name, modes in words.items()
            if name in types
        },
    )
