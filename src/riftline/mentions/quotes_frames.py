"""Attributions of one sentence: cue, source and content as ranges of tokens.

Each cue is judged by its frame, the grammar that ties it to its content:

========== =======================================================================
direct     a whole quotation: ``"We lost," he said``
that       ``He said that ...``
clause     ``He said the talks ...``; also ``The talks failed, he said``
according  ``according to X``
noun       ``X's claim that ...``
hearsay    ``reportedly``, ``is said to``: nobody in particular
to         an undertaking: ``vowed to ...``
urge       a request: ``urged X to ...``
judge      a judgement with an object: ``accused X of ...``
========== =======================================================================
"""

from __future__ import annotations

from riftline.mentions.quotes_edges import Found, Range
from riftline.mentions.quotes_lexicon import Verb, word_set
from riftline.mentions.quotes_nouns import OtherFrames
from riftline.mentions.quotes_source import (
    initial_subject,
    source_left,
    source_right,
)
from riftline.mentions.quotes_tokens import BE, END_MARKS, is_full_quotation

_WH = frozenset(["whether", "if", "what", "why", "how", "when", "where", "who", "which"])
_OBJECT_PRONOUNS = frozenset(
    ["him", "her", "them", "us", "me", "it", "you", "himself", "herself", "themselves"]
)
_ADDRESSEES = word_set(
    """
    reporters journalists lawmakers parliament congress senators delegates viewers supporters
    investors analysts voters newsmen correspondents police investigators authorities
    officials colleagues leaders ministers people residents
    """
)
# "said when asked", "asked us before": no content
_ADVERBIAL_CLAUSE = frozenset({"when", "while", "after", "before", "because", "since", "until"})
# after a comma these comment on the object or begin another clause
_COMMENT = word_set("which who although though while whereas because as saying calling adding")
# "condemned the raid in a speech"
_OCCASIONS = word_set(
    """interview statement speech rally tweet tweets interviews speeches statements briefing letter
    conference debate remarks hearing memo op-ed video"""
)
# what may follow ", Smith said on Monday"
_AFTER_PARENTHETICAL = frozenset(
    [
        *[",", ".", ";", ":", "—", "–", ")", "-"],
        "",
        "<quote>",
        *["as", "to", "when", "after", "of", "and", "but", "while", "reporters"],
    ]
)
# verbs whose form in -s is a common plural noun
_NOUN_LIKE = word_set(
    """
    question claim report comment plan hope fear call promise demand offer state rule signal
    pledge charge estimate forecast post remark praise label brand query order press object
    support back attack challenge vote address detail view link protest echo favor favour answer
    """
)


class Frames(OtherFrames):
    """Reads one sentence (or several that a quotation holds together)."""

    def read(self) -> list[Found]:
        """All attributions, in the order of their cues."""
        for i, token in enumerate(self.tokens):
            found = None
            if token.low in self.words.cues:
                found = self._at(i)
            elif token.low == ":" and not self.found:
                found = self.colon(i)
            if found is not None and (found.contents or found.open_colon):
                self.found.append(found)
                self._take(found)
        return self.found

    def _take(self, found: Found) -> None:
        for start, end in found.contents:
            self.taken.update(j for j in range(start, end) if self.tokens[j].kind == "q")

    def _at(self, i: int) -> Found | None:
        low = self.tokens[i].low
        if low == "according" and self.reader.low(i + 1) == "to":
            return self.according(i)
        if low in self.words.hearsay_adverbs:
            return self.hearsay_adverb(i)
        if low in self.words.hearsay_passive and self.reader.low(i - 1) in BE:
            passive = self.hearsay_passive(i)
            if passive is not None:
                return passive
        if low in self.words.nouns and self.reader.low(i + 1) == "that" and self.is_noun(i):
            noun = self.noun(i)
            if noun is not None:
                return noun
        verb = self.reader.verb_at(i)
        return self._verb(i, *verb) if verb is not None else None

    # ------------------------------------------------------------ verbs

    def _verb(self, i: int, verb: Verb, after: int) -> Found | None:
        first = i
        while first > 0 and (self._is_auxiliary(first - 1) or self.reader.is_adverb(first - 1)):
            first -= 1
        helpers = [self.reader.low(j) for j in range(first, i)]
        if not self._is_verb(i, first, verb, helpers):
            return None
        passive = verb.shape == "past" and any(h in BE for h in helpers)
        if passive or (helpers and helpers[-1] in ("'d", "to")):
            return None
        inverted = self._inverted(i, first, verb, after)
        if inverted is not None:
            return inverted
        source = self._source(i, first, verb)
        if source is not None and self._follows_content(source[0], after):
            found = self._parenthetical(first, after, source)
            if found is not None:
                return found
        if self.reader.low(i - 1) == "as" and verb.shape == "gerund":
            cited = self._quoted_as_saying(i)
            if cited is not None:
                source, first = cited
        found = self._right(verb, first, after, source)
        if found is not None and found.frame != "direct" and self._first_person(source):
            return None  # "I hope that ...": nobody is reported
        if found is not None and source is None and found.frame in ("that", "clause"):
            return None
        if found is None and verb.frames & {"say", "tell", "ask"}:
            found = self._parenthetical(first, after, source)
        return found

    def _first_person(self, source: Range | None) -> bool:
        return (
            source is not None
            and source[1] == source[0] + 1
            and self.reader.low(source[0]) in ("i", "we", "you")
        )

    def _takes_object(self, j: int) -> bool:
        """Whether a noun phrase or clause begins here."""
        low = self.reader.low(j)
        opens = low in self.words.determiners | self.words.pronouns | _OBJECT_PRONOUNS
        return opens or low == "that" or (self.reader.kind(j) == "w" and self.tokens[j].is_capital)

    def _is_auxiliary(self, j: int) -> bool:
        """An auxiliary; "May" and "Will" inside a sentence are names."""
        return self.reader.low(j) in self.words.auxiliaries and not self.reader.is_name_part(j)

    def _follows_content(self, first: int, after: int) -> bool:
        """Whether the subject stands after a quotation, or between two commas with its verb."""
        before = first - 1
        if self.reader.kind(before) == "q":
            return before not in self.taken
        return self.reader.low(before) == "," and self.reader.low(after) == "," and before > 0

    def _quoted_as_saying(self, i: int) -> tuple[Range, int] | None:
        """``quoted X as saying``: X speaks."""
        for j in range(i - 2, max(-1, i - 14), -1):
            if self.reader.low(j) in ("quoted", "quotes", "quoting", "cited", "citing"):
                return ((j + 1, i - 1), j) if j + 1 < i - 1 else None
        return None

    def _is_verb(self, i: int, first: int, verb: Verb, helpers: list[str]) -> bool:
        """Tell verbs from nouns of the same form, and finite uses from others."""
        before = self.reader.low(first - 1)
        if verb.shape == "gerund":
            spoken = bool(verb.frames & {"say", "tell"}) and verb.base not in (
                "find",
                "show",
                "rule",
            )
            return bool(helpers) or spoken or before in (",", "as", "by", "<quote>", "and", "—")
        subjects = ("all", "many", "some", "both", "this", "one", "few", "another", "several")
        if before in self.words.determiners and before not in subjects:
            return False
        if before == "whose" or (before.endswith("'s") and before not in ("he's", "she's", "it's")):
            return False
        if verb.shape == "past" and not helpers and before in self.words.subordinators - {"who"}:
            return before in ("that", "which", "what") and "say" in verb.frames
        inward = verb.frames <= {"think", "bare"} or verb.base in ("want", "seek", "plan", "intend")
        if inward and (self.nested or before in ("i", "you", "we")):
            return False
        if verb.base in _NOUN_LIKE and before == "this":
            return False  # "this question"
        if self.tokens[i].is_capital and i and verb.base not in ("say", "tell"):
            return False  # "United States", "Attorney General Order"
        if verb.shape == "present" and verb.base in _NOUN_LIKE:
            if self.tokens[first - 1].is_capital or before in self.words.pronouns | {"who"}:
                return True
            return self._takes_object(i + 1) and before not in self.words.prepositions
        if verb.shape == "base" and not helpers:
            if verb.base in _NOUN_LIKE and self.reader.low(first - 2) in ("a", "an", "the"):
                return False  # "a Reuters report"
            if verb.base in _NOUN_LIKE and not self._takes_object(i + 1):
                return False  # "air attacks and calls for help", "gets back out"
            if verb.base in ("say", "tell") and before not in ("he", "she", "it", "to"):
                return True
            plural = before.endswith("s") and before not in self.words.prepositions
            return plural or before in ("i", "we", "they", "you", "who", "people", "and", "police")
        if verb.shape == "present":
            if before in self.words.prepositions or before in ("united", "gulf"):
                return False
            return first == 0 or self.reader.kind(first - 1) != "p" or before in (",", ")", "—")
        return True

    def _source(self, i: int, first: int, verb: Verb) -> Range | None:
        floor = 0
        for earlier in self.found:
            if earlier.frame in ("that", "clause") and earlier.contents:
                floor = max(floor, min(earlier.contents[0][0], first))
        source = None
        if verb.shape != "gerund" or self.reader.low(first) in BE:
            source = source_left(self.reader, first, floor)
        if source is None and self.found:
            return self.found[-1].source
        if source is None:
            source = initial_subject(self.reader, first)
        return source

    def _inverted(self, i: int, first: int, verb: Verb, after: int) -> Found | None:
        """``"We lost," said Smith`` and ``The talks failed, said Smith``."""
        before = self.tokens[i - 1] if i else None
        if before is None or first != i or "inverted" not in verb.frames:
            return None
        if verb.shape == "gerund":
            return None
        if before.kind != "q" and before.low not in (",", "—"):
            return None
        source = source_right(self.reader, after)
        if source is None or self.reader.low(source[0]) in ("that", "in", "on", ",", "it", "to"):
            return None
        piece_end = next(
            (j for j in range(*source) if self.reader.low(j) in ("who", ",")), source[1]
        )
        if self.reader.has_finite(after, piece_end):
            return None
        return self._left_content(i, (i, after), source, source[1])

    def _parenthetical(self, first: int, after: int, source: Range | None) -> Found | None:
        """``The talks failed, Smith said on Monday.``"""
        if source is None or source[0] == 0:
            return None
        end = self.reader.skip_adverbials(after)
        if self.reader.low(after - 1) in ("told", "tells", "tell"):
            end = self.reader.skip_adverbials(self._addressee(after) or after)
        quoted = self.reader.kind(source[0] - 1) == "q"
        if not quoted and self.reader.low(end) not in _AFTER_PARENTHETICAL:
            return None
        return self._left_content(source[0], (first, after), source, end)

    def _left_content(self, edge: int, cue: Range, source: Range, end: int) -> Found | None:
        """Content before ``edge``, and what of it goes on after the attribution."""
        stop = edge - (self.reader.low(edge - 1) in (",", "—", "–"))
        start = self.left_start(stop)
        if stop <= start:
            return None
        quotes = [j for j in range(start, stop) if self.tokens[j].kind == "q"]
        if self.tokens[stop - 1].kind == "q" and self.tokens[edge - 1].kind == "q":
            alone = self._quotation_start(start, stop)
            found = Found("direct", cue, source, [(alone, stop)])
        elif self.reader.low(edge - 1) in (",", "—", "–") and (
            quotes or self.reader.has_finite(start, stop) or self._interrupts(end)
        ):
            found = Found("clause", cue, source, [(start, stop)])
        else:
            return None
        self._go_on(found, end)
        return found

    def _interrupts(self, end: int) -> bool:
        """Whether the sentence goes on after the attribution: "Trade, he said, is down"."""
        going_on = self.reader.low(end) == "," and self.reader.low(end + 1) not in ("and", "but")
        return going_on and self.reader.has_finite(end + 1, len(self.tokens))

    def _quotation_start(self, start: int, stop: int) -> int:
        """Where a quotation before its cue begins: clause words before it belong to it."""
        first = stop - 1
        while first > start and self.tokens[first - 1].kind == "q":
            first -= 1
        if first > start and not is_full_quotation(self.tokens[first]):
            return start
        if first > start and self.reader.low(first - 1) not in (".", ":", ",", "?", "!", "—"):
            return start
        return first

    def _go_on(self, found: Found, end: int) -> None:
        """The second half of a split quotation or of an interrupted sentence."""
        if self.reader.low(end) not in (",", "—", ":"):
            if self.reader.kind(end) == "q" and is_full_quotation(self.tokens[end]):
                found.contents.append((end, end + 1))
            return
        if self.reader.kind(end + 1) == "q":
            found.contents.append((end + 1, end + 2))
            return
        start, stop = found.contents[0]
        if found.frame == "clause" and not self.reader.has_finite(start, stop):
            found.contents.append((end + 1, self.clause_end(end + 1)))

    # ------------------------------------------------------------ content to the right

    def _right(self, verb: Verb, first: int, after: int, source: Range | None) -> Found | None:
        frames = verb.frames
        cue = (first, after)
        j = self.reader.skip_adverbials(after)
        if frames & {"tell", "urge"} and "say" not in frames - {"say"}:
            addressee = self._addressee(j)
            if frames & {"tell"} and addressee is not None:
                found = self._clause_or_quote(
                    verb, cue, source, self.reader.skip_adverbials(addressee)
                )
                if found is not None:
                    return found
            if "urge" in frames:
                found = self._urge(cue, source, j)
                if found is not None:
                    return found
        if "ask" in frames:
            k = self._addressee(j) or j
            if self.reader.low(k) in _WH:
                return Found("clause", cue, source, [(k, self.clause_end(k))])
        if frames & {"say", "think", "tell", "ask"}:
            found = self._clause_or_quote(verb, cue, source, j)
            if found is not None:
                return found
        elif self.reader.low(j) == "that" and "commit" in frames:
            return Found("that", cue, source, [(j, self.clause_end(j))])
        if "commit" in frames and self.reader.low(after) == "to":
            return Found("to", cue, source, [(after, self.clause_end(after))])
        if "judge" in frames and source is not None:
            return self._judge(verb, cue, source, after)
        return None

    def _clause_or_quote(
        self, verb: Verb, cue: Range, source: Range | None, j: int
    ) -> Found | None:
        low = self.reader.low(j)
        if low == "that" and j + 1 < len(self.tokens):
            return Found("that", cue, source, [(j, self.clause_end(j))])
        k = j + 1 if low in (":", ",") else j
        if low == ":" and k >= len(self.tokens):
            return Found("direct", cue, source, open_colon=True)
        if self.reader.kind(k) == "q":
            return self._quote_right(cue, source, k)
        if low == ":" or (low in _WH and low != "if"):
            return Found("clause", cue, source, [(k, self.clause_end(k))])
        if (
            self.reader.kind(j) != "w"
            or low in self.words.conjunctions
            or low in ("to", "of", "as")
        ):
            return None
        if "bare" not in verb.frames or (verb.base == "know" and low in self.words.determiners):
            return None
        end = self.clause_end(j)
        # "declared an emergency and sent troops": the verb after "and" is another main verb
        clause = next(
            (
                k
                for k in range(j + 1, end - 1)
                if self.reader.low(k) == "and" and self.reader.is_finite(k + 1)
            ),
            end,
        )
        plain = verb.base in ("say", "tell", "add", "insist", "argue")
        quoted = plain and any(self.tokens[k].kind == "q" for k in range(j, end))
        opens = low in self.words.determiners | self.words.pronouns or self.tokens[j].is_capital
        long = verb.base == "say" and opens and end - j >= 3
        if not (quoted or long or self.reader.has_finite(j, clause)) or low in (
            "when",
            "while",
            "after",
        ):
            return None
        return Found("clause", cue, source, [(j, end)])

    def _quote_right(self, cue: Range, source: Range | None, k: int) -> Found:
        """Quotations after the cue; a short one may be the start of a mixed clause."""
        end = k + 1
        while end < len(self.tokens) and self.tokens[end].kind == "q":
            end += 1
        more = end < len(self.tokens) and self.reader.low(end) not in (".", ",", ";", "and", "but")
        closed = self.tokens[end - 1].text.rstrip("\"”’'")[-1:] in END_MARKS | {","}
        if more and not closed:
            stop = self.clause_end(k)
            return Found("clause", cue, source, [(k, stop)])
        return Found("direct", cue, source, [(k, end)])

    def _addressee(self, j: int) -> int | None:
        """The index after "reporters", "the Associated Press", "him"."""
        low = self.reader.low(j)
        if low in _OBJECT_PRONOUNS or low in _ADDRESSEES:
            return j + 1
        k = j
        while k < len(self.tokens) and k - j < 9:
            token = self.tokens[k]
            if token.kind == "q" or token.low in (",", ":", "that") or token.low in _WH:
                return k if k > j else None
            if token.low in ("to", ".", ";") or (token.kind == "p" and token.low not in "()&"):
                return None
            if k > j and token.low in self.words.pronouns:
                return k
            if self.reader.is_finite(k):
                return self._name_end(j)
            k += 1
        return self._name_end(j)

    def _name_end(self, j: int) -> int | None:
        k = j + (self.reader.low(j) in self.words.determiners)
        start = k
        if k < len(self.tokens) and self.tokens[k].text.isupper() and len(self.tokens[k].text) > 1:
            return k + 1 + (self.reader.low(k + 1) in ("news", "radio", "tv"))
        while k < len(self.tokens) and self.tokens[k].is_capital:
            k += 1
        if k == start and self.reader.low(k) in _ADDRESSEES:
            k += 1
        return k if k > start else None

    def _urge(self, cue: Range, source: Range | None, j: int) -> Found | None:
        end = self.clause_end(j)
        infinitive = next(
            (k for k in range(j, min(end, j + 12)) if self.reader.low(k) == "to"), None
        )
        if (
            infinitive is None
            or infinitive == j
            or self.reader.low(j) == "not"
            or self.reader.low(infinitive - 2) in ("against", "about")
            or self.reader.has_finite(j, infinitive)
        ):
            return None
        return Found("urge", cue, source, [(j, end)])

    def _judge(self, verb: Verb, cue: Range, source: Range, after: int) -> Found | None:
        if self.reader.kind(after) == "p" or self.reader.low(after) in ("and", "by", "to"):
            return None
        end = self._object_end(after)
        return Found("judge", cue, source, [(after, end)]) if end > after else None

    def _object_end(self, start: int) -> int:
        """Where the object of a judgement ends: before a comment on it or a second predicate."""
        end = self.clause_end(start)
        for j in range(start + 1, end):
            low, following = self.reader.low(j), self.reader.low(j + 1)
            if low == "," and following in _COMMENT | self.words.conjunctions - {"and", "or"}:
                return j
            if low in ("and", "but") and j + 1 < end and self._second_predicate(j + 1):
                return j - (self.reader.low(j - 1) == ",")
            if low in ("in", "at", "during") and self._is_occasion(j + 1, end):
                return j
        return end

    def _second_predicate(self, j: int) -> bool:
        """ "viewed X as a threat and despised it": the speaker goes on acting."""
        while self.reader.is_adverb(j):
            j += 1
        low = self.reader.low(j)
        helped = low in self.words.auxiliaries or low.endswith("n't")
        return helped or (j < len(self.tokens) and self.reader.is_finite(j))

    def _is_occasion(self, j: int, end: int) -> bool:
        """ "in an interview", "at a rally": when it was said, not what."""
        return any(self.reader.low(k) in _OCCASIONS for k in range(j, min(j + 4, end)))
