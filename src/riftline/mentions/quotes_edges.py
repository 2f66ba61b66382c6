"""Where attributed content begins and ends within a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field

from riftline.mentions.quotes_lexicon import Lexicon
from riftline.mentions.quotes_tokens import Reader, Token

Range = tuple[int, int]


@dataclass(slots=True)
class Found:
    """One attribution in token ranges; ``contents`` may be several pieces."""

    frame: str
    cue: Range
    source: Range | None
    contents: list[Range] = field(default_factory=list)
    open_colon: bool = False  # the content follows after this sentence


class Edges:
    """The tokens of a sentence, what is attributed in it so far, and the edges of content."""

    def __init__(self, tokens: list[Token], words: Lexicon, nested: bool = False) -> None:
        self.nested = nested  # inside a quotation, where states of mind are not reported
        self.reader = Reader(tokens, words)
        self.tokens = tokens
        self.words = words
        self.found: list[Found] = []
        self.taken: set[int] = set()  # quotation tokens that have a speaker

    def clause_end(self, start: int) -> int:
        """Where content that begins at ``start`` ends (exclusive)."""
        end = len(self.tokens)
        while end > start and self.tokens[end - 1].low in (".", ";", ":", "!", "?", ","):
            end -= 1
        for j in range(start + 1, end):
            low = self.tokens[j].low
            if low == ";":
                return j
            if self._closed_by_quotation(j):
                return j + 1
            if low == "," and self._new_attribution(j + 1, end):
                return j
            if low in ("and", "but") and self._coordinated_cue(j + 1):
                return j
            if low == "according" and self.reader.low(j + 1) == "to":
                return j - (self.reader.low(j - 1) == ",")
        return end

    def _closed_by_quotation(self, j: int) -> bool:
        """``was "a mistake," although ...``: the comma inside the marks closes the content."""
        if self.tokens[j].kind != "q" or self.tokens[j].text.rstrip("\"”’'")[-1:] != ",":
            return False
        after = self.reader.low(j + 1)
        verb = self.reader.verb_at(j + 1)
        return after in self.words.subordinators | self.words.conjunctions or (
            verb is not None and verb[0].shape == "gerund"
        )

    def _new_attribution(self, j: int, end: int) -> bool:
        """After a comma: ", adding", ", but she said", ", he said"."""
        verb = self.reader.verb_at(j)
        if (
            verb is not None
            and verb[0].shape == "gerund"
            and verb[0].frames & {"say", "tell", "urge"}
        ):
            return True
        k = j + (self.reader.low(j) in ("and", "but", "while", "although", "though", "whereas"))
        joined = k > j
        limit = min(end, k + (7 if joined else 4))
        for m in range(k + 1, limit):
            found = self.reader.verb_at(m)
            if (
                found is not None
                and found[0].base in ("say", "add", "tell", "note")
                and found[0].shape in ("past", "present")
            ):
                return joined or not self.reader.has_finite(k, m)
            if self.reader.kind(m) == "p":
                return False
        return False

    def _coordinated_cue(self, j: int) -> bool:
        k = j
        while self.reader.is_adverb(k) or self.reader.low(k) in ("has", "have", "had"):
            k += 1
        found = self.reader.verb_at(k)
        if found is None or found[0].shape != "past":
            return False
        return bool(found[0].frames & {"say", "tell", "urge"}) and self.reader.low(k - 1) != "be"

    def left_start(self, stop: int) -> int:
        """Where content that ends at ``stop`` may begin: after what is already attributed."""
        start = 0
        for earlier in self.found:
            if earlier.frame in ("direct", "that", "clause", "according"):
                edge = max([earlier.cue[1], *(end for _, end in earlier.contents)])
                if edge < stop:  # else it stands inside this content
                    start = max(start, edge)
        for j in range(stop - 1, start, -1):
            if self.tokens[j].low == ";":
                start = j + 1
                break
        while start < stop and self.tokens[start].low in (",", ".", "and", "but", ":", "—"):
            start += 1
        return start
