"""Made-up event files in the layout of GDELT 2, to measure scale with.

What is drawn follows the shape of real machine-coded events, measured on a fifth of ICEWS 2005 to
2015: half of all events lie within one state; a few pairs of states make most of the rest (the
first of them 6 %, ten 26 %, a hundred 59 %); one side in eight has no state; the CAMEO roots have
the shares of ``_ROOTS``; a meeting is two rows, one from each side. Rows a year grow fourfold
over the thirty years. Each pair's share of conflict changes every few years, so that there are
splits to be found. The same numbers give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import duckdb
import pyarrow as pa

from riftline.actors import load_actors
from riftline.store.crosswalk import kind_table

FIRST_YEAR, YEARS = 1995, 30
GROWTH = 4.0  # rows of the last year to those of the first
PAIRS = 6000  # pairs of states that are ever in the news together
# States by events, most first (ICEWS 2005-2015); those that are not named follow in order of code.
_FIRST_STATES = (
    "CHN USA AUS NGA IRN KOR THA JPN FRA ISR SDN GBR ZAF IRQ PHL PAK IND VNM RUS MEX DEU PSE MYS "
    "EGY YEM KEN UGA BRA TWN TZA GRC KHM BOL IDN LAO ARG TUR ETH ROU COL"
)
# Per mille of events by CAMEO root (ICEWS 2005-2015), without the meetings drawn as two rows.
_ROOTS = {
    "01": 196, "02": 68, "03": 119, "04": 90, "05": 83, "06": 5, "07": 9, "08": 10, "09": 16,
    "10": 18, "11": 61, "12": 15, "13": 8, "14": 8, "15": 4, "16": 7, "17": 59, "18": 30,
    "19": 37, "20": 1,
}  # fmt: skip
_CONFLICT = ("09", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20")
_MEETING = 0.08  # of all couples of rows: one meeting, told from both sides
_MEETINGS = ("040", "042", "043", "046")
_NO_STATE = 0.12
_SECTORS = ("GOV",) * 8 + ("", "COP", "CVL", "CVL", "MIL", "JUD", "REB", "MED")


def rows_of_years(rows: int) -> list[int]:
    """How many of ``rows`` each year has.

    Example:
        >>> sum(rows_of_years(1000)), len(rows_of_years(1000))
        (1000, 30)
    """
    weights = [GROWTH ** (year / (YEARS - 1)) for year in range(YEARS)]
    ends = [round(rows * sum(weights[: n + 1]) / sum(weights)) for n in range(YEARS)]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def states() -> list[str]:
    """Codes of the states, those most in the news first."""
    first = _FIRST_STATES.split()
    return first + sorted(set(load_actors().states) - set(first))


def pairs() -> list[tuple[str, str]]:
    """Pairs of states, those most in the news first."""
    rank = {code: n + 1 for n, code in enumerate(states())}
    every = combinations(rank, 2)
    return sorted(every, key=lambda p: (rank[p[0]] * rank[p[1]], p))[:PAIRS]


def write_year(path: Path, year: int, rows: int, first_number: int) -> None:
    """Write one year's file: tab-separated, 61 columns, no header, as GDELT publishes them."""
    codes, conflict, peace = _codes()
    select = _ROWS.format(
        year=year, rows=rows, first=first_number, meeting=_MEETING, no_state=_NO_STATE,
        pairs=PAIRS, states=len(states()), conflict=conflict, peace=peace,
        sectors=len(_SECTORS),
    )  # fmt: skip
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")  # so that rows come out in one order
        connection.execute(_MACROS)
        connection.register("codes", _ranked(code=codes))
        connection.register("sectors", _ranked(sector=_SECTORS))
        connection.register("pairs", _pair_table())
        connection.execute(
            f"COPY ({select}) TO '{path}' "
            "(FORMAT csv, DELIMITER '\t', HEADER false, QUOTE '', ESCAPE '')"
        )


def _ranked(**columns: Sequence[str]) -> pa.Table:
    """A table with the rows' numbers, from 0."""
    length = len(next(iter(columns.values())))
    return pa.table({"rank": pa.array(range(length), pa.int64()), **columns})


def _pair_table() -> pa.Table:
    """The pairs of states, then each state with itself."""
    names = {code: state.name.upper() for code, state in load_actors().states.items()}
    both = [*pairs(), *((code, code) for code in states())]
    x, y = ([pair[side] for pair in both] for side in (0, 1))
    return _ranked(x=x, y=y, name_x=[names[c] for c in x], name_y=[names[c] for c in y])


def _codes() -> tuple[list[str], int, int]:
    """CAMEO codes of conflict, then others, a frequent one many times; how many each part has."""
    every = sorted(code for code in kind_table()["kind"].to_pylist() if code[:2].isdigit())
    conflict: list[str] = []
    peace: list[str] = []
    for root, weight in _ROOTS.items():
        mine = [code for code in every if code.startswith(root)]
        # Half of a root's events have its most general code.
        spread = [mine[0]] * weight + [mine[n % len(mine)] for n in range(weight)]
        (conflict if root in _CONFLICT else peace).extend(spread)
    return [*conflict, *peace, *_MEETINGS], len(conflict), len(peace)


# u(n, k): the k-th number from 0 to 1 of row n. ranked: a rank below `count` by such a number,
# uniform in its logarithm, which is Zipf's law with exponent 1.
_MACROS = """
CREATE MACRO u(n, k) AS (hash(n * 64 + k) >> 11)::DOUBLE / 9007199254740992.0;
CREATE MACRO below(x, count) AS least(floor(x * count)::BIGINT, count - 1);
CREATE MACRO ranked(x, count) AS least(floor(exp(x * ln(count + 1)))::BIGINT, count) - 1;
"""

_ROWS = """
WITH numbered AS (
    SELECT {first} + range AS n, u(n // 2, 1) < {meeting} AS meeting,
        CASE WHEN meeting THEN n // 2 + 4000000000 ELSE n END AS seed, n // 3 AS article,
        make_date({year}, 1, 1) + (range * 365 // {rows})::INTEGER AS added
    FROM range({rows})
),
sides AS (
    SELECT n, seed, article, meeting, added,
        -- Half of all events lie within one state.
        CASE WHEN NOT meeting AND u(seed, 2) < 0.5 THEN {pairs} + ranked(u(seed, 3), {states})
            ELSE ranked(u(seed, 3), {pairs}) END AS pair,
        (u(seed, 4) < 0.5) <> (meeting AND n % 2 = 1) AS turned,
        -- Some events are told late.
        added - CASE WHEN u(seed, 5) < 0.03 THEN below(u(seed, 6), 30)::INTEGER ELSE 0 END AS day
    FROM numbered
),
acts AS (
    SELECT *,
        -- A pair's share of conflict holds for five years, each pair changing in its own year.
        u(pair, ({year} + pair % 5) // 5 % 64) AS mood,
        CASE WHEN meeting THEN {conflict} + {peace} + below(u(seed, 7), 4)
            WHEN u(seed, 8) < 0.1 + 0.5 * mood * mood THEN below(u(seed, 9), {conflict})
            ELSE {conflict} + below(u(seed, 9), {peace}) END AS act,
        CASE WHEN meeting THEN 0 ELSE below(u(seed, 10), {sectors}) END AS kind1,
        CASE WHEN meeting THEN 0 ELSE below(u(seed, 11), {sectors}) END AS kind2,
        meeting OR u(seed, 12) >= {no_state} AS known1,
        meeting OR u(seed, 13) >= {no_state} AS known2
    FROM sides
),
named AS (
    SELECT a.*, code, s1.sector AS sector1, s2.sector AS sector2,
        CASE WHEN NOT known1 THEN '' WHEN turned THEN y ELSE x END AS code1,
        CASE WHEN NOT known2 THEN '' WHEN turned THEN x ELSE y END AS code2,
        CASE WHEN NOT known1 THEN '' WHEN turned THEN name_y ELSE name_x END AS name1,
        CASE WHEN NOT known2 THEN '' WHEN turned THEN name_x ELSE name_y END AS name2
    FROM acts a JOIN pairs p ON p.rank = a.pair JOIN codes c ON c.rank = a.act
    JOIN sectors s1 ON s1.rank = a.kind1 JOIN sectors s2 ON s2.rank = a.kind2
)
SELECT n, strftime(day, '%Y%m%d'), strftime(day, '%Y%m'), year(day), year(day) + 0.5,
    code1 || sector1, name1, code1, '', '', '', '', sector1, '', '',
    code2 || sector2, name2, code2, '', '', '', '', sector2, '', '',
    1, code, left(code, 3), left(code, 2), 1, 0.0, 3, 1, 1 + ranked(u(seed, 15), 20),
    round(u(seed, 16) * 20 - 10, 4),
    1, '', '', '', '', '', '', '', 1, '', '', '', '', '', '', '',
    4, 'Place ' || below(u(seed, 17), 2000), left(code1, 2), code1, '',
    round(u(seed, 18) * 140 - 60, 4), round(u(seed, 19) * 360 - 180, 4), '',
    strftime(added, '%Y%m%d') || '120000',
    'https://www.outlet' || ranked(u(article, 14), 3000) || '.example/'
        || strftime(added, '%Y/%m/%d') || '/story-' || article
FROM named
"""
