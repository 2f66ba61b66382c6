"""How rules over date tokens are written, compiled and run.

A rule's pattern is words and ``<classes>`` of the lexer with the usual operators of regular
expressions; ``(name: ...)`` makes a group that the rule's function can read:

    (rel: last | next | this) (unit: <unit>)

Each rule looks at the whole string of codes; of overlapping finds the leftmost wins, then the
longest, then the rule written first. A rule may decline by returning None; then the next may try.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from riftline.mentions.dates_lexer import LEXICON, Tokens
from riftline.mentions.dates_tense import tense
from riftline.mentions.numbers import ORDINALS, words_to_number


@dataclass(frozen=True, slots=True)
class Timex:
    """Type, value and mod of a TIMEX3; ``tokens`` is given where it is not the whole match.

    ``anchor`` says how a duration lies against the publication day: -1 before, 1 after, 0 not.
    ``more`` are further expressions of the same match ("3" in "3 to 7 May").
    """

    type: str
    value: str
    mod: str | None = None
    tokens: tuple[int, int] | None = None
    anchor: int = 0
    unit: str | None = None
    amount: float | None = None
    more: tuple[Timex, ...] = ()
    calendar: bool = True  # False: a firm's own quarter, whose days are not the calendar's


class UndatedError(Exception):
    """A relative expression in a document without a publication date."""


@dataclass
class Context:
    """What a rule may look at: the tokens, the publication day, what was found so far."""

    tokens: Tokens
    published: date | None
    found: list[tuple[int, int, str, str]] = field(default_factory=list)  # start, end, type, value
    # The period whose results are told ("1989-Q3"), and where: "a year earlier" is against it.
    told: tuple[str, int] | None = None
    fiscal: int = -1000  # where a fiscal quarter was last named

    def period_told(self, start: int, within: int = 400) -> str | None:
        """The quarter or year under report, where it was named not too far back."""
        return self.told[0] if self.told and start - self.told[1] <= within else None

    @property
    def today(self) -> date:
        """The publication day."""
        if self.published is None:
            raise UndatedError
        return self.published

    def last_value(self, start: int, pattern: re.Pattern[str], within: int) -> str | None:
        """The nearest earlier DATE or TIME value that fits, at most ``within`` tokens back."""
        for begin, _, kind, value in reversed(self.found):
            if start - begin > within:
                return None
            if kind in ("DATE", "TIME") and pattern.match(value):
                return value
        return None


class Found:
    """One match of a rule: its groups as words and numbers."""

    __slots__ = ("_match", "context", "end", "start")

    def __init__(self, match: re.Match[str], context: Context) -> None:
        self._match = match
        self.context = context
        self.start, self.end = match.span()

    def words(self, group: str) -> list[str]:
        """Lower-case words of a group, empty where it did not take part."""
        if group not in self._match.re.groupindex:
            return []
        begin, end = self._match.span(group)
        return self.context.tokens.words[begin:end] if begin >= 0 else []

    def text(self, group: str) -> str:
        """The group's words with spaces between."""
        return " ".join(self.words(group))

    def span(self, group: str) -> tuple[int, int]:
        """Token span of a group."""
        return self._match.span(group)

    def number(self, group: str) -> float | None:
        """The number that a group says; None for "several" and the like, or no number."""
        words = self.words(group)
        return words_to_number([_whole(word) for word in words]) if words else None

    @staticmethod
    def number_of(words: list[str]) -> float | None:
        """The number that these words say."""
        return words_to_number(words)

    def ordinal(self, group: str) -> int:
        """1 for "first" or "1st"; 0 where the group did not take part."""
        text = "".join(self.words(group))
        if text in ORDINALS:
            return ORDINALS[text]
        digits = re.match(r"\d+", text)
        return int(digits[0]) if digits else 0

    def year(self, group: str) -> int | None:
        """A year of four figures, or of two after an apostrophe ('98: within 80 years back)."""
        text = self.text(group).lstrip("'’")
        if not text.isdigit():
            return None
        if len(text) > 2:
            return int(text)
        pivot = self.context.published.year if self.context.published else 2030
        century = pivot // 100 * 100
        return (
            century + int(text) if century + int(text) <= pivot + 19 else century - 100 + int(text)
        )

    def before(self, offset: int = 1) -> str:
        """The word that stands ``offset`` tokens before the match."""
        index = self.start - offset
        return self.context.tokens.words[index] if index >= 0 else ""

    def after(self, offset: int = 1) -> str:
        """The word that stands ``offset`` tokens after the match."""
        index = self.end + offset - 1
        return self.context.tokens.words[index] if index < len(self.context.tokens.words) else ""

    def before_end(self, offset: int) -> str:
        """The word of the match that stands ``offset`` from its end (1: the last)."""
        index = self.end - offset
        return self.context.tokens.words[index] if index >= self.start else ""

    def raw_before(self) -> str:
        """The text as written of the token before the match."""
        tokens, index = self.context.tokens, self.start - 1
        return tokens.text[tokens.starts[index] : tokens.ends[index]] if index >= 0 else ""

    def tense(self) -> str | None:
        """Past, future or None, from the verbs around."""
        return tense(self.context.tokens, self.start, self.end)

    def raw(self, offset: int) -> str:
        """The text as written of the token ``offset`` from the end (0: the next one)."""
        tokens, index = self.context.tokens, self.end + offset
        if not 0 <= index < len(tokens.words):
            return ""
        return tokens.text[tokens.starts[index] : tokens.ends[index]]


def _whole(word: str) -> str:
    return word.split(" ")[0] if "/" in word else word


Rule = Callable[[Found], Timex | None]
_RULES: list[tuple[re.Pattern[str], Rule]] = []
_ITEM = re.compile(r"\((?P<group>[a-z]+):|<(?P<cls>\w+)>|(?P<word>[a-z]+)|\s+|(?P<operator>.)")


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """A regular expression over codes from a rule's pattern."""
    out: list[str] = []
    for item in _ITEM.finditer(pattern):
        if item["group"]:
            out.append(f"(?P<{item['group']}>")
        elif item["cls"]:
            out.append(LEXICON.class_pattern(item["cls"]))
        elif item["word"]:
            out.append(LEXICON.code(item["word"]))
        elif item["operator"]:
            out.append(item["operator"])
    return re.compile("".join(out))


def rule(pattern: str) -> Callable[[Rule], Rule]:
    """Register a function as the rule for a pattern; one function may serve several."""

    def register(function: Rule) -> Rule:
        _RULES.append((compile_pattern(pattern), function))
        return function

    return register


def run_rules(context: Context) -> list[tuple[int, int, Timex]]:
    """All finds in text order, as token spans; ``context.found`` grows as they are made."""
    candidates = []
    for order, (pattern, _) in enumerate(_RULES):
        for match in pattern.finditer(context.tokens.codes):
            candidates.append((match.start(), -match.end(), order, match))
    candidates.sort(key=lambda item: item[:3])
    results: list[tuple[int, int, Timex]] = []
    reached = 0
    for start, _, order, match in candidates:
        if start < reached:
            continue
        found = _apply(_RULES[order][1], Found(match, context))
        for timex in (*found.more, found) if found else ():
            begin, end = timex.tokens or match.span()
            if context.tokens.words[end - 1] == ".":
                end -= 1  # the sentence's full stop, or an abbreviation's that nothing follows
            results.append((begin, end, timex))
            context.found.append((begin, end, timex.type, timex.value))
            reached = max(reached, end)
    return sorted(results, key=lambda item: item[:2])


def _apply(function: Rule, found: Found) -> Timex | None:
    try:
        return function(found)
    except UndatedError:
        return Timex("DATE", "XXXX-XX-XX")
    except (ValueError, OverflowError):
        return None  # "February 30", the year 0: no date
