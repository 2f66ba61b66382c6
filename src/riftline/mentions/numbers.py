"""English numbers in figures and words, as dates and amounts share them.

Example:
    >>> words_to_number(["two", "hundred", "and", "fifty"])
    250.0
    >>> words_to_number(["1,200"])
    1200.0
"""

from __future__ import annotations

from collections.abc import Sequence

_UNIT_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINAL_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)

UNITS = {word: value for value, word in enumerate(_UNIT_WORDS.split())}
TENS = {word: 10 * value for value, word in enumerate(_TEN_WORDS.split(), start=2)}
SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "dozen": 12.0,
    "score": 20.0,
}
ORDINALS = {
    word: value
    for value, word in enumerate(
        _ORDINAL_WORDS.split(),
        start=1,
    )
} | {"twenty-first": 21, "thirtieth": 30, "thirty-first": 31}
NUMBER_WORDS = frozenset(UNITS) | frozenset(TENS) | frozenset(SCALES)


def word_list(text: str) -> list[str]:
    """The words of a literal, so that long lists of words stay readable."""
    return text.split()


def word_set(text: str) -> frozenset[str]:
    """The words of a literal as a set."""
    return frozenset(text.split())


_LONGEST = 24  # characters of a figure
_LARGEST = 1e18


def figure(text: str) -> float | None:
    """``"1,200.5"`` as 1200.5; None where the text is no figure, or longer than any amount."""
    if len(text) > _LONGEST:
        return None
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None


def words_to_number(words: Sequence[str]) -> float | None:
    """The value of lower-case number words and figures, or None where they form no number.

    "half a million" is 500,000; "one and a half" 1.5; "a" and "an" count as one before a scale.
    """
    total, current, seen, half = 0.0, 0.0, False, False
    only_article = False
    for word in words:
        if word in ("and", "-", "of"):
            continue
        if word == "half":
            current, half = 0.0 if only_article else current, True
        elif word in ("a", "an"):
            only_article = current == 0.0 and not half
            current = current or (0.0 if half else 1.0)
        elif word == "couple":
            current = 2.0
        elif word in UNITS:
            current += UNITS[word]
        elif word in TENS:
            current += TENS[word]
        elif word in SCALES:
            scale = SCALES[word]
            current = (current + 0.5 * half) or 1.0
            if scale == 100.0:
                current *= scale
            else:
                total += current * scale
                current = 0.0
            half = False
        else:
            value = figure(word)
            if value is None:
                return None
            current += value
        seen = True
    if half:
        current += 0.5
    return total + current if seen and total + current < _LARGEST else None
