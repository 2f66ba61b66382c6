"""``riftline mentions``: one row a span, without the encoder."""

from __future__ import annotations

import argparse

from riftline.cli.parser import MENTION_KINDS
from riftline.cli.progress import Problems, tracked
from riftline.coder import as_day
from riftline.errors import UsageError
from riftline.mention_rows import mention_finder
from riftline.read import read_documents
from riftline.write import open_mention_writer


def run_mentions(args: argparse.Namespace) -> int:
    """Mark spans of the chosen kinds; 1 when some inputs could not be read."""
    kinds = [k.strip() for k in args.kind.split(",") if k.strip()]
    unknown = [k for k in kinds if k not in MENTION_KINDS]
    if unknown or not kinds:
        raise UsageError(
            f"unknown kind {unknown[0]!r}" if unknown else "no kind given",
            hint="kinds are " + ", ".join(MENTION_KINDS),
        )
    problems = Problems()
    find = mention_finder(kinds, actors=args.actors)
    documents = read_documents(
        args.inputs, date=as_day(args.date), outlet=args.outlet, on_problem=problems.add
    )
    with open_mention_writer(args.output, args.format, kinds=kinds) as writer:
        for document in tracked(documents):
            writer.write(find(document))
    return problems.status()
