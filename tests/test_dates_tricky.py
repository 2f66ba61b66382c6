"""Tricky sentences for dates: what real news does, said in our own words.

Every sentence is published on Friday 14 February 2025 unless the row gives another day. ``found``
lists the expected (text, type, value) of all mentions, in order.
"""

from __future__ import annotations

from datetime import date

import pytest

from riftline.mentions.dates import find_dates

FRIDAY = date(2025, 2, 14)

CASES: list[tuple[str, list[tuple[str, str, str]]]] = [
    # weekdays: back, ahead, with parts of the day, with another reading of the tense
    ("The minister resigned on Wednesday.", [("Wednesday", "DATE", "2025-02-12")]),
    ("The envoys will meet in Oslo on Wednesday.", [("Wednesday", "DATE", "2025-02-19")]),
    ("Talks are expected to resume Monday.", [("Monday", "DATE", "2025-02-17")]),
    ("They agreed to pull back by Tuesday.", [("Tuesday", "DATE", "2025-02-18")]),
    ("Unions will be demonstrating in London on Saturday.", [("Saturday", "DATE", "2025-02-15")]),
    ("Police said on Thursday that the curfew would stay.", [("Thursday", "DATE", "2025-02-13")]),
    (
        "The army rejected Wednesday's ultimatum and will dig in.",
        [("Wednesday", "DATE", "2025-02-12")],
    ),
    ("He telephoned Kyiv on Wednesday morning.", [("Wednesday morning", "TIME", "2025-02-12TMO")]),
    (
        "Last Friday two boats sank; next Friday a third sails.",
        [("Last Friday", "DATE", "2025-02-07"), ("next Friday", "DATE", "2025-02-21")],
    ),
    ("The bridge was shut on Friday.", [("Friday", "DATE", "2025-02-14")]),
    (
        "The pact, signed on Tuesday, will enter into force in June.",
        [("Tuesday", "DATE", "2025-02-11"), ("June", "DATE", "2025-06")],
    ),
    # deictic words and parts of the day
    (
        "Parliament votes tomorrow; yesterday it debated all night.",
        [("tomorrow", "DATE", "2025-02-15"), ("yesterday", "DATE", "2025-02-13")],
    ),
    (
        "Shells fell overnight and again this morning.",
        [("overnight", "TIME", "2025-02-14TNI"), ("this morning", "TIME", "2025-02-14TMO")],
    ),
    ("Sirens sounded last night.", [("last night", "TIME", "2025-02-13TNI")]),
    (
        "The siege began at 10 p.m. on Wednesday.",
        [("10 p.m. on Wednesday", "TIME", "2025-02-12T22:00")],
    ),
    # days without a year, and with everything
    ("She was arrested on 3 December.", [("3 December", "DATE", "2024-12-03")]),
    ("The ban will take effect on March 1.", [("March 1", "DATE", "2025-03-01")]),
    (
        "On Friday, November the 13th, 2015, Paris was attacked.",
        [("Friday, November the 13th, 2015", "DATE", "2015-11-13")],
    ),
    ("The accord of 19 April 1951 is void.", [("19 April 1951", "DATE", "1951-04-19")]),
    ("A note dated 2024-11-05 leaked.", [("2024-11-05", "DATE", "2024-11-05")]),
    # ranges
    (
        "The summit runs from 3 to 7 May.",
        [("3", "DATE", "2025-05-03"), ("7 May", "DATE", "2025-05-07")],
    ),
    (
        "They met between 3 and 7 January 2024.",
        [("3", "DATE", "2024-01-03"), ("7 January 2024", "DATE", "2024-01-07")],
    ),
    (
        "The war of 2014-2016 cost thousands of lives.",
        [("2014", "DATE", "2014"), ("2016", "DATE", "2016")],
    ),
    (
        "Dockers struck from Monday to Thursday.",
        [("Monday", "DATE", "2025-02-10"), ("Thursday", "DATE", "2025-02-13")],
    ),
    # weeks, months, seasons, quarters, years
    (
        "The court sat this week and ruled last week.",
        [("this week", "DATE", "2025-W07"), ("last week", "DATE", "2025-W06")],
    ),
    ("The tariff was imposed last month.", [("last month", "DATE", "2025-01")]),
    ("Elections were held in November.", [("November", "DATE", "2024-11")]),
    ("Elections will be held in November.", [("November", "DATE", "2025-11")]),
    ("The line has been shut since February 2022.", [("February 2022", "DATE", "2022-02")]),
    ("In early March 2024 the envoy left.", [("early March 2024", "DATE", "2024-03")]),
    ("The offensive stalled in mid-2023.", [("mid-2023", "DATE", "2023")]),
    (
        "They clashed last summer and again in the winter of 2023.",
        [("last summer", "DATE", "2024-SU"), ("the winter of 2023", "DATE", "2023-WI")],
    ),
    (
        "Growth slowed in the third quarter of 2024.",
        [("the third quarter of 2024", "DATE", "2024-Q3")],
    ),
    ("Exports fell in the fourth quarter.", [("the fourth quarter", "DATE", "2024-Q4")]),
    ("Arms sales rose in the first half of 2023.", [("the first half of 2023", "DATE", "2023-H1")]),
    (
        "The junta of the 1970s fell in the late 1980s.",
        [("the 1970s", "DATE", "197"), ("the late 1980s", "DATE", "198")],
    ),
    ("It is a treaty of the 19th century.", [("the 19th century", "DATE", "18")]),
    (
        "They met in the last week of January and the third week of June 2024.",
        [
            ("the last week of January", "DATE", "2025-W05"),
            ("the third week of June 2024", "DATE", "2024-W24"),
        ],
    ),
    (
        "From March to May 2019 it rained.",
        [("March", "DATE", "2019-03"), ("May 2019", "DATE", "2019-05")],
    ),
    (
        "The archive for 2021-03 and 08.05.2021 is lost.",
        [("2021-03", "DATE", "2021-03"), ("08.05.2021", "DATE", "2021-05-08")],
    ),
    (
        "He recalled the Sept. 11 attacks and 9/11.",
        [("Sept. 11", "DATE", "2001-09-11"), ("9/11", "DATE", "2001-09-11")],
    ),
    ("The hearing was postponed until Tuesday.", [("Tuesday", "DATE", "2025-02-18")]),
    ("It ruled the day before yesterday.", [("the day before yesterday", "DATE", "2025-02-12")]),
    # relative to publication, and to what was said before
    ("Ten days ago a convoy was hit.", [("Ten days ago", "DATE", "2025-02-04")]),
    ("Relations were cut two years ago.", [("two years ago", "DATE", "2023")]),
    (
        "The truce broke on 1 February. The same day shelling resumed.",
        [("1 February", "DATE", "2025-02-01"), ("The same day", "DATE", "2025-02-01")],
    ),
    (
        "They signed on 5 May 1999. The following day both sides denied it.",
        [("5 May 1999", "DATE", "1999-05-05"), ("The following day", "DATE", "1999-05-06")],
    ),
    (
        "He took office in 2009. Two years later he was ousted.",
        [("2009", "DATE", "2009"), ("Two years later", "DATE", "2011")],
    ),
    # durations
    ("They held the town for three years.", [("three years", "DURATION", "P3Y")]),
    ("A 48-hour ceasefire was agreed.", [("48-hour", "DURATION", "PT48H")]),
    ("Talks took more than six hours.", [("more than six hours", "DURATION", "PT6H")]),
    ("The blockade lasted a year and a half.", [("a year and a half", "DURATION", "P1.5Y")]),
    ("For decades the border was closed.", [("decades", "DURATION", "PXDE")]),
    (
        "Over the past three months 40 people have been killed.",
        [("the past three months", "DURATION", "P3M")],
    ),
    ("A decade-long feud ended.", [("decade-long", "DURATION", "P10Y")]),
    # sets
    (
        "Shells fall every Monday and daily at the front.",
        [("every Monday", "SET", "XXXX-WXX-1"), ("daily", "SET", "P1D")],
    ),
    ("The state pays $5 million a year.", [("a year", "SET", "P1Y")]),
    # holidays
    ("A truce held on Christmas Day.", [("Christmas Day", "DATE", "2024-12-25")]),
    ("The vote will be held on Easter Sunday.", [("Easter Sunday", "DATE", "2025-04-20")]),
    # present, past, future
    ("The two sides are now talking.", [("now", "DATE", "PRESENT_REF")]),
    ("It recently freed prisoners.", [("recently", "DATE", "PAST_REF")]),
    ("Peace will one day come.", [("one day", "DATE", "FUTURE_REF")]),
    ("That may change in the near future.", [("the near future", "DATE", "FUTURE_REF")]),
]
NOTHING = [
    "Prime Minister May may march on without her party.",
    "About 2000 people gathered and 1999 votes were cast.",
    "The sun set, the second man sat down and the wall began to fall.",
    "A 34-year-old man aged beyond his years was held.",
    "Article 5 and Resolution 2254 were cited; the F-16 was lost.",
    "She paid $1945 for it.",
]


@pytest.mark.parametrize(("sentence", "found"), CASES, ids=[case[0][:40] for case in CASES])
def test_tricky_dates(sentence: str, found: list[tuple[str, str, str]]) -> None:
    got = [(m.text, m.type, m.value) for m in find_dates(sentence, FRIDAY)]
    assert got == found


@pytest.mark.parametrize("sentence", NOTHING)
def test_what_is_no_date(sentence: str) -> None:
    assert [m.text for m in find_dates(sentence, FRIDAY)] == []
