"""Draw mentions from real articles for labelling by hand, as source id and offsets.

    python training/actors/sample_mentions.py ../shared/data OUT.jsonl [--count 540]

Reads Wikinews, the foreign-topics stories, Zelensky's addresses and the News Line article.
At most five mentions an article, articles in the order of a hash of their ids, so that a
draw can be repeated.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from riftline.record import Sentence
from riftline.resolve import ActorResolver
from riftline.resolve.coref import PRONOUNS

Article = tuple[str, str, str, str]  # id, date, title, text


def articles(shared: Path) -> Iterator[Article]:
    """Every article of the four sources: id "source:key", ISO date, title, text."""
    for year in (2019, 2020):
        with (shared / "articles" / f"wikinews_{year}.csv").open(
            encoding="utf-8", newline=""
        ) as handle:
            for n, row in enumerate(csv.DictReader(handle)):
                yield f"wikinews_{year}:{n}", row["date"], row["title"], row["text"]
    for name, folder in (
        ("articles_foreign_topics", "stories"),
        ("zelensky_addresses_2022", "articles"),
    ):
        with gzip.open(shared / folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as handle:
            for line in handle:
                row = json.loads(line)
                yield f"{name}:{row['id']}", row["date"], row["title"], row["text"]
    text = (shared / "articles" / "2025-02-14-news-line.txt").read_text("utf-8")
    yield "2025-02-14-news-line:0", "2025-02-14", "", text


def wire(shared: Path) -> Iterator[Article]:
    """Reuters articles of 1987: ids "reuters21578:number"; labels may point to them."""
    path = shared / "stories" / "reuters21578.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        for line in handle:
            row = json.loads(line)
            text = row["text"].replace("\n", " ")  # lines are wrapped; offsets stay
            yield f"reuters21578:{row['id']}", row["date"], row["title"], text


def plain_sentences(text: str) -> list[Sentence]:
    """A rough split, enough for drawing (the package's own splitter is another room)."""
    out: list[Sentence] = []
    for found in re.finditer(
        r"[^\n]+?(?:(?<![A-Z])(?<!\bMr)(?<!\bDr)(?<!\bMs)[.!?][\"”’']?(?=\s+[A-Z\"“])|$|(?=\n))",
        text,
    ):
        start = found.start() + len(found[0]) - len(found[0].lstrip())
        if found[0].strip():
            out.append(Sentence(len(out), start, found.end(), text[start : found.end()]))
    return out


def rank(key: str) -> str:
    """A fixed pseudo-random order."""
    return hashlib.sha256(key.encode()).hexdigest()


def spans(sentences: list[Sentence], doc: object) -> list[tuple[int, int, int]]:
    """Mentions that the resolver finds and all pronouns, as (start, end, sentence)."""
    rows = [(m.start, m.end, m.sentence_index) for m in doc.mentions]  # type: ignore[attr-defined]
    for sentence in sentences:
        for found in re.finditer(r"\b[A-Za-z]+\b", sentence.text):
            if found[0].lower() in PRONOUNS & {"he", "she", "they", "we", "i", "him", "them"}:
                rows.append(
                    (sentence.start + found.start(), sentence.start + found.end(), sentence.index)
                )
    return rows


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("shared", type=Path)
    args.add_argument("out", type=Path)
    args.add_argument("--count", type=int, default=540)
    args.add_argument("--skip", type=Path, help="a label file whose articles are left out")
    opts = args.parse_args()
    resolver = ActorResolver.load()
    skipped = set()
    if opts.skip:
        skipped = {json.loads(x)["source"] for x in opts.skip.read_text("utf-8").splitlines()}
    rows: list[dict[str, object]] = []
    order = sorted(articles(opts.shared), key=lambda a: "" if "news-line" in a[0] else rank(a[0]))
    for key, day, title, text in order:
        if len(rows) >= opts.count or len(text) < 600 or key in skipped:
            continue
        sentences = plain_sentences(text)
        doc = resolver.document(text, sentences, date.fromisoformat(day[:10]), title)
        drawn = sorted(spans(sentences, doc), key=lambda s: rank(f"{key}:{s[0]}:{s[1]}"))
        for start, end, _ in drawn[: 12 if "news-line" in key else 5]:
            rows.append({"source": key, "start": start, "end": end})
    opts.out.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
