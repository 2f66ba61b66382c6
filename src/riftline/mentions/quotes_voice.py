"""Whose voice a stretch of text stands in: the outlet's, a named or an unnamed speaker's.

The rule is the coding guide's. What the text itself asserts is the outlet's voice, and so is a
speech act that its own actor performs ("Smith condemned the attack", "Smith said he would
resign"). An act that is reported inside what somebody else says is that speaker's voice.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

from riftline.mentions.quotes_lexicon import word_set
from riftline.mentions.quotes_model import QuoteMention
from riftline.record import Span

Voice = Literal["outlet", "named", "anonymous"]

# Frames whose content is vouched for by the speaker; undertakings and requests are the
# speaker's own acts, and the object of a judgement ("condemned the attack") is a fact.
_VOUCHING = frozenset({"direct", "that", "clause", "according", "noun", "hearsay"})
_ALLEGING = ("accus", "alleg", "blam")
_MAX_CONTENT = 20_000  # characters; how far back an attribution may begin
_WORD = re.compile(r"[^\W_]+")
_FIRST_PERSON = frozenset({"i", "we", "our", "us", "me", "my"})
_THIRD_PERSON = frozenset({"he", "she", "it", "they", "his", "her", "its", "their", "them", "him"})
_WEAK = word_set(
    """
    the a an of and in for u s us mr mrs ms president minister prime foreign secretary
    government state new former said says defense defence affairs ministry officials official
    group party leader chief general
    """
)
# What follows these words in reported content is the ground that speaker and outlet share.
_BACKGROUND = re.compile(
    r"\b(?:after|following|despite|amid|ahead of|in response to|in the wake of|as part of"
    r"|before|since|during|because of)\b"
)
_OWN_ACT = re.compile(
    r"[\"'“‘]*(?:that\s+)?(?:on \w+ )?(?:he|she|it|they|we|I)\b(?:['’]\w+)?(?:\s+\w+){0,3}\s*\Z",
    re.IGNORECASE,
)


def voice_at(
    quotes: Sequence[QuoteMention], span: Span, actor: str | None = None
) -> tuple[Voice, QuoteMention | None]:
    """The voice that a trigger stands in, and the attribution that makes it so.

    Args:
        quotes: the document's attributions, from `riftline.mentions.quotes.find_quotes`.
        span: the trigger, in document offsets.
        actor: the words for who acts, where known; an act that the speaker performs is the
            outlet's voice. Without it, an act whose subject is a pronoun right at the start of
            the content counts as the speaker's own.

    Returns:
        ``(voice, quote)``: ``("outlet", None)``, or "named" or "anonymous" with the innermost
        attribution whose content holds the span. ``quote.source`` is None where the speaker is
        not found; words in quotation marks then still count as a named speaker's.

    Example:
        >>> from riftline.mentions.quotes import find_quotes
        >>> from riftline.sentences import split_sentences
        >>> text = "Two diplomats said the army had shelled the town."
        >>> start = text.index("shelled")
        >>> quotes = find_quotes(text, split_sentences(text))
        >>> voice, quote = voice_at(quotes, Span(start, start + 7, "shelled"))
        >>> voice, quote.source.text
        ('anonymous', 'Two diplomats')
    """
    around = _around(quotes, span)
    for quote in around:
        if not (_is_own_act(quote, span, actor) or _is_background(quote, span)):
            return ("anonymous" if quote.anonymous else "named"), quote
    return "outlet", None


def speaker_at(quotes: Sequence[QuoteMention], span: Span) -> tuple[Voice, QuoteMention | None]:
    """Whose words or thoughts a span stands in, the speaker's own acts and plans included.

    Like `voice_at`, without the rule for speech acts: "Smith said he would resign" is Smith's.
    """
    around = _around(quotes, span)
    if not around:
        return "outlet", None
    quote = around[0]
    return ("anonymous" if quote.anonymous else "named"), quote


def _around(quotes: Sequence[QuoteMention], span: Span) -> list[QuoteMention]:
    """Attributions whose content holds the span, innermost first."""
    after = bisect_right(quotes, span.start, key=lambda q: q.content.start)
    around: list[QuoteMention] = []
    for i in range(after - 1, -1, -1):
        if quotes[i].content.start < span.start - _MAX_CONTENT:
            break
        if _holds(quotes[i], span):
            around.append(quotes[i])
    return sorted(around, key=lambda q: q.content.end - q.content.start)


def _holds(quote: QuoteMention, span: Span) -> bool:
    inside = quote.content.start <= span.start < quote.content.end
    if not inside or (quote.cue is not None and quote.cue.start <= span.start < quote.cue.end):
        return False
    if quote.frame == "judge" and quote.cue is not None:
        return any(stem in quote.cue.text.lower() for stem in _ALLEGING)
    return quote.frame in _VOUCHING


def _is_background(quote: QuoteMention, span: Span) -> bool:
    """Whether indirect content only refers to the act: "said X was needed after the attack"."""
    before = quote.content.text[: span.start - quote.content.start]
    return quote.form != "direct" and _BACKGROUND.search(before, 5) is not None


def _is_own_act(quote: QuoteMention, span: Span, actor: str | None) -> bool:
    """Whether the speaker is who acts."""
    if quote.source is None and quote.frame in ("hearsay", "noun"):
        return False
    if actor is not None:
        return _same_party(quote, actor)
    before = quote.content.text[: span.start - quote.content.start]
    return quote.frame != "judge" and _OWN_ACT.match(before) is not None


def _same_party(quote: QuoteMention, actor: str) -> bool:
    words = {w.lower() for w in _WORD.findall(actor)}
    if words & _FIRST_PERSON:
        return True
    if words and words <= _THIRD_PERSON:
        return quote.form != "direct"
    if quote.source is None:
        return False
    source = {w.lower() for w in _WORD.findall(quote.source.text)}
    if actor.lower() == quote.source.text.lower():
        return True
    return bool((words & source) - _WEAK)
