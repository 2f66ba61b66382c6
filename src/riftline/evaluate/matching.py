"""The scoring rule of event coding: two codings of the same sentences against each other.

Two events of one sentence match on TYPE when their types are equal; they are paired one to one so
that as much as possible agrees. FULL asks in addition that actors and recipients are right: both
sides empty, or at least half of the larger list has its partner in the other. Two entities are the
same when a name or text of the one equals one of the other or stands in it as whole words (neither
longer than ten words; case, punctuation and a leading article aside), or when country and sector
are both known and equal.

Events and entities are plain dicts in the form of the coding files: ``article``, ``sent``,
``type``, ``trigger``, ``actors``, ``recipients``, ``aux``; ``text``, ``name``, ``country``,
``sector``.

Example:
    >>> same_entity({"text": "the Kremlin", "country": "RUS", "sector": "GOV"},
    ...             {"text": "Moscow", "country": "RUS", "sector": "GOV"})
    True
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Coded = Mapping[str, Any]
SentenceKey = tuple[str, int]

_ARTICLE = re.compile(r"^(the|a|an|its|their|his|her)\s+", re.IGNORECASE)
_LONGEST_NAME = 10  # words; whole sentences match nothing


class Match(NamedTuple):
    """Two events paired on type, and whether each side of their participants is right."""

    ours: Coded
    gold: Coded
    actors: bool
    recipients: bool


@dataclass(slots=True)
class Tally:
    """Counts over sentences; the figures are derived from them."""

    ours: int = 0
    gold: int = 0
    type: int = 0
    actors: int = 0
    recipients: int = 0
    full: int = 0
    gold_empty: int = 0
    kept_empty: int = 0
    matches: list[Match] = field(default_factory=list)
    by_type_ours: Counter[str] = field(default_factory=Counter)
    by_type_gold: Counter[str] = field(default_factory=Counter)

    def f1(self, hits: int) -> float:
        """2 hits / (events of the one + events of the other); 1 where neither has any."""
        return 2 * hits / (self.ours + self.gold) if self.ours + self.gold else 1.0

    def figures(self) -> dict[str, float | int | None]:
        """The figures of the scoring rule by name."""
        return {
            "events_ours": self.ours,
            "events_gold": self.gold,
            "type_f1": self.f1(self.type),
            "actor_f1": self.f1(self.actors),
            "recipient_f1": self.f1(self.recipients),
            "full_f1": self.f1(self.full),
            "precision_type": self.type / self.ours if self.ours else None,
            "recall_type": self.type / self.gold if self.gold else None,
            "empty_kept_empty": self.kept_empty / self.gold_empty if self.gold_empty else None,
        }


def normal(name: str | None) -> str:
    """Lower case, no punctuation, no leading article or possessive."""
    return _ARTICLE.sub("", re.sub(r"[^\w ]", "", (name or "").lower())).strip()


def same_name(x: str, y: str) -> bool:
    """Whether two normalised names agree: equal, or one inside the other as whole words."""
    if not x or not y or max(len(x.split()), len(y.split())) > _LONGEST_NAME:
        return x == y != ""
    inside = f" {x} " in f" {y} " or f" {y} " in f" {x} "
    return x == y or (min(len(x), len(y)) > 3 and inside)


def same_entity(a: Coded, b: Coded) -> bool:
    """Whether two participants are the same by name or text, or by country and sector."""
    names = [normal(a.get(k)) for k in ("name", "text")]
    others = [normal(b.get(k)) for k in ("name", "text")]
    if any(same_name(x, y) for x in names for y in others):
        return True
    return all(a.get(k) and a.get(k) == b.get(k) for k in ("country", "sector"))


def same_side(ours: Sequence[Coded], gold: Sequence[Coded]) -> bool:
    """Both empty, or at least half of the larger side has its partner, one to one."""
    if not ours or not gold:
        return not ours and not gold
    left = list(gold)
    hits = 0
    for a in ours:
        j = next((j for j, b in enumerate(left) if same_entity(a, b)), None)
        if j is not None:
            left.pop(j)
            hits += 1
    return 2 * hits >= max(len(ours), len(gold))


def pair_up(ours: Sequence[Coded], gold: Sequence[Coded]) -> list[Match]:
    """Same-type events paired one to one, best agreement first."""
    candidates = []
    for i, e in enumerate(ours):
        for j, f in enumerate(gold):
            if e["type"] != f["type"]:
                continue
            actors = same_side(e["actors"], f["actors"])
            recipients = same_side(e["recipients"], f["recipients"])
            t, u = normal(e.get("trigger")), normal(f.get("trigger"))
            overlap = 0.5 if t and u and (t in u or u in t) else 0.0
            candidates.append((1 + actors + recipients + overlap, i, j, actors, recipients))
    candidates.sort(reverse=True)
    taken_ours: set[int] = set()
    taken_gold: set[int] = set()
    out = []
    for _, i, j, actors, recipients in candidates:
        if i not in taken_ours and j not in taken_gold:
            taken_ours.add(i)
            taken_gold.add(j)
            out.append(Match(ours[i], gold[j], actors, recipients))
    return out


def compare(ours: Iterable[Coded], gold: Iterable[Coded], keys: Iterable[SentenceKey]) -> Tally:
    """Score ``ours`` against ``gold`` over the sentences ``keys``, empty ones included."""
    by_key: tuple[dict[SentenceKey, list[Coded]], dict[SentenceKey, list[Coded]]] = (
        defaultdict(list),
        defaultdict(list),
    )
    for side, events in zip(by_key, (ours, gold), strict=True):
        for event in events:
            side[event["article"], event["sent"]].append(event)
    tally = Tally()
    for key in keys:
        es, fs = by_key[0][key], by_key[1][key]
        tally.ours += len(es)
        tally.gold += len(fs)
        tally.by_type_ours.update(e["type"] for e in es)
        tally.by_type_gold.update(f["type"] for f in fs)
        if not fs:
            tally.gold_empty += 1
            tally.kept_empty += not es
        for match in pair_up(es, fs):
            tally.matches.append(match)
            tally.type += 1
            tally.actors += match.actors
            tally.recipients += match.recipients
            tally.full += match.actors and match.recipients
    return tally
