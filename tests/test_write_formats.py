"""Writing results: what stands in each format, the way back, same rows same bytes."""

from __future__ import annotations

import csv
import gzip
import json
import tempfile
from dataclasses import fields, replace
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from riftline.errors import InputError, UsageError
from riftline.record import Event, Mention, as_plain
from riftline.write import (
    EVENT_SCHEMA,
    event_from_dict,
    events_to_table,
    open_writer,
    read_events,
    write_events,
    write_mentions,
)
from riftline.write.flat import EVENT_COLUMNS, safe_cell
from riftline.write.plain import mention_from_dict
from write_samples import BARE, CODED, EVENT, MENTIONS, events

SUFFIXES = [".jsonl", ".jsonl.gz", ".csv", ".csv.gz", ".parquet"]
WHOLE = [".jsonl", ".jsonl.gz", ".parquet"]


def test_jsonl_is_one_record_a_line_in_contract_order(tmp_path: Path) -> None:
    target = tmp_path / "events.jsonl"
    assert write_events([CODED], target) == 2
    lines = target.read_text(encoding="utf-8").splitlines()
    first = json.loads(lines[0])
    assert first == EVENT.to_dict()
    assert list(first) == [field.name for field in fields(Event)]
    assert "Chişinău" in lines[0], "letters are written as they are"
    assert json.loads(lines[1])["place"] is None


def test_schema_has_the_fields_of_the_record_in_order() -> None:
    assert EVENT_SCHEMA.names == [field.name for field in fields(Event)]
    plain = EVENT.to_dict()
    for name in ("sentence", "trigger", "attribution", "event_date", "place"):
        assert [f.name for f in EVENT_SCHEMA.field(name).type] == list(plain[name])
    for name in ("actors", "magnitudes"):
        assert [f.name for f in EVENT_SCHEMA.field(name).type.value_type] == list(plain[name][0])


@pytest.mark.parametrize("suffix", WHOLE)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(records=st.lists(events, max_size=3))
def test_write_then_read_gives_the_same_records(suffix: str, records: list[Event]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"events{suffix}"
        with open_writer(target) as writer:
            writer.write_events(records)
        assert list(read_events(target)) == records


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(events)
def test_plain_dict_and_back(record: Event) -> None:
    assert event_from_dict(record.to_dict()) == record


def test_mention_and_back() -> None:
    for mention in MENTIONS:
        assert mention_from_dict(as_plain(mention)) == mention


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_same_events_same_bytes_however_they_come(tmp_path: Path, suffix: str) -> None:
    records = [replace(EVENT, event_id=f"e{number}") for number in range(1300)]
    (tmp_path / "other-name").mkdir()
    one, two = tmp_path / f"a{suffix}", tmp_path / "other-name" / f"b{suffix}"
    with open_writer(one) as writer:
        writer.write_events(records)
    with open_writer(two) as writer:
        for record in records:
            writer.write_events([record])
    assert one.read_bytes() == two.read_bytes()


def test_parquet_row_groups_are_of_fixed_size(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("riftline.write.formats.ROW_GROUP_ROWS", 600)
    target = tmp_path / "events.parquet"
    with open_writer(target) as writer:
        writer.write_events(replace(EVENT, event_id=str(number)) for number in range(1300))
    file = parquet.ParquetFile(target)
    assert [file.metadata.row_group(i).num_rows for i in range(3)] == [600, 600, 100]
    assert file.schema_arrow.equals(EVENT_SCHEMA)


def test_csv_reads_as_a_political_scientist_expects(tmp_path: Path) -> None:
    target = tmp_path / "events.csv"
    other = replace(EVENT, actors=(*EVENT.actors, replace(EVENT.actors[0], country=None)))
    with open_writer(target) as writer:
        writer.write_events([other, BARE])
    with target.open(encoding="utf-8", newline="") as file:
        first, bare = csv.DictReader(file)
    assert first["actor_countries"] == "TUR;"
    assert first["actor_sectors"] == "GOV;GOV"
    assert first["recipient_names"] == "Moldova;officials"
    assert first["contexts"] == "economic;diplomatic"
    assert (first["trigger_start"], first["trigger_end"]) == ("7", "14")
    assert float(first["intensity"]) == 4.5
    assert json.loads(first["recipients_json"]) == EVENT.to_dict()["recipients"]
    assert first["speaker_sectors"] == "GOV"
    assert bare["actor_countries"] == bare["place_name"] == bare["place_json"] == ""
    assert bare["voice"] == "outlet"


def test_csv_leaves_no_field_of_the_record_out() -> None:
    """Each field is a column, or whole in a _json column, or in columns of its parts."""
    for field in fields(Event):
        plural = field.name.rstrip("s")
        assert any(
            name in (field.name, f"{field.name}_json") or name.startswith(f"{plural}_")
            for name in EVENT_COLUMNS
        ), field.name


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1 killed", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"]
)
def test_csv_disarms_formulas(tmp_path: Path, cell: str) -> None:
    target = tmp_path / "events.csv"
    with open_writer(target) as writer:
        writer.write_events([replace(EVENT, outlet=cell)])
    with target.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["outlet"] == "'" + cell.replace("\r", "\n")


def test_numbers_are_not_disarmed() -> None:
    assert safe_cell(-3.0) == -3.0


def test_semicolons_in_names_do_not_shift_the_lists(tmp_path: Path) -> None:
    target = tmp_path / "events.csv"
    odd = replace(EVENT.actors[0], name="Front; of Unity")
    with open_writer(target) as writer:
        writer.write_events([replace(EVENT, actors=(odd, EVENT.actors[0]))])
    with target.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["actor_names"].split(";") == ["Front, of Unity", "Turkey"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_json_and_utf8_cannot_hold_does_not_stop_the_writing(
    tmp_path: Path, suffix: str
) -> None:
    target = tmp_path / f"events{suffix}"
    odd = replace(EVENT, outlet="Cut \ud83d here", intensity=float("nan"))
    with open_writer(target) as writer:
        writer.write_events([odd, EVENT])
    if suffix in WHOLE:
        first, second = read_events(target)
        assert first.outlet == "Cut \ufffd here"
        assert second == EVENT


def test_events_to_table() -> None:
    table = events_to_table([EVENT, BARE])
    assert table.schema.equals(EVENT_SCHEMA, check_metadata=True)
    assert table.to_pylist() == [EVENT.to_dict(), BARE.to_dict()]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_events_is_a_valid_file(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"events{suffix}"
    assert write_events([], target) == 0
    if suffix in WHOLE:
        assert list(read_events(target)) == []
    else:
        data = target.read_bytes()
        text = (gzip.decompress(data) if suffix.endswith(".gz") else data).decode()
        assert text.strip().split(",") == list(EVENT_COLUMNS)


def test_mentions(tmp_path: Path) -> None:
    target = tmp_path / "mentions.jsonl"
    assert write_mentions([CODED], target) == 2
    rows = [json.loads(line) for line in target.read_text().splitlines()]
    assert rows[0] == {
        "document_id": "d1",
        "kind": "amounts",
        "start": 15,
        "end": 25,
        "text": "$2 million",
        "value": {"kind": "money", "value": 2e6, "unit": "USD"},
    }
    assert write_mentions([CODED], target, kinds=["dates"]) == 1


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_mention_values_are_json_in_tables(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"mentions{suffix}"
    odd = replace(CODED, mentions=(Mention("amounts", 0, 1, "A", {"value": float("inf")}),))
    write_mentions([CODED, odd], target)
    if suffix == ".parquet":
        rows = pa.table(parquet.read_table(target)).to_pylist()
    else:
        with target.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    assert [json.loads(row["value"]) for row in rows] == [
        *(mention.value for mention in MENTIONS),
        {"value": None},
    ]
    assert [row["kind"] for row in rows] == ["amounts", "dates", "amounts"]


@pytest.mark.parametrize(
    ("path", "given"),
    [("events.xlsx", None), ("events", None), ("events.parquet.gz", None), ("a.csv", "html")],
)
def test_unknown_formats_are_usage_errors(path: str, given: str | None) -> None:
    with pytest.raises(UsageError):
        open_writer(path, given)


def test_format_wins_over_suffix(tmp_path: Path) -> None:
    target = tmp_path / "events.txt"
    write_events([CODED], target, "jsonl")
    assert json.loads(target.read_text().splitlines()[0]) == EVENT.to_dict()


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'{"event_id": "e1"}\n', 1),
        (b"\n{not json\n", 2),
        (b"[1]\n", 1),
        (b"\xff\xfe\n", 1),
        (b'{"a": ' + b"[" * 100_000 + b"\n", 1),
    ],
)
def test_damaged_results_name_file_and_line(tmp_path: Path, content: bytes, line: int) -> None:
    source = tmp_path / "events.jsonl"
    source.write_bytes(content)
    with pytest.raises(InputError, match=rf"events\.jsonl:{line}: "):
        list(read_events(source))


def test_cut_off_results_are_input_errors(tmp_path: Path) -> None:
    for suffix in (".jsonl.gz", ".parquet"):
        source = tmp_path / f"events{suffix}"
        write_events([CODED], source)
        source.write_bytes(source.read_bytes()[:-40])
        with pytest.raises(InputError, match="events"):
            list(read_events(source))
    with pytest.raises(InputError, match="No such file"):
        list(read_events(tmp_path / "none.jsonl"))
