"""Labelled text in plain-text form: a parser and its checks.

One item is a short article, or a sentence with its context::

    # a comment
    @ ID | YYYY-MM-DD | style
    . A sentence of the item.
    ! TYPE mode,mode | trigger | actors | recipients | key: value; key: value
    . The next sentence (no ``!`` line under it: it holds no event).

Participants are separated by ``;`` and written ``text [name / CTRY / SECTOR]``: ``=`` for a name
equal to the text, ``-`` for no country, ``~`` as text for a participant that is only implied. ``-``
alone is an empty side. Keys: aux, voice, speaker, ctx, date, place, amount (``12 killed``, several
with commas: ``12 killed, 30 injured``).
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

ONTOLOGY = Path(__file__).parents[1] / "ontology" / "plover.toml"
_SECTORS = """
GOV LEG JUD MIL COP SPY PTY OPP REB CRM CVL LAB BUS MED EDU HLH REL NGO IGO ELI UNK
"""
SECTORS = frozenset(_SECTORS.split())
AUX = {"future", "hypothetical", "historical", "negation"}
KEYS = {"aux", "voice", "speaker", "ctx", "date", "place", "amount"}
PARTICIPANT = re.compile(r"^(.*?)\s*\[\s*(.*?)\s*/\s*([A-Z]{3}|-)\s*/\s*([A-Z]{3})\s*\]$")


class Problem(NamedTuple):
    """A fault of the corpus: where it stands and what it is."""

    where: str
    message: str


def parse(path: Path, problems: list[Problem]) -> list[dict[str, Any]]:
    """Read one corpus file into items ``{id, date, style, sentences, events}``.

    Faulty lines are reported in ``problems`` and skipped.
    """
    items: list[dict[str, Any]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where, mark, rest = f"{path.name}:{number}", line[:1], line[1:].strip()
        if mark == "@":
            parts = [p.strip() for p in rest.split("|")]
            if len(parts) != 3 or not re.fullmatch(r"\d{4}-\d\d-\d\d", parts[1]):
                problems.append(Problem(where, "expected '@ ID | YYYY-MM-DD | style'"))
                parts = [*parts, "", ""]
            head = {"id": parts[0], "date": parts[1], "style": parts[2]}
            items.append({**head, "sentences": [], "events": []})
        elif mark == "." and items:
            items[-1]["sentences"].append(rest)
        elif mark == "!" and items and items[-1]["sentences"]:
            item = items[-1]
            event = _event(rest, item["sentences"][-1], where, problems)
            if event:
                item["events"].append({"sent": len(item["sentences"]) - 1, **event})
        elif line.strip() and mark != "#":
            problems.append(Problem(where, f"a line must begin with @ . ! or #: {line[:40]!r}"))
    return items


def _event(rest: str, sentence: str, where: str, problems: list[Problem]) -> dict[str, Any] | None:
    parts = [p.strip() for p in rest.split("|")]
    if len(parts) not in (4, 5):
        problems.append(Problem(where, f"an event has 4 or 5 fields, not {len(parts)}"))
        return None
    kind, _, modes = parts[0].partition(" ")
    if parts[1] not in sentence:
        problems.append(Problem(where, f"trigger not in the sentence: {parts[1]!r}"))
        return None
    keys = _keys(parts[4] if len(parts) == 5 else "", where, problems)
    amount = keys.get("amount")
    return {
        "type": kind,
        "mode": [m.strip() for m in modes.split(",") if m.strip()],
        "trigger": parts[1],
        "actors": _participants(parts[2], sentence, where, problems),
        "recipients": _participants(parts[3], sentence, where, problems),
        "aux": re.split(r"[,\s]+", keys["aux"]) if keys.get("aux") else [],
        "voice": keys.get("voice", "outlet"),
        "speaker": keys.get("speaker"),
        "context": re.split(r"[,\s]+", keys["ctx"]) if keys.get("ctx") else [],
        "date": keys.get("date"),
        "place": keys.get("place"),
        "amount": amount,
    }


def _participants(
    field: str, sentence: str, where: str, problems: list[Problem]
) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    if field in ("-", ""):
        return out
    for piece in re.split(r"(?<=\])\s*;\s*", field):
        match = PARTICIPANT.match(piece.strip().rstrip(";"))
        if not match:
            problems.append(Problem(where, f"not 'text [name / CTRY / SECTOR]': {piece!r}"))
            continue
        text, name, country, sector = match.groups()
        if text != "~" and text not in sentence:
            problems.append(Problem(where, f"participant not in the sentence: {text!r}"))
            continue
        if sector not in SECTORS:
            problems.append(Problem(where, f"unknown sector {sector!r}"))
        shown = None if text == "~" else text
        out.append(
            {
                "text": shown,
                "name": text if name == "=" else name,
                "country": None if country == "-" else country,
                "sector": sector,
            }
        )
    return out


def _keys(field: str, where: str, problems: list[Problem]) -> dict[str, str]:
    keys: dict[str, str] = {}
    for piece in filter(None, (p.strip() for p in field.split(";"))):
        key, colon, value = piece.partition(":")
        if not colon or key.strip() not in KEYS:
            problems.append(Problem(where, f"unknown key in {piece!r}"))
        elif value.strip() and value.strip() != "-":
            keys[key.strip()] = value.strip()
    return keys


def check(items: list[dict[str, Any]], path: Path, problems: list[Problem]) -> None:
    """Check labels against the ontology, speakers and places against their sentences."""
    ontology = tomllib.loads(ONTOLOGY.read_text(encoding="utf-8"))
    types, contexts = ontology["types"], set(ontology["contexts"])
    for item in items:
        for event in item["events"]:
            where = f"{path.name} {item['id']} sentence {event['sent']}"
            if event["type"] not in types:
                problems.append(Problem(where, f"unknown type {event['type']!r}"))
                continue
            unknown = set(event["mode"]) - set(types[event["type"]]["modes"])
            unknown |= set(event["aux"]) - AUX
            unknown |= set(event["context"]) - contexts
            if unknown:
                problems.append(Problem(where, f"{event['type']} has unknown {sorted(unknown)}"))
            if event["voice"] not in ("outlet", "named", "anonymous"):
                problems.append(Problem(where, f"unknown voice {event['voice']!r}"))
            for key in ("speaker", "place"):
                part = event[key]
                if part and part not in item["sentences"][event["sent"]]:
                    problems.append(Problem(where, f"{key} not in the sentence: {part!r}"))
