"""Which place a name means: a conditional logit over its candidates, in the document's context.

A name has one sense per document (Gale, Church and Yarowsky 1992; for toponyms Leidner 2007).
Features are population, kind, the qualifier after the name ("Paris, Texas"), the countries the
document speaks of, and the nearness of the other names' likely places.
"""

from __future__ import annotations

import itertools
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
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
)
from .places_spans import SpanCandidate

MOST = 24  # candidates of one name that are weighed; the rest are smaller
NEAR_KM, AREA_KM = 150.0, 700.0  # scales of nearness
EARTH_KM = 6371.0

CANDIDATE_FEATURES = (
    "population", "main", "country", "capital", "admin", "seat", "region", "section", "site",
    "district",     "qualified", "contradicted", "country_share", "country_named", "admin_named", "near", "around",
    "same_admin", "same_country", "only_country",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen candidate, its probability among the candidates, and what spoke for it."""

    candidate: Candidate
    probability: float
    margin: float
    qualified: bool
    support: float


@cache
def model() -> dict[str, Any]:
    """The fitted weights (``training/fit_places.py``)."""
    raw = resources.files(__package__).joinpath("data", "places", "model.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(raw)
    return loaded


def choose(spans: Sequence[SpanCandidate], countries: Mapping[str, float]) -> dict[str, Choice]:
    """The sense of every name of a document.

    Args:
        spans: all spans of the document that bear a gazetteer name.
        countries: weight of each alpha-3 country that the document's actors belong to.
    """
    weights = np.array([model()["candidate"][name] for name in CANDIDATE_FEATURES])
    keys, options, table = candidate_features(spans, countries)
    out = {}
    for key in keys:
        rows = options[key]
        scores = table[key] @ weights
        p = np.exp(scores - scores.max())
        p /= p.sum()
        order = np.argsort(-p, kind="stable")
        best = int(order[0])
        second = float(p[order[1]]) if len(order) > 1 else 0.0
        features = dict(zip(CANDIDATE_FEATURES, table[key][best], strict=True))
        support = features["near"] + features["country_share"] + features["same_admin"]
        out[key] = Choice(
            rows[best], float(p[best]), float(p[best]) - second, features["qualified"] > 0, support
        )
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
    named = _named(keys, options, countries)
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
    weight = math.log10(c.population + 10) if c.population else 4.0
    bonus = {
        COUNTRY: 3.0,
        CAPITAL: 1.5,
        REGION: 3.0,
        AREA: 2.5,
        WATER: 2.5,
        ADMIN: 0.5,
        SITE: 1.5,
        DISTRICT: -0.5,
    }
    return weight + bonus.get(c.kind, 0.0) - (0.0 if c.main else 1.5)


@dataclass(frozen=True, slots=True)
class _Named:
    """Countries and divisions that the document names, with their shares."""

    share: Mapping[str, float]
    admins: frozenset[tuple[str, str]]


def _named(
    keys: Iterable[str], options: Mapping[str, list[Candidate]], countries: Mapping[str, float]
) -> _Named:
    weight: Counter[str] = Counter()
    for country, n in countries.items():
        weight[country] += n  # type: ignore[assignment]
    admins = set()
    for key in keys:
        rows = options[key]
        if rows[0].kind in (COUNTRY, CAPITAL) and rows[0].main:
            weight[rows[0].country] += 1
        for c in rows:
            if c.kind in (ADMIN, AREA) and c.main and c.admin1:
                admins.add((c.country, c.admin1))
    total = sum(weight.values()) or 1
    return _Named({c: n / total for c, n in weight.items()}, frozenset(admins))


def _qualifiers(spans: Sequence[SpanCandidate]) -> dict[str, list[SpanCandidate]]:
    """For each name the spans that follow it after a comma or in brackets: ``Paris, Texas``."""
    out: dict[str, list[SpanCandidate]] = defaultdict(list)
    for one, two in itertools.pairwise(spans):
        if one.sentence != two.sentence:
            continue
        between = [t.text for t in one.tokens[one.last + 1 : two.first]]
        if between in ([","], ["("], ["in"], [",", "in"], [",", "the"]) or not between:
            out[one.key].append(two)
    return out


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
    share = named.share.get(c.country, 0.0)
    return [
        math.log10(c.population + 10) if c.population else 4.0,
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
        float(c.kind not in (ADMIN, AREA) and (c.country, c.admin1) in named.admins),
        near,
        about,
        same_admin,
        same_country,
        float(share > 0.99),
    ]
