"""The scorer of Recognizers-Text cases, on cases of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from riftline.evaluate.timex_cases import expected_days, main


def case(text: str, span: str, kind: str, value: dict[str, str]) -> dict[str, object]:
    start = text.index(span)
    result = {
        "Text": span,
        "Start": start,
        "End": start + len(span) - 1,
        "TypeName": f"datetimeV2.{kind}",
        "Resolution": {"values": [value]},
    }
    context = {"ReferenceDateTime": "2025-02-14T00:00:00"}
    return {"Input": text, "Context": context, "Results": [result]}


def test_ranges_end_a_day_earlier() -> None:
    value = {"type": "daterange", "start": "2019-03-01", "end": "2019-05-01"}
    assert expected_days({"Resolution": {"values": [value]}}) == {("2019-03-01", "2019-04-30")}


def test_pass_and_fail_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    march = {"type": "daterange", "start": "2019-03-01", "end": "2019-05-01"}
    cases = [
        case(
            "We were away from March to April 2019", "from March to April 2019", "daterange", march
        ),
        case("We met on 3 May 2019", "3 May 2019", "date", {"type": "date", "value": "2019-05-04"}),
        {"Input": "We went home", "Results": []},
    ]
    path = tmp_path / "cases.json"
    path.write_text(json.dumps(cases), encoding="utf-8-sig")
    assert main([str(path), "--errors"]) == 0
    *failed, counts = capsys.readouterr().out.splitlines()
    assert failed == ["We met on 3 May 2019"]
    assert json.loads(counts) == {"days": 2, "days_passed": 1, "empty": 1, "empty_passed": 1}


def test_another_file_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "cases.json"
    path.write_text("{", encoding="utf-8")
    assert main([str(path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
