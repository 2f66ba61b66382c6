"""Pass rate of dates on the test cases of Microsoft's Recognizers-Text (DateTimeModel.json).

    python -m riftline.evaluate.timex_cases DateTimeModel.json [--errors]

The cases are requests to an assistant ("I'll be out from April to May"), not news. A case that
names days or ranges of days passes when all its expressions are found and, joined where we mark
both ends, have the days that one of the expected readings has. Expected ends are exclusive and
"before 2010" is a range without a start there; neither is said by a span of ours, so open ranges
fail by design. A case without expressions passes when nothing is found.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from riftline.errors import InputError
from riftline.mentions.dates import DateMention, find_dates

_KINDS = {"date", "daterange"}
Days = tuple[str | None, str | None]


def read_cases(path: Path) -> list[dict[str, Any]]:
    """The cases of a file; raises InputError where it is no list of them."""
    try:
        cases = json.loads(path.read_text(encoding="utf-8-sig"))
        return [case for case in cases if "Input" in case and "Results" in case]
    except (OSError, ValueError, TypeError) as error:
        raise InputError(f"no Recognizers-Text cases: {error}", where=str(path)) from error


def expected_days(result: dict[str, Any]) -> set[Days]:
    """First and last day (inclusive) of each reading that a result allows."""
    out: set[Days] = set()
    for value in (result.get("Resolution") or {}).get("values", []):
        if value["type"] == "date":
            out.add((value.get("value"), value.get("value")))
        elif "start" in value and "end" in value:
            try:
                last = date.fromisoformat(value["end"][:10]) - timedelta(days=1)
                out.add((value["start"][:10], last.isoformat()))
            except ValueError:
                continue
    return out


def score(cases: Sequence[dict[str, Any]]) -> tuple[dict[str, int], list[str]]:
    """Counts of cases and passes, and the inputs of the cases that fail."""
    counts: Counter[str] = Counter()
    failed = []
    for case in cases:
        kind, right = _judge(case)
        if kind:
            counts[kind] += 1
            counts[f"{kind}_passed"] += right
            if not right:
                failed.append(case["Input"])
    return dict(counts), failed


def _judge(case: dict[str, Any]) -> tuple[str | None, bool]:
    reference = (case.get("Context") or {}).get("ReferenceDateTime")
    day = date.fromisoformat(reference[:10]) if reference else None
    results = case["Results"]
    kinds = {str(r.get("TypeName", "")).split(".")[-1] for r in results}
    if not results:
        return "empty", not find_dates(case["Input"], day)
    if day is None or not kinds <= _KINDS or not all(expected_days(r) for r in results):
        return None, False
    found = find_dates(case["Input"], day)
    return "days", all(_days(found, r) in expected_days(r) for r in results)


def _days(found: Sequence[DateMention], result: dict[str, Any]) -> Days:
    inside = [m for m in found if m.start <= result["End"] and result["Start"] < m.end]
    first = min((m.first for m in inside if m.first), default=None)
    return first, max((m.last for m in inside if m.last), default=None)


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line: print the counts as JSON, with ``--errors`` each failing input before them."""
    parser = argparse.ArgumentParser(prog="python -m riftline.evaluate.timex_cases")
    parser.add_argument("file", type=Path)
    parser.add_argument("--errors", action="store_true", help="list the inputs that fail")
    options = parser.parse_args(arguments)
    try:
        counts, failed = score(read_cases(options.file))
    except InputError as error:
        print(f"riftline: {error}", file=sys.stderr)
        return 2
    if options.errors:
        print("\n".join(failed))
    print(json.dumps(counts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
