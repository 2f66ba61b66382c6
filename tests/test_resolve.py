"""Who is meant: single mentions by date and description, and mentions within a document."""

from __future__ import annotations

import time
from datetime import date

import pytest

from riftline.record import Sentence
from riftline.resolve import ActorResolver, DocumentActors
from riftline.sentences import split_sentences


@pytest.fixture(scope="module")
def resolver() -> ActorResolver:
    return ActorResolver.load()


@pytest.mark.parametrize(
    ("text", "day", "name", "country", "sector"),
    [
        ("Donald Trump", "2025-02-14", "Donald Trump", "USA", "GOV"),
        ("Donald Trump", "2016-03-01", "Donald Trump", "USA", "PTY"),
        ("Donald J. Trump", "2019-03-01", "Donald Trump", "USA", "GOV"),
        ("Putin", "2010-06-01", "Vladimir Putin", "RUS", "GOV"),
        ("Zelenskiy", "2022-03-01", "Volodymyr Zelensky", "UKR", "GOV"),
        ("Chancellor Merkel", "2015-03-01", "Angela Merkel", "DEU", "GOV"),
        ("President Emmanuel Macron", "2021-03-01", "Emmanuel Macron", "FRA", "GOV"),
        ("Indonesian security minister Wiranto", "2019-09-01", "Wiranto", "IDN", "GOV"),
        ("Theresa May", "2018-03-01", "Theresa May", "GBR", "GOV"),
        ("NATO Secretary General Jens Stoltenberg", "2018-03-01", "Jens Stoltenberg", None, "IGO"),
        ("Ban Ki-moon", "2014-03-01", "Ban Ki-moon", None, "IGO"),
        ("Aung San Suu Kyi", "2012-03-01", "Aung San Suu Kyi", "MMR", "OPP"),
        ("Aung San Suu Kyi", "2018-03-01", "Aung San Suu Kyi", "MMR", "GOV"),
        ("the Kremlin", "2025-02-14", "Russia", "RUS", "GOV"),
        ("the Kremlin", "1987-02-14", "Soviet Union", "SUN", "GOV"),
        ("Moscow", "1985-02-14", "Soviet Union", "SUN", "GOV"),
        ("Bonn", "1987-02-14", "Germany", "DEU", "GOV"),
        ("East Berlin", "1987-02-14", "East Germany", "DDR", "GOV"),
        ("Belgrade", "1987-02-14", "Yugoslavia", "YUG", "GOV"),
        ("Prague", "1987-02-14", "Czechoslovakia", "CSK", "GOV"),
        ("Prague", "2007-02-14", "Czech Republic", "CZE", "GOV"),
        ("Downing Street", "2025-02-14", "United Kingdom", "GBR", "GOV"),
        ("the Élysée", "2025-02-14", "France", "FRA", "GOV"),
        ("Hong Kong", "2019-02-14", "China", "CHN", "GOV"),
        ("the U.S.", "2019-02-14", "United States", "USA", "GOV"),
        ("US", "2019-02-14", "United States", "USA", "GOV"),
        ("Taiwan", "2022-02-14", "Taiwan", "TWN", "GOV"),
        ("the Taliban", "2019-02-14", "Taliban", "AFG", "REB"),
        ("the Taliban", "2023-02-14", "Taliban", "AFG", "GOV"),
        ("Da’esh", "2016-02-14", "Islamic State", None, "REB"),
        ("the African National Congress", "1987-02-14", "African National Congress", "ZAF", "REB"),
        ("the ANC", "2017-02-14", "African National Congress", "ZAF", "PTY"),
    ],
)
def test_names_by_date(
    resolver: ActorResolver, text: str, day: str, name: str, country: str | None, sector: str
) -> None:
    who = resolver.resolve(text, on=date.fromisoformat(day))
    assert (who.name, who.country, who.sectors[0]) == (name, country, sector)


@pytest.mark.parametrize(
    ("text", "country", "sector"),
    [
        ("a court in Multan", "PAK", "JUD"),
        ("Polish border guards", "POL", "COP"),
        ("the rebels", None, "REB"),
        ("Turkish officials", "TUR", "GOV"),
        ("Islamic State fighters", None, "REB"),
        ("Hamas officials", "PSE", "REB"),
        ("NATO members", None, "GOV"),
        ("police officials in Lahore", "PAK", "COP"),
        ("the president of Namibia", "NAM", "GOV"),
        ("members of Congress", None, "LEG"),
        ("hundreds of Bolivian miners", "BOL", "LAB"),
        ("two senior Kenyan opposition leaders", "KEN", "OPP"),
        ("Moscow-backed gunmen", None, "CRM"),
        ("students in Dhaka", "BGD", "EDU"),
        ("the University of Lisbon", "PRT", "EDU"),
        ("a dockworkers' union in Santos", "BRA", "LAB"),
        ("Gen. Arturo Bellavista", None, "MIL"),
        ("Peru's foreign ministry", "PER", "GOV"),
        ("migrants", None, "CVL"),
        ("Nigerien soldiers", "NER", "MIL"),
        ("the European Commission's president", None, "IGO"),
        ("Ghanaian lawmakers", "GHA", "LEG"),
        ("prosecutors in Milan", "ITA", "JUD"),
        ("an aid agency", None, "NGO"),
    ],
)
def test_descriptions(resolver: ActorResolver, text: str, country: str | None, sector: str) -> None:
    who = resolver.resolve(text, on=date(2019, 5, 1))
    assert (who.country, who.sectors[0]) == (country, sector)


def test_former_holder_keeps_last_office(resolver: ActorResolver) -> None:
    who = resolver.resolve("Joe Biden", on=date(2025, 2, 14))
    assert (who.role, who.role_from, who.role_to) == ("president", "2021-01-20", "2025-01-20")
    assert resolver.resolve("Donald Trump", on=date(2025, 2, 14)).role_to is None


def test_blocs_have_members(resolver: ActorResolver) -> None:
    european = resolver.resolve("European NATO states", on=date(2025, 2, 14))
    assert {"FIN", "SWE", "TUR"} - set(european.members) == {"TUR"}
    assert "USA" not in european.members
    west = resolver.resolve("the West", on=date(2025, 2, 14))
    assert {"USA", "JPN"} <= set(west.members)
    assert west.country is None


def test_any_text_gets_an_answer(resolver: ActorResolver) -> None:
    for text in (
        "",
        " ",
        "…",
        "’s",
        "of",
        "???",
        "x" * 5000,
        "the the the",
        "\u200b",
        "漢字",
        "12",
    ):
        assert resolver.resolve(text, on=date(2020, 1, 1)).sectors


def test_start_is_carried(resolver: ActorResolver) -> None:
    who = resolver.resolve("Hanoi", on=date(2020, 1, 1), start=7)
    assert (who.text, who.start, who.end) == ("Hanoi", 7, 12)


def document(
    resolver: ActorResolver, text: str, day: str, title: str | None = None
) -> DocumentActors:
    return resolver.document(text, split_sentences(text), date.fromisoformat(day), title)


def ask(
    resolver: ActorResolver,
    text: str,
    mention: str,
    day: str,
    nth: int = 0,
    title: str | None = None,
) -> list[tuple[str, str | None, str]]:
    sentences: list[Sentence] = split_sentences(text)
    at = -1
    for _ in range(nth + 1):
        at = text.index(mention, at + 1)
    sentence = next(s for s in sentences if s.start <= at < s.end)
    found = document(resolver, text, day, title).resolve_all(at, at + len(mention), sentence.index)
    return [(e.name, e.country, e.sectors[0]) for e in found]


KENYA = (
    "Kenyan police fired tear gas in Kisumu on Monday. The police said nine people were held. "
    "Opposition leader Raila Odinga condemned the arrests. He asked the government to free them. "
    '"We will not be silent," Odinga said. The president did not comment.'
)


@pytest.mark.parametrize(
    ("mention", "nth", "expected"),
    [
        ("The police", 0, ("KEN", "COP")),
        ("He", 0, ("KEN", "OPP")),
        ("the government", 0, ("KEN", "GOV")),
        ("We", 0, ("KEN", "OPP")),
        ("Odinga", 1, ("KEN", "OPP")),
        ("The president", 0, ("KEN", "GOV")),
        ("nine people", 0, ("KEN", "CVL")),
    ],
)
def test_within_a_document(
    resolver: ActorResolver, mention: str, nth: int, expected: tuple[str, str]
) -> None:
    assert ask(resolver, KENYA, mention, "2017-10-17", nth)[0][1:] == expected


def test_president_is_the_holder_on_the_day(resolver: ActorResolver) -> None:
    assert ask(resolver, KENYA, "The president", "2017-10-17")[0][0] == "Uhuru Kenyatta"
    assert ask(resolver, KENYA, "The president", "2023-10-17")[0][0] == "William Ruto"


def test_last_name_of_an_unknown_person(resolver: ActorResolver) -> None:
    text = (
        "Ilse Vandermolen, a Belgian prosecutor, opened the case in Ghent. "
        "Vandermolen said she would call nine witnesses."
    )
    assert ask(resolver, text, "Vandermolen", "2018-01-01", 1)[0] == (
        "Ilse Vandermolen",
        "BEL",
        "JUD",
    )
    assert ask(resolver, text, "she", "2018-01-01")[0] == ("Ilse Vandermolen", "BEL", "JUD")


def test_abbreviation_in_brackets(resolver: ActorResolver) -> None:
    text = "The Chilean Miners Federation (CMF) began a strike. The CMF wants higher pay."
    assert ask(resolver, text, "CMF", "2018-01-01", 1)[0][1] == "CHL"


def test_two_leaders(resolver: ActorResolver) -> None:
    text = "Emmanuel Macron received Angela Merkel in Paris. The two leaders discussed the border."
    who = ask(resolver, text, "The two leaders", "2018-01-19")
    assert {w[0] for w in who} == {"Emmanuel Macron", "Angela Merkel"}


def test_both_countries(resolver: ActorResolver) -> None:
    text = "Peru recalled its envoy from Bolivia. Both countries had signed a treaty in March."
    assert {w[1] for w in ask(resolver, text, "Both countries", "2018-01-19")} == {"PER", "BOL"}


def test_group_means_the_one_named_before(resolver: ActorResolver) -> None:
    text = (
        "Boko Haram raided a village in Borno. The militants burned forty houses, residents said."
    )
    assert ask(resolver, text, "The militants", "2015-03-01")[0] == ("Boko Haram", "NGA", "REB")


def test_its_government(resolver: ActorResolver) -> None:
    text = "Norway closed the pipeline. Its government blamed a leak."
    assert ask(resolver, text, "Its government", "2018-01-19")[0][1:] == ("NOR", "GOV")


def test_first_person_address(resolver: ActorResolver) -> None:
    text = (
        "Good evening. We have talked with our partners all day. I thank everyone who helps us. "
        "We will rebuild our towns and our roads."
    )
    who = ask(resolver, text, "We", "2022-03-20", title="Address by the President of Ukraine")
    assert who[0] == ("Volodymyr Zelensky", "UKR", "GOV")


def test_washington_state_city_person(resolver: ActorResolver) -> None:
    threat = "Washington threatened Tehran with new sanctions."
    assert ask(resolver, threat, "Washington", "2019-05-01")[0][1:] == ("USA", "GOV")
    text = "Denzel Washington spoke at the gala. Washington thanked the hosts."
    assert ask(resolver, text, "Washington", "2019-05-01", 1)[0][0] == "Denzel Washington"


def test_common_words_are_no_names(resolver: ActorResolver) -> None:
    text = "In May he met us. He may go. IT experts said us. May said Britain would leave."
    found = {m.text: m.entity.name for m in document(resolver, text, "2018-05-30").mentions}
    assert "He" not in found
    assert "us" not in found
    assert found["May"] == "Theresa May"


def test_mention_spans_are_true(resolver: ActorResolver) -> None:
    doc = document(resolver, KENYA, "2017-10-17")
    assert len(doc.mentions) > 6
    for mention in doc.mentions:
        assert KENYA[mention.start : mention.end] == mention.text == mention.entity.text
        assert (mention.entity.start, mention.entity.end) == (mention.start, mention.end)


def test_implied_ranks_the_near_ones_first(resolver: ActorResolver) -> None:
    doc = document(resolver, KENYA, "2017-10-17")
    names = [e.name for e in doc.implied(2)]
    assert names[0] == "Raila Odinga"
    assert all(e.text is None and e.start is None for e in doc.implied(2))
    assert doc.implied(10_000) == []


def test_spans_out_of_range_do_not_fail(resolver: ActorResolver) -> None:
    doc = document(resolver, KENYA, "2017-10-17")
    assert doc.resolve_span(len(KENYA) + 5, len(KENYA) + 9, 99).sectors == ("UNK",)
    empty = resolver.document("", [], None)
    assert empty.mentions == ()
    assert empty.resolve_span(0, 0, 0).sectors == ("UNK",)


def test_lookup_speed(resolver: ActorResolver) -> None:
    names = ["Angela Merkel", "the Kremlin", "Polish border guards", "NATO"]
    day = date(2019, 1, 1)
    started = time.process_time()
    for _ in range(25_000):
        for name in names:
            resolver.resolve(name, on=day)
    assert 100_000 / (time.process_time() - started) > 200_000


def test_the_two_leaders_are_in_office() -> None:
    text = (
        "US president Donald Trump rang Russian president Vladimir Putin. "
        "Former president Joe Biden had refused to speak with Putin. Both leaders agreed to talk."
    )
    sentences = split_sentences(text)
    actors = ActorResolver.load().document(text, sentences, date(2025, 2, 14))
    at = text.index("Both leaders")
    names = {e.name for e in actors.resolve_all(at, at + 12, 2)}
    assert names == {"Donald Trump", "Vladimir Putin"}
