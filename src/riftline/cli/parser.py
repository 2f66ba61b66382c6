"""What can be said on the command line; each command names the function that runs it."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path
from typing import Any

from riftline.version import __version__

EVENT_FORMATS = ("jsonl", "csv", "parquet", "html")
TABLE_FORMATS = ("table", "jsonl", "csv", "parquet")
PERIODS = ("day", "week", "month", "quarter", "year")
MENTION_KINDS = ("actors", "dates", "amounts", "places", "quotes", "claims")


class Later:
    """A command whose module is loaded only when it runs, so that help and errors come at once."""

    def __init__(self, module: str, function: str) -> None:
        self.target = (module, function)

    def __call__(self, args: argparse.Namespace) -> int:
        module, function = self.target
        return int(getattr(import_module(f"riftline.cli.{module}"), function)(args))


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="riftline",
        description="Dated news in; who did what to whom, when, according to whom, out.",
    )
    parser.add_argument("--version", action="version", version=f"riftline {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _reading(commands)
    _looking(commands)
    _measuring(commands)
    _analysing(commands)
    return parser


def _inputs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="file, folder, glob or -")
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="date of texts that carry none")
    parser.add_argument("--outlet", metavar="NAME", help="outlet of texts that name none")
    parser.add_argument(
        "--actors", action="append", default=[], metavar="FILE", help="your own actors, CSV or TOML"
    )


def _reading(commands: Any) -> None:
    code = commands.add_parser("code", help="code texts into event records")
    _inputs(code)
    code.add_argument("-o", "--output", metavar="FILE", help="where to write (default: stdout)")
    code.add_argument("--format", choices=EVENT_FORMATS, help="default: by the file's extension")
    code.add_argument("--db", metavar="FILE", help="store documents and events in a DuckDB file")
    code.add_argument("--workers", type=int, default=1, metavar="N", help="processes (default 1)")
    code.set_defaults(run=Later("code", "run_code"))
    mentions = commands.add_parser("mentions", help="mark actors, dates, amounts, places, quotes")
    _inputs(mentions)
    mentions.add_argument("-o", "--output", metavar="FILE")
    mentions.add_argument(
        "--kind", default=",".join(MENTION_KINDS), metavar="KINDS", help="comma-separated kinds"
    )
    mentions.add_argument("--format", choices=("jsonl", "csv", "parquet"))
    mentions.set_defaults(run=Later("mentions", "run_mentions"))
    demo = commands.add_parser("demo", help="code, store and show the bundled sample corpus")
    demo.add_argument("--folder", default="riftline-demo", metavar="DIR", help="where to write")
    demo.add_argument("--no-open", action="store_true", help="do not open the page in a browser")
    demo.set_defaults(run=Later("code", "run_demo"))


def _looking(commands: Any) -> None:
    resolve = commands.add_parser("resolve", help="say who is meant")
    resolve.add_argument("text", nargs="?", help="the mention")
    resolve.add_argument("--context", default="", help="the sentence around it")
    resolve.add_argument("--date", metavar="YYYY-MM-DD", help="as of this day")
    resolve.add_argument("--batch", metavar="FILE.jsonl", help="rows of {text, context, date}")
    resolve.add_argument("--actors", action="append", default=[], metavar="FILE")
    resolve.add_argument("--json", action="store_true")
    resolve.set_defaults(run=Later("resolve", "run_resolve"))
    evaluate = commands.add_parser("evaluate", help="score the coder against gold files")
    kinds = evaluate.add_subparsers(title="what", metavar="WHAT", required=True)
    relations = kinds.add_parser("relations", help="types of given (source, target) pairs")
    relations.add_argument("file", type=Path, metavar="FILE.tsv")
    events = kinds.add_parser("events", help="events from plain text")
    events.add_argument("gold", type=Path, metavar="GOLD.jsonl")
    events.add_argument("articles", type=Path, metavar="ARTICLES.json")
    events.add_argument("--save", type=Path, metavar="FILE", help="write our events, gold's form")
    events.add_argument("--fields", action="store_true", help="precision, recall, F1 of each field")
    behaviour = kinds.add_parser("behaviour", help="bundled sentences and their written variants")
    behaviour.add_argument("--failures", action="store_true", help="list the variants that fail")
    for one, function in (
        (relations, "run_relations"),
        (events, "run_events"),
        (behaviour, "run_behaviour"),
    ):
        one.add_argument("--json", action="store_true")
        one.add_argument("--weights", metavar="DIR", help="weights other than the bundled ones")
        one.set_defaults(run=Later("evaluate", function))


def _measuring(commands: Any) -> None:
    imports = commands.add_parser("import", help="bring other event data into a store")
    imports.add_argument("kind", choices=("icews", "gdelt", "polecat", "ucdp"))
    imports.add_argument("file", metavar="FILE")
    imports.add_argument("--db", required=True, metavar="FILE")
    imports.set_defaults(run=Later("measure", "run_import"))
    dyads = commands.add_parser("dyads", help="a pair's happenings over time, with the evidence")
    dyads.add_argument("--db", required=True, metavar="FILE")
    dyads.add_argument("--pair", required=True, metavar="A,B", help="e.g. USA,RUS or NATO,RUS")
    dyads.add_argument("--period", default="month", choices=PERIODS)
    dyads.add_argument("--directed", action="store_true", help="only what A does to B")
    dyads.add_argument("--start", metavar="YYYY-MM-DD")
    dyads.add_argument("--end", metavar="YYYY-MM-DD")
    dyads.add_argument("--evidence", action="store_true", help="list the sentences themselves")
    dyads.add_argument("--format", choices=TABLE_FORMATS, default="table")
    dyads.add_argument("-o", "--output", metavar="FILE")
    dyads.set_defaults(run=Later("measure", "run_dyads"))


def _analysing(commands: Any) -> None:
    stories = commands.add_parser("stories", help="link reports of one happening, and list them")
    stories.add_argument("--db", required=True, metavar="FILE")
    stories.add_argument("--least", type=int, default=2, metavar="N", help="outlets, at least")
    stories.set_defaults(run=Later("stories", "run_stories"))
    alignment = commands.add_parser("alignment", help="how close pairs of actors are")
    alignment.add_argument("--actors", metavar="A,B,C", help="all pairs among these")
    alignment.add_argument("--pair", action="append", metavar="A,B", help="may be given again")
    alignment.set_defaults(run=Later("analysis", "run_alignment"))
    splits = commands.add_parser("splits", help="when pairs fell out or drew together")
    splits.add_argument("--pair", action="append", required=True, metavar="A,B")
    splits.add_argument("--as-of", metavar="YYYY-MM-DD", help="without looking past this day")
    splits.set_defaults(run=Later("analysis", "run_splits"))
    blocs = commands.add_parser("blocs", help="who stands together")
    blocs.add_argument("--actors", metavar="A,B,C", help="only these")
    blocs.add_argument("--balance", action="store_true", help="structural balance instead")
    blocs.add_argument("--resolution", type=float, default=1.0, metavar="X")
    blocs.add_argument("--resamples", type=int, default=100, metavar="N")
    blocs.add_argument("--seed", type=int, default=0, metavar="N")
    blocs.set_defaults(run=Later("analysis", "run_blocs"))
    for one, minimum in ((alignment, 1), (blocs, 20)):
        one.add_argument("--period", choices=PERIODS, help="default: all in one")
        one.add_argument("--minimum", type=int, default=minimum, metavar="N", help="happenings")
    for one in (alignment, splits, blocs):
        one.add_argument("--db", required=True, metavar="FILE")
        one.add_argument("--start", metavar="YYYY-MM-DD")
        one.add_argument("--end", metavar="YYYY-MM-DD")
        one.add_argument("--origin", help="riftline, icews, gdelt, polecat or ucdp")
    for one in (stories, alignment, splits, blocs):
        one.add_argument("--format", choices=TABLE_FORMATS, default="table")
        one.add_argument("-o", "--output", metavar="FILE")
