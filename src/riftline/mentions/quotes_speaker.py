"""Whether the words for a speaker name somebody, and what kind of unnamed speaker they are."""

from __future__ import annotations

import re

from riftline.mentions.quotes_lexicon import lexicon

_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
# Titles whose holder the text identifies when they stand in the singular with a name or "the".
_INDEFINITE = frozenset(
    ["a", "an", "one", "some", "several", "many", "most", "few", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "another", "other", "others", "unnamed", "anonymous", "unidentified"]
)
_POST_MODIFIERS = frozenset(
    ["of", "in", "at", "from", "for", "with", "on", "by", "to", "who", "which", "that", "close", "familiar", "involved", "briefed"]
)


def anonymous_type(source: str) -> str | None:
    """The kind of unnamed speaker, or None where the words name a person, office or body.

    Returns official, diplomat, source, reports, other, or None. A spokesman speaks for the body
    that he serves, so he counts as named.

    Example:
        >>> anonymous_type("two senior U.S. officials"), anonymous_type("the foreign ministry")
        ('official', None)
    """
    words = _WORD.findall(source)
    if not words:
        return None
    head_at = _head(words)
    head = words[head_at].lower().rstrip(".")
    kind = lexicon().anonymous.get(head)
    if kind is None or _has_name(words, head_at):
        return None
    definite = words[0].lower() in (
        "the",
        "this",
        "that",
        "his",
        "her",
        "its",
        "our",
        "their",
        "my",
    )
    if kind == "reports" and (definite or (words[head_at - 1][0].isupper() and head_at)):
        return None  # "the report", "Japanese media": a document or body that can be named
    singular = not head.endswith("s") and head not in ("people", "police")
    if kind == "official" and singular and not _is_indefinite(words):
        return None if head in ("minister", "commander", "senator", "authority") else kind
    return kind


def _head(words: list[str]) -> int:
    """Index of the noun that the phrase is about: the last word before what describes it."""
    for i, word in enumerate(words):
        if i and word.lower() in _POST_MODIFIERS:
            return i - 1
    return len(words) - 1


def _has_name(words: list[str], head_at: int) -> bool:
    """A person's name after the head ("officer Ana Sol") or as the head itself."""
    return head_at > 0 and words[head_at][0].isupper() and words[head_at].lower() != "officials"


def _is_indefinite(words: list[str]) -> bool:
    return words[0].lower() in _INDEFINITE
