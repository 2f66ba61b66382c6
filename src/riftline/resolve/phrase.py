"""What a noun phrase says about an actor: name, country and sector from its own words."""

from __future__ import annotations

import re
from collections.abc import Container

from riftline.actors import ActorTable, Alias, fold

from .choose import choose, office_on
from .lexicon import Lexicon, table, words
from .qualify import (
    BOUNDARY,
    MULTI_HEADS,
    Described,
    boundary,
    by_title,
    country_of,
    head_unit,
    join_keys,
    many_after,
    of_many,
    org_sector,
    place_after,
    qualified_sector,
    title_of,
)
from .tokens import Token, tokenise
from .units import Unit, UnitReader

WEAK_HEADS = words("weak_heads")
_QUANTIFIERS = words("quantifiers")
_TITLES = words("titles")
_DROPPED = words("dropped")
_RANK = {
    "gen": "MIL",
    "col": "MIL",
    "lt": "MIL",
    "maj": "MIL",
    "capt": "MIL",
    "adm": "MIL",
    "sgt": "MIL",
    "cpl": "MIL",
    "pvt": "MIL",
    "sen": "LEG",
    "rep": "LEG",
    "gov": "GOV",
    "prof": "EDU",
    "rev": "REL",
    "corporal": "MIL",
    "comrade": "PTY",
    "fr": "REL",
    "father": "REL",
    "imam": "REL",
    "mullah": "REL",
}
_PEOPLE_ENDS = ("ers", "ors", "ists", "ians", "men", "women", "ants", "ees", "ites", "ese", "ists")
# Heads whose owner is another state: "America's friends" are not American.
RELATIONS = words("relations")
_HOME = {fold(head): code for code, heads in table("home").items() for head in heads.split(";")}
_STRONG = frozenset({"UNK", "GOV", "CVL"})


_PLURALS = frozenset({"people", "men", "women", "police", "troops", "children"})


class PhraseReader(UnitReader):
    """Reads noun phrases against the name tables and the lexicon."""

    def __init__(self, table: ActorTable, lexicon: Lexicon) -> None:
        super().__init__(table, lexicon)
        self.org_words = lexicon.org_words

    def read(self, text: str, day: str = "", countries: Container[str] = ()) -> Described:
        """Describe a noun phrase by its own words (``day`` '' where no date is known)."""
        every = tokenise(text)
        tokens = [t for t in every if t.key not in {"s", ""}]
        if len(tokens) < len(every):
            whole = self._whole(self._strip(every), day, countries)
            if whole is not None:  # "the People's Liberation Army"
                return self.from_alias(whole, day)
        return self._read_tokens(tokens, day, countries, text)

    def _read_tokens(
        self, tokens: list[Token], day: str, countries: Container[str], text: str
    ) -> Described:
        whole = self._whole(tokens, day, countries)
        tokens = self._strip(tokens)
        if not tokens:
            return Described(_clean(text), "unknown", None, ("UNK",))
        whole = whole or self._whole(tokens, day, countries)
        if whole is not None:
            found = self.from_alias(whole, day)
            if whole.kind == "people" and found.kind == "state":
                found.sectors = ("GOV",) if text.lower().startswith("the ") else ("CVL",)
            return found
        after = self._after_quantifier(tokens)
        if after:
            found = self._read_tokens(after, day, countries, text)
            if found.kind in {"state", "place"}:
                found = Described(
                    "", "generic", found.country, ("CVL",), head="people", plural=True
                )
            found.plural = True
            if found.kind == "generic":
                found.name = _clean(text)
            return found
        units = self.units(tokens, day, countries)
        cut = boundary(units)
        return self.describe_units(tokens, units[:cut], units[cut:], day, text, 0)

    def _whole(self, tokens: list[Token], day: str, countries: Container[str]) -> Alias | None:
        """The actor whose name the phrase is, from its first word to its last."""
        found = self.alias_at(tokens, 0, len(tokens)) if tokens else None
        return choose(found[1], day, countries) if found and found[0] == len(tokens) else None

    def _strip(self, tokens: list[Token]) -> list[Token]:
        """Drop articles, possessives, numerals before the phrase."""
        while len(tokens) > 1 and (tokens[0].key in _DROPPED or tokens[0].key.isdigit()):
            if tokens[0].capital and tokens[0].key not in {"the", "a", "an"}:
                named = self.alias_at(tokens, 0, len(tokens))
                if named and named[0] > 1:
                    break
            if self.head_at(tokens, 0, len(tokens)) and tokens[0].key not in {
                "the",
                "one",
                "over",
                "top",
            }:
                break
            tokens = tokens[1:]
        return tokens

    def _after_quantifier(self, tokens: list[Token]) -> list[Token]:
        for i in range(min(4, len(tokens) - 2)):
            if tokens[i].key in _QUANTIFIERS and tokens[i + 1].key == "of":
                rest = tokens[i + 2 :]
                return (
                    rest
                    if all(
                        t.key in _QUANTIFIERS or not t.capital or t is tokens[0] for t in tokens[:i]
                    )
                    else []
                )
        return []

    def from_alias(self, alias: Alias, day: str) -> Described:
        """Describe an actor of the tables on a day."""
        actor = alias.actor
        if actor.kind != "person":
            plural = alias.kind == "people" or actor.kind == "bloc"
            return Described(
                actor.name,
                actor.kind,
                actor.country,
                alias.sectors or actor.sectors,
                alias,
                plural=plural,
            )
        held = office_on(actor, day)
        if held is None:
            return Described(actor.name, "person", actor.country, actor.sectors, alias)
        sector = held.office.sector
        country = None if sector == "IGO" else actor.country
        return Described(
            actor.name,
            "person",
            country,
            (sector,),
            alias,
            held.office,
            held.former and bool(held.office.end),
        )

    def describe_units(
        self,
        tokens: list[Token],
        units: list[Unit],
        rest: list[Unit],
        day: str,
        text: str,
        origin: int,
    ) -> Described:
        """Describe the units of a phrase; ``rest`` are those after its head ("of Namibia").

        ``origin`` is the offset at which ``text`` begins, in the offsets of the tokens.
        """
        last = head_unit(units)
        if last is None:
            return Described(_clean(text), "unknown", None, ("UNK",), units=units)
        before = units[: units.index(last)]
        country = country_of(before)
        if last.kind == "alias" and last.alias is not None:
            return self._named(last.alias, units, before, country, day)
        if last.kind == "caps":
            surface = text[tokens[last.first].start - origin : tokens[last.last - 1].end - origin]
            return self._unknown_name(units, before, country, rest, text, surface)
        if last.kind == "city":
            surface = text[tokens[last.first].start - origin : tokens[last.last - 1].end - origin]
            return Described(surface, "place", last.country, ("GOV",), units=units, head=last.key)
        if last.kind in {"head", "modifier"}:
            person = self._person_after_of(rest, day) if len(units) <= 3 else None
            return person or self._generic(tokens, units, last, country, rest, day, text)
        return self._plain(units, last, before, country, rest, text)

    def _person_after_of(self, rest: list[Unit], day: str) -> Described | None:
        """ "Minister of Foreign Affairs Sergei Lavrov": a person right at the end of the rest."""
        if (
            1 < len(rest) <= 4
            and rest[0].key == "of"
            and rest[-1].alias
            and rest[-1].alias.kind == "person"
            and all(u.kind != "word" for u in rest[1:])
            and len(rest) > 2
        ):
            return self.from_alias(rest[-1].alias, day)
        return None

    def _named(
        self, alias: Alias, units: list[Unit], before: list[Unit], country: str | None, day: str
    ) -> Described:
        found = self.from_alias(alias, day)
        found.head, found.units, found.title = units[-1].key, units, title_of(before)
        if (
            alias.kind == "short"
            and country
            and alias.actor.country
            and country != alias.actor.country
        ):
            # A demonym before a last name of another country: some other person of that name.
            sector = next((u.sector for u in reversed(before) if u.sector), "UNK")
            return Described(
                alias.surface, "name", country, (sector,), title=found.title, units=units
            )
        if alias.actor.kind == "org" and country and alias.actor.country not in {None, country}:
            found = Described(
                join_keys(units), "org", country, found.sectors, head=units[-1].key, units=units
            )
        return by_title(found, units, day)

    def _unknown_name(
        self,
        units: list[Unit],
        before: list[Unit],
        country: str | None,
        rest: list[Unit],
        text: str,
        surface: str,
    ) -> Described:
        last = units[-1]
        parts = last.key.split()
        sector = next((self.org_words[w] for w in reversed(parts) if w in self.org_words), None)
        if sector and len(parts) > 1:
            return Described(
                _clean(text),
                "org",
                country or country_of(rest[::-1]),
                (sector,),
                head=parts[-1],
                units=units,
            )
        described = next(
            (u.sector for u in reversed(before) if u.sector and u.sector != "UNK"), None
        )
        owner = next(
            (u.alias for u in reversed(before) if u.alias and u.alias.actor.kind == "org"), None
        )
        if owner is not None and described in {None, "GOV", "EDU", "BUS", "CVL"}:
            described = (owner.sectors or owner.actor.sectors or ("UNK",))[0]
        if parts[0] in _RANK:
            described = described or _RANK[parts[0]]
        name = surface
        if parts[0] in _TITLES and len(parts) > 1:
            name = name.split(" ", 1)[1] if " " in name else name
        sectors = (described,) if described else ()
        return Described(
            name, "name", country, sectors, head=last.key, title=title_of(before), units=units
        )

    def _generic(
        self,
        tokens: list[Token],
        units: list[Unit],
        last: Unit,
        country: str | None,
        rest: list[Unit],
        day: str,
        text: str,
    ) -> Described:
        before = units[: units.index(last)]
        sector, multi = last.sector or "UNK", False
        weak = last.key in WEAK_HEADS or last.key.split()[-1] in WEAK_HEADS
        owner = next(
            (
                u.alias
                for u in reversed(before)
                if u.alias and u.alias.actor.kind in {"org", "bloc"}
            ),
            None,
        )
        if weak or last.kind == "modifier":
            sector = next(
                (u.sector for u in reversed(before) if u.sector and u.sector not in {"UNK"}), sector
            )
        of = self._after(rest, day)
        if owner is not None and (weak or sector in {"GOV", "REB", "UNK"}):
            sector = org_sector(owner, last.key, sector)
            country = country or owner.actor.country
            multi = owner.actor.country is None
        elif of is not None and of.alias is not None and of.kind in {"org", "bloc"}:
            if weak or of.sectors[:1] == ("IGO",) or sector == "GOV":
                sector = org_sector(of.alias, last.key, sector)
            country = country or of.country
            multi = country is None
        elif of is not None and of.kind in {"generic", "org"} and weak and of.sectors:
            sector = of.sectors[0] if of.sectors[0] not in _STRONG or sector == "UNK" else sector
            country = country or of.country
        sector = qualified_sector(sector, last, before)
        plural = last.key.endswith("s") or last.key.split()[-1] in _PLURALS
        country = country or place_after(rest)
        if country is None and not multi and sector != "IGO":
            country = _HOME.get(last.key)
        if country is None and not multi:
            multi = of_many(last.key, sector, plural, before) or many_after(rest)
        if last.key in RELATIONS and country and _owned(before):
            country, multi, sector = None, True, "GOV" if sector in {"UNK", "CVL"} else sector
        name = _clean(text)
        return Described(
            name,
            "generic",
            country,
            (sector,),
            head=last.key,
            units=units,
            plural=plural,
            multi=multi,
        )

    def _after(self, rest: list[Unit], day: str) -> Described | None:
        """What stands after a first "of", "for" or "from"."""
        if len(rest) < 2 or rest[0].key not in {"of", "for", "from"}:
            return None
        phrase = [u for u in rest[1:] if u.key not in _DROPPED]
        cut = next(
            (i for i, u in enumerate(phrase) if u.kind == "word" and u.key in BOUNDARY),
            len(phrase),
        )
        head = head_unit(phrase[:cut])
        if head is None:
            return None
        if head.alias is not None:
            return self.from_alias(head.alias, day)
        if head.kind in {"head", "modifier"}:
            country = country_of(phrase[:cut])
            return Described(head.key, "generic", country, (head.sector or "UNK",), head=head.key)
        return None

    def _plain(
        self,
        units: list[Unit],
        last: Unit,
        before: list[Unit],
        country: str | None,
        rest: list[Unit],
        text: str,
    ) -> Described:
        sector = next((u.sector for u in reversed(before) if u.sector), None)
        if sector is None:
            owner = next((u.alias for u in reversed(before) if u.alias), None)
            if owner is not None and owner.actor.kind in {"org", "bloc"}:
                sector = org_sector(owner, last.key, "UNK")
            elif last.key.endswith(_PEOPLE_ENDS) or last.key.isdigit() or last.key in _QUANTIFIERS:
                sector = "CVL"  # a number alone counts people
            else:
                sector = "GOV" if country else "UNK"
        return Described(
            _clean(text),
            "generic",
            country or place_after(rest),
            (sector,),
            head=last.key,
            units=units,
            plural=last.key.endswith("s"),
            multi=last.key in MULTI_HEADS,
        )


def _owned(before: list[Unit]) -> bool:
    """A state by its name before the head: "U.S. allies", unlike "Yemeni allies"."""
    return any(u.alias and u.alias.kind in {"name", "capital", "seat"} for u in before)


_EDGES = re.compile(r"^[\s\"'“”‘’.,;:()\-–—]+|[\s\"'“”‘’.,;:()\-–—]+$")


def _clean(text: str) -> str:
    parts = _EDGES.sub("", text).split()
    while len(parts) > 1 and parts[0].lower() in {"the", "a", "an"}:
        parts = parts[1:]
    return " ".join(parts)
