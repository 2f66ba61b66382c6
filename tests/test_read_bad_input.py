"""Reading what is bad: each problem is one line that names file and line; the rest is read."""
# ruff: noqa: E501  tables of cases read better unfolded

from __future__ import annotations

import gzip
import io
import json
import os
import random
import tempfile
import time
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from riftline.errors import InputError
from riftline.read import read_documents
from riftline.record import Document

GOOD = "date 2024-03-09 Oslo recalled its envoy."
PNG = b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(2000)


def row(text: str, day: str = "2024-03-09") -> str:
    return json.dumps({"date": day, "text": text}) + "\n"


def read(*inputs: str | Path, day: date | None = None) -> tuple[list[Document], list[str]]:
    """The documents and the problems, each checked to be one line."""
    problems: list[InputError] = []
    documents = list(read_documents(inputs, date=day, on_problem=problems.append))
    for problem in problems:
        assert "\n" not in str(problem)
        assert problem.where
        assert str(problem).startswith(problem.where + ": ")
    return documents, [str(problem) for problem in problems]


FILES: dict[str, tuple[bytes, int, str]] = {
    # name: (content, documents read, the one problem)
    "latin.txt": ("date 2024-03-09\nIn Zürich.".encode("latin-1"), 1, "latin.txt:2: not UTF-8"),
    "mixed.txt": (b"date 2024-03-09 Chi\xc5\x9fin\xc4\x83u\n\xff.", 1, "mixed.txt:2: bytes that are"),
    "latin.csv": (
        "date,text\n2024-03-09,Oslo\n2024-03-09,Zürich\n2024-03-09,Genève\n".encode("latin-1"),
        3,
        "latin.csv:3: not UTF-8",
    ),
    "latin.jsonl": ((row("Oslo") + '{"date":"2024-03-09","text":"Zürich"}').encode("latin-1"), 2, "latin.jsonl:2: not UTF-8"),
    "latin.json": ('[\n{"date":"2024-03-09","text":"Zürich"}]'.encode("latin-1"), 1, "latin.json:2: bytes that are not"),
    "empty.txt": (b"", 0, "empty.txt:1: empty file"),
    "blank.jsonl": (b" \n\n", 0, "blank.jsonl:1: empty file"),
    "empty.csv.gz": (gzip.compress(b""), 0, "empty.csv.gz:1: empty file"),
    "header.txt": (b"date 2024-03-09\n", 0, "header.txt:1: no text"),
    "header.csv": (b"date,text\n", 0, "header.csv:1: no article"),
    "list.json": (b"[]", 0, "list.json:1: no article"),
    "nodate.txt": (b"Oslo waits.", 1, "nodate.txt:1: no date (give --date"),
    "nodate.csv": (b"text\nOslo waits.\n", 1, "nodate.csv:2: no date"),
    "dated.txt": (b"date 2025-02-30 Oslo waits.", 1, "dated.txt:1: '2025-02-30' is no date"),
    "month.txt": (b"date 2025-13-01 Oslo waits.", 1, "month.txt:1: '2025-13-01' is no date"),
    "head.txt": (b"Title: Oslo\nDate: next week\n\nOslo waits.", 1, "head.txt:2: 'next week' is no"),
    "dated.jsonl": ((row("a") + row("b", "soon")).encode(), 2, "dated.jsonl:2: 'soon' is no date"),
    "ambiguous.csv": (b"date,text\n03/04/2024,Oslo\n", 1, "ambiguous.csv:2: '03/04/2024' is no date"),
    "image.txt": (PNG, 0, "image.txt:1: looks like a PNG image"),
    "image.jsonl": (PNG, 0, "image.jsonl:1: looks like a PNG image"),
    "report.txt": (b"%PDF-1.7\n1 0 obj\n", 0, "report.txt:1: looks like a PDF document"),
    "noise.md": (random.Random(2).randbytes(3000), 0, "noise.md:1: looks like binary data"),
    "noise.parquet": (random.Random(3).randbytes(3000), 0, "noise.parquet:1: not a Parquet file"),
    "cut.parquet": (b"PAR1" + b"\x00" * 500, 0, "cut.parquet:1: damaged Parquet file"),
    "middle.jsonl": ((row("a") + "{oops\n" + row("b")).encode(), 2, "middle.jsonl:2: malformed JSON"),
    "kinds.jsonl": ((row("a") + "[1]\n" + row("b")).encode(), 2, "kinds.jsonl:2: a JSON array where"),
    "deep.jsonl": ((row("a") + "[" * 99_999 + "\n" + row("b")).encode(), 2, "deep.jsonl:2: malformed"),
    "digits.jsonl": ((row("a") + "9" * 9_999 + "\n" + row("b")).encode(), 2, "digits.jsonl:2: malformed"),
    "middle.json": (("[\n" + row("a") + ',\n{"text": oops},\n' + row("b") + "]").encode(), 2, "middle.json:4: malformed JSON"),
    "compact.json": (b'[{"date":"2024-03-09","text":"a"},{"x":oops},{"date":"2024-03-09","text":"b"}]', 2, "compact.json:1: malformed"),
    "cut.json": (b'[{"date":"2024-03-09","text":"a"},{"date":"2024', 1, "cut.json:1: malformed JSON"),
    "column.csv": (b"date,headline\n2024-03-09,Oslo\n", 0, "column.csv:1: no text column (columns: date, headline)"),
    "column.jsonl": (b'{"date":"2024-03-09","title":"Oslo"}\n', 0, "column.jsonl:1: no text field (fields: date, title)"),
    "null.jsonl": ((row("a") + '{"date":"2024-03-09","text":null}').encode(), 1, "null.jsonl:2: no text"),
    "wide.csv": (b"date,text\n2024-03-09,Oslo, Bern\n2024-03-09,Rome\n", 1, "wide.csv:2: 3 cells where the header has 2"),
    "narrow.csv": (b"text,date,url\nOslo,2024-03-09\n", 1, "narrow.csv:2: 2 cells where the header has 3"),
    "open.csv": (b'date,text\n2024-03-09,"Oslo\n2024-03-10,Bern\n2024-03-11,Rome\n', 3, "open.csv:2: malformed CSV"),
    "quote.csv": (b'date,text\n2024-03-09,"Oslo" waits\n2024-03-10,Bern\n', 2, "quote.csv:2: malformed CSV"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_one_problem_named_the_rest_read(tmp_path: Path, name: str) -> None:
    content, count, problem = FILES[name]
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / name).write_bytes(content)
    (folder / "zz.txt").write_text(GOOD)
    documents, problems = read(folder)
    assert len(problems) == 1
    assert problems[0].startswith(f"{folder}{os.sep}{problem}")
    assert len(documents) == count + 1, "what is good is read, in this file and in the next"
    assert documents[-1].published == date(2024, 3, 9)


@pytest.mark.parametrize("name", ["nodate.txt", "dated.txt", "dated.jsonl", "head.txt"])
def test_the_fallback_date_is_used_and_a_wrong_date_still_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(FILES[name][0])
    documents, problems = read(tmp_path, day=date(2020, 1, 1))
    assert documents[-1].published == date(2020, 1, 1)
    assert len(problems) == (0 if name.startswith("no") else 1)


def test_without_on_problem_the_first_is_raised(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(row("a") + "{oops\n")
    documents = read_documents([tmp_path])
    assert next(documents).text == "a"
    with pytest.raises(InputError, match=r"a\.jsonl:2: malformed JSON"):
        next(documents)


def test_what_is_read_of_damaged_encodings(tmp_path: Path) -> None:
    for name in ("latin.txt", "mixed.txt"):
        (tmp_path / name).write_bytes(FILES[name][0])
    (latin, mixed), _ = read(tmp_path)
    assert latin.text == "In Zürich."
    assert mixed.text == "Chişinău\n\ufffd."


def test_stray_quotes_lose_no_row(tmp_path: Path) -> None:
    (tmp_path / "open.csv").write_bytes(FILES["open.csv"][0])
    documents, _ = read(tmp_path)
    assert [document.text for document in documents] == ["Oslo", "Bern", "Rome"]
    assert [document.where for document in documents] == [
        f"{tmp_path}{os.sep}open.csv:{line}" for line in (2, 3, 4)
    ]


@pytest.mark.parametrize("way", ["cut", "damaged", "garbage"])
@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz", "a.json.gz", "a.txt.gz"])
def test_broken_gzip_keeps_the_rows_before_the_break(tmp_path: Path, name: str, way: str) -> None:
    noise = random.Random(4)
    texts = [f"{number} " + noise.randbytes(40).hex() for number in range(4000)]
    contents = {
        "a.jsonl.gz": "".join(row(text) for text in texts),
        "a.csv.gz": "date,text\n" + "".join(f'2024-03-09,"{text}"\n' for text in texts),
        "a.json.gz": json.dumps([{"date": "2024-03-09", "text": text} for text in texts], indent=1),
        "a.txt.gz": "date 2024-03-09\n" + "\n".join(texts),
    }
    packed = bytearray(gzip.compress(contents[name].encode(), mtime=0))
    if way == "cut":
        del packed[len(packed) // 2 :]
    elif way == "damaged":
        packed[len(packed) // 2] ^= 0xFF
    else:
        packed += b"not gzip"
    (tmp_path / name).write_bytes(packed)
    documents, problems = read(tmp_path)
    broken = [problem for problem in problems if ": the gzip " in problem]
    assert len(broken) == 1
    assert way == "damaged" or problems == broken, "a half row is no second problem"
    assert int(broken[0].split(":")[1]) > 1, "the line of the break is named"
    found = documents[0].text.split("\n") if name == "a.txt.gz" else [d.text for d in documents]
    assert len(found) > 1500
    sure = found[:-1] if name == "a.txt.gz" else found
    if way != "damaged":  # a flipped bit may change letters before the checksum tells
        assert sure == texts[: len(sure)]


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.jsonl", "a.json", "a.csv"])
def test_a_line_of_50_megabytes(tmp_path: Path, name: str) -> None:
    long = "Talks go on. " * 4_000_000
    before, after = row("before"), row("after")
    contents = {
        "a.jsonl": before + row(long) + after,
        "a.json": f"[{before},{row(long)},{after}]",
        "a.csv": f'date,text\n2024-03-09,before\n2024-03-09,"{long}"\n2024-03-09,after\n',
    }
    (tmp_path / name).write_text(contents.get(name, "date 2024-03-09 " + long))
    start = time.process_time()
    documents, problems = read(tmp_path)
    assert time.process_time() - start < 10
    assert len(problems) == 1
    assert "MiB" in problems[0]
    assert [document.text for document in documents] == ["before", "after"] * (name in contents)


def test_a_text_of_too_many_characters(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(row("x" * 2_000_001) + row("after"))
    documents, problems = read(tmp_path)
    assert [document.text for document in documents] == ["after"]
    assert "a.jsonl:1: a text of 2,000,001 characters; at most 2,000,000" in problems[0]


def test_hostile_markdown_takes_linear_time(tmp_path: Path) -> None:
    for number, piece in enumerate(["[", "**a ", "![](", "<!--", "`a ", "<a ", "- " * 9, "_a "]):
        (tmp_path / f"{number}.md").write_text(
            "date 2024-03-09 x " + piece * (100_000 // len(piece))
        )
    start = time.process_time()
    read(tmp_path)
    assert time.process_time() - start < 20


def test_names_that_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.pdf").write_bytes(b"%PDF-")
    (tmp_path / "zz.txt").write_text(GOOD)
    inputs = [
        tmp_path / name for name in ("none.txt", "none*.txt", "empty", "other", "a\0b", "zz.txt")
    ]
    documents, problems = read(*inputs)
    assert len(documents) == 1
    assert [
        problem.partition(str(tmp_path))[2].partition(": ")[2][:30] for problem in problems
    ] == [
        "no such file",
        "no file matches this pattern",
        "nothing readable in this folde",
        "nothing readable in this folde",
        "no file can have this name",
    ]


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights there")
def test_symlink_loops_end(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "n.txt").write_text(GOOD)
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "a" / "self.txt").symlink_to(tmp_path / "a" / "self.txt")
    for inputs in (tmp_path, tmp_path / "**" / "*.txt"):
        documents, problems = read(inputs)
        assert len(documents) == 1
        assert len(problems) == 2
        assert any("self.txt: cannot be opened" in problem for problem in problems)
        assert any("up: a symbolic link leads back" in problem for problem in problems)


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.txt").write_text(GOOD)
    with monkeypatch.context() as patch:
        patch.setattr("riftline.read.stream.open", refuse, raising=False)
        assert read(tmp_path) == (
            [],
            [f"{tmp_path}{os.sep}a.txt: cannot be opened: Permission denied"],
        )
    with monkeypatch.context() as patch:
        patch.setattr("riftline.read.inputs.os.scandir", refuse)
        assert read(tmp_path) == ([], [f"{tmp_path}: cannot read the folder: Permission denied"])


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="no devices here")
def test_a_device_is_no_file() -> None:
    documents, problems = read("/dev/zero")
    assert documents == []
    assert problems == ["/dev/zero: neither a file nor a folder"]


def test_a_disk_that_fails_in_the_middle() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise OSError(5, "Input/output error")
            return super().read(size)

    problems: list[InputError] = []
    source = Failing(("\n" + row("a") + row("b")).encode()[:-10])
    documents = list(read_documents(["-"], stdin=source, on_problem=problems.append))
    assert [document.text for document in documents] == ["a"]
    assert str(problems[0]) == "<stdin>:3: cannot be read further: Input/output error"


def test_a_flood_of_problems_is_counted(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{oops\n" * 1000 + row("after"))
    (tmp_path / "b.jsonl").write_text("{oops\n" * 2)
    documents, problems = read(tmp_path)
    assert len(documents) == 1
    assert len(problems) == 100 + 1 + 2
    assert "900 more problems in this file" in problems[100]


def test_file_names_that_are_not_utf8(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        with open(path, "w") as file:
            file.write("Oslo waits.")
    except (OSError, UnicodeError):
        pytest.skip("this file system allows no such name")
    documents, problems = read(tmp_path)
    assert len(documents) == len(problems) == 1
    assert str(documents[0].where).encode()
    assert problems[0].encode()


SUFFIXES = [
    ".txt",
    ".md",
    ".html",
    ".jsonl",
    ".json",
    ".csv",
    ".tsv",
    ".parquet",
    ".jsonl.gz",
    ".dat",
]


def check_any_bytes(data: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(data)
        documents, problems = read(path)
    assert documents or problems, "no input passes without a word"
    for document in documents:
        assert document.text == document.text.strip() != ""
        assert document.text.encode()
        assert document.id
        assert "\r" not in document.text
        assert "\0" not in document.text
        assert document.published is not None or problems


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.binary(max_size=300)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.text("date:2024-{}[]\"',\n\r\t <>#*_`", max_size=60).map(str.encode)
)
def test_random_bytes_never_raise(suffix: str, data: bytes) -> None:
    check_any_bytes(data, suffix)


def good_file(suffix: str) -> bytes:
    rows = [{"date": "2024-03-09", "text": f"Oslo waits {n}.", "id": str(n)} for n in range(20)]
    if suffix == ".parquet":
        sink = io.BytesIO()
        parquet.write_table(pa.Table.from_pylist(rows), sink)
        return sink.getvalue()
    lines = "".join(json.dumps(item) + "\n" for item in rows).encode()
    return {
        ".jsonl": lines,
        ".jsonl.gz": gzip.compress(lines, mtime=0),
        ".json": json.dumps(rows, indent=1).encode(),
        ".csv": b"date,text\n" + b'2024-03-09,"Oslo, waits"\n' * 20,
        ".html": b"<html><body><article><p>Oslo waits for an answer.</p></article></body></html>",
    }[suffix]


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".json", ".csv", ".html", ".parquet"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_damaged_files_never_raise(suffix: str, data: st.DataObject) -> None:
    content = bytearray(good_file(suffix))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(content)))
    check_any_bytes(bytes(content[:cut]), suffix)
