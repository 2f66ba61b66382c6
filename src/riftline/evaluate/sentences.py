"""Score the sentence splitter on a treebank.

The ``# text`` lines of each CoNLL-U document are joined again, with a blank, or with a blank line
where the treebank marks a new paragraph, and split. A boundary is the end of a sentence; the end
of the document is not counted.

Run:
    python -m riftline.evaluate.sentences FILE.conllu[.gz] [--only TEXT] [--errors]

``--only`` keeps the documents whose id holds the text, ``--flat`` ignores paragraphs.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from riftline.errors import InputError
from riftline.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class TreebankDocument:
    """A document put together from its sentences, and the offsets at which they end."""

    name: str
    text: str
    ends: frozenset[int]


def read_treebank(path: Path, *, flat: bool = False) -> Iterator[TreebankDocument]:
    """Read a CoNLL-U file, plain or gzipped.

    Raises:
        InputError: where it cannot be read or has no ``# text`` lines.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    name, pieces = "", list[tuple[str, bool]]()
    paragraph = found = False
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("# newdoc"):
                    if pieces:
                        yield _joined(name, pieces, flat)
                    name, pieces = line.partition("=")[2].strip(), []
                elif line.startswith("# newpar"):
                    paragraph = True
                elif line.startswith("# text ="):
                    pieces.append((line.partition("=")[2].strip(), paragraph))
                    paragraph, found = False, True
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", where=str(path)) from None
    if not found:
        raise InputError("no '# text =' lines", where=str(path), hint="a CoNLL-U file is needed")
    yield _joined(name, pieces, flat)


def _joined(name: str, pieces: list[tuple[str, bool]], flat: bool) -> TreebankDocument:
    text = ""
    ends: set[int] = set()
    for sentence, paragraph in pieces:
        if text:
            text += "\n\n" if paragraph and not flat else " "
        text += sentence
        ends.add(len(text))
    ends.discard(len(text))
    return TreebankDocument(name, text, frozenset(ends))


def score(documents: Iterable[TreebankDocument]) -> dict[str, float]:
    """Precision, recall and F1 of sentence boundaries.

    Example:
        >>> score([TreebankDocument("a", "It rained. We left.", frozenset({10}))])["f1"]
        1.0
    """
    both = ours = gold = 0
    for document in documents:
        found = _boundaries(document.text)
        both += len(found & document.ends)
        ours += len(found)
        gold += len(document.ends)
    return {
        "boundaries": gold,
        "precision": round(both / ours, 4) if ours else 0.0,
        "recall": round(both / gold, 4) if gold else 0.0,
        "f1": round(2 * both / (ours + gold), 4) if ours + gold else 0.0,
    }


def _boundaries(text: str) -> set[int]:
    return {s.end for s in split_sentences(text)} - {len(text)}


def _errors(document: TreebankDocument) -> Iterator[str]:
    found = _boundaries(document.text)
    for at in sorted(found ^ document.ends):
        label = "EXTRA" if at in found else "MISSED"
        before, after = document.text[max(0, at - 60) : at], document.text[at : at + 40]
        yield f"{label}\t{document.name}\t{before!r} | {after!r}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line: print the figures as JSON, with ``--errors`` each error before them."""
    parser = argparse.ArgumentParser(prog="python -m riftline.evaluate.sentences")
    parser.add_argument("file", type=Path)
    parser.add_argument("--only", default="", help="documents whose id holds this")
    parser.add_argument("--flat", action="store_true", help="ignore paragraphs")
    parser.add_argument("--errors", action="store_true", help="list every error")
    options = parser.parse_args(arguments)
    try:
        documents = [
            d for d in read_treebank(options.file, flat=options.flat) if options.only in d.name
        ]
    except InputError as error:
        print(f"riftline: {error}", file=sys.stderr)
        return 1
    if options.errors:
        for document in documents:
            for line in _errors(document):
                print(line)
    print(json.dumps({"documents": len(documents), **score(documents)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
