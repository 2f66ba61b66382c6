"""A result file is complete or absent, whatever goes wrong."""

from __future__ import annotations

import errno
import io
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from riftline.errors import OutputError
from riftline.record import CodedDocument
from riftline.write import open_writer, write_events, write_mentions
from write_samples import CODED

SUFFIXES = [".jsonl", ".jsonl.gz", ".csv", ".csv.gz", ".parquet"]
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def failing(error: BaseException) -> Iterator[CodedDocument]:
    for _ in range(600):  # more than one batch, so that something is on disk already
        yield CODED
    raise error


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("error", [RuntimeError("bug"), KeyboardInterrupt(), OSError("theirs")])
def test_error_in_the_middle_leaves_nothing(
    tmp_path: Path, suffix: str, error: BaseException
) -> None:
    with pytest.raises(type(error)) as caught:
        write_events(failing(error), tmp_path / f"events{suffix}")
    assert caught.value is error, "an error of the caller's is not taken for one of writing"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_error_in_the_middle_keeps_the_former_result(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"events{suffix}"
    write_events([CODED], target)
    before = target.read_bytes()
    with pytest.raises(RuntimeError):
        write_events(failing(RuntimeError()), target)
    assert target.read_bytes() == before
    assert list(tmp_path.iterdir()) == [target]


def test_nothing_stands_under_the_name_until_the_end(tmp_path: Path) -> None:
    target = tmp_path / "events.jsonl"
    with open_writer(target) as writer:
        writer.write(CODED)
        assert not target.exists()
        (part,) = tmp_path.iterdir()
        assert part.name.startswith(".events.jsonl.")
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_full_disk(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_space(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(OutputError, match=r"events\S*: cannot be written: No space left") as caught:
        write_events([CODED], tmp_path / f"events{suffix}")
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
@pytest.mark.parametrize("format", ["jsonl", "csv", "parquet"])
@pytest.mark.parametrize("documents", [1, 2000])
def test_full_device(format: str, documents: int) -> None:
    with pytest.raises(OutputError, match="No space left"):
        write_events([CODED] * documents, "/dev/full", format)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_full_standard_output() -> None:
    with open("/dev/full", "wb") as full:
        done = run_script("write_events([CODED] * 2000, None)", stdout=full)
    assert done.returncode == 3
    assert done.stderr.decode().strip() == "<stdout>: cannot be written: No space left on device"


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="does the folder exist"):
        write_events([CODED], tmp_path / "none" / "events.jsonl")


def test_target_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "events.csv").mkdir()
    with pytest.raises(OutputError, match="not a folder"):
        write_events([CODED], tmp_path / "events.csv")
    assert list((tmp_path / "events.csv").iterdir()) == []


@pytest.mark.skipif(AS_ROOT, reason="root may write anywhere")
def test_no_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputError, match="Permission denied"):
            write_events([CODED], tmp_path / "events.jsonl")
    finally:
        tmp_path.chmod(0o700)


def test_unwritable_is_known_before_the_work_begins(tmp_path: Path) -> None:
    started = []

    def results() -> Iterator[CodedDocument]:
        started.append(1)
        yield CODED

    with pytest.raises(OutputError):
        write_events(results(), tmp_path / "none" / "events.parquet")
    assert not started


def test_rights_follow_umask_and_the_former_file(tmp_path: Path) -> None:
    target = tmp_path / "events.jsonl"
    former = os.umask(0o022)
    try:
        write_events([CODED], target)
    finally:
        os.umask(former)
    assert stat.S_IMODE(target.stat().st_mode) == 0o644
    target.chmod(0o600)
    write_events([CODED], target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "latest.jsonl"
    link.symlink_to(tmp_path / "real" / "events.jsonl")
    write_events([CODED], link)
    assert link.is_symlink()
    assert [path.name for path in (tmp_path / "real").iterdir()] == ["events.jsonl"]


def test_standard_output_gets_whole_parquet_and_no_half(tmp_path: Path) -> None:
    whole = run_script("write_events([CODED], '-', 'parquet')", stdout=subprocess.PIPE)
    assert whole.stdout.startswith(b"PAR1")
    assert whole.stdout.endswith(b"PAR1")
    half = run_script(
        "write_events(failing(OutputError('x')), '-', 'parquet')", stdout=subprocess.PIPE
    )
    assert half.returncode == 3
    assert half.stdout == b"PAR1", "the opening mark alone: half a result must not look whole"
    assert half.stderr == b"x\n"


def test_a_standard_output_without_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    text = io.StringIO()  # as in a notebook or a doctest
    monkeypatch.setattr(sys, "stdout", text)
    assert write_events([CODED], None) == 2
    assert text.getvalue().count("\n") == 2
    with pytest.raises(OutputError, match="name a file"):
        write_events([CODED], None, "parquet")


def test_mentions_are_complete_or_absent_too(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        write_mentions(failing(RuntimeError()), tmp_path / "mentions.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_signal_in_the_middle_leaves_nothing(
    tmp_path: Path, number: signal.Signals, suffix: str
) -> None:
    target = tmp_path / f"events{suffix}"
    body = f"""
import time
def slow():
    for _ in range(600):
        yield CODED
    print("ready", flush=True)
    while True:
        time.sleep(0.01)
        yield CODED
write_events(slow(), {str(target)!r})
"""
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT.format(body=body)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=Path(__file__).parent,
        # A runner in the background may ignore Ctrl-C, and children inherit that.
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    assert len(list(tmp_path.iterdir())) == 1, "the unfinished file is there"
    process.send_signal(number)
    process.communicate(timeout=30)
    assert process.returncode != 0
    assert list(tmp_path.iterdir()) == []


def test_the_handlers_are_put_back(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    write_events([CODED], tmp_path / "events.jsonl")
    assert signal.getsignal(signal.SIGTERM) is before


SCRIPT = """
import sys
from test_write_atomic import failing
from write_samples import CODED
from riftline.errors import OutputError
from riftline.write import write_events
try:
{body}
except OutputError as error:
    print(error, file=sys.stderr)
    sys.exit(3)
"""
SCRIPT = SCRIPT.replace("try:\n{body}", "try:\n    exec({body!r})")


def run_script(body: str, stdout: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", SCRIPT.format(body=body)],
        stdout=stdout,  # type: ignore[call-overload]
        stderr=subprocess.PIPE,
        cwd=Path(__file__).parent,
        timeout=60,
        check=False,
    )


def test_writing_is_quick_enough_to_stream(tmp_path: Path) -> None:
    start = time.process_time()
    write_events([CODED] * 1000, tmp_path / "events.jsonl")
    assert time.process_time() - start < 5
