"""The training scripts import only names that exist: they are not run by the tests (no torch)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TRAINING = Path(__file__).parent.parent / "training"
SCRIPTS = sorted(TRAINING.glob("*.py"))


def _defined(tree: ast.Module) -> set[str]:
    """Names that a module binds at its top level."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {a.asname or a.name.split(".")[0] for a in node.names}
    return names


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.name)
def test_names_imported_from_neighbours_exist(script: Path) -> None:
    modules = {p.stem: p for p in SCRIPTS}
    for node in ast.walk(ast.parse(script.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module in modules:
            have = _defined(ast.parse(modules[node.module].read_text(encoding="utf-8")))
            missing = {a.name for a in node.names} - have
            assert not missing, f"{script.name} imports {missing} from {node.module}.py"
