"""Event types of imported data: CAMEO codes and PLOVER names to type, mode, quad class, score."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import pyarrow as pa

from riftline.ontology import load_ontology


@dataclass(frozen=True, slots=True)
class CameoCode:
    """One row of ontology/cameo_plover.csv. ``type`` is None for comments and appeals (01, 02)."""

    code: str
    name: str
    type: str | None
    mode: str | None
    contexts: tuple[str, ...]
    goldstein: float | None


@lru_cache(maxsize=1)
def load_cameo() -> dict[str, CameoCode]:
    """The bundled crosswalk, by CAMEO code (two to four digits, leading zero kept).

    Example:
        >>> load_cameo()["041"].type, load_cameo()["041"].mode
        ('CONSULT', 'phone')
    """
    text = resources.files("riftline.ontology").joinpath("cameo_plover.csv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {
        row["code"]: CameoCode(
            row["code"],
            row["name"],
            row["type"] or None,
            row["mode"] or None,
            tuple(row["contexts"].split("|")) if row["contexts"] else (),
            float(row["goldstein"]) if row["goldstein"] else None,
        )
        for row in csv.DictReader(io.StringIO("\n".join(lines)))
    }


@lru_cache(maxsize=1)
def relation_codes() -> dict[str, str]:
    """CAMEO codes by their ICEWS event text, lower case: the relation of a 4-column file."""
    # Roots come first in the file; a leaf with the same words is the better answer.
    return {code.name.lower(): code.code for code in load_cameo().values()}


@lru_cache(maxsize=1)
def kind_table() -> pa.Table:
    """All that a row's ``kind`` stands for: a CAMEO code, or TYPE/mode as POLECAT gives it.

    Columns kind, type, modes, contexts, quad, score, cameo, goldstein.
    """
    ontology = load_ontology()
    rows = []
    for code in load_cameo().values():
        rows.append((code.code, code.type, code.mode, code.contexts, code.code, code.goldstein))
    for name, kind in ontology.types.items():
        for mode in (None, *kind.modes):
            rows.append((f"{name}/{mode or ''}", name, mode, (), kind.cameo, None))
    return pa.table(
        {
            "kind": pa.array([r[0] for r in rows], pa.string()),
            "type": pa.array([r[1] for r in rows], pa.string()),
            "modes": pa.array([[r[2]] if r[2] else [] for r in rows], pa.list_(pa.string())),
            "kind_contexts": pa.array([list(r[3]) for r in rows], pa.list_(pa.string())),
            "quad": pa.array(
                [ontology.quad_class(r[1]) if r[1] else None for r in rows], pa.string()
            ),
            "score": pa.array(
                [ontology.intensity(r[1], [r[2]] if r[2] else []) if r[1] else None for r in rows],
                pa.float64(),
            ),
            "cameo": pa.array([r[4] for r in rows], pa.string()),
            "goldstein": pa.array([r[5] for r in rows], pa.float64()),
        }
    )
