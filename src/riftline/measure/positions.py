"""Shared positions: who takes the same side on the same third party in the same month.

A side is taken by words or deeds that pass judgement (SUPPORT for; ACCUSE, REJECT and SANCTION
against), and by whatever several actors of one event do together (for in cooperation, against in
conflict). It is taken on the recipient: a state with its organs, a part of a country's society
apart from its state (``SYR:REB``), or an organisation; without a recipient, on what the event is
itself about. Two actors who took sides on one recipient in one month had one occasion to agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from riftline.measure.counts import check_period
from riftline.measure.distributions import (
    Floats,
    beta_interval,
    fit_beta,
    fit_gamma,
    gamma_interval,
)
from riftline.measure.selectors import (
    BlocMembers,
    Queryable,
    Selector,
    labels_sql,
    parse_selectors,
    quoted,
)

SIDES = {"SUPPORT": 1, "ACCUSE": -1, "REJECT": -1, "SANCTION": -1}
"""The side that an event of a type takes on its recipient."""
_STATE = ("GOV", "MIL", "LEG", "JUD", "COP", "SPY")  # whoever speaks of these speaks of the state
_WINDOWS = {"day": "day", "week": "week"}  # finer than a month: as the period itself


def shared_sides(
    store: Queryable,
    actors: Sequence[str] | None = None,
    *,
    start: date | None = None,
    end: date | None = None,
    period: str | None = None,
    origin: str | None = None,
    blocs: BlocMembers | None = None,
) -> pa.Table:
    """Occasions on which two actors took the same or opposite sides, by pair and period.

    ``actors`` are selectors; None is every country. An actor's side on a recipient in a month (in
    a day or week, if that is the period) is the one that most of its happenings take; a tie is no
    side. Sides on the two themselves do not count, and a bloc and its member have no occasions.

    Columns: period_start, a, b (a before b by name), same, opposite; repeats, ordered pairs of
    occasions on one issue, and alike, those of them with one outcome; inside, that the side of
    one counts as the other's. A row with a = b says in ``same`` how often that actor took sides.

    Raises:
        UsageError: an unknown period or actor.

    Example:
        >>> import tempfile
        >>> from riftline.store import Store
        >>> with Store.open(tempfile.mkdtemp() + "/s.duckdb") as store:
        ...     shared_sides(store).column_names
        ['period_start', 'a', 'b', 'same', 'opposite', 'repeats', 'alike', 'inside']
    """
    check_period(period)
    window = _WINDOWS.get(period or "", "month")
    bucket = f"date_trunc('{period}', x.month)::DATE" if period else "NULL::DATE"
    selectors = parse_selectors(actors, store, blocs)
    between = f"day >= DATE '{start or '0001-01-01'}' AND day <= DATE '{end or '9999-12-31'}'"
    sql = f"""
    WITH {_taken_sql(selectors, origin)},
    happened AS (
        SELECT a, issue, happening, min(day) AS day, sign(sum(side)) AS side,
            max(others) AS others, max(own) AS own
        FROM taken GROUP BY a, issue, happening
    ),
    sides AS MATERIALIZED (
        SELECT a, issue, date_trunc('{window}', day) AS month, sign(sum(side)) AS side,
            max(others) AS others, max(own) AS own
        FROM happened WHERE {between} GROUP BY a, issue, month HAVING sum(side) <> 0
    ),
    met AS (
        SELECT {bucket} AS period_start, x.a, y.a AS b, x.issue, x.side = y.side AS same,
            x.a <> y.a AND (list_contains(x.own, y.a) OR list_contains(y.own, x.a)) AS inside
        FROM sides x JOIN sides y ON x.issue = y.issue AND x.month = y.month AND x.a <= y.a
        WHERE NOT list_contains(x.others, y.a) AND NOT list_contains(y.others, x.a)
    ),
    by_issue AS (
        SELECT period_start, a, b, issue, count(*) FILTER (same AND NOT inside) AS same,
            count(*) FILTER (NOT same AND NOT inside) AS opposite, bool_or(inside) AS inside
        FROM met GROUP BY period_start, a, b, issue
    )
    SELECT period_start, a, b, sum(same)::BIGINT AS same, sum(opposite)::BIGINT AS opposite,
        sum((same + opposite) * (same + opposite - 1))::BIGINT AS repeats,
        sum(same * (same - 1) + opposite * (opposite - 1))::BIGINT AS alike,
        bool_or(inside) AS inside
    FROM by_issue GROUP BY ALL ORDER BY ALL
    """
    return store.query(sql)


def _taken_sql(selectors: list[Selector] | None, origin: str | None) -> str:
    """Common table expressions up to ``taken``: a row for each side that an actor takes.

    ``others`` are the labels of those on whom it is taken, so that nobody's side on itself counts.
    """
    kept = f" AND origin = {quoted(origin)}" if origin else ""
    types = ", ".join(map(quoted, SIDES))
    organs = "|".join(_STATE)
    part = "split_part(r_sectors, ',', 1)"
    side = " ".join(f"WHEN {quoted(kind)} THEN {sign}" for kind, sign in SIDES.items())
    issue = f"""CASE WHEN r_country IS NULL THEN coalesce(r_entity_id, r_name, '#' || happening)
            WHEN r_sectors IS NULL OR {part} SIMILAR TO '{organs}' THEN r_country
            ELSE r_country || ':' || {part} END"""
    if selectors is None:
        actor, own, others = "a_country", "[a_country]", "[r_country]"
    else:
        own, others = labels_sql(selectors, "a"), labels_sql(selectors, "r")
        actor = f"unnest({own})"
    return f"""
    rows AS (
        SELECT * FROM event_pairs WHERE status = 'done' AND event_type IS NOT NULL
            AND day IS NOT NULL AND NOT mutual{kept}
    ),
    together AS (  -- imports have one actor an event
        SELECT event_id FROM rows WHERE origin = 'riftline'
        GROUP BY event_id HAVING count(DISTINCT coalesce(a_entity_id, a_name, a_country)) > 1
    ),
    judged AS (
        SELECT *, CASE event_type {side} ELSE CASE WHEN quad_class LIKE '%COOPERATION' THEN 1
            ELSE -1 END END AS side
        FROM rows WHERE event_type IN ({types})
            OR (origin = 'riftline' AND event_id IN (SELECT event_id FROM together))
    ),
    taken AS (
        SELECT * FROM (SELECT {actor} AS a, {own} AS own, {others} AS others, {issue} AS issue,
            happening, day, side FROM judged)
        WHERE a IS NOT NULL AND NOT list_contains(others, a)
    )"""


@dataclass(frozen=True)
class _Occasions:
    """Square matrices over actors: occasions on the same and opposite sides, and repeats."""

    names: Sequence[str]
    taken: Floats  # sides that each actor took
    same: Floats
    opposite: Floats
    repeats: Floats
    alike: Floats
    inside: Floats  # 1 for a bloc and its member

    def likeness(self) -> float:
        """Intraclass correlation of two occasions of one pair on one issue, 0 to 1.

        From the share of like outcomes on one issue against that on two issues of the same pair.
        """
        n = self.same + self.opposite
        every = n * (n - 1)
        like = self.same * (self.same - 1) + self.opposite * (self.opposite - 1)
        apart, within = (every - self.repeats).sum(), self.repeats.sum()
        if not apart or not within:
            return 0.0
        usual = (like - self.alike).sum() / apart
        return float(np.clip((self.alike.sum() / within - usual) / max(1 - usual, 1e-9), 0, 1))

    def weight(self, likeness: float) -> Floats:
        """What an occasion of each pair is worth beside an independent one (Kish 1965)."""
        n = np.maximum(self.same + self.opposite, 1)
        weight: Floats = 1 / (1 + likeness * self.repeats / n)
        return weight


def position_values(
    chosen: Sequence[tuple[str, str]], own: pa.Table, everyone: pa.Table, level: float
) -> Mapping[str, Floats]:
    """The columns of shared positions for chosen pairs, from one period of :func:`shared_sides`.

    ``own`` holds the chosen actors, ``everyone`` all countries, to which priors are fitted. Many
    occasions on one issue say less than as many on different ones: both counts are weighted down
    by the likeness of occasions on one issue, found from all pairs.
    """
    all_pairs = _occasions(everyone, ())
    likeness = all_pairs.likeness()
    upper = np.triu_indices(len(all_pairs.names), 1)
    worth = all_pairs.weight(likeness)[upper]
    hits, misses = all_pairs.same[upper] * worth, all_pairs.opposite[upper] * worth
    beta = fit_beta(hits, hits + misses)
    by_chance = np.outer(all_pairs.taken, all_pairs.taken)[upper]
    once = all_pairs.same[upper].sum() / by_chance.sum() if by_chance.any() else 0.0
    gamma = fit_gamma(hits, by_chance * once * worth)
    ours = _occasions(own, {name for pair in chosen for name in pair})
    place = {name: i for i, name in enumerate(ours.names)}
    at = tuple(np.array([[place[name] for name in pair] for pair in chosen]).T)
    agreed, opposed, worth = ours.same[at], ours.opposite[at], ours.weight(likeness)[at]
    a, b = beta.a + agreed * worth, beta.b + opposed * worth
    low, high = beta_interval(a, b, level)
    values = {"agreed": agreed, "opposed": opposed, "same_side": 2 * a / (a + b) - 1}
    values |= {"same_side_low": 2 * low - 1, "same_side_high": 2 * high - 1}
    expected = once * np.outer(ours.taken, ours.taken)[at] * (1 - ours.inside[at])
    shape, rate = gamma.a + agreed * worth, gamma.b + expected * worth
    low, high = gamma_interval(shape, rate, level)
    values |= {"shared_positions": shape / rate}
    return values | {"shared_positions_low": low, "shared_positions_high": high}


def _occasions(table: pa.Table, more: Iterable[str]) -> _Occasions:
    """A table of :func:`shared_sides` as matrices over its actors and ``more``."""
    ends = [table[side].to_pylist() for side in "ab"]
    names = sorted({*ends[0], *ends[1], *more})
    place = {name: i for i, name in enumerate(names)}
    one, two = (np.array([place[name] for name in side], dtype=np.int64) for side in ends)
    matrices = []
    for column in ("same", "opposite", "repeats", "alike", "inside"):
        matrix = np.zeros((len(names), len(names)))
        matrix[one, two] = matrix[two, one] = table[column].to_numpy(zero_copy_only=False)
        matrices.append(matrix)
    taken = matrices[0].diagonal().copy()
    for matrix in matrices:
        np.fill_diagonal(matrix, 0)
    return _Occasions(names, taken, *matrices)
