"""Reading what is good: every format and way of naming inputs gives the same documents."""
# ruff: noqa: E501  tables of cases read better unfolded

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import tracemalloc
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from riftline.read import read_documents
from riftline.record import Document

TEXT = "Oslo recalled its envoy.\n\nThe “talks” in Chişinău go on."
ROWS = [
    {
        "id": "a1",
        "published": "2024-03-09",
        "text": TEXT,
        "title": "Envoy recalled",
        "outlet": "Strait Courier",
        "url": "https://example.org/1",
    },
    {
        "id": "a2",
        "published": "2024-03-10",
        "text": "Bern, asked; declined.",
        "title": None,
        "outlet": None,
        "url": None,
    },
]
EXPECTED = [
    Document(
        TEXT, "a1", date(2024, 3, 9), "Strait Courier", "https://example.org/1", "Envoy recalled"
    ),
    Document("Bern, asked; declined.", "a2", date(2024, 3, 10)),
]


def read(*inputs: str | Path, **options: Any) -> list[Document]:
    """All documents; any problem is raised."""
    return list(read_documents(inputs, **options))


def without_where(documents: list[Document]) -> list[Document]:
    return [Document(d.text, d.id, d.published, d.outlet, d.url, d.title) for d in documents]


def as_jsonl() -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS).encode()


def as_csv(delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(ROWS[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(ROWS)
    return text.getvalue().encode()


def as_parquet() -> bytes:
    sink = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(ROWS), sink)
    return sink.getvalue()


CONTENTS = {
    "a.jsonl": as_jsonl(),
    "a.ndjson": as_jsonl().replace(b"\n", b"\r\n"),
    "a.json": json.dumps(ROWS, indent=2).encode(),
    "compact.json": json.dumps(ROWS).encode(),
    "lines.json": as_jsonl(),
    "wrapped.json": json.dumps({"status": "ok", "articles": ROWS}).encode(),
    "a.csv": as_csv(),
    "semicolon.csv": as_csv(";"),
    "a.tsv": as_csv("\t"),
    "bom.csv": b"\xef\xbb\xbf" + as_csv(),
    "utf16.csv": as_csv(";").decode().encode("utf-16"),
    "a.parquet": as_parquet(),
}


@pytest.mark.parametrize("name", CONTENTS)
@pytest.mark.parametrize("zipped", [False, True])
def test_every_row_format(tmp_path: Path, name: str, zipped: bool) -> None:
    path = tmp_path / (name + ".gz" * zipped)
    path.write_bytes(gzip.compress(CONTENTS[name]) if zipped else CONTENTS[name])
    documents = read(path)
    assert without_where(documents) == EXPECTED
    assert documents[0].where is not None
    assert documents[0].where.startswith(f"{path}:")


@pytest.mark.parametrize("name", CONTENTS)
@pytest.mark.parametrize("zipped", [False, True])
def test_every_row_format_on_standard_input(name: str, zipped: bool) -> None:
    data = gzip.compress(CONTENTS[name]) if zipped else CONTENTS[name]
    documents = read("-", stdin=io.BytesIO(data))
    assert without_where(documents) == EXPECTED
    assert str(documents[0].where).startswith("<stdin>:")


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.json", "a.parquet"])
def test_content_tells_the_format_where_the_suffix_does_not(tmp_path: Path, name: str) -> None:
    path = tmp_path / "download.dat"
    path.write_bytes(CONTENTS[name])
    assert without_where(read(path)) == EXPECTED


def test_where_names_the_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(as_csv())
    (tmp_path / "a.jsonl").write_bytes(b"\n" + as_jsonl())
    (tmp_path / "b.json").write_text(json.dumps(ROWS, indent=1))
    lines = [str(document.where).rpartition(":")[2] for document in read(tmp_path)]
    assert lines == ["2", "5", "2", "3", "2", "10"], (
        "a cell of three lines; a blank line first; json"
    )


@pytest.mark.parametrize(
    ("content", "published", "text"),
    [
        (" date 2025-02-14 AS winter ends, talks begin.", date(2025, 2, 14), "AS winter ends, talks begin."),
        ("\n\n  date 2025-02-14\n\nTalks begin.", date(2025, 2, 14), "Talks begin."),
        ("Date: 2025-02-14 Talks begin in Oslo again.", date(2025, 2, 14), "Talks begin in Oslo again."),
        ("DATE 14 February 2025: Talks begin.", date(2025, 2, 14), "Talks begin."),
        ("date 2025-02-14T10:30:00Z Talks begin.", date(2025, 2, 14), "Talks begin."),
        ("date palms burn near Basra.", None, "date palms burn near Basra."),
        ("Date of the vote is open.", None, "Date of the vote is open."),
        ("Moscow: we shall answer.\n\nKyiv waits.", None, "Moscow: we shall answer.\n\nKyiv waits."),
        ("---\nA rule, and no front matter.", None, "---\nA rule, and no front matter."),
    ],
)  # fmt: skip
def test_date_words_above_a_text(
    tmp_path: Path, content: str, published: date | None, text: str
) -> None:
    (tmp_path / "a.txt").write_text(content)
    (document,) = read_documents([tmp_path], on_problem=lambda problem: None)
    assert (document.text, document.published) == (text, published)


HEADERS = [
    "Title: Envoy recalled\nDate: 2024-03-09\nOutlet: Strait Courier\nURL: https://example.org/1\n\n",
    "Subject: Envoy recalled\nDate: Sat, 9 Mar 2024 23:10:00 +0200\nFrom: desk\nSource: Strait Courier\nLink: https://example.org/1\n\n",
    "---\ntitle: 'Envoy recalled'\ndate: 2024-03-09\nauthor: A. N.\ntags:\n  - envoys\noutlet: Strait Courier\nurl: https://example.org/1\n---\n",
    "headline: Envoy recalled\noutlet: Strait Courier\nurl: https://example.org/1\ndate 2024-03-09\n",
    "date 2024-03-09\nTitle: Envoy recalled\nPublisher: Strait Courier\nURL: https://example.org/1\n",
]  # fmt: skip


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("suffix", [".txt", ".md"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_headers(tmp_path: Path, header: str, suffix: str, line_end: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes((header + TEXT + "\n").replace("\n", line_end).encode())
    (document,) = read(path)
    expected = EXPECTED[0]
    assert document.text == TEXT
    assert (document.published, document.outlet) == (expected.published, expected.outlet)
    assert (document.url, document.title) == (expected.url, expected.title)


def test_fallbacks_only_fill_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Talks begin.")
    (tmp_path / "b.jsonl").write_bytes(as_jsonl())
    plain, first, second = read(tmp_path, date=date(2020, 1, 1), outlet="Fallback")
    assert (plain.published, plain.outlet) == (date(2020, 1, 1), "Fallback")
    assert (first.published, first.outlet) == (date(2024, 3, 9), "Strait Courier")
    assert (second.published, second.outlet) == (date(2024, 3, 10), "Fallback")


def test_markdown(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ndate: 2024-03-09\n---\n# Envoy *recalled*\n\n## Oslo\n\n"
        "**Oslo** [recalled](https://example.org/a_(b)) its _envoy_ to `Bern`.![map](m.png)\n\n"
        "> “No,” the minister said.\n\n- one snake_case_word\n- two\n\n"
        "```python\nprint('code')\n```\n\n***\n<!-- note -->\nIt cost \\*much\\*: 3 * 4 * 5.\n\n"
        "[1]: https://example.org\n"
    )
    (document,) = read(tmp_path)
    assert document.title == "Envoy recalled"
    assert document.text == (
        "Oslo\n\nOslo recalled its envoy to Bern.\n\n“No,” the minister said.\n\n"
        "one snake_case_word\ntwo\n\nIt cost *much*: 3 * 4 * 5."
    )


PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>Envoy recalled</title>
<meta property="og:site_name" content="Strait Courier">
<meta property="article:published_time" content="2024-03-09T10:00:00+02:00">
<link rel="canonical" href="https://example.org/1"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Envoy recalled</h1>
<p>Oslo recalled its envoy to Zürich on Saturday, and gave no reason for the step.</p>
<p>“We wait,” the ministry said.</p></article><footer>© 2026 Strait Courier</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "iso-8859-1"])
@pytest.mark.parametrize("way", ["file", "stdin", "gzip"])
def test_html(tmp_path: Path, charset: str, way: str) -> None:
    codec = "cp1252" if charset == "iso-8859-1" else charset
    data = PAGE.format(charset=charset).encode(codec)
    path = tmp_path / ("a.html.gz" if way == "gzip" else "a.html")
    path.write_bytes(gzip.compress(data) if way == "gzip" else data)
    (document,) = read("-", stdin=io.BytesIO(data)) if way == "stdin" else read(path)
    assert document.text == (
        "Oslo recalled its envoy to Zürich on Saturday, and gave no reason for the step.\n\n"
        "“We wait,” the ministry said."
    )
    assert document.published == date(2024, 3, 9)
    assert (document.title, document.outlet) == ("Envoy recalled", "Strait Courier")
    assert document.url == "https://example.org/1"


def test_html_without_a_date_takes_none_from_the_footer(tmp_path: Path) -> None:
    (tmp_path / "a.htm").write_text("<p>Oslo recalled its envoy.</p><p>Copyright 2026</p>")
    problems: list[Exception] = []
    (document,) = read_documents([tmp_path], on_problem=problems.append)
    assert document.published is None
    assert "no date" in str(problems[0])


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"content": "Talks.", "publication_date": "2019-09-03"}, date(2019, 9, 3)),
        ({"body": "Talks.", "pub_date": "3 September 2019"}, date(2019, 9, 3)),
        ({"Full Text": "Talks.", "Publication-Date": "September 3, 2019"}, date(2019, 9, 3)),
        ({"articleBody": "Talks.", "publishedAt": "2019-09-03T23:59:00Z"}, date(2019, 9, 3)),
        ({"text": "", "description": "Talks.", "timestamp": 1567500000}, date(2019, 9, 3)),
        ({"text": ["Talks."], "published": "soon", "date": "2019-09-03"}, date(2019, 9, 3)),
    ],
)
def test_columns_by_other_names(tmp_path: Path, row: dict[str, Any], expected: date) -> None:
    row = {**row, "source": {"id": None, "name": "Strait Courier"}, "headline": "T", "extra": [1]}
    (tmp_path / "a.jsonl").write_text(json.dumps(row))
    (document,) = read(tmp_path)
    assert (document.text, document.published) == ("Talks.", expected)
    assert (document.outlet, document.title) == ("Strait Courier", "T")


def test_parquet_types(tmp_path: Path) -> None:
    table = pa.table(
        {
            "doc_id": pa.array([7, 8]),
            "date": pa.array([date(2019, 9, 3), None], pa.date32()),
            "timestamp": pa.array([None, datetime(2020, 1, 2, 3)], pa.timestamp("us")),
            "text": pa.array(["One.", "Two."]).dictionary_encode(),
            "vector": pa.array([[1.0], [2.0]]),
        }
    )
    parquet.write_table(table, tmp_path / "a.parquet")
    one, two = read(tmp_path)
    assert (one.id, one.published, one.text) == ("7", date(2019, 9, 3), "One.")
    assert (two.id, two.published, two.text) == ("8", date(2020, 1, 2), "Two.")


def test_folders_and_globs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "b.txt",
        "a.txt",
        "sub/c.txt",
        "sub/deep/d.txt",
        ".hidden/e.txt",
        ".f.txt",
        "g.pdf",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"date 2024-01-01 {name}")
    monkeypatch.chdir(tmp_path)

    def names(*inputs: str) -> list[str]:
        return [document.text for document in read(*inputs)]

    everything = ["a.txt", "b.txt", "sub/c.txt", "sub/deep/d.txt"]
    assert names(".") == everything
    assert names("**") == everything
    assert names("**/*.txt") == everything
    assert names("sub/**/*.txt") == names("sub") == everything[2:]
    assert names(str(tmp_path / "**" / "[cd].txt")) == everything[2:]
    assert names("**/deep/?.txt") == everything[3:]
    assert names("*.txt") == everything[:2]
    assert names("s*") == everything[2:], "a folder that a glob matches is read as a folder"
    assert names("b.txt", "a.txt") == ["b.txt", "a.txt"], "the user's order is kept"
    (tmp_path / "odd[1].txt").write_text("date 2024-01-01 odd")
    assert names("odd[1].txt") == ["odd"], "a file of that very name is no pattern"


def test_ids_are_stable_and_unique(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(as_jsonl())
    (tmp_path / "b.jsonl").write_bytes(as_jsonl())
    (tmp_path / "c.jsonl").write_text('{"id": "a1", "text": "Other.", "date": "2024-01-01"}\n')
    for name in ("d.txt", "e.txt"):
        (tmp_path / name).write_text("date 2024-01-01 The same.")
    (tmp_path / "f.txt").write_text("Outlet: B\ndate 2024-01-01 The same.")
    first, second = read(tmp_path), read(tmp_path)
    ids = [document.id for document in first]
    assert ids == [document.id for document in second]
    assert len(set(ids)) == len(ids)
    assert ids[:2] == ["a1", "a2"]
    assert all(name.startswith(("a1-", "a2-")) for name in ids[2:5])
    (alone,) = read(tmp_path / "e.txt")
    assert alone.id == ids[5], "an id does not hang on what else is read"
    assert ids[7] not in ids[:7], "the same text in two outlets is two documents"


class Endless(io.RawIOBase):
    """A file of many rows that is never held whole."""

    def __init__(self, head: bytes, row: bytes, rows: int) -> None:
        self._head, self._row, self._rows = head, row, rows

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if self._head:
            head, self._head = self._head, b""
            return head
        count = min(self._rows, max(1, size // len(self._row)))
        self._rows -= count
        return self._row * count


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (b"\n", b'{"date": "2024-01-01", "text": "' + b"Talks go on. " * 400 + b'"}\n'),
        (b"[\n", b'{"date": "2024-01-01", "text": "' + b"Talks go on. " * 400 + b'"},\n'),
        (b"date,text\n", b'2024-01-01,"' + b"Talks go on. " * 400 + b'"\n'),
    ],
)
def test_memory_does_not_grow_with_the_input(head: bytes, row: bytes) -> None:
    rows = 3000  # 16 MB
    tracemalloc.start()
    count = sum(1 for _ in read_documents(["-"], stdin=Endless(head, row, rows)))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == rows
    assert peak < 6 * 1024**2


def test_reading_starts_before_the_input_ends() -> None:
    source = Endless(b"\n", as_jsonl(), 10**9)
    assert next(read_documents(["-"], stdin=source)).id == "a1"  # type: ignore[arg-type]


SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not here")
@pytest.mark.parametrize(
    ("inputs", "count"),
    [
        ("articles/*.txt", 1),
        ("articles/wikinews_*.csv", 295),
        ("articles/*.json.gz", 428),
        ("articles/*.jsonl.gz", 165),
        ("stories/articles_foreign_topics.jsonl.gz", 4979),
        ("coding/events_dev_articles.json", 20),
    ],
)
def test_real_articles(inputs: str, count: int) -> None:
    documents = read(SHARED / inputs)
    assert len(documents) == count
    assert len({document.id for document in documents}) == count
    for document in documents:
        assert document.published is not None
        assert document.text == document.text.strip() != ""
        assert not set("\r\x00\xa0\u200b") & set(document.text)
    assert os.path.basename(str(documents[0].where)).count(":") == 1
