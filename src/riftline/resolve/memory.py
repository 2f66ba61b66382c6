"""What a document has said so far: its mentions by sentence, names, countries, descriptions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from riftline.actors import fold
from riftline.record import Sentence

from .lexicon import words
from .phrase import Described, PhraseReader
from .scan import Found, scan_sentence

_ABBREVIATION = re.compile(r"\s?[(\[]\s?[\"“]?([A-Z][A-Za-z.&-]{1,9})[\"”]?\s?[)\]]")
_APPOSITION = re.compile(
    r"(?:,|\s[—–-]{1,2})\s+(?:\d{1,3},\s+)?(?:who (?:is|was|has been|served as|heads|leads)\s+)?"
    r"((?:[a-z]|U\.S\.|[A-Z][a-z]+'s)[^,.;:()\"“”—–]{3,90})"
)
_STATE_PARTY = re.compile(r",?\s*\(?[DRI]-[A-Z]")  # "Adam Schiff, D-Calif."
# Heads whose country in one place says little about the next.
_BEFORE_PLACES = words("before_places")
_LOOSE = words("loose")


class Memory:
    """The scanned document; ``rows[i]`` holds the mentions of sentence ``i`` in text order."""

    def __init__(
        self,
        reader: PhraseReader,
        text: str,
        sentences: Sequence[Sentence],
        day: str,
        title: str,
        outlet: str = "",
    ) -> None:
        self.reader, self.text, self.day, self.title = reader, text, day, title
        self.outlet = outlet
        self.sentences = list(sentences)
        self.rows: list[list[Found]] = []
        self.titled: list[Found] = []
        self.names: dict[str, Described] = {}
        self.of_head: dict[str, str] = {}
        self._countries: dict[str, float] = {}
        if title:
            self.titled = scan_sentence(reader, Sentence(-1, 0, len(title), title), day)
            for found in self.titled:
                self._register(found, 2.0)
        for number, sentence in enumerate(sentences):
            row = scan_sentence(reader, sentence, day)
            for found in row:
                self._register(found, 2.0 if number < 2 else 1.0)
                self._note_abbreviation(found)
            self.rows.append(row)
        self.countries = tuple(sorted(self._countries, key=lambda c: (-self._countries[c], c)))
        for row in self.rows:
            for found in row:
                found.described = self.known(found.described, found.start)

    # -- names ---------------------------------------------------------------

    def _register(self, found: Found, weight: float) -> None:
        described = found.described
        if described.country:
            worth = weight * (0.4 if described.kind == "place" else 1.0)
            self._countries[described.country] = self._countries.get(described.country, 0.0) + worth
            if described.kind == "generic" and described.head and described.head not in _LOOSE:
                self.of_head.setdefault(described.head, described.country)
        if described.kind == "person" and described.alias and described.alias.kind == "person":
            for surface in (described.name, described.alias.surface):
                self._name(fold(surface.split()[-1]), described)
            self.names.setdefault(fold(described.name), described)
        elif described.kind == "name" and len(described.name.split()) > 1 and found.sentence >= -1:
            if found.sentence < 0 and self.title.isupper():
                return
            if found.sentence >= 0:
                self._describe_by_apposition(found)
            for key in (fold(described.name.split()[-1]), fold(described.name)):
                if key not in self.names or not self.names[key].sectors:
                    self.names[key] = described

    def _name(self, key: str, described: Described) -> None:
        """Who a last name stands for: the first full name, unless a more prominent bearer comes."""
        known = self.names.get(key)
        if (
            known is None
            or known.alias is None
            or (described.alias is not None and described.alias.actor.rank > known.alias.actor.rank)
        ):
            self.names[key] = described

    def _describe_by_apposition(self, found: Found) -> None:
        """ "Kenneth Olsen, president of a computer firm," gives sector and country."""
        described = found.described
        if _STATE_PARTY.match(self.text, found.end):
            described.sectors, described.country = ("LEG",), "USA"
            return
        match = _APPOSITION.match(self.text, found.end)
        if match and not (described.sectors and described.country):
            said = self.reader.read(match[1], self.day)
            if (
                said.kind == "generic"
                and said.head in self.reader.lexicon.heads
                and not said.plural
            ):
                described.sectors = described.sectors or said.sectors
                described.country = described.country or said.country

    def _note_abbreviation(self, found: Found) -> None:
        match = _ABBREVIATION.match(self.text, found.end)
        if match and found.described.kind in {"org", "name", "generic", "unknown"}:
            self.names.setdefault(fold(match[1]), found.described)

    def known(self, found: Described, start: int = 0) -> Described:
        """Replace a bare last name or abbreviation by what the document said of it before."""
        if found.kind in {"place", "state"} and len(found.units) < 2:
            return self._namesake(found, start)
        if found.kind == "person" and found.alias and found.alias.kind == "short":
            key = fold(found.alias.surface)
        elif found.kind == "name":
            key = fold(found.name)
        else:
            return found
        known = self.names.get(key) or self.names.get(key.split()[-1] if key.split() else key)
        if known is None or known is found:
            return found
        if found.kind == "name" and len(found.name.split()) > 1 and fold(known.name) != key:
            return found
        return known

    def first_person(self) -> bool:
        """True for an address or a statement: "we" or "I" again and again outside quotes."""
        bare = re.sub(r"[\"“][^\"”]*[\"”]", " ", self.text[:6000])
        hits = len(re.findall(r"\b(?:[Ww]e|I|[Oo]ur|us)\b", bare))
        return hits >= 3 and hits * 60 > len(bare.split())

    def _namesake(self, found: Described, start: int) -> Described:
        """A town or capital that is also the last name of a person in the text."""
        surface = found.alias.surface if found.alias else found.name
        known = self.names.get(fold(surface))
        if (
            known is None
            or known.kind not in {"person", "name"}
            or fold(known.name) == fold(surface)
        ):
            return found
        if found.alias is not None and found.alias.kind not in {"capital", "city", "place"}:
            return found
        before = self.text[max(0, start - 12) : start].split()[-1:]
        return found if before and before[0].lower() in _BEFORE_PLACES else known

    # -- looking back --------------------------------------------------------

    def back(
        self, start: int, index: int, fits: Callable[[Described], bool], reach: int = 6
    ) -> Iterator[Described]:
        """Mentions before ``start`` that fit: own sentence, then earlier ones, subjects first."""
        for i in range(min(index, len(self.rows) - 1), max(-1, index - reach), -1):
            for found in self.rows[i]:
                if found.end <= start and not found.possessor and fits(found.described):
                    yield found.described
        for found in self.titled:
            if fits(found.described):
                yield found.described

    def covering(self, start: int, end: int, index: int) -> Found | None:
        """The mention that holds the span, else the one that ends with it."""
        if not 0 <= index < len(self.rows):
            return None
        best = None
        for found in self.rows[index]:
            if found.start <= start and end <= found.end and not found.possessor:
                best = found
        return best

    def country_near(self, start: int, index: int) -> str | None:
        """The country that a description without one most likely belongs to."""
        if 0 <= index < len(self.rows):
            codes = [f.described.country for f in self.rows[index] if f.described.country]
            if codes and len(set(codes)) == 1:
                return codes[0]
            placed = self._placed(index)
            if placed:
                return placed
            if codes and self.countries and self.countries[0] in codes:
                return self.countries[0]
        return self.countries[0] if self.countries else None

    def _placed(self, index: int) -> str | None:
        """The country of a place named after "in" or "at" in the sentence."""
        for found in self.rows[index]:
            if found.described.country and found.described.kind in {"place", "state"}:
                before = self.text[max(0, found.start - 8) : found.start].split()
                if before[-1:] and before[-1].lower() in {
                    "in",
                    "at",
                    "near",
                    "across",
                    "throughout",
                }:
                    return found.described.country
        return None
