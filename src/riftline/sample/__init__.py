"""The bundled sample corpus: short dated articles by made-up outlets, with labelled events.

The articles report real public events of 2014-2026; outlets and every sentence are the project's
own (see LICENCE.txt beside the data). They feed ``riftline demo`` and serve as a regression corpus.

Example:
    >>> articles = sample_articles()
    >>> {label["article"] for label in sample_labels()} <= {a.id for a in articles}
    True
"""

from __future__ import annotations

import json
import re
from datetime import date
from importlib import resources
from typing import Any

from riftline.evaluate.labels import Problem, check, parse
from riftline.record import Document

_AMOUNT = re.compile(r"([\d.]+)\s+(\S.*)")


def sample_articles() -> list[Document]:
    """The sample articles, oldest first within each happening.

    Example:
        >>> sample_articles()[0].outlet
        'Halden Wire'
    """
    text = (resources.files(__name__) / "articles.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines() if line.strip()]
    return [
        Document(
            text=row["text"],
            id=row["id"],
            published=date.fromisoformat(row["published"]),
            outlet=row["outlet"],
            url=row["url"],
            title=row["title"],
        )
        for row in rows
    ]


def sample_labels() -> list[dict[str, Any]]:
    """The labelled events, in the form of the gold file of ``riftline evaluate events``.

    Returns:
        One dict an event: ``article``, ``sent`` (index of the sentence that
        ``riftline.sentences.split_sentences`` gives), ``type``, ``mode``, ``context``,
        ``trigger``, ``actors``, ``recipients``, ``aux``, ``voice``, ``speaker``, ``date``,
        ``place`` and ``amount`` (None, ``{value, unit}`` or a list of these).

    Raises:
        ValueError: labels.txt is faulty; the message names the first fault.

    Example:
        >>> sample_labels()[0]["type"]
        'SUPPORT'
    """
    problems: list[Problem] = []
    with resources.as_file(resources.files(__name__) / "labels.txt") as path:
        items = parse(path, problems)
        check(items, path, problems)
    if problems:
        raise ValueError(f"{problems[0].where}: {problems[0].message}")
    return [
        {"article": item["id"], **event, "amount": _amount(event["amount"])}
        for item in items
        for event in item["events"]
    ]


def _amount(text: str | None) -> dict[str, Any] | list[dict[str, Any]] | None:
    """``12 killed, 30 injured`` as values with units; one stands alone, several are a list."""
    found = [_AMOUNT.fullmatch(part.strip()) for part in (text or "").split(",")]
    amounts = [{"value": float(m[1]), "unit": m[2]} for m in found if m]
    return amounts[0] if len(amounts) == 1 else amounts or None
