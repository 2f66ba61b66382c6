"""Claims: causes, predictions, calls to action and opinions, each with its parts and voice.

A claim is what somebody holds beyond the report of a happening: that one thing brought about
another, that something will come to pass, that somebody ought to act, that something is good or
bad. `find_claims` says where each stands, what its parts are, and whose voice it is in. It never
says whether a claim is true.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from riftline.mentions.claims_lexicon import claim_words
from riftline.mentions.claims_rules import ClaimRules
from riftline.mentions.quotes_lexicon import lexicon, word_set
from riftline.mentions.quotes_model import QuoteMention
from riftline.mentions.quotes_tokens import Reader, Token, tokenize
from riftline.mentions.quotes_voice import Voice, speaker_at
from riftline.record import Sentence, Span


@dataclass(frozen=True, slots=True)
class ClaimMention:
    """One claim. ``kind`` is cause, prediction, opinion or call.

    ``parts`` maps names to spans: cause, effect and marker for a cause; content and marker for a
    prediction or opinion; content, marker and, where there is one, addressee for a call. ``span``
    covers them all. ``voice`` is outlet, named or anonymous; ``quote`` is the attribution that
    makes it so, None in the outlet's own voice.
    """

    kind: str
    span: Span
    parts: dict[str, Span] = field(hash=False)
    voice: Voice
    quote: QuoteMention | None


def find_claims(
    text: str, sentences: Sequence[Sentence], quotes: Sequence[QuoteMention]
) -> list[ClaimMention]:
    """All claims of a text, in text order.

    Args:
        text: the document's text.
        sentences: its sentences, from `riftline.sentences.split_sentences`.
        quotes: its attributions, from `riftline.mentions.quotes.find_quotes`.

    Example:
        >>> from riftline.mentions.quotes import find_quotes
        >>> from riftline.sentences import split_sentences
        >>> text = "They backed sanctions, which drove up prices."
        >>> sentences = split_sentences(text)
        >>> claim, = find_claims(text, sentences, find_quotes(text, sentences))
        >>> claim.kind, claim.parts["cause"].text, claim.parts["effect"].text, claim.voice
        ('cause', 'sanctions', 'prices', 'outlet')
    """
    claims: list[ClaimMention] = []
    words = claim_words()
    for sentence in sentences:
        tokens = tokenize(text, sentence.start, sentence.end, ())
        reader = Reader(tokens, lexicon())
        for kind, ranges in ClaimRules(tokens, reader, words).read():
            parts = {name: _span(text, tokens, piece) for name, piece in ranges.items()}
            claims.append(_claim(text, kind, parts, quotes))
    claims.extend(_reported_claims(text, quotes))
    return _sorted(claims)


def _span(text: str, tokens: list[Token], piece: tuple[int, int]) -> Span:
    start, end = tokens[piece[0]].start, tokens[piece[1] - 1].end
    return Span(start, end, text[start:end])


def _claim(
    text: str, kind: str, parts: dict[str, Span], quotes: Sequence[QuoteMention]
) -> ClaimMention:
    voice, quote = speaker_at(quotes, parts["marker"])
    return ClaimMention(kind, _hull(text, parts), parts, voice, quote)


def _hull(text: str, parts: dict[str, Span]) -> Span:
    start = min(part.start for part in parts.values())
    end = max(part.end for part in parts.values())
    return Span(start, end, text[start:end])


_FORECAST = frozenset(claim_words().words["prediction.cues"])
_NO_CALL = word_set("invite invites invited inviting ask asks asked asking tell tells told telling")


def _reported_claims(text: str, quotes: Sequence[QuoteMention]) -> list[ClaimMention]:
    """Forecasts and requests that a reporting verb makes ("experts forecast", "urged X to")."""
    found: list[ClaimMention] = []
    for quote in quotes:
        if quote.cue is None or quote.source is None:
            continue
        voice: Voice = "anonymous" if quote.anonymous else "named"
        parts = {"content": quote.content, "marker": quote.cue}
        last_word = quote.cue.text.split()[-1].lower()
        if quote.frame in ("that", "clause") and last_word in _FORECAST:
            found.append(ClaimMention("prediction", _hull(text, parts), parts, voice, quote))
        elif quote.frame == "urge" and " to " in quote.content.text and last_word not in _NO_CALL:
            addressee, _, _ = quote.content.text.partition(" to ")
            start = quote.content.start
            parts["addressee"] = Span(start, start + len(addressee), addressee)
            content_start = start + len(addressee) + len(" to ")
            end = quote.content.end
            parts["content"] = Span(content_start, end, text[content_start:end])
            found.append(ClaimMention("call", _hull(text, parts), parts, voice, quote))
    return found


def _sorted(claims: list[ClaimMention]) -> list[ClaimMention]:
    """Text order; of two claims of a kind with one content, the first found stays."""
    seen: set[tuple[str, int, int]] = set()
    result: list[ClaimMention] = []
    for claim in sorted(claims, key=lambda c: (c.span.start, c.span.end, c.kind)):
        body = claim.parts.get("content") or claim.parts["effect"]
        key = (claim.kind, body.start, body.end)
        if key not in seen:
            seen.add(key)
            result.append(claim)
    return result
