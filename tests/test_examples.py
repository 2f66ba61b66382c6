"""The notebooks run from top to bottom, on a small made-up import file."""

from __future__ import annotations

import ast
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"
NOTEBOOKS = sorted(EXAMPLES.glob("*.ipynb"))


def read(notebook: Path) -> list[dict[str, Any]]:
    return list(json.loads(notebook.read_text(encoding="utf-8"))["cells"])


@pytest.fixture
def events(tmp_path: Path) -> Path:
    """Two years of facts: Russia and Ukraine consult, then fight; others take sides."""
    rows = []
    for week in range(100):
        day = date(2013, 1, 7) + timedelta(weeks=week)
        way = "Consult" if week < 50 else "Use conventional military force"
        for i in range(3):
            on = day + timedelta(days=i)
            rows.append(f"{on}\tRussia\t{way}\tUkraine")
            rows.append(f"{on}\tUnited States\tConsult\tFrance")
            rows.append(f"{on}\tUnited States\tCriticize or denounce\tRussia")
            rows.append(f"{on}\tFrance\tCriticize or denounce\tRussia")
            rows.append(f"{on}\tUkraine\tConsult\tFrance")
    file = tmp_path / "facts.tsv"
    file.write_text("date\tsource\trelation\ttarget\n" + "\n".join(rows) + "\n")
    return file


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda p: p.name)
def test_a_notebook_runs_as_a_script(
    notebook: Path, events: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RIFTLINE_ICEWS", str(events))
    monkeypatch.setenv("RIFTLINE_PAIR", "RUS,UKR")
    monkeypatch.setenv("RIFTLINE_ACTORS", "USA,FRA,RUS,UKR")
    names: dict[str, Any] = {}
    shown = []
    for number, cell in enumerate(read(notebook)):
        if cell["cell_type"] != "code":
            continue
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, f"{notebook.name}, cell {number}", "exec"), names)
        if isinstance(last, ast.Expr):  # what a notebook shows below the cell
            shown.append(eval(compile(ast.Expression(last.value), notebook.name, "eval"), names))
    (change,) = [row for row in names["changes"].to_pylist() if row["direction"] == "split"]
    assert change["date"] == date(2013, 12, 23)
    (allies,) = [row for row in names["pairs"] if (row["source"], row["target"]) == ("USA", "FRA")]
    assert (allies["agreed"], allies["opposed"]) == (24, 0)  # on Russia, in every month
    charts = [item.svg for item in shown if hasattr(item, "_repr_svg_")]
    assert len(charts) == 3
    assert "<rect" in charts[0]
    assert "<circle" in charts[1]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda p: p.name)
def test_a_notebook_is_small_and_says_what_it_does(notebook: Path) -> None:
    cells = read(notebook)
    assert cells[0]["cell_type"] == "markdown"
    assert notebook.stat().st_size < 100_000
    for cell in cells:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []  # texts and figures of others do not come with it
            assert cell["execution_count"] is None


def test_there_is_a_notebook() -> None:
    assert NOTEBOOKS
