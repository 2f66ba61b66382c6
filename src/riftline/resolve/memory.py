"""What a document has said so far: its mentions by sentence, names, countries, descriptions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from riftline.actors import fold
from riftline.record import Sentence

from . import nearby
from .lexicon import words
from .phrase import PhraseReader
from .qualify import Described
from .scan import Found, scan_sentence

_ABBREVIATION = re.compile(r"\s?[(\[]\s?[\"“]?([A-Z][A-Za-z.&-]{1,9})[\"”]?\s?[)\]]")
_APPOSITION = re.compile(
    r"(?:,|\s[—–-]{1,2})\s+(?:\d{1,3},\s+)?"
    r"(?:who (?:is|was|has been|served as|serves as|heads|leads|chairs|runs)\s+)?"
    r"((?:[a-z]|[A-Z])[^,.;:()\"“”—–]{3,90})"
)
# "Vice Minister of Commerce Wang Shouwen": a title with "of" before the name.
_TITLE_OF = re.compile(
    r"((?:[A-Z][\w.'’-]*\s+|[a-z][a-z-]+\s+){1,5}?(?:of|for|at)\s+(?:the\s+)?"
    r"(?:[A-Z][\w&'’.-]*,?\s+(?:and\s+|of\s+|for\s+|the\s+)*){1,6})$"
)
_ALSO = re.compile(r"\s*(?:,|,?\s+and|\s+&)\s+$")
# "Adam Schiff, D-Calif.", "Charles Grassley, the Iowa Republican"
_STATE_PARTY = re.compile(
    r",?\s*\(?[DRI]-[A-Z]|,\s+(?:the|an?)\s+(?:[A-Z][\w.]+\s+){1,2}(?:Republican|Democrat)\b"
)
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
        self.weights: dict[str, float] = {}
        if title:
            self.titled = scan_sentence(reader, Sentence(-1, 0, len(title), title), day)
            for found in self.titled:
                self._register(found, 2.0)
        for number, sentence in enumerate(sentences):
            row = scan_sentence(reader, sentence, day)
            last = None
            for found in row:
                self._register(found, 2.0 if number < 2 else 1.0, last)
                self._note_abbreviation(found)
                last = found
            self.rows.append(row)
        self.countries = tuple(sorted(self.weights, key=lambda c: (-self.weights[c], c)))
        for row in self.rows:
            for found in row:
                found.described = self.known(found.described, found.start)
        self.codes = [nearby.codes(row) for row in self.rows]
        self.title_codes = nearby.codes(self.titled)

    # -- names ---------------------------------------------------------------

    def _register(self, found: Found, weight: float, last: Found | None = None) -> None:
        described = found.described
        if described.country:
            worth = weight * (0.4 if described.kind == "place" else 1.0)
            self.weights[described.country] = self.weights.get(described.country, 0.0) + worth
            if described.kind == "generic" and described.head and described.head not in _LOOSE:
                self.of_head.setdefault(described.head, described.country)
        if described.kind == "person" and described.alias and described.alias.kind == "person":
            for surface in (described.name, described.alias.surface):
                self._name(fold(surface.split()[-1]), described)
            self.names.setdefault(fold(described.name), described)
        elif described.kind == "org" and described.sectors[:1] == ("MED",):
            words_ = fold(described.name).split()
            if len(words_) > 1:  # "The Times" after "The New York Times"
                self.names.setdefault(words_[-1], described)
        elif described.kind == "name" and len(described.name.split()) > 1 and found.sentence >= -1:
            if found.sentence < 0 and self.title.isupper():
                return
            if found.sentence >= 0:
                self._describe_by_apposition(found, last)
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

    def _describe_by_apposition(self, found: Found, last: Found | None) -> None:
        """ "Kenneth Olsen, president of a computer firm," gives sector and country.

        ``last`` is the mention before: in "journalists A and B" the title goes for both.
        """
        described = found.described
        if _STATE_PARTY.match(self.text, found.end):
            described.sectors, described.country = ("LEG",), "USA"
            return
        match = _APPOSITION.match(self.text, found.end)
        if match and not (described.sectors and described.country):
            self._take(described, match[1])
        if not described.sectors:
            before = self.text[self.sentences[found.sentence].start : found.start]
            title = _TITLE_OF.search(before[-120:])
            if title:
                self._take(described, title[1])
            elif (
                last is not None
                and _ALSO.fullmatch(self.text[last.end : found.start])
                and last.described.kind == "name"
                and last.described.title
            ):
                described.sectors = last.described.sectors
                described.country = described.country or last.described.country

    def _take(self, described: Described, text: str) -> None:
        """Give a name the sector and country of a description beside it."""
        said = self.reader.read(text, self.day)
        if said.kind == "generic" and said.head in self.reader.lexicon.heads and not said.plural:
            described.sectors = described.sectors or said.sectors
            described.country = described.country or said.country
            described.title = described.title or said.head

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

    def country_near(self, start: int, index: int, found: Described | None = None) -> str | None:
        """The country that a description without one most likely belongs to."""
        described = found or Described("", "generic", sectors=("GOV",))
        return nearby.likely_country(self, described, start, index)
