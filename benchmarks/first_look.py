"""A first look at each sentence before the encoder: what skipping saves, and what it loses.

    PYTHONPATH=training python -m benchmarks.first_look [--articles INPUT --limit N] [--floor X]

A sentence is skipped when it lacks an actor (a mention found by riftline.resolve), an act word, or
both, by rule. Act words are the words of the labelled triggers of the training articles, but for
those that stand in a trigger in fewer than --floor of their uses; nothing of the held-out articles
is in them. Lost: gold events of held-out articles in skipped sentences, and events that the coder
itself finds there. Saved: sentences, and the encoder's processor time, looking for act
words included (actors are looked for in any case).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from time import process_time
from typing import Any

from dataset import Article, held_out, load_shared, load_team, natural
from riftline import Coder, Document, read_documents, split_sentences
from riftline.coder import as_day
from riftline.record import Sentence

FLOOR = 0.4
_WORD = re.compile(r"[a-z]{3,}")
Text = tuple[Document, Sequence[Sentence]]
Rule = Callable[[bool, bool], bool]
RULES: dict[str, Rule] = {
    "neither actor nor act word": lambda actor, act: not actor and not act,
    "no actor": lambda actor, act: not actor,
    "no act word": lambda actor, act: not act,
    "actor or act word lacking": lambda actor, act: not (actor and act),
}


def act_words(articles: Sequence[Article], floor: float = FLOOR) -> frozenset[str]:
    """Words of triggers, without those that mostly stand elsewhere."""
    used: Counter[str] = Counter()
    acting: Counter[str] = Counter()
    for article in articles:
        for sentence in article.sentences:
            used.update(_WORD.findall(sentence.text.lower()))
        for event in article.events:
            acting.update(_WORD.findall(event["trigger"].lower()))
    return frozenset(word for word, n in acting.items() if n >= floor * used[word])


def looks(coder: Coder, text: Text, acts: frozenset[str]) -> list[tuple[bool, bool]]:
    """Of each sentence, whether it has an actor and an act word."""
    document, sentences = text
    found = coder.resolver.document(
        document.text, sentences, document.published, document.title, document.outlet
    )
    actors = {m.sentence_index for m in found.mentions}
    return [
        (s.index in actors, not acts.isdisjoint(_WORD.findall(s.text.lower()))) for s in sentences
    ]


def measure(texts: Sequence[Text], gold: dict[str, Counter[int]], coder: Coder,
            acts: frozenset[str]) -> dict[str, dict[str, float]]:  # fmt: skip
    """Shares by rule; ``gold`` counts events by document and sentence (else the coder's own)."""
    seen = [looks(coder, text, acts) for text in texts]
    all_seconds = seconds(coder, [s for _, s in texts])
    began = process_time()
    for _, sentences in texts:
        for s in sentences:
            acts.isdisjoint(_WORD.findall(s.text.lower()))
    word_seconds = process_time() - began
    own = {d.id: Counter(e.sentence for e in coder.model.code(s)) for d, s in texts}
    n = sum(len(s) for _, s in texts)
    out = {}
    for name, rule in RULES.items():
        skip = [{s.index for s, look in zip(t[1], row, strict=True) if rule(*look)}
                for t, row in zip(texts, seen, strict=True)]  # fmt: skip
        kept = [
            [s for s in t[1] if s.index not in out_of]
            for t, out_of in zip(texts, skip, strict=True)
        ]
        left = seconds(coder, kept) + word_seconds
        out[name] = {
            "sentences_skipped": sum(map(len, skip)) / n,
            "encoder_time_saved": 1 - left / all_seconds,
            "own_events_lost": lost(own, texts, skip),
        }
        if gold:
            out[name]["gold_events_lost"] = lost(gold, texts, skip)
    return out


def seconds(coder: Coder, texts: Sequence[Sequence[Sentence]]) -> float:
    """Encoder and heads over texts, without what the model remembers; the better of two runs."""
    runs = []
    for _ in range(2):
        coder.model._cache.clear()
        began = process_time()
        for sentences in texts:
            coder.model.code(sentences)
        runs.append(process_time() - began)
    return min(runs)


def lost(events: dict[str, Counter[int]], texts: Sequence[Text], skip: list[set[int]]) -> float:
    """Share of events that stand in skipped sentences."""
    total = sum(sum(c.values()) for c in events.values())
    gone = sum(
        n
        for (d, _), out_of in zip(texts, skip, strict=True)
        for i, n in events.get(d.id, Counter()).items()
        if i in out_of
    )
    return gone / max(total, 1)


def labelled(articles: Sequence[Article]) -> tuple[list[Text], dict[str, Counter[int]]]:
    """Articles as documents with their sentences, and their gold events by sentence."""
    texts = [
        (Document(a.text, a.id, as_day(a.date), title=a.title or None), a.sentences)
        for a in articles
    ]
    return texts, {a.id: Counter(e["sent"] for e in a.events) for a in articles}


def read(inputs: Sequence[str], limit: int) -> Iterator[Text]:
    """Unlabelled articles."""
    source = read_documents(inputs, on_problem=lambda p: print(p, file=sys.stderr))
    for document in islice(source, limit):
        yield document, split_sentences(document.text)


def show(name: str, n: int, figures: dict[str, dict[str, float]]) -> None:
    """One set's figures."""
    print(f"{name}, {n} sentences")
    for rule, row in figures.items():
        cells = ", ".join(f"{key.replace('_', ' ')} {value:.3f}" for key, value in row.items())
        print(f"  {rule:28} {cells}")


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", nargs="*", default=[], help="unlabelled articles too")
    parser.add_argument("--limit", type=int, default=100)
    parser.add_argument("--floor", type=float, default=FLOOR)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    articles = load_shared() + load_team()
    acts = act_words([a for a in articles if not held_out(a)], args.floor)
    coder = Coder()
    sets: dict[str, tuple[list[Text], dict[str, Any]]] = {
        "held-out articles of natural density": labelled(
            [a for a in articles if held_out(a) and natural(a)]
        ),
        "all held-out articles": labelled([a for a in articles if held_out(a)]),
    }
    if args.articles:
        sets["unlabelled articles"] = (list(read(args.articles, args.limit)), {})
    out = {}
    for name, (texts, gold) in sets.items():
        out[name] = measure(texts, gold, coder, acts)
        if not args.json:
            show(name, sum(len(s) for _, s in texts), out[name])
    if args.json:
        print(json.dumps({"act_words": len(acts), **out}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
