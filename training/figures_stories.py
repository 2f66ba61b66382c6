"""Figures of the stories room on hand-labelled pairs of real articles, and what they cost.

Usage: python training/figures_stories.py wording|documents|events|batches|reuters SHARED_DATA

The labels (tests/data/stories) are article ids and character offsets; the articles are not part
of the repository. ``SHARED_DATA`` is the folder with ``stories/*.jsonl.gz``.
"""

from __future__ import annotations

import csv
import gzip
import json
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from riftline.coder import Coder
from riftline.evaluate.stories import score_clusters
from riftline.record import CodedDocument, Document, Event
from riftline.store import Store
from riftline.stories import find_copies, link_store, link_stories

LABELS = Path(__file__).parent.parent / "tests" / "data" / "stories"
KINDS = {"copy": "text", "passage": "text", "excerpt": "text", "quote": "quote"}
READ = 4000  # characters of an article that the event labels were made on


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a label file."""
    with open(LABELS / name, encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def articles(path: Path) -> Iterator[dict[str, Any]]:
    """The articles of a JSON lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def as_document(a: dict[str, Any]) -> Document:
    """An article as a document, its text alone."""
    day = date.fromisoformat(a["date"])
    return Document(a["text"], str(a["id"]), day, a.get("source"), a.get("url"), a["title"])


def wording(data: Path) -> None:
    """Kinds of shared wording against hand labels: text taken over, quotes, page furniture."""
    found = {
        frozenset((c.document_id, c.source_id)): KINDS.get(c.kind, "page")
        for c in find_copies(map(as_document, articles(data / "near_duplicate_articles.jsonl.gz")))
    }
    table = Counter(
        (r["label"], found.get(frozenset((r["id1"], r["id2"])), "none"))
        for r in rows("shared_wording.tsv")
    )
    for label in ("text", "quote", "page"):
        ours = sum(n for (_, o), n in table.items() if o == label)
        gold = sum(n for (g, _), n in table.items() if g == label)
        hits = table[label, label]
        print(f"{label}: precision {hits / ours:.3f} recall {hits / gold:.3f} pairs {gold}")


def coded_happenings(data: Path) -> list[CodedDocument]:
    """The labelled articles, title and opening, coded with the bundled weights."""
    wanted = {r["id"] for r in rows("happenings.tsv")}
    coder = Coder()
    return [
        coder.code(
            f"{a['title']}\n\n{a['text'][:READ]}",
            published=a["date"],
            outlet=a["source"],
            title=a["title"],
            id=a["id"],
        )
        for a in articles(data / "articles_foreign_topics.jsonl.gz")
        if a["id"] in wanted
    ]


def documents(data: Path) -> None:
    """Groups of articles on one happening against hand-made groups."""
    labels = rows("happenings.tsv")
    wanted = {r["id"] for r in labels}
    held = [
        CodedDocument(as_document(a), (), ())
        for a in articles(data / "articles_foreign_topics.jsonl.gz")
        if a["id"] in wanted
    ]
    reports = link_stories(held).reports
    for part in ("develop", "held_out"):
        gold = {r["id"]: r["happening"] for r in labels if r["part"] == part}
        for name, f in score_clusters(reports, gold).items():
            print(f"{part} {name}: P {f['precision']:.3f} R {f['recall']:.3f} F1 {f['f1']:.3f}")


def events(data: Path) -> None:
    """Event pairs judged by reading: which share a story. Pairs whose spans the coder no longer
    marks are left out and counted."""
    coded = coded_happenings(data)
    stories = link_stories(coded).stories
    by_document = {d.document.id: d.events for d in coded}
    for name in ("event_pairs.tsv", "linked_pairs.tsv"):
        table: Counter[tuple[str, str]] = Counter()
        for r in rows(name):
            ends = [_marked(by_document[r[f"id{n}"]], r, n) for n in (1, 2)]
            part = r.get("part", "held_out")
            if ends[0] is None or ends[1] is None:
                table[part, "unmarked"] += 1
            else:
                linked = stories[ends[0].event_id] == stories[ends[1].event_id]
                table[part, f"same {r['same']}, linked {int(linked)}"] += 1
        print(name, *(f"{part} {what}: {n}" for (part, what), n in sorted(table.items())), sep="\n")
    sizes = Counter(Counter(stories.values()).values())
    print("story sizes", sorted(sizes.items()))


def batches(data: Path) -> None:
    """Stories of a store that is linked after every forty articles against all at once."""
    coded = sorted(coded_happenings(data), key=lambda d: (str(d.document.published), d.document.id))
    whole = link_stories(coded).stories
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "s.duckdb") as store:
        for start in range(0, len(coded), 40):
            store.add_many(coded[start : start + 40])
            link_store(store)
        table = store.query("SELECT event_id, story_id FROM events")
    columns = (table["event_id"].to_pylist(), table["story_id"].to_pylist())
    print(score_clusters(dict(zip(*columns, strict=True)), whole)["bcubed"])


def _marked(events: Sequence[Event], label: dict[str, str], end: int) -> Event | None:
    """The event whose trigger overlaps a labelled one most; None where none does."""
    low, high = int(label[f"start{end}"]), int(label[f"end{end}"])
    overlap = [(min(e.trigger.end, high) - max(e.trigger.start, low), e) for e in events]
    found = max(overlap, key=lambda pair: pair[0], default=None)
    return found[1] if found is not None and found[0] > 0 else None


def reuters(data: Path) -> None:
    """Shared wording in a year of one wire: time, memory and kinds."""
    held = [
        as_document({**a, "source": "Reuters"}) for a in articles(data / "reuters21578.jsonl.gz")
    ]
    start = time.process_time()
    found = find_copies(held)
    print(f"{len(held)} documents, {time.process_time() - start:.1f} s, {_memory():.0f} MB")
    print(Counter(c.kind for c in found))
    kinds = {frozenset((c.document_id, c.source_id)): c.kind for c in found}
    judged = Counter(
        (kinds.get(frozenset((r["id1"], r["id2"])), "none"), r["label"])
        for r in rows("reuters_pairs.tsv")
    )
    for (kind, label), n in sorted(judged.items()):
        print(f"found as {kind}, by reading {label}: {n}")


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def main() -> None:
    """Run one of the measurements."""
    work = {f.__name__: f for f in (wording, documents, events, batches, reuters)}
    if len(sys.argv) != 3 or sys.argv[1] not in work:
        sys.exit(__doc__)
    work[sys.argv[1]](Path(sys.argv[2]) / "stories")


if __name__ == "__main__":
    main()
