"""The database file: round trip, idempotence, corrections, locks, versions, bad files."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riftline.errors import StoreError, UsageError
from riftline.record import Document, Quote, Span
from riftline.store import IngestReport, Store, database
from riftline.store.rows import event_status, happening_key
from riftline.store.schema import STORE_VERSION
from store_samples import coded_document


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "news.duckdb") as opened:
        yield opened


def test_a_document_comes_back_as_it_was_added(store: Store) -> None:
    coded = coded_document("a")
    store.add(coded)
    assert store.coded("a") == coded
    assert store.coded("b") is None


text = st.text(max_size=30)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(body=text, title=st.none() | text, quote=text, identifier=text)
def test_any_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    body: str,
    title: str | None,
    quote: str,
    identifier: str,
) -> None:
    coded = coded_document(identifier)
    document = dataclasses.replace(coded.document, text=body, title=title)
    quotes = (Quote(Span(0, len(quote), quote), True),)
    coded = dataclasses.replace(coded, document=document, quotes=quotes)
    with Store.open(tmp_path_factory.mktemp("any") / "s.duckdb") as store:
        store.add(coded)
        assert store.coded(identifier) == coded


def test_half_a_surrogate_pair_is_kept_as_a_replacement_character(store: Store) -> None:
    coded = coded_document("a")
    broken = dataclasses.replace(coded.document, text="Kyiv \ud83d says")
    store.add(dataclasses.replace(coded, document=broken))
    back = store.coded("a")
    assert back is not None
    assert back.document.text == "Kyiv � says"


def test_the_same_article_twice_changes_nothing(store: Store) -> None:
    assert store.add(coded_document("a")) == IngestReport(added=1)
    before = store.counts()
    assert store.add(coded_document("a")) == IngestReport(unchanged=1)
    assert store.counts() == before


def test_a_document_without_events_is_also_recognised(store: Store) -> None:
    empty = dataclasses.replace(coded_document("a"), events=())
    assert store.add(empty, coder_version="c1") == IngestReport(added=1)
    assert store.add(empty, coder_version="c1") == IngestReport(unchanged=1)
    assert store.add(empty, coder_version="c2") == IngestReport(replaced=1)


def test_a_corrected_article_replaces_and_keeps_history(store: Store) -> None:
    first = coded_document("a")
    second = coded_document("a", text="Russia attacked Ukraine on Sunday. Kyiv replied.")
    third = coded_document("a", coder="c2")
    store.add_many([first, coded_document("b"), second, third, third])
    assert store.coded("a") == third
    assert store.coded("b") == coded_document("b")
    history = store.history("a")
    assert [entry["version"] for entry in history] == [1, 2]
    assert [entry["document"]["text"] for entry in history] == [
        first.document.text,
        second.document.text,
    ]
    version = store.query("SELECT version FROM documents WHERE document_id = 'a'")
    assert version["version"].to_pylist() == [3]
    for table in ("events", "participants", "magnitudes", "event_pairs", "sentences"):
        rows = store.query(f"SELECT document_id, count(*) n FROM {table} GROUP BY ALL")
        assert len(set(rows["n"].to_pylist())) == 1, f"{table} kept rows of a replaced article"


def test_batches_acknowledge_what_is_committed(tmp_path: Path) -> None:
    reports: list[IngestReport] = []

    def failing():
        yield from (coded_document(f"d{i}") for i in range(5))
        raise RuntimeError("the coder broke")

    with Store.open(tmp_path / "s.duckdb") as store:
        with pytest.raises(RuntimeError):
            store.add_many(failing(), batch=2, on_commit=reports.append)
        assert sum(report.added for report in reports) == store.counts()["documents"] == 4


def test_an_interrupted_transaction_leaves_nothing(store: Store) -> None:
    def interrupted() -> None:
        with store.transaction() as connection:
            connection.execute("INSERT INTO history VALUES ('a', 1, '', NULL, NULL, '{}')")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert store.counts()["history"] == 0
    store.add(coded_document("a"))


def test_stories_can_be_set_and_move_the_happening(store: Store) -> None:
    store.add_many([coded_document("a"), coded_document("b")])
    ids = store.query("SELECT event_id FROM events ORDER BY ALL")["event_id"].to_pylist()
    assert store.set_stories(dict.fromkeys(ids, "s1")) == len(ids)
    assert store.set_stories(dict.fromkeys(ids, "s1")) == 0
    keys = store.query("SELECT DISTINCT happening FROM event_pairs")["happening"].to_pylist()
    assert keys == [happening_key("s1")]


@settings(deadline=None)
@given(st.text())
def test_python_and_sql_agree_on_the_happening_key(name: str) -> None:
    row = duckdb.execute("SELECT md5_number_lower(?)", [name]).fetchone()
    assert row == (happening_key(name),)


def test_event_status() -> None:
    assert event_status(()) == event_status(("historical",)) == "done"
    assert event_status(("future",)) == "planned"
    assert event_status(("future", "negation")) == "denied"
    assert event_status(("future", "hypothetical")) == "hypothetical"


def _open_elsewhere(path: Path, arguments: str = "") -> str:
    code = (
        "from riftline.store import Store\nfrom riftline.errors import StoreError\n"
        f"try:\n    Store.open({str(path)!r}{arguments}).close()\n"
        "except StoreError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_second_process_is_told_who_has_the_file(store: Store) -> None:
    for arguments in ("", ", read_only=True"):
        message = _open_elsewhere(store.path, arguments)
        assert str(store.path) in message
        assert "in use by another process" in message
        assert "riftline serve" in message
    store.close()
    assert _open_elsewhere(store.path) == ""


def test_readers_share_and_cannot_write(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    with Store.open(path) as store:
        store.add(coded_document("a"))
    with Store.open(path, read_only=True) as store:
        assert _open_elsewhere(path, ", read_only=True") == ""
        assert store.coded("a") is not None
        with pytest.raises(StoreError, match="reading only"):
            store.add(coded_document("b"))


def test_a_newer_schema_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    with Store.open(path) as store, store.transaction() as connection:
        connection.execute(f"UPDATE meta SET value = '{STORE_VERSION + 1}'")
    with pytest.raises(StoreError, match=r"newer Riftline .*pip install -U"):
        Store.open(path)


def test_an_older_file_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.duckdb"
    with Store.open(path) as store:
        store.add(coded_document("a"))
    steps = (*database.MIGRATIONS, "ALTER TABLE documents ADD COLUMN language VARCHAR")
    monkeypatch.setattr(database, "MIGRATIONS", steps)
    monkeypatch.setattr(database, "STORE_VERSION", len(steps))
    with pytest.raises(StoreError, match="open it once for writing"):
        Store.open(path, read_only=True)
    with Store.open(path) as store:
        assert store.query("SELECT language FROM documents")["language"].to_pylist() == [None]
        assert store.coded("a") == coded_document("a")
    with Store.open(path, read_only=True) as store:
        assert store.counts()["documents"] == 1


def test_files_that_are_no_store(tmp_path: Path) -> None:
    rubbish = tmp_path / "rubbish.duckdb"
    rubbish.write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError, match="not a database file"):
        Store.open(rubbish)
    other = tmp_path / "other.duckdb"
    with duckdb.connect(str(other)) as connection:
        connection.execute("CREATE TABLE mine (a INTEGER)")
    with pytest.raises(StoreError, match="not one of Riftline's"):
        Store.open(other)
    with pytest.raises(StoreError, match="no such database"):
        Store.open(tmp_path / "none.duckdb", read_only=True)
    with pytest.raises(StoreError, match="folder does not exist"):
        Store.open(tmp_path / "no" / "folder.duckdb")


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE events",
        "INSERT INTO history VALUES ('a', 1, '', NULL, NULL, '{}')",
        "SELECT 1; SELECT 2",
        "",
        "SELEC",
        "SET memory_limit = '1GB'",
        "EXPLAIN ANALYZE DELETE FROM events",
        "COPY events TO 'out.csv'",
        "SELECT * FROM read_csv('/etc/hostname')",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM '/etc/hostname'",
        "SELECT * FROM glob('/*')",
        "ATTACH 'other.duckdb'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SELECT * FROM secret_in_python",
        "CALL pragma_version()",
    ],
)
def test_what_a_users_query_may_not_do(store: Store, sql: str) -> None:
    import pyarrow as pa

    secret_in_python = pa.table({"a": [1]})
    assert secret_in_python.num_rows == 1
    with pytest.raises(UsageError) as caught:
        store.query_readonly(sql)
    assert "\n" not in str(caught.value)
    assert store.query_readonly("SELECT count(*) AS n FROM events")["n"].to_pylist() == [0]


def test_a_users_query_is_limited_in_rows_and_time(store: Store) -> None:
    table = store.query_readonly("SELECT * FROM range(1000000)", max_rows=7)
    assert table.num_rows == 7
    with pytest.raises(UsageError, match="longer than"):
        store.query_readonly(
            "SELECT sum(a.range * b.range) FROM range(10000000) a, range(1000000) b", timeout_s=0.3
        )
    assert store.query_readonly("SELECT ? AS a", [5])["a"].to_pylist() == [5]


def test_threads_write_one_after_the_other(store: Store) -> None:
    def write(name: str) -> None:
        for number in range(5):
            store.add(coded_document(f"{name}-{number}"))

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.counts()["documents"] == 20


def test_a_document_without_date_or_outlet(store: Store) -> None:
    coded = dataclasses.replace(coded_document("a"), document=Document(text="x", id="a"))
    store.add(coded)
    assert store.coded("a") == coded
