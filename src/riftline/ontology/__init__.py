"""The event ontology: types, modes, contexts, scores, quad classes. Data files and one loader.

Example:
    >>> ontology = load_ontology()
    >>> ontology.quad_class("SANCTION")
    'MATERIAL CONFLICT'
    >>> ontology.intensity("CONSULT", ["phone"])
    1.5
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources


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

    def intensity(self, event_type: str, modes: Iterable[str] = ()) -> float:
        """PLOVER score; where several modes apply, the one farthest from zero counts."""
        kind = self.types[event_type]
        scores = [kind.modes[mode] for mode in modes if mode in kind.modes]
        return max(scores, key=abs) if scores else kind.score


@lru_cache(maxsize=1)
def load_ontology() -> Ontology:
    """The bundled PLOVER ontology (src/riftline/ontology/plover.toml)."""
    text = resources.files(__package__).joinpath("plover.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    types = {
        name: EventType(name, t["quad"], t["cameo"], t["score"], t["modes"])
        for name, t in data["types"].items()
    }
    return Ontology(
        types,
        tuple(data["contexts"]),
        tuple(data["sectors"]),
        tuple(data["auxiliary_modes"]),
    )
