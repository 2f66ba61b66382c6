"""Scores dates against TIMEX3 annotation, as TempEval-3 did (UzZaman et al., SemEval 2013).

Strict match: same offsets. Relaxed match: any overlap, one to one. Type and value F1 are the
relaxed F1 times the share of matched pairs that agree. The document creation time is given to
the system and not scored.

    python -m riftline.evaluate.timex FOLDER [--half dev|held-out] [--errors]

FOLDER holds TimeML files (``*.tml``, searched recursively). ``--half`` keeps one half of the
documents, cut by the SHA-256 of the file name.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lxml import etree

from riftline.errors import InputError
from riftline.mentions.dates import find_dates

Span = tuple[int, int, str, str]  # start, end, type, value
Pair = tuple[Span, Span]


@dataclass(frozen=True, slots=True)
class TimemlDocument:
    """One annotated document: its text, creation day and TIMEX3 spans in text order."""

    name: str
    text: str
    created: date
    spans: tuple[Span, ...]


def read_timeml(path: Path) -> TimemlDocument:
    """Read a TimeML file; raises InputError where text or creation time is missing."""
    try:
        root = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False))
        created = root.find(".//DCT/TIMEX3").get("value")[:10]
        body = root.find("TEXT")
        pieces: list[str] = []
        spans: list[Span] = []
        _walk(body, pieces, spans)
        day = date.fromisoformat(created)
    except (OSError, ValueError, AttributeError, etree.XMLSyntaxError) as error:
        raise InputError(f"not a TimeML document: {error}", where=str(path)) from error
    return TimemlDocument(path.name, "".join(pieces), day, tuple(sorted(spans)))


def _walk(element: etree._Element, pieces: list[str], spans: list[Span]) -> None:
    start = sum(map(len, pieces))
    pieces.append(element.text or "")
    for child in element:
        _walk(child, pieces, spans)
        pieces.append(child.tail or "")
    if element.tag == "TIMEX3":
        end = sum(map(len, pieces))
        spans.append((start, end, element.get("type", ""), element.get("value", "")))


def in_half(name: str, half: str | None) -> bool:
    """Whether a document belongs to the half "dev" or "held-out" (None: to all)."""
    bit = int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2
    return half is None or bit == (0 if half == "dev" else 1)


def match_spans(gold: Sequence[Span], found: Sequence[Span]) -> list[Pair]:
    """Pairs of overlapping spans, one to one; equal spans are paired first."""
    pairs: list[Pair] = []
    left = list(found)
    rest: list[Span] = []
    for want in gold:
        same = next((have for have in left if have[:2] == want[:2]), None)
        if same is None:
            rest.append(want)
        else:
            left.remove(same)
            pairs.append((want, same))
    for want in rest:
        near = next((have for have in left if have[0] < want[1] and want[0] < have[1]), None)
        if near is not None:
            left.remove(near)
            pairs.append((want, near))
    return pairs


def score(documents: Iterable[tuple[Sequence[Span], Sequence[Span]]]) -> dict[str, float]:
    """TempEval-3 figures over (gold, found) span lists, one pair of lists a document."""
    wanted = given = strict = types = values = 0
    relaxed = 0
    for gold, found in documents:
        wanted += len(gold)
        given += len(found)
        for want, have in match_spans(gold, found):
            relaxed += 1
            strict += want[:2] == have[:2]
            types += want[2] == have[2]
            values += want[3] == have[3]

    def f1(hits: int) -> float:
        return round(200 * hits / (wanted + given), 2) if wanted + given else 0.0

    return {
        "gold": wanted,
        "found": given,
        "strict_f1": f1(strict),
        "relaxed_precision": round(100 * relaxed / given, 2) if given else 0.0,
        "relaxed_recall": round(100 * relaxed / wanted, 2) if wanted else 0.0,
        "relaxed_f1": f1(relaxed),
        "type_f1": f1(types),
        "value_f1": f1(values),
        "value_accuracy": round(100 * values / relaxed, 2) if relaxed else 0.0,
    }


def found_spans(document: TimemlDocument) -> list[Span]:
    """What ``find_dates`` finds in the document."""
    mentions = find_dates(document.text, document.created)
    return [(m.start, m.end, m.type, m.value) for m in mentions]


def _errors(document: TimemlDocument, found: Sequence[Span]) -> Iterator[str]:
    pairs = match_spans(document.spans, found)
    paired = {want for want, _ in pairs} | {have for _, have in pairs}

    def show(label: str, span: Span, note: str = "") -> str:
        start, end = span[:2]
        before = document.text[max(0, start - 70) : start].replace("\n", " ")
        after = document.text[end : end + 40].replace("\n", " ")
        body = document.text[start:end].replace("\n", " ")
        return f"{label}\t{document.created}\t{span[2]} {span[3]}{note}\t{before}[[{body}]]{after}"

    for want, have in pairs:
        if want[3] != have[3]:
            yield show("VALUE", want, f" <- {have[2]} {have[3]}")
    yield from (show("MISSED", span) for span in document.spans if span not in paired)
    yield from (show("EXTRA", span) for span in found if span not in paired)


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line: print the figures as JSON, with ``--errors`` each error before them."""
    parser = argparse.ArgumentParser(prog="python -m riftline.evaluate.timex")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=("dev", "held-out"))
    parser.add_argument("--errors", action="store_true", help="list every error")
    options = parser.parse_args(arguments)
    paths = [p for p in sorted(options.folder.rglob("*.tml")) if in_half(p.name, options.half)]
    if not paths:
        print(f"riftline: {options.folder}: no TimeML files (*.tml) here", file=sys.stderr)
        return 2
    scored = []
    failed = 0
    for path in paths:
        try:
            document = read_timeml(path)
        except InputError as error:
            print(f"riftline: {error}", file=sys.stderr)
            failed = 1
            continue
        found = found_spans(document)
        scored.append((document.spans, found))
        if options.errors:
            for line in _errors(document, found):
                print(line)
    print(json.dumps({"documents": len(scored), **score(scored)}))
    return failed


if __name__ == "__main__":
    sys.exit(main())
