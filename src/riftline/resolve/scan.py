"""Finds the mentions of actors in a sentence: names of the tables, name patterns, common-noun phrases."""

from __future__ import annotations

import re
from dataclasses import dataclass

from riftline.record import Sentence

from .phrase import Described, PhraseReader, Unit
from .tokens import FUNCTION_WORDS, Token, tokenise

_GLUE = re.compile(r"[\s\-–]{1,2}|\.\s|\s?['’]s?\s|['’]s?-")
_DETERMINERS = frozenset(["the", "a", "an", "its", "their", "his", "her", "our", "my", "your", "this", "these", "those", "some", "many", "several", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "dozens", "hundreds", "thousands", "other", "all", "both", "former"])  # fmt: skip


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
    """All mentions of a sentence in text order; a possessor inside a longer mention comes as its own."""
    tokens = tokenise(sentence.text, sentence.start)
    if not tokens:
        return []
    units = _plain_start(reader.units(tokens, day, countries), tokens)
    out: list[Found] = []
    run: list[Unit] = []
    for unit in units:
        if run and not _glued(sentence, tokens[run[-1].last - 1], tokens[unit.first]):
            _close(reader, sentence, tokens, run, day, out)
            run = []
        if unit.kind == "word" and unit.key != "s" and not _bridge(unit, run, units):
            _close(reader, sentence, tokens, run, day, out)
            run = []
            continue
        if run or unit.key != "s":
            run.append(unit)
    _close(reader, sentence, tokens, run, day, out)
    return out


def _plain_start(units: list[Unit], tokens: list[Token]) -> list[Unit]:
    """A function word in capitals (sentence start) names nobody."""
    for unit in units:
        if unit.kind == "caps" and all(
            t.key in FUNCTION_WORDS for t in tokens[unit.first : unit.last]
        ):
            unit.kind = "word"
    return units


def _bridge(unit: Unit, run: list[Unit], units: list[Unit]) -> bool:
    """A plain word between a demonym or modifier and a head noun: "Iranian nuclear officials"."""
    if not run or unit.key in FUNCTION_WORDS:
        return False
    index = units.index(unit)
    following = units[index + 1] if index + 1 < len(units) else None
    before = run[-1]
    describes = before.kind == "modifier" or (
        before.alias is not None and before.alias.kind == "adjective"
    )
    return bool(describes and following is not None and following.kind == "head")


def _glued(sentence: Sentence, left: Token, right: Token) -> bool:
    gap = sentence.text[left.end - sentence.start : right.start - sentence.start]
    return _GLUE.fullmatch(gap) is not None or gap in {"'", "’"}


def _close(
    reader: PhraseReader,
    sentence: Sentence,
    tokens: list[Token],
    run: list[Unit],
    day: str,
    out: list[Found],
) -> None:
    """Turn a run of units into mentions: split at possessives, drop runs that name nobody."""
    while run and (run[-1].kind in {"word", "modifier"} or run[-1].key == "s"):
        run = run[:-1]
    if not run:
        return
    for index, unit in enumerate(run):
        if unit.key == "s" and index:
            _emit(
                reader,
                sentence,
                tokens,
                [u for u in run[:index] if u.key != "s"],
                day,
                out,
                possessor=True,
            )
            break
    _emit(reader, sentence, tokens, [u for u in run if u.key != "s"], day, out)


def _emit(
    reader: PhraseReader,
    sentence: Sentence,
    tokens: list[Token],
    run: list[Unit],
    day: str,
    out: list[Found],
    possessor: bool = False,
) -> None:
    first, last = run[0], run[-1]
    start, end = tokens[first.first].start, tokens[last.last - 1].end
    if (
        len(run) == 1
        and first.kind == "caps"
        and first.first == 0
        and first.last == 1
        and not possessor
    ):
        return  # an ordinary word in capitals because the sentence begins with it
    text = sentence.text[start - sentence.start : end - sentence.start]
    rest = _following(tokens, last.last)
    described = reader.describe_units(tokens, run, rest, day, text)
    before = tokens[first.first - 1].key if first.first else ""
    out.append(
        Found(
            start,
            end,
            sentence.index,
            described,
            before if before in _DETERMINERS else "",
            possessor,
        )
    )


def _following(tokens: list[Token], i: int) -> list[Token]:
    """The words of a prepositional phrase right after a head ("of Namibia", "in Cairo")."""
    if (
        i < len(tokens)
        and tokens[i].key in {"of", "in", "from", "at"}
        and tokens[i].start == tokens[i - 1].end + 1
    ):
        return tokens[i : i + 5]
    return []
