"""Cuts words into units: names of the tables, head nouns, modifiers, places, capitals."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from riftline.actors import ActorTable, Alias

from .choose import choose
from .lexicon import Lexicon, words
from .tokens import FUNCTION_WORDS, Token

NOT_NAMES = words("not_names")
_SURNAME_CAPITALS = frozenset({"washington", "london", "berlin", "paris", "santiago", "kingston"})
_PLACING = frozenset({"in", "at", "near", "outside", "around"})
_HONORIFICS = frozenset({"mr", "mrs", "ms", "miss", "sir", "madam", "lord", "lady"})
# Words that are common adjectives or nouns unless they stand with a capital ("house arrest").
_CAPITAL_ONLY = words("capital_only")
_LOWER_STARTS = words("lower_starts")


@dataclass(slots=True)
class Unit:
    """A stretch of tokens that means something.

    ``kind``: alias, head, modifier, city, caps (an unknown run of capitals), word.
    """

    first: int
    last: int  # exclusive
    kind: str
    key: str
    alias: Alias | None = None
    country: str | None = None
    sector: str | None = None


class UnitReader:
    """Finds units against the name tables and the lexicon, longest match first."""

    def __init__(self, table: ActorTable, lexicon: Lexicon) -> None:
        self.table = table
        self.lexicon = lexicon

    def units(self, tokens: list[Token], day: str, countries: Container[str]) -> list[Unit]:
        """Cut tokens into units from left to right."""
        out: list[Unit] = []
        i, limit = 0, len(tokens)
        while i < limit:
            unit = self._unit_at(tokens, i, limit, day, countries, out)
            out.append(unit)
            i = unit.last
        return out

    def alias_at(self, tokens: list[Token], i: int, limit: int) -> tuple[int, list[Alias]] | None:
        """Longest name of the tables that begins at token ``i``: (words, candidates)."""
        token = tokens[i]
        longest = self.table.longest.get(token.key)
        if longest is None:
            return None
        if not (token.capital or token.key in _LOWER_STARTS or token.text[0].isdigit()):
            return None
        for n in range(_reach(tokens, i, min(longest, limit - i)), 0, -1):
            if n > 1 and not (token.capital or tokens[i + n - 1].capital):
                continue
            key = token.key if n == 1 else " ".join(t.key for t in tokens[i : i + n])
            found = self.table.aliases.get(key)
            if found is None:
                continue
            if n == 1:
                found = [a for a in found if _case_fits(a.surface, token)]
                if token.key in FUNCTION_WORDS or token.key in NOT_NAMES:
                    found = [a for a in found if _stands_out(a, tokens, i)]
            if found:
                return n, found
        return None

    def head_at(self, tokens: list[Token], i: int, limit: int) -> tuple[int, str, str] | None:
        """Longest head noun or modifier at ``i``: (words, "head" or "modifier", sector)."""
        lexicon = self.lexicon
        longest = lexicon.longest.get(tokens[i].key)
        if longest is None:
            return None
        for n in range(_reach(tokens, i, min(longest, limit - i)), 0, -1):
            key = tokens[i].key if n == 1 else " ".join(t.key for t in tokens[i : i + n])
            sector = lexicon.heads.get(key)
            if sector is not None and n == 1 and key in _CAPITAL_ONLY and not tokens[i].capital:
                return None
            if sector is not None:
                return n, "head", sector
            sector = lexicon.modifiers.get(key)
            if sector is not None:
                return n, "modifier", sector
        return None

    def _unit_at(
        self,
        tokens: list[Token],
        i: int,
        limit: int,
        day: str,
        countries: Container[str],
        before: list[Unit],
    ) -> Unit:
        token = tokens[i]
        if token.key in _HONORIFICS and token.capital:
            return Unit(i, i + 1, "modifier", token.key)
        head = self.head_at(tokens, i, limit)
        named = self._named_on(tokens, i, limit, day)
        if named and (head is None or named[0] >= head[0]):
            title = before[-1].key if before and before[-1].kind == "head" and token.joined else ""
            alias = choose(named[1], day, countries, title)
            if (
                alias is not None
                and alias.kind == "short"
                and before
                and before[-1].key in _PLACING
            ):
                place = self._place_at(tokens, i, limit)
                if place is not None:
                    return place  # "in Santos", "from Lincoln"
            if alias is not None and not self._longer_name(tokens, i, named[0], limit, alias, day):
                key = " ".join(t.key for t in tokens[i : i + named[0]])
                return Unit(i, i + named[0], "alias", key, alias)
        if head:
            key = " ".join(t.key for t in tokens[i : i + head[0]])
            return Unit(i, i + head[0], head[1], key, sector=head[2])
        initial = token.key not in {"a", "i"} and i + 1 < limit and tokens[i + 1].joined
        initial = initial and len(token.key) == 1 and tokens[i + 1].capital
        plain = token.key in FUNCTION_WORDS or token.key in NOT_NAMES
        if token.capital and (initial or not plain):
            return self._place_at(tokens, i, limit) or self._caps_at(tokens, i, limit)
        return Unit(i, i + 1, "word", token.key)

    def _named_on(
        self, tokens: list[Token], i: int, limit: int, day: str
    ) -> tuple[int, list[Alias]] | None:
        """Longest name at ``i`` that has a bearer on the day."""
        named = self.alias_at(tokens, i, limit)
        while named and named[0] > 1 and choose(named[1], day) is None:
            named = self.alias_at(tokens, i, i + named[0] - 1)
        return named or self._without_initial(tokens, i, limit)

    def _without_initial(
        self, tokens: list[Token], i: int, limit: int
    ) -> tuple[int, list[Alias]] | None:
        """ "John F. Kerry" is found as "John Kerry"."""
        if i + 2 >= limit or len(tokens[i + 1].text) != 1 or not tokens[i + 2].joined:
            return None
        if not (tokens[i].capital and tokens[i + 1].joined):
            return None
        found = self.table.aliases.get(f"{tokens[i].key} {tokens[i + 2].key}", ())
        people = [a for a in found if a.kind == "person"]
        return (3, people) if people else None

    def _longer_name(
        self, tokens: list[Token], i: int, n: int, limit: int, alias: Alias, day: str
    ) -> bool:
        """A last name that begins an unknown longer name ("Ford Smith") is not that person."""
        if alias.kind not in {"short", "city", "place"} or i + n >= limit or alias.actor.rank >= 3:
            return False
        follower = tokens[i + n]
        if follower.key in _LOWER_PARTICLES and follower.joined and alias.kind == "short":
            return i + n + 1 < limit and tokens[i + n + 1].capital  # "Saleh al-Mutlaq"
        return (
            follower.capital
            and follower.joined
            and follower.key not in NOT_NAMES
            and follower.key not in FUNCTION_WORDS
            and self.head_at(tokens, i + n, limit) is None
            and len(follower.text) > 2
        )

    def _place_at(self, tokens: list[Token], i: int, limit: int) -> Unit | None:
        for n in range(_reach(tokens, i, min(4, limit - i)), 0, -1):
            key = " ".join(t.key for t in tokens[i : i + n])
            if not tokens[i + n - 1].capital:
                continue
            region = self.table.regions.get(key)
            city = self.table.cities.get(key)
            if not region and not (city and (n > 1 or city[1] > 60_000 or len(key) > 6)):
                continue
            follower = tokens[i + n] if i + n < limit else None
            if n == 1 and follower and self._goes_on(tokens, i + n, limit):
                return None  # the first word of a longer name
            return Unit(i, i + n, "city", key, country=region or (city[0] if city else None))
        return None

    def _goes_on(self, tokens: list[Token], i: int, limit: int) -> bool:
        """The capital word at ``i`` may be the last name to a first name before it."""
        token = tokens[i]
        if (
            not (token.capital and token.joined)
            or token.key in NOT_NAMES
            or self.head_at(tokens, i, limit)
        ):
            return False
        named = self.alias_at(tokens, i, limit)
        return named is None or all(a.kind in {"short", "city", "place"} for a in named[1])

    def _caps_at(self, tokens: list[Token], i: int, limit: int) -> Unit:
        if i and tokens[i].key in _PORTFOLIOS and tokens[i - 1].key in _BEFORE_PORTFOLIO:
            return Unit(i, i + 1, "word", tokens[i].key)  # "minister of Commerce Wang Shouwen"
        j = i + 1
        while j < limit and tokens[j].joined:
            token = tokens[j]
            particle = token.key in _LOWER_PARTICLES and j + 1 < limit and tokens[j + 1].capital
            plain = token.key in NOT_NAMES or token.key in FUNCTION_WORDS
            if not (token.capital or particle) or (plain and len(token.key) > 1):
                break
            if not particle and self.head_at(tokens, j, limit) and token.key not in _NAME_ENDS:
                break
            named = self.alias_at(tokens, j, limit)
            surname = token.key in _SURNAME_CAPITALS and j == i + 1
            if (
                named
                and not surname
                and any(a.kind not in {"short", "city", "place"} for a in named[1])
            ):
                break
            j += 1
        return Unit(i, j, "caps", " ".join(t.key for t in tokens[i:j]))


_PORTFOLIOS = words("portfolios")
_BEFORE_PORTFOLIO = words("before_portfolio")
_LOWER_PARTICLES = words("lower_particles")
_NAME_ENDS = words("name_ends")


_MONTH_BEFORE = words("month_before")


def _stands_out(alias: Alias, tokens: list[Token], i: int) -> bool:
    """A common word is a name only for the most prominent ("May said", not "in May", "He")."""
    if alias.kind not in {"short", "city"}:
        return True
    if alias.kind == "city" or len(tokens[i].text) < 3:
        return False
    before = tokens[i - 1] if i else None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    dated = (after and after.text[0].isdigit()) or (
        before
        and (before.key in _MONTH_BEFORE or before.text[0].isdigit() or before.key in NOT_NAMES)
    )
    return alias.actor.rank >= 3 and not dated


def _reach(tokens: list[Token], i: int, most: int) -> int:
    """How many words from ``i`` on stand together without punctuation between them."""
    n = 1
    while n < most and tokens[i + n].joined:
        n += 1
    return n


def _case_fits(surface: str, token: Token) -> bool:
    """Acronyms match acronyms only ("US" is not "Us", "WHO" not "Who")."""
    bare = surface.replace(".", "")
    if bare.isupper() and len(bare) > 1:
        return token.text.replace(".", "").isupper()
    if token.text.isupper() and len(token.text) <= 3 and not bare.isupper():
        return False  # "LEE" is read, "MAY" is not worth a minister
    return token.capital or not surface[0].isupper()
