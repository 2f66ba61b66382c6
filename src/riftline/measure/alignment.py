"""Alignment of pairs: balance, similarity, shared positions, exposure, each with its interval.

They are shown apart, since a pair can be close in one and far in another, and none is
folded into an index. What is planned, feared or denied counts for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from riftline.errors import UsageError
from riftline.measure.counts import QUADS, coverage, pair_counts
from riftline.measure.distributions import (
    Floats,
    Prior,
    beta_interval,
    fit_beta,
    fit_gamma,
    gamma_interval,
)
from riftline.measure.positions import position_values, shared_sides
from riftline.measure.selectors import BlocMembers, Queryable

PER = 10_000  # exposure is given for so many covered items
# Balances: name, cooperative and conflictual quad classes.
_BALANCES = {
    "balance": (QUADS[:2], QUADS[2:]),
    "verbal_balance": (QUADS[:1], QUADS[2:3]),
    "material_balance": (QUADS[1:2], QUADS[3:]),
}
_FEWEST_PARTNERS = 3.0  # below it a correlation says nothing (Fisher's n - 3)


@dataclass(frozen=True)
class _Settings:
    """What stays the same over the periods of one call."""

    start: date | None
    end: date | None
    period: str | None
    origin: str | None
    blocs: BlocMembers | None
    level: float

    def counts(self, store: Queryable, actors: Sequence[str] | None, towards: str) -> pa.Table:
        return pair_counts(
            store, actors, start=self.start, end=self.end, period=self.period,
            origin=self.origin, blocs=self.blocs, towards=towards,
        )  # fmt: skip

    def sides(self, store: Queryable, actors: Sequence[str] | None) -> pa.Table:
        return shared_sides(
            store, actors, start=self.start, end=self.end, period=self.period,
            origin=self.origin, blocs=self.blocs,
        )  # fmt: skip


def alignment(
    store: Queryable,
    actors: Sequence[str] | None = None,
    *,
    pairs: Sequence[tuple[str, str]] | None = None,
    start: date | None = None,
    end: date | None = None,
    period: str | None = None,
    origin: str | None = None,
    blocs: BlocMembers | None = None,
    level: float = 0.95,
    minimum: int = 1,
) -> pa.Table:
    """How close pairs of actors were, one row a pair and period, each measure with its interval.

    ``pairs`` are the pairs wanted; else all pairs among ``actors``; else all pairs of countries
    with at least ``minimum`` happenings in the period. Actors are selectors (``USA``,
    ``RUS:GOV``, ``NATO``). Days are inclusive; without ``period`` there is one row a pair.

    Every measure is drawn towards the population (all pairs of countries in that period) by a
    prior fitted to it, the more the less was reported. Columns:

        period_start, period_end, source, target
        happenings, cooperation, conflict: happenings reported as done. A period in which the
            store covers nothing has no row.
        balance: (cooperation - conflict) / both, -1 to 1; beta posterior. ``verbal_balance``
            and ``material_balance`` the same of words and of deeds alone.
        similarity: cosine, -1 to 1, of what the two do with third countries: more or less
            conflict than is usual at that amount of reporting. Drawn towards the mean of all
            pairs on Fisher's z scale. ``partners`` is the effective number of third countries
            that both deal with; below four only the mean of all pairs is left.
        same_side: (agreed - opposed) / both, -1 to 1; beta posterior. ``agreed`` and ``opposed``
            are the occasions on which the two took the same or opposite sides on one third party
            in one month (:func:`riftline.measure.positions.shared_sides`).
        shared_positions: agreed occasions as a multiple of what two who take sides so often would
            have by chance; 1 is as expected. Gamma posterior.
        exposure: happenings for each 10,000 items that the press wrote (articles, imported
            events): gamma posterior.
        attention: happenings as a multiple of what two actors so much in the news would have if
            partners met at random; 1 is as expected. Gamma posterior.
        mean_intensity: mean PLOVER score, -10 to 10, without shrinkage or interval.

    and for each of the eight measures ``_low`` and ``_high`` at ``level``.

    Raises:
        UsageError: an unknown period or actor, fewer than two actors, a start after the end.

    Example:
        >>> import tempfile
        >>> from riftline.store import Store
        >>> with Store.open(tempfile.mkdtemp() + "/s.duckdb") as store:
        ...     alignment(store, pairs=[("USA", "RUS")]).num_rows
        0
    """
    wanted, names = _wanted(actors, pairs)
    if start and end and start > end:
        raise UsageError(f"the start {start} lies after the end {end}")
    if not 0 < level < 1:
        raise UsageError(f"level {level} is not between 0 and 1", hint="for example 0.95")
    settings = _Settings(start, end, period, origin, blocs, level)
    covered = coverage(store, start=start, end=end, period=period, origin=origin)
    population = settings.counts(store, None, "each other")
    direct = population if names is None else settings.counts(store, names, "each other")
    profiles = settings.counts(store, names, "countries")
    all_sides = settings.sides(store, None)
    sides = all_sides if names is None else settings.sides(store, names)
    rows = []
    for item in covered.to_pylist():
        key = item["period_start"] if period else None
        met, everyone = _of(direct, key), _of(population, key)
        chosen = wanted if wanted is not None else _met(met, minimum)
        if chosen:
            taken = position_values(chosen, _of(sides, key), _of(all_sides, key), level)
            counted = _counted(item, chosen, everyone, met, _of(profiles, key), level)
            rows.append(_table({**counted, **taken}, chosen, pa.Table.from_pylist([item])))
    return pa.concat_tables(rows) if rows else _table({}, [], covered.slice(0, 0))


def _wanted(
    actors: Sequence[str] | None, pairs: Sequence[tuple[str, str]] | None
) -> tuple[list[tuple[str, str]] | None, list[str] | None]:
    """The pairs asked for, None for all, and the actors in them."""
    if pairs is None and actors is None:
        return None, None
    if pairs is None:
        names = list(dict.fromkeys(actors or ()))
        if len(names) < 2:
            raise UsageError("alignment needs two actors or more", hint="e.g. USA,RUS,UKR")
        chosen = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    else:
        chosen = list(dict.fromkeys((a, b) for a, b in pairs))
        if any(a == b for a, b in chosen) or not chosen:
            raise UsageError("a pair is two different actors", hint="e.g. USA,RUS")
    return chosen, list(dict.fromkeys(name for pair in chosen for name in pair))


def _of(table: pa.Table, key: date | None) -> pa.Table:
    if key is None:
        return table
    return table.filter(pc.equal(table["period_start"], pa.scalar(key)))


def _met(direct: pa.Table, minimum: int) -> list[tuple[str, str]]:
    kept = direct.filter(pc.greater_equal(direct["happenings"], minimum))
    return list(zip(kept["a"].to_pylist(), kept["b"].to_pylist(), strict=True))


def _counted(
    item: dict[str, Any],
    chosen: list[tuple[str, str]],
    population: pa.Table,
    direct: pa.Table,
    profiles: pa.Table,
    level: float,
) -> dict[str, Floats]:
    """The columns that come from what the pairs did to each other and to third countries."""
    counts = _pair_rows(direct, chosen)
    everyone = population if population.num_rows else direct
    values: dict[str, Floats] = {"happenings": counts["happenings"]}
    values["cooperation"] = counts[QUADS[0]] + counts[QUADS[1]]
    values["conflict"] = counts[QUADS[2]] + counts[QUADS[3]]
    for name, (good, bad) in _BALANCES.items():
        hits, misses = _sum(counts, good), _sum(counts, bad)
        prior = balance_prior(everyone, good, bad)
        a, b = prior.a + hits, prior.b + misses
        low, high = beta_interval(a, b, level)
        _put(values, name, 2 * a / (a + b) - 1, 2 * low - 1, 2 * high - 1)
    prior = balance_prior(everyone, QUADS[:2], QUADS[2:])
    _similarities(values, chosen, profiles, _mirrored(everyone), prior, level)
    written = np.full(len(chosen), item["coverage"] / PER)
    all_counts = _column(everyone, "happenings")
    prior = fit_gamma(all_counts, np.full(len(all_counts), item["coverage"] / PER))
    _gamma(values, "exposure", counts["happenings"], written, prior, level)
    expected = _expected(profiles, everyone, chosen)
    prior = fit_gamma(all_counts, _expected_of_all(everyone))
    _gamma(values, "attention", counts["happenings"], expected, prior, level)
    with np.errstate(invalid="ignore"):
        values["mean_intensity"] = counts["sum_intensity"] / counts["happenings"]
    return values


def balance_prior(population: pa.Table, good: Sequence[str], bad: Sequence[str]) -> Prior:
    """The beta prior of the share of cooperation, fitted to a table of :func:`pair_counts`."""
    counts = {quad: _column(population, quad) for quad in QUADS}
    hits, misses = _sum(counts, good), _sum(counts, bad)
    return fit_beta(hits, hits + misses)


def _mirrored(population: pa.Table) -> pa.Table:
    """Pairs of countries seen from both sides, as counted towards countries."""
    swapped = population.rename_columns(
        [{"a": "b", "b": "a"}.get(name, name) for name in population.column_names]
    )
    return pa.concat_tables([population, swapped.select(population.column_names)])


def _sum(counts: Mapping[str, Floats], names: Sequence[str]) -> Floats:
    total: Floats = np.sum([counts[name] for name in names], axis=0, dtype=np.float64)
    return total


def _column(table: pa.Table, name: str) -> Floats:
    return np.asarray(table[name].to_numpy(), dtype=np.float64)


def _pair_rows(direct: pa.Table, chosen: list[tuple[str, str]]) -> dict[str, Floats]:
    """Counts of the chosen pairs, zero where they did not meet."""
    ends = zip(direct["a"].to_pylist(), direct["b"].to_pylist(), strict=True)
    place = {frozenset(pair): i for i, pair in enumerate(ends)}
    where = np.array([place.get(frozenset(pair), -1) for pair in chosen], dtype=np.int64)
    result = {}
    for name in (*QUADS, "happenings", "sum_intensity"):
        column = np.append(_column(direct, name), 0.0)  # the last answers for -1
        result[name] = column[where]
    return result


def _put(values: dict[str, Floats], name: str, middle: Floats, low: Floats, high: Floats) -> None:
    values[name], values[f"{name}_low"], values[f"{name}_high"] = middle, low, high


def _gamma(
    values: dict[str, Floats], name: str, counts: Floats, exposure: Floats, prior: Prior,
    level: float,
) -> None:  # fmt: skip
    shape, rate = prior.a + counts, prior.b + exposure
    _put(values, name, shape / rate, *gamma_interval(shape, rate, level))


def _expected(profiles: pa.Table, everyone: pa.Table, chosen: list[tuple[str, str]]) -> Floats:
    """Happenings that pairs would have if partners met at random, given how often each acts."""
    totals: dict[str, float] = {}
    for name, n in zip(profiles["a"].to_pylist(), profiles["happenings"].to_pylist(), strict=True):
        totals[name] = totals.get(name, 0.0) + n
    whole = max(2 * _column(everyone, "happenings").sum(), 1.0)
    return np.array([totals.get(a, 0.0) * totals.get(b, 0.0) / whole for a, b in chosen])


def _expected_of_all(everyone: pa.Table) -> Floats:
    ends = [everyone[side].to_pylist() for side in "ab"]
    n = _column(everyone, "happenings")
    totals: dict[str, float] = {}
    for side in ends:
        for name, count in zip(side, n, strict=True):
            totals[name] = totals.get(name, 0.0) + count
    whole = max(2 * n.sum(), 1.0)
    return np.array([totals[a] * totals[b] / whole for a, b in zip(*ends, strict=True)])


def _similarities(
    values: dict[str, Floats],
    chosen: list[tuple[str, str]],
    profiles: pa.Table,
    everyone: pa.Table,
    prior: Prior,
    level: float,
) -> None:
    """Similarity of the chosen pairs, drawn towards that of all pairs of countries."""
    names = sorted({name for pair in chosen for name in pair})
    place = {name: i for i, name in enumerate(names)}
    one, two = (np.array([place[pair[side]] for pair in chosen]) for side in (0, 1))
    countries = sorted(set(everyone["a"].to_pylist()))
    correlation, partners = profile_similarity(everyone, countries, prior)
    upper = np.triu_indices(len(countries), 1)
    usual = _usual_z(correlation[upper], partners[upper])
    known = profiles.filter(pc.is_in(profiles["a"], pa.array(names)))
    correlation, partners = profile_similarity(known, names, prior)
    middle, variance = _shrunk_z(correlation[one, two], partners[one, two], usual)
    width = np.sqrt(variance)
    reach = _normal_quantile((1 + level) / 2) * width
    low, high = np.tanh(middle - reach), np.tanh(middle + reach)
    _put(values, "similarity", np.tanh(middle), low, high)
    values["partners"] = partners[one, two]


def profile_similarity(
    profiles: pa.Table, names: Sequence[str], prior: Prior
) -> tuple[Floats, Floats]:
    """Cosines of what actors do with third countries: two square matrices.

    What an actor does with a country is how much more conflict there is than is usual at that
    amount of reporting, in units of chance: sqrt(n * usual share) - sqrt(conflict), whose
    variance is nearly the same for all n. The first matrix holds the cosine over third countries
    (NaN where nothing is known), the second their effective number, (sum of weights)^2 / sum of
    squared weights: a country weighs the more the more is known of what both do with it, root of
    n / (n + k) for each, k the weight of the prior, and nothing where one of them has no dealings
    with it. The two themselves do not count.
    """
    countries = sorted({*profiles["b"].to_pylist(), *names})
    row = {name: i for i, name in enumerate(names)}
    column = {name: i for i, name in enumerate(countries)}
    n, bad = np.zeros((2, len(names), len(countries)))
    where = (
        np.array([row[a] for a in profiles["a"].to_pylist()], dtype=np.int64),
        np.array([column[b] for b in profiles["b"].to_pylist()], dtype=np.int64),
    )
    n[where] = _column(profiles, "happenings")
    bad[where] = _column(profiles, QUADS[2]) + _column(profiles, QUADS[3])
    value = np.sqrt(n * (1 - prior.beta_mean)) - np.sqrt(bad)
    own = [column[name] for name in names]
    length = (value**2).sum(axis=1)[:, None] - value[:, own] ** 2
    weight = np.sqrt(n / (n + prior.a + prior.b))
    with np.errstate(invalid="ignore", divide="ignore"):
        cosine = (value @ value.T) / np.sqrt(length * length.T)
        partners = np.nan_to_num((weight @ weight.T) ** 2 / (weight**2 @ (weight**2).T))
    cosine[~np.isfinite(cosine)] = np.nan
    return np.clip(cosine, -1, 1), partners


def _usual_z(correlation: Floats, partners: Floats) -> tuple[float, float]:
    """Mean and variance of Fisher's z over pairs, without the noise of few partners."""
    z, noise = _fisher(correlation, partners)
    known = np.isfinite(noise) & (noise < 1)
    if known.sum() <= 10:
        return 0.0, 0.25  # before anything is known: most correlations lie within 0.76
    weight = 1 / noise[known]
    mean = float(np.average(z[known], weights=weight))
    scatter = float(np.average((z[known] - mean) ** 2 - noise[known], weights=weight))
    return mean, max(scatter, 0.01)


def _shrunk_z(
    correlation: Floats, partners: Floats, usual: tuple[float, float]
) -> tuple[Floats, Floats]:
    """Posterior mean and variance of Fisher's z."""
    z, noise = _fisher(correlation, partners)
    mean, spread = usual
    pull = spread / (spread + noise)
    return mean + pull * (z - mean), spread * (1 - pull)


def _fisher(correlation: Floats, partners: Floats) -> tuple[Floats, Floats]:
    """Fisher's z and its sampling variance, infinite where nothing is known."""
    z = np.arctanh(np.clip(np.nan_to_num(correlation), -0.999, 0.999))
    known = (partners > _FEWEST_PARTNERS) & np.isfinite(correlation)
    with np.errstate(divide="ignore"):
        return z, np.where(known, 1 / np.maximum(partners - _FEWEST_PARTNERS, 1e-9), np.inf)


def _normal_quantile(p: float) -> float:
    return NormalDist().inv_cdf(p)


_BESIDE = {"similarity": ("partners",), "same_side": ("agreed", "opposed")}
_MEASURES = (
    *_BALANCES, "similarity", "same_side", "shared_positions", "exposure", "attention",
)  # fmt: skip
_COUNTED = ("happenings", "cooperation", "conflict")


def _table(values: dict[str, Floats], chosen: list[tuple[str, str]], days: pa.Table) -> pa.Table:
    """The columns in their order; happenings NULL where nothing is covered."""
    n = len(chosen)
    columns: dict[str, Any] = {}
    for name in ("period_start", "period_end"):
        day = days[name][0].as_py() if days.num_rows else None
        columns[name] = pa.array([day] * n, pa.date32())
    columns["source"] = pa.array([pair[0] for pair in chosen], pa.string())
    columns["target"] = pa.array([pair[1] for pair in chosen], pa.string())
    empty = np.zeros(0)
    for name in _COUNTED:
        columns[name] = pa.array(values.get(name, empty).astype(np.int64), pa.int64())
    for name in _MEASURES:
        for column in (name, f"{name}_low", f"{name}_high"):
            columns[column] = pa.array(values.get(column, empty), pa.float64())
        for count in _BESIDE.get(name, ()):
            kind = pa.float64() if count == "partners" else pa.int64()
            columns[count] = pa.array(values.get(count, empty).astype(kind.to_pandas_dtype()), kind)
    columns["mean_intensity"] = pa.array(
        values.get("mean_intensity", empty), pa.float64(), from_pandas=True
    )
    return pa.table(columns)
