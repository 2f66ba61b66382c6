"""Which date an event gets: sentences of our own, the trigger between angle brackets.

Published on Friday 14 February 2025. Expected: (start, end, precision), or None.
"""

from __future__ import annotations

from datetime import date

import pytest

from riftline.mentions.dates import find_dates
from riftline.mentions.event_dates import event_date
from riftline.record import EventDate

FRIDAY = date(2025, 2, 14)
Expected = tuple[str, str, str] | None

CASES: list[tuple[str, bool, Expected]] = [
    ("Rebels <attacked> a convoy on Wednesday.", False, ("2025-02-12", "2025-02-12", "day")),
    (
        "Workers <will be demonstrating> in London on Saturday.",
        True,
        ("2025-02-15", "2025-02-15", "day"),
    ),
    (
        "He <telephoned> the president on Wednesday morning.",
        False,
        ("2025-02-12", "2025-02-12", "day"),
    ),
    ("On Tuesday, police <arrested> two editors.", False, ("2025-02-11", "2025-02-11", "day")),
    ("The envoy <resigned> last month.", False, ("2025-01-01", "2025-01-31", "month")),
    ("The ministers <met> this week in Oslo.", False, ("2025-02-10", "2025-02-16", "week")),
    ("In 1967 the army <seized> the heights.", False, ("1967-01-01", "1967-12-31", "year")),
    ("The talks <are to be held> from 3 to 7 May.", True, ("2025-05-03", "2025-05-07", "range")),
    ("The two states <severed ties> on 5 June 2017.", False, ("2017-06-05", "2017-06-05", "day")),
    (
        "The junta <expelled> the ambassador in March 2023.",
        False,
        ("2023-03-01", "2023-03-31", "month"),
    ),
    (
        "The blockade <was lifted> between 3 and 7 January 2024.",
        False,
        ("2024-01-03", "2024-01-07", "range"),
    ),
    ("Gunmen <opened fire> on a bus yesterday.", False, ("2025-02-13", "2025-02-13", "day")),
    (
        "Paris <signed> the accord on Monday, three years after the war began in 2022.",
        False,
        ("2025-02-10", "2025-02-10", "day"),
    ),
    (
        "The militia <has besieged> the town since February 2022.",
        False,
        ("2022-02-01", "2025-02-14", "range"),
    ),
    (
        "The state is a leading donor, <pledging> £3 billion to the fund, since March 2023.",
        False,
        ("2023-03-01", "2025-02-14", "range"),
    ),
    ("The union <voted to strike> on Thursday.", False, ("2025-02-13", "2025-02-13", "day")),
    ("The minister <condemned> the raid.", False, None),
    ("The court said it <may hear> the case one day.", False, None),
]


def find(marked: str, future: bool, published: date | None = FRIDAY) -> EventDate | None:
    begin, end = marked.index("<"), marked.index(">") - 1
    text = marked.replace("<", "").replace(">", "")
    mentions = find_dates(text, published)
    return event_date(mentions, (begin, end), 0, len(text), published, future, text)


@pytest.mark.parametrize(("marked", "future", "expected"), CASES, ids=[c[0][:40] for c in CASES])
def test_event_date(marked: str, future: bool, expected: Expected) -> None:
    found = find(marked, future)
    assert (found and (found.start, found.end, found.precision)) == expected


def test_the_span_of_the_words_is_kept() -> None:
    found = find("Rebels <attacked> a convoy on Wednesday.", False)
    assert found is not None
    assert (found.text, found.span) == ("Wednesday", (28, 37))


def test_a_planned_event_is_never_put_on_the_weekday_before() -> None:
    found = find("Ministers <meet> in Oslo on Wednesday.", True)
    assert found is not None
    assert found.start == "2025-02-19"


def test_the_day_of_an_agreement_is_not_that_of_what_was_agreed() -> None:
    found = find("The ministers on Wednesday <agreed> to send aid.", True)
    assert found is not None
    assert found.start == "2025-02-12"


def test_dates_of_other_sentences_do_not_count() -> None:
    text = "They fought in 1999. The court sat."
    mentions = find_dates(text, FRIDAY)
    assert event_date(mentions, (31, 34), 21, len(text), FRIDAY, False, text) is None


def test_without_a_publication_date_only_full_dates_count() -> None:
    assert find("Rebels <attacked> a convoy on Wednesday.", False, None) is None
    found = find("Rebels <attacked> a convoy on 3 May 2021.", False, None)
    assert found is not None
    assert found.start == "2021-05-03"


@pytest.mark.parametrize(
    ("text", "trigger", "future", "first"),
    [
        ("He was arrested on Monday, police said on Thursday.", "arrested", False, "2025-02-10"),
        ("Rome will sign the pact on Wednesday.", "sign", True, "2025-02-19"),
        ("Parliament was set to ratify the bill Thursday.", "ratify", True, "2025-02-13"),
        ("He plans on Monday to visit the port.", "visit", True, "2025-02-17"),
        ("Two envoys met on Tuesday of last week.", "met", False, "2025-02-04"),
    ],
)
def test_the_day_that_the_verb_points_to(text: str, trigger: str, future: bool, first: str) -> None:
    day = date(2025, 2, 14)
    at = text.index(trigger)
    span = (at, at + len(trigger))
    found = event_date(find_dates(text, day), span, 0, len(text), day, future, text)
    assert found is not None
    assert found.start == first
