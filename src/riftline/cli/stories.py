"""``riftline stories``: link the reports of one happening in a store, and list what was found."""

from __future__ import annotations

import argparse

import pyarrow as pa
from rich.console import Console
from rich.table import Table

from riftline.store import Store
from riftline.stories import link_store, stories_table
from riftline.write.tables import write_table


def run_stories(args: argparse.Namespace) -> int:
    """Link, then list the stories that at least so many outlets report."""
    with Store.open(args.db) as store:
        link_store(store)
        found = stories_table(store)
    rows = [row for row in found.to_pylist() if row["outlets"] >= args.least]
    if args.format != "table":
        write_table(pa.Table.from_pylist(rows, found.schema), args.output, args.format)
        return 0
    table = Table("first", "type", "outlets", "reports", "sentence", title="Stories")
    for row in rows:
        counts = (str(row["outlets"]), str(row["documents"]))
        table.add_row(
            str(row["first_published"] or ""), row["event_type"], *counts, row["sentence"]
        )
    Console().print(table)
    return 0
