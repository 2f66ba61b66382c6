"""Precision, recall and F1 of every field of the event record.

Type, participants and full records are counted over all events. The other fields are counted over
events matched on type, since a status without its event says nothing: what the record gives, what
the coder gave, and what agrees. Fields that a gold file does not code at all have no figures.

- date: equal in the gold file's form, day, month or year; see ``date_label``.
- place, speaker: one text holds the other as whole words.
- amount: value and unit are equal; amounts without a single value are not scored.

Example:
    >>> row_figures(Row(right=6, given=8, wanted=10))["f1"]
    0.6666666666666666
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from riftline.evaluate.matching import Match, Tally, normal, same_name
from riftline.record import EventDate, Magnitude

AUX = ("future", "hypothetical", "historical", "negation")
VOICES = ("named", "anonymous")
_PERSONS = ("killed", "injured", "arrested", "troops")
_PLAIN = (*_PERSONS, "people", "percent")
_AMOUNT = re.compile(r"([\d.]+)\s+(.+)")
Labels = set[Hashable]


class Row(NamedTuple):
    """Counts of one field: what agrees, what we gave, what the coder gave."""

    right: float
    given: float
    wanted: float


def row_figures(row: Row) -> dict[str, float | None]:
    """Precision, recall, F1 (None where nothing was given or wanted) and support."""
    return {
        "precision": row.right / row.given if row.given else None,
        "recall": row.right / row.wanted if row.wanted else None,
        "f1": 2 * row.right / (row.given + row.wanted) if row.given + row.wanted else None,
        "support": row.wanted,
    }


def field_rows(tally: Tally, gold: Sequence[Mapping[str, Any]]) -> dict[str, Row]:
    """Counts of every field; ``gold`` is only asked which fields it codes."""
    rows = {
        name: Row(hits, tally.ours, tally.gold)
        for name, hits in (
            ("type", tally.type),
            ("actors", tally.actors),
            ("recipients", tally.recipients),
            ("full", tally.full),
        )
    }
    matches = tally.matches
    rows |= {aux: _labels(matches, _only(aux, "aux")) for aux in AUX}
    rows |= {f"voice {voice}": _labels(matches, _only(voice, "voice")) for voice in VOICES}
    readers: dict[str, Callable[[Mapping[str, Any]], Labels]] = {
        "mode": lambda e: set(e.get("mode") or []),
        "context": lambda e: set(e.get("context") or []),
        "date": lambda e: {e["date"]} if e.get("date") else set(),
        "amount": lambda e: amount_pairs(e.get("amount")),
    }
    rows |= {name: _labels(matches, read) for name, read in readers.items()}
    for name in ("speaker", "place"):
        rows[name] = _texts(matches, name)
    uncoded = {name for name in (*readers, "speaker", "place") if not any(map(_has(name), gold))}
    return {name: row for name, row in rows.items() if name not in uncoded}


def _only(label: str, name: str) -> Callable[[Mapping[str, Any]], Labels]:
    """Reads whether a field is, or holds, one label."""

    def read(event: Mapping[str, Any]) -> Labels:
        value = event.get(name) or []
        holds = label == value if isinstance(value, str) else label in value
        return {label} if holds else set()

    return read


def _has(name: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda event: bool(event.get(name))


def _labels(matches: Sequence[Match], read: Callable[[Mapping[str, Any]], Labels]) -> Row:
    pairs = [(read(m.ours), read(m.gold)) for m in matches]
    return Row(
        sum(len(a & b) for a, b in pairs),
        sum(len(a) for a, _ in pairs),
        sum(len(b) for _, b in pairs),
    )


def _texts(matches: Sequence[Match], name: str) -> Row:
    pairs = [(normal(m.ours.get(name)), normal(m.gold.get(name))) for m in matches]
    right = sum(bool(a and b) and _within(a, b) for a, b in pairs)
    return Row(right, sum(bool(a) for a, _ in pairs), sum(bool(b) for _, b in pairs))


def _within(a: str, b: str) -> bool:
    return same_name(a, b) or f" {a} " in f" {b} " or f" {b} " in f" {a} "


def date_label(found: EventDate | None) -> str | None:
    """A date in the gold file's form: its day, else its month, else its year, else nothing.

    Example:
        >>> date_label(EventDate("2024-05-01", "2024-05-31", "month"))
        '2024-05'
    """
    if found is None:
        return None
    first, last = found.start, found.end
    days = date.fromisoformat(last).toordinal() - date.fromisoformat(first).toordinal()
    if days == 0:
        return first
    if first[:7] == last[:7] or days < 8:
        return first[:7]
    return first[:4] if first[:4] == last[:4] else None


def amount_label(found: Magnitude) -> dict[str, Any] | None:
    """An amount in the gold file's form, None for one without a single value."""
    if found.value is None:
        return None
    unit = found.kind if found.kind in _PERSONS else found.unit or ""
    return {"value": found.value, "unit": "people" if found.kind == "crowd" else unit}


def amount_pairs(amount: Any) -> Labels:
    """(value, unit) pairs of ``{value, unit}``, a list of them, or "12 killed, 30 injured".

    Example:
        >>> sorted(amount_pairs("12 killed, 30 injured"))
        [(12.0, 'killed'), (30.0, 'injured')]
    """
    if isinstance(amount, str):
        found = (_AMOUNT.fullmatch(part.strip()) for part in amount.split(","))
        items = [{"value": m[1], "unit": m[2]} for m in found if m]
    else:
        items = amount if isinstance(amount, list) else [amount] if amount else []
    out: Labels = set()
    for item in items:
        unit = str(item.get("unit") or "")
        known = unit in _PLAIN or unit.isupper() or not unit
        out.add((float(item["value"]), unit if known else unit.split()[-1]))
    return out
