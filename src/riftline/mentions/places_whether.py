"""Whether a span that bears a gazetteer name is a place at all: a logistic regression.

It weighs how the name is used in news at large (``usage.csv.gz``), the words around it, and the
actor mentions that cover it.
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Protocol

from riftline.record import Entity

from .places_choose import model, prior
from .places_gazetteer import ADMIN, CAPITAL, COUNTRY, words
from .places_spans import SpanCandidate, Token

_WORDS = words()


class ActorSpan(Protocol):
    """What an actor mention must offer; ``riftline.resolve.ActorMention`` does."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def entity(self) -> Entity: ...


SPAN_FEATURES = (
    "one", "prior", "main", "country", "capital", "hand_made", "words", "usage_known", "usage_in",
    "usage_part", "usage_small", "in", "toward", "of", "the", "comma_place", "in_place",
    "capital_before", "capital_after", "first_name_before", "title_before", "speech_after",
    "company_after", "direction_before", "direction_capital", "possessive", "first_word",
    "first_name_itself", "capitals", "dateline",
    "hyphen", "actor_person", "actor_org", "actor_state", "actor_longer", "person_elsewhere",
    "upper", "lower_after_hyphen", "short",
)  # fmt: skip


@cache
def usage() -> dict[str, tuple[int, int, int, int]]:
    """Folded name to its counts in news: capitalised, after "in", beside a capital, small."""
    raw = resources.files(__package__).joinpath("data", "places", "usage.csv.gz").read_bytes()
    out = {}
    for line in gzip.decompress(raw).decode().splitlines()[1:]:
        key, seen, inside, part, small = line.split(";")
        out[key] = (int(seen), int(inside), int(part), int(small))
    return out


def span_probabilities(spans: Sequence[SpanCandidate], actors: Sequence[ActorSpan]) -> list[float]:
    """The probability of each span that it names a place."""
    weights = model()["span"]
    rows = span_features(spans, actors)
    return [_logistic(sum(weights[n] * v for n, v in row.items())) for row in rows]


def _logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, x))))


def span_features(
    spans: Sequence[SpanCandidate], actors: Sequence[ActorSpan]
) -> list[dict[str, float]]:
    """One sparse row of ``SPAN_FEATURES`` for each span."""
    persons = {
        word
        for a in actors
        if (a.entity.entity_id or "").startswith("person:") or _described_person(a.entity)
        for word in a.entity.name.lower().split()[-1:]
    }
    covering = _covering(spans, actors)
    starts = {(s.sentence, s.first): s for s in spans}
    return [_row(s, covering[n], persons, starts) for n, s in enumerate(spans)]


def _described_person(entity: Entity) -> bool:
    return entity.entity_id is None and len(entity.name.split()) > 1 and bool(entity.role)


def _covering(spans: Sequence[SpanCandidate], actors: Sequence[ActorSpan]) -> list[list[ActorSpan]]:
    """The actor mentions that overlap each span; both are in text order."""
    out: list[list[ActorSpan]] = []
    ordered = sorted(actors, key=lambda a: a.start)
    low = 0
    for s in spans:
        while low < len(ordered) and ordered[low].end <= s.start - 200:
            low += 1
        found = []
        for a in ordered[low:]:
            if a.start >= s.end:
                break
            if a.end > s.start:
                found.append(a)
        out.append(found)
    return out


def _row(
    s: SpanCandidate,
    actors: Sequence[ActorSpan],
    persons: set[str],
    starts: dict[tuple[int, int], SpanCandidate],
) -> dict[str, float]:
    top = max(s.candidates, key=prior)
    row: dict[str, float] = {
        "one": 1.0,
        "prior": prior(top) / 5,
        "main": float(top.main),
        "country": float(top.kind == COUNTRY),
        "capital": float(top.kind in (CAPITAL, ADMIN)),
        "hand_made": float(top.geonames_id is None),
        "words": float(s.last > s.first),
        "upper": float(s.text.isupper() and len(s.text) > 3),
        "short": float(len(s.key) <= 4 and top.kind != COUNTRY),
        "person_elsewhere": float(s.key in persons),
    }
    _usage_row(s.key, row)
    _before_row(s, row)
    _after_row(s, row, starts)
    for a in actors:
        kind = (a.entity.entity_id or "").split(":")[0]
        longer = a.start < s.start or a.end > s.end
        if kind == "person":
            row["actor_person"] = 1.0
        elif kind in ("org", "bloc", "people"):
            row["actor_org"] = 1.0
        elif kind == "state" and not longer:
            row["actor_state"] = 1.0
        if longer:
            row["actor_longer"] = 1.0
    return row


def _usage_row(key: str, row: dict[str, float]) -> None:
    seen, inside, part, small = usage().get(key, (0, 0, 0, 0))
    if seen:
        row["usage_known"] = 1.0
        row["usage_in"] = (inside + 0.5) / (seen + 3) * 3
        row["usage_part"] = (part + 0.5) / (seen + 3)
    row["usage_small"] = small / (seen + small + 1)


def _before_row(s: SpanCandidate, row: dict[str, float]) -> None:
    before, second = s.token(-1), s.token(-2)
    if before is None:
        row["first_word"] = 1.0
        return
    if before.key == "the" and second is not None:
        row["the"] = 1.0
        before = second
    if before.key in _WORDS["places_in"]:
        row["in"] = 1.0
    elif before.key in _WORDS["prepositions"] and before.key != "of":
        row["toward"] = 1.0
    elif before.key == "of":
        row["of"] = 1.0
    elif before.key in _WORDS["directions"]:
        capital = before.capital and before is not s.tokens[0]
        row["direction_capital" if capital else "direction_before"] = 1.0
    elif before.key in _WORDS["titles"]:
        row["title_before"] = 1.0
    elif before.key in _WORDS["first_names"] and before.capital:
        row["first_name_before"] = 1.0
    elif before.capital and len(before.text) > 1 and not _begins(before, s):
        row["capital_before"] = 1.0
    elif before.text in "-–" and before.end == s.start:
        row["hyphen"] = 1.0


def _begins(token: Token, s: SpanCandidate) -> bool:
    """A sentence's first word has its capital from there."""
    return token is s.tokens[0] and token.key not in _WORDS["first_names"]


def _after_row(
    s: SpanCandidate, row: dict[str, float], starts: dict[tuple[int, int], SpanCandidate]
) -> None:
    after, second = s.token(1), s.token(2)
    capitals = sum(t.capital for t in s.tokens if t.key)
    row["capitals"] = float(capitals > 0.6 * max(len([t for t in s.tokens if t.key]), 1))
    if after is None:
        return
    held = starts.get((s.sentence, s.last + 2))
    if after.text == "," and held is not None and any(c.wide for c in held.candidates[:3]):
        row["comma_place"] = 1.0
    if after.key in ("in", "on") and (s.sentence, s.last + 2) in starts:
        row["in_place"] = 1.0
    if after.text in ("-", "–", "(") and s.first == 0:
        row["dateline"] = 1.0
    if after.text == "-" and after.start == s.end:
        row["lower_after_hyphen"] = 1.0
    if s.key in _WORDS["first_names"] and after.capital and after.start - s.end == 1:
        row["first_name_itself"] = float(after.key not in _WORDS["company"])
    if after.key in _WORDS["company"] and after.capital:
        row["company_after"] = 1.0
    elif after.capital and after.start - s.end <= 1:
        row["capital_after"] = 1.0
    if after.key in _WORDS["speech"]:
        row["speech_after"] = 1.0
    if after.start - s.end >= 2 and second is not None:
        row["possessive"] = 1.0
