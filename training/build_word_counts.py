"""Counts in how many news articles each word stands: the table behind ``riftline.stories.content``.

Usage: python training/build_word_counts.py ARTICLES.jsonl.gz ... > counts.csv.gz

Each input line is an article with ``title`` and ``text``. Words of fewer than five articles are
left out; the first row carries the number of articles.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from collections import Counter
from pathlib import Path

from riftline.stories.content import content_words

FEWEST = 5


def count(paths: list[Path]) -> tuple[int, Counter[str]]:
    """Number of articles, and for each word the number of articles that have it."""
    articles, found = 0, Counter[str]()
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                found.update(set(content_words(f"{article['title']}\n{article['text']}")))
                articles += 1
    return articles, found


def main() -> None:
    """Write the table to standard output."""
    articles, found = count([Path(p) for p in sys.argv[1:]])
    kept = sorted((-n, word) for word, n in found.items() if n >= FEWEST)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["word", "articles"])
    writer.writerow(["", articles])
    writer.writerows((word, -n) for n, word in kept)
    sys.stdout.buffer.write(gzip.compress(text.getvalue().encode(), mtime=0))


if __name__ == "__main__":
    main()
