"""The four kinds of claim in one sentence, as ranges of tokens.

Each rule returns the kind and its parts: cause, effect and marker; content and marker; addressee,
content and marker. Rules are made for precision: what they leave out is described in
docs/quotes-claims.md.
"""

from __future__ import annotations

from collections.abc import Iterator

from riftline.mentions.claims_edges import CLAUSE_OPENERS, QUOTE_MARKS, ClaimEdges, Range
from riftline.mentions.quotes_lexicon import word_set
from riftline.mentions.quotes_tokens import BE

Found = tuple[str, dict[str, Range]]

# "information leading to an arrest" is the start of no cause
_NO_CAUSE = word_set("information evidence road path steps talks up tips")
# "is due to testify" is a date in the diary
_SCHEDULED = word_set(
    """be begin start meet testify take visit speak arrive leave open hold return appear expire make
    give vote go face become run end discuss sign host travel attend address"""
)
# "must be part of the talks" asks for something; "must be tired" guesses
_TAKING_PART = word_set("part present ready free prepared included")
# "when the crash erupts" takes for certain that it will
_FORESEEN = word_set("erupts collapses explodes implodes unravels crumbles")
_AFTER_EXPLETIVE = frozenset({"that", "to", "for", "how", "when", "if"})
_BE_FINITE = BE | {"isn't", "aren't", "wasn't", "weren't", "it's", "that's"}


class ClaimRules(ClaimEdges):
    """Reads one sentence."""

    def read(self) -> Iterator[Found]:
        """All claims of the sentence, in the order of their markers."""
        opening = self._imperative()
        if opening is not None:
            yield opening
        for i, token in enumerate(self.tokens):
            if token.low not in self.words.openers and not token.low.endswith("'ll"):
                continue
            for rule in (self._cause, self._prediction, self._call, self._opinion):
                found = rule(i)
                if found is not None:
                    yield found

    # ------------------------------------------------------------ causes

    def _cause(self, i: int) -> Found | None:
        after = self._phrase("cause.effect_first", i)
        if after is not None:
            return self._effect_first(i, after)
        if self._has("cause.clause", i) and self.reader.low(i + 1) != "of":
            return self._effect_first(i, i + 1)
        if self._has("cause.blame", i):
            return self._blame(i)
        after = self._phrase("cause.cause_first", i)
        return self._cause_first(i, after) if after is not None else None

    def _effect_first(self, i: int, after: int) -> Found | None:
        """``Prices rose because of the war``; ``Because of the war, prices rose``."""
        cause = (after, self._right_end(after))
        if self.reader.low(i) == "due" and self.reader.low(after) in _SCHEDULED:
            return None
        if self._opens(i):
            comma = next(
                (j for j in range(after, len(self.tokens)) if self.reader.low(j) == ","), None
            )
            if comma is None:
                return None
            cause = (after, comma)
            effect = (comma + 1, self._right_end(comma + 1))
        else:
            start, stop = self._clause_start(i), i
            while stop > start and self.reader.low(stop - 1) in (
                ",",
                "is",
                "are",
                "was",
                "were",
                "been",
                "part",
                "partly",
                "largely",
                "in",
                "mainly",
                "not",
                "has",
                "have",
                "primarily",
                "only",
                "just",
                "precisely",
                "and",
                "be",
            ):
                stop -= 1
            effect = (start, stop)
        if effect[1] <= effect[0] or cause[1] <= cause[0]:
            return None
        return "cause", {"cause": cause, "effect": effect, "marker": (i, after)}

    def _opens(self, i: int) -> bool:
        """Whether only a conjunction stands before, in the sentence or after a quotation mark."""
        j = i - 1
        while j >= 0 and (self.reader.low(j) in ("but", "and", "partly", "perhaps", "in")):
            j -= 1
        return j < 0 or self.reader.low(j) in QUOTE_MARKS

    def _cause_first(self, i: int, after: int) -> Found | None:
        """``Sanctions drove up prices``, ``sanctions, which drove up prices``."""
        verb = self.reader.low(i)
        byline = self.reader.low(after + 1) in ("report", "story", "article")
        if (
            byline
            or self.reader.low(after) in ("by", "", ",", ".")
            or self.reader.kind(after) == "p"
        ):
            return None
        if i > 0 and self.reader.low(i - 1) in self.reader.words.determiners - {"that"} | _NO_CAUSE:
            return None
        passive = self.reader.low(i - 1) in BE and after == i + 1 and verb.endswith("ed")
        if passive or (verb in ("causes", "sparks") and self.reader.low(after) in ("of", "and")):
            return None
        subject = self._subject(i)
        end = self._right_end(after)
        if self.reader.low(i - 1) == "which":  # ", which drove up prices, was lifted"
            commas = (j for j in range(after + 1, end) if self._main_verb_follows(j))
            end = next(commas, end)
        if self.reader.low(i - 1) == "that":  # the main verb follows the relative clause
            finite = (j for j in range(after + 1, end) if self.reader.is_finite(j))
            end = next(finite, end)
        effect = (after, end)
        if subject is None or effect[1] <= effect[0]:
            return None
        return "cause", {"cause": subject, "effect": effect, "marker": (i, after)}

    def _main_verb_follows(self, comma: int) -> bool:
        following = comma + 1
        return (
            self.reader.low(comma) == ","
            and following < len(self.tokens)
            and self.reader.is_finite(following)
        )

    def _blame(self, i: int) -> Found | None:
        """``blamed X for Y``."""
        end = self._right_end(i + 1)
        split = next((j for j in range(i + 1, end) if self.reader.low(j) == "for"), None)
        if split is None or split == i + 1 or self.reader.low(i + 1) in ("on", ","):
            return None
        if self.reader.low(i - 1) in BE:
            return None
        parts = {"cause": (i + 1, split), "effect": (split + 1, end), "marker": (i, i + 1)}
        return ("cause", parts) if split + 1 < end else None

    # ------------------------------------------------------------ predictions

    def _prediction(self, i: int) -> Found | None:
        low = self.reader.low(i)
        if self._has("prediction.infinitive", i) and self.reader.low(i + 1) == "to":
            first = i
            while first > 0 and (
                self.reader.is_adverb(first - 1)
                or self.reader.low(first - 1) in ("more", "not", "most")
            ):
                first -= 1
            if self.reader.low(first - 1) not in _BE_FINITE | {"seems", "looks", "appears", "seem"}:
                return None
            start = first - 1
            while start > 0 and self.reader.low(start - 1) in ("has", "have", "had", "not", "also"):
                start -= 1
            return self._future(start, i + 2)
        if low == "when" and self.reader.low(i + 1) == "the":
            return self._foreseen(i)
        if self._has("prediction.outlook", i):
            return self._outlook(i)
        if low in ("will", "won't", "'ll") or low.endswith("'ll"):
            return self._will(i)
        if low in ("is", "are", "'re", "'s") and self.reader.low(i + 1) == "going":
            return self._going_to(i)
        return None

    def _will(self, i: int) -> Found | None:
        j = i + 1
        adverb = False
        state = False
        while self.reader.is_adverb(j) or self.reader.low(j) in ("not", "be", "also"):
            adverb = adverb or self._has("prediction.adverbs", j)
            state = state or self.reader.low(j) == "be"
            j += 1
        state = state and self._has("prediction.states", j)
        if not (adverb or state or self._has("prediction.outcomes", j)):
            return None
        if self.reader.low(i - 1) in ("if", "what", "who", "which", "how") or self._is_question():
            return None
        return self._future(i, i + 1)

    def _outlook(self, i: int) -> Found | None:
        """``A truce is unlikely``, at the end of its clause."""
        first = i
        while first > 0 and (
            self.reader.is_adverb(first - 1)
            or self.reader.low(first - 1) in ("not", "more", "almost", "very", "now", "still")
        ):
            first -= 1
        following = self.reader.low(i + 1)
        ends = self.reader.kind(i + 1) == "p" or following in CLAUSE_OPENERS
        if self.reader.low(first - 1) not in _BE_FINITE or not ends or self._is_question():
            return None
        subject = self._subject(first - 1)
        if subject is None or subject[1] > first - 1:
            return None
        return "prediction", {"content": (subject[0], i + 1), "marker": (first - 1, i + 1)}

    def _foreseen(self, i: int) -> Found | None:
        """``when the crash erupts``: it has not, and is taken to be coming."""
        for j in range(i + 2, min(i + 8, len(self.tokens))):
            if self.reader.low(j) in _FORESEEN:
                return "prediction", {"content": (i + 1, j + 1), "marker": (i, i + 1)}
            if self.reader.kind(j) != "w" or self.reader.is_finite(j):
                return None
        return None

    def _going_to(self, i: int) -> Found | None:
        if self.reader.low(i + 2) != "to" or not self._has("prediction.outcomes", i + 3):
            return None
        return None if self._is_question() else self._future(i, i + 3)

    def _future(self, i: int, after: int) -> Found | None:
        subject = self._subject(i)
        if subject is None or subject[1] > i:
            return None
        end = self._right_end(after)
        if end <= after:
            return None
        return "prediction", {"content": (subject[0], end), "marker": (i, after)}

    def _is_question(self) -> bool:
        return bool(self.tokens) and self.tokens[-1].low == "?"

    # ------------------------------------------------------------ calls to action

    def _call(self, i: int) -> Found | None:
        if self._has("call.demand", i) and self.reader.low(i + 1) == "that":
            return self._demanded(i)
        after = self._phrase("call.modals", i)
        if after is None or self.reader.low(after) in self.words.words["call.not_after"]:
            return None
        return self._modal(i, after)

    def _modal(self, i: int, after: int) -> Found | None:
        """``The leaders must call a strike``; a passive has no addressee."""
        low = self.reader.low(i)
        j = after
        while self.reader.is_adverb(j) or self.reader.low(j) in ("not", "either", "both"):
            j += 1
        weak = low in ("need", "needs", "has", "have")
        if low == "need" and self.reader.low(i - 1) in self.reader.words.determiners:
            return None
        if self.reader.kind(j) != "w" or self._is_question():
            return None
        subject = self._subject(i)
        if subject is None or subject[1] > i:
            return None
        if low in ("have", "has") and self.reader.low(i - 1) in self.reader.words.auxiliaries:
            return None  # "would have to" is a consequence
        first = self.reader.low(subject[0])
        if first in self.reader.words.conjunctions:
            return None
        if first in ("it", "there", "i", "which", "that", "what", "you", "one") or (
            weak and first in ("he", "she")
        ):
            return None
        conditional = any(
            self.reader.low(k) in ("if", "whether", "should")
            for k in range(i)
            if self.reader.low(k) != low
        )
        if conditional and weak:
            return None
        end = self._right_end(after, through=self.reader.low(j + 1) == "that")
        parts: dict[str, Range] = {"content": (subject[0], end), "marker": (i, after)}
        if self.reader.low(j) == "be":
            what = self.reader.low(j + 1)
            verbal = what in _TAKING_PART or what.endswith(
                ("ed", "en", "ne", "ught", "ld", "pt", "de")
            )
            if not verbal or low in ("need", "needs", "has", "have"):
                return None
        else:
            negated = any(self.reader.low(k) == "not" for k in range(after, j))
            parts = {
                "addressee": subject,
                "content": (after if negated else j, end),
                "marker": (i, after),
            }
        return "call", parts

    def _demanded(self, i: int) -> Found | None:
        """``demanded that X do Y``: X is called upon."""
        start, end = i + 2, self._right_end(i + 2, through=True)
        stop = next(
            (
                j
                for j in range(start + 1, end)
                if self.reader.low(j) in (",", "be", "not", "either", "must", "should")
                or self._has("call.imperatives", j)
            ),
            None,
        )
        if stop is None or self.reader.has_finite(start, stop):
            return None
        return "call", {"addressee": (start, stop), "content": (start, end), "marker": (i, i + 2)}

    def _imperative(self) -> Found | None:
        """``Join the march!`` at the start of a sentence; ``Let us ...``."""
        i = 0
        while i < len(self.tokens) and self.tokens[i].kind == "p":
            i += 1
        if i >= len(self.tokens) - 2 or not self._has("call.imperatives", i):
            return None
        after = self.reader.low(i + 1)
        if after in self.words.words["call.blocked_next"] or self.tokens[i + 1].kind != "w":
            return None
        if self.reader.low(i) == "let" and after not in ("us", "'s"):
            return None
        determined = after in self.reader.words.determiners or after in (
            "us",
            "up",
            "against",
            "now",
        )
        if self._is_question() or not (determined or self._capital_object(i + 1)):
            return None
        end = self._right_end(i)
        finite = any(self.reader.low(j) in self.reader.words.finite for j in range(i + 1, end))
        if finite and self.tokens[-1].low != "!":
            return None  # "Support the bill had fades": a noun phrase
        return "call", {"content": (i, end), "marker": (i, i + 1)}

    def _capital_object(self, i: int) -> bool:
        """A name after the verb, the verb alone in capitals only as the sentence begins."""
        lower = sum(t.kind == "w" and t.text.islower() for t in self.tokens)
        return self.tokens[i].is_capital and lower >= 2 and self.tokens[-1].low in ("!", ".")

    # ------------------------------------------------------------ opinions

    def _opinion(self, i: int) -> Found | None:
        for name in ("opinion.first_person", "opinion.superlative"):
            after = self._phrase(name, i)
            if after is not None:
                start = i if name.endswith("superlative") else self._clause_start(i)
                return "opinion", {"content": (start, self._right_end(after)), "marker": (i, after)}
        if self._has("opinion.sentence_adverbs", i) and self.reader.low(i + 1) == ",":
            end = self._right_end(i + 2)
            if end <= i + 2:
                return None
            return "opinion", {"content": (i + 2, end), "marker": (i, i + 1)}
        low = self.reader.low(i)
        if low in _BE_FINITE or low == "been":
            return self._copular(i)
        return None

    def _copular(self, i: int) -> Found | None:
        """``The vote was a farce``, ``it is shameful that ...``."""
        j = i + 1
        while self._has("opinion.degree", j) and j - i < 5:
            j += 1
        if self.reader.low(i - 1) == "it" or self.reader.low(i) == "it's":
            found = self._expletive(i, j)
            if found is not None:
                return found
        adjective = self._has("opinion.adjectives", j)
        if adjective and self.reader.kind(j + 1) == "w":
            after = self.reader.low(j + 1)
            if after not in self.reader.words.prepositions | {"that", "and", "but"}:
                return None  # "is criminal proceedings"
        if not (adjective or self._has("opinion.nouns", j)):
            j += 1  # "was a complete farce"
            if not self._has("opinion.nouns", j) or self.reader.kind(j - 1) != "w":
                return None
        if self._is_question():
            return None
        subject = self._subject(i)
        start = subject[0] if subject is not None else self._clause_start(i)
        if self.reader.low(start) in ("something", "anything", "nothing", "what", "who"):
            return None
        return "opinion", {"content": (start, self._right_end(j)), "marker": (j, j + 1)}

    def _expletive(self, i: int, j: int) -> Found | None:
        """``It is not surprising that ...``; a past "it was time to" only tells."""
        after = self._phrase("opinion.expletive", j)
        if after is None or self.reader.low(after) not in _AFTER_EXPLETIVE:
            return None
        if self.reader.low(j) == "time" and self.reader.low(i) in ("was", "been", "be"):
            return None
        start = i - (self.reader.low(i) != "it's")
        return "opinion", {"content": (start, self._right_end(after)), "marker": (j, after)}
