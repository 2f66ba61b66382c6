"""Score the coder where source and target are given: root types, quad classes, two sides.

The file is a TSV with the columns ``sentence``, ``source``, ``target`` (or ``marked_sentence`` with
``<s>source</s>`` and ``<t>target</t>``) and ``gold_root``. Root types are PLOVER's; where gold uses
YIELD (CONCEDE and RETREAT together, as in the PLV set) ours are merged likewise, and YIELD counts
as material cooperation, as there.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from riftline.errors import InputError
from riftline.evaluate.intervals import macro_f1_interval
from riftline.events.model import EventModel
from riftline.ontology import Ontology

_MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
_TAGS = re.compile(r"(</?[st]>)")
Span = tuple[int, int]


class GivenPair(NamedTuple):
    """One row: a sentence, where its source and target stand (None: not named), the gold root."""

    sentence: str
    source: Span | None
    target: Span | None
    gold: str


def read_pairs(path: Path) -> list[GivenPair]:
    """Rows of a relations file.

    Raises:
        InputError: the file cannot be read, or lacks a column.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", where=str(path)) from None
    rows = _rows(text)
    header = rows[0] if rows else []
    marked = "marked_sentence" in header
    wanted = ["marked_sentence"] if marked else ["sentence", "source", "target"]
    missing = [c for c in [*wanted, "gold_root"] if c not in header]
    if missing:
        raise InputError(f"column {missing[0]!r} is missing", where=f"{path}:1")
    out = []
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(header):
            raise InputError(
                f"{len(row)} fields where the header has {len(header)}", where=f"{path}:{number}"
            )
        cells = dict(zip(header, row, strict=True))
        gold = cells["gold_root"].strip().upper()
        if marked:
            out.append(_unmark(cells["marked_sentence"], gold))
        else:
            sentence = cells["sentence"]
            spans = [_locate(sentence, cells[c]) for c in ("source", "target")]
            out.append(GivenPair(sentence, spans[0], spans[1], gold))
    return out


def _rows(text: str) -> list[list[str]]:
    """Split a TSV, quoted or not: where every line has as many tabs, quotes are mere characters."""
    lines = [line for line in text.splitlines() if line.strip()]
    plain = [line.split("\t") for line in lines]
    if len({len(row) for row in plain}) == 1:
        return [[_unquote(cell) for cell in row] for row in plain]
    return list(csv.reader(text.splitlines(keepends=True), delimiter="\t"))


def _unquote(cell: str) -> str:
    quoted = (
        len(cell) > 1 and cell[0] == cell[-1] == '"' and '"' not in cell[1:-1].replace('""', "")
    )
    return cell[1:-1].replace('""', '"') if quoted else cell


def _unmark(marked: str, gold: str) -> GivenPair:
    text = ""
    spans: dict[str, Span] = {}
    for part in _TAGS.split(marked):
        if part in ("<s>", "<t>"):
            spans[part[1]] = (len(text), len(text))
        elif part in ("</s>", "</t>") and part[2] in spans:
            spans[part[2]] = (spans[part[2]][0], len(text))
        else:
            text += part
    return GivenPair(text, spans.get("s"), spans.get("t"), gold)


def _locate(sentence: str, phrase: str) -> Span | None:
    match = re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", sentence, re.IGNORECASE)
    at = match.start() if match else sentence.lower().find(phrase.lower())
    return (at, at + len(phrase)) if phrase and at >= 0 else None


def evaluate_relations(model: EventModel, pairs: Sequence[GivenPair]) -> dict[str, Any]:
    """Figures over given pairs; see ``relation_figures``."""
    merge = any(p.gold == "YIELD" for p in pairs)
    ours = [_predict(model, p, merge) for p in pairs]
    sentences = [p.sentence for p in pairs]
    return relation_figures(model.ontology, [p.gold for p in pairs], ours, sentences)


def relation_figures(
    ontology: Ontology, gold: Sequence[str], ours: Sequence[str], sentences: Sequence[str]
) -> dict[str, Any]:
    """``root``, ``quad``, ``binary``, ``per_class``, ``confusion`` of root types against gold.

    Macro-F1 is the mean over the classes that occur in gold, from 0 to 1; ``interval`` is its 95 %
    bootstrap interval over sentences.
    """
    quads = [[_quad(ontology, x) for x in side] for side in (gold, ours)]
    sides = [[q.split()[-1] for q in side] for side in quads]
    return {
        "pairs": len(gold),
        "root": _level(gold, ours, sentences),
        "quad": _level(quads[0], quads[1], sentences),
        "binary": _level(sides[0], sides[1], sentences),
        "per_class": per_class(gold, ours),
        "confusion": {
            f"{g} > {o}": n for (g, o), n in sorted(Counter(zip(gold, ours, strict=True)).items())
        },
    }


def _level(
    gold: Sequence[str], ours: Sequence[str], sentences: Sequence[str]
) -> dict[str, float | tuple[float, float]]:
    return {
        "macro_f1": macro_f1(gold, ours),
        "accuracy": accuracy(gold, ours),
        "interval": macro_f1_interval(gold, ours, sentences),
    }


def _predict(model: EventModel, pair: GivenPair, merge: bool) -> str:
    mass: dict[str, float] = {}
    scores = model.relations(pair.sentence, [(pair.source, pair.target)])[0]
    for name, score in zip(model.ontology.types, scores, strict=True):
        key = _MERGED.get(name, name) if merge else name
        mass[key] = mass.get(key, 0.0) + float(score)
    return max(mass, key=lambda k: mass[k])


def _quad(ontology: Ontology, root: str) -> str:
    return "MATERIAL COOPERATION" if root == "YIELD" else ontology.quad_class(root)


def per_class(gold: Sequence[str], ours: Sequence[str]) -> dict[str, dict[str, float]]:
    """Precision, recall, F1 and number of gold rows of each class in gold or ours."""
    out = {}
    for c in sorted({*gold, *ours}):
        hit = sum(g == o == c for g, o in zip(gold, ours, strict=True))
        n_gold, n_ours = gold.count(c), ours.count(c)
        out[c] = {
            "precision": hit / n_ours if n_ours else 0.0,
            "recall": hit / n_gold if n_gold else 0.0,
            "f1": 2 * hit / (n_gold + n_ours),
            "support": n_gold,
        }
    return out


def macro_f1(gold: Sequence[str], ours: Sequence[str]) -> float:
    """Mean F1 over the classes that occur in gold; 0 for no rows."""
    scores = per_class(gold, ours)
    classes = sorted(set(gold))
    return sum(scores[c]["f1"] for c in classes) / len(classes) if classes else 0.0


def accuracy(gold: Sequence[str], ours: Sequence[str]) -> float:
    """Share of equal labels."""
    return sum(g == o for g, o in zip(gold, ours, strict=True)) / len(gold) if gold else 0.0
