"""Which country a description without one belongs to: weighed evidence of the document.

"Lawmakers" in an article on Libya may still sit in Washington. Each country that the document
names is scored by where it is named; the weights were fitted as a choice among the countries
(conditional logit) by ``training/actors/fit_country.py`` on one half of the coded articles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .memory import Memory
    from .qualify import Described
    from .scan import Found

# What speaks for a country, and how much. Order is that of ``evidence``.
WEIGHTS = {
    "share": 1.18,  # its share of the document's mentions
    "before": -0.17,  # named earlier in the sentence
    "after": 0.09,  # named later in the sentence
    "placed": 0.34,  # named in the sentence as the place: "in Cairo"
    "last": 0.75,  # the last one named before the description
    "person": 0.29,  # by a person of that country in the sentence
    "described": 0.35,  # by a description: "Egyptian police"
    "town": 0.47,  # by a town
    "previous": 0.49,  # in the sentence before
    "earlier": 0.29,  # two or three sentences before
    "title": 0.93,  # in the title
    "same_head": 0.81,  # the same noun stood with that country before
    "main_home": 0.44,  # most named, for institutions of a state
    "us_congress": 1.25,  # United States, for legislators
    "plural_here": 0.15,  # in the sentence, for a plural
    "plural_main": 0.11,  # most named, for a plural
}
_HOME = frozenset({"LEG", "JUD", "COP", "GOV", "PTY", "OPP"})
_PLACING = frozenset({"in", "at", "near", "across", "throughout", "of", "from"})
_MOST = 8


def likely_country(memory: Memory, found: Described, start: int, index: int) -> str | None:
    """The country that the document's evidence speaks for most; None where it names none."""
    best, most = None, 0.0
    weights = tuple(WEIGHTS.values())
    for code, values in evidence(memory, found, start, index).items():
        score = sum(w * v for w, v in zip(weights, values, strict=True))
        if best is None or score > most:
            best, most = code, score
    return best


def evidence(
    memory: Memory, found: Described, start: int, index: int
) -> dict[str, tuple[float, ...]]:
    """For each of the document's leading countries, the values that ``WEIGHTS`` weighs."""
    rows = memory.rows
    here = _with_country(rows[index]) if 0 <= index < len(rows) else []
    previous = memory.codes[index - 1] if 0 < index <= len(rows) else frozenset()
    earlier = frozenset[str]().union(*memory.codes[max(0, index - 3) : max(0, index - 1)])
    last = next((f.described.country for f in reversed(here) if f.end <= start), None)
    sector = found.sectors[0] if found.sectors else ""
    same = memory.of_head.get(found.head) if found.kind == "generic" else None
    total = sum(memory.weights.values()) or 1.0
    out: dict[str, tuple[float, ...]] = {}
    for rank, code in enumerate(memory.countries[:_MOST]):
        own = [f for f in here if f.described.country == code]
        out[code] = (
            memory.weights.get(code, 0.0) / total,
            float(any(f.end <= start for f in own)),
            float(any(f.start > start for f in own)),
            float(any(_placed(memory.text, f) for f in own)),
            float(last == code),
            float(any(f.described.kind == "person" for f in own)),
            float(any(f.described.kind == "generic" for f in own)),
            float(any(f.described.kind == "place" for f in own)),
            float(code in previous),
            float(code in earlier),
            float(code in memory.title_codes),
            float(same == code),
            float(rank == 0 and sector in _HOME),
            float(code == "USA" and sector == "LEG"),
            float(bool(own) and found.plural),
            float(rank == 0 and found.plural),
        )
    return out


def _with_country(row: list[Found]) -> list[Found]:
    return [f for f in row if f.described.country]


def codes(row: list[Found]) -> frozenset[str]:
    """The countries that a sentence's mentions name."""
    return frozenset(f.described.country for f in row if f.described.country)


def _placed(text: str, found: Found) -> bool:
    if found.described.kind not in {"place", "state"}:
        return False
    before = text[max(0, found.start - 10) : found.start].split()
    return bool(before) and before[-1].lower() in _PLACING
