"""Dyad series: what two actors did to each other, period by period, with the sentences behind.

Happenings are counted, not reports: events that share a story are one happening, and an article
that says a thing twice is one report of it. What is planned, feared or denied never counts as
done. A happening counts where its event lies, not where it was published.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from riftline.errors import UsageError
from riftline.measure.selectors import BlocMembers, Queryable, Selector, parse_selector, quoted
from riftline.ontology import load_ontology

PERIODS = ("day", "week", "month", "quarter", "year")
UNREALISED = ("planned", "hypothetical", "denied")
# Precisions of a date that are coarser than a period, so that a happening may lie in a later one.
_COARSER = {
    "day": ("week", "month", "quarter", "season", "year", "range"),
    "week": ("month", "quarter", "season", "year"),
    "month": ("quarter", "season", "year"),
    "quarter": ("year",),
    "year": ("none",),
}


def dyad_series(
    store: Queryable,
    pair: tuple[str, str],
    *,
    period: str = "month",
    directed: bool = False,
    start: date | None = None,
    end: date | None = None,
    origin: str | None = None,
    include_unrealised: bool = False,
    blocs: BlocMembers | None = None,
) -> pa.Table:
    """Counts and intensity of what happened between two actors, one row a period.

    Actors are selectors (see :mod:`riftline.measure.selectors`): ``USA``, ``RUS:GOV``, ``NATO``,
    an entity id. Without ``start`` and ``end`` (days, inclusive) the series runs over all that
    the store covers and all that it holds on the pair. ``origin`` keeps to riftline, icews, gdelt,
    polecat or ucdp. ``directed`` gives two rows a period, one for each direction.

    Columns:
        period_start, period_end: days, inclusive; weeks begin on Monday.
        source, target: the selectors, source first (only if ``directed``).
        happenings: distinct happenings that are reported as done.
        reports, outlets: articles that report them, and distinct outlets.
        verbal_cooperation, material_cooperation, verbal_conflict, material_conflict: happenings.
        AGREE ... ASSAULT: happenings of each PLOVER type.
        mean_intensity, sum_intensity: PLOVER scores, -10 (conflict) to 10, a happening each.
        imprecise: happenings dated more coarsely than the period ("in 2014" in a monthly series).
        planned, hypothetical, denied: happenings that no report has as done. With
            ``include_unrealised`` each also by quad class (planned_verbal_cooperation, ...).
        coverage: articles published, and imported events dated, in the period, in the whole store.

    A period that nothing covers and for which nothing is known has NULL counts; a covered period
    in which nothing happened has zeros.

    Raises:
        UsageError: an unknown period, actor or sector, or a start after the end.

    Example:
        >>> import tempfile
        >>> from riftline.store import Store
        >>> with Store.open(tempfile.mkdtemp() + "/s.duckdb") as store:
        ...     dyad_series(store, ("USA", "RUS")).num_rows
        0
    """
    _check(period, start, end)
    selectors = [parse_selector(text, store, blocs) for text in pair]
    range_start, range_end = _day_or(start, "0001-01-01"), _day_or(end, "9999-12-31")
    labels = [(0, *pair), (1, pair[1], pair[0])] if directed else [(0, *pair)]
    directions = ", ".join(f"({n}, {quoted(s)}, {quoted(t)})" for n, s, t in labels)
    columns = _count_columns(period, *_ontology_names(), include_unrealised)
    counted = ", ".join(f'{expression} AS "{name}"' for name, expression in columns.items())
    sql = f"""
    WITH {_happenings_sql(selectors, directed, origin)},
    dated AS (
        SELECT *, date_trunc('{period}', day)::DATE AS period_start FROM happening_rows
        WHERE day >= {range_start} AND day <= {range_end}
    ),
    counted AS (
        SELECT direction, period_start, {counted} FROM dated GROUP BY ALL
    ),
    reported AS (
        SELECT d.direction, d.period_start, sum(e.reports)::BIGINT AS reports,
            count(DISTINCT e.outlet) AS outlets
        FROM dated d JOIN report_rows e USING (direction, happening)
        WHERE d.status = 'done' AND e.status = 'done' GROUP BY ALL
    ),
    {coverage_sql(period, origin, range_start, range_end)},
    bounds AS (
        SELECT coalesce({_given(start, period)}, min(period_start)) AS first,
            coalesce({_given(end, period)}, max(period_start)) AS last
        FROM (SELECT period_start FROM coverage UNION ALL SELECT period_start FROM counted)
    ),
    calendar AS (
        SELECT unnest(generate_series(first, last, INTERVAL 1 {period}))::DATE AS period_start
        FROM bounds WHERE first IS NOT NULL AND last IS NOT NULL
    )
    SELECT c.period_start,
        (c.period_start + INTERVAL 1 {period} - INTERVAL 1 DAY)::DATE AS period_end,
        {"d.source, d.target, " if directed else ""}
        {_final_columns(columns)}, coalesce(v.coverage, 0) AS coverage
    FROM calendar c CROSS JOIN (VALUES {directions}) d(direction, source, target)
    LEFT JOIN counted n ON n.period_start = c.period_start AND n.direction = d.direction
    LEFT JOIN reported r ON r.period_start = c.period_start AND r.direction = d.direction
    LEFT JOIN coverage v ON v.period_start = c.period_start
    ORDER BY c.period_start, d.direction
    """
    return store.query(sql)


def dyad_evidence(
    store: Queryable,
    pair: tuple[str, str],
    period_start: date,
    *,
    period: str = "month",
    directed: bool = False,
    origin: str | None = None,
    blocs: BlocMembers | None = None,
) -> pa.Table:
    """The reports behind one period of :func:`dyad_series`, a row each, in order of happening.

    ``period_start`` is any day of the period. With ``directed`` only what the first actor of the
    pair did to the second. Columns: happening (a number that reports of one happening share),
    status, day, event_type, modes, quad_class, intensity, actors, recipients, sentence,
    document_id, title, outlet, published, url, origin, event_id, story_id, confidence. Imported
    events have no sentence: their origins do not publish it.

    Raises:
        UsageError: an unknown period, actor or sector.
    """
    table = evidence_of_periods(
        store, pair, [period_start], period=period, directed=directed, origin=origin, blocs=blocs
    )
    return table.drop_columns(["period_start"])


def evidence_of_periods(
    store: Queryable,
    pair: tuple[str, str],
    days: Sequence[date],
    *,
    period: str = "month",
    directed: bool = False,
    origin: str | None = None,
    blocs: BlocMembers | None = None,
) -> pa.Table:
    """:func:`dyad_evidence` of all periods in which one of the days lies, in one pass.

    The first column, period_start, is the first day of the period to which the happening counts.
    """
    _check(period, None, None)
    selectors = [parse_selector(text, store, blocs) for text in pair]
    starts = ", ".join(f"date_trunc('{period}', DATE '{day}')" for day in sorted(set(days)))
    wanted = f"date_trunc('{period}', day) IN ({starts})" if days else "false"
    if directed:
        wanted += " AND direction = 0"
    sql = f"""
    WITH {_happenings_sql(selectors, directed, origin)},
    wanted AS (SELECT happening, status, day FROM happening_rows WHERE {wanted}),
    pairs AS (
        SELECT w.happening, p.event_id, any_value(p.status) AS status, w.day,
            list(DISTINCT p.a_name ORDER BY p.a_name) AS actors,
            list(DISTINCT p.r_name ORDER BY p.r_name) AS recipients
        FROM wanted w JOIN matching p USING (happening)
        GROUP BY w.happening, p.event_id, w.day
    )
    SELECT date_trunc('{period}', p.day)::DATE AS period_start, p.happening, p.status,
        coalesce(e.date_start, e.published) AS day, e.event_type, e.modes, e.quad_class,
        e.intensity, p.actors, p.recipients, e.sentence_text AS sentence,
        e.document_id, d.title, e.outlet, e.published, e.url, e.origin, e.event_id, e.story_id,
        e.confidence
    FROM pairs p JOIN events e USING (event_id) LEFT JOIN documents d USING (document_id)
    ORDER BY p.day, p.happening, e.published, e.document_id, e.position, e.event_id
    """
    return store.query(sql)


def _ontology_names() -> tuple[dict[str, str], list[str]]:
    """Column names of the quad classes with their names in the data, and the types' names."""
    ontology = load_ontology()
    quads = dict.fromkeys(kind.quad for kind in ontology.types.values())
    return {quad.lower().replace(" ", "_"): quad for quad in quads}, list(ontology.types)


def _happenings_sql(selectors: list[Selector], directed: bool, origin: str | None) -> str:
    """Common table expressions up to ``happening_rows``: one row a happening and direction.

    ``matching`` are the rows of ``event_pairs`` between the two; ``report_rows`` one row for each
    article and happening. A happening is done if one report has it as done; its day is the
    earliest of those reports, its type the one that most of them give.
    """
    one, two = selectors
    forward = f"({one.sql('a')} AND {two.sql('r')})"
    backward = f"({two.sql('a')} AND {one.sql('r')})"
    kept = [f"origin = {quoted(origin)}"] if origin else []
    if one.country and two.country:
        # Says nothing new, but in a form by which whole blocks of the table can be passed over.
        either = f"({quoted(one.country)}, {quoted(two.country)})"
        kept += [f"{side}_country IN {either}" for side in "ar"]
    if one != two:  # what a member does at home is not between it and its bloc
        both = " AND ".join(s.sql(side) for s in selectors for side in "ar")
        kept.append(f"NOT ({both})")
    where = "".join(f" AND {condition}" for condition in kept)
    columns = "happening, day, date_precision, status, event_type, quad_class, intensity, reports"
    columns += ", outlet, origin, document_id, event_id, a_name, r_name"
    base = "FROM event_pairs WHERE event_type IS NOT NULL AND day IS NOT NULL"
    if directed:
        way = "SELECT {n} AS direction, {c} {b} AND ({w} OR (mutual AND {o})){k}"
        matching = " UNION ALL ".join(
            way.format(n=n, c=columns, b=base, w=w, o=o, k=where)
            for n, w, o in ((0, forward, backward), (1, backward, forward))
        )
    else:
        matching = f"SELECT 0 AS direction, {columns} {base} AND ({forward} OR {backward}){where}"
    return f"""
    matching AS ({matching}),
    report_rows AS (
        SELECT * FROM matching WHERE origin != 'riftline'
        UNION ALL
        (SELECT DISTINCT ON (direction, happening, status, document_id, event_type) *
        FROM matching WHERE origin = 'riftline' ORDER BY ALL)
    ),
    by_type AS (
        SELECT direction, happening, status, event_type, any_value(quad_class) AS quad_class,
            min(day) AS day, max(date_precision) AS date_precision, count(*) AS n,
            sum(intensity) AS intensity
        FROM report_rows GROUP BY direction, happening, status, event_type
    ),
    by_status AS (
        SELECT direction, happening, status, min(day) AS day, sum(intensity) / sum(n) AS intensity,
            arg_max(date_precision, (n, event_type)) AS date_precision,
            arg_max(event_type, (n, event_type)) AS event_type,
            arg_max(quad_class, (n, event_type)) AS quad_class,
            CASE status WHEN 'done' THEN 0 WHEN 'planned' THEN 1 WHEN 'hypothetical' THEN 2 ELSE 3
                END AS rank
        FROM by_type GROUP BY direction, happening, status
    ),
    happening_rows AS (
        SELECT DISTINCT ON (direction, happening) * FROM by_status
        ORDER BY direction, happening, rank
    )"""


def coverage_sql(period: str, origin: str | None, range_start: str, range_end: str) -> str:
    """The expression ``coverage``: articles and imported events of the whole store a period."""
    parts = []
    if origin in (None, "riftline"):
        parts.append("SELECT published AS day, 1 AS n FROM documents WHERE published IS NOT NULL")
    if origin != "riftline":
        kept = f" WHERE origin = {quoted(origin)}" if origin else ""
        parts.append(f"SELECT day, events AS n FROM import_coverage{kept}")
    return f"""coverage AS (
        SELECT date_trunc('{period}', day)::DATE AS period_start, sum(n)::BIGINT AS coverage
        FROM ({" UNION ALL ".join(parts)})
        WHERE day >= {range_start} AND day <= {range_end} GROUP BY ALL
    )"""


def _count_columns(
    period: str, quads: dict[str, str], types: list[str], unrealised: bool
) -> dict[str, str]:
    """SQL of each column that is counted from happenings, by column name."""
    done = "FILTER (status = 'done')"
    columns = {"happenings": f"count(*) {done}"}
    for name, quad in quads.items():
        columns[name] = f"count(*) FILTER (status = 'done' AND quad_class = {quoted(quad)})"
    for kind in types:
        columns[kind] = f"count(*) FILTER (status = 'done' AND event_type = {quoted(kind)})"
    columns["mean_intensity"] = f"avg(intensity) {done}"
    columns["sum_intensity"] = f"coalesce(sum(intensity) {done}, 0)"
    coarse = ", ".join(quoted(precision) for precision in _COARSER[period])
    columns["imprecise"] = f"count(*) FILTER (status = 'done' AND date_precision IN ({coarse}))"
    for status in UNREALISED:
        columns[status] = f"count(*) FILTER (status = '{status}')"
        for name, quad in quads.items() if unrealised else ():
            columns[f"{status}_{name}"] = (
                f"count(*) FILTER (status = '{status}' AND quad_class = {quoted(quad)})"
            )
    return columns


def _final_columns(counted: dict[str, str]) -> str:
    """The columns as they are given: zero where covered, NULL where nothing is known."""
    unknown = "coalesce(v.coverage, 0) = 0 AND n.period_start IS NULL"
    sources = dict.fromkeys(counted, "n")
    names = [
        "happenings",
        "reports",
        "outlets",
        *[name for name in counted if name != "happenings"],
    ]
    columns = []
    for name in names:
        source = f'{sources.get(name, "r")}."{name}"'
        filled = source if name == "mean_intensity" else f"coalesce({source}, 0)"
        columns.append(f'CASE WHEN {unknown} THEN NULL ELSE {filled} END AS "{name}"')
    return ", ".join(columns)


def _check(period: str, start: date | None, end: date | None) -> None:
    if period not in PERIODS:
        raise UsageError(f"unknown period {period!r}", hint=f"one of {', '.join(PERIODS)}")
    if start and end and start > end:
        raise UsageError(f"the start {start} lies after the end {end}")


def _day_or(day: date | None, otherwise: str) -> str:
    return f"DATE '{day or otherwise}'"


def _given(day: date | None, period: str) -> str:
    return f"date_trunc('{period}', DATE '{day}')::DATE" if day else "NULL"
