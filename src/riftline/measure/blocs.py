"""Blocs: who stands together, how surely, who moved, and whether the whole is in balance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from riftline.errors import UsageError
from riftline.measure.alignment import balance_prior
from riftline.measure.counts import QUADS, coverage, pair_counts
from riftline.measure.distributions import Floats, Prior
from riftline.measure.selectors import BlocMembers, Queryable
from riftline.measure.signed import (
    Labels,
    communities,
    modularity_matrix,
    structural_balance,
)

SURE = 0.8  # probability from which a tie has a sign
_BLOCS = pa.schema(
    [
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("actor", pa.string()),
        ("bloc", pa.int64()),
        ("centre", pa.string()),
        ("stability", pa.float64()),
        ("happenings", pa.int64()),
        ("cooperation_within", pa.float64()),
        ("conflict_within", pa.float64()),
        ("moved_from", pa.int64()),
        ("moved_probability", pa.float64()),
    ]
)
_BALANCE = pa.schema(
    [
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("actors", pa.int64()),
        ("positive_ties", pa.int64()),
        ("negative_ties", pa.int64()),
        ("triads", pa.int64()),
        ("balanced", pa.float64()),
        ("balanced_by_chance", pa.float64()),
        ("p_value", pa.float64()),
        ("frustration", pa.float64()),
    ]
)


@dataclass(frozen=True)
class _Network:
    """Happenings between the actors of one period, and the prior of the share of cooperation."""

    start: date
    end: date
    actors: list[str]
    good: Floats
    bad: Floats
    prior: Prior


def blocs(
    store: Queryable,
    actors: Sequence[str] | None = None,
    *,
    start: date | None = None,
    end: date | None = None,
    period: str | None = None,
    minimum: int = 20,
    resolution: float = 1.0,
    resamples: int = 100,
    seed: int = 0,
    origin: str | None = None,
    members: BlocMembers | None = None,
) -> pa.Table:
    """Communities of the signed network of what actors do to each other, a row an actor a period.

    ``actors`` are selectors; None is every country. Those with fewer than ``minimum`` happenings
    with the others in a period are left out of it. Cooperation ties and conflict ties are the
    square roots of the counts (which steadies the variance of counts), each layer set against
    what its actors' activity makes likely. A higher ``resolution`` gives smaller blocs.

    Columns:
        period_start, period_end, actor
        bloc: a number that stays with a bloc over the periods, by most common members.
        centre: the member with the strongest ties to the others of its bloc.
        stability: share of ``resamples`` (each happening drawn anew) in which the actor is in it.
        happenings: with the other actors in the period.
        cooperation_within, conflict_within: shares of the actor's cooperation and conflict that
            are with its own bloc.
        moved_from: its bloc in the period before, if another. moved_probability: that the two
            differ, from the resamples; NULL in the first period.

    Raises:
        UsageError: an unknown period or actor, fewer than three actors, a start after the end.

    Example:
        >>> import tempfile
        >>> from riftline.store import Store
        >>> with Store.open(tempfile.mkdtemp() + "/s.duckdb") as store:
        ...     blocs(store).num_rows
        0
    """
    networks = _networks(store, actors, start, end, period, minimum, origin, members)
    rows: list[dict[str, Any]] = []
    before: dict[str, int] = {}
    drawn_before: dict[str, dict[int, float]] = {}
    next_number = 0
    for network in networks:
        labels, _ = communities(_gain(network.good, network.bad, resolution), seed=seed)
        numbers, next_number = _numbered(network.actors, labels, before, next_number)
        drawn = _resampled(network, numbers, resolution, resamples, seed)
        for i, actor in enumerate(network.actors):
            row = _row(network, numbers, i)
            row["stability"] = drawn[actor].get(int(numbers[i]), 0.0) if resamples else None
            if actor in before and before[actor] != numbers[i]:
                row["moved_from"] = before[actor]
            if actor in drawn_before and resamples:
                same = sum(
                    share * drawn[actor].get(number, 0.0)
                    for number, share in drawn_before[actor].items()
                )
                row["moved_probability"] = max(1 - same, 0.0)
            rows.append(row)
        before = {**before, **dict(zip(network.actors, numbers.tolist(), strict=True))}
        drawn_before = {**drawn_before, **drawn}
    return pa.Table.from_pylist(rows, schema=_BLOCS)


def balance_of_network(
    store: Queryable,
    actors: Sequence[str] | None = None,
    *,
    start: date | None = None,
    end: date | None = None,
    period: str | None = None,
    minimum: int = 20,
    seed: int = 0,
    origin: str | None = None,
    members: BlocMembers | None = None,
) -> pa.Table:
    """Structural balance of the same networks as :func:`blocs`, one row a period.

    A tie is positive (negative) where the pair's balance lies above (below) what is usual among
    all pairs with a probability of at least 0.8; all others are no ties.

    Columns: period_start, period_end, actors, positive_ties, negative_ties, triads (closed),
    balanced (their share with an even number of negative ties), balanced_by_chance (with the
    signs dealt anew on the same ties), p_value (how often chance gives as much), frustration
    (share of ties to be ignored so that two camps remain: an upper bound).
    """
    rows = []
    for network in _networks(store, actors, start, end, period, minimum, origin, members):
        result = structural_balance(_signs(network), seed=seed)
        rows.append(
            {
                "period_start": network.start,
                "period_end": network.end,
                "actors": len(network.actors),
                "positive_ties": result.positive,
                "negative_ties": result.negative,
                "triads": result.triads,
                "balanced": result.balanced,
                "balanced_by_chance": result.by_chance,
                "p_value": result.p_value,
                "frustration": result.frustration,
            }
        )
    return pa.Table.from_pylist(rows, schema=_BALANCE)


def _networks(
    store: Queryable,
    actors: Sequence[str] | None,
    start: date | None,
    end: date | None,
    period: str | None,
    minimum: int,
    origin: str | None,
    members: BlocMembers | None,
) -> list[_Network]:
    if start and end and start > end:
        raise UsageError(f"the start {start} lies after the end {end}")
    if actors is not None and len(set(actors)) < 3:
        raise UsageError("blocs need three actors or more", hint="e.g. USA,RUS,UKR")
    counts = pair_counts(
        store, actors, start=start, end=end, period=period, origin=origin, blocs=members
    )
    networks = []
    covered = coverage(store, start=start, end=end, period=period, origin=origin)
    for item in covered.to_pylist():
        table = counts
        if period:
            table = counts.filter(pc.equal(counts["period_start"], pa.scalar(item["period_start"])))
        names, good, bad = _matrices(table, minimum)
        prior = balance_prior(table, QUADS[:2], QUADS[2:])
        networks.append(_Network(item["period_start"], item["period_end"], names, good, bad, prior))
    return networks


def _matrices(table: pa.Table, minimum: int) -> tuple[list[str], Floats, Floats]:
    """Actors with enough happenings, and cooperation and conflict between each two of them."""
    names = sorted({*table["a"].to_pylist(), *table["b"].to_pylist()})
    place = {name: i for i, name in enumerate(names)}
    good, bad = np.zeros((2, len(names), len(names)))
    for row in table.to_pylist():
        i, j = place[row["a"]], place[row["b"]]
        good[i, j] = good[j, i] = row[QUADS[0]] + row[QUADS[1]]
        bad[i, j] = bad[j, i] = row[QUADS[2]] + row[QUADS[3]]
    kept = np.arange(len(names))
    while len(kept):  # leaving one out may bring another below the minimum
        total = (good + bad)[np.ix_(kept, kept)].sum(axis=1)
        if (total >= minimum).all():
            break
        kept = kept[total >= minimum]
    within = np.ix_(kept, kept)
    return [names[i] for i in kept], good[within], bad[within]


def _gain(good: Floats, bad: Floats, resolution: float) -> Floats:
    return modularity_matrix(np.sqrt(good), np.sqrt(bad), resolution)


def _numbered(
    actors: list[str], labels: Labels, before: dict[str, int], next_number: int
) -> tuple[Labels, int]:
    """Give communities the numbers of the blocs of the period before that they resemble most."""
    earlier = np.array([before.get(actor, -1) for actor in actors], dtype=np.int64)
    matched = _matched(labels, earlier)
    for label in range(int(labels.max(initial=-1)) + 1):
        if label not in matched:
            matched[label] = next_number
            next_number += 1
    return np.array([matched[int(label)] for label in labels], dtype=np.int64), next_number


def _matched(labels: Labels, reference: Labels) -> dict[int, int]:
    """Each label's best counterpart in a reference, one to one, by overlap (Jaccard), greedily."""
    scores = []
    for label in np.unique(labels):
        for number in np.unique(reference[reference >= 0]):
            both = int(((labels == label) & (reference == number)).sum())
            either = int(((labels == label) | (reference == number)).sum())
            if both:
                scores.append((-both / either, int(label), int(number)))
    result: dict[int, int] = {}
    for _, label, number in sorted(scores):
        if label not in result and number not in result.values():
            result[label] = number
    return result


def _resampled(
    network: _Network, numbers: Labels, resolution: float, resamples: int, seed: int
) -> dict[str, dict[int, float]]:
    """For each actor the share of resamples in which it is in each bloc; -1 is in none of them."""
    random = np.random.default_rng(seed)
    shares: dict[str, dict[int, float]] = {actor: {} for actor in network.actors}
    for _ in range(resamples):
        good, bad = _drawn(network.good, random), _drawn(network.bad, random)
        labels, _ = communities(
            _gain(good, bad, resolution), starts=4, seed=int(random.integers(2**31))
        )
        matched = _matched(labels, numbers)
        for actor, label in zip(network.actors, labels, strict=True):
            number = matched.get(int(label), -1)
            shares[actor][number] = shares[actor].get(number, 0.0) + 1 / resamples
    return shares


def _drawn(counts: Floats, random: np.random.Generator) -> Floats:
    upper = np.triu(random.poisson(counts), 1).astype(np.float64)
    return upper + upper.T


def _row(network: _Network, numbers: Labels, i: int) -> dict[str, Any]:
    own = numbers == numbers[i]
    ties = (np.sqrt(network.good) - np.sqrt(network.bad))[:, own].sum(axis=1)
    centre = int(np.argmax(np.where(own, ties, -np.inf)))
    good, bad = network.good[i], network.bad[i]
    return {
        "period_start": network.start,
        "period_end": network.end,
        "actor": network.actors[i],
        "bloc": int(numbers[i]),
        "centre": network.actors[centre],
        "happenings": int(good.sum() + bad.sum()),
        "cooperation_within": float(good[own].sum() / good.sum()) if good.sum() else None,
        "conflict_within": float(bad[own].sum() / bad.sum()) if bad.sum() else None,
    }


def _signs(network: _Network) -> Floats:
    """1 or -1 where a pair's balance surely lies above or below what is usual, else 0."""
    a, b = network.prior.a + network.good, network.prior.b + network.bad
    usual = np.log(network.prior.a / network.prior.b)
    z = (np.log(a / b) - usual) / np.sqrt(1 / a + 1 / b)
    sure = 0.8416  # the normal quantile of SURE
    signs = np.where(z > sure, 1.0, np.where(z < -sure, -1.0, 0.0))
    signs[network.good + network.bad == 0] = 0.0
    np.fill_diagonal(signs, 0.0)
    return signs
