"""How import and measures cost grow with the number of events in one database file.

python -m benchmarks.scale [--rows 1 5 20 50] [--folder DIR] [--memory-limit 4GB] [--keep] [--json]

Rows are in millions. For each size thirty yearly files in the layout of GDELT 2 are made (see
:mod:`benchmarks.made_events`), imported into a fresh database one after the other as
``riftline import`` does, and measured. Each measurement runs in a process of its own, so that its
peak memory is its own; one at a time. "Growth" is cost a row against the first size: 1 is linear.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter, process_time

import pyarrow.compute as pc

from benchmarks.made_events import FIRST_YEAR, rows_of_years, states, write_year
from riftline.measure.alignment import alignment
from riftline.measure.counts import pair_counts
from riftline.measure.dyads import dyad_series
from riftline.measure.splits import splits
from riftline.store import Store, import_events

Figures = dict[str, float]
ACTORS = 30
LARGEST = 50  # pairs of the split scan
PAIR = ("USA", "RUS")


def peak_megabytes() -> float:
    """Most memory that this process has held; that of its parent left out where Linux tells."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1000
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def measured(work: Callable[[], Figures]) -> Figures:
    """What the work returns, with its seconds by the clock and of processors."""
    began, used = perf_counter(), process_time()
    figures = work()
    return {"wall_s": perf_counter() - began, "cpu_s": process_time() - used, **figures}


def write_years(folder: Path, rows: int) -> Figures:
    """Make the yearly files, ``YEAR.csv``."""
    number = 1
    for year, count in enumerate(rows_of_years(rows), FIRST_YEAR):
        write_year(folder / f"{year}.csv", year, count, number)
        number += count
    return {"text_mb": sum(f.stat().st_size for f in folder.glob("*.csv")) / 1e6}


def import_years(path: Path, folder: Path, limit: str) -> Figures:
    """Import the yearly files one after the other, taking each away when it is in."""
    total: Figures = {"wall_s": 0.0, "cpu_s": 0.0, "events": 0}
    with Store.open(path, memory_limit=limit) as store:
        for made in sorted(folder.glob("*.csv")):
            step = measured(
                lambda made=made: {"events": import_events(store, "gdelt", made).events}
            )
            total = {name: total[name] + step[name] for name in total}
            made.unlink()
    return {**total, "file_mb": path.stat().st_size / 1e6}


def series(store: Store) -> Figures:
    """One dyad by months."""
    return {"rows": dyad_series(store, PAIR).num_rows}


def matrix(store: Store) -> Figures:
    """All pairs of thirty states by years."""
    return {"rows": alignment(store, states()[:ACTORS], period="year").num_rows}


def one_split(store: Store) -> Figures:
    """Splits of one dyad over all thirty years, in hindsight."""
    return {"rows": splits(store, PAIR).num_rows}


def online_split(store: Store) -> Figures:
    """Splits of one dyad as they would have been announced."""
    return {"rows": splits(store, PAIR, as_of=date(FIRST_YEAR + 29, 12, 31)).num_rows}


def split_scan(store: Store) -> Figures:
    """Splits of the fifty largest dyads, the search for these included."""
    counts = pair_counts(store)
    order = pc.sort_indices(
        counts, [("happenings", "descending"), ("a", "ascending"), ("b", "ascending")]
    )
    largest = counts.take(order[:LARGEST])
    pairs = zip(largest["a"].to_pylist(), largest["b"].to_pylist(), strict=True)
    return {"rows": sum(splits(store, pair).num_rows for pair in pairs)}


MEASURES = {
    "dyad series": series,
    "alignment, 30 actors by year": matrix,
    "splits of one dyad": one_split,
    "splits of one dyad, online": online_split,
    "splits of the 50 largest": split_scan,
}


def one(name: str, path: Path, rows: int, limit: str) -> Figures:
    """One measurement, in this process."""
    files = path.with_suffix(".files")
    files.mkdir(exist_ok=True)
    if name == "write":
        return measured(lambda: write_years(files, rows))
    if name == "import":
        figures = import_years(path, files, limit)
    else:
        with Store.open(path, read_only=True, memory_limit=limit) as store:
            figures = measured(lambda: MEASURES[name](store))
    return {**figures, "peak_mb": peak_megabytes()}


def in_a_process(name: str, path: Path, rows: int, limit: str) -> Figures:
    """The same in a fresh process."""
    answer = path.with_suffix(".json")
    command = [sys.executable, "-m", "benchmarks.scale", "--one", name, "--rows", str(rows / 1e6)]
    command += ["--folder", str(path), "--memory-limit", limit]
    subprocess.run(command, check=True)
    figures: Figures = json.loads(answer.read_text(encoding="utf-8"))
    answer.unlink()
    return figures


def line(name: str, rows: int, figures: Figures, first: Figures, first_rows: int) -> str:
    """A line of the table. The growth is of processor seconds a row, against the first size."""
    growth = (figures["cpu_s"] / rows) / max(first["cpu_s"] / first_rows, 1e-12)
    size = f"{figures['file_mb']:9,.0f}" if "file_mb" in figures else " " * 9
    return (
        f"{rows / 1e6:6g} M  {name:30} {figures['wall_s']:9.1f} {figures['cpu_s']:9.1f} "
        f"{figures['peak_mb']:9,.0f} {size} {growth:8.2f}"
    )


def run(folder: Path, sizes: list[int], limit: str, keep: bool) -> list[dict[str, float | str]]:
    """All measurements of all sizes, printed as they come."""
    print(
        f"{'rows':8}  {'':30} {'wall s':>9} {'CPU s':>9} {'peak MB':>9} {'file MB':>9} growth",
        file=sys.stderr,
    )
    first: dict[str, Figures] = {}
    rows_out: list[dict[str, float | str]] = []
    for rows in sizes:
        path = folder / f"scale-{rows}.duckdb"
        path.unlink(missing_ok=True)
        in_a_process("write", path, rows, limit)
        for name in ("import", *MEASURES):
            figures = in_a_process(name, path, rows, limit)
            first.setdefault(name, figures)
            print(line(name, rows, figures, first[name], sizes[0]), file=sys.stderr, flush=True)
            rows_out.append({"rows": rows, "measurement": name, **figures})
        shutil.rmtree(path.with_suffix(".files"))
        if not keep:
            path.unlink()
    return rows_out


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", nargs="*", type=float, default=[1.0], help="in millions")
    parser.add_argument("--folder", type=Path, help="where files are made (a temporary folder)")
    parser.add_argument("--memory-limit", default="4GB", help="DuckDB's")
    parser.add_argument("--keep", action="store_true", help="leave the database files")
    parser.add_argument("--json", action="store_true", help="the figures on standard output")
    parser.add_argument("--one", choices=["write", "import", *MEASURES], help=argparse.SUPPRESS)
    args = parser.parse_args()
    sizes = [round(millions * 1e6) for millions in args.rows]
    if args.one:
        figures = one(args.one, args.folder, sizes[0], args.memory_limit)
        args.folder.with_suffix(".json").write_text(json.dumps(figures), encoding="utf-8")
        return 0
    with tempfile.TemporaryDirectory(prefix="riftline-scale-") as made:
        folder = args.folder or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        table = run(folder, sizes, args.memory_limit, args.keep)
    if args.json:
        print(json.dumps(table, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
