"""The team's own labelled corpus: one loader for its files, and a linter.

The format is described in riftline.evaluate.labels, which parses it.

Run ``python training/corpus.py`` to lint every file under training/corpus.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

from riftline.evaluate.labels import Problem, check, parse

ROOT = Path(__file__).parent


def load_all(folder: Path = ROOT / "corpus") -> tuple[list[dict[str, Any]], list[Problem]]:
    """Every item of every ``*.txt`` under ``folder``, with the problems found."""
    problems: list[Problem] = []
    items: list[dict[str, Any]] = []
    seen: set[str] = set()
    for path in sorted(folder.glob("*.txt")):
        found = parse(path, problems)
        check(found, path, problems)
        for item in found:
            if item["id"] in seen:
                problems.append(Problem(path.name, f"id used twice: {item['id']}"))
            seen.add(item["id"])
        items += found
    return items, problems


def main() -> int:
    """Lint the corpus; print its counts; 1 when something is wrong."""
    items, problems = load_all()
    for problem in problems:
        print(f"{problem.where}: {problem.message}")
    events = [e for item in items for e in item["events"]]
    sentences = [s for item in items for s in item["sentences"]]
    filled = {(i["id"], e["sent"]) for i in items for e in i["events"]}
    twins = [s for s, n in Counter(sentences).items() if n > 1]
    print(f"{len(items)} items, {len(sentences)} sentences, {len(filled)} with events")
    print(f"{len(events)} events, {len(twins)} repeated sentences, {len(problems)} problems")
    print(dict(Counter(e["type"] for e in events).most_common()))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
