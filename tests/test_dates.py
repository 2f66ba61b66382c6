"""Dates: values, intervals, offsets, and what bad input may not do."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riftline.errors import InputError
from riftline.evaluate import timex
from riftline.mentions.dates import find_dates
from riftline.mentions.dates_values import duration_value, holiday, interval, shift

FRIDAY = date(2025, 2, 14)
TIME_DATA = Path(__file__).parents[2] / "shared" / "data" / "time"


@pytest.mark.parametrize(
    ("value", "first", "last", "precision"),
    [
        ("2024-02-29", "2024-02-29", "2024-02-29", "day"),
        ("2025-02-12TMO", "2025-02-12", "2025-02-12", "day"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2020-W53", "2020-12-28", "2021-01-03", "week"),
        ("2025-W07-WE", "2025-02-15", "2025-02-16", "range"),
        ("1998-Q4", "1998-10-01", "1998-12-31", "quarter"),
        ("1998-H2", "1998-07-01", "1998-12-31", "range"),
        ("1998-WI", "1998-12-01", "1999-02-28", "season"),
        ("1998", "1998-01-01", "1998-12-31", "year"),
        ("199", "1990-01-01", "1999-12-31", "decade"),
        ("19", "1900-01-01", "1999-12-31", "range"),
    ],
)
def test_interval(value: str, first: str, last: str, precision: str) -> None:
    found = interval(value)
    assert found is not None
    assert (found[0].isoformat(), found[1].isoformat(), found[2]) == (first, last, precision)


@pytest.mark.parametrize(
    "value", ["2023-02-29", "PRESENT_REF", "P3D", "XXXX-WXX-1", "2021-W54", ""]
)
def test_interval_of_what_is_no_day(value: str) -> None:
    assert interval(value) is None


def test_shift_keeps_the_form() -> None:
    assert shift("2024-02-29", "Y", 1) == "2025-02-28"
    assert shift("1998-Q1", "Y", -1) == "1997-Q1"
    assert shift("1998-W01", "W", -1) == "1997-W52"
    assert shift("PAST_REF", "Y", 1) is None


def test_duration_values() -> None:
    assert duration_value(3, "D") == "P3D"
    assert duration_value(4, "TH") == "PT4H"
    assert duration_value(None, "Y") == "PXY"
    assert duration_value(2, "E") == "P20Y"


def test_holidays_that_move() -> None:
    assert holiday("easter", 2025) == date(2025, 4, 20)
    assert holiday("thanksgiving", 2024) == date(2024, 11, 28)
    assert holiday("memorial day", 2024) == date(2024, 5, 27)


def test_days_are_given_where_the_words_fix_them() -> None:
    (found,) = find_dates("Since last month nothing moved.", FRIDAY)
    assert (found.first, found.last, found.precision) == ("2025-01-01", "2025-01-31", "month")
    (found,) = find_dates("Over the past three months 40 died.", FRIDAY)
    assert (found.first, found.last, found.precision) == ("2024-11-14", "2025-02-14", "range")
    (found,) = find_dates("It lasted three months.", FRIDAY)
    assert (found.first, found.last, found.precision) == (None, None, None)


def test_modifiers_are_kept() -> None:
    found = find_dates("In early 2020, after more than two years, it fell in mid-May.", FRIDAY)
    assert [m.mod for m in found] == ["START", "MORE_THAN", "MID"]


def test_without_a_publication_date_relative_words_stay_open() -> None:
    found = find_dates("On Friday and on 3 May 2021 they met; last year they did not.", None)
    assert [(m.text, m.value, m.first) for m in found] == [
        ("Friday", "XXXX-XX-XX", None),
        ("3 May 2021", "2021-05-03", "2021-05-03"),
        ("last year", "XXXX-XX-XX", None),
    ]


def test_impossible_dates_are_left_out() -> None:
    assert find_dates("On 31 February 2021 and 99/99/2021 nothing happened.", FRIDAY) == [] or all(
        m.first is None or "2021" in m.value for m in find_dates("31 February 2021", FRIDAY)
    )


WORDS = (
    "on in the of last next Monday May 3 31 2014 2014-16 '98 12:30 p.m. - – , . ' half a "
    "two years month quarter third ago earlier before from to since every Easter 9/11 é ½ 0 "
    "99999 1st morning weekend fall second now year-end W Q3"
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([*WORDS.split(), "\n\n", "\x00", "\ud800"]),
        max_size=25,
    ),
    st.sampled_from([None, FRIDAY, date(1, 1, 1), date(9999, 12, 31)]),
)
def test_any_words_give_true_spans_and_no_error(words: list[str], published: date | None) -> None:
    text = " ".join(words)
    end = 0
    for mention in find_dates(text, published):
        assert text[mention.start : mention.end] == mention.text != ""
        assert mention.start >= end
        end = mention.end


def test_is_fast_enough() -> None:
    text = "The two presidents said on Wednesday that talks would resume next month in Oslo. " * 400
    start = time.perf_counter()
    found = find_dates(text, FRIDAY)
    assert len(found) == 800
    assert 400 / (time.perf_counter() - start) > 500  # far below the measured rate: no quadratic


TIMEML = """<?xml version="1.0" ?>
<TimeML><DOCID>x</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2025-02-14">14 February</TIMEX3></DCT>
<TEXT>They met <TIMEX3 tid="t1" type="DATE" value="2025-02-13">yesterday</TIMEX3> and
<EVENT eid="e1">talked</EVENT> for <TIMEX3 tid="t2" type="DURATION" value="PT2H">two hours</TIMEX3>.
</TEXT></TimeML>
"""


def test_the_scorer_reads_timeml(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.tml").write_text(TIMEML, encoding="utf-8")
    assert timex.main([str(tmp_path)]) == 0
    assert '"value_f1": 100.0' in capsys.readouterr().out
    (tmp_path / "b.tml").write_text("<TimeML>", encoding="utf-8")
    assert timex.main([str(tmp_path)]) == 1
    with pytest.raises(InputError, match=r"b\.tml"):
        timex.read_timeml(tmp_path / "b.tml")


def test_the_scores_are_those_of_tempeval() -> None:
    gold = [(0, 6, "DATE", "2025"), (10, 16, "DATE", "2024"), (20, 26, "SET", "P1D")]
    found = [(0, 6, "DATE", "2025"), (8, 16, "TIME", "2023"), (40, 46, "DATE", "2020")]
    scores = timex.score([(gold, found)])
    assert scores["strict_f1"] == pytest.approx(33.33)
    assert scores["relaxed_f1"] == pytest.approx(66.67)
    assert scores["type_f1"] == pytest.approx(33.33)
    assert scores["value_f1"] == pytest.approx(33.33)


@pytest.mark.skipif(not TIME_DATA.is_dir(), reason="TempEval-3 data is not here")
def test_value_f1_stays_above_heideltime(tmp_path: Path) -> None:
    import tarfile

    with tarfile.open(TIME_DATA / "tempeval3_training.tgz") as archive:
        archive.extractall(tmp_path, filter="data")
    paths = [p for p in sorted(tmp_path.rglob("*.tml")) if timex.in_half(p.name, "held-out")]
    documents = [timex.read_timeml(path) for path in paths]
    scores = timex.score((d.spans, timex.found_spans(d)) for d in documents)
    assert scores["value_f1"] > 79.5
    assert scores["relaxed_f1"] > 92.5


@pytest.mark.parametrize(
    "text",
    [
        "The town has stood for 2,500 years.",
        "It has been so for the past 40,000 centuries.",
        "They waited for 99999999999 days.",
        "The last 3,000 years brought no peace.",
    ],
)
def test_durations_beyond_the_calendar_name_no_days(text: str) -> None:
    for found in find_dates(text, date(2018, 5, 4)):
        assert found.first is None or found.first > "0001-01-01"
