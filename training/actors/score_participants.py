"""Score the resolver on the participants of the hand-coded training articles.

    python training/actors/score_participants.py ../shared/data/coding [--half held] [--errors N]

For each coded participant whose text stands in its sentence, the resolver gets the span and the
article and has to give country (or none), sector and name. The articles are halved by the hash of
their id: rules are made by reading "dev" only; "held" is only scored.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

from riftline.record import Sentence
from riftline.resolve import ActorResolver

ART = re.compile(r"^(the|a|an|its|their|his|her)\s+", re.I)


def norm(text: str | None) -> str:
    """Lower case without punctuation and article."""
    return ART.sub("", re.sub(r"[^\w ]", "", (text or "").lower())).strip()


def same_name(x: str, y: str) -> bool:
    """The rule of score_events.py: equal, or whole words of one in the other."""
    if not x or not y or max(len(x.split()), len(y.split())) > 10:
        return x == y != ""
    return x == y or (min(len(x), len(y)) > 3 and (f" {x} " in f" {y} " or f" {y} " in f" {x} "))


def half_of(article: str) -> str:
    """ "dev" or "held", fixed by the article's id."""
    return "dev" if int(hashlib.sha256(article.encode()).hexdigest(), 16) % 2 == 0 else "held"


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("coding", type=Path)
    args.add_argument("--half", default="dev")
    args.add_argument("--errors", type=int, default=0)
    args.add_argument("--kind", default="")
    opts = args.parse_args()
    articles = {
        a["id"]: a
        for a in json.loads((opts.coding / "events_train_articles.json").read_text("utf-8"))
    }
    rows = defaultdict(list)
    for line in (opts.coding / "events_train.jsonl").read_text("utf-8").splitlines():
        event = json.loads(line)
        for side in ("actors", "recipients"):
            for who in event[side]:
                rows[event["article"]].append((event["sent"], who))
    resolver = ActorResolver.load()
    score: Counter[str] = Counter()
    by_source: dict[str, Counter[str]] = defaultdict(Counter)
    errors = []
    sentences_seen, spent = 0, 0.0
    for aid, people in rows.items():
        if half_of(aid) != opts.half:
            continue
        article = articles[aid]
        sentences = [
            Sentence(s["i"], s["start"], s["end"], s["text"]) for s in article["sentences"]
        ]
        by_index = {s.index: s for s in sentences}
        started = time.process_time()
        doc = resolver.document(
            article["text"],
            sentences,
            date.fromisoformat(article["date"]),
            article.get("title"),
            article.get("outlet"),
        )
        for index, who in people:
            sentence = by_index[index]
            if not who.get("text"):
                continue
            at = article["text"].find(who["text"], sentence.start, sentence.end)
            if at < 0:
                score["not found"] += 1
                continue
            all_ = doc.resolve_all(at, at + len(who["text"]), index)
            best = all_[0]
            for e in all_:
                if (e.country, e.sectors[:1]) == (who["country"], (who["sector"],)):
                    best = e
                    break
            country = best.country == who["country"]
            sector = best.sectors[:1] == (who["sector"],)
            name = any(same_name(norm(a), norm(b)) for a in (best.name,) for b in (who["name"],))
            for counter in (score, by_source[article["source"]]):
                counter["n"] += 1
                counter["country"] += country
                counter["sector"] += sector
                counter["both"] += country and sector
                counter["name"] += name
            if not (country and sector):
                kind = "country" if not country else "sector"
                score[f"wrong {kind}"] += 1
                if opts.kind in ("", kind):
                    errors.append(
                        (article["source"], article["date"], aid, index, who, best, sentence.text)
                    )
        spent += time.process_time() - started
        sentences_seen += len(sentences)
    report(score, by_source)
    print(f"{1000 * spent / sentences_seen:.2f} ms of processor time a sentence", file=sys.stderr)
    random.Random(opts.errors).shuffle(errors)
    for source, day, aid, index, who, best, text in errors[: opts.errors]:
        print(
            f"{source} {day} {aid}:{index} | {who['text']} | "
            f"{who['name']} {who['country']} {who['sector']} "
            f"<- {best.name} {best.country} {best.sectors} | {text[:300]}"
        )


def report(score: Counter[str], by_source: dict[str, Counter[str]]) -> None:
    """Print shares of right answers, all and by source."""
    for name, counter in [("all", score), *sorted(by_source.items())]:
        n = counter["n"]
        shares = "  ".join(
            f"{k} {counter[k] / n:.4f}" for k in ("country", "sector", "both", "name")
        )
        print(f"{name:14} n {n:5}  {shares}")
    print("not found", score["not found"])


if __name__ == "__main__":
    main()
