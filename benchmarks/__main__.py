"""Run all measurements and print them as ratios; ``--json`` for the figures alone.

python -m benchmarks [--articles INPUT ...] [--limit N] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from time import perf_counter

from benchmarks.roof import roof_seconds
from riftline import Coder, Document, code_parallel, read_documents, split_sentences
from riftline.assemble import find_all
from riftline.sample import sample_articles

START = """
import resource, time
began = time.perf_counter()
import riftline
coder = riftline.Coder()
coder.code("France warned Mali on Monday.", published="2024-05-06")
seconds = time.perf_counter() - began
print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def timed(work: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    began = perf_counter()
    work()
    return perf_counter() - began


def drain(stream: object) -> None:
    """Take everything from an iterable."""
    for _ in stream:  # type: ignore[attr-defined]
        pass


def with_new_first_line(documents: Sequence[Document]) -> list[Document]:
    """The same articles as a copying outlet would run them: another first line, same body."""
    return [
        replace(d, id=f"copy-{d.id}", text=f"By our own correspondent, edition {i}.\n\n{d.text}")
        for i, d in enumerate(documents)
    ]


def measure(documents: Sequence[Document]) -> dict[str, float]:
    """Every figure; seconds are of this machine and mean something only as ratios."""
    sentences = [split_sentences(d.text) for d in documents]
    n = sum(map(len, sentences))
    coder = Coder()
    lengths = [len(w.ids) for s in sentences for w in coder.model.windows(s)]
    figures: dict[str, float] = {"documents": len(documents), "sentences": n}
    drain(coder.code_many(documents[:3]))  # warm up
    whole = timed(lambda: drain(Coder().code_many(documents)))
    figures["sentences_per_second_one_thread"] = n / whole
    model = Coder().model
    encoder = timed(lambda: [model.code(s) for s in sentences])
    figures["encoder_and_heads_share"] = encoder / whole
    mentions = timed(
        lambda: [find_all(d, s, coder.resolver) for d, s in zip(documents, sentences, strict=True)]
    )
    figures["mentions_and_resolving_share"] = mentions / whole
    roof = roof_seconds(lengths)
    figures["roof_sentences_per_second"] = n / roof
    figures["end_to_end_to_roof"] = roof / whole
    figures["encoder_to_roof"] = roof / encoder
    half = documents[: len(documents) // 2]
    n_half = sum(len(s) for s in sentences[: len(half)])
    half_seconds = timed(lambda: drain(Coder().code_many(half)))
    figures["cost_per_sentence_whole_to_half"] = (whole / n) / (half_seconds / n_half)
    used = Coder()
    drain(used.code_many(documents))
    copies = with_new_first_line(documents)
    figures["copy_cost_to_first_cost"] = timed(lambda: drain(used.code_many(copies))) / whole
    cores = os.cpu_count() or 1
    parallel = timed(lambda: drain(code_parallel(documents, workers=cores)))
    figures["cores"] = cores
    figures["all_cores_to_one_with_start"] = whole / parallel
    return figures | start_up() | parsing(documents, whole)


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
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if args.articles:
        source = read_documents(args.articles, on_problem=lambda p: print(p, file=sys.stderr))
        documents = list(islice(source, args.limit))
    else:
        documents = sample_articles()[: args.limit]
    figures = measure(documents)
    if args.json:
        print(json.dumps(figures, indent=1))
    else:
        for name, value in figures.items():
            print(f"{name.replace('_', ' '):40} {value:12.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
