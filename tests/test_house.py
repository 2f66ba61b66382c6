"""The house rules that a reader cannot see at a glance: one-way imports, sizes, clean text."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "riftline"
# Lower rooms first: a room imports only from rooms that stand before it here.
ORDER = [
    *("version", "errors", "record", "ontology", "actors", "read", "sentences", "mentions"),
    *("resolve", "events", "participants", "assemble", "write", "coder", "parallel"),
    *("mention_rows", "store"),
    *("stories", "measure", "show", "evaluate", "sample", "cli", "__main__", "__init__"),
]
FILE_LINES = 500
FUNCTION_LINES = 60
SOURCES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported_rooms(path: Path, tree: ast.AST) -> Iterator[str]:
    """Rooms that a file imports, wherever in it the import stands."""
    package = ("riftline", *path.relative_to(PACKAGE).parts[:-1])
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*base, *filter(None, [node.module])))
            names = [module]
            if module == "riftline":
                names = [f"riftline.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "riftline":
                yield parts[1] if len(parts) > 1 else "__init__"


def upward(path: Path, text: str) -> list[str]:
    """Imports of ``text``, standing at ``path``, that go against the order."""
    here = room_of(path)
    rank = {room: place for place, room in enumerate(ORDER)}
    last = len(ORDER)  # a room that the order lacks (a class of the facade, say) counts as the top
    return sorted(
        f"{path.relative_to(ROOT)} imports {there}"
        for there in set(imported_rooms(path, ast.parse(text)))
        if there != here and rank.get(there, last) >= rank[here]
    )


def test_every_room_has_its_place() -> None:
    assert sorted({room_of(path) for path in SOURCES}) == sorted(ORDER)


def test_imports_go_one_way() -> None:
    wrong = [w for path in SOURCES for w in upward(path, path.read_text(encoding="utf-8"))]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "line",
    [
        "import riftline.coder",
        "from riftline.coder import Coder",
        "from riftline import Coder",
        "from riftline import coder",
        "from ..coder import Coder",
        "def later():\n    from riftline import coder",
    ],
)
def test_the_check_sees_every_way_to_import(line: str) -> None:
    assert upward(PACKAGE / "read" / "example.py", line)
    assert not upward(PACKAGE / "read" / "example.py", "from riftline.record import Document")


def test_the_page_of_rooms_has_the_same_order() -> None:
    page = (ROOT / "docs" / "rooms.md").read_text(encoding="utf-8")
    inside, _, _ = page.partition("Beside the package:")
    cells = " ".join(re.findall(r"^\| (`[^|]+) \|", inside, re.M))
    named = [n.rstrip("/").removesuffix(".py") for n in re.findall(r"`(.+?)`", cells)]
    assert named == [room for room in ORDER if not room.startswith("__")]


def test_files_stay_short() -> None:
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in SOURCES}
    long = [f"{p.relative_to(ROOT)}: {n} lines" for p, n in lengths.items() if n > FILE_LINES]
    assert not long, "\n".join(long)


def test_functions_fit_a_screen() -> None:
    long = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node
                lines = (node.end_lineno or node.lineno) - first.lineno + 1  # docstrings are free
                if lines > FUNCTION_LINES:
                    long.append(f"{path.relative_to(ROOT)}: {node.name} has {lines} lines")
    assert not long, "\n".join(long)


# Written in pieces, so that this file does not find itself.
MACHINE = re.compile("|".join("/" + name + "/" for name in ("work", "root", "tmp")))
MAKER = re.compile(r"\b(AI|LLM|language[- ]model)[- ](assistant|session|agent)s?\b", re.I)


def tracked() -> list[Path]:
    """Files under version control; the test skips where there is none."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs a git checkout")
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_text_names_no_machine_and_no_maker() -> None:
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # tables and weights, packed
        for number, line in enumerate(text.splitlines(), 1):
            found += [
                f"{path.relative_to(ROOT)}:{number}: {match.group()}"
                for pattern in (MACHINE, MAKER)
                if (match := pattern.search(line))
            ]
    assert not found, "\n".join(found)
