"""What a format reader hands on: one article as it stood in the file, before cleaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from riftline.read.settings import COLUMNS


@dataclass(slots=True)
class Draft:
    """Raw text and raw fields. ``published`` holds every value that may be its date, best first.

    ``line`` is where the article begins, ``date_line`` where its date stands, both from 1.
    """

    text: str
    line: int
    published: tuple[object, ...] = ()
    date_line: int | None = None
    id: str | None = None
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    problem: str | None = None  # what was wrong with its encoding
    problem_line: int | None = field(default=None)


def squash(name: str) -> str:
    """A column name without what people vary in it: case, blanks, ``_``, ``-``, ``.``."""
    return "".join(char for char in name.lower() if char.isalnum())


_SYNONYMS: dict[str, tuple[str, int]] = {
    squash(name): (role, rank) for role, names in COLUMNS.items() for rank, name in enumerate(names)
}


def role_of(name: str) -> str | None:
    """The field that a column or header name stands for: text, published, outlet ...; else None.

    Example:
        >>> role_of("Publication Date")
        'published'
    """
    found = _SYNONYMS.get(squash(name))
    return found[0] if found else None


@lru_cache(maxsize=256)
def columns_for(names: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """For each field the columns that may hold it, the preferred first."""
    ranked: dict[str, list[tuple[int, str]]] = {}
    for name in names:
        found = _SYNONYMS.get(squash(name))
        if found is not None:
            ranked.setdefault(found[0], []).append((found[1], name))
    return {role: tuple(name for _, name in sorted(pairs)) for role, pairs in ranked.items()}


def has_text(names: Iterable[str]) -> bool:
    """Whether any of these column names can hold an article's text."""
    return any(role_of(name) == "text" for name in names)


def draft_from_row(row: Mapping[str, Any], line: int) -> Draft:
    """A row or JSON object as a draft; columns that mean nothing here are left out.

    Where several columns may hold a field, the first that has something is taken.
    """
    columns = columns_for(tuple(row))

    def first(role: str) -> str | None:
        values = (_as_text(row[name]) for name in columns.get(role, ()))
        return next((value for value in values if value and value.strip()), None)

    published = tuple(
        row[name] for name in columns.get("published", ()) if row[name] not in (None, "")
    )
    return Draft(
        text=first("text") or "",
        line=line,
        published=published,
        id=first("id"),
        outlet=first("outlet"),
        url=first("url"),
        title=first("title"),
    )


def _as_text(value: object) -> str | None:
    """Text, a number, a list of paragraphs, or an object with a name (``{"name": "Reuters"}``)."""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return "\n\n".join(value)
    if isinstance(value, dict) and isinstance(value.get("name"), str):
        name: str = value["name"]
        return name
    return None
