"""Score quotations and attributions.

Two measures. ``polnear`` compares source, cue and content spans with a folder of the PolNeAR
corpus (Newell, Margolin and Ruths 2018; ``text/*.txt`` and ``attributions/*.ann``).
``voice`` compares `riftline.mentions.quotes.voice_at` with the voice of coded events.

Run:
    python -m riftline.evaluate.quotes polnear FOLDER [--speech] [--half 0|1]
    python -m riftline.evaluate.quotes voice EVENTS.jsonl ARTICLES.json [--half 0|1]

Span scores of a role:

* exact: a predicted span counts when a gold span of the role has the same words;
* partial: precision is the mean share of each predicted span's words that its best gold span
  covers, recall the same the other way round (Johansson and Moschitti 2013), F1 their harmonic
  mean;
* token: F1 over the words that carry the role.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from riftline.errors import InputError, RiftlineError
from riftline.mentions.quotes import QuoteMention, find_quotes, voice_at
from riftline.mentions.quotes_lexicon import lexicon
from riftline.record import Span
from riftline.sentences import split_sentences

ROLES = ("source", "cue", "content")
_WORD = re.compile(r"\w+(?:[-'’.,]\w+)*")

Words = frozenset[int]


@dataclass(slots=True)
class SpanScores:
    """Running sums of one role."""

    exact: int = 0
    predicted: int = 0
    gold: int = 0
    precision_mass: float = 0.0
    recall_mass: float = 0.0
    tokens: Counter[str] = field(default_factory=Counter)

    def add(self, predicted: list[Words], gold: list[Words]) -> None:
        """Count one document's spans, each a set of word positions."""
        self.predicted += len(predicted)
        self.gold += len(gold)
        self.exact += sum((Counter(predicted) & Counter(gold)).values())
        self.precision_mass += sum(_best_cover(span, gold) for span in predicted)
        self.recall_mass += sum(_best_cover(span, predicted) for span in gold)
        ours, theirs = frozenset().union(*predicted), frozenset().union(*gold)
        self.tokens.update(both=len(ours & theirs), predicted=len(ours), gold=len(theirs))

    def figures(self) -> dict[str, float]:
        """Precision, recall and F1 of each kind, between 0 and 1."""
        kinds = {
            "exact": (_share(self.exact, self.predicted), _share(self.exact, self.gold)),
            "partial": (
                _share(self.precision_mass, self.predicted),
                _share(self.recall_mass, self.gold),
            ),
            "token": (
                _share(self.tokens["both"], self.tokens["predicted"]),
                _share(self.tokens["both"], self.tokens["gold"]),
            ),
        }
        return {
            f"{kind}_{name}": round(value, 4)
            for kind, (precision, recall) in kinds.items()
            for name, value in (
                ("precision", precision),
                ("recall", recall),
                ("f1", _harmonic(precision, recall)),
            )
        }


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _harmonic(precision: float, recall: float) -> float:
    return _share(2 * precision * recall, precision + recall)


def _best_cover(span: Words, others: list[Words]) -> float:
    return max((len(span & other) / len(span) for other in others), default=0.0)


# ---------------------------------------------------------------- PolNeAR


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One annotation of one article: attributions as role -> character ranges."""

    name: str
    text: str
    attributions: tuple[dict[str, tuple[tuple[int, int], ...]], ...]


def read_polnear(folder: Path) -> Iterator[GoldDocument]:
    """Read ``folder/attributions/*.ann`` with ``folder/text/*.txt``, in order of file names.

    Raises:
        InputError: where the folder has no such files.
    """
    files = sorted((folder / "attributions").glob("*.ann"))
    if not files:
        raise InputError("no attributions/*.ann files", where=str(folder), hint="a PolNeAR part")
    for path in files:
        article = folder / "text" / f"{path.stem.rsplit('_', 1)[0]}.txt"
        try:
            text = article.read_text(encoding="utf-8")
        except OSError as error:
            raise InputError(
                f"cannot read the article: {error.strerror}", where=str(article)
            ) from None
        yield GoldDocument(path.stem, text, tuple(_attributions(path)))


def _attributions(path: Path) -> Iterator[dict[str, tuple[tuple[int, int], ...]]]:
    """The E lines of a brat file, joined to their T lines."""
    spans: dict[str, tuple[tuple[int, int], ...]] = {}
    relations: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) > 1 and fields[0].startswith("T"):
            _, _, ranges = fields[1].partition(" ")
            pairs = (piece.split() for piece in ranges.split(";"))
            spans[fields[0]] = tuple((int(start), int(end)) for start, end in pairs)
        elif len(fields) > 1 and fields[0].startswith("E"):
            relations.append(fields[1])
    for relation in relations:
        roles: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for item in relation.split():
            role, _, key = item.partition(":")
            role = role.rstrip("0123456789").lower()
            if role in ROLES:
                roles[role].extend(spans.get(key, ()))
        yield {role: tuple(ranges) for role, ranges in roles.items()}


def score_polnear(documents: Iterable[GoldDocument], *, speech: bool = False) -> dict[str, Any]:
    """Source, cue and content scores of `find_quotes` over annotated articles.

    PolNeAR also annotates beliefs, wishes, votes and other acts. With ``speech`` only those
    attributions count, in gold and prediction, whose cue has a verb of saying or "according".
    """
    scores = {role: SpanScores() for role in ROLES}
    count = 0
    for document in documents:
        count += 1
        words = _word_starts(document.text)
        quotes = find_quotes(document.text, split_sentences(document.text))
        gold = list(document.attributions)
        if speech:
            quotes = [q for q in quotes if q.cue is None or is_speech(q.cue.text)]
            gold = [a for a in gold if is_speech(_text_of(document.text, a.get("cue", ())))]
        predicted = predicted_roles(quotes)
        for role in ROLES:
            ours = [_as_words(ranges, words) for ranges in predicted[role]]
            theirs = [_as_words(a[role], words) for a in gold if role in a]
            scores[role].add([w for w in ours if w], [w for w in theirs if w])
    return {"documents": count, **{role: scores[role].figures() for role in ROLES}}


def is_speech(cue: str) -> bool:
    """Whether a cue has a verb of saying or telling, or is "according to"."""
    for word in _WORD.findall(cue.lower()):
        verb = lexicon().verbs.get(word)
        if word == "according" or (verb is not None and verb.frames & {"say", "tell"}):
            return True
    return False


def _text_of(text: str, ranges: Iterable[tuple[int, int]]) -> str:
    return " ".join(text[start:end] for start, end in ranges)


def predicted_roles(quotes: Sequence[QuoteMention]) -> dict[str, list[list[tuple[int, int]]]]:
    """Ranges by role, the pieces of one saying joined, as PolNeAR has them."""
    groups: dict[int, list[QuoteMention]] = defaultdict(list)
    for quote in quotes:
        groups[quote.group].append(quote)
    roles: dict[str, list[list[tuple[int, int]]]] = {role: [] for role in ROLES}
    for pieces in groups.values():
        roles["content"].append([(q.content.start, q.content.end) for q in pieces])
        for role in ("source", "cue"):
            spans = {getattr(q, role) for q in pieces} - {None}
            if spans:
                first = min(spans, key=lambda s: s.start)
                roles[role].append([(first.start, first.end)])
    return roles


def _word_starts(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _WORD.finditer(text)]


def _as_words(ranges: Iterable[tuple[int, int]], words: list[tuple[int, int]]) -> Words:
    """Positions of the words that lie in the ranges, at least half."""
    inside: set[int] = set()
    for start, end in ranges:
        low, high = 0, len(words)
        while low < high:
            middle = (low + high) // 2
            if words[middle][1] <= start:
                low = middle + 1
            else:
                high = middle
        while low < len(words) and words[low][0] < end:
            word_start, word_end = words[low]
            if 2 * (min(word_end, end) - max(word_start, start)) >= word_end - word_start:
                inside.add(low)
            low += 1
    return frozenset(inside)


# ---------------------------------------------------------------- voice of events

VOICES = ("outlet", "named", "anonymous")


def score_voice(
    events: Sequence[dict[str, Any]], articles: Sequence[dict[str, Any]], *, actors: bool = True
) -> dict[str, Any]:
    """Compare `voice_at` at each event's trigger with the coded voice and speaker.

    ``actors`` says whether `voice_at` is told the coded actors' words.
    """
    texts = {article["id"]: article for article in articles}
    by_article: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for event in events:
        if event["article"] in texts:
            by_article[event["article"]].append(event)
    confusion: Counter[tuple[str, str]] = Counter()
    speakers: Counter[str] = Counter()
    for name, coded in by_article.items():
        article = texts[name]
        quotes = find_quotes(article["text"], split_sentences(article["text"]))
        for event in coded:
            voice, quote = voice_of(event, article, quotes, actors=actors)
            confusion[event["voice"], voice] += 1
            if event["speaker"] and quote is not None and event["voice"] != "outlet":
                same = quote.source is not None and _same_words(quote.source.text, event["speaker"])
                speakers["same" if same else "other"] += 1
    return _voice_figures(confusion, speakers)


def voice_of(
    event: dict[str, Any],
    article: dict[str, Any],
    quotes: Sequence[QuoteMention],
    *,
    actors: bool = True,
) -> tuple[str, QuoteMention | None]:
    """`voice_at` for one coded event, its trigger found in its sentence."""
    sentence = article["sentences"][event["sent"]]
    start = article["text"].find(event["trigger"], sentence["start"])
    if start < 0:
        start = sentence["start"]
    names = [a["text"] or a["name"] for a in event["actors"]] if actors else []
    actor = " and ".join(n for n in names if n) or None
    return voice_at(quotes, Span(start, start + len(event["trigger"]), event["trigger"]), actor)


def _same_words(ours: str, gold: str) -> bool:
    ours_words = {w.lower() for w in _WORD.findall(ours)} - {"the", "a", "an"}
    gold_words = {w.lower() for w in _WORD.findall(gold)} - {"the", "a", "an"}
    return bool(ours_words & gold_words)


def _voice_figures(confusion: Counter[tuple[str, str]], speakers: Counter[str]) -> dict[str, Any]:
    total = sum(confusion.values())
    figures: dict[str, Any] = {"events": total}
    figures["accuracy"] = round(_share(sum(confusion[v, v] for v in VOICES), total), 4)
    for voice in VOICES:
        predicted = sum(n for (_, ours), n in confusion.items() if ours == voice)
        gold = sum(n for (theirs, _), n in confusion.items() if theirs == voice)
        precision = _share(confusion[voice, voice], predicted)
        recall = _share(confusion[voice, voice], gold)
        figures[voice] = {
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(_harmonic(precision, recall), 4),
            "gold": gold,
        }
    figures["macro_f1"] = round(sum(figures[v]["f1"] for v in VOICES) / len(VOICES), 4)
    figures["speaker_same"] = round(_share(speakers["same"], sum(speakers.values())), 4)
    return figures


def in_half(name: str, half: int | None) -> bool:
    """Whether an article belongs to half 0 or 1, cut by the SHA-256 of its name."""
    return half is None or hashlib.sha256(name.encode()).digest()[0] % 2 == half


# ---------------------------------------------------------------- command line


def _load(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path)) from None


def _run(options: argparse.Namespace) -> dict[str, Any]:
    if options.measure == "polnear":
        documents = read_polnear(options.folder)
        chosen = (d for d in documents if in_half(d.name.rsplit("_", 1)[0], options.half))
        return score_polnear(chosen, speech=options.speech)
    try:
        events = [json.loads(line) for line in _load(options.events).splitlines() if line.strip()]
        articles = json.loads(_load(options.articles))
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON: {error}", where=str(options.events)) from None
    articles = [a for a in articles if in_half(a["id"], options.half)]
    return score_voice(events, articles, actors=not options.without_actors)


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line: print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m riftline.evaluate.quotes")
    measures = parser.add_subparsers(dest="measure", required=True)
    polnear = measures.add_parser("polnear", help="spans against a part of PolNeAR")
    polnear.add_argument("folder", type=Path)
    polnear.add_argument("--speech", action="store_true", help="only what is said")
    polnear.add_argument("--half", type=int, choices=(0, 1), help="of the articles, by name")
    voice = measures.add_parser("voice", help="voice of coded events")
    voice.add_argument("events", type=Path)
    voice.add_argument("articles", type=Path)
    voice.add_argument("--half", type=int, choices=(0, 1))
    voice.add_argument("--without-actors", action="store_true")
    try:
        figures = _run(parser.parse_args(arguments))
    except RiftlineError as error:
        print(f"riftline: {error}", file=sys.stderr)
        return 1
    print(json.dumps(figures, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
