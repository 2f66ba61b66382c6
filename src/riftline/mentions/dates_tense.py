"""Which way a date without a year or a bare weekday points: back, or ahead.

News says "on Friday" for the last Friday and for the next; the nearest verb before the date
tells them apart, and where none stands before it, the nearest one after it.
"""

from __future__ import annotations

from riftline.mentions.dates_lexer import Tokens
from riftline.mentions.numbers import word_set

FUTURE_CUES = word_set(
    "will shall would ll 'll expected expects expect scheduled schedules due planned plans plan "
    "planning hopes hoped intends intend set slated supposed likely payable effective expires "
    "expire upcoming deadline going poised aims begins starts opens ends"
)
PAST_CUES = word_set(
    "was were had did said has have been told went came took made began met left gave saw held "
    "fell rose won lost got became brought sent found spoke broke led ran wrote shot hit fought "
    "struck stood drew grew shut spent built felt kept heard threw flew chose sat ago after "
    "following since"
)
_GOVERNS_AHEAD = word_set(
    "agreed agree plans plan planned planning expected expects scheduled set due ordered order "
    "orders wants want wanted are is be hopes hope hoped ready likely vowed promised pledged "
    "called calls threatened invited preparing prepares seeks seeking intends intend asked "
    "urged decided wish deadline time offer refused proposed have has"
)
_NOT_VERBS_AFTER_TO = word_set(
    "the a an his her its their this that our my your one two three all some any both"
)
_BEFORE_ADJECTIVES = word_set("a an the its their his still")  # "an unspecified date"
_ONLY_WITH_TO = frozenset({"plan", "plans", "hopes", "schedules", "set"})
_DEFERRED = frozenset({"postponed", "delayed", "adjourned", "suspended", "extended", "deferred"})
_NOT_PAST = word_set(
    "hundred united indeed need speed feed seed proceed exceed succeed red bed ahead instead "
    "biased armed wounded unprecedented"
)
_STOPS = frozenset(".!?;:")
_REACH = 28


def _is_past(word: str) -> bool:
    return word in PAST_CUES or (
        len(word) > 4 and word.endswith("ed") and word not in _NOT_PAST and word not in FUTURE_CUES
    )


def _is_future(words: list[str], index: int) -> bool:
    """ "plans to", "is set for" point ahead; "vacation plans", "a plan for" and "set aside" not."""
    word = words[index]
    if word in _ONLY_WITH_TO:
        heads = ["to", "for"] if word in ("set", "plans") else ["to"]
        return words[index + 1 : index + 2] != [] and words[index + 1] in heads
    return word in FUTURE_CUES


def tense(tokens: Tokens, start: int, end: int) -> str | None:
    """``"future"``, ``"past"`` or None for the tokens ``start`` to ``end`` (exclusive)."""
    before = _before(tokens, start, end)
    return before if before is not None else _after(tokens, end)


def future_in_the_past(tokens: Tokens, start: int) -> bool:
    """ "was set to ratify it Tuesday": ahead then, not now."""
    words = tokens.words[max(0, start - 14) : start]
    for index, word in enumerate(words):
        if word in ("was", "were") and set(words[index + 1 : index + 3]) & _AHEAD_THEN:
            return True
    return False


_AHEAD_THEN = word_set("set due expected scheduled supposed slated likely going planning to")


def _before(tokens: Tokens, start: int, end: int) -> str | None:
    words = tokens.words
    infinitive = False
    if start and words[start - 1] in ("by", "until", "till", "to"):
        nearby = words[max(0, start - 12) : start - 1]
        if any(word in _DEFERRED or word in FUTURE_CUES for word in nearby):
            return "future"
    if words[max(0, start - 5) : start].count("ahead") and "of" in words[max(0, start - 4) : start]:
        return "future"  # "ahead of his Tuesday meeting"
    if words[max(0, start - 2) : start] in (["plans", "on"], ["planned", "on"]) and (
        words[end : end + 1] == ["to"]
    ):
        return "future"  # "plans on Thursday to visit"
    for index in range(start - 1, max(-1, start - _REACH), -1):
        word = words[index]
        if word.isspace() or (word in _STOPS and not _abbreviation(tokens, index)):
            break
        if infinitive and word in _GOVERNS_AHEAD:
            return "future"
        following = words[index + 1] if index + 1 < start else ""
        if _is_future(words, index):
            return "future"
        if _is_past(word):
            if words[index - 2 : index] == ["to", "be"]:
                return "future"
            if index and words[index - 1] in _BEFORE_ADJECTIVES:
                continue
            if index and words[index - 1] in ("is", "are") and start - index <= 2:
                return "future"  # "the case is heard in May"
            if infinitive and start and words[start - 1] in ("by", "before", "until"):
                return "future"  # "took the decision to meet him before the end of May"
            if index and words[index - 1] in ("be", "being", "get", "have"):
                continue  # "to be signed on Friday": the tense stands further left
            return "past"
        if word == "to" and following.isalpha() and following not in _NOT_VERBS_AFTER_TO:
            at = tokens.starts[index + 1]
            infinitive = infinitive or tokens.text[at].islower()
    return _after(tokens, end) or "future" if infinitive else None


def _after(tokens: Tokens, end: int) -> str | None:
    for index in range(end, min(len(tokens.words), end + _REACH)):
        word = tokens.words[index]
        if word.isspace() or (word in _STOPS and not _abbreviation(tokens, index)):
            return None
        if _is_future(tokens.words, index):
            return "future"
        if _is_past(word) or word == "set":
            return "past"
    return None


def _abbreviation(tokens: Tokens, index: int) -> bool:
    """A full stop that ends a capital letter or is followed by a small letter or figure."""
    if tokens.words[index] != ".":
        return False
    if index and len(tokens.words[index - 1]) == 1 and tokens.words[index - 1].isalpha():
        return True
    if index + 1 == len(tokens.words):
        return False
    following = tokens.text[tokens.starts[index + 1]]
    return not (following.isupper() or following.isspace() or following in "\"'“‘`")
