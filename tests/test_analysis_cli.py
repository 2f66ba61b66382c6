"""The runners of alignment, splits and blocs."""

from __future__ import annotations

import argparse
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from riftline.cli.analysis import run_alignment, run_blocs, run_splits
from riftline.cli.choice import pair_of
from riftline.cli.measure import run_dyads
from riftline.errors import UsageError
from riftline.store import Store, import_events


@pytest.fixture
def db(tmp_path: Path) -> str:
    rows = []
    for week in range(60):
        day = date(2014, 1, 6) + timedelta(weeks=week)
        way = "Consult" if week < 30 else "Use conventional military force"
        for i in range(4):
            rows.append(f"{day + timedelta(days=i)}\tRussia\t{way}\tUkraine")
            rows.append(f"{day + timedelta(days=i)}\tUnited States\tConsult\tUkraine")
            rows.append(f"{day + timedelta(days=i)}\tUnited States\tConsult\tFrance")
    (tmp_path / "facts.tsv").write_text("date\tsource\trelation\ttarget\n" + "\n".join(rows))
    with Store.open(tmp_path / "s.duckdb") as store:
        import_events(store, "icews", tmp_path / "facts.tsv")
    return str(tmp_path / "s.duckdb")


def arguments(db: str, **given: Any) -> argparse.Namespace:
    usual: dict[str, Any] = {"actors": None, "pair": None, "period": None, "minimum": 5}
    usual |= {"start": None, "end": None, "origin": None, "output": None, "format": "jsonl"}
    usual |= {"as_of": None, "balance": False, "resolution": 1.0, "resamples": 5, "seed": 0}
    return argparse.Namespace(**{**usual, "db": db, **given})


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_alignment(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_alignment(arguments(db, pair=["USA,UKR", "RUS,UKR"])) == 0
    friends, foes = lines(capsys)
    assert friends["balance"] > foes["balance"]
    assert run_alignment(arguments(db, actors="USA,RUS,UKR", format="table")) == 0
    assert "Alignment" in capsys.readouterr().out


def test_splits(db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_splits(arguments(db, pair=["RUS,UKR", "USA,UKR"])) == 0
    (row,) = lines(capsys)
    assert (row["direction"], row["date"]) == ("split", "2014-08-04")
    assert row["evidence"][0]["event_id"].startswith("icews:")
    assert run_splits(arguments(db, pair=["RUS,UKR"], as_of="2014-09-30", format="table")) == 0
    assert "split" in capsys.readouterr().out
    file = tmp_path / "out.csv"
    assert run_splits(arguments(db, pair=["RUS,UKR"], format="csv", output=str(file))) == 0
    assert "icews:" in file.read_text().splitlines()[1]


def test_blocs(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_blocs(arguments(db, period="quarter")) == 0
    assert {"actor", "bloc", "stability"} <= lines(capsys)[0].keys()
    assert run_blocs(arguments(db, balance=True)) == 0
    assert lines(capsys)[0]["actors"] == 4
    for balance in (True, False):
        assert run_blocs(arguments(db, format="table", balance=balance)) == 0


@pytest.mark.parametrize("given", ["RUS", "RUS,", ",RUS", "RUS,,UKR", "RUS,UKR,USA", ""])
def test_a_pair_is_two(db: str, given: str) -> None:
    for run, pair in ((run_dyads, given), (run_splits, [given]), (run_alignment, [given])):
        with pytest.raises(UsageError, match="two actors"):
            run(arguments(db, pair=pair))


def test_a_pair_of_one_with_itself(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert pair_of(" RUS ,RUS") == ("RUS", "RUS")
    options: dict[str, Any] = {"period": "year", "directed": False, "evidence": False}
    assert run_dyads(arguments(db, pair="RUS,RUS", **options)) == 0  # what happens within
    assert [row["happenings"] for row in lines(capsys)] == [0, 0]
    assert run_splits(arguments(db, pair=["RUS,RUS"])) == 0
    with pytest.raises(UsageError, match="two different actors"):
        run_alignment(arguments(db, pair=["RUS,RUS"]))
