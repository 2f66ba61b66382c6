"""``riftline code`` and ``riftline demo``: read, code, write, store, show."""

from __future__ import annotations

import argparse
import os
import sys
import webbrowser
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from importlib import resources
from pathlib import Path

from rich.console import Console

from riftline.cli.progress import Problems, tracked
from riftline.coder import Coder, as_day, coded_or_problem
from riftline.errors import InputError, UsageError
from riftline.parallel import code_parallel
from riftline.read import read_documents
from riftline.record import CodedDocument, Document
from riftline.show import print_summary, write_html
from riftline.store import Store
from riftline.stories import link_store
from riftline.write import open_writer

Sink = Callable[[CodedDocument], object]
_STORE_BATCH = 50  # documents a transaction; each is acknowledged as a whole


def run_code(args: argparse.Namespace) -> int:
    """Code inputs into a result file, a store, or both; 1 when some could not be read."""
    if args.workers < 1:
        raise UsageError("--workers must be at least 1")
    problems = Problems()
    documents = read_documents(
        args.inputs, date=as_day(args.date), outlet=args.outlet, on_problem=problems.add
    )
    pages: list[CodedDocument] = []
    html = args.format == "html" or (args.format is None and is_page(args.output))
    with ExitStack() as stack:
        sinks: list[Sink] = []
        if html:
            sinks.append(pages.append)
        elif args.output or not args.db:
            sinks.append(stack.enter_context(open_writer(args.output, args.format)).write)
        if args.db:
            sinks.append(stack.enter_context(StoreSink(args.db)).add)
        for coded in tracked(code_documents(documents, args.actors, args.workers, problems.add)):
            for sink in sinks:
                sink(coded)
        if html:
            write_html(args.output, pages, "Riftline: what the texts say")
    return problems.status()


def is_page(output: str | None) -> bool:
    """Whether the output's name asks for a page."""
    return bool(output) and str(output).lower().endswith((".html", ".htm"))


def code_documents(
    documents: Iterable[Document],
    actors: Iterable[str],
    workers: int,
    on_problem: Callable[[InputError], None],
) -> Iterator[CodedDocument]:
    """Coded documents in the order of the input, by one process or several."""
    if workers > 1:
        yield from code_parallel(
            documents, workers=workers, actors=list(actors), on_problem=on_problem
        )
        return
    coder = Coder(actors=actors)
    for document in documents:
        result = coded_or_problem(coder, document)
        if isinstance(result, InputError):
            on_problem(result)
        else:
            yield result


class StoreSink:
    """Adds coded documents to a store in batches; what was added before an interrupt stays."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._batch: list[CodedDocument] = []

    def __enter__(self) -> StoreSink:
        self._store = Store.open(self._path)
        return self

    def add(self, coded: CodedDocument) -> None:
        """Queue one document; a full batch is written as one transaction."""
        self._batch.append(coded)
        if len(self._batch) >= _STORE_BATCH:
            self._flush()

    def _flush(self) -> None:
        batch, self._batch = self._batch, []
        self._store.add_many(batch)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None and self._batch:
                self._flush()
        finally:
            self._store.close()


def run_demo(args: argparse.Namespace) -> int:
    """Code the bundled sample corpus, store it, show it."""
    folder = Path(args.folder)
    folder.mkdir(parents=True, exist_ok=True)
    problems = Problems()
    console = Console()
    with resources.as_file(resources.files("riftline") / "sample" / "articles.jsonl") as sample:
        documents = list(read_documents([sample], on_problem=problems.add))
    coded = list(tracked(Coder().code_many(documents), total=len(documents)))
    database, page = folder / "sample.duckdb", folder / "sample.html"
    with Store.open(database) as store:
        store.add_many(coded)
        link_store(store)
    write_html(page, coded, "Riftline sample corpus")
    print_summary(coded, console)
    console.print(f"Database: {database}\nPage:     {page.resolve()}", soft_wrap=True)
    console.print(f"Try:      riftline dyads --db {database} --pair USA,RUS", soft_wrap=True)
    if not args.no_open and has_screen():
        webbrowser.open(page.resolve().as_uri())
    return problems.status()


def has_screen() -> bool:
    """Whether a browser window can be shown here and a person is there to look."""
    if not sys.stdout.isatty():
        return False
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
