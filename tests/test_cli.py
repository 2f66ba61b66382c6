"""The command lines: contracts, exit status, bad input, complete or absent results."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest

import riftline
from riftline.cli import main
from riftline.cli.parser import build_parser

ARTICLE = """ date 2024-05-16 On Tuesday the foreign ministers of Norway and Mali met in Oslo.
Norway condemned the expulsion of two aid workers by Mali. The weather was mild.
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_code_writes_by_extension(article: Path, tmp_path: Path) -> None:
    for name in ("e.jsonl", "e.csv", "e.parquet", "e.html"):
        assert main(["code", str(article), "-o", str(tmp_path / name)]) == 0
        assert (tmp_path / name).stat().st_size > 500
    events = rows(tmp_path / "e.jsonl")
    assert {"CONSULT"} <= {e["event_type"] for e in events}
    assert all(e["published"] == "2024-05-16" for e in events)
    assert list(tmp_path.glob(".*")) == []


def test_from_an_article_to_a_measured_pair(
    article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = str(tmp_path / "news.duckdb")
    assert main(["code", str(article), "--db", db, "--outlet", "Norden Post"]) == 0
    assert main(["code", str(article), "--db", db, "--outlet", "Norden Post"]) == 0
    capsys.readouterr()
    assert main(["dyads", "--db", db, "--pair", "NOR,MLI", "--format", "jsonl"]) == 0
    series = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (month,) = [r for r in series if r["happenings"]]
    assert month["period_start"] == "2024-05-01"
    assert month["verbal_cooperation"] >= 1
    assert main(["dyads", "--db", db, "--pair", "NOR,MLI", "--evidence", "--format", "jsonl"]) == 0
    evidence = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert any("met in Oslo" in r["sentence"] for r in evidence)
    assert main(["dyads", "--db", db, "--pair", "NOR,MLI", "--evidence"]) == 0
    assert "Norden Post" in capsys.readouterr().out


def test_standard_input_and_output(article: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "riftline", "code", "-"],
        input=ARTICLE.encode(), capture_output=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout.splitlines()[0])["event_id"]
    assert done.stderr == b""


def test_mentions_mark_every_kind(article: Path, tmp_path: Path) -> None:
    out = tmp_path / "m.jsonl"
    assert main(["mentions", str(article), "-o", str(out)]) == 0
    found = {r["kind"] for r in rows(out)}
    assert {"actors", "dates", "places"} <= found
    days = [r for r in rows(out) if r["kind"] == "dates" and r["text"] == "Tuesday"]
    assert days[0]["value"]["value"] == "2024-05-14"  # type: ignore[index]
    assert main(["mentions", str(article), "-o", str(out), "--kind", "places"]) == 0
    assert {r["kind"] for r in rows(out)} == {"places"}


def test_resolve(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resolve", "Polish border guards", "--date", "2021-11-08", "--json"]) == 0
    one = json.loads(capsys.readouterr().out)
    assert (one["country"], one["sectors"][0]) == ("POL", "COP")
    batch = tmp_path / "b.jsonl"
    batch.write_text(
        '{"text": "Donald Trump", "date": "2025-02-14"}\nno json\n'
        '{"text": "Donald Trump", "date": "2022-02-14"}\n{"text": "x", "date": "soon"}\n'
    )
    assert main(["resolve", "--batch", str(batch)]) == 1
    captured = capsys.readouterr()
    answers = [json.loads(line) for line in captured.out.splitlines()]
    assert len(answers) == 4
    assert answers[0]["role_to"] is None
    assert answers[2]["role_to"] is not None
    assert f"{batch}:2" in captured.err
    assert f"{batch}:4" in captured.err


@pytest.mark.parametrize(
    "line",
    [
        ["code"],
        ["code", "x.txt", "--format", "docx"],
        ["code", "x.txt", "-o", "out.docx"],
        ["code", "x.txt", "--workers", "0"],
        ["code", "x.txt", "--date", "tomorrow"],
        ["mentions", "x.txt", "--kind", "smells"],
        ["dyads", "--db", "x", "--pair", "USA"],
        ["resolve"],
        ["nonsense"],
        [],
    ],
)
def test_wrong_usage(line: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.txt").write_text(ARTICLE)
    assert main(line) == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("nodate.txt", b"Norway condemned Mali."),
        ("baddate.txt", b"date 2024-15-99 Norway condemned Mali."),
        ("binary.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
        ("encoding.txt", b"date 2024-05-16 Norway condemned Mali\x81\x8d\xff\xfe caf\xe9."),
        ("cut.jsonl.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xabV*I-"),
        ("broken.jsonl", b'{"text": "Mali met Niger.", "date": "2024-05-16"}\n{"text": \n'),
        ("column.csv", b"day,words\n2024-05-16,Norway condemned Mali.\n"),
    ],
)
def test_bad_input_is_named_and_the_rest_coded(
    name: str, content: bytes, article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, out = tmp_path / name, tmp_path / "out.jsonl"
    bad.write_bytes(content)
    assert main(["code", str(bad), str(article), "-o", str(out)]) == 1
    error = capsys.readouterr().err
    assert name in error
    assert "Traceback" not in error
    assert any(r["published"] == "2024-05-16" for r in rows(out))


def test_a_fault_of_ours_costs_one_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [
        json.dumps({"text": f"{ARTICLE[17:]} Part {i}.", "date": "2024-05-16", "id": f"d{i}"})
        for i in range(3)
    ]
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(lines))
    whole = riftline.Coder.code_document

    def faulty(self: riftline.Coder, document: riftline.Document) -> riftline.Coded:
        if document.id == "d1":
            raise ZeroDivisionError("unlucky")
        return whole(self, document)

    monkeypatch.setattr(riftline.Coder, "code_document", faulty)
    assert main(["code", str(source), "-o", str(out)]) == 1
    error = capsys.readouterr().err
    assert "in.jsonl:2" in error
    assert "ZeroDivisionError" in error
    assert {r["document_id"] for r in rows(out)} == {"d0", "d2"}


def test_missing_file_and_unwritable_output(
    article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.jsonl"
    assert main(["code", str(tmp_path / "none.txt"), str(article), "-o", str(out)]) == 1
    assert out.exists()
    assert main(["code", str(article), "-o", str(tmp_path / "no" / "folder.csv")]) == 1
    assert "folder.csv" in capsys.readouterr().err


def test_full_disk(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    assert main(["code", str(article), "-o", "/dev/full", "--format", "jsonl"]) == 1
    error = capsys.readouterr().err
    assert "/dev/full" in error
    assert len(error.splitlines()) == 1


def test_a_reader_that_goes_away(article: Path) -> None:
    command = f"{sys.executable} -m riftline code {article} {article} | true"
    done = subprocess.run(command, shell=True, capture_output=True, check=False)
    assert done.stderr == b""


def test_a_long_single_line(tmp_path: Path) -> None:
    path, out = tmp_path / "long.txt", tmp_path / "out.jsonl"
    path.write_text("date 2024-05-16 " + "Norway met Mali in Oslo, " * 4000 + "today.")
    assert main(["code", str(path), "-o", str(out)]) in (0, 1)
    assert out.exists()


def hear_interrupts() -> None:
    """A runner in the background may ignore Ctrl-C, and children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_leaves_nothing_half_written(number: signal.Signals, tmp_path: Path) -> None:
    source, out = tmp_path / "many.jsonl", tmp_path / "out.jsonl"
    row = json.dumps({"text": ARTICLE[17:] * 20, "date": "2024-05-16"})
    with source.open("w") as file:
        for i in range(3000):
            file.write(row.replace("mild", f"mild on day {i}") + "\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "riftline", "code", str(source), "-o", str(out)],
        stderr=subprocess.PIPE,
        preexec_fn=hear_interrupts,
    )
    deadline = time.time() + 60
    while time.time() < deadline and not list(tmp_path.glob(".*part*")):
        time.sleep(0.1)
    time.sleep(0.5)
    os.kill(process.pid, number)
    _, error = process.communicate(timeout=60)
    assert process.returncode == 1
    assert b"Traceback" not in error
    assert not out.exists()
    assert list(tmp_path.glob(".*")) == []


def test_the_reference_page_is_current() -> None:
    script = Path(__file__).parents[1] / "docs" / "make_reference.py"
    done = subprocess.run([sys.executable, str(script), "--check"], check=False)
    assert done.returncode == 0, "run make docs"


def runs(parser: argparse.ArgumentParser) -> list[tuple[str, str]]:
    """(module, function) of every command, nested ones too."""
    found = []
    if "run" in parser._defaults:
        found.append(parser._defaults["run"].target)
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for child in action.choices.values():
                found += runs(child)
    return found


def test_every_command_names_a_function_that_exists() -> None:
    commands = runs(build_parser())
    assert len(commands) >= 8
    for module, function in commands:
        assert callable(getattr(import_module(f"riftline.cli.{module}"), function))


def test_the_demo_ends_with_something_to_look_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--folder", str(tmp_path / "demo"), "--no-open"]) == 0
    shown = capsys.readouterr().out
    assert "articles" in shown
    page = (tmp_path / "demo" / "sample.html").read_text(encoding="utf-8")
    assert page.count("<article") >= 60
    db = str(tmp_path / "demo" / "sample.duckdb")
    for line in (
        ["dyads", "--pair", "USA,RUS"],
        ["stories"],
        ["alignment", "--actors", "USA,RUS,UKR", "--minimum", "1"],
        ["splits", "--pair", "USA,RUS"],
        ["blocs", "--minimum", "1", "--resamples", "5"],
        ["blocs", "--minimum", "1", "--balance", "--format", "csv"],
    ):
        capsys.readouterr()
        assert main([line[0], "--db", db, *line[1:]]) == 0, line
        assert len(capsys.readouterr().out) > 100, line
