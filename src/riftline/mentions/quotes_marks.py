"""Quotation marks: which marks open, which close, and what stands between them.

Handles curly and straight double marks, doubled single marks (``''``), guillemets, and single
marks used as quotation marks (‘...’) beside apostrophes. A quotation that runs over several
paragraphs, each opened anew, is found as one piece a paragraph, linked by ``chain``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from riftline.record import Sentence

_MARK = re.compile(r"''|``|[\"“”„«»‘’']")
_MAX_OPEN = 4000  # characters after which a mark left open over a newline is given up


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch in quotation marks, marks included; ``level`` 0 is the outermost.

    ``chain`` is shared by the pieces of one quotation that runs over paragraphs.
    """

    start: int
    end: int
    level: int
    chain: int


@dataclass(slots=True)
class _Open:
    kind: str  # d: double, s: single
    start: int
    curly: bool
    chain: int


def find_quotations(text: str, sentences: Sequence[Sentence]) -> list[Quotation]:
    """All stretches in quotation marks, in order of their start, outer before inner.

    Example:
        >>> from riftline.sentences import split_sentences
        >>> text = "He called it ‘a farce’. The workers’ union agreed."
        >>> [text[q.start : q.end] for q in find_quotations(text, split_sentences(text))]
        ['‘a farce’']
    """
    found: list[tuple[int, int, int]] = []
    stack: list[_Open] = []
    chains = 0
    for start, end, blank_line in _paragraphs(text, sentences):
        chains = _carry_over(text, start, stack, found, chains)
        for match in _MARK.finditer(text, start, end):
            if stack and stack[0].start < start and match.start() == start:
                pass
            chains = _take_mark(text, start, end, match, stack, found, chains)
        _close_at_end(text, end, blank_line, stack, found)
    return _with_levels(found)


def _paragraphs(text: str, sentences: Sequence[Sentence]) -> list[tuple[int, int, bool]]:
    """Runs of sentences without a newline between them, and whether a blank line follows."""
    runs: list[tuple[int, int, bool]] = []
    first = 0
    for i, sentence in enumerate(sentences):
        following = sentences[i + 1].start if i + 1 < len(sentences) else len(text)
        newlines = text.count("\n", sentence.end, following)
        if newlines or i + 1 == len(sentences):
            last = i + 1 == len(sentences)
            runs.append((sentences[first].start, sentence.end, newlines > 1 or last))
            first = i + 1
    return runs


def _carry_over(
    text: str, start: int, stack: list[_Open], found: list[tuple[int, int, int]], chains: int
) -> int:
    """A paragraph that opens with the mark still open goes on with that quotation."""
    if stack and text[start] in '"“«':
        old = stack[0]
        found.append((old.start, -old.start - 1, old.chain))  # end filled in by _with_levels
        stack.clear()
        stack.append(_Open("d", start, text[start] == "“", old.chain))
    elif stack and start - stack[0].start > _MAX_OPEN:
        stack.clear()
    return chains


def _take_mark(
    text: str,
    start: int,
    end: int,
    match: re.Match[str],
    stack: list[_Open],
    found: list[tuple[int, int, int]],
    chains: int,
) -> int:
    mark, at, after = match.group(), match.start(), match.end()
    if stack and stack[-1].start == at:  # carried over from the paragraph before
        return chains
    before = text[at - 1] if at > start else " "
    following = text[after] if after < end else " "
    kind = "s" if mark in "‘’'" else "d"
    opens, closes = _roles(mark, before, following)
    if kind == "s":
        return _take_single(text, end, at, after, opens, closes, stack, found, chains)
    inner = next((i for i in reversed(range(len(stack))) if stack[i].kind == "d"), None)
    if closes and inner is not None and not (opens and mark in "\"''" and before.isspace()):
        entry = stack[inner]
        del stack[inner:]
        found.append((entry.start, after, entry.chain))
    elif opens:
        if inner is not None and mark in '"“':
            del stack[inner:]  # left open by mistake
        stack.append(_Open("d", at, mark == "“", chains))
        return chains + 1
    return chains


def _roles(mark: str, before: str, following: str) -> tuple[bool, bool]:
    """Whether a mark may open and may close, by its shape and its neighbours."""
    if mark in "“„«``‘":
        return True, False
    if mark in "”»":
        return False, True
    if mark == "’":
        return False, not before.isspace() and not following.isalnum()
    opens = (before.isspace() or before in "([{—–-“\"‘'/") and not following.isspace()
    closes = not before.isspace() and not following.isalnum()
    if mark in ('"', "''") and before.isspace() and following.isspace():
        opens = closes = True
    return opens, closes


def _take_single(
    text: str,
    end: int,
    at: int,
    after: int,
    opens: bool,
    closes: bool,
    stack: list[_Open],
    found: list[tuple[int, int, int]],
    chains: int,
) -> int:
    """Single marks are apostrophes unless a pair of opener and closer can be made."""
    if opens and text[after : after + 1].isalnum() and not _CLIPPED.match(text, after):
        if not (stack and stack[-1].kind == "s"):
            stack.append(_Open("s", at, True, chains))
            return chains + 1
    elif closes and stack and stack[-1].kind == "s":
        possessive = text[at - 1] in "sS" and text[after : after + 1].isspace()
        if possessive and _closes_later(text, after, end):
            return chains
        entry = stack.pop()
        found.append((entry.start, after, entry.chain))
    return chains


_CLIPPED = re.compile(r"\d\ds?\b|(?:em|tis|twas|til|cause|n|round)\b", re.IGNORECASE)
_LATER_CLOSER = re.compile(r"[‘]|(?<=[.,!?\w])[’'](?!\w)")


def _closes_later(text: str, after: int, end: int) -> bool:
    """Another closer follows before a new opener: this one was a possessive."""
    later = _LATER_CLOSER.search(text, after, min(end, after + 400))
    return later is not None and later.group() != "‘" and text[later.start() - 1] not in "sS"


def _close_at_end(
    text: str, end: int, blank_line: bool, stack: list[_Open], found: list[tuple[int, int, int]]
) -> None:
    """At a paragraph's end single marks lapse; double ones may go on in the next paragraph."""
    while stack and stack[-1].kind == "s":
        stack.pop()
    if stack:
        found.append((stack[0].start, -end - 1, stack[0].chain))  # provisional: dropped if closed
        del stack[1:]


def _with_levels(found: list[tuple[int, int, int]]) -> list[Quotation]:
    """Settle provisional ends and count the levels."""
    closed = {start for start, end, _ in found if end >= 0}
    provisional: dict[int, tuple[int, int]] = {}
    for start, end, chain in found:
        if end < 0 and -end - 1 > start and start not in closed and start not in provisional:
            provisional[start] = (-end - 1, chain)
    spans = sorted(
        [(s, -e, c) for s, e, c in found if e >= 0]
        + [(s, -e, c) for s, (e, c) in provisional.items()]
    )
    result: list[Quotation] = []
    outer: list[int] = []
    for start, negative_end, chain in spans:
        end = -negative_end
        while outer and outer[-1] <= start:
            outer.pop()
        if outer and end > outer[-1]:
            continue  # crossing marks: keep the first
        result.append(Quotation(start, end, len(outer), chain))
        outer.append(end)
    return result
