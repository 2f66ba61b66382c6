"""Floors of the stories room on hand-labelled real articles, where the articles are at hand."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from riftline.evaluate.stories import score_clusters
from riftline.record import CodedDocument, Document
from riftline.stories import find_copies, link_stories

HERE = Path(__file__).parent
ARTICLES = HERE.parent.parent / "shared" / "data" / "stories"
LABELS = HERE / "data" / "stories"

pytestmark = pytest.mark.skipif(not ARTICLES.is_dir(), reason="the articles are not here")


def rows(name: str) -> list[dict[str, str]]:
    with open(LABELS / name, encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def documents(name: str, wanted: set[str]) -> list[Document]:
    with gzip.open(ARTICLES / name, "rt", encoding="utf-8") as lines:
        found = [a for a in map(json.loads, lines) if a["id"] in wanted]
    return [
        Document(a["text"], a["id"], date.fromisoformat(a["date"]), a["source"], title=a["title"])
        for a in found
    ]


def test_shared_wording_is_told_apart() -> None:
    labels = {frozenset((r["id1"], r["id2"])): r["label"] for r in rows("shared_wording.tsv")}
    held = documents("near_duplicate_articles.jsonl.gz", set().union(*labels))
    kinds = {"copy": "text", "passage": "text", "excerpt": "text", "quote": "quote"}
    table: Counter[tuple[str, str]] = Counter()
    for c in find_copies(held):
        pair = frozenset((c.document_id, c.source_id))
        if pair in labels:
            table[labels[pair], kinds.get(c.kind, "page")] += 1
    assert sum(table.values()) == len(labels)
    for label, precision, recall in (("text", 0.85, 0.9), ("quote", 0.9, 0.85)):
        ours = sum(n for (_, o), n in table.items() if o == label)
        gold = sum(n for (g, _), n in table.items() if g == label)
        assert table[label, label] >= precision * ours
        assert table[label, label] >= recall * gold


def test_groups_of_articles_on_one_happening() -> None:
    labels = rows("happenings.tsv")
    held = documents("articles_foreign_topics.jsonl.gz", {r["id"] for r in labels})
    reports = link_stories(CodedDocument(d, (), ()) for d in held).reports
    for part, floor in (("develop", 0.92), ("held_out", 0.87)):
        gold = {r["id"]: r["happening"] for r in labels if r["part"] == part}
        assert score_clusters(reports, gold)["bcubed"]["f1"] >= floor
