"""The examples of docs/measures.md run: its Python blocks, and its command lines in order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from riftline.cli import main
from riftline.cli.parser import build_parser

PAGE = (Path(__file__).parents[1] / "docs" / "measures.md").read_text(encoding="utf-8")
SECTION = PAGE.partition("## Examples")[2].partition("\n## ")[0]
BLOCKS = re.findall(r"^```python runnable\n(.*?)^```$", SECTION, re.M | re.S)
COMMANDS = re.findall(r"^    riftline (.+)$", SECTION, re.M)
MEASURES = {"import", "dyads", "alignment", "splits", "blocs"}


@pytest.fixture
def facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile(BLOCKS[0], "docs/measures.md, first block", "exec"), {})


@pytest.mark.usefixtures("facts")
def test_commands_run(capsys: pytest.CaptureFixture[str]) -> None:
    for line in COMMANDS:
        assert main(line.split()) == 0, line
        assert capsys.readouterr().out.strip(), line


def test_python_blocks_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for number, block in enumerate(BLOCKS):
        exec(compile(block, f"docs/measures.md, block {number}", "exec"), names)
    assert (tmp_path / "events.duckdb").exists()


def test_every_measure_has_an_example() -> None:
    assert {line.split()[0] for line in COMMANDS} == MEASURES
    for line in COMMANDS:
        build_parser().parse_args(line.split())
