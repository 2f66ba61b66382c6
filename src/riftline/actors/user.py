"""A user's own actors, from CSV or TOML files."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from riftline.errors import InputError

from .fold import fold

if TYPE_CHECKING:
    from .table import ActorTable

SECTORS = frozenset(
    {"GOV", "LEG", "JUD", "MIL", "COP", "SPY", "PTY", "OPP", "REB", "CRM", "CVL"}
    | {"LAB", "BUS", "MED", "EDU", "HLH", "REL", "NGO", "IGO", "ELI", "UNK"}
)
COLUMNS = ("name", "aliases", "country", "sectors", "kind", "role", "from", "to")
_KINDS = {"person", "org", "bloc", "state"}


def add_user_file(table: ActorTable, path: Path) -> None:
    """Add the actors of a CSV (columns ``COLUMNS``) or TOML (``[[actor]]``) file to the table.

    A user's actor of the same name goes before the bundled one.

    Raises:
        InputError: the file or a row cannot be read; the message names file and line.
    """
    for where, row in _rows(path):
        _add(table, where, row)


def _rows(path: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"actor file cannot be read: {error}", where=str(path)) from error
    if path.suffix.lower() == ".toml":
        yield from _toml_rows(path, text)
        return
    reader = csv.DictReader(text.splitlines())
    header = reader.fieldnames or []
    unknown = [h for h in header if h not in COLUMNS]
    if "name" not in header or unknown:
        what = f"unknown column {unknown[0]!r}" if unknown else "no column 'name'"
        raise InputError(what, where=f"{path}:1", hint=f"columns are {', '.join(COLUMNS)}")
    for row in reader:
        if None in row:
            raise InputError("more cells than columns", where=f"{path}:{reader.line_num}")
        yield f"{path}:{reader.line_num}", {k: v or "" for k, v in row.items()}


def _toml_rows(path: Path, text: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"not valid TOML: {error}", where=str(path)) from error
    lines = [
        n for n, line in enumerate(text.splitlines(), 1) if line.strip().startswith("[[actor]]")
    ]
    actors = data.get("actor", [])
    if not isinstance(actors, list) or not actors:
        raise InputError("no [[actor]] table", where=str(path), hint="one [[actor]] an actor")
    for number, actor in enumerate(actors):
        where = f"{path}:{lines[number] if number < len(lines) else '?'}"
        unknown = [k for k in actor if k not in COLUMNS]
        if unknown:
            raise InputError(
                f"unknown key {unknown[0]!r}", where=where, hint=f"keys are {', '.join(COLUMNS)}"
            )
        yield (
            where,
            {k: "|".join(map(str, v)) if isinstance(v, list) else str(v) for k, v in actor.items()},
        )


def _add(table: ActorTable, where: str, row: Mapping[str, str]) -> None:
    from .table import Actor, Alias, Office

    name = row.get("name", "").strip()
    if not fold(name):
        raise InputError("actor without a name", where=where)
    sectors = (
        tuple(re.split(r"[|;,\s]+", row.get("sectors", "").strip()))
        if row.get("sectors", "").strip()
        else ("UNK",)
    )
    wrong = [s for s in sectors if s not in SECTORS]
    if wrong:
        raise InputError(
            f"unknown sector {wrong[0]!r}",
            where=where,
            hint=f"sectors are {' '.join(sorted(SECTORS))}",
        )
    country = row.get("country", "").strip() or None
    if country is not None and not re.fullmatch(r"[A-Z]{3}", country):
        raise InputError(
            f"country {country!r} is no alpha-3 code", where=where, hint="three capitals, or empty"
        )
    kind = row.get("kind", "").strip() or "org"
    if kind not in _KINDS:
        raise InputError(
            f"unknown kind {kind!r}", where=where, hint=f"kinds are {', '.join(sorted(_KINDS))}"
        )
    start, end = _day(row.get("from", ""), where), _day(row.get("to", ""), where)
    actor = Actor(
        f"user:{fold(name).replace(' ', '-')}",
        kind,
        name,
        country,
        sectors,
        rank=4,
        start=start,
        end=end,
    )
    if kind == "person":
        actor.offices = (Office(sectors[0], row.get("role", "").strip(), start, end),)
        start = end = ""
    for surface in [name, *filter(None, (a.strip() for a in row.get("aliases", "").split("|")))]:
        _put_first(
            table,
            surface,
            Alias(actor, kind if kind != "state" else "name", start, end, sectors, surface),
        )


def _put_first(table: ActorTable, surface: str, alias: object) -> None:
    from .table import Alias

    assert isinstance(alias, Alias)
    key = fold(surface)
    if not key:
        return
    kept = [a for a in table.aliases.get(key, []) if a.kind != alias.kind]
    table.aliases.pop(key, None)
    table.add_alias(surface, alias)
    table.aliases[key] += kept


def _day(text: str, where: str) -> str:
    text = text.strip()
    if not text:
        return ""
    found = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text)
    try:
        assert found is not None
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except (AssertionError, ValueError):
        raise InputError(
            f"{text!r} is no date", where=where, hint="YYYY, YYYY-MM or YYYY-MM-DD"
        ) from None
    return text
