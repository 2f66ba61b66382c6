"""Who is meant within one document: names after their first mention, pronouns, descriptions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from riftline.actors import fold
from riftline.record import Entity, Sentence

from .choose import office_on
from .phrase import Described, PhraseReader
from .scan import Found, scan_sentence
from .tokens import tokenise

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_THEY = frozenset(
    {
        "they",
        "them",
        "their",
        "theirs",
        "themselves",
        "both",
        "each",
        "all",
        "some",
        "others",
        "those",
        "these",
        "who",
        "whom",
        "whose",
    }
)
_IT = frozenset({"it", "its", "itself", "which", "that", "this"})
_WE = frozenset({"we", "us", "our", "ours", "ourselves", "i", "me", "my", "mine", "myself"})
PRONOUNS = _HE | _SHE | _THEY | _IT | _WE
_POSSESSIVE = re.compile(r"^(its|his|her|their|our|my)\s+", re.I)
_OFFICE_HEADS = {
    "president": "president",
    "prime minister": "prime minister",
    "premier": "premier",
    "chancellor": "chancellor",
    "king": "king",
    "vice president": "vice president",
    "foreign minister": "foreign minister",
    "secretary of state": "secretary of state",
}
_ABBREVIATION = re.compile(r"\s?\(\s?[\"“]?([A-Z][A-Za-z.&-]{1,9})[\"”]?\s?\)")


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A found mention: document offsets, its text, the sentence it stands in and who it is."""

    start: int
    end: int
    text: str
    sentence_index: int
    entity: Entity


class DocumentActors:
    """The actors of one document. Build it with ``ActorResolver.document``."""

    def __init__(
        self,
        reader: PhraseReader,
        text: str,
        sentences: Sequence[Sentence],
        published: date | None,
        title: str | None,
    ) -> None:
        self._reader = reader
        self._text = text
        self._sentences = list(sentences)
        self._day = published.isoformat() if published else ""
        self._names: dict[str, Described] = {}
        self._found: list[list[Found]] = []
        self._countries: Counter[str] = Counter()
        self._title = title or ""
        self._scan()
        self._mentions: tuple[ActorMention, ...] | None = None

    # -- first pass ----------------------------------------------------------

    def _scan(self) -> None:
        if self._title:
            whole = Sentence(-1, 0, len(self._title), self._title)
            for found in scan_sentence(self._reader, whole, self._day):
                self._register(found.described, weight=2)
        for sentence in self._sentences:
            row = scan_sentence(self._reader, sentence, self._day)
            for found in row:
                self._register(found.described)
                self._note_abbreviation(found)
            self._found.append(row)
        self.countries = tuple(c for c, _ in self._countries.most_common())
        for row in self._found:
            for found in row:
                found.described = self._known(found.described, found.sentence)

    def _register(self, found: Described, weight: int = 1) -> None:
        if found.country:
            self._countries[found.country] += weight
        if found.kind == "person" and found.alias and found.alias.kind == "person":
            self._names.setdefault(fold(found.name.split()[-1]), found)
            self._names.setdefault(fold(found.alias.surface.split()[-1]), found)
        elif found.kind == "name" and len(found.name.split()) > 1:
            self._names.setdefault(fold(found.name.split()[-1]), found)
            self._names.setdefault(fold(found.name), found)

    def _note_abbreviation(self, found: Found) -> None:
        match = _ABBREVIATION.match(self._text, found.end)
        if match and found.described.kind in {"org", "name", "generic", "unknown"}:
            self._names.setdefault(fold(match[1]), found.described)

    def _known(self, found: Described, index: int) -> Described:
        """Replace a bare last name or abbreviation by what the document said of it before."""
        alias = found.alias
        single = alias.surface if alias and alias.kind == "short" else found.name
        if (found.kind == "name" and len(single.split()) == 1) or (alias and alias.kind == "short"):
            known = self._names.get(fold(single.split()[-1])) or self._names.get(fold(single))
            if known is not None and known is not found:
                return known
        return found

    # -- mentions ------------------------------------------------------------

    @property
    def mentions(self) -> tuple[ActorMention, ...]:
        """All actor mentions in text order."""
        if self._mentions is None:
            rows = []
            for row in self._found:
                for f in row:
                    text = self._text[f.start : f.end]
                    rows.append(
                        ActorMention(
                            f.start,
                            f.end,
                            text,
                            f.sentence,
                            self._entity(f.described, text, f.start, f.sentence),
                        )
                    )
            self._mentions = tuple(rows)
        return self._mentions

    def _entity(self, found: Described, text: str | None, start: int | None, index: int) -> Entity:
        from .resolver import entity_of

        country = found.country or self._fill_country(found, index)
        if country != found.country:
            found = replace(found, country=country)
        return entity_of(found, self._reader.table, self._day, text, start)

    def _fill_country(self, found: Described, index: int) -> str | None:
        """The country of a description that names none: its sentence's, else the document's."""
        if found.alias is not None or found.multi:
            return None
        near = self._near_country(index)
        return near or (self.countries[0] if self.countries else None)

    def _near_country(self, index: int) -> str | None:
        if not 0 <= index < len(self._found):
            return None
        codes = [f.described.country for f in self._found[index] if f.described.country]
        return codes[0] if codes and len(set(codes)) == 1 else None

    # -- spans ---------------------------------------------------------------

    def resolve_span(self, start: int, end: int, sentence_index: int) -> Entity:
        """Who the span means: the first of ``resolve_all``."""
        return self.resolve_all(start, end, sentence_index)[0]

    def resolve_all(self, start: int, end: int, sentence_index: int) -> list[Entity]:
        """Who the span means; several for "the two leaders", "both sides" or a list of names."""
        text = self._text[start:end]
        key = fold(text)
        if key in PRONOUNS and text not in {"US", "U.S.", "IT"}:
            who = self._pronoun(key, start, sentence_index)
            return [self._entity(d, text, start, sentence_index) for d in who] or [
                self._nobody(text, start)
            ]
        found = self._describe(text, start, end, sentence_index)
        return [self._entity(found, text, start, sentence_index)]

    def _nobody(self, text: str | None, start: int | None) -> Entity:
        stop = None if start is None or text is None else start + len(text)
        return Entity(text, start, stop, text or "", None, None, ("UNK",))

    def _describe(self, text: str, start: int, end: int, index: int) -> Described:
        owner = _POSSESSIVE.match(text)
        found = self._reader.read(text, self._day, self.countries)
        found = self._known(found, index)
        if found.country is None and found.kind == "generic":
            covering = self._covering(start, end, index)
            if covering is not None and covering.country:
                found = replace(found, country=covering.country)
        if found.country is None and owner:
            who = self._pronoun(owner[1].lower(), start, index)
            if who and who[0].country:
                found = replace(found, country=who[0].country)
        holder = self._office_holder(found, index)
        return holder or found

    def _covering(self, start: int, end: int, index: int) -> Described | None:
        if not 0 <= index < len(self._found):
            return None
        for found in self._found[index]:
            if found.start <= start and end <= found.end and not found.possessor:
                return found.described
        return None

    def _office_holder(self, found: Described, index: int) -> Described | None:
        """ "the president": the person who holds the office in the country that is meant."""
        role = _OFFICE_HEADS.get(found.head)
        if role is None or found.kind != "generic" or found.plural or len(found.units) > 2:
            return None
        for row in reversed(self._found[: index + 1]):
            for earlier in reversed(row):
                person = earlier.described
                if (
                    person.office
                    and person.office.role == role
                    and not person.former
                    and (found.country in {None, person.country})
                ):
                    return person
        country = found.country or (self.countries[0] if self.countries else None)
        return self._holder_in_table(role, country)

    def _holder_in_table(self, role: str, country: str | None) -> Described | None:
        if country is None or not self._day:
            return None
        for _, actor in self._reader.table.offices.get((country, role), ()):
            held = office_on(actor, self._day)
            if held and not held.former and held.distance == 0 and held.office.role == role:
                return Described(
                    actor.name, "person", actor.country, (held.office.sector,), None, held.office
                )
        return None

    # -- pronouns and implied participants -----------------------------------

    def _pronoun(self, key: str, start: int, index: int) -> list[Described]:
        if key in _HE or key in _SHE:
            return self._back(start, index, _is_person)[:1]
        if key in _THEY:
            return (
                self._back(start, index, lambda f: f.plural)[:1]
                or self._back(start, index, lambda f: f.kind != "place")[:1]
            )
        if key in _WE:
            return self._back(start, index, _is_person)[:1]
        return self._back(
            start,
            index,
            lambda f: f.kind in {"state", "org", "bloc"} or (f.kind == "generic" and not f.plural),
        )[:1]

    def _back(self, start: int, index: int, fits: object) -> list[Described]:
        """Mentions before ``start`` that fit, nearest sentence first, subjects first within a sentence."""
        assert callable(fits)
        out: list[Described] = []
        for i in range(min(index, len(self._found) - 1), max(-1, index - 6), -1):
            row = [f for f in self._found[i] if f.start < start and fits(f.described)]
            out += [f.described for f in row if not f.possessor]
        return out

    def implied(self, sentence_index: int, role_hint: str = "") -> list[Entity]:
        """Entities that the sentence may leave unsaid, likeliest first (``role_hint`` actor or recipient)."""
        seen: dict[str, float] = {}
        best: dict[str, Described] = {}
        for i in range(max(0, sentence_index - 4), min(sentence_index + 1, len(self._found))):
            for rank, found in enumerate(self._found[i]):
                name = found.described.name
                seen[name] = (
                    seen.get(name, 0.0)
                    + 1.0 / (1 + sentence_index - i)
                    + (0.3 if rank == 0 else 0.0)
                )
                best.setdefault(name, found.described)
        order = sorted(seen, key=lambda n: -seen[n])
        return [self._entity(best[n], None, None, sentence_index) for n in order]


def _is_person(found: Described) -> bool:
    return found.kind in {"person", "name"}


def words_of(text: str) -> list[str]:
    """Folded words of a text."""
    return [t.key for t in tokenise(text)]
