"""A kill at any moment: no acknowledged article is lost, no partial one is left.

One helper process forks a writer for each kill, so that a hundred kills take seconds: the
imports are paid once. The helper itself never opens a database before it forks.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import traceback
from pathlib import Path

import pytest

from store_samples import coded_document

KILLS = 100
SENTENCES, EVENTS = 2, 3  # of each document that the writers add
EXPECTED = {
    "sentences": SENTENCES,
    "events": EVENTS,
    "participants": 2 * EVENTS,
    "magnitudes": 2 * EVENTS,
    "event_pairs": EVENTS,
    "quotes": 1,
    "claims": 1,
    "mentions": 1,
}


def _write_until_killed(path: Path, round_number: int, acknowledged: int) -> None:
    """Add documents one after the other and in batches; name each on the pipe once it is safe.

    Every fifth one is a correction of the round's first document.
    """
    from riftline.store import Store

    with Store.open(path) as store:
        os.write(acknowledged, b"opened\n")
        number = 0
        while True:
            names = [f"{round_number}-{number + k}" for k in range(1 + number % 3)]
            store.add_many([coded_document(name, events=EVENTS) for name in names], batch=10)
            os.write(acknowledged, "".join(f"{name}\n" for name in names).encode())
            if number % 5 == 0:
                text = f"Russia attacked Ukraine on Monday. Kyiv said {number}."
                corrected = coded_document(f"{round_number}-0", text=text, events=EVENTS)
                store.add(corrected)
            if number % 7 == 0:
                store._connection.execute("CHECKPOINT")  # else it would come too rarely here
            number += len(names)


def _kill_once(path: Path, round_number: int, delay: float, after_lines: int) -> list[str]:
    """Run a writer, kill it ``delay`` seconds after it said ``after_lines`` lines.

    Returns the documents that it had acknowledged.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            _write_until_killed(path, round_number, writing)
        finally:
            os._exit(9)
    os.close(writing)
    said = b""
    while said.count(b"\n") < after_lines and (more := os.read(reading, 4096)):
        said += more
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the writer failed before it was killed"
    with os.fdopen(reading) as pipe:
        said += pipe.read().encode()
    complete = said.decode()[: said.decode().rfind("\n") + 1]
    return [line for line in complete.splitlines() if line != "opened"]


def _check(path: Path, acknowledged: set[str]) -> int:
    """Assert that the file is whole; returns how many documents it holds."""
    from riftline.store import Store

    with Store.open(path) as store:
        stored = store.document_ids()
        lost = acknowledged - set(stored)
        assert not lost, f"acknowledged but not stored: {sorted(lost)}"
        for table, rows_each in EXPECTED.items():
            found = store.query(f"SELECT document_id, count(*) n FROM {table} GROUP BY ALL")
            partial = {
                row["document_id"]: row["n"] for row in found.to_pylist() if row["n"] != rows_each
            }
            assert not partial, f"{table} of {partial}"
            assert found.num_rows == len(stored), f"{table} lacks documents"
        versions = store.query(
            "SELECT document_id FROM documents d WHERE version != 1 + (SELECT count(*) "
            "FROM history h WHERE h.document_id = d.document_id)"
        )
        assert versions.num_rows == 0, "a correction without its history, or the reverse"
        return len(stored)


def _in_child(function, *arguments) -> None:
    """Call a function in a fork of its own and fail if it fails."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            function(*arguments)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert status == 0, "the file is not whole; see the output above"


def main(path: Path, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    acknowledged: set[str] = set()
    for round_number in range(kills):
        # From before the file is open (0 lines), through opening (1), to some commits later.
        after_lines, delay = chance.choice((0, 1, 2, 2, 4)), 0.25 * chance.random()
        acknowledged.update(_kill_once(path, round_number, delay, after_lines))
        if path.exists():
            _in_child(_check, path, acknowledged)
    print(f"{kills} kills, {len(acknowledged)} acknowledged documents")


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_a_hundred_kills_lose_nothing(tmp_path: Path) -> None:
    import subprocess

    command = [sys.executable, __file__, str(tmp_path / "killed.duckdb"), str(KILLS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-2000:]
    assert f"{KILLS} kills" in done.stdout
    assert int(done.stdout.split(",")[1].split()[0]) > KILLS, "hardly anything was written"


if __name__ == "__main__":
    import riftline.store  # noqa: F401 - imported once, before the forks

    try:
        main(Path(sys.argv[1]), int(sys.argv[2]), seed=int(sys.argv[3]) if sys.argv[3:] else 1)
    except BaseException:
        traceback.print_exc()
        raise
