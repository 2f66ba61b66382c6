"""Count how gazetteer names are used in news: after "in" or "at", inside longer names, as words.

    python training/places_usage.py ARTICLES.jsonl[.gz]... [--most N]

Rows need a ``text``. Writes ``usage.csv.gz`` beside the gazetteer: folded name, occurrences with a
capital inside a sentence, those after a preposition of place, those beside another capitalised
word, occurrences in small letters. Counts only, no text.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path

from build_places import LICENCE, OUT
from riftline.mentions.places_gazetteer import gazetteer, words
from riftline.mentions.places_spans import find_spans, tokenise
from riftline.sentences import split_sentences

LEAST = 3


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--most", type=int, default=100_000)
    args = parser.parse_args()
    counts: dict[str, Counter[str]] = {n: Counter() for n in ("seen", "in", "part", "small")}
    for path in args.files:
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as file:
            for number, line in enumerate(file):
                if number >= args.most:
                    break
                count_text(json.loads(line)["text"], counts)
    names = gazetteer()
    lines = [f"# Counted in news articles of 1987-2020; names: {LICENCE}"]
    for key in sorted(set(counts["seen"]) | set(counts["small"])):
        row = [counts[n][key] for n in ("seen", "in", "part", "small")]
        if key in names and sum(row) >= LEAST:
            lines.append(";".join([key, *map(str, row)]))
    data = gzip.compress(("\n".join(lines) + "\n").encode(), 9, mtime=0)
    (OUT / "usage.csv.gz").write_bytes(data)
    print(len(lines), "names", len(data), "bytes")


def count_text(text: str, counts: dict[str, Counter[str]]) -> None:
    """Add one text's uses."""
    names, prepositions = gazetteer(), words()["places_in"]
    for sentence in split_sentences(text):
        for token in tokenise(sentence):
            if token.text.islower() and token.key in names:
                counts["small"][token.key] += 1
        for span in find_spans(sentence, names):
            if span.first == 0:
                continue
            before, after = span.token(-1), span.token(1)
            counts["seen"][span.key] += 1
            if before is not None and before.key in prepositions:
                counts["in"][span.key] += 1
            if (before is not None and before.capital) or (after is not None and after.capital):
                counts["part"][span.key] += 1


if __name__ == "__main__":
    main()
