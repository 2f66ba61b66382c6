"""Where the parts of a claim begin and end within a sentence."""

from __future__ import annotations

from riftline.mentions.claims_lexicon import ClaimWords
from riftline.mentions.quotes_lexicon import word_set
from riftline.mentions.quotes_source import source_left
from riftline.mentions.quotes_tokens import Reader, Token

Range = tuple[int, int]

QUOTE_MARKS = frozenset('“”"«»‘')
BREAKS = frozenset({";", ":", "—", "–", "--", "(", ")", "“", "”", '"', "‘", "?", "!"})
CLAUSE_OPENERS = word_set(
    """which who while but although though whereas as when after before and so said says adding
    saying according with leaving despite even"""
)


class ClaimEdges:
    """A sentence's words, and the clauses and noun phrases around a marker."""

    def __init__(self, tokens: list[Token], reader: Reader, words: ClaimWords) -> None:
        self.tokens = tokens
        self.reader = reader
        self.words = words

    def _phrase(self, name: str, i: int) -> int | None:
        """The index after the longest listed phrase that starts here."""
        for phrase in self.words.phrases[name].get(self.reader.low(i), ()):
            if all(self.reader.low(i + k) == word for k, word in enumerate(phrase)):
                return i + len(phrase)
        return None

    def _has(self, name: str, i: int) -> bool:
        return self.reader.low(i) in self.words.words[name]

    def _right_end(self, start: int, *, through: bool = False) -> int:
        """Where a clause or noun phrase that begins at ``start`` ends; ``through`` its commas."""
        end = len(self.tokens)
        while end > start and self.tokens[end - 1].kind == "p":
            end -= 1
        for j in range(start, end):
            low = self.tokens[j].low
            if low in BREAKS and j > start:
                return j
            if low == "," and not through and self.reader.low(j + 1) in CLAUSE_OPENERS:
                return j
            if low == "," and self._attribution_follows(j + 1, end):
                return j
        return end

    def _attribution_follows(self, j: int, end: int) -> bool:
        """ ", the minister said" at the end."""
        for m in range(j + 1, min(end, j + 9)):
            found = self.reader.verb_at(m)
            if found is not None and found[0].frames & {"say", "tell"}:
                return found[0].shape in ("past", "present") or found[0].base == "say"
            if self.reader.kind(m) == "p":
                return False
        return False

    def _clause_start(self, i: int) -> int:
        """Where the clause that ends before ``i`` begins."""
        j = i - 1
        while j >= 0:
            low = self.tokens[j].low
            if low in BREAKS or low in QUOTE_MARKS:
                break
            if low == "that" and self.reader.verb_at(j - 1) is not None:
                break
            if low == "," and self.reader.low(j + 1) in ("but", "and", "while", "as", "although"):
                j += 1
                break
            found = self.reader.verb_at(j)
            if found is not None and found[0].base == "say" and j + 1 < i:
                break
            j -= 1
        j += 1
        while j < i and self.tokens[j].low in ("but", "and", ",", "that", "while", "so"):
            j += 1
        return j

    def _subject(self, verb: int) -> Range | None:
        """The subject before a verb; for ", which" what stands before the comma."""
        first = verb
        while first > 0 and (
            self.reader.low(first - 1) in self.reader.words.auxiliaries
            or self.reader.is_adverb(first - 1)
        ):
            first -= 1
        before = self.reader.low(first - 1)
        if before in ("which", "that") and first >= 2:
            last = first - 2
            if self.reader.low(last) == ",":
                last -= 1
            return self._antecedent(last)
        if before == ",":
            found = self._without_attribution(source_left(self.reader, first, 0))
            if self.reader.low(verb).endswith("ing") or found is None:
                start = self._clause_start(first - 1)  # ", leading to": all that was said before
                said = (start, first - 1) if start < first - 1 else None
                return self._without_attribution(said)
            return found
        return source_left(self.reader, first, 0)

    def _without_attribution(self, subject: Range | None) -> Range | None:
        """ "Sanctions, critics said, led to hunger": critics are no part of the subject."""
        if subject is None:
            return None
        last = self.reader.verb_at(subject[1] - 1)
        if last is None or "say" not in last[0].frames:
            return subject
        commas = [j for j in range(*subject) if self.reader.low(j) == ","]
        return (subject[0], commas[-1]) if commas else subject

    def _antecedent(self, last: int) -> Range | None:
        """The noun phrase or clause that a relative clause or participle hangs on."""
        if last < 0:
            return None
        start = last
        words = self.reader.words
        while start > 0:
            low = self.reader.low(start - 1)
            if self.tokens[start - 1].kind == "p" or self.reader.is_finite(start - 1):
                break
            if low in words.subordinators and low not in words.prepositions:
                break
            if low in ("of", "to") and self.reader.low(start - 2) in ("supporters", "supporter"):
                break
            start -= 1
        while start < last and self.reader.low(start) in words.conjunctions | words.prepositions:
            start += 1
        return start, last + 1
