"""Dates as company results, agencies and broadcasts write them, said in our own words.

Every row is published on the given day, Friday 14 February 2025 where none is given.
"""

from __future__ import annotations

from datetime import date

import pytest

from riftline.mentions.dates import find_dates

FRIDAY = date(2025, 2, 14)
NOVEMBER = date(2024, 11, 6)  # a Wednesday in the season of third-quarter results

Row = tuple[str, date, list[tuple[str, str]]]

RESULTS: list[Row] = [
    (
        "Net fell in the third quarter to £4m from £6m a year earlier.",
        NOVEMBER,
        [("the third quarter", "2024-Q3"), ("a year earlier", "2023-Q3")],
    ),
    (
        "A loss for its fiscal first quarter. Sales in the quarter ended Sept. 29 rose.",
        NOVEMBER,
        [
            ("fiscal first quarter", "2024-Q1"),
            ("the quarter", "2024-Q1"),
            ("Sept. 29", "2024-09-29"),
        ],
    ),
    (
        "The firm reported lower fourth-quarter earnings. It earned more a year earlier.",
        NOVEMBER,
        [("fourth-quarter", "2024-Q4"), ("a year earlier", "2023-Q4")],
    ),
    (
        "Sales rose in the third quarter; for last year's quarter they were flat.",
        NOVEMBER,
        [("the third quarter", "2024-Q3"), ("last year's quarter", "2023-Q3")],
    ),
    (
        "The slump will last through at least the first two quarters of 2026.",
        FRIDAY,
        [("first two quarters of 2026", "2026-H1")],
    ),
    ("It beat fiscal 2023 sales.", FRIDAY, [("fiscal 2023", "2023")]),
    ("Its 2023 earnings were restated.", FRIDAY, [("2023", "2023")]),
    (
        "Deliveries are planned for the second and third quarters of 2026.",
        FRIDAY,
        [("the second", "2026-Q2"), ("third quarters of 2026", "2026-Q3")],
    ),
    (
        "In March exports fell from the same month last year.",
        date(2025, 4, 9),
        [("March", "2025-03"), ("the same month last year", "2024-03")],
    ),
    (
        "Output grew in the July-September quarter.",
        NOVEMBER,
        [("the July-September quarter", "2024-Q3")],
    ),
    ("Exports beat the year-ago period.", NOVEMBER, [("the year-ago period", "2023")]),
    (
        "In 2019 it earned less than the year before.",
        FRIDAY,
        [("2019", "2019"), ("the year before", "2018")],
    ),
    ("A third-quarter loss is feared.", NOVEMBER, [("third-quarter", "2024-Q3")]),
]

AGENCY: list[Row] = [
    ("Talks end at 1400 GMT on Monday.", FRIDAY, [("1400 GMT on Monday", "2025-02-10T14:00")]),
    ("The pact runs through June.", FRIDAY, [("June", "2025-06")]),
    ("Her case is heard in May.", FRIDAY, [("May", "2025-05")]),
    ("He decided to leave before the end of May.", FRIDAY, [("the end of May", "2025-05")]),
    ("She flew out ahead of her Tuesday meeting.", FRIDAY, [("Tuesday", "2025-02-18")]),
    ("He plans on Monday to visit the port.", FRIDAY, [("Monday", "2025-02-17")]),
    ("Parliament was set to vote Thursday.", FRIDAY, [("Thursday", "2025-02-13")]),
    ("They meet on Tuesday of next week.", FRIDAY, [("Tuesday of next week", "2025-02-18")]),
    ("The siege ended on Friday of last week.", FRIDAY, [("Friday of last week", "2025-02-07")]),
    ("They will finish by the end of the year.", FRIDAY, [("the end of the year", "2025")]),
    ("In April of 2016 the law fell.", FRIDAY, [("April of 2016", "2016-04")]),
    ("On July fourth they marched.", FRIDAY, [("July fourth", "2024-07-04")]),
    ("In the last week of 2016 it snowed.", FRIDAY, [("the last week of 2016", "2016-W52")]),
    ("The March summit was moved.", FRIDAY, [("March", "2024-03")]),
    (
        "In January nineteen ninety-seven it began.",
        FRIDAY,
        [("January nineteen ninety-seven", "1997-01")],
    ),
    (
        "It fell three-and-a-half years after the coup.",
        FRIDAY,
        [("three-and-a-half years", "P3.5Y")],
    ),
    ("The truce broke within hours.", FRIDAY, [("hours", "PTXH")]),
    ("He quit within a week of his election.", FRIDAY, [("a week", "P1W")]),
    ("Trading stopped by early afternoon.", FRIDAY, [("early afternoon", "2025-02-14TAF")]),
    ("They will cut taxes in future.", FRIDAY, [("future", "FUTURE_REF")]),
]

NOTHING = [
    "He told Russia Today that he was well.",
    "Poverty is a scandal in today's world.",
    "They disputed the future of Syria.",
    "Jan Novak and Ivan Horak signed.",
    "Shipments of spring wheat and winter barley fell.",
    "The Winter Olympics were called off.",
    "It sells 700 seats a week.",
    "At the end of the day nobody was indicted.",
    "The police burned 1500 cars.",
    "June Smith wrote to April Jones.",
]


@pytest.mark.parametrize(("text", "day", "found"), RESULTS, ids=[r[0][:40] for r in RESULTS])
def test_company_results(text: str, day: date, found: list[tuple[str, str]]) -> None:
    assert [(m.text, m.value) for m in find_dates(text, day)] == found


@pytest.mark.parametrize(("text", "day", "found"), AGENCY, ids=[r[0][:40] for r in AGENCY])
def test_agency_prose(text: str, day: date, found: list[tuple[str, str]]) -> None:
    assert [(m.text, m.value) for m in find_dates(text, day)] == found


@pytest.mark.parametrize("text", NOTHING)
def test_no_date(text: str) -> None:
    assert find_dates(text, FRIDAY) == []


def test_a_firms_own_quarter_has_no_calendar_days() -> None:
    (fiscal,) = find_dates("It lost money in its fiscal first quarter.", NOVEMBER)
    assert fiscal.value == "2024-Q1"
    assert fiscal.first is None
