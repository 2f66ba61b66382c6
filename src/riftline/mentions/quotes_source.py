"""The speaker's words: the noun phrase that a reporting verb belongs to."""

from __future__ import annotations

from riftline.mentions.quotes_tokens import Reader, is_full_quotation

_MAX_TOKENS = 40
_STOPS = frozenset(';:?!“”"«»‘―')
_RELATIVE = frozenset({"who", "which", "whom", "whose", "that"})
_TITLES = frozenset({"officials", "ministers", "leaders", "spokesmen", "senators", "sisters"})
_NUMBERS = frozenset(
    {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "half"}
)
_LOOSE_TIME = frozenset({"this", "last", "late", "early", "may", "march", "week", "year", "days"})

Range = tuple[int, int]


def source_left(reader: Reader, verb: int, floor: int) -> Range | None:
    """Token range of the subject that ends before the verb at index ``verb``.

    ``floor`` is the first token it may use. Appositions between commas are included, leading
    adverbials are not; for "X, who said" it is X.
    """
    last = verb - 1
    if last < floor:
        return None
    if reader.low(last) == "who":
        last -= 1
        while last >= floor and reader.low(last) in (",", "("):
            last -= 1
        return _plain(reader, last, floor)
    if reader.low(last) in (",", ")", "—", "–", "--", "-"):
        return _with_apposition(reader, last, floor)
    return _plain(reader, last, floor)


def _left_edge(reader: Reader, last: int, floor: int, commas: bool) -> int:
    """The first token of the clause piece that ends at ``last``."""
    words = reader.words
    i = last
    while i >= floor and last - i < _MAX_TOKENS:
        token = reader.tokens[i]
        low = token.low
        if token.kind == "q" and is_full_quotation(token):
            return i + 1
        if low in _STOPS or (low == "," and not commas) or low in ("—", "–", "--", "(", ")", "..."):
            return i + 1
        if low == "so" and reader.low(i + 1) == "far":
            i -= 1
            continue
        if low in ("but", "nor", "yet"):
            return i + 1
        if low in ("and", "or") and _joins_clauses(reader, i, floor):
            return i + 1
        if low == "that" and _is_complementiser(reader, i, last):
            return i + 1
        if low in _RELATIVE and reader.has_finite(i + 1, last + 1):
            pass  # "people who lost their homes"
        elif (
            (low in words.subordinators and low not in words.prepositions and low not in _RELATIVE)
            or (low in ("after", "before", "since", "until", "as") and reader.is_finite(last + 1))
            or (reader.is_finite(i) and i != last + 1 and not _in_relative(reader, i, floor))
        ):
            return i + 1
        i -= 1
    return i + 1


def _is_complementiser(reader: Reader, i: int, last: int) -> bool:
    """ "said that the mayor", "the claim that the mayor"; not "a report that said"."""
    if reader.verb_at(i - 1) is not None or reader.low(i - 1) in reader.words.nouns:
        return i < last
    following = reader.low(i + 1)
    opens = following in reader.words.determiners or following in reader.words.pronouns
    return opens and not reader.has_finite(i + 1, last + 1)


def _in_relative(reader: Reader, i: int, floor: int) -> bool:
    """Whether a finite verb belongs to a relative clause that began shortly before it."""
    for j in range(i - 1, max(floor - 1, i - 12), -1):
        if reader.low(j) in _RELATIVE:
            return j > floor and not reader.verb_at(j - 1)
        if reader.low(j) in (",", ";"):
            return False
    return False


def _joins_clauses(reader: Reader, i: int, floor: int) -> bool:
    """Whether "and" joins sentences rather than names."""
    if reader.low(i + 1) in reader.words.pronouns or reader.low(i + 1) in ("there", "then"):
        return True
    left = _comma_before(reader, i - 1, floor) + 1
    return reader.low(i - 1) == "," or reader.has_finite(left, i)


def _comma_before(reader: Reader, i: int, floor: int) -> int:
    while i >= floor and reader.low(i) not in (",", ";", ":"):
        i -= 1
    return i


def _plain(reader: Reader, last: int, floor: int) -> Range | None:
    """A subject that stands right before its verb."""
    if last < floor:
        return None
    if reader.low(last) in reader.words.pronouns and reader.low(last) != "one":
        return last, last + 1
    first = _left_edge(reader, last, floor, commas=False)
    while _is_listed(reader, first, last, floor):
        extended = _left_edge(reader, first - 2, floor, commas=False)
        if extended > first - 2 or reader.low(extended) in reader.words.prepositions:
            break
        first = extended
    return _trimmed(reader, first, last + 1)


def _is_listed(reader: Reader, first: int, last: int, floor: int) -> bool:
    """Whether a comma before the piece belongs to a list: "A, B and C"."""
    if first - 2 < floor or reader.low(first - 1) != ",":
        return False
    names = reader.tokens[first - 2].is_capital and reader.tokens[first].is_capital
    return names and any(reader.low(j) == "and" for j in range(first, last))


def _with_apposition(reader: Reader, last: int, floor: int) -> Range | None:
    """ "X, the head of Y," or "X (Y)" before the verb."""
    first = _left_edge(reader, last - 1, floor, commas=reader.low(last) in (",", ")"))
    if reader.low(last) == ")":
        opener = last
        while opener > floor and reader.low(opener) != "(":
            opener -= 1
        return _plain_through(reader, opener - 1, last, floor)
    comma = next((j for j in range(first, last) if reader.low(j) == ","), None)
    if comma is not None and _is_adverbial(reader, first, comma):
        after = next((j for j in range(comma + 1, last) if reader.low(j) == ","), None)
        first = comma + 1
        comma = after
    trimmed = _trimmed(reader, first, last)
    if comma is None and trimmed is not None and reader.low(last) == ",":
        return None  # "On Monday, said ..." or the comma closes a clause
    return trimmed


def _plain_through(reader: Reader, head: int, last: int, floor: int) -> Range | None:
    found = _plain(reader, head, floor)
    return (found[0], last + 1) if found else None


def _is_adverbial(reader: Reader, first: int, end: int) -> bool:
    """Whether the piece before a comma is no name: "On Monday", "However", "Speaking in Rome"."""
    low = reader.low(first)
    words = reader.words
    opens = low in words.prepositions or low in words.time_words or low in words.subordinators
    return opens or reader.is_adverb(first) or low.endswith("ing") or low == "however"


def _trimmed(reader: Reader, first: int, end: int) -> Range | None:
    """Strip what cannot begin a noun phrase from the left."""
    words = reader.words
    while first < end:
        low = reader.low(first)
        lead = low in words.conjunctions or low in words.adverbs or low in ("however", "so", ",")
        lead = lead or (low in words.subordinators and low not in words.prepositions)
        if _counts(reader, first, end):
            break  # "only 52 percent of voters"
        if (
            (lead and low not in ("one", "that", "who"))
            or (low.endswith("ly") and len(low) > 5)
            or (low in ("that", "who", "which") and end - first > 1)
        ):
            first += 1
        elif low in words.prepositions and low != "like":
            first = _after_prepositional(reader, first, end)
        elif low in words.time_words and end - first > 1:
            if low in _LOOSE_TIME and reader.low(first + 1) not in words.time_words:
                break  # "this plan", "late leader"
            first += 1
        else:
            break
    while end > first and reader.low(end - 1) in (",", "(", "also"):
        end -= 1
    if end - first > 2 and reader.low(end - 2) == "on" and reader.low(end - 1) in words.time_words:
        end -= 2  # "the army on Monday denied"
    for j in range(end - 1, first, -1):  # "... in peace negotiations Trump said"
        before = reader.tokens[j - 1].text
        plural = (
            before.islower() and before.endswith("s") and not before.endswith(("ss", "'s", "’s"))
        )
        if plural and len(before) > 4 and reader.tokens[j].is_capital and before not in _TITLES:
            first = j
            break
    return (first, end) if end > first else None


def _counts(reader: Reader, first: int, end: int) -> bool:
    """Whether an adverb belongs to the number after it."""
    low = reader.low(first + 1)
    number = low[:1].isdigit() or low in _NUMBERS
    return first + 2 < end and number and reader.is_adverb(first)


def _after_prepositional(reader: Reader, first: int, end: int) -> int:
    """The start of the noun phrase after "In a statement the ministry", "On Monday Trump"."""
    words = reader.words
    j = first + 1
    if reader.low(j) in words.determiners:
        j += 1
    while j < end:
        low = reader.low(j)
        if low in words.prepositions:
            j += 1
            j += reader.low(j) in words.determiners
        elif low in words.determiners or low in words.pronouns:
            return j
        elif reader.tokens[j].is_capital and j > first + 1:
            time_before = reader.low(j - 1) in words.time_words or reader.low(j - 1).isdigit()
            if time_before or not reader.tokens[j - 1].is_capital:
                return j
        j += 1
    return first + 1


def source_right(reader: Reader, start: int) -> Range | None:
    """Token range of the subject that follows its verb: "said Ana Sol, the mayor"."""
    words = reader.words
    i = start
    while i < len(reader.tokens) and i - start < _MAX_TOKENS:
        token = reader.tokens[i]
        low = token.low
        if token.kind == "q" and is_full_quotation(token):
            break
        if low == ",":
            if not apposition_follows(reader, i + 1):
                break
        elif (
            low in _STOPS
            or low in (".", "—", "–", "--")
            or (low in ("on", "during", "after", "before", "as", "when", "while") and i > start)
            or (low in words.time_words and token.text[0].isupper() and i > start)
            or (low == "in" and i > start and reader.low(i + 1) in ("a", "an", "his", "her", "its"))
        ):
            break
        i += 1
    while i > start and reader.low(i - 1) in (",", "(", "-", "and", "who", "but"):
        i -= 1
    return (start, i) if i > start else None


def apposition_follows(reader: Reader, i: int) -> bool:
    low = reader.low(i)
    if low in (
        "a",
        "an",
        "the",
        "who",
        "whose",
        "one",
        "head",
        "director",
        "chairman",
        "president",
    ):
        return True
    return low.startswith(("spokes", "co-")) or low in (
        "leader",
        "chief",
        "minister",
        "secretary",
        "professor",
        "founder",
        "executive",
        "author",
        "deputy",
        "mayor",
        "governor",
        "editor",
        "adviser",
        "analyst",
        "senior",
        "former",
        "vice",
    )


def initial_subject(reader: Reader, limit: int) -> Range | None:
    """The noun phrase that opens the sentence, up to its first finite verb before ``limit``."""
    for i in range(min(limit, len(reader.tokens))):
        if reader.is_finite(i):
            return source_left(reader, i - (1 if reader.is_adverb(i - 1) else 0), 0)
        if reader.tokens[i].kind == "q":
            return None
    return None
