"""Whether the words for a speaker name somebody, and what kind of unnamed speaker they are."""

from __future__ import annotations

import re

from riftline.mentions.quotes_lexicon import lexicon, word_set

_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_INDEFINITE = frozenset({"a", "an", "one", "another", "unnamed", "anonymous", "unidentified"})
_DEFINITE = frozenset(
    {"the", "this", "that", "these", "his", "her", "its", "our", "their", "my", "both", "each"}
)
_PLURALS = frozenset({"people", "police", "media", "press", "some", "many", "most", "men", "women"})
_LEADERS = frozenset(
    {"leaders", "ministers", "politicians", "senators", "republicans", "democrats"}
)
# what speaks for a body though it comes with "a"
_BODIES = word_set(
    """
    statement communique communiqué poll survey study letter court judge jury panel committee
    commission ministry agency newspaper company group bank union tribunal spokesman-general
    """
)
_POST_MODIFIERS = word_set(
    """
    of in at from for with on by to who which that close familiar involved briefed
    """
)


def anonymous_type(source: str) -> str | None:
    """The kind of unnamed speaker, or None where the words name a person, office or body.

    Returns official, diplomat, source, reports, other, or None. A spokesman speaks for the body
    that he serves, so he counts as named.

    Example:
        >>> anonymous_type("two senior U.S. officials"), anonymous_type("the foreign ministry")
        ('official', None)
    """
    first, *described = source.split(",")
    pieces = [p for p in re.split(r"\band\b|\bor\b", first) if _WORD.search(p)]
    kinds = [_piece_type(_WORD.findall(piece)) for piece in pieces]
    if not kinds or None in kinds or (described and _is_name(described[0])):
        return None
    return kinds[0]


def _piece_type(words: list[str]) -> str | None:
    """The type of one noun phrase without "and"."""
    head_at = _head(words)
    head = words[head_at].lower().rstrip(".")
    first = words[0].lower()
    kind = lexicon().anonymous.get(head)
    plural = (head.endswith("s") and not head.endswith("ss")) or head in _PLURALS
    if _named_after(words, head_at):
        return None
    if kind is None:
        return _indefinite_type(words, head_at) if first in _INDEFINITE and not plural else None
    definite = first in _DEFINITE
    if kind == "reports" and (definite or (head_at and words[head_at - 1][0].isupper())):
        return None  # "the report", "Japanese media": a document or body that can be named
    if definite and (head in _LEADERS or not plural) and head not in ("source", "official"):
        return None  # "both leaders", "the adviser"
    return kind


def _indefinite_type(words: list[str], head_at: int) -> str | None:
    """ "a driver" is nobody in particular; "a spokesman for Acme", "a UN statement" are not."""
    head = words[head_at].lower()
    if head in _BODIES or words[head_at][0].isupper():
        return None
    if head.startswith("spokes"):
        served = any(w.lower() in ("for", "of") for w in words[head_at:]) or any(
            w.isupper() for w in words[1:head_at]
        )
        return None if served else "official"
    return "other"


def _head(words: list[str]) -> int:
    """Index of the noun that the phrase is about: the last word before what describes it."""
    for i, word in enumerate(words):
        if i and word.lower() in _POST_MODIFIERS:
            return i - 1
    return len(words) - 1


def _named_after(words: list[str], head_at: int) -> bool:
    """A name after the head ("officer Ana Sol"), or a possessor before a singular one."""
    head = words[head_at]
    if head_at and head[0].isupper() and head.lower() not in ("officials", "sources", "diplomats"):
        return True
    possessed = any(w.endswith(("'s", "’s")) and w[0].isupper() for w in words[:head_at])
    return possessed and not head.endswith("s") and words[0].lower() not in _INDEFINITE


def _is_name(piece: str) -> bool:
    words = _WORD.findall(piece)
    return 2 <= len(words) <= 4 and all(w[0].isupper() for w in words)
