"""What a day of reports costs the stories room, in time and memory.

python -m benchmarks.stories_day [--reports 2000 5000 20000] [--articles INPUT ...] [--limit 250]

The day is made of real articles (the bundled sample, unless others are given), taken again and
again with two fifths of their longer words exchanged: one day's other news in the same manner,
and each report has some near twins that day, the more the larger the day. Each size runs in a
process of its own, one after the other. "Growth" is cost a report against the first size: 1 is
linear.
"""

from __future__ import annotations

import argparse
import pickle
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from time import process_time

from benchmarks.scale import peak_megabytes
from riftline import Coder, read_documents
from riftline.record import CodedDocument, Event
from riftline.sample import sample_articles
from riftline.stories import Linker

DAY = date(2025, 3, 4)
EXCHANGED = 0.4  # of words of more than five letters


def day_of_reports(coded: Sequence[CodedDocument], count: int) -> Iterator[CodedDocument]:
    """``count`` reports of one day in 300 outlets, the same each time."""
    numbers = random.Random(count)
    for n in range(count):
        yield varied(coded[n % len(coded)], n, numbers)


def varied(coded: CodedDocument, number: int, numbers: random.Random) -> CodedDocument:
    """A document with some longer words exchanged for others, turned round, of the same text."""
    document = coded.document
    words = document.text.split(" ")
    pool = [word for word in words if len(word) > 5] or words
    text = " ".join(_other(word, pool, numbers) for word in words)
    identifier = f"{document.id}-{number}"
    fresh = replace(
        document, text=text, id=identifier, published=DAY, outlet=f"Outlet {number % 300}"
    )
    events = tuple(_moved(event, number, identifier, numbers) for event in coded.events)
    return CodedDocument(fresh, coded.sentences, events)


def _other(word: str, pool: Sequence[str], numbers: random.Random) -> str:
    if len(word) > 5 and numbers.random() < EXCHANGED:
        return numbers.choice(pool)[::-1]
    return word


def _moved(event: Event, number: int, document_id: str, numbers: random.Random) -> Event:
    words = event.sentence.text.split(" ")
    size = len(event.sentence.text)
    text = " ".join(_other(word, words, numbers) for word in words)[:size].ljust(size)
    return replace(
        event,
        event_id=f"{event.event_id}-{number}",
        document_id=document_id,
        published=DAY.isoformat(),
        sentence=replace(event.sentence, text=text),
        event_date=None,
    )


def measure(coded: Sequence[CodedDocument], count: int) -> tuple[int, int, float, float, float]:
    """Events, pairs that share wording, seconds of profiles and of links, megabytes."""
    linker = Linker()
    held, profiles = 0, 0.0
    for document in day_of_reports(coded, count):
        held += len(document.events)
        began = process_time()
        linker.add(document)
        profiles += process_time() - began
    began = process_time()
    links = linker.link()
    return held, len(links.copies), profiles, process_time() - began, peak_megabytes()


def code(inputs: Sequence[str], limit: int, path: Path) -> None:
    """Code the articles that the day is made of, in a process of their own."""
    if inputs:
        source = read_documents(inputs, on_problem=lambda p: print(p, file=sys.stderr))
        documents = list(islice(source, limit))
    else:
        documents = sample_articles()[:limit]
    path.write_bytes(pickle.dumps(list(Coder().code_many(documents))))


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", nargs="*", type=int, default=[2000, 5000])
    parser.add_argument("--articles", nargs="*", default=[], help="inputs instead of the sample")
    parser.add_argument("--limit", type=int, default=250, help="articles at most")
    parser.add_argument("--coded", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.coded and not args.coded.exists():
        code(args.articles, args.limit, args.coded)
        return 0
    if args.coded:
        count = args.reports[0]
        figures = measure(pickle.loads(args.coded.read_bytes()), count)
        print(count, *figures)
        return 0
    print(
        f"{'reports':>8} {'events':>8} {'copies':>8} {'profiles s':>11} {'links s':>9} "
        f"{'peak MB':>8} growth"
    )
    with tempfile.TemporaryDirectory(prefix="riftline-day-") as folder:
        base = [sys.executable, "-m", "benchmarks.stories_day", "--coded", f"{folder}/coded"]
        base += ["--limit", str(args.limit), "--articles", *args.articles]
        subprocess.run(base, check=True)
        first = 0.0
        for count in args.reports:
            command = [*base, "--reports", str(count)]
            result = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            events, copies, profiles, links, peak = map(float, result.stdout.split()[1:])
            cost = (profiles + links) / count
            first = first or cost
            print(
                f"{count:8} {events:8.0f} {copies:8.0f} {profiles:11.1f} {links:9.1f} "
                f"{peak:8.0f} {cost / first:6.2f}",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
