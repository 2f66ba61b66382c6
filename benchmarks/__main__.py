"""Run all measurements and print them as ratios; ``--json`` for the figures alone.

python -m benchmarks [--articles INPUT ...] [--limit N] [--rounds N] [--json]

What runs on one thread is measured in seconds of that thread's processor, so that other programs
do not count, and by turns with what it is compared with; the median of the rounds is taken. Two
roofs are printed (see :mod:`benchmarks.roof`): of the products with weights, and of these with the
products of the attention.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from statistics import median
from time import perf_counter, process_time

from benchmarks.roof import Roof
from riftline import Coder, Document, code_parallel, read_documents, split_sentences
from riftline.assemble import find_all
from riftline.events.model import WEIGHTS
from riftline.record import Sentence
from riftline.sample import sample_articles

# VmHWM, not ru_maxrss: the latter starts from what the parent held when it made the child.
START = """
import re, resource, time
from pathlib import Path
began = time.perf_counter()
import riftline
coder = riftline.Coder()
coder.code("France warned Mali on Monday.", published="2024-05-06")
seconds = time.perf_counter() - began
status = Path("/proc/self/status")
peak = re.search("VmHWM:\\s*(.*) kB", status.read_text()) if status.exists() else None
kilobytes = peak[1] if peak else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(seconds, float(kilobytes) / 1024)
"""


def timed(work: Callable[[], object], clock: Callable[[], float] = process_time) -> float:
    """Seconds that a call takes, of this process's processor time unless told otherwise."""
    began = clock()
    work()
    return clock() - began


def code_all(coder: Coder, documents: Sequence[Document]) -> None:
    """Code every document and keep nothing."""
    for _ in coder.code_many(documents):
        pass


def each(work: Callable[..., object], *items: Iterable[object]) -> None:
    """Do the work for each item, or for each row of several iterables; keep nothing."""
    for row in zip(*items, strict=True):
        work(*row)


def with_new_first_line(documents: Sequence[Document]) -> list[Document]:
    """The same articles as a copying outlet would run them: another first line, same body."""
    return [
        replace(d, id=f"copy-{d.id}", text=f"By our own correspondent, edition {i}.\n\n{d.text}")
        for i, d in enumerate(documents)
    ]


def measure(documents: Sequence[Document], rounds: int = 3) -> dict[str, float]:
    """Every figure; seconds are of this machine and mean something only as ratios."""
    sentences = [split_sentences(d.text) for d in documents]
    code_all(Coder(), documents[:3])  # warm up
    seconds = one_thread(documents, sentences, rounds)
    whole, encoder = seconds["whole"], seconds["encoder"]
    products = seconds["weights"] + seconds["attention"]
    n = sum(map(len, sentences))
    half = documents[: len(documents) // 2]
    n_half = sum(len(s) for s in sentences[: len(half)])
    cores = os.cpu_count() or 1
    parallel = timed(lambda: list(code_parallel(documents, workers=cores)), perf_counter)
    alone = timed(lambda: code_all(Coder(), documents), perf_counter)
    figures = {
        "documents": len(documents),
        "sentences": n,
        "sentences_per_second_one_thread": n / whole,
        "roof_sentences_per_second": n / products,
        "end_to_end_to_roof": products / whole,
        "encoder_and_heads_to_roof": products / encoder,
        "end_to_end_to_roof_of_weights_alone": seconds["weights"] / whole,
        "encoder_and_heads_share": encoder / whole,
        "mentions_and_resolving_share": seconds["mentions"] / whole,
        "cost_per_sentence_whole_to_half": (whole / n) / (seconds["half"] / n_half),
        "copy_cost_to_first_cost": seconds["copies"] / whole,
        "cores": cores,
        "sentences_per_second_all_cores": n / parallel,
        "all_cores_to_one_with_start": alone / parallel,
    }
    return figures | start_up() | parsing(documents, whole)


def one_thread(
    documents: Sequence[Document], sentences: Sequence[Sequence[Sentence]], rounds: int
) -> dict[str, float]:
    """Median processor seconds of each part of the work, all parts measured in every round."""
    half = documents[: len(documents) // 2]
    copies = with_new_first_line(documents)
    seconds: dict[str, list[float]] = {}
    roof = Roof(WEIGHTS / "encoder.onnx")
    lengths: list[int] = []
    for _ in range(rounds):
        coder, other, model = Coder(), Coder(), Coder().model
        lengths = lengths or [len(w.ids) for s in sentences for w in model.windows(s)]
        parts: dict[str, Callable[[], object]] = {
            "whole": partial(code_all, coder, documents),
            "encoder": partial(each, model.code, sentences),
            "mentions": partial(
                each, partial(find_all, resolver=other.resolver), documents, sentences
            ),
            "copies": partial(code_all, coder, copies),
            "half": partial(code_all, other, half),
        }
        for name, work in parts.items():
            seconds.setdefault(name, []).append(timed(work))
        for name, spent in zip(("weights", "attention"), roof.seconds(lengths), strict=True):
            seconds.setdefault(name, []).append(spent)
    return {name: median(spent) for name, spent in seconds.items()}


def start_up() -> dict[str, float]:
    """Seconds from start to the first event and peak memory, in a fresh process."""
    result = subprocess.run(
        [sys.executable, "-c", START], capture_output=True, text=True, check=True
    )
    seconds, megabytes = map(float, result.stdout.split())
    return {"start_to_first_event_seconds": seconds, "start_peak_megabytes": megabytes}


def parsing(documents: Sequence[Document], whole: float) -> dict[str, float]:
    """What a spaCy tagger and parser of the usual shape cost on the same texts, where installed."""
    try:
        import spacy
    except ImportError:
        return {}
    pipeline = spacy.blank("en")
    for name in ("tok2vec", "tagger", "parser"):
        pipeline.add_pipe(name)
    example = spacy.training.Example.from_dict(
        pipeline.make_doc("a b"), {"heads": [1, 1], "deps": ["det", "ROOT"], "tags": ["A", "B"]}
    )
    pipeline.initialize(lambda: [example])
    seconds = timed(lambda: [pipeline(d.text) for d in documents])
    return {"end_to_end_to_parsing_alone": seconds / whole}


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", nargs="*", default=[], help="inputs instead of the sample")
    parser.add_argument("--limit", type=int, default=200, help="articles at most")
    parser.add_argument("--rounds", type=int, default=3, help="turns of which medians are taken")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if args.articles:
        source = read_documents(args.articles, on_problem=lambda p: print(p, file=sys.stderr))
        documents = list(islice(source, args.limit))
    else:
        documents = sample_articles()[: args.limit]
    figures = measure(documents, args.rounds)
    if args.json:
        print(json.dumps(figures, indent=1))
    else:
        for name, value in figures.items():
            print(f"{name.replace('_', ' '):40} {value:12.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
