"""Dates, cleaning and names of columns: the small parts of reading."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import riftline.read
import riftline.write
from riftline.read.clean import clean_line, clean_text
from riftline.read.dates import parse_date
from riftline.read.draft import role_of
from riftline.read.header import split_header
from riftline.read.markdown import strip_markdown
from riftline.read.settings import COLUMNS

DAY = date(2019, 9, 3)


@pytest.mark.parametrize(
    "value",
    [
        "2019-09-03",
        " 2019-09-03 ",
        "2019-9-3",
        "2019/09/03",
        "20190903",
        "20190903120000",
        "2019-09-03T23:59:59Z",
        "2019-09-03T23:59:59.123+02:00",
        "2019-09-03 23:59:59 UTC",
        "Tue, 3 Sep 2019 21:04:00 +0200",
        "Tue, 03 Sep 2019 21:04:00 GMT",
        "Tue, 3 Sep 2019 21:04 -0400 (EDT)",
        "3 September 2019",
        "3rd of September 2019",
        "03-SEP-2019 15:01:01.79",
        "September 3, 2019",
        "Sept. 3, 2019",
        "Tuesday, September 3, 2019 at 9:04 p.m.",
        "Tuesday 3 September 2019",
        "03.09.2019",
        "13/09/2019",
        "09/13/2019",
        "9/9/2019",
        "1567500000",
        1567500000,
        1567500000000,
        1567500000.5,
        datetime(2019, 9, 3, 23, 59),
        DAY,
    ],
)
def test_dates(value: object) -> None:
    expected = {"13/09/2019": 13, "09/13/2019": 13, "9/9/2019": 9}.get(str(value), 3)
    assert parse_date(value) == date(2019, 9, expected)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "soon",
        "2019",
        "2019-09",
        "September 2019",
        "2019-02-30",
        "2019-13-01",
        "03/04/2019",
        "2019-09-03 to 2019-09-05",
        "2019-09-031",
        "0001-01-01",
        "9999-12-31",
        "3 Septembre 2019 or so",
        "99",
        12,
        True,
        None,
        ["2019-09-03"],
        float("nan"),
        float("inf"),
        "2019-09-03" + " " * 10_000 + "x",
    ],
)
def test_no_dates(value: object) -> None:
    assert parse_date(value) is None


@given(st.dates(date(1600, 1, 1), date(2199, 12, 31)))
def test_every_day_in_every_form(day: date) -> None:
    month = day.strftime("%B")
    for form in (
        day.isoformat(),
        f"{day:%Y%m%d}" if day.year >= 1000 else day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{month[:3]} {day.day}, {day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"{day.isoformat()}T00:00:00+14:00",
    ):
        assert parse_date(form) == day


@given(st.text(max_size=40) | st.integers() | st.floats())
def test_parse_date_never_raises(value: object) -> None:
    found = parse_date(value)
    assert found is None or 1600 <= found.year <= 2199


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\r\nb\rc\x0cd\x85e\u2028f", "a\nb\nc\nd\ne\nf"),
        ("\ufeffRus\xadsia\u200b and\x00 \x1bChina\u200f", "Russia and China"),
        ("12\xa0800\u202fkm\u3000x", "12 800 km x"),
        ("Chis\u0327ina\u0306u", "Chişinău"),
        ("tab\tstays", "tab\tstays"),
        ("  both\n ends \n", "both\n ends"),
        ("cut \ud83d off", "cut \ufffd off"),
        ("می\u200cخواهم 👨‍👩‍👧", "می\u200cخواهم 👨‍👩‍👧"),
    ],
)
def test_clean_text(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


@given(st.text())
def test_clean_text_is_settled(raw: str) -> None:
    once = clean_text(raw)
    assert clean_text(once) == once
    assert once.encode("utf-8").decode() == once
    assert "\n" not in clean_line(raw)


def test_no_name_stands_for_two_fields() -> None:
    names = [name for group in COLUMNS.values() for name in group]
    assert len(names) == len(set(names))
    assert all(role_of(name) == role for role, group in COLUMNS.items() for name in group)


@given(st.text("date:2024-0315 TiltlesurOk\n\r\t-'\"", max_size=80))
def test_split_header_loses_no_article(text: str) -> None:
    text = clean_text(text)
    header, body = split_header(text)
    assert text.endswith(body)
    if not header.fields:
        assert body.strip() == "" or "---" in text or ":" in text or body == text


@given(st.text("*_`[]()#>-+!~|\\<&;a b\n", max_size=60))
def test_strip_markdown_never_raises(text: str) -> None:
    assert strip_markdown(text) == strip_markdown(text).strip()


@given(st.lists(st.from_regex(r"[A-Za-z,;:.]+", fullmatch=True), min_size=1).map(" ".join))
def test_plain_words_are_no_markup(text: str) -> None:
    assert strip_markdown(text) == text


@pytest.mark.parametrize("room", [riftline.read, riftline.write])
def test_examples_in_the_docstrings_run(room: object) -> None:
    tried = 0
    for module in pkgutil.walk_packages(room.__path__, room.__name__ + "."):  # type: ignore[attr-defined]
        result = doctest.testmod(importlib.import_module(module.name))
        assert result.failed == 0, module.name
        tried += result.attempted
    assert tried > 5
