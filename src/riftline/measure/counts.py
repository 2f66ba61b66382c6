"""Happenings of many pairs at once, and a store as it was known on a day.

:func:`pair_counts` counts as :func:`riftline.measure.dyads.dyad_series` does, for all pairs in
one statement: happenings, not reports, and only what some report has as done.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from riftline.errors import UsageError
from riftline.measure.dyads import PERIODS, coverage_sql
from riftline.measure.selectors import (
    BlocMembers,
    Queryable,
    Selector,
    labels_sql,
    parse_selectors,
    quoted,
)

QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")


class AsOf:
    """A store as it stood on a day: no later event, and no earlier one reported only later.

    Happenings keep the numbers that linking gave them, with whatever it knew then.
    """

    def __init__(self, store: Queryable, day: date) -> None:
        self._store = store
        known = f"SELECT document_id FROM main.documents WHERE published <= DATE '{day}'"
        self._tables = (
            f"WITH event_pairs AS (SELECT * FROM main.event_pairs WHERE day <= DATE '{day}' "
            f"AND (document_id IS NULL OR origin != 'riftline' OR document_id IN ({known}))), "
            f"documents AS (SELECT * FROM main.documents WHERE published <= DATE '{day}'), "
            f"import_coverage AS (SELECT * FROM main.import_coverage WHERE day <= DATE '{day}')"
        )

    def query(self, sql: str, parameters: list[object] | None = None) -> pa.Table:
        """Run a statement on what was known."""
        text = sql.strip()
        follows = "," + text[4:] if text[:4].upper() == "WITH" else " " + text
        return self._store.query(self._tables + follows, parameters)


def pair_counts(
    store: Queryable,
    actors: Sequence[str] | None = None,
    *,
    start: date | None = None,
    end: date | None = None,
    period: str | None = None,
    origin: str | None = None,
    blocs: BlocMembers | None = None,
    towards: str = "each other",
) -> pa.Table:
    """Happenings by quad class for each pair and period in which there were any.

    ``actors`` are selectors; None is every country. ``towards="countries"`` counts between each
    actor and every country that is not part of it, instead of between the actors. Without
    ``period`` there is one period, ``start`` to ``end``.

    Columns: period_start, a, b (a before b by name between each other; else b is the country),
    the four quad classes, happenings, sum_intensity (PLOVER scores).

    Raises:
        UsageError: an unknown period or actor.
    """
    check_period(period)
    first, last = _day(start, "0001-01-01"), _day(end, "9999-12-31")
    bucket = f"date_trunc('{period}', day)::DATE" if period else "NULL::DATE"
    kept = f" AND origin = {quoted(origin)}" if origin else ""
    counted = ", ".join(
        f"count(*) FILTER (quad_class = {quoted(q.upper().replace('_', ' '))}) AS {q}"
        for q in QUADS
    )
    selectors = parse_selectors(actors, store, blocs)
    sql = f"""
    WITH rows AS (
        SELECT * FROM event_pairs
        WHERE status = 'done' AND event_type IS NOT NULL AND day IS NOT NULL{kept}
    ),
    pairs AS ({_pairs_sql(selectors, towards)}),
    typed AS (
        SELECT a, b, happening, event_type, any_value(quad_class) AS quad_class, min(day) AS day,
            count(*) AS n, sum(intensity) AS intensity FROM pairs GROUP BY ALL
    ),
    happened AS (
        SELECT a, b, happening, min(day) AS day, sum(intensity) / sum(n) AS intensity,
            arg_max(quad_class, (n, event_type)) AS quad_class
        FROM typed GROUP BY a, b, happening
    )
    SELECT {bucket} AS period_start, a, b, {counted}, count(*) AS happenings,
        sum(intensity) AS sum_intensity
    FROM happened WHERE day >= {first} AND day <= {last} GROUP BY ALL ORDER BY ALL
    """
    return store.query(sql)


def coverage(
    store: Queryable,
    *,
    start: date | None = None,
    end: date | None = None,
    period: str | None = None,
    origin: str | None = None,
) -> pa.Table:
    """What the whole store covers: articles published and imported events dated in each period.

    Columns: period_start, period_end (inclusive), coverage. Without ``period`` one row, whose
    days are ``start`` and ``end`` or, without them, the first and last that anything covers.
    """
    check_period(period)
    first, last = _day(start, "0001-01-01"), _day(end, "9999-12-31")
    daily = coverage_sql("day", origin, first, last)
    if period:
        sql = f"""WITH {coverage_sql(period, origin, first, last)}
        SELECT period_start, (period_start + INTERVAL 1 {period} - INTERVAL 1 DAY)::DATE
            AS period_end, coverage FROM coverage ORDER BY ALL"""
    else:
        begin = f"DATE '{start}'" if start else "min(period_start)"
        finish = f"DATE '{end}'" if end else "max(period_start)"
        sql = f"""WITH {daily}
        SELECT {begin} AS period_start, {finish} AS period_end, sum(coverage)::BIGINT AS coverage
        FROM coverage HAVING count(*) > 0"""
    return store.query(sql)


def check_period(period: str | None) -> None:
    """Raises UsageError for a period that no measure knows."""
    if period is not None and period not in PERIODS:
        raise UsageError(f"unknown period {period!r}", hint=f"one of {', '.join(PERIODS)}")


def _pairs_sql(selectors: list[Selector] | None, towards: str) -> str:
    kept = "happening, day, event_type, quad_class, intensity"
    if selectors is None:
        if towards == "countries":
            sides = "SELECT {x}_country AS a, {y}_country AS b, " + kept
            return " UNION ALL ".join(
                sides.format(x=x, y=y) + " FROM rows WHERE a_country <> r_country"
                for x, y in (("a", "r"), ("r", "a"))
            )
        return (
            f"SELECT least(a_country, r_country) AS a, greatest(a_country, r_country) AS b, {kept}"
            " FROM rows WHERE a_country <> r_country"
        )
    lists = ", ".join(f"{labels_sql(selectors, side)} AS l{side}" for side in "ar")
    base = f"(SELECT * FROM (SELECT *, {lists} FROM rows) WHERE len(la) + len(lr) > 0)"
    if towards == "countries":
        side = "(SELECT unnest(l{x}) AS a, {y}_country AS b, l{y} AS others, " + kept
        side += f" FROM {base})"
        where = " WHERE b IS NOT NULL AND NOT list_contains(others, a) AND a <> b"
        return " UNION ALL ".join(
            f"SELECT a, b, {kept} FROM " + side.format(x=x, y=y) + where
            for x, y in (("a", "r"), ("r", "a"))
        )
    return f"""
        SELECT least(x, y) AS a, greatest(x, y) AS b, {kept}
        FROM (SELECT *, unnest(lr) AS y FROM (SELECT *, unnest(la) AS x FROM {base}))
        WHERE x <> y AND NOT (list_contains(la, y) AND list_contains(lr, x))"""


def _day(day: date | None, otherwise: str) -> str:
    return f"DATE '{day or otherwise}'"
