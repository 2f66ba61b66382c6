"""What the pages say is true: examples run, commands and files exist, links lead somewhere."""

from __future__ import annotations

import argparse
import csv
import doctest
import importlib
import pkgutil
import re
import sys
from itertools import chain
from pathlib import Path

import pytest

import riftline
from riftline.cli.parser import build_parser
from riftline.store import Store

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "riftline"
CORPUS = ROOT / "training" / "corpus"
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [*sorted(ROOT.glob("*.md")), *DOCS, *sorted(CORPUS.glob("*.md"))]
COMMAND_PAGES = [ROOT / "README.md", *DOCS]
RUNNABLE = re.compile(r"^```python runnable\n(.*?)^```$", re.M | re.S)
CODE = re.compile(r"^```.*?^```$", re.M | re.S)
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(riftline.__path__, "riftline.")
    if not module.name.endswith("__main__")
)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


# Examples


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, coder: riftline.Coder) -> Path:
    """An empty folder with what the pages' examples find there: articles/ and news.duckdb."""
    articles = tmp_path / "articles"
    articles.mkdir()
    text = "The foreign ministers of Peru and Chile met in Lima on Tuesday."
    (articles / "one.txt").write_text(f"Date: 2024-06-06\nOutlet: One\n\n{text}\n")
    (articles / "two.txt").write_text(f"Date: 2024-06-07\nOutlet: Two\n\n{text}\n")
    with Store.open(tmp_path / "news.duckdb") as store:
        store.add_many(coder.code_many(riftline.read_documents([str(articles)])))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "page", [p for p in PAGES if RUNNABLE.search(read(p))], ids=lambda p: str(p.relative_to(ROOT))
)
def test_marked_examples_run(page: Path, workplace: Path) -> None:
    names: dict[str, object] = {}
    for number, block in enumerate(RUNNABLE.findall(read(page)), 1):
        exec(compile(block, f"{page.name}, example {number}", "exec"), names)


def test_readme_and_docs_have_marked_examples() -> None:
    assert RUNNABLE.search(read(ROOT / "README.md"))
    assert any(RUNNABLE.search(read(page)) for page in DOCS)


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    result = doctest.testmod(importlib.import_module(name), optionflags=flags)
    assert result.failed == 0


# Commands


def commands_of(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Every command by its words (``evaluate events``), with its parser."""
    found = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, below in action.choices.items():
                found[word] = below
                found |= {f"{word} {rest}": p for rest, p in commands_of(below).items()}
    return found


def command_faults(line: str) -> list[str]:
    """What a command line names that the parser does not have."""
    commands = commands_of(build_parser())
    words = re.split(r"\s+", line)
    if words[0] not in commands:
        return [f"no command {words[0]}"]
    name = " ".join(words[:2]) if " ".join(words[:2]) in commands else words[0]
    known = set(chain(*(a.option_strings for a in commands[name]._actions)))
    used = re.findall(r"(?<=\s)--?[a-z][a-z-]*", line)
    return [f"{name} has no {option}" for option in used if option not in known]


def named_commands(text: str) -> list[str]:
    """Command lines in indented or fenced lines, after a pipe, in headings and in backticks."""
    lines = re.findall(
        r"^(?: {4}|\t|\$ |#+ |usage: |.* \| )?riftline ([a-z][^|#>\n`]*)", text, re.M
    )
    return [line.strip() for line in lines + re.findall(r"`riftline ([a-z][^`|]*)`", text)]


@pytest.mark.parametrize("page", COMMAND_PAGES, ids=lambda p: p.name)
def test_named_commands_exist(page: Path) -> None:
    faults = [f"{line}: {f}" for line in named_commands(read(page)) for f in command_faults(line)]
    assert not faults, "\n".join(faults)


def test_the_check_of_commands_sees_faults() -> None:
    assert named_commands("    riftline code a.txt -o x.csv\nor `riftline frob`") == [
        "code a.txt -o x.csv",
        "frob",
    ]
    assert command_faults("code a.txt -o x.csv --workers 2") == []
    assert command_faults("frob a.txt") == ["no command frob"]
    assert command_faults("evaluate events a b --frob") == ["evaluate events has no --frob"]


# Links and files


def anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", CODE.sub("", read(page)), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_resolve(page: Path) -> None:
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", CODE.sub("", read(page))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert not broken, "\n".join(broken)


def licence_lines() -> dict[str, list[str]]:
    """Cells of each row of the licence tables, by its first cell."""
    rows = re.findall(r"^\| `([^`]+)` \| (.+) \|$", read(ROOT / "docs" / "licences.md"), re.M)
    return {name: rest.split(" | ") for name, rest in rows}


def test_every_data_file_has_its_licence_line() -> None:
    code = {".py", ".pyc", ".css", ".js", ".typed"}
    files = {
        str(path.relative_to(PACKAGE).as_posix())
        for path in PACKAGE.rglob("*")
        if path.is_file() and path.suffix not in code
    }
    lines = licence_lines()
    assert files - set(lines) == set(), "not in docs/licences.md"
    assert {
        name for name in lines if (name.count("/") and (PACKAGE / name).parent.exists())
    } <= files
    assert all(len(cells) == 2 and all(cells) for cells in lines.values())


def test_every_source_of_the_actor_tables_has_its_line() -> None:
    lines = licence_lines()
    with (PACKAGE / "actors" / "data" / "licences.csv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            assert lines[row["source"]][0].startswith(row["name"])
            assert lines[row["source"]][1] == row["licence"]


# The training corpus


def test_the_datasheet_counts_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "training"))
    items, problems = importlib.import_module("corpus").load_all()
    sys.modules.pop("corpus")
    page = read(CORPUS / "DATASHEET.md")
    assert problems == []
    for group in ("types", "arts", "status"):
        mine = [item for item in items if item["id"].startswith(group)]
        counts = (
            len(list(CORPUS.glob(f"{group}-*.txt"))),
            len(mine),
            sum(len(item["sentences"]) for item in mine),
            sum(len(item["events"]) for item in mine),
        )
        assert f"| `{group}-*` | {' | '.join(map(str, counts))} |" in page
    filled = {(item["id"], event["sent"]) for item in items for event in item["events"]}
    events = [event for item in items for event in item["events"]]
    sentences = sum(len(item["sentences"]) for item in items)
    assert f"{len(items)} items, {sentences} sentences, {len(filled)} with events" in page
    assert f"{len(events)} events" in page
