"""Figures of single fields, and intervals."""

from __future__ import annotations

import random
from typing import Any

import pytest

from riftline.evaluate.events import evaluate_fields
from riftline.evaluate.fields import amount_label, amount_pairs, date_label
from riftline.evaluate.intervals import macro_f1_interval
from riftline.evaluate.relations import macro_f1
from riftline.record import EventDate, Magnitude

ARTICLES = [{"id": "a", "sentences": [{"i": 0}, {"i": 1}]}]


def coded(**changes: Any) -> dict[str, Any]:
    event = {
        "article": "a", "sent": 0, "type": "AID", "mode": [], "context": [], "trigger": "gave",
        "actors": [{"text": "Fiji"}], "recipients": [{"text": "Tonga"}], "aux": [],
        "voice": "outlet", "speaker": None, "date": None, "place": None, "amount": None,
        "confidence": 0.5,
    }  # fmt: skip
    return event | changes


def test_each_field_is_scored_on_its_own() -> None:
    full = {
        "mode": ["x"], "context": ["health"], "aux": ["future"], "voice": "named",
        "speaker": "the minister", "date": "2020-05-01", "place": "Suva",
        "amount": {"value": 5, "unit": "USD"},
    }  # fmt: skip
    same = evaluate_fields([coded(**full)], [coded(**full)], ARTICLES)["per_field"]
    assert all(row["f1"] in (1.0, None) for row in same.values())
    assert [n for n, row in same.items() if row["f1"] is None] == [
        "hypothetical", "historical", "negation", "voice anonymous",
    ]  # fmt: skip
    for name, other in (
        ("mode", ["y"]), ("context", ["crime"]), ("date", "2020-05"), ("place", "Nadi"),
        ("speaker", "a nurse"), ("amount", {"value": 5, "unit": "EUR"}),
    ):  # fmt: skip
        rows = evaluate_fields([coded(**full | {name: other})], [coded(**full)], ARTICLES)
        wrong = [n for n, row in rows["per_field"].items() if row["f1"] == 0.0]
        assert wrong == [name]


def test_precision_and_recall() -> None:
    ours = [coded(aux=["future"]), coded(sent=1, aux=["future"])]
    gold = [coded(aux=["future"]), coded(sent=1)]
    row = evaluate_fields(ours, gold, ARTICLES)["per_field"]["future"]
    assert (row["precision"], row["recall"], row["support"]) == (0.5, 1.0, 1)


def test_fields_that_gold_does_not_code_have_no_figures() -> None:
    rows = evaluate_fields([coded(date="2020-05-01")], [coded()], ARTICLES)["per_field"]
    assert "date" not in rows
    assert "type" in rows


def test_means_over_coders() -> None:
    gold = [coded(coder=1), coded(coder=2, recipients=[])]
    figures = evaluate_fields([coded()], gold, ARTICLES)
    assert figures["coders"] == 2
    assert figures["per_field"]["full"]["f1"] == 0.5
    assert figures["empty_kept_empty"] == 1.0


@pytest.mark.parametrize(
    ("start", "end", "label"),
    [
        ("2024-05-06", "2024-05-06", "2024-05-06"),
        ("2024-05-06", "2024-05-12", "2024-05"),
        ("2024-01-01", "2024-12-31", "2024"),
        ("2019-06-01", "2024-05-01", None),
    ],
)
def test_dates_in_the_form_of_gold(start: str, end: str, label: str | None) -> None:
    assert date_label(EventDate(start, end, "range")) == label


def test_amounts_in_the_form_of_gold() -> None:
    crowd = Magnitude("crowd", 300.0, 300.0, 300.0, None, None, "300", 0, 3)
    assert amount_label(crowd) == {"value": 300.0, "unit": "people"}
    dozens = Magnitude("killed", None, 24.0, None, None, None, "dozens", 0, 6)
    assert amount_label(dozens) is None
    assert amount_pairs([{"value": 2, "unit": "metric tons"}]) == {(2.0, "tons")}
    assert amount_pairs(None) == set()


def test_an_interval_holds_its_figure_and_narrows() -> None:
    rng = random.Random(0)
    gold = [rng.choice("ABC") for _ in range(400)]
    ours = [g if rng.random() < 0.8 else rng.choice("ABC") for g in gold]
    low, high = macro_f1_interval(gold, ours, range(400))
    assert low < macro_f1(gold, ours) < high
    few = macro_f1_interval(gold[:60], ours[:60], range(60))
    assert few[1] - few[0] > high - low
    assert macro_f1_interval(gold, ours, range(400)) == (low, high)


def test_rows_of_one_sentence_are_drawn_together() -> None:
    gold = ["A", "B"] * 50
    ours = ["A", "B"] * 25 + ["B", "A"] * 25
    alone = macro_f1_interval(gold, ours, range(100))
    tied = macro_f1_interval(gold, ours, [i // 20 for i in range(100)])
    assert tied[1] - tied[0] > 1.5 * (alone[1] - alone[0])
    assert macro_f1_interval([], [], []) == (0.0, 0.0)
