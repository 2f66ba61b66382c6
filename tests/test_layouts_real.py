"""Column lists of imports and exports against real files, and the list of US missions."""

from __future__ import annotations

import csv
import gzip
import sys
from collections import Counter
from pathlib import Path

import pytest

from riftline.store import Store, export_events, import_events
from riftline.store.import_layouts import detect_layout
from store_samples import coded_document

ROOT = Path(__file__).parents[1]


@pytest.fixture
def analytics(shared: Path) -> Path:
    return shared / "data" / "analytics"


def heads(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def test_our_icews_columns_are_those_of_a_real_file(analytics: Path, tmp_path: Path) -> None:
    """The real file has them renamed (event_id for Event ID), and two more, made from the date."""
    with Store.open(tmp_path / "s.duckdb") as store:
        store.add(coded_document("d"))
        export_events(store, tmp_path / "out.csv", layout="icews")
    ours = (tmp_path / "out.csv").read_text().splitlines()[0].replace('"', "").split(",")
    real = heads(analytics / "icews" / "icews_sample.csv.gz")
    assert [name.lower().replace(" ", "_") for name in ours] == real[:20]
    assert real[20:] == ["year", "yearmonth"]


@pytest.mark.parametrize(
    ("origin", "name"),
    [("icews", "icews/icews_sample.csv.gz"), ("ucdp", "ucdp/ucdp_ged_sample1000.csv.gz")],
)
def test_every_column_that_an_import_reads_is_in_the_real_file(
    analytics: Path, origin: str, name: str
) -> None:
    layout = detect_layout(origin, analytics / name)
    real = heads(analytics / name)
    assert list(layout.columns) == real
    assert set(layout.required) <= set(real)
    assert set(layout.types) <= set(real)
    # What a mapping names and the file lacks would be NULL: of GED every optional column is there.
    assert origin != "ucdp" or "NULL" not in layout.mapping.values()


def test_what_the_real_files_hold_comes_through(analytics: Path, tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.duckdb") as store:
        import_events(store, "icews", analytics / "icews" / "icews_sample.csv.gz")
        import_events(store, "ucdp", analytics / "ucdp" / "ucdp_ged_sample1000.csv.gz")
        stored = {
            row["key"]: row["cameo"]
            for row in store.query(
                "SELECT source_key AS key, cameo FROM events WHERE origin = 'icews'"
            ).to_pylist()
        }
        killed = store.query(
            "SELECT sum(value)::BIGINT AS n FROM magnitudes WHERE kind = 'killed'"
        ).to_pylist()[0]["n"]
    with gzip.open(analytics / "icews" / "icews_sample.csv.gz", "rt", newline="") as file:
        real = {int(row["event_id"]): row["cameo_code"] for row in csv.DictReader(file)}
    assert stored == real
    with gzip.open(analytics / "ucdp" / "ucdp_ged_sample1000.csv.gz", "rt", newline="") as file:
        assert killed == sum(float(row["best"]) for row in csv.DictReader(file))


def test_changes_of_missions(analytics: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "training"))
    import validate_missions

    known = [k for k in validate_missions.transitions() if k.day.year <= 2015]
    sys.modules.pop("validate_missions")
    assert Counter(k.direction for k in known) == {"rapprochement": 10, "split": 3}
    (cuba,) = [k for k in known if k.b == "CUB"]
    assert (str(cuba.day), cuba.direction) == ("2015-07-20", "rapprochement")
    assert analytics.exists()
