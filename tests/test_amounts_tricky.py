"""Tricky sentences for amounts: what real news does, said in our own words.

``found`` lists the expected (kind, value, low, high) of all amounts, in order; None is "not said".
"""

from __future__ import annotations

from datetime import date

import pytest

from riftline.mentions.amounts import find_amounts

DAY = date(2025, 2, 14)
Expected = tuple[str, float | None, float | None, float | None]


def exactly(kind: str, value: float) -> Expected:
    return kind, value, value, value


COUNTS: list[tuple[str, list[Expected]]] = [
    (
        "A blast killed at least 12 people and wounded dozens.",
        [("killed", 12, 12, None), ("injured", None, 24, None)],
    ),
    ("The raid left 12 dead and 30 wounded.", [exactly("killed", 12), exactly("injured", 30)]),
    ("Three soldiers were killed near the river.", [exactly("killed", 3)]),
    ("Twelve soldiers killed three gunmen.", [exactly("troops", 12), exactly("killed", 3)]),
    ("Four U.S. soldiers were wounded in the ambush.", [exactly("injured", 4)]),
    (
        "Two teachers, five pupils in a school, and a guard were killed.",
        [exactly("killed", 2), exactly("killed", 5), exactly("killed", 1)],
    ),
    (
        "The shelling killed nine fighters, four civilians and two policemen.",
        [exactly("killed", 9), exactly("killed", 4), exactly("killed", 2)],
    ),
    ("The death toll rose to 45 on Sunday.", [exactly("killed", 45)]),
    ("Up to 60 rebels died, the army said.", [("killed", 60, None, 60)]),
    ("Nearly 200 passengers were hurt.", [("injured", 200, 180, 200)]),
    ("Between 20 and 30 villagers were massacred.", [("killed", 25, 20, 30)]),
    ("Police detained 12 to 15 demonstrators.", [("arrested", 13.5, 12, 15)]),
    ("More than 300 people were arrested overnight.", [("arrested", 300, 300, None)]),
    ("Police made the arrest of four suspects public.", [exactly("arrested", 4)]),
    (
        "Hundreds were detained and several were injured.",
        [("arrested", None, 200, None), ("injured", None, 3, 9)],
    ),
    ("A journalist was arrested at the airport.", [exactly("arrested", 1)]),
    ("Gunmen shot dead two guards; no one else was hurt.", [exactly("killed", 2)]),
    ("Six people were gunned down outside a bar.", [exactly("killed", 6)]),
    ("One man was stabbed to death.", [exactly("killed", 1)]),
    ("The flood claimed 40 lives.", [exactly("killed", 40)]),
    ("Half a dozen aid workers were kidnapped.", [exactly("other", 6)]),
    ("Thousands of people marched through the capital.", [("crowd", None, 2000, None)]),
    ("Tens of thousands of protesters filled the square.", [("crowd", None, 20000, None)]),
    ("A crowd of 5,000 gathered outside the court.", [exactly("crowd", 5000)]),
    (
        "Some 1.4 million students joined the strike and the marches.",
        [("crowd", 1.4e6, 1.26e6, 1.54e6)],
    ),
    ("Warsaw will send 400 troops to the border.", [exactly("troops", 400)]),
    ("An additional 1,200-1,500 soldiers are to deploy.", [("troops", 1350, 1200, 1500)]),
    ("It withdrew several thousand peacekeepers.", [("troops", None, 3000, 9000)]),
    ("Russia sent two warships and 30 missiles.", [exactly("other", 2), exactly("other", 30)]),
    ("The city took in 12,000 refugees.", [exactly("other", 12000)]),
    ("Turnout was 54.3 per cent, down from 60%.", [exactly("share", 54.3), exactly("share", 60)]),
    ("Prices rose by 3 to 5 percent.", [("share", 4, 3, 5)]),
    (
        "Over a hundred people attended the party, four of whom were injured.",
        [("other", 100, 100, None), exactly("injured", 4)],
    ),
]

MONEY: list[tuple[str, float | None, float | None, float | None, str]] = [
    ("Britain spent £12.8 billion on arms.", 12.8e9, 12.8e9, 12.8e9, "GBP"),
    ("Argentina received 130 mln dlrs in credits.", 130e6, 130e6, 130e6, "USD"),
    ("It asked for half a million dollars.", 0.5e6, 0.5e6, 0.5e6, "USD"),
    ("A 500 mln-dlr bridge loan was agreed.", 500e6, 500e6, 500e6, "USD"),
    ("Tokyo promised up to 250 billion yen.", 250e9, None, 250e9, "JPY"),
    ("Berlin gave at least €3bn.", 3e9, 3e9, None, "EUR"),
    ("Canberra offered A$20 million in aid.", 20e6, 20e6, 20e6, "AUD"),
    ("The fine was US$5m.", 5e6, 5e6, 5e6, "USD"),
    ("Moscow budgeted 3.5 trillion roubles for it.", 3.5e12, 3.5e12, 3.5e12, "RUB"),
    ("Kyiv set aside 900 million hryvnias.", 900e6, 900e6, 900e6, "UAH"),
    ("The bond is worth EUR 750 million.", 750e6, 750e6, 750e6, "EUR"),
    ("It will cost between $5 and $7 million.", 6e6, 5e6, 7e6, "USD"),
    ("It will cost $300-400 billion.", 350e9, 300e9, 400e9, "USD"),
    ("Ottawa pledged 40 million Canadian dollars.", 40e6, 40e6, 40e6, "CAD"),
    ("Bern froze 7.5 billion Swiss francs.", 7.5e9, 7.5e9, 7.5e9, "CHF"),
    ("Ankara owes 2 billion lira.", 2e9, 2e9, 2e9, "TRY"),
    ("The IMF lent 100 mln SDRs.", 100e6, 100e6, 100e6, "XDR"),
    ("Two and a half million shekels vanished.", 2.5e6, 2.5e6, 2.5e6, "ILS"),
    ("They stole millions of dollars.", None, 2e6, None, "USD"),
    ("Seoul approved 4 trillion won.", 4e12, 4e12, 4e12, "KRW"),
]

MORE_COUNTS: list[tuple[str, list[Expected]]] = [
    (
        "An American journalist was killed and an Israeli soldier captured.",
        [exactly("killed", 1), exactly("arrested", 1)],
    ),
    ("A man and a woman were arrested.", [exactly("arrested", 1), exactly("arrested", 1)]),
    ("The party's No. 2 official has been killed.", []),
    ("In one incident caught on film a guard helps a wounded woman.", []),
    ("In March 2018 five agents resigned.", [exactly("other", 5)]),
    ("It is worth twenty-one trillion yen.", [exactly("money", 21e12)]),
    ("Copper rose 64.2 cents.", [exactly("money", 0.642)]),
]


@pytest.mark.parametrize(
    ("sentence", "found"), MORE_COUNTS, ids=[case[0][:40] for case in MORE_COUNTS]
)
def test_counts_that_were_once_wrong(sentence: str, found: list[Expected]) -> None:
    got = [(a.kind, a.value, a.low, a.high) for a in find_amounts(sentence, DAY)]
    assert got == found


NOTHING = [
    "In 2018 a student was born on 24 November at 7 p.m.",
    "The suspect, 29, lives 40 miles from there.",
    "The 34-year-old won 2 seats in 3 days.",
    "Article 5 and Resolution 2254 were read out.",
    "One of the parties left.",
    "They met on Nov. 24 for two hours.",
]


@pytest.mark.parametrize(("sentence", "found"), COUNTS, ids=[case[0][:40] for case in COUNTS])
def test_tricky_counts(sentence: str, found: list[Expected]) -> None:
    got = [(a.kind, a.value, a.low, a.high) for a in find_amounts(sentence, DAY)]
    assert got == found


@pytest.mark.parametrize(
    ("sentence", "value", "low", "high", "unit"), MONEY, ids=[case[0][:40] for case in MONEY]
)
def test_tricky_money(
    sentence: str, value: float | None, low: float | None, high: float | None, unit: str
) -> None:
    (amount,) = find_amounts(sentence, DAY)
    assert (amount.kind, amount.value, amount.low, amount.high, amount.unit) == (
        "money",
        value,
        low,
        high,
        unit,
    )


@pytest.mark.parametrize("sentence", NOTHING)
def test_what_is_no_amount(sentence: str) -> None:
    assert [(a.kind, a.text) for a in find_amounts(sentence, DAY)] == []


def test_pounds_of_weight_are_no_money() -> None:
    assert all(a.kind != "money" for a in find_amounts("A 500-pound bomb and 50 pounds of rice."))
