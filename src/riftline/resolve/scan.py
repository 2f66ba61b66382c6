"""Finds the mentions of a sentence: names of the tables, name patterns, common-noun phrases."""

from __future__ import annotations

from dataclasses import dataclass

from riftline.record import Sentence

from .lexicon import words
from .martial import forces_meant
from .phrase import PhraseReader
from .qualify import Described
from .tokens import FUNCTION_WORDS, Token, tokenise
from .units import Unit

_DETERMINERS = words("determiners")
_FOLLOWING = frozenset({"of", "in", "from", "at", "for"})


@dataclass(slots=True)
class Found:
    """A mention as scanned: offsets in the document and what its words say."""

    start: int
    end: int
    sentence: int
    described: Described
    determiner: str = ""
    possessor: bool = False


def scan_sentence(
    reader: PhraseReader, sentence: Sentence, day: str, countries: tuple[str, ...] = ()
) -> list[Found]:
    """All mentions of a sentence in text order.

    A possessor inside a longer mention comes as its own mention before it.
    """
    tokens = tokenise(sentence.text, sentence.start)
    if not tokens:
        return []
    units = reader.units(tokens, day, countries)
    headline = len(tokens) > 4 and sum(t.capital for t in tokens) > 0.75 * len(tokens)
    scan = _Scan(reader, sentence, tokens, units, day, headline)
    return scan.run()


class _Scan:
    """The state of one sentence's scan."""

    def __init__(
        self,
        reader: PhraseReader,
        sentence: Sentence,
        tokens: list[Token],
        units: list[Unit],
        day: str,
        headline: bool,
    ) -> None:
        self.reader, self.sentence, self.tokens, self.units = reader, sentence, tokens, units
        self.day, self.headline = day, headline
        self.out: list[Found] = []

    def run(self) -> list[Found]:
        run: list[int] = []
        for index, unit in enumerate(self.units):
            joined = self.tokens[unit.first].joined
            if run and not (joined or (unit.key == "s")):
                self._close(run)
                run = []
            if (
                unit.kind == "word"
                and not (run and unit.key == "s")
                and not self._bridge(index, run)
            ):
                self._close(run)
                run = []
                continue
            run.append(index)
            if (
                unit.alias is not None
                and unit.alias.actor.kind == "person"
                and not self._owns(index)
            ):
                self._close(run)
                run = []
        self._close(run)
        return self.out

    def _owns(self, index: int) -> bool:
        """The next unit belongs to the person's phrase: "Trump's lawyer", "Trump aides"."""
        if index + 1 >= len(self.units):
            return False
        following = self.units[index + 1]
        return following.key == "s" or (
            following.kind in {"head", "modifier"} and self.tokens[following.first].joined
        )

    def _bridge(self, index: int, run: list[int]) -> bool:
        """A plain word before a head noun, as in "Iranian nuclear officials"."""
        unit = self.units[index]
        if not run or unit.key in FUNCTION_WORDS or index + 1 >= len(self.units):
            return False
        before, following = self.units[run[-1]], self.units[index + 1]
        adjective = before.alias is not None and before.alias.kind == "adjective"
        joined = self.tokens[following.first].joined
        return (
            joined
            and following.kind == "head"
            and (before.kind == "modifier" or adjective or before.key == "s")
        )

    def _close(self, run: list[int]) -> None:
        """Turn a run of units into mentions, the possessor first."""
        units = [self.units[i] for i in run]
        while units and (units[-1].kind in {"word", "modifier"} or units[-1].key == "s"):
            units = units[:-1]
        if not units:
            return
        for position, unit in enumerate(units):
            if unit.key == "s" and position:
                self._emit([u for u in units[:position] if u.key != "s"], possessor=True)
        self._emit([u for u in units if u.key != "s"])

    def _emit(self, units: list[Unit], possessor: bool = False) -> None:
        first, last = units[0], units[-1]
        alone = len(units) == 1 and first.kind == "caps" and not possessor
        if alone and (self.headline or (first.first == 0 and first.last == 1)):
            return  # an ordinary word in capitals because a sentence or headline has it so
        start, end = self.tokens[first.first].start, self.tokens[last.last - 1].end
        text = self.sentence.text[start - self.sentence.start : end - self.sentence.start]
        described = self.reader.describe_units(
            self.tokens, units, self._rest(last), self.day, text, start
        )
        if described.kind == "state" and forces_meant(
            self.sentence.text, end - self.sentence.start
        ):
            described.sectors = ("MIL",)
        before = self.tokens[first.first - 1].key if first.first else ""
        determiner = before if before in _DETERMINERS else ""
        self.out.append(Found(start, end, self.sentence.index, described, determiner, possessor))

    def _rest(self, last: Unit) -> list[Unit]:
        """The units of a prepositional phrase right after a head ("of Namibia", "in Cairo")."""
        i = next(k for k, u in enumerate(self.units) if u is last) + 1
        if (
            i < len(self.units)
            and self.units[i].key in _FOLLOWING
            and self.tokens[self.units[i].first].joined
        ):
            rest = [self.units[i]]
            for unit in self.units[i + 1 : i + 6]:
                if not self.tokens[unit.first].joined:
                    break
                rest.append(unit)
                if unit.kind in {"head", "city"} or (unit.alias and unit.alias.kind != "adjective"):
                    break
            return rest
        return []
