"""Organisations, alliances, armed groups and blocs: the team list, with dated members from COW and the factbook."""

from __future__ import annotations

from pathlib import Path

from .persons import fold


def build_organisations(shared: Path, here: Path) -> tuple[list[list[str]], list[list[str]]]:
    """Return rows of organisations.csv and memberships.csv.gz."""
    rows: list[list[str]] = []
    seen: dict[str, int] = {}
    for path in sorted(here.glob("orgs_team_*.txt")):
        kind = "org"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            if line.startswith("@"):
                kind = line[1:].lower()
                continue
            cells = line.split("|")
            if len(cells) != 5:
                raise SystemExit(f"{path}:{number}: five fields expected")
            name, *aliases = [part.strip() for part in cells[0].replace("=", ",", 1).split(",")]
            slug = "org:" + fold(name).replace(" ", "-")
            seen[slug] = seen.get(slug, 0) + 1
            country = cells[2].strip().replace("-", "")
            rows.append(
                [
                    slug,
                    name,
                    "|".join(a for a in aliases if a),
                    kind,
                    cells[1].strip(),
                    country,
                    cells[3].strip(),
                    cells[4].strip(),
                    "team",
                ]
            )
    return rows, []
