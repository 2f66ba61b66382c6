"""Attributions without a reporting verb of their own: according to, nouns, hearsay, colons."""

from __future__ import annotations

from riftline.mentions.quotes_edges import Edges, Found, Range
from riftline.mentions.quotes_source import apposition_follows, source_left, source_right

# what stands before a colon and speaks not
_LABELS = frozenset({"note", "update", "correction", "photos", "video", "related", "watch", "also"})


class OtherFrames(Edges):
    """The frames of cues that are no verbs."""

    def according(self, i: int) -> Found | None:
        source = source_right(self.reader, i + 2)
        if source is None:
            return None
        content: Range
        if self._leads_clause(i):
            after = self._leading_source_end(source[0])
            source = (source[0], after)
            content = (after + 1, self.clause_end(after + 1))
        else:
            content = (self.left_start(i), i - (self.reader.low(i - 1) == ","))
        return Found("according", (i, i + 2), source, [content] if content[0] < content[1] else [])

    def _leading_source_end(self, start: int) -> int:
        """The comma that ends the source of "According to X, the Y of Z, ..."."""
        commas = [j for j in range(start, len(self.tokens)) if self.reader.low(j) == ","]
        if not commas:
            return len(self.tokens)
        first = commas[0]
        if (
            len(commas) > 1
            and apposition_follows(self.reader, first + 1)
            and self.tokens[first - 1].is_capital
            and not self.reader.has_finite(first, commas[1])
        ):
            return commas[1]
        return first

    def _leads_clause(self, i: int) -> bool:
        before = self.reader.low(i - 1)
        return (
            i == 0
            or before in ("and", "but", "-", "—", ";", ":")
            or (i <= 3 and not self.reader.has_finite(0, i))
        )

    def hearsay_adverb(self, i: int) -> Found | None:
        """``reportedly`` vouches for the verb that follows, up to the next comma."""
        after = self.reader.low(i + 1)
        if after.endswith("ly") or self.reader.low(i - 1) in self.words.determiners:
            return None  # "an allegedly stolen car" says so of the car only
        end = self.clause_end(i + 1)
        comma = next((j for j in range(i + 1, end) if self.reader.low(j) == ","), end)
        return Found("hearsay", (i, i + 1), None, [(i + 1, comma)] if comma > i + 1 else [])

    def hearsay_passive(self, i: int) -> Found | None:
        following = self.reader.low(i + 1)
        expletive = self.reader.low(i - 2) == "it" or self.reader.low(i - 3) == "it"
        first = i - 1
        while self.reader.low(first - 1) in self.words.auxiliaries or self.reader.is_adverb(
            first - 1
        ):
            first -= 1
        if following == "that" and expletive:
            return Found("hearsay", (first, i + 1), None, [(i + 1, self.clause_end(i + 1))])
        if following == "to" and self.tokens[i].low not in ("expected", "known", "considered"):
            subject = source_left(self.reader, first, 0)
            rest = (i + 1, self.clause_end(i + 1))
            return Found("hearsay", (first, i + 1), None, [*([subject] if subject else []), rest])
        return None

    def is_noun(self, i: int) -> bool:
        """Tell "the claim that" from "Oslo claims that"."""
        if self.reader.verb_at(i) is None or i == 0:
            return True
        before = self.tokens[i - 1]
        if before.low.endswith(("'s", "s'")) or before.low in self.words.determiners:
            return True
        return not (before.is_capital or before.low in self.words.pronouns | {")", "who", ","})

    def noun(self, i: int) -> Found | None:
        if self.reader.low(i - 1) in ("a", "an") and self.reader.low(i - 2) == "in":
            return None  # "said in a statement that": the verb's content
        content = (i + 1, self._relative_end(i + 1))
        if not self.reader.has_finite(*content):
            return None
        source: Range | None = None
        j = i - 1
        while j >= 0 and self.tokens[j].kind == "w" and i - j < 4:
            low = self.tokens[j].low
            if low.endswith(("'s", "s'")) and low != "it's":
                source = source_left(self.reader, j + 1, 0)
                break
            if low in ("his", "her", "its", "their", "my", "our"):
                source = (j, j + 1)
                break
            j -= 1
        return Found("noun", (i, i + 1), source, [content])

    def _relative_end(self, start: int) -> int:
        """The end of a clause that depends on a noun: before the main verb of the sentence."""
        end = self.clause_end(start)
        finite = [
            j
            for j in range(start + 1, end)
            if self.reader.is_finite(j) and not self.reader.is_helped(j)
        ]
        joined = ("and", "or", "but", "who", "which", "that", "to", "when", "because", ",")
        for j in finite[1:]:
            if self.reader.low(j - 1) in joined:
                continue
            if any(self.reader.low(k) in self.words.subordinators for k in range(finite[0] + 1, j)):
                continue
            return j
        return end

    def colon(self, i: int) -> Found | None:
        """Headlines and transcripts: ``Smith: ‘We lost’``, ``SMITH: We lost.``"""
        name = self.tokens[:i]
        if self.tokens[0].low in _LABELS:
            return None
        if not 1 <= i <= 5 or not all(t.is_capital or t.low in (".", "of") for t in name):
            return None
        transcript = all(t.text.isupper() for t in name) and len(name[-1].text) > 2
        quoted = self.reader.kind(i + 1) == "q"
        if not quoted and not (transcript and i + 4 < len(self.tokens)):
            return None
        stop = i + 2 if quoted else len(self.tokens)
        return Found("direct" if quoted else "clause", (i, i + 1), (0, i), [(i + 1, stop)])
