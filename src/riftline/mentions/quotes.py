"""Quotations and attributions: who is given as saying what.

`find_quotes` returns every piece of content that the text gives as somebody's, with the words
that say so (cue) and the words that name the speaker (source). Rules only: a lexicon of reporting
words (``data/reporting.toml``), quotation marks (`quotes_marks`) and frames (`quotes_frames`).
Who the speaker is, is left to the resolver.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from riftline.mentions.quotes_edges import Found
from riftline.mentions.quotes_frames import Frames
from riftline.mentions.quotes_lexicon import lexicon
from riftline.mentions.quotes_marks import Quotation, find_quotations
from riftline.mentions.quotes_model import QuoteMention
from riftline.mentions.quotes_speaker import anonymous_type
from riftline.mentions.quotes_tokens import Token, is_full_quotation, tokenize
from riftline.mentions.quotes_voice import voice_at
from riftline.record import Sentence, Span

__all__ = ["QuoteMention", "find_quotes", "voice_at"]

_MAX_DEPTH = 4  # quotations within quotations that are read
_MAX_UNIT = 4_000  # characters that quotations may hold together as one stretch


@dataclass(slots=True)
class _Speaker:
    """Who spoke last, for quotations that go on without a cue."""

    source: Span | None
    anonymous: str | None
    group: int
    end: int
    direct: bool
    open_colon: bool = False


def find_quotes(text: str, sentences: Sequence[Sentence]) -> list[QuoteMention]:
    """All attributed content of a text, in text order, outer before nested.

    Args:
        text: the document's text.
        sentences: its sentences, as `riftline.sentences.split_sentences` gives them.

    Example:
        >>> from riftline.sentences import split_sentences
        >>> text = 'Officials said the talks "failed". "We tried," Mr. Lee told reporters.'
        >>> quotes = find_quotes(text, split_sentences(text))
        >>> [(q.content.text, q.source.text, q.anonymous) for q in quotes]
        [('the talks "failed"', 'Officials', 'official'), ('"We tried,"', 'Mr. Lee', None)]
    """
    quotations = find_quotations(text, sentences)
    finder = _Finder(text, sentences, quotations)
    finder.read(0, 0, len(text))
    return _with_parents(finder.mentions)


class _Finder:
    def __init__(
        self, text: str, sentences: Sequence[Sentence], quotations: list[Quotation]
    ) -> None:
        self.text = text
        self.sentences = sentences
        self.quotations = quotations
        self.mentions: list[QuoteMention] = []
        self.groups = 0
        self.chains: dict[int, int] = {}

    def read(self, level: int, start: int, end: int) -> None:
        """Read the text at one depth of quotation, then inside each quotation."""
        first = bisect_left(self.quotations, start, key=lambda q: q.start)
        after = bisect_left(self.quotations, end, key=lambda q: q.start)
        inner = [q for q in self.quotations[first:after] if q.level == level]
        last: _Speaker | None = None
        for unit_start, unit_end, quotations in self._units(start, end, inner):
            tokens = tokenize(self.text, unit_start, unit_end, quotations)
            frames = Frames(tokens, lexicon(), nested=level > 0)
            found = frames.read()
            last = self._unit(tokens, found, frames.taken, last)
        if level < _MAX_DEPTH:
            for quotation in inner:
                self.read(level + 1, quotation.start + 1, quotation.end - 1)

    def _units(
        self, start: int, end: int, inner: list[Quotation]
    ) -> Iterator[tuple[int, int, list[Quotation]]]:
        """Sentences, merged where a quotation holds several together."""
        pending = list(reversed(inner))
        unit_start: int | None = None
        quotations: list[Quotation] = []
        reach = 0
        for sentence in self._sentences(start, end):
            low, high = max(sentence.start, start), min(sentence.end, end)
            if unit_start is None:
                unit_start = low
            while pending and pending[-1].start < high:
                quotation = pending.pop()
                quotations.append(quotation)
                reach = max(reach, quotation.end)
            if reach <= high or high - unit_start > _MAX_UNIT:
                yield unit_start, high, quotations
                unit_start, quotations = None, []
        if unit_start is not None:
            yield unit_start, max(reach, unit_start), quotations

    def _sentences(self, start: int, end: int) -> Iterator[Sentence]:
        """The sentences that overlap a stretch, found by bisection."""
        low, high = 0, len(self.sentences)
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle].end <= start:
                low = middle + 1
            else:
                high = middle
        while low < len(self.sentences) and self.sentences[low].start < end:
            yield self.sentences[low]
            low += 1

    # ------------------------------------------------------------ mentions of one unit

    def _unit(
        self, tokens: list[Token], found: list[Found], taken: set[int], last: _Speaker | None
    ) -> _Speaker | None:
        if not tokens:
            return last
        if last is not None and last.open_colon:
            return self._after_colon(tokens, last)
        speaker = last
        for attribution in found:
            speaker = self._attribution(tokens, attribution, speaker)
        free = [i for i, t in enumerate(tokens) if t.kind == "q" and i not in taken]
        only_quotes = all(t.kind == "q" or t.low in (".", ",") for t in tokens)
        for i in free:
            if is_full_quotation(tokens[i]) and (only_quotes or tokens[i].text.count(" ") > 5):
                speaker = self._free(tokens[i], speaker, bool(found) or only_quotes)
        return speaker

    def _attribution(
        self, tokens: list[Token], found: Found, last: _Speaker | None
    ) -> _Speaker | None:
        source = self._without_genitive(self._span(tokens, found.source))
        cue = self._span(tokens, found.cue)
        kind = self._anonymity(found, source, last)
        group = self.groups
        self.groups += 1
        for piece in found.contents:
            content = self._span(tokens, piece)
            if content is None:
                continue
            form = _form(tokens[piece[0] : piece[1]])
            self.mentions.append(QuoteMention(content, form, found.frame, cue, source, kind, group))
        if found.frame in ("to", "judge", "hearsay", "noun", "urge"):
            return last
        end = tokens[-1].end
        direct = found.frame == "direct" or any(
            t.kind == "q" for a, b in found.contents for t in tokens[a:b]
        )
        return _Speaker(source, kind, group, end, direct, found.open_colon)

    def _anonymity(self, found: Found, source: Span | None, last: _Speaker | None) -> str | None:
        if source is None:
            return "reports" if found.frame in ("hearsay", "noun") else None
        if source.text.lower() in ("he", "she", "they") and last is not None:
            singular = source.text.lower() != "they"
            plural_before = last.source is not None and last.source.text.endswith("s")
            return None if singular and plural_before else last.anonymous
        return anonymous_type(source.text)

    def _after_colon(self, tokens: list[Token], last: _Speaker) -> _Speaker:
        """What follows ``He wrote:`` at the end of a paragraph is what he wrote."""
        content = self._span(tokens, (0, len(tokens)))
        assert content is not None
        form = _form(tokens)
        self.mentions.append(
            QuoteMention(content, form, "direct", None, last.source, last.anonymous, last.group)
        )
        return _further_on(last, tokens[-1].end)

    def _free(self, token: Token, last: _Speaker | None, near: bool) -> _Speaker:
        """A quotation without a cue: the last speaker goes on, if there is one near."""
        content = Span(token.start, token.end, token.text)
        goes_on = last is not None and last.direct and token.start - last.end < 400
        if last is not None and goes_on and near:
            group, source, kind = last.group, last.source, last.anonymous
        else:
            group, source, kind = self.groups, None, None
            self.groups += 1
        self.mentions.append(QuoteMention(content, "direct", "direct", None, source, kind, group))
        return _Speaker(source, kind, group, token.end, True)

    def _without_genitive(self, source: Span | None) -> Span | None:
        if source is not None and source.text[-2:] in ("'s", "’s"):
            return Span(source.start, source.end - 2, source.text[:-2])
        return source

    def _span(self, tokens: list[Token], piece: tuple[int, int] | None) -> Span | None:
        if piece is None or piece[1] <= piece[0]:
            return None
        start, end = tokens[piece[0]].start, tokens[piece[1] - 1].end
        return Span(start, end, self.text[start:end])


def _further_on(last: _Speaker, end: int) -> _Speaker:
    """The same speaker, further on."""
    return _Speaker(last.source, last.anonymous, last.group, end, True)


def _form(tokens: Sequence[Token]) -> str:
    quoted = [t.kind == "q" for t in tokens if t.kind != "p"]
    if quoted and all(quoted):
        return "direct"
    return "mixed" if any(quoted) else "indirect"


def _with_parents(mentions: list[QuoteMention]) -> list[QuoteMention]:
    """Sort by place and say which quotation each stands in."""
    ordered = sorted(mentions, key=lambda q: (q.content.start, -q.content.end))
    result: list[QuoteMention] = []
    open_: list[int] = []
    for mention in ordered:
        index = len(result)
        while open_ and result[open_[-1]].content.end <= mention.content.start:
            open_.pop()
        parent = next(
            (
                i
                for i in reversed(open_)
                if result[i].content.end >= mention.content.end and result[i].group != mention.group
            ),
            None,
        )
        result.append(replace(mention, parent=parent))
        open_.append(index)
    return result
