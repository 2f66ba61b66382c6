"""Words, punctuation and whole quotations of one stretch of text, and simple tests on them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from riftline.mentions.quotes_lexicon import Lexicon, Verb, word_set
from riftline.mentions.quotes_marks import Quotation

_TOKEN = re.compile(r"([$£€#@]?\w+(?:[-'’.,&/]\w+)*%?)|--|\S")
_ABBREVIATIONS = word_set(
    """mr mrs ms dr gen sen sens rep reps gov lt col maj capt sgt adm prof rev hon st jr sr inc
    corp co ltd jan feb mar apr aug sept sep oct nov dec no vs"""
)
_BEFORE_NOUNS = frozenset({"a", "an", "the", "its", "their", "his", "our", "my", "your"})
_CONTRACTED = frozenset({"he's", "she's", "it's", "that's", "there's", "who's", "what's", "here's"})
END_MARKS = frozenset(".!?")
BE = frozenset(["am", "is", "are", "was", "were", "be", "been", "being", "'s", "'re"])


@dataclass(slots=True)
class Token:
    """A word, a punctuation mark or a whole quotation (``kind`` w, p or q)."""

    text: str
    low: str
    start: int
    end: int
    kind: str

    @property
    def is_capital(self) -> bool:
        """Whether it is a word written with a capital."""
        return self.kind == "w" and self.text[0].isupper()


def tokenize(text: str, start: int, end: int, quotations: Sequence[Quotation]) -> list[Token]:
    """Tokens of ``text[start:end]``; each of the quotations is one token."""
    tokens: list[Token] = []
    position = start
    for quotation in quotations:
        if quotation.start < position or quotation.end > end:
            continue
        _plain(text, position, quotation.start, tokens)
        words = text[quotation.start : quotation.end]
        tokens.append(Token(words, "<quote>", quotation.start, quotation.end, "q"))
        position = quotation.end
    _plain(text, position, end, tokens)
    return tokens


def _plain(text: str, start: int, end: int, tokens: list[Token]) -> None:
    position = start
    for match in _TOKEN.finditer(text, start, end):
        first, after = match.span()
        if first < position:
            continue  # the full stop of an abbreviation
        word = match.group()
        kind = "p" if match.lastindex is None else "w"
        if kind == "w" and after < end and text[after] == "." and _is_abbreviation(word):
            after += 1
            word += "."
        position = after
        tokens.append(Token(word, word.lower().replace("’", "'"), first, after, kind))


def _is_abbreviation(word: str) -> bool:
    """Whether a following full stop belongs to the word: "Gen", "U.S", an initial."""
    if len(word) == 1:
        return word.isupper() and word != "I"
    return (word[1] == "." and word.count(".") * 2 == len(word) - 1) or (
        word[0].isupper() and word.lower() in _ABBREVIATIONS
    )


def is_full_quotation(token: Token) -> bool:
    """A quotation that can stand for an utterance, not a word or two set off by marks."""
    inner = token.text.strip("\"'“”‘’«»` ")
    words = inner.count(" ") + 1
    return words >= 5 or (inner[-1:] in ",.!?…—" and words >= 1)


class Reader:
    """Grammar questions about a list of tokens, answered from the word lists."""

    def __init__(self, tokens: list[Token], words: Lexicon) -> None:
        self.tokens = tokens
        self.words = words

    def low(self, i: int) -> str:
        """The word in lower case, or an empty string outside the list."""
        return self.tokens[i].low if 0 <= i < len(self.tokens) else ""

    def kind(self, i: int) -> str:
        """w, p or q; p outside the list."""
        return self.tokens[i].kind if 0 <= i < len(self.tokens) else "p"

    def is_adverb(self, i: int) -> bool:
        """An adverb that may stand between a subject and its verb."""
        low = self.low(i)
        return low in self.words.adverbs or (low.endswith("ly") and len(low) > 4)

    def is_finite(self, i: int) -> bool:
        """Whether the word looks like a finite verb."""
        token = self.tokens[i]
        if token.kind != "w":
            return False
        low = token.low
        if self.low(i - 1) in _BEFORE_NOUNS or self.is_name_part(i):
            return False  # "a split", "the cuts", "Theresa May"
        if low in self.words.finite or low.endswith("n't"):
            return True
        if low.endswith(("'s", "'re", "'ve", "'ll", "'d")):
            return low.split("'")[0] in self.words.pronouns | {"that", "there", "this", "what"}
        previous = self.low(i - 1)
        noun_before = previous in self.words.determiners or previous in self.words.prepositions
        plural = previous == "'" and self.low(i - 2).endswith("s")
        owned = plural or (previous.endswith("'s") and previous not in _CONTRACTED)
        if token.text[0].isupper() or noun_before or owned:
            return False  # "Oslo's comments", "the unions' demands" are nouns
        if self.low(i + 1) in ("on", "by", "with", "at", "from", "in") and low.endswith("ed"):
            return False  # a participle: "diplomats briefed on the talks"
        verb = self.words.verbs.get(low)
        if verb is not None and verb.shape in ("past", "present"):
            return True
        return low.endswith("ed") and len(low) > 4 and low not in ("united", "hundred", "indeed")

    def is_name_part(self, i: int) -> bool:
        """Whether a word that can be an auxiliary is part of a name: "May", "Will"."""
        if not self.tokens[i].is_capital or self.low(i) not in ("may", "will"):
            return False
        if i == 0:
            following = len(self.tokens) > 1 and self.tokens[1].is_capital
            return following and self.tokens[-1].low != "?"
        return self.tokens[i - 1].is_capital

    def is_helped(self, i: int) -> bool:
        """Whether an auxiliary stands before the verb, adverbs left out."""
        while self.is_adverb(i - 1) or self.low(i - 1) in ("not", "been"):
            i -= 1
        return self.low(i - 1) in self.words.auxiliaries

    def has_finite(self, start: int, end: int) -> bool:
        """Whether a finite verb stands among tokens[start:end]."""
        return any(self.is_finite(i) for i in range(max(start, 0), min(end, len(self.tokens))))

    def verb_at(self, i: int) -> tuple[Verb, int] | None:
        """The reporting verb that starts at a token, and the index after it."""
        low = self.low(i)
        for phrasal in self.words.phrasal.get(low, ()):
            if self.low(i + 1) == phrasal.particle:
                return phrasal, i + 2
        verb = self.words.verbs.get(low)
        return (verb, i + 1) if verb is not None else None

    def skip_adverbials(self, i: int) -> int:
        """The index after time and manner phrases that may follow a reporting verb."""
        while i < len(self.tokens):
            low = self.low(i)
            if (
                self.is_adverb(i)
                or low in self.words.time_words
                or (low.isdigit() and self.low(i - 1) in self.words.time_words)
            ):
                i += 1
            elif low in self.words.prepositions and low not in ("of", "to", "like"):
                after = self._prepositional_end(i)
                if after is None:
                    return i
                i = after
            else:
                return i
        return i

    def _prepositional_end(self, i: int) -> int | None:
        """The end of "on Monday", "in a statement", "at a news conference in Geneva"."""
        j = i + 1
        while j < len(self.tokens) and j - i <= 8:
            token = self.tokens[j]
            starts_clause = token.low in self.words.pronouns and token.low not in ("one",)
            if token.kind != "w" or token.low == "that" or starts_clause:
                break
            if token.low in self.words.determiners and j > i + 1:
                break
            if self.is_finite(j):
                return None
            if token.low in self.words.prepositions and j > i + 1:
                break
            j += 1
        return j if j > i + 1 else None
