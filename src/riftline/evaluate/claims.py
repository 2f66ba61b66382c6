"""Score claims against labelled sentences of real articles.

Labels are JSONL, a sentence a line, found again by article id and character offsets: ``{source, id,
start, end, half, claims: [{kind, parts: {name: [start, end]}, voice, speaker: [start, end]}]}``.
Sentences without claims count: what is found in them is wrong. Only causes, predictions and calls
to action are labelled; opinions are not scored.

A found claim matches a labelled one of its kind when their content (the effect, for a cause)
shares at least half of the longer one's words, or when their markers overlap. Figures of the claims
that match: share of parts with exactly the same words, of parts with at least half of them in
common, of voices, and of speakers where the sentence names one.

Run:
    python -m riftline.evaluate.claims LABELS.jsonl ARTICLES.jsonl[.gz] [--half 0|1]
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from riftline.errors import InputError, RiftlineError
from riftline.evaluate.rates import harmonic, ratio
from riftline.mentions.claims import ClaimMention, find_claims
from riftline.mentions.quotes import find_quotes
from riftline.sentences import split_sentences

KINDS = ("cause", "prediction", "call")
_WORD = re.compile(r"\w+(?:[-'’.,]\w+)*")


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Rows of a JSONL file, also in gzip.

    Raises:
        InputError: the file cannot be read or is not JSONL.
    """
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (OSError, EOFError, ValueError) as error:
        raise InputError(f"cannot be read: {error}", where=str(path)) from None


def score_claims(
    labels: Iterable[dict[str, Any]], texts: dict[str, str]
) -> dict[str, dict[str, Any]]:
    """Figures by kind and over all kinds; labels whose article is not in ``texts`` are left out."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in (*KINDS, "all")}
    for row, ours in _with_found(labels, texts):
        text = texts[row["id"]]
        for kind in KINDS:
            gold = [c for c in row["claims"] if c["kind"] == kind]
            found = [c for c in ours if c.kind == kind]
            one = Counter(gold=len(gold), found=len(found))
            for label, claim in _matches(text, gold, found):
                one += _compared(text, label, claim)
            counts[kind] += one
            counts["all"] += one
    return {kind: _figures(c) for kind, c in counts.items()}


def _with_found(
    labels: Iterable[dict[str, Any]], texts: dict[str, str]
) -> Iterator[tuple[dict[str, Any], list[ClaimMention]]]:
    """Each labelled sentence with the claims that are found in it, the whole article read."""
    for row in labels:
        text = texts.get(row["id"])
        if text is None:
            continue
        sentences = split_sentences(text)
        claims = find_claims(text, sentences, find_quotes(text, sentences))
        yield row, [c for c in claims if row["start"] <= c.parts["marker"].start < row["end"]]


def _matches(
    text: str, gold: Sequence[dict[str, Any]], found: Sequence[ClaimMention]
) -> Iterator[tuple[dict[str, Any], ClaimMention]]:
    """One-to-one pairs, the closest first."""
    pairs = sorted(
        ((-_close(text, g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)),
    )
    used: set[tuple[str, int]] = set()
    for closeness, i, j in pairs:
        if closeness < 0 and not {("g", i), ("f", j)} & used:
            used |= {("g", i), ("f", j)}
            yield gold[i], found[j]


def _close(text: str, label: dict[str, Any], claim: ClaimMention) -> float:
    body = "effect" if claim.kind == "cause" else "content"
    ours = claim.parts[body]
    share = _shared(text, label["parts"][body], (ours.start, ours.end))
    start, end = label["parts"]["marker"]
    marker = claim.parts["marker"]
    overlap = marker.start < end and start < marker.end
    return share + overlap if share >= 0.5 or overlap else 0.0


def _shared(text: str, a: Sequence[int], b: Sequence[int]) -> float:
    """Words in common, as a share of the longer span's."""
    ours, theirs = _words(text, *a), _words(text, *b)
    return len(ours & theirs) / max(len(ours), len(theirs), 1)


def _words(text: str, start: int, end: int) -> set[int]:
    return {m.start() for m in _WORD.finditer(text, start, end)}


def _compared(text: str, label: dict[str, Any], claim: ClaimMention) -> Counter[str]:
    """What a matching pair adds to the counts."""
    one = Counter(hits=1, voices=label["voice"] == claim.voice)
    for name, span in label["parts"].items():
        if name != "marker":
            ours = claim.parts.get(name)
            share = _shared(text, span, (ours.start, ours.end)) if ours else 0.0
            one += Counter(parts=1, exact=share == 1.0, half=share >= 0.5)
    if label["speaker"] is not None:
        source = claim.quote.source if claim.quote else None
        same = (
            source is not None and _shared(text, label["speaker"], (source.start, source.end)) > 0
        )
        one += Counter(speakers=1, speakers_right=same)
    return one


def _figures(c: Counter[str]) -> dict[str, Any]:
    precision, recall = ratio(c["hits"], c["found"]), ratio(c["hits"], c["gold"])
    return {
        "gold": c["gold"], "found": c["found"],
        "precision": precision, "recall": recall, "f1": harmonic(precision, recall),
        "parts_exact": ratio(c["exact"], c["parts"]), "parts_half": ratio(c["half"], c["parts"]),
        "voice_right": ratio(c["voices"], c["hits"]),
        "speaker_right": ratio(c["speakers_right"], c["speakers"]),
    }  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line: print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m riftline.evaluate.claims")
    parser.add_argument("labels", type=Path)
    parser.add_argument("articles", type=Path, help="JSONL with id and text")
    parser.add_argument("--half", type=int, choices=(0, 1), help="0 was read for faults, 1 was not")
    options = parser.parse_args(arguments)
    try:
        labels = read_lines(options.labels)
        if options.half is not None:
            labels = [row for row in labels if row["half"] == options.half]
        wanted = {row["id"] for row in labels}
        articles = read_lines(options.articles)
        texts = {a["id"]: a["text"] for a in articles if a.get("id") in wanted}
        figures = score_claims(labels, texts)
    except RiftlineError as error:
        print(f"riftline: {error}", file=sys.stderr)
        return 1
    print(json.dumps({"sentences": len(labels), **figures}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
