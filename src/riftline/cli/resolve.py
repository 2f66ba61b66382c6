"""``riftline resolve``: who is meant by a mention, as of a date."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from riftline.coder import as_day
from riftline.errors import InputError, UsageError
from riftline.record import Entity, as_plain
from riftline.resolve import ActorResolver


def run_resolve(args: argparse.Namespace) -> int:
    """One mention, or a batch: one JSON object a row, in the same order."""
    if (args.text is None) == (args.batch is None):
        raise UsageError("give a mention or --batch FILE.jsonl, one of the two")
    resolver = ActorResolver.load([Path(p) for p in args.actors])
    default = as_day(args.date)
    if args.batch is None:
        entity = resolver.resolve(args.text, context=args.context, on=default or date.today())
        print(_json(entity) if args.json else _shown(entity))
        return 0
    status = 0
    for row, problem in _rows(args.batch):
        if problem is not None:
            print(f"riftline: {problem}", file=sys.stderr)
            print(json.dumps({"error": problem.message}))
            status = 1
            continue
        on = as_day(row.get("date")) if row.get("date") else default
        text, context = str(row.get("text") or ""), str(row.get("context") or "")
        print(_json(resolver.resolve(text, context=context, on=on or date.today())))
    return status


def _rows(name: str) -> Iterator[tuple[dict[str, Any], InputError | None]]:
    """Rows of the batch; a bad one comes with its problem, so that the order is kept."""
    if name == "-":
        yield from _parsed(sys.stdin, name)
        return
    try:
        with Path(name).open(encoding="utf-8", errors="replace") as stream:
            yield from _parsed(stream, name)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=name) from None


def _parsed(stream: TextIO, name: str) -> Iterator[tuple[dict[str, Any], InputError | None]]:
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row, dict) or not row.get("text"):
                raise ValueError("a row is an object with text")
            if row.get("date"):
                as_day(str(row["date"]))
        except (ValueError, UsageError) as error:
            yield {}, InputError(f"no usable row: {error}", where=f"{name}:{number}")
            continue
        yield row, None


def _json(entity: Entity) -> str:
    return json.dumps(as_plain(entity), ensure_ascii=False)


def _shown(entity: Entity) -> str:
    lines = [entity.name]
    if entity.country or entity.sectors:
        lines.append("  " + " ".join([entity.country or "no single state", *entity.sectors]))
    if entity.role:
        span = f"{entity.role_from or '?'} to {entity.role_to or 'today'}"
        lines.append(f"  {entity.role} ({span})")
    if entity.members:
        lines.append("  members: " + " ".join(entity.members))
    if entity.entity_id:
        lines.append(f"  id: {entity.entity_id}")
    return "\n".join(lines)
