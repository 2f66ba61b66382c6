"""Events of one happening meet across documents; those of another stay apart."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from riftline.record import Attribution, CodedDocument
from riftline.store import Store
from riftline.stories import (
    Linker,
    build_stories,
    disagreements,
    link_store,
    link_stories,
    stories_table,
    story,
    story_reports,
)
from riftline.stories.blocks import pairs
from riftline.stories.clusters import cluster
from riftline.stories.content import content_vector, cosine, rarity
from riftline.stories.profiles import party, same_party
from riftline.stories.scores import kilometres
from story_samples import FIRST, SECOND, bombing, report, two_happenings


def test_two_reports_of_one_bombing_share_a_story_and_a_later_bombing_does_not() -> None:
    stories = link_stories(two_happenings()).stories
    assert stories["ae"] == stories["be"]
    assert stories["ce"] != stories["ae"]


def test_story_id_is_named_after_the_earliest_event() -> None:
    assert link_stories(two_happenings()).stories["be"] == "sae"


def test_order_of_documents_does_not_matter() -> None:
    documents = two_happenings()
    expected = link_stories(documents)
    for seed in range(5):
        random.Random(seed).shuffle(documents)
        assert link_stories(documents) == expected


def test_phone_calls_a_week_apart_stay_apart() -> None:
    text = "The presidents of Norland and Sudmark spoke by phone on {} about the fishing dispute."
    calls = [
        report(
            name, day, text.format(weekday), "spoke by phone", "CONSULT", ("Norland", "Sudmark"),
            on=on,
        )
        for name, day, weekday, on in (
            ("a", "2025-03-04", "Tuesday", "2025-03-04"),
            ("b", "2025-03-05", "Tuesday", "2025-03-04"),
            ("c", "2025-03-11", "Tuesday", "2025-03-11"),
        )
    ]  # fmt: skip
    stories = link_stories(calls).stories
    assert stories["ae"] == stories["be"] != stories["ce"]


def test_other_actors_are_another_happening() -> None:
    text = "{} recalled its ambassador from Ostia on Monday over the seized trawler."
    stories = link_stories(
        report(i, "2025-03-04", text.format(who), "recalled", "SANCTION", (who,), ("Ostia",))
        for i, who in (("a", "Norland"), ("b", "Sudmark"))
    ).stories
    assert stories["ae"] != stories["be"]


def test_planned_and_denied_reports_join_the_happening_and_keep_their_status() -> None:
    documents = two_happenings()[:2]
    event = replace(documents[1].events[0], auxiliary_modes=("negation",))
    documents[1] = replace(documents[1], events=(event,))
    found = build_stories(documents, link_stories(documents))
    assert [(r.event.document_id, r.status) for r in found[0].reports] == [
        ("a", "done"),
        ("b", "denied"),
    ]
    assert "status" in {d.field for d in found[0].disagreements()}


def test_events_without_participants_words_or_date_are_stories_of_their_own() -> None:
    empty = report("a", "2025-03-04", "It was.", "was", "ACCUSE")
    undated = CodedDocument(
        replace(empty.document, id="b", published=None),
        empty.sentences,
        (replace(empty.events[0], event_id="be", document_id="b", published=None),),
    )
    stories = link_stories([empty, undated, empty]).stories
    assert stories == {"ae": "sae", "be": "sbe"}


def test_story_shows_outlets_and_differences() -> None:
    documents = two_happenings()
    (first, *_) = build_stories(documents, link_stories(documents))
    assert first.outlets == ("Daily", "Wire")
    assert first.documents == ("a", "b")
    differing = {d.field: d.values for d in first.disagreements()}
    assert differing == {"killed": (("12", ("a",)), ("14", ("b",)))}


def test_copies_count_as_the_voice_of_their_source() -> None:
    text = FIRST + " Rescuers searched the ruins through the night with lamps and dogs from Ostia."
    documents = [
        bombing("a", "2025-03-03", text, killed=12, outlet="Wire"),
        bombing("b", "2025-03-04", text, killed=12, outlet="Daily"),
        bombing("c", "2025-03-04", SECOND, killed=14, outlet="Herald"),
    ]
    links = link_stories(documents)
    (found, *_) = build_stories(documents, links)
    assert [r.copied_from for r in found.reports] == [None, "a", None]
    assert found.independent == 2
    killed = next(d for d in found.disagreements() if d.field == "killed")
    assert killed.values == (("12", ("a",)), ("14", ("c",)))


def test_store_is_linked_day_by_day_and_a_second_call_changes_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path / "news.duckdb") as store:
        ids = []
        for document in two_happenings():
            store.add(document)
            ids.append(link_store(store))
        assert ids == [1, 1, 1]
        assert link_store(store) == 0
        table = stories_table(store)
        assert table["documents"].to_pylist() == [2]
        reports = story_reports(store, table["story_id"][0].as_py()).to_pylist()
        assert [r["outlet"] for r in reports] == ["Wire", "Daily"]
        assert reports[1]["sentence"] == SECOND
        found = disagreements(store, "sae").to_pylist()
        assert [(r["field"], r["value"], r["documents"]) for r in found] == [
            ("killed", "12", ["a"]),
            ("killed", "14", ["b"]),
        ]


def test_earlier_report_that_comes_late_joins_and_the_id_stays(tmp_path: Path) -> None:
    first, second, third = two_happenings()
    again = bombing("d", "2025-03-04", SECOND, killed=14, on="2025-03-03", outlet="Herald")
    with Store.open(tmp_path / "news.duckdb") as store:
        store.add_many([second, again, third])
        link_store(store)
        store.add(first)
        assert link_store(store) == 1
        rows = store.query("SELECT event_id, story_id FROM events ORDER BY event_id")
        assert rows["story_id"].to_pylist() == ["sbe", "sbe", "sce", "sbe"]


def test_unknown_story_is_none_and_its_tables_are_empty(tmp_path: Path) -> None:
    with Store.open(tmp_path / "news.duckdb") as store:
        assert story(store, "nowhere") is None
        assert story_reports(store, "nowhere").num_rows == 0
        assert disagreements(store, "nowhere").num_rows == 0
        assert stories_table(store).num_rows == 0


def test_linker_forgets_old_documents() -> None:
    linker = Linker()
    for document in two_happenings():
        linker.add(document)
    linker.link()
    linker.forget(two_happenings()[2].document.published.toordinal())  # type: ignore[union-attr]
    assert len(linker) == 1
    assert linker.stories == {"ce": "sce"}


def test_attribution_differs_when_speakers_do() -> None:
    documents = two_happenings()[:2]
    named = replace(documents[0].events[0], attribution=Attribution("anonymous"))
    documents[0] = replace(documents[0], events=(named,))
    (found, *_) = build_stories(documents, link_stories(documents))
    assert ("anonymous", ("a",)) in next(
        d.values for d in found.disagreements() if d.field == "voice"
    )


def test_average_linkage_does_not_chain() -> None:
    links = [(0, 1, 3.0), (1, 2, 2.0), (0, 2, -3.0)]
    assert cluster(["a", "b", "c"], links) == [0, 0, 1]
    assert cluster(["a", "b", "c"], [(0, 1, 3.0), (1, 2, 2.0), (0, 2, 1.0)]) == [0, 0, 0]


def test_seeded_clusters_never_join() -> None:
    links = [(0, 1, 9.0), (1, 2, 5.0)]
    assert cluster(["a", "b", "c"], links, seeds={0: 0, 1: 1}) == [0, 1, 1]


def test_blocks_follow_time_within_the_window() -> None:
    order = [("a", 1), ("b", 2), ("c", 9)]
    assert pairs(order, [[7], [7], [7]], window=7) == [(0, 1), (1, 2)]
    many = [(f"{n:03}", 0) for n in range(200)]
    assert len(pairs(many, [[7]] * 200, window=1, neighbours=4)) < 4 * 200


def test_rare_words_weigh_more() -> None:
    assert rarity("the") == 0.0
    assert rarity("referendum") < rarity("zugunruhe")
    assert cosine(content_vector(""), content_vector("the market")) == 0.0


@pytest.mark.parametrize(
    ("a", "b", "least", "most"),
    [("Norland", "Norland", 1.0, 1.0), ("Norland", "Sudmark", 0.0, 0.0)],
)
def test_parties(a: str, b: str, least: float, most: float) -> None:
    from story_samples import entity

    assert least <= same_party(party(entity(a)), party(entity(b))) <= most


def test_kilometres() -> None:
    assert kilometres((52.52, 13.405), (48.8566, 2.3522)) == pytest.approx(878, abs=5)


def test_announced_visit_and_the_visit_are_one_happening() -> None:
    plan = report(
        "a", "2025-03-03",
        "The premier of Norland will visit Ostia on Thursday for talks on the ferry line.",
        "will visit", "AGREE", ("Norland",), ("Ostia",), on="2025-03-06",
        auxiliary_modes=("future",), title="Norland premier to visit Ostia for ferry talks",
    )  # fmt: skip
    visit = report(
        "b", "2025-03-07",
        "The premier of Norland visited Ostia on Thursday and held talks on the ferry line.",
        "visited", "CONSULT", ("Norland",), ("Ostia",), on="2025-03-06",
        title="Norland premier in Ostia for talks on ferry line",
    )  # fmt: skip
    documents = [plan, visit]
    links = link_stories(documents)
    assert links.stories["ae"] == links.stories["be"]
    (found,) = build_stories(documents, links)
    assert [r.status for r in found.reports] == ["planned", "done"]
