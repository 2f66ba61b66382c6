"""Labelled articles into training windows: one form for every source of labels.

Sources: the shared coding set (events_train.jsonl with its articles), the team's own corpus
(training/corpus), and PLV_train pairs. Labels become positions of word pieces.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus import load_all
from riftline.evaluate.relations import GivenPair, read_pairs
from riftline.events.decode import VOICES
from riftline.events.windows import Packer, Window
from riftline.ontology import load_ontology
from riftline.record import Sentence

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "data"
ONTOLOGY = load_ontology()
TYPES = tuple(ONTOLOGY.types)
TYPE_ID = {t: i for i, t in enumerate(TYPES)}
NONE = len(TYPES)
MODES = ONTOLOGY.modes
MODE_ID = {pair: i for i, pair in enumerate(MODES)}
CONTEXT_ID = {c: i for i, c in enumerate(ONTOLOGY.contexts)}
SECTOR_ID = {s: i for i, s in enumerate(ONTOLOGY.sectors)}
AUX = ONTOLOGY.auxiliary_modes
ROLES = ("actor", "recipient", "speaker", "place")
NATURAL = {"wikinews", "gumnews", "currentevents", "zelensky"}
PLV_WEIGHT = 2.0  # a thousand rows among many, but each one coded for its pair
NATURAL_WEIGHT = 1.3  # most sentences hold no event, as in news at large; excerpts are denser
YIELD = -2  # the label of PLV that stands for CONCEDE or RETREAT


@dataclass(slots=True)
class Article:
    """A labelled article: sentences and events as dicts of the coding format."""

    id: str
    source: str
    date: str
    title: str
    sentences: list[Sentence]
    events: list[dict[str, Any]]
    text: str = ""


@dataclass(slots=True)
class Pair:
    """A (source, target) pair given in one window; ``label`` is a type id, NONE or YIELD."""

    source: tuple[int, int]
    target: tuple[int, int]
    sentence: int
    label: int
    weight: float = 1.0


@dataclass(slots=True)
class GoldEvent:
    """One labelled event in piece positions."""

    span: tuple[int, int]
    sentence: int
    type: int
    modes: list[int]
    aux: list[int]
    voice: int
    contexts: list[int]
    roles: list[list[tuple[int, int]]]  # spans per role
    implied: tuple[float, float]
    sectors: list[tuple[int, int]]  # (piece, sector) of participants


@dataclass(slots=True)
class Example:
    """A window with its labels; ``full`` is False where only pairs or soft labels are there."""

    window: Window
    events: list[GoldEvent] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    full: bool = True
    weight: float = 1.0
    soft: Any = None  # SoftLabels of training/soft.py where a teacher has labelled the window


def load_shared() -> list[Article]:
    """The shared training set; empty where ../shared is absent."""
    folder = SHARED / "coding"
    path = folder / "events_train_articles.json"
    if not path.exists():
        return []
    by_article: dict[str, list[dict[str, Any]]] = {}
    for line in (folder / "events_train.jsonl").read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        by_article.setdefault(event["article"], []).append(event)
    return [
        Article(
            a["id"], a["source"], a["date"], a["title"] or "",
            [Sentence(s["i"], s["start"], s["end"], s["text"]) for s in a["sentences"]],
            by_article.get(a["id"], []),
            a["text"],
        )
        for a in json.loads(path.read_text(encoding="utf-8"))
    ]  # fmt: skip


def load_team() -> list[Article]:
    """The team's own corpus as articles."""
    items, problems = load_all()
    if problems:
        print(f"corpus: {len(problems)} problems, run python training/corpus.py")
    articles = []
    for item in items:
        sentences, at = [], 0
        for i, text in enumerate(item["sentences"]):
            sentences.append(Sentence(i, at, at + len(text), text))
            at += len(text) + 1
        text = "\n".join(item["sentences"])
        source = "team-" + item["id"].split("-")[0]
        articles.append(
            Article(item["id"], source, item["date"], "", sentences, item["events"], text)
        )
    return articles


def natural(article: Article) -> bool:
    """Whether its share of event-free sentences is that of news at large."""
    return article.source in NATURAL or article.source == "team-arts"


def held_out(article: Article) -> bool:
    """A fixed eighth of the articles of natural density, and a sixteenth of the others."""
    digest = hashlib.sha1(article.id.encode()).digest()[0]
    return digest < (32 if natural(article) else 16)


def examples(article: Article, packer: Packer, first: int | None = None) -> list[Example]:
    """Windows of one article with the labels of each."""
    by_sentence: dict[int, list[dict[str, Any]]] = {}
    for event in article.events:
        by_sentence.setdefault(event["sent"], []).append(event)
    out = []
    weight = NATURAL_WEIGHT if natural(article) else 1.0
    for window in packer.pack(article.sentences, first):
        example = Example(window, weight=weight)
        for k, sentence in enumerate(window.sentences):
            coded = by_sentence.get(sentence.index, [])
            golds = [g for e in coded if (g := _gold(window, k, sentence.text, e))]
            example.events += golds
            example.pairs += _pairs(golds, k)
        out.append(example)
    return out


def _gold(window: Window, k: int, text: str, event: dict[str, Any]) -> GoldEvent | None:
    at = text.find(event["trigger"])
    span = window.piece_span(k, at, at + len(event["trigger"])) if at >= 0 else None
    if span is None:
        return None
    roles: list[list[tuple[int, int]]] = [[], [], [], []]
    sectors = []
    implied = [0.0, 0.0]
    for r, side in enumerate(("actors", "recipients")):
        for participant in event[side]:
            found = _find(window, k, text, participant.get("text"), at)
            if found is None:
                implied[r] = 1.0
                continue
            roles[r].append(found)
            if participant.get("sector") in SECTOR_ID:
                sectors.append((found[0], SECTOR_ID[participant["sector"]]))
    for r, key in ((2, "speaker"), (3, "place")):
        found = _find(window, k, text, event.get(key), at)
        if found:
            roles[r].append(found)
    kind = event["type"]
    return GoldEvent(
        span, k, TYPE_ID[kind],
        [MODE_ID[kind, m] for m in event["mode"] or [] if (kind, m) in MODE_ID],
        [AUX.index(a) for a in event["aux"] if a in AUX],
        VOICES.index(event["voice"] or "outlet"),
        [CONTEXT_ID[c] for c in event.get("context") or [] if c in CONTEXT_ID],
        roles, (implied[0], implied[1]), sectors,
    )  # fmt: skip


def _find(
    window: Window, k: int, text: str, phrase: str | None, near: int
) -> tuple[int, int] | None:
    """The occurrence of ``phrase`` nearest to the trigger, on word boundaries where it can be."""
    if not phrase:
        return None
    places = [m.start() for m in re.finditer(re.escape(phrase), text)]
    whole = [
        p for p in places
        if not (p and text[p - 1].isalnum() and phrase[0].isalnum())
        and not text[p + len(phrase) : p + len(phrase) + 1].isalnum()
    ]  # fmt: skip
    best = min(whole or places, key=lambda p: abs(p - near), default=None)
    return None if best is None else window.piece_span(k, best, best + len(phrase))


def _pairs(golds: list[GoldEvent], k: int) -> list[Pair]:
    """Pairs that one event links, and pairs of the same sentence that none links."""
    linked: dict[tuple[tuple[int, int], tuple[int, int]], set[int]] = {}
    everyone: set[tuple[int, int]] = set()
    for g in golds:
        actors, recipients = g.roles[0], g.roles[1]
        everyone |= {*actors, *recipients}
        both = [(a, b) for a in actors for b in recipients]
        if not recipients:
            both += [(a, b) for a in actors for b in actors if a != b]
        # What is only planned, feared or denied has a type by the guide, but PLV calls a promise
        # AGREE and a refusal REJECT whatever is promised or refused: such a pair teaches neither.
        open_status = any(AUX[a] != "historical" for a in g.aux)
        for pair in both:
            linked.setdefault(pair, set()).add(NONE if open_status else g.type)
    out = [
        Pair(s, t, k, min(kinds))
        for (s, t), kinds in linked.items()
        if len(kinds) == 1 and NONE not in kinds
    ]
    out += [
        Pair(s, t, k, NONE, 0.3)
        for s in sorted(everyone) for t in sorted(everyone)
        if s != t and (s, t) not in linked and not (s[0] < t[1] and t[0] < s[1])
    ]  # fmt: skip
    return out


def load_plv(packer: Packer) -> list[tuple[str, Example]]:
    """PLV_train as (sentence, example): the given pair with its root type."""
    path = SHARED / "coding" / "PLV_train.tsv"
    if not path.exists():
        return []
    return [(given.sentence, pair_example(packer, given)) for given in read_pairs(path)]


def pair_example(packer: Packer, given: GivenPair) -> Example:
    """A sentence with a given source and target as a window with its pair."""
    text = given.sentence
    window = next(packer.pack([Sentence(0, 0, len(text), text)]))
    # A target that the sentence does not name is represented by the whole: the first piece.
    source, target = (
        (span and window.piece_span(0, *span)) or (0, 1) for span in (given.source, given.target)
    )
    label = YIELD if given.gold == "YIELD" else TYPE_ID[given.gold]
    return Example(window, [], [Pair(source, target, 0, label)], full=False, weight=PLV_WEIGHT)
