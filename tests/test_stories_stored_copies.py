"""Copies kept in a database file: compared once, brought up to date by what is new or corrected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from riftline.record import CodedDocument, Document
from riftline.store import Store
from riftline.stories import compare_store, copies_table, stored_copies

DAY = date(2025, 3, 4)
TEXT = (
    "The lighthouse keeper of Skerra handed over his keys on Monday, the last of four generations "
    "to tend the lamp by hand. From now on a sensor in the harbour office will switch it on at "
    "dusk, and a technician will row out twice a year to wipe the salt from the panes of glass. "
)
OTHER = (
    "A bakery in the old town has begun to sell bread by weight again, as it did before the war, "
    "and customers queue round the corner each morning before the shutters are rolled up at six. "
)


def coded(identifier: str, text: str, days: int | None = 0) -> CodedDocument:
    day = None if days is None else DAY + timedelta(days)
    return CodedDocument(Document(text, identifier, day, f"Outlet {identifier}"), (), ())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "s.duckdb") as opened:
        yield opened


def pairs(store: Store, **options: object) -> list[tuple[str, str, str]]:
    rows = copies_table(store, **options).to_pylist()  # type: ignore[arg-type]
    return [(r["document_id"], r["source_id"], r["kind"]) for r in rows]


def test_copies_are_kept_and_a_later_document_meets_what_is_there(store: Store) -> None:
    store.add_many([coded("a", TEXT), coded("b", TEXT, 1), coded("c", OTHER, 1)])
    assert compare_store(store) == 3
    assert pairs(store) == [("b", "a", "copy")]
    store.add(coded("d", "By our own correspondent. " + TEXT, 3))
    assert compare_store(store) == 1
    assert pairs(store) == [("b", "a", "copy"), ("d", "a", "copy"), ("d", "b", "copy")]
    assert compare_store(store) == 0
    assert pairs(store, since=DAY + timedelta(1)) == [("d", "b", "copy")]


def test_kept_copies_are_read_and_not_found_anew(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add_many([coded("a", TEXT), coded("b", TEXT, 1)])
    compare_store(store)
    monkeypatch.setattr(stored_copies, "find_copies", lambda documents: pytest.fail("anew"))
    assert pairs(store) == [("b", "a", "copy")]


def test_what_was_never_compared_is_compared_now(store: Store) -> None:
    store.add_many([coded("a", TEXT), coded("b", TEXT, 1)])
    assert pairs(store) == [("b", "a", "copy")]


def test_a_corrected_article_loses_its_copies_and_is_compared_again(store: Store) -> None:
    store.add_many([coded("a", TEXT), coded("b", TEXT, 1), coded("c", TEXT, 2)])
    compare_store(store)
    first = coded("a", OTHER)
    store.add(replace(first, document=replace(first.document, text=OTHER)))
    assert compare_store(store) == 1
    assert pairs(store) == [("c", "b", "copy")]


def test_days_in_small_chunks_give_what_all_at_once_gives(store: Store, tmp_path: Path) -> None:
    documents = [coded(f"d{n}", TEXT if n % 2 else OTHER, n) for n in range(12)]
    store.add_many(documents)
    compare_store(store, chunk=2)
    with Store.open(tmp_path / "whole.duckdb") as whole:
        whole.add_many(documents)
        compare_store(whole)
        assert pairs(store) == pairs(whole)
        assert len(pairs(whole)) == 24  # pairs of equal texts, two to six days apart


def test_old_text_and_undated_texts(store: Store) -> None:
    store.add_many([coded("a", TEXT), coded("b", TEXT, 60), coded("x", TEXT, None)])
    store.add(coded("y", TEXT, None))
    compare_store(store)
    assert pairs(store) == [("y", "x", "copy")]
    assert ("b", "a", "copy") in pairs(store, anew=True)
