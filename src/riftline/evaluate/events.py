"""Score the coder from plain text: articles with gold events, by one coder or several.

``ARTICLES.json`` is a list of ``{id, date, title, outlet, text, sentences: [{i, start, end,
text}]}``; ``GOLD.jsonl`` holds one event a line (see riftline.evaluate.matching). Where gold events
carry ``coder``, each figure is the mean of the figures against each coder.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from riftline.coder import Coder, as_day
from riftline.errors import InputError
from riftline.evaluate.fields import amount_label, date_label, field_rows, row_figures
from riftline.evaluate.matching import Match, Tally, compare
from riftline.record import Document, Entity, Event, Sentence

Articles = Sequence[Mapping[str, Any]]


def read_gold(gold: Path, articles: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Gold events and articles.

    Raises:
        InputError: a file cannot be read or a line is no JSON; names file and line.
    """
    try:
        lines = gold.read_text(encoding="utf-8").splitlines()
        loaded = json.loads(articles.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", where=str(gold)) from None
    except json.JSONDecodeError as error:
        raise InputError(f"no JSON: {error.msg}", where=f"{articles}:{error.lineno}") from None
    events = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                events.append(json.loads(line))
            except json.JSONDecodeError as error:
                raise InputError(f"no JSON: {error.msg}", where=f"{gold}:{number}") from None
    return events, loaded


def code_articles(coder: Coder, articles: Articles) -> list[dict[str, Any]]:
    """Code articles by their given sentences; events in the form of the gold file."""
    out = []
    for article in articles:
        sentences = [
            Sentence(s["i"], s["start"], s["end"], s["text"]) for s in article["sentences"]
        ]
        document = Document(
            article["text"], article["id"], as_day(article.get("date")),
            article.get("outlet"), article.get("url"), article.get("title"),
        )  # fmt: skip
        coded = coder.code_sentences(document, sentences)
        out += [as_gold(event, article["id"]) for event in coded.events]
    return out


def as_gold(event: Event, article: str) -> dict[str, Any]:
    """An event record in the form of the gold file."""
    return {
        "article": article,
        "sent": event.sentence.index,
        "type": event.event_type,
        "mode": list(event.modes),
        "context": list(event.contexts),
        "trigger": event.trigger.text,
        "actors": [_entity(e) for e in event.actors],
        "recipients": [_entity(e) for e in event.recipients],
        "aux": list(event.auxiliary_modes),
        "voice": event.attribution.voice,
        "speaker": _words(event.attribution.speaker),
        "date": date_label(event.event_date),
        "place": event.place.text if event.place else None,
        "amount": [label for m in event.magnitudes if (label := amount_label(m))],
        "confidence": event.confidence,
    }


def _words(entity: Entity | None) -> str | None:
    return None if entity is None else entity.text or entity.name


def _entity(entity: Entity) -> dict[str, Any]:
    return {
        "text": entity.text,
        "name": entity.name,
        "country": entity.country,
        "sector": entity.sectors[0] if entity.sectors else None,
    }


def evaluate_events(
    ours: Sequence[Mapping[str, Any]], gold: Sequence[Mapping[str, Any]], articles: Articles
) -> dict[str, Any]:
    """Figures of the scoring rule, means over gold coders where there are several."""
    tallies = _tallies(ours, gold, articles)
    figures = [t.figures() | _status(t) for t in tallies]
    mean = {k: _mean([f[k] for f in figures]) for k in figures[0]}
    return mean | {
        "coders": len(tallies),
        "per_type": {
            name: _mean([f.get(name, 0.0) for f in map(_per_type, tallies)])
            for name in sorted({e["type"] for e in [*ours, *gold]})
        },
        "calibration_error": _mean([calibration_error(ours, t.matches) for t in tallies]),
    }


def evaluate_fields(
    ours: Sequence[Mapping[str, Any]], gold: Sequence[Mapping[str, Any]], articles: Articles
) -> dict[str, Any]:
    """Precision, recall, F1 and support of each field, means over gold coders.

    ``per_field`` has a row a field (see riftline.evaluate.fields); beside it stand the shares of
    event-free sentences left empty and of events matched on type whose voice is right.
    """
    tallies = _tallies(ours, gold, articles)
    rows = [{k: row_figures(r) for k, r in field_rows(t, gold).items()} for t in tallies]
    return {
        "coders": len(tallies),
        "per_field": {
            name: {k: _mean([row[name][k] for row in rows]) for k in rows[0][name]}
            for name in rows[0]
        },
        "empty_kept_empty": _mean([t.figures()["empty_kept_empty"] for t in tallies]),
        "voice_accuracy": _mean([_status(t)["voice_accuracy"] for t in tallies]),
    }


def _tallies(
    ours: Sequence[Mapping[str, Any]], gold: Sequence[Mapping[str, Any]], articles: Articles
) -> list[Tally]:
    """One a gold coder."""
    keys = [(a["id"], s["i"]) for a in articles for s in a["sentences"]]
    coders = sorted({str(e.get("coder", "")) for e in gold}) or [""]
    return [compare(ours, [e for e in gold if str(e.get("coder", "")) == c], keys) for c in coders]


def _mean(values: Sequence[float | int | None]) -> float | None:
    known = [v for v in values if v is not None]
    return sum(known) / len(known) if known else None


def _status(tally: Tally) -> dict[str, float | None]:
    """F1 of each auxiliary mode, mode and voice agreement over events matched on type."""
    out: dict[str, float | None] = {}
    for aux in ("future", "hypothetical", "historical", "negation"):
        both = sum(aux in m.ours["aux"] and aux in (m.gold.get("aux") or []) for m in tally.matches)
        either = sum(
            (aux in m.ours["aux"]) + (aux in (m.gold.get("aux") or [])) for m in tally.matches
        )
        out[f"aux_{aux}_f1"] = 2 * both / either if either else None
    pairs = [(set(m.ours["mode"]), set(m.gold.get("mode") or [])) for m in tally.matches]
    hits = sum(len(a & b) for a, b in pairs)
    total = sum(len(a) + len(b) for a, b in pairs)
    out["mode_f1"] = 2 * hits / total if total else None
    n = len(tally.matches)
    same = sum(m.ours["voice"] == (m.gold.get("voice") or "outlet") for m in tally.matches)
    out["voice_accuracy"] = same / n if n else None
    return out


def _per_type(tally: Tally) -> dict[str, float]:
    hits = Counter(m.gold["type"] for m in tally.matches)
    totals: Counter[str] = Counter()
    for side in (tally.by_type_ours, tally.by_type_gold):
        totals.update(side)
    return {name: 2 * hits[name] / n for name, n in totals.items()}


def calibration_error(
    ours: Sequence[Mapping[str, Any]], matches: Sequence[Match], bins: int = 10
) -> float:
    """Expected calibration error of ``confidence`` as the probability of a fully right event.

    Ten bins of equal count; the mean distance between confidence and share right, by bin size.
    """
    right = {id(m.ours) for m in matches if m.actors and m.recipients}
    ranked = sorted((float(e["confidence"]), id(e) in right) for e in ours)
    error, n = 0.0, len(ranked)
    for b in range(bins):
        part = ranked[b * n // bins : (b + 1) * n // bins]
        if part:
            gap = sum(c for c, _ in part) / len(part) - sum(r for _, r in part) / len(part)
            error += abs(gap) * len(part) / n
    return error
