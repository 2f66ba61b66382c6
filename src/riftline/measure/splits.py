"""Splits: when two actors fell out or drew together, how surely, how far, and on what evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import NormalDist
from typing import Any

import numpy as np
import pyarrow as pa

from riftline.measure.changepoints import Change, Detector, dispersion, in_hindsight, online
from riftline.measure.counts import QUADS, AsOf
from riftline.measure.distributions import Floats, beta_interval
from riftline.measure.dyads import dyad_series, evidence_of_periods
from riftline.measure.selectors import BlocMembers, Queryable

SURE = 0.8  # probability from which a change of balance has a direction
_SURGE = 4.0  # a pair that is reported so many times as often has a new state altogether
_EVIDENCE_WEEKS = 4
_EVIDENCE = pa.list_(
    pa.struct(
        [
            ("event_id", pa.string()),
            ("day", pa.date32()),
            ("event_type", pa.string()),
            ("quad_class", pa.string()),
            ("intensity", pa.float64()),
            ("outlet", pa.string()),
            ("sentence", pa.string()),
        ]
    )
)
_SCHEMA = pa.schema(
    [
        ("source", pa.string()),
        ("target", pa.string()),
        ("date", pa.date32()),
        ("found", pa.date32()),
        ("method", pa.string()),
        ("probability", pa.float64()),
        ("direction", pa.string()),
        ("direction_probability", pa.float64()),
        ("balance_before", pa.float64()),
        ("balance_after", pa.float64()),
        ("size", pa.float64()),
        ("size_low", pa.float64()),
        ("size_high", pa.float64()),
        ("cooperation_before", pa.float64()),
        ("cooperation_after", pa.float64()),
        ("conflict_before", pa.float64()),
        ("conflict_after", pa.float64()),
        ("weeks_before", pa.int64()),
        ("weeks_after", pa.int64()),
        ("evidence", _EVIDENCE),
    ]
)


@dataclass(frozen=True)
class Shift:
    """How a pair's weeks before and after a change differ; rates are happenings a usual week."""

    direction: str
    direction_probability: float
    balance_before: float
    balance_after: float
    size: float
    size_low: float
    size_high: float
    cooperation_before: float
    cooperation_after: float
    conflict_before: float
    conflict_after: float


def splits(
    store: Queryable,
    pair: tuple[str, str],
    *,
    as_of: date | None = None,
    start: date | None = None,
    end: date | None = None,
    origin: str | None = None,
    blocs: BlocMembers | None = None,
    detector: Detector | None = None,
    evidence: int = 5,
) -> pa.Table:
    """Dated changes in what happens between two actors, one row a change.

    In hindsight (``as_of`` None) the whole series is used. With ``as_of`` every change is found
    from the weeks before it alone, as it would have been at the time: nothing that happened or
    was published after ``as_of`` is looked at, and ``found`` is the Sunday on which it could be
    announced.

    Weekly happenings of the four quad classes are followed, in proportion to how much the store
    covers of the week. Columns:

        source, target: the selectors. date: Monday of the first week of the new state.
        found: last day of the week in which the online detector announced it; else NULL.
        method: hindsight or online.
        probability: that there was a change (within two weeks of the date in hindsight; within
            the detector's window online).
        direction: ``split`` or ``rapprochement`` where the balance fell or rose with
            ``direction_probability`` of at least 0.8, or where a pair that was hardly reported
            came to be reported four times as often with a balance above or below zero; else
            ``more attention`` or ``less attention``.
        balance_before, balance_after, size: (cooperation - conflict) / both; their difference,
            with a 95 % interval.
        cooperation_, conflict_ before and after: happenings a week of usual press volume.
        weeks_before, weeks_after: length of the two states (so far, online).
        evidence: the happenings of the first four weeks that speak most for the direction, a
            report of each: event_id, day, event_type, quad_class, intensity, outlet, sentence.

    Raises:
        UsageError: an unknown actor, or a start after the end.

    Example:
        >>> import tempfile
        >>> from riftline.store import Store
        >>> with Store.open(tempfile.mkdtemp() + "/s.duckdb") as store:
        ...     splits(store, ("USA", "RUS")).num_rows
        0
    """
    seen: Queryable = AsOf(store, as_of) if as_of else store
    last = min(filter(None, (end, as_of)), default=None)
    series = dyad_series(
        seen, pair, period="week", start=start, end=last, origin=origin, blocs=blocs
    )
    weeks = series["period_start"].to_pylist()
    counts, exposure = weekly(series)
    find = online if as_of else in_hindsight
    rows: list[dict[str, Any]] = []
    for change in find(counts, exposure, detector) if len(weeks) else []:
        shift = compare(counts, exposure, change)
        row: dict[str, Any] = {"source": pair[0], "target": pair[1], "date": weeks[change.week]}
        row["found"] = change.found and weeks[change.found] + timedelta(days=6)
        row["method"] = "online" if as_of else "hindsight"
        row["probability"] = change.probability
        row.update(vars(shift))
        row["weeks_before"] = change.week - change.before
        row["weeks_after"] = change.after - change.week
        rows.append(row)
    _add_evidence(seen, pair, rows, evidence, origin, blocs)
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def weekly(series: pa.Table) -> tuple[Floats, Floats]:
    """Counts (weeks by quad class) and press volume (1 in a usual week) of a weekly series."""
    columns = [series[quad].fill_null(0).to_numpy() for quad in QUADS]
    counts = np.stack(columns, axis=1).astype(np.float64)
    covered = np.asarray(series["coverage"].to_numpy(), dtype=np.float64)
    usual = covered[covered > 0].mean() if (covered > 0).any() else 1.0
    # What happened in a week that nothing else covers (told later) still needs an exposure.
    floor = np.where(counts.sum(axis=1) > 0, 0.05, 0.0)
    return counts, np.maximum(covered / usual, floor)


def compare(counts: Floats, exposure: Floats, change: Change) -> Shift:
    """What changed at a change point, from the weeks of the two states that it parts."""
    scale = dispersion(counts[: change.after])
    before, after = slice(change.before, change.week), slice(change.week, change.after)
    good, bad = counts[:, :2].sum(axis=1), counts[:, 2:].sum(axis=1)
    seen = slice(0, change.after)
    # The prior is worth one happening and lies at the pair's own mean.
    share = (good[seen].sum() + 0.5) / (good[seen].sum() + bad[seen].sum() + 1.0)
    a = np.array([good[part].sum() / scale + share for part in (before, after)])
    b = np.array([bad[part].sum() / scale + 1 - share for part in (before, after)])
    balance = 2 * a / (a + b) - 1
    low, high = (2 * end - 1 for end in beta_interval(a, b))
    size = balance[1] - balance[0]
    reach = np.hypot([balance[1] - low[1], high[1] - balance[1]],
                     [high[0] - balance[0], balance[0] - low[0]])  # fmt: skip
    odds = np.log(a / b)
    error = float(np.sqrt((1 / a + 1 / b).sum()))
    fell = NormalDist().cdf(float(odds[0] - odds[1]) / error)
    rates = [
        float(kind[part].sum() / max(exposure[part].sum(), 1e-9))
        for kind in (good, bad)
        for part in (before, after)
    ]
    if max(fell, 1 - fell) < SURE and rates[1] + rates[3] > _SURGE * (rates[0] + rates[2]):
        # Before, next to nothing was reported: what the balance is now tells the direction.
        fell = NormalDist().cdf(-float(odds[1]) / float(np.sqrt(1 / a[1] + 1 / b[1])))
    sure = max(fell, 1 - fell)
    if sure >= SURE:
        direction = "split" if fell > 0.5 else "rapprochement"
    else:
        more = rates[1] + rates[3] >= rates[0] + rates[2]
        direction = "more attention" if more else "less attention"
    return Shift(
        direction, sure, float(balance[0]), float(balance[1]), float(size),
        float(size - reach[0]), float(size + reach[1]), *rates,
    )  # fmt: skip


def _add_evidence(
    store: Queryable,
    pair: tuple[str, str],
    rows: list[dict[str, Any]],
    most: int,
    origin: str | None,
    blocs: BlocMembers | None,
) -> None:
    """Put to each change the happenings of its first weeks that speak most for its direction."""
    weeks = [_first_weeks(row) for row in rows]
    every = [week for some in weeks for week in some]
    by_week: dict[date, list[dict[str, Any]]] = {week: [] for week in every}
    if every:  # one pass for all changes: a store may hold millions of events
        table = evidence_of_periods(store, pair, every, period="week", origin=origin, blocs=blocs)
        for item in table.to_pylist():
            by_week[item["period_start"]].append(item)
    for row, own in zip(rows, weeks, strict=True):
        found = [item for week in own for item in by_week[week]]
        row["evidence"] = _strongest(found, row["direction"], most)


def _first_weeks(row: dict[str, Any]) -> list[date]:
    """Mondays of the first weeks of a change's new state, as far as they were known."""
    first, most = row["date"], timedelta(weeks=_EVIDENCE_WEEKS) - timedelta(days=1)
    last = min(row["found"] or first + most, first + most)
    return [first + timedelta(days=n) for n in range(0, (last - first).days + 1, 7)]


def _strongest(found: list[dict[str, Any]], direction: str, most: int) -> list[dict[str, Any]]:
    """One report each of the happenings that speak for the direction, the strongest first."""
    wanted = {"split": "CONFLICT", "rapprochement": "COOPERATION"}.get(direction, "")
    happenings: dict[int, dict[str, Any]] = {}
    for row in found:
        if row["status"] == "done" and (row["quad_class"] or "").endswith(wanted):
            happenings.setdefault(row["happening"], row)
    ranked = sorted(
        happenings.values(), key=lambda r: (-abs(r["intensity"] or 0), r["day"], r["event_id"])
    )
    names = [field.name for field in _EVIDENCE.value_type]
    return [{name: row[name] for name in names} for row in ranked[:most]]
