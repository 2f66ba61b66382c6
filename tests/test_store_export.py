"""Exports: the record as it was coded, the layouts of other data sets, whole files or none."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from riftline.errors import OutputError, UsageError
from riftline.record import CodedDocument, Document
from riftline.store import Store, export_events, import_events, iter_records
from store_samples import coded_document, event, state

ICEWS_COLUMNS = [
    *("Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text"),
    *("CAMEO Code", "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID"),
    *("Sentence Number", "Publisher", "City", "District", "Province", "Country", "Latitude"),
    "Longitude",
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "s.duckdb") as opened:
        opened.add_many([coded_document("a"), coded_document("b")])
        yield opened


def plain(coded: CodedDocument) -> list[dict[str, Any]]:
    return [json.loads(json.dumps(found.to_dict())) for found in coded.events]


def test_records_are_the_contract(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    assert export_events(store, path) == 4
    written = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert written == plain(coded_document("a")) + plain(coded_document("b"))
    assert [list(record) for record in written] == [list(r) for r in plain(coded_document("a"))] * 2
    assert list(iter_records(store)) == written


def test_records_without_optional_parts(tmp_path: Path) -> None:
    document = Document(text="Russia attacked Ukraine on Monday. Kyiv replied.", id="x")
    bare = event(document, actors=(state("RUS"),), recipients=(), modes=(), contexts=())
    coded = CodedDocument(document, (), (bare,))
    with Store.open(tmp_path / "s.duckdb") as store:
        store.add(coded)
        assert list(iter_records(store)) == plain(coded)


def test_parquet_and_csv(store: Store, tmp_path: Path) -> None:
    assert export_events(store, tmp_path / "out.parquet") == 4
    assert pq.read_table(tmp_path / "out.parquet").to_pylist() == list(iter_records(store))
    assert export_events(store, tmp_path / "out.csv") == 4
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        first = next(csv.DictReader(file))
    assert first["event_type"] == "ASSAULT"
    assert json.loads(first["actors"])[0]["country"] == "RUS"


def test_field_layouts(store: Store, tmp_path: Path) -> None:
    def read(layout: str) -> list[dict[str, str]]:
        path = tmp_path / f"{layout}.tsv"
        export_events(store, path, layout=layout)
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, delimiter="\t"))

    icews = read("icews")
    assert list(icews[0]) == ICEWS_COLUMNS
    assert (icews[0]["Source Country"], icews[0]["Target Country"]) == ("RUS", "UKR")
    polecat = read("polecat")
    assert (polecat[0]["Event Type"], polecat[0]["Event Mode"]) == ("ASSAULT", "aerial")
    assert (polecat[0]["Actor Sectors"], polecat[0]["GeoNames ID"]) == ("GOV;MIL", "703448")
    phoenix = read("phoenix")
    assert len(phoenix[0]) == 26
    assert (phoenix[0]["SourceActorFull"], phoenix[0]["QuadClass"]) == ("RUSGOV", "4")
    assert (phoenix[0]["Date"], phoenix[0]["EventRootCode"]) == ("20250210", "19")


def test_exported_layouts_can_be_imported_again(store: Store, tmp_path: Path) -> None:
    export_events(store, tmp_path / "p.tsv", layout="polecat")
    with Store.open(tmp_path / "again.duckdb") as again:
        report = import_events(again, "polecat", tmp_path / "p.tsv")
        assert (report.events, report.rejected) == (4, 0)
        pairs = again.query("SELECT a_country, r_country, a_sectors FROM event_pairs").to_pylist()
        assert pairs == [{"a_country": "RUS", "r_country": "UKR", "a_sectors": "GOV,MIL"}] * 4


def test_imported_events_as_records(tmp_path: Path) -> None:
    path = tmp_path / "facts.tsv"
    path.write_text("date\tsource\trelation\ttarget\n2014-03-01\tRussia\tConsult\tChina\n")
    with Store.open(tmp_path / "s.duckdb") as store:
        import_events(store, "icews", path)
        (record,) = iter_records(store, origin="icews")
    assert record["event_type"] == "CONSULT"
    assert record["sentence"] is None
    assert record["actors"][0]["country"] == "RUS"
    assert record["recipients"][0]["name"] == "China"
    assert record["event_date"]["start"] == "2014-03-01"


def test_filters(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    assert export_events(store, path, start=date(2025, 2, 11)) == 0
    assert path.read_text() == ""
    assert export_events(store, path, start=date(2025, 2, 10), end=date(2025, 2, 10)) == 4
    assert export_events(store, path, origin="gdelt") == 0


def test_a_file_is_whole_or_absent(store: Store, tmp_path: Path, monkeypatch: Any) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("before")

    def full(*_: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(export_events.__globals__["_WRITERS"], "jsonl", full)
    with pytest.raises(OutputError, match="No space left"):
        export_events(store, path)
    assert path.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".out")] == []
    with pytest.raises(OutputError, match="check the folder"):
        export_events(store, tmp_path / "no" / "out.jsonl")
    with pytest.raises(UsageError, match=r"\.parquet"):
        export_events(store, tmp_path / "out.xyz")
    with pytest.raises(UsageError, match="layout"):
        export_events(store, path, layout="acled")
