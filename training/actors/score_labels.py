"""Score the resolver on hand-labelled mentions of real articles.

    python training/actors/score_labels.py ../shared/data tests/data/actor_mentions.jsonl [--show]

A line is {source, start, end, country, sector}; ``country`` and ``sector`` may be lists where
several are right.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from datetime import date
from itertools import chain
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from actors.sample_mentions import articles, plain_sentences, wire
from riftline.resolve import ActorResolver


def listed(value: object) -> list[object]:
    """A label's value as the list of what is right."""
    return value if isinstance(value, list) else [value]


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("shared", type=Path)
    args.add_argument("labels", type=Path)
    args.add_argument("--show", action="store_true")
    args.add_argument("--all", action="store_true")
    opts = args.parse_args()
    labels = [json.loads(line) for line in opts.labels.read_text("utf-8").splitlines()]
    wanted = {row["source"] for row in labels}
    texts = {a[0]: a for a in chain(articles(opts.shared), wire(opts.shared)) if a[0] in wanted}
    resolver = ActorResolver.load()
    docs, score = {}, Counter()
    for number, row in enumerate(labels):
        key, day, title, text = texts[row["source"]]
        if key not in docs:
            sentences = plain_sentences(text)
            docs[key] = (
                resolver.document(text, sentences, date.fromisoformat(day[:10]), title),
                sentences,
            )
        doc, sentences = docs[key]
        sentence = next(s for s in sentences if s.start <= row["start"] < s.end)
        who = doc.resolve_span(row["start"], row["end"], sentence.index)
        sectors = row.get("sector")
        right = who.country in listed(row.get("country"))
        fits = who.sectors[0] in listed(sectors)
        score["n"] += 1
        score["country"] += right
        score["sector"] += fits
        score["both"] += right and fits
        if opts.all or (opts.show and not (right and fits)):
            a, b = row["start"] - sentence.start, row["end"] - sentence.start
            left, right_ = sentence.text[max(0, a - 110) : a], sentence.text[b : b + 60]
            print(
                f"{number} {day} {left.strip()} [[{sentence.text[a:b]}]] {right_.strip()} "
                f"=> {who.name}|{who.country}|{who.sectors[0]}"
                + ("" if opts.all else f" GOLD {row.get('country')} {sectors}")
            )
    if not opts.all:
        n = score["n"]
        print(
            f"n {n}",
            *(f"{key} {score[key] / n:.4f}" for key in ("country", "sector", "both")),
            sep="  ",
        )


if __name__ == "__main__":
    main()
