"""Tricky sentences: dated roles, former holders, namesakes, descriptions, forces, blocs."""

from __future__ import annotations

from datetime import date

import pytest

from riftline.record import Entity
from riftline.resolve import ActorResolver
from riftline.sentences import split_sentences


@pytest.fixture(scope="module")
def resolver() -> ActorResolver:
    return ActorResolver.load()


def who(resolver: ActorResolver, day: str, marked: str) -> Entity:
    """The entity of the span in [[double brackets]]."""
    start = marked.index("[[")
    text = marked.replace("[[", "").replace("]]", "")
    end = start + marked.index("]]") - start - 2
    sentences = split_sentences(text)
    index = next(s.index for s in sentences if s.start <= start < s.end)
    doc = resolver.document(text, sentences, date.fromisoformat(day))
    return doc.resolve_span(start, end, index)


# day, text with the span marked, country, main sector, words of the name ('' where open)
SENTENCES = [
    # heads of state and government by date
    ("1986-05-01", "[[President Reagan]] spoke for an hour.", "USA", "GOV", "Ronald Reagan"),
    ("1986-05-01", "[[Gorbachev]] flew home on Friday.", "SUN", "GOV", "Mikhail Gorbachev"),
    ("1989-11-10", "[[Chancellor Kohl]] broke off his visit.", "DEU", "GOV", "Helmut Kohl"),
    ("1991-02-01", "[[Prime Minister Major]] chaired the meeting.", "GBR", "GOV", "John Major"),
    ("1998-09-01", "[[Boris Yeltsin]] reshuffled his cabinet.", "RUS", "GOV", "Boris Yeltsin"),
    ("2004-06-01", "[[President Bush]] landed in Rome.", "USA", "GOV", "George W. Bush"),
    ("1990-06-01", "[[President Bush]] landed in Rome.", "USA", "GOV", "George H. W. Bush"),
    ("2012-03-01", "[[Merkel]] and Sarkozy dined in Berlin.", "DEU", "GOV", "Angela Merkel"),
    ("2022-11-01", "[[Rishi Sunak]] took questions.", "GBR", "GOV", "Rishi Sunak"),
    ("2025-08-01", "[[Friedrich Merz]] called the envoy.", "DEU", "GOV", "Friedrich Merz"),
    ("1987-04-01", "[[Yeutter]] doubted it.", "USA", "GOV", "Clayton Yeutter"),
    ("2014-07-01", "[[John Kerry]] flew to Cairo.", "USA", "GOV", "John Kerry"),
    ("2003-07-01", "[[John Kerry]] criticised the war.", "USA", "LEG", "John Kerry"),
    ("2012-08-01", "[[Vice President Tariq al-Hashemi]] stayed abroad.", "IRQ", "GOV", "Hashemi"),
    # former holders and held-then roles
    ("2017-03-21", "The award went to [[former Irish President Mary McAleese]].", "IRL", "ELI", ""),
    ("2013-06-11", "A memo reached [[then-Secretary of State Hillary Clinton]].", "USA", "GOV", ""),
    ("2019-01-10", "[[Former German officials]] signed the letter.", "DEU", "ELI", ""),
    ("2019-01-10", "[[A former CIA director]] disagreed.", "USA", "SPY", ""),
    # Washington, the state, the city, the person
    ("2019-01-10", "[[Washington]] rejected the offer from Tehran.", "USA", "GOV", "United States"),
    ("2019-01-10", "A ranger in [[Washington state]] called for help.", "USA", "GOV", ""),
    ("1790-01-10", "[[George Washington]] took the oath.", "USA", "GOV", "George Washington"),
    (
        "1987-01-10",
        "Chicago Mayor [[Harold Washington]] won again.",
        "USA",
        "GOV",
        "Harold Washington",
    ),
    # descriptions
    (
        "2019-10-10",
        "[[Indonesian security minister Wiranto]] was stabbed.",
        "IDN",
        "GOV",
        "Wiranto",
    ),
    ("2019-01-10", "[[A senior State Department official]] said no.", "USA", "GOV", ""),
    ("2019-01-10", "[[A spokesman for the Iranian foreign ministry]] said so.", "IRN", "GOV", ""),
    ("2019-01-10", "[[Chicago police]] cleared the square.", "USA", "COP", ""),
    ("2019-01-10", "[[Peru's interior minister]] resigned.", "PER", "GOV", ""),
    ("2019-01-10", "[[Kenyan lawmakers]] walked out.", "KEN", "LEG", ""),
    ("2019-01-10", "[[The Syrian armed opposition]] took the town.", "SYR", "REB", ""),
    ("2019-01-10", "[[The People's Liberation Army]] held drills.", "CHN", "MIL", ""),
    ("2019-01-10", "[[The Bundestag]] adjourned.", "DEU", "LEG", ""),
    ("2019-01-10", "[[The Bank of Japan]] kept rates.", "JPN", "GOV", "Bank of Japan"),
    ("2019-01-10", "[[Carabinieri]] sealed the street.", "ITA", "COP", "Carabinieri"),
    ("2019-01-10", "[[The special counsel]] filed a report.", "USA", "JUD", ""),
    ("2019-06-02", "Chinese Vice Minister of Commerce [[Wang Lidao]] spoke.", "CHN", "GOV", ""),
    ("2019-06-02", "Egyptian journalists Ola Sabri and [[Amr Zaki]] went free.", "EGY", "MED", ""),
    ("2019-06-02", "[[Ann Kuhlmey]], the Ohio Republican, voted no.", "USA", "LEG", ""),
    ("2019-06-02", "Runner Bill [[Ostrander]] fell.", None, "CVL", ""),
    # forces of a state; a state
    ("2015-12-01", "[[British]] drone attacks killed two men.", "GBR", "MIL", "United Kingdom"),
    ("1987-05-20", "[[Iraqi]] missile strikes hit the port.", "IRQ", "MIL", "Iraq"),
    ("1987-05-20", "[[Iraqi]] complaints reached the council.", "IRQ", "GOV", "Iraq"),
    ("2019-01-10", "[[Japanese fighters]] escorted the bombers.", "JPN", "MIL", ""),
    ("2019-01-10", "[[Syrian fighters]] left the valley.", "SYR", "REB", ""),
    # parties and chambers
    ("2019-01-10", "[[Republicans]] in the Senate blocked the bill.", "USA", "LEG", ""),
    ("2019-01-10", "[[Republicans]] gathered for a picnic in Ohio.", "USA", "PTY", ""),
    # bodies and groups of several states
    ("2019-01-10", "[[The West]] hesitated.", None, "GOV", "Western countries"),
    ("2019-01-10", "[[U.S. allies]] were told late.", None, "GOV", ""),
    ("2019-01-10", "[[World powers]] met Iran in Geneva.", None, "GOV", ""),
    ("2019-01-10", "[[A UN envoy]] left Damascus in Syria.", None, "IGO", ""),
    ("2019-01-10", "[[Leaders of the industrialised democracies]] met in Italy.", None, "GOV", ""),
]


@pytest.mark.parametrize(("day", "marked", "country", "sector", "name"), SENTENCES)
def test_tricky_sentences(
    resolver: ActorResolver, day: str, marked: str, country: str | None, sector: str, name: str
) -> None:
    found = who(resolver, day, marked)
    assert (found.country, found.sectors[0]) == (country, sector)
    assert name in found.name


def test_former_holders_carry_the_end_of_their_office(resolver: ActorResolver) -> None:
    found = who(resolver, "2018-05-01", "[[Former Prime Minister Tony Blair]] wrote a letter.")
    assert (found.name, found.role, found.role_to) == ("Tony Blair", "prime minister", "2007-06-27")
    assert found.sectors == ("ELI", "GOV")


def test_blocs_by_date(resolver: ActorResolver) -> None:
    text = "[[European NATO states]] pledged more."
    before, after = who(resolver, "1990-05-01", text), who(resolver, "2024-05-01", text)
    assert "POL" not in before.members
    assert {"POL", "FIN", "SWE"} <= set(after.members)
    assert before.country is None


def test_lawmakers_sit_where_the_article_is_at_home(resolver: ActorResolver) -> None:
    text = (
        "President Obama asked Congress for more time. The U.S. embassy in Libya stays shut. "
        "[[Some lawmakers]] want a wider inquiry into the attack in Libya."
    )
    assert who(resolver, "2012-10-24", text).country == "USA"
