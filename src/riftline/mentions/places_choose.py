"""Which place a name means: a conditional logit over its candidates, in the document's context.

A name has one sense per document (Gale, Church and Yarowsky 1992; for toponyms Leidner 2007).
Features are population, kind, the qualifier after the name ("Paris, Texas"), the countries the
document speaks of, and the nearness of the other names' likely places.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from .places_gazetteer import (
    ADMIN,
    ADMIN_SEAT,
    AREA,
    CAPITAL,
    COUNTRY,
    DISTRICT,
    REGION,
    SECTION,
    SITE,
    WATER,
    Candidate,
    distance_km,
)
from .places_spans import SpanCandidate

MOST = 24  # candidates of one name that are weighed; the rest are smaller
SAME_KM = 161.0  # two points as near as this count as one in the published evaluations
NEAR_KM, AREA_KM = 150.0, 700.0  # scales of nearness
EARTH_KM = 6371.0
_BETWEEN = ("", ",", "(", "in", ", in", ", the", "in the")

CANDIDATE_FEATURES = (
    "population", "main", "country", "capital", "admin", "seat", "region", "section", "site",
    "district", "qualified", "contradicted", "country_share", "country_named", "admin_named",
    "near", "around", "same_admin", "same_country",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen candidate and the probabilities that it, or at least its country, is right.

    ``probability`` counts all candidates within ``SAME_KM`` of the chosen one.
    """

    candidate: Candidate
    probability: float
    country_probability: float


@cache
def model() -> dict[str, Any]:
    """The fitted weights (``training/fit_places.py``)."""
    raw = resources.files(__package__).joinpath("data", "places", "model.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(raw)
    return loaded


def choose(spans: Sequence[SpanCandidate], countries: Mapping[str, float]) -> list[Choice]:
    """The sense of every span, in their order.

    A qualifier ("Moscow, Idaho") decides for its mention and, where the document gives a name only
    one qualifier, for the name's other mentions too.

    Args:
        spans: all spans of the document that bear a gazetteer name.
        countries: weight of each alpha-3 country that the document's actors belong to.
    """
    weights = np.array([model()["candidate"][name] for name in CANDIDATE_FEATURES])
    keys, options, table = candidate_features(spans, countries)
    scores = {key: table[key] @ weights for key in keys}
    held = _held(spans, options)
    by_key: dict[str, set[frozenset[int]]] = defaultdict(set)
    for span, inside in zip(spans, held, strict=True):
        if inside:
            by_key[span.key].add(inside)
    out = []
    cache: dict[tuple[str, frozenset[int]], Choice] = {}
    for span, inside in zip(spans, held, strict=True):
        if not inside and len(by_key[span.key]) == 1:
            inside = next(iter(by_key[span.key]))
        known = cache.get((span.key, inside))
        if known is None:
            known = _best(options[span.key], scores[span.key], inside)
            cache[span.key, inside] = known
        out.append(known)
    return out


def _best(rows: Sequence[Candidate], scores: Matrix, inside: frozenset[int]) -> Choice:
    """The likeliest candidate, among those that a qualifier holds where there is one."""
    if inside:
        scores = np.where([c.row in inside for c in rows], scores, -np.inf)
    p = np.exp(scores - scores.max())
    p /= p.sum()
    best = rows[int(np.argmax(p))]
    near = [distance_km(best.lat, best.lon, c.lat, c.lon) <= SAME_KM for c in rows]
    land = [c.country == best.country for c in rows]
    return Choice(best, float(p[near].sum()), float(p[land].sum()))


def _held(
    spans: Sequence[SpanCandidate], options: Mapping[str, list[Candidate]]
) -> list[frozenset[int]]:
    """For each span the rows that its qualifier can hold; empty where it has none."""
    out = []
    for number, one in enumerate(spans):
        two = spans[number + 1] if number + 1 < len(spans) else None
        inside: frozenset[int] = frozenset()
        if two is not None and _is_qualifier(one, two):
            inside = frozenset(c.row for c in options[one.key] if qualifies(two, c))
        out.append(inside)
    return out


Matrix = npt.NDArray[np.float64]


def candidate_features(
    spans: Sequence[SpanCandidate], countries: Mapping[str, float]
) -> tuple[list[str], dict[str, list[Candidate]], dict[str, Matrix]]:
    """Names in order of appearance, their weighed candidates, one feature row a candidate."""
    options: dict[str, list[Candidate]] = {}
    for span in spans:
        if span.key not in options:
            rows = sorted(span.candidates, key=prior, reverse=True)[:MOST]
            options[span.key] = rows
    keys = list(options)
    qualifiers = _qualifiers(spans)
    named = _Named(keys, options, countries)
    context = _Context(keys, options)
    table = {}
    for index, key in enumerate(keys):
        around = context.of(index)
        vectors = [
            _features(c, key, qualifiers.get(key, ()), named, around[n])
            for n, c in enumerate(options[key])
        ]
        table[key] = np.array(vectors)
    return keys, options, table


def prior(c: Candidate) -> float:
    """How likely a name means a place before any context, on a log scale."""
    weight = _size(c)
    bonus = {
        COUNTRY: 3.0,
        CAPITAL: 1.5,
        REGION: 1.5,
        AREA: 1.0,
        WATER: 0.5,
        ADMIN: 0.5,
        SITE: 0.5,
        DISTRICT: -0.5,
    }
    return weight + bonus.get(c.kind, 0.0) - (0.0 if c.main else 1.5)


def _size(c: Candidate) -> float:
    """Decimal logarithm of the population, or what stands for it where nobody is counted."""
    if c.population:
        return math.log10(c.population + 10)
    return {REGION: 7.0, AREA: 6.0, WATER: 6.5, SITE: 5.5}.get(c.kind, 4.0)


class _Named:
    """Countries and divisions that the document names: each key asks without its own share."""

    def __init__(
        self,
        keys: Iterable[str],
        options: Mapping[str, list[Candidate]],
        countries: Mapping[str, float],
    ) -> None:
        self._weight: dict[str, float] = defaultdict(float, countries)
        self._own: dict[str, str] = {}
        self._admins: dict[tuple[str, str], set[str]] = defaultdict(set)
        for key in keys:
            top = options[key][0]
            if top.kind in (COUNTRY, CAPITAL) and top.main:
                self._weight[top.country] += 1
                self._own[key] = top.country
            for c in options[key]:
                if c.kind in (ADMIN, AREA) and c.main and c.admin1:
                    self._admins[c.country, c.admin1].add(key)
        self._total = sum(self._weight.values())

    def admin(self, key: str, c: Candidate) -> bool:
        """Whether another name of the document names the candidate's division."""
        return c.kind not in (ADMIN, AREA) and bool(
            self._admins.get((c.country, c.admin1), set()) - {key}
        )

    def share(self, key: str, country: str) -> float:
        """The country's part of all that the document's other words say of countries."""
        own = self._own.get(key)
        total = self._total - (own is not None)
        return (self._weight.get(country, 0.0) - (own == country)) / total if total > 0 else 0.0


def _qualifiers(spans: Sequence[SpanCandidate]) -> dict[str, list[SpanCandidate]]:
    """For each name the spans that follow it as qualifiers: ``Paris, Texas``."""
    out: dict[str, list[SpanCandidate]] = defaultdict(list)
    for one, two in pairwise(spans):
        if _is_qualifier(one, two):
            out[one.key].append(two)
    return out


def _is_qualifier(one: SpanCandidate, two: SpanCandidate) -> bool:
    """After a comma, in brackets, or with "in": ``Paris, Texas``, ``Hebron (West Bank)``."""
    if one.sentence != two.sentence:
        return False
    return " ".join(t.text for t in one.tokens[one.last + 1 : two.first]) in _BETWEEN


def qualifies(outer: SpanCandidate, c: Candidate) -> bool:
    """Whether a name after the comma can hold the place: its division or its country."""
    for o in outer.candidates:
        if o.row == c.row:
            continue
        if o.kind == COUNTRY and o.country == c.country and c.kind != COUNTRY:
            return True
        if o.kind in (ADMIN, AREA) and (o.country, o.admin1 or o.name) == (c.country, c.admin1):
            return c.kind not in (ADMIN, COUNTRY, AREA)
    return False


class _Context:
    """Nearness of every candidate to the likely places of the document's other names."""

    def __init__(self, keys: list[str], options: Mapping[str, list[Candidate]]) -> None:
        flat = [c for k in keys for c in options[k]]
        self.owner = np.array([n for n, k in enumerate(keys) for _ in options[k]])
        lat = np.radians([c.lat for c in flat])
        lon = np.radians([c.lon for c in flat])
        xyz = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], 1)
        self.km = EARTH_KM * np.arccos(np.clip(xyz @ xyz.T, -1, 1)) if flat else np.zeros((0, 0))
        self.prior = np.zeros(len(flat))
        self.wide = np.array([c.wide for c in flat])
        for n, key in enumerate(keys):
            values = np.array([prior(c) for c in options[key]])
            share = np.exp(values - values.max())
            self.prior[self.owner == n] = share / share.sum()
        places = {(c.country, c.admin1): 0 for c in flat}
        numbers = {p: n for n, p in enumerate(places)}
        self.admin = np.array([numbers[c.country, c.admin1] for c in flat])
        lands = {c.country: 0 for c in flat}
        codes = {p: n for n, p in enumerate(lands)}
        self.land = np.array([codes[c.country] if c.country else -1 for c in flat])
        self.count = len(keys)

    def of(self, index: int) -> list[tuple[float, float, float, float]]:
        """near, around, same_admin, same_country of each candidate of one name, 0 to 1."""
        mine, others = self.owner == index, self.owner != index
        if self.count < 2:
            return [(0.0, 0.0, 0.0, 0.0)] * int(mine.sum())
        km = self.km[np.ix_(mine, others)]
        weight = self.prior[others] * ~self.wide[others]
        owner = self.owner[others]
        near = _best_mean(np.exp(-km / NEAR_KM) * weight, owner, self.count)
        around = _best_mean(np.exp(-km / AREA_KM) * self.prior[others], owner, self.count)
        admin = (self.admin[mine][:, None] == self.admin[others][None, :]) * self.prior[others]
        land = (self.land[mine][:, None] == self.land[others][None, :]) * self.prior[others]
        same_admin = _best_mean(admin, owner, self.count)
        same_land = _best_mean(land, owner, self.count)
        return list(zip(near, around, same_admin, same_land, strict=True))


def _best_mean(values: Matrix, owner: npt.NDArray[np.int64], count: int) -> list[float]:
    """The best value within each other name, averaged over the names."""
    best = np.zeros((values.shape[0], count))
    np.maximum.at(best.T, owner, values.T)
    return [float(v) for v in best.sum(1) / (count - 1)]


def _features(
    c: Candidate,
    key: str,
    qualifiers: Sequence[SpanCandidate],
    named: _Named,
    around: tuple[float, float, float, float],
) -> list[float]:
    near, about, same_admin, same_country = around
    qualified = any(qualifies(q, c) for q in qualifiers)
    share = named.share(key, c.country) if c.country else 0.0
    return [
        _size(c),
        float(c.main),
        float(c.kind == COUNTRY),
        float(c.kind == CAPITAL),
        float(c.kind == ADMIN),
        float(c.kind == ADMIN_SEAT),
        float(c.kind in (AREA, REGION, WATER)),
        float(c.kind == SECTION),
        float(c.kind == SITE),
        float(c.kind == DISTRICT),
        float(qualified),
        float(bool(qualifiers) and not qualified),
        share,
        float(share > 0),
        float(named.admin(key, c)),
        near,
        about,
        same_admin,
        same_country,
    ]
