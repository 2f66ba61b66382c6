"""What a noun phrase says about an actor: name, country and sector from its own words."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field

from riftline.actors import ActorTable, Alias, Office
from riftline.actors.table import within

from .choose import choose, office_on
from .lexicon import ORG_WORDS, WEAK_HEADS, Lexicon
from .tokens import FUNCTION_WORDS, Token, tokenise

_STATE_KINDS = frozenset(
    {"name", "adjective", "people", "capital", "seat", "place", "city", "region"}
)
_BOUNDARY = frozenset(
    ["of", "in", "from", "at", "on", "for", "to", "by", "with", "against", "who", "which", "that", "whose", "where", "and", "or", "as", "near", "under", "over", "into", "including", "after", "before", "during", "since", "without", "within", "among", "about"]
)
_TITLES = frozenset(["mr", "mrs", "ms", "miss", "dr", "sir", "lord", "lady", "dame", "sen", "rep", "gov", "gen", "col", "lt", "maj", "capt", "adm", "sgt", "cpl", "pvt", "prof", "rev", "fr", "hon", "st", "sheikh", "shaykh", "imam", "ayatollah", "mullah", "maulana", "pope", "archbishop", "bishop", "cardinal", "king", "queen", "prince", "princess", "president", "vice", "premier", "chancellor", "minister", "secretary", "senator", "representative", "congressman", "congresswoman", "governor", "mayor", "judge", "justice", "general", "colonel", "major", "captain", "admiral", "lieutenant", "sergeant", "corporal", "private", "ambassador", "envoy", "spokesman", "spokeswoman", "spokesperson", "chairman", "chairwoman", "chief", "leader", "commander", "officer", "director", "professor", "doctor", "reverend", "father", "sister", "brother", "comrade", "sultan", "emir", "candidate", "lawmaker", "activist", "journalist", "economist", "analyst", "lawyer", "attorney", "prosecutor", "businessman", "councillor", "councilman", "speaker", "deputy", "detective", "sheriff", "marshal", "nominee", "commissioner", "dictator", "strongman", "oligarch", "billionaire", "author", "whistleblower", "mp", "aide", "adviser", "advisor", "negotiator", "diplomat", "cleric"])  # fmt: skip
_NAME_SECTOR = {
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
}
_NOUNY = ("ers", "ors", "ists", "ians", "men", "women", "ants", "ees", "ites")


@dataclass(slots=True)
class Unit:
    """A stretch of tokens that means something: an alias, a head noun, a modifier, a capital run."""

    first: int
    last: int  # exclusive
    kind: str  # alias, head, modifier, city, caps, word
    key: str
    alias: Alias | None = None
    country: str | None = None
    sector: str | None = None


@dataclass(slots=True)
class Described:
    """What the words alone give. ``kind``: person, state, org, bloc, people, name, generic, unknown."""

    name: str
    kind: str
    country: str | None = None
    sectors: tuple[str, ...] = ()
    alias: Alias | None = None
    office: Office | None = None
    former: bool = False
    head: str = ""
    title: str = ""
    plural: bool = False
    multi: bool = False  # explicitly of several states
    units: list[Unit] = field(default_factory=list)


class PhraseReader:
    """Reads noun phrases against the name tables and the lexicon."""

    def __init__(self, table: ActorTable, lexicon: Lexicon) -> None:
        self.table = table
        self.lexicon = lexicon

    # -- units ---------------------------------------------------------------

    def alias_at(self, tokens: list[Token], i: int, limit: int) -> tuple[int, list[Alias]] | None:
        """Longest name of the tables that begins at token ``i``: (words, candidates)."""
        token = tokens[i]
        longest = self.table.longest.get(token.key)
        if longest is None or not (
            token.capital or token.key in {"al", "de", "the", "iphone"} or token.text[0].isdigit()
        ):
            return None
        aliases = self.table.aliases
        for n in range(min(longest, limit - i), 0, -1):
            key = token.key if n == 1 else " ".join(t.key for t in tokens[i : i + n])
            found = aliases.get(key)
            if found is None:
                continue
            if n == 1 and len(token.text) <= 5:
                found = [a for a in found if _case_fits(a.surface, token.text)]
            if found:
                return n, found
        return None

    def head_at(self, tokens: list[Token], i: int, limit: int) -> tuple[int, str, str] | None:
        """Longest head noun or modifier at ``i``: (words, "head" or "modifier", sector)."""
        longest = self.lexicon.longest.get(tokens[i].key)
        if longest is None:
            return None
        for n in range(min(longest, limit - i), 0, -1):
            key = tokens[i].key if n == 1 else " ".join(t.key for t in tokens[i : i + n])
            sector = self.lexicon.heads.get(key)
            if sector is not None:
                return n, "head", sector
            sector = self.lexicon.modifiers.get(key)
            if sector is not None:
                return n, "modifier", sector
        return None

    def units(self, tokens: list[Token], day: str, countries: Container[str]) -> list[Unit]:
        """Cut tokens into units, longest match first, left to right."""
        out: list[Unit] = []
        i, limit = 0, len(tokens)
        while i < limit:
            unit = self._unit_at(tokens, i, limit, day, countries, out)
            out.append(unit)
            i = unit.last
        return out

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
        head = self.head_at(tokens, i, limit)
        named = self.alias_at(tokens, i, limit)
        title = before[-1].key if before and before[-1].kind == "head" else ""
        if named and (head is None or named[0] >= head[0]):
            alias = choose(named[1], day, countries, title)
            if alias is not None:
                return Unit(
                    i,
                    i + named[0],
                    "alias",
                    " ".join(t.key for t in tokens[i : i + named[0]]),
                    alias,
                )
        if head:
            key = " ".join(t.key for t in tokens[i : i + head[0]])
            return Unit(i, i + head[0], head[1], key, sector=head[2])
        if token.capital and token.key not in FUNCTION_WORDS:
            place = self._place_at(tokens, i, limit)
            if place:
                return place
            return self._caps_at(tokens, i, limit)
        return Unit(i, i + 1, "word", token.key)

    def _place_at(self, tokens: list[Token], i: int, limit: int) -> Unit | None:
        for n in range(min(4, limit - i), 0, -1):
            key = " ".join(t.key for t in tokens[i : i + n])
            region = self.table.regions.get(key)
            if region and (n > 1 or len(key) > 3):
                return Unit(i, i + n, "city", key, country=region[0])
            city = self.table.cities.get(key)
            if city and (n > 1 or city[0][1] > 100_000 or len(key) > 5):
                return Unit(i, i + n, "city", key, country=city[0][0])
        return None

    def _caps_at(self, tokens: list[Token], i: int, limit: int) -> Unit:
        j = i + 1
        while j < limit and tokens[j].capital and self.head_at(tokens, j, limit) is None:
            if self.alias_at(tokens, j, limit) and j - i < 1:
                break
            j += 1
        return Unit(i, j, "caps", " ".join(t.key for t in tokens[i:j]))

    # -- phrases -------------------------------------------------------------

    def read(self, text: str, day: str = "", countries: Container[str] = ()) -> Described:
        """Describe a noun phrase by its own words (``day`` '' where no date is known)."""
        tokens = tokenise(text)
        while tokens and tokens[0].key in {
            "the",
            "a",
            "an",
            "its",
            "their",
            "his",
            "her",
            "some",
            "many",
            "several",
        }:
            if len(tokens) > 1 and self.alias_at(tokens, 0, len(tokens)) and tokens[0].capital:
                break
            tokens = tokens[1:]
        tokens = [t for t in tokens if t.key not in {"s", ""}]
        if not tokens:
            return Described(text.strip(), "unknown", None, ("UNK",))
        whole = self.alias_at(tokens, 0, len(tokens))
        if whole and whole[0] == len(tokens):
            alias = choose(whole[1], day, countries)
            if alias is not None:
                return self.from_alias(alias, day, text)
        cut = self._first_boundary(tokens)
        units = self.units(tokens[:cut], day, countries)
        rest = tokens[cut:]
        found = self._from_units(tokens[:cut], units, rest, day, countries, text)
        return found

    def describe_units(
        self, tokens: list[Token], run: list[Unit], rest: list[Token], day: str, text: str
    ) -> Described:
        """Describe a run of units that a scan has found; ``rest`` is what follows the head."""
        return self._from_units(tokens, run, rest, day, (), text)

    def _first_boundary(self, tokens: list[Token]) -> int:
        for i in range(1, len(tokens)):
            if tokens[i].key in _BOUNDARY:
                return i
            gap = tokens[i].start - tokens[i - 1].end
            if gap > 1 and i > 0 and tokens[i - 1].text[-1] != "." and gap != 2:
                continue
        return len(tokens)

    def from_alias(self, alias: Alias, day: str, text: str) -> Described:
        """Describe an actor of the tables on a day."""
        actor = alias.actor
        if actor.kind == "person":
            held = office_on(actor, day)
            if held is None:
                return Described(actor.name, "person", actor.country, actor.sectors, alias)
            sectors = (held.office.sector,)
            return Described(
                actor.name, "person", actor.country, sectors, alias, held.office, held.former
            )
        kind = {"state": "state", "people": "people"}.get(actor.kind, actor.kind)
        plural = alias.kind == "people" or actor.kind == "bloc"
        return Described(
            actor.name, kind, actor.country, alias.sectors or actor.sectors, alias, plural=plural
        )

    def _from_units(
        self,
        tokens: list[Token],
        units: list[Unit],
        rest: list[Token],
        day: str,
        countries: Container[str],
        text: str,
    ) -> Described:
        last = self._head_unit(units)
        if last is None:
            return Described(_clean(text), "unknown", None, ("UNK",), units=units)
        index = units.index(last)
        before = units[:index]
        country = self._country_of(before)
        post = self._read_rest(rest, day, countries)
        if last.kind == "alias":
            assert last.alias is not None
            found = self.from_alias(last.alias, day, text)
            found.head = last.key
            found.units = units
            found.title = _title(before)
            self._correct_by_title(found, before, country)
            return found
        if last.kind == "caps":
            return self._unknown_name(tokens, units, last, before, country, post, text)
        if last.kind == "city":
            return Described(
                _surface(tokens, last), "place", last.country, ("GOV",), units=units, head=last.key
            )
        if last.kind in {"head", "modifier"}:
            return self._generic(units, last, before, country, post, text)
        sector = "CVL" if last.key.endswith(_NOUNY) else "UNK"
        for unit in before:
            sector = unit.sector or sector
        return Described(
            _clean(text),
            "generic",
            country or post[0],
            (sector,),
            head=last.key,
            units=units,
            plural=last.key.endswith("s"),
        )

    def _head_unit(self, units: list[Unit]) -> Unit | None:
        meaning = [u for u in units if u.kind != "word"]
        if not units:
            return None
        if not meaning:
            return units[-1]
        last = meaning[-1]
        if (
            last is not units[-1]
            and last.kind in {"modifier", "city", "alias"}
            and units[-1].kind == "word"
        ):
            if last.kind == "alias" and last.alias and last.alias.kind not in {"adjective"}:
                return last
            return units[-1]
        return last

    def _country_of(self, units: list[Unit]) -> str | None:
        for unit in reversed(units):
            if unit.alias is not None and unit.alias.actor.country:
                return unit.alias.actor.country
            if unit.kind == "city" and unit.country:
                return unit.country
        return None

    def _read_rest(
        self, rest: list[Token], day: str, countries: Container[str]
    ) -> tuple[str | None, Described | None]:
        """Country of the words after the head, and what stands after a first "of", "for" or "from"."""
        if not rest:
            return None, None
        units = self.units(rest, day, countries)
        country = self._country_of(list(reversed(units)))
        described = None
        if rest[0].key in {"of", "for", "from"} and len(rest) > 1:
            described = self.read(_join(rest[1:]), day, countries)
        return country, described

    def _correct_by_title(self, found: Described, before: list[Unit], country: str | None) -> None:
        """A demonym before a name that belongs to another country overrides a last-name guess."""
        alias = found.alias
        if alias is None or alias.actor.kind != "person" or alias.kind != "short" or not country:
            return
        if country != found.country:
            sector = next((u.sector for u in reversed(before) if u.sector), "UNK")
            found.kind, found.country, found.sectors = "name", country, (sector,)
            found.name, found.alias, found.office = alias.surface, None, None

    def _unknown_name(
        self,
        tokens: list[Token],
        units: list[Unit],
        last: Unit,
        before: list[Unit],
        country: str | None,
        post: tuple[str | None, Described | None],
        text: str,
    ) -> Described:
        words = last.key.split()
        sector = next((ORG_WORDS[w] for w in reversed(words) if w in ORG_WORDS), None)
        if sector:
            name = _clean(text)
            return Described(
                name, "org", country or post[0], (sector,), head=words[-1], units=units
            )
        title = _title(before)
        described = next((u.sector for u in reversed(before) if u.sector), None)
        first = words[0]
        if first in _NAME_SECTOR:
            described = described or _NAME_SECTOR[first]
        name = _surface(tokens, last)
        if words and words[0] in _TITLES and len(words) > 1:
            name = name.split(" ", 1)[1]
        return Described(
            name,
            "name",
            country,
            (described,) if described else (),
            head=last.key,
            title=title,
            units=units,
        )

    def _generic(
        self,
        units: list[Unit],
        last: Unit,
        before: list[Unit],
        country: str | None,
        post: tuple[str | None, Described | None],
        text: str,
    ) -> Described:
        sector = last.sector or "UNK"
        weak = last.key in WEAK_HEADS or last.key.split()[-1] in WEAK_HEADS
        multi = False
        of = post[1]
        org = next(
            (
                u.alias
                for u in reversed(before)
                if u.alias and u.alias.actor.kind in {"org", "bloc"}
            ),
            None,
        )
        if weak or last.kind == "modifier":
            for unit in before:
                if unit.sector and unit.kind in {"modifier", "head"}:
                    sector = unit.sector
        if org is not None and (weak or sector == "GOV"):
            sector = _org_sector(org, last.key, sector)
            country = country or org.actor.country
            multi = org.actor.country is None
        elif (
            of is not None and of.kind in {"org", "bloc", "generic"} and (weak or of.kind == "org")
        ):
            if of.alias is not None:
                sector = _org_sector(of.alias, last.key, of.sectors[0] if of.sectors else sector)
                multi = of.alias.actor.country is None
            elif weak and of.sectors and of.sectors[0] not in {"UNK", "GOV", "CVL"}:
                sector = of.sectors[0]
            country = country or of.country
        if any(u.key in {"former", "ex", "onetime"} for u in before) and sector in {"GOV", "LEG"}:
            sector = "ELI" if sector == "GOV" else sector
        if (
            any(
                u.key in {"foreign", "world", "international", "european", "western", "global"}
                for u in before
            )
            and country is None
        ):
            multi = last.key in {
                "leaders",
                "ministers",
                "governments",
                "officials",
                "powers",
                "states",
                "countries",
                "nations",
                "dignitaries",
                "community",
                "diplomats",
            }
        country = country or (None if multi else post[0])
        return Described(
            _clean(text),
            "generic",
            country,
            (sector,),
            head=last.key,
            units=units,
            plural=last.key.endswith(("s", "men", "people", "police", "troops")),
            multi=multi,
        )


def _org_sector(org: Alias, head: str, default: str) -> str:
    sectors = org.sectors or org.actor.sectors
    if head in {"members", "countries", "states", "nations", "allies"} and sectors[:1] == ("IGO",):
        return "GOV"
    return sectors[0] if sectors else default


def _title(before: list[Unit]) -> str:
    return " ".join(u.key for u in before if u.kind in {"head", "modifier"})


def _surface(tokens: list[Token], unit: Unit) -> str:
    return _join(tokens[unit.first : unit.last])


def _join(tokens: list[Token]) -> str:
    return " ".join(t.text for t in tokens)


def _clean(text: str) -> str:
    words = text.strip().strip("\"'“”‘’.,;:()").split()
    while len(words) > 1 and words[0].lower() in {"the", "a", "an"}:
        words = words[1:]
    return " ".join(words)


def _case_fits(surface: str, word: str) -> bool:
    """Acronyms match acronyms only ("US" is not "Us", "WHO" not "Who")."""
    bare = surface.replace(".", "")
    if bare.isupper() and len(bare) > 1:
        return word.replace(".", "").isupper()
    return True


def is_function_word(key: str) -> bool:
    """True for articles, prepositions, pronouns, auxiliaries."""
    return key in FUNCTION_WORDS


__all__ = ["Described", "PhraseReader", "Unit", "is_function_word", "within"]
