"""Same input, same bytes out: on any number of workers, in any order, in any process."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import riftline
from riftline.record import as_plain
from riftline.sample import sample_articles

# More than a chunk of a worker, of different lengths, with a copy, an empty and an odd text.
DOCUMENTS = [
    *sample_articles()[:20],
    riftline.Document("", "empty"),
    riftline.Document("\x00 ... \U0001f600", "odd"),
]
DOCUMENTS.append(riftline.Document(DOCUMENTS[3].text, "copy", DOCUMENTS[3].published))


def lines(coded: Any) -> list[str]:
    """Each document's records as text: events, quotes and claims."""
    return [
        json.dumps([as_plain(x) for x in (*c.events, *c.quotes, *c.claims)], ensure_ascii=False)
        for c in coded
    ]


@pytest.fixture(scope="module")
def alone() -> list[str]:
    """Every document by a fresh coder's first pass, in order."""
    return lines(riftline.Coder().code_many(DOCUMENTS))


def test_there_is_something_to_compare(alone: list[str]) -> None:
    assert sum(len(json.loads(line)) for line in alone) > 100


@pytest.mark.parametrize("seed", [1, 2])
def test_order_changes_nothing(seed: int, alone: list[str]) -> None:
    order = list(range(len(DOCUMENTS)))
    random.Random(seed).shuffle(order)
    shuffled = lines(riftline.Coder().code_many([DOCUMENTS[i] for i in order]))
    assert shuffled == [alone[i] for i in order]


def test_what_was_coded_before_changes_nothing(alone: list[str]) -> None:
    coder = riftline.Coder()
    for _ in range(2):  # the second time from what the coder remembers
        assert lines(coder.code_many(DOCUMENTS[:12])) == alone[:12]


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_workers_change_nothing(workers: int, alone: list[str]) -> None:
    assert lines(riftline.code_parallel(DOCUMENTS, workers=workers)) == alone


def run(arguments: list[str], seed: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    subprocess.run([sys.executable, "-m", "riftline", *arguments], env=environment, check=True)


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_files_are_the_same_bytes(form: str, tmp_path: Path) -> None:
    """Another process, another hash seed, another number of workers."""
    source = tmp_path / "in.jsonl"
    rows = [
        {"id": d.id, "published": str(d.published), "outlet": d.outlet, "text": d.text}
        for d in DOCUMENTS[:12]
    ]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    written = []
    for seed, workers in (("1", "1"), ("2", "2")):
        target = tmp_path / f"out{seed}.{form}"
        run(["code", str(source), "-o", str(target), "--workers", workers], seed)
        written.append(target.read_bytes())
    assert len(written[0]) > 1000
    assert written[0] == written[1]
