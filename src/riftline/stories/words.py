"""A text as numbers: words with their places, and hashes of every run of five words.

The word is the unit of everything that compares texts here. Case, punctuation and the shape of
apostrophes do not count; whether a word stands inside quotation marks or in page furniture is
kept beside it, because shared quotes and shared captions are no copies.

Example:
    >>> words = read_words('He said: "Nobody was hurt in the fire at the mill." It burned.')
    >>> len(words), int(words.quoted.sum())
    (13, 9)
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Mask = NDArray[np.bool_]

SHINGLE = 5  # words to a shingle; the usual width for news text (Broder 1997 uses 4 to 10)

_WORD = re.compile(r"\w+(?:['’]\w+)?")
# A quote is at least three words long and does not run over a paragraph's end. A tweet copied
# whole ends in its writer's handle.
_QUOTE = re.compile(r"“[^”\n]{12,}(?:”|\n|$)|\"[^\"\n]{12,}\"|(?<!\w)‘[^’\n]{30,}’(?!\w)")
_TWEET = re.compile(
    r"[^\n]{20,600}?\s{0,3}[—–-] ?[^\n(]{2,60}\(@\w+\)(?: [A-Z]\w+ \d{1,2}, \d{4})?"
)
# Speech printed without marks, as transcripts and testimony are: it speaks in the first person.
_SPEAKER = re.compile(r"(?m)^[A-Z][A-Z .’'-]{2,30}: ")
_PERSON = re.compile(r"\b(?:I|I['’]\w+|[Mm]y|[Ww]e|[Ww]e['’]\w+|[Oo]ur|[Yy]ou|[Yy]our|me|us)\b")
_PERSON_RATE = 0.045  # of a paragraph's words; reporters' own paragraphs stay far below
# Lines that news pages put round an article: galleries, players, link lists, sign-up boxes.
_FURNITURE = re.compile(
    r"(?:\bPhotos?: |\bJUST WATCHED\b|\bMUST WATCH\b|\bHide [Cc]aption\b|\bRELATED(?::| ARTICLES?)"
    r"|\bRead [Mm]ore:|\bSign up for\b|\bFollow (?:us|@\w+) on\b|\bStory highlights\b"
    r"|\bAll rights reserved\b|\bmay not be published, broadcast\b|\bClick here\b"
    r"|\bGetty Images\b|\bAdvertisement\b)"
)


_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text.

    ``ids``: a 64-bit number for each word, the same in every run and on every machine.
    ``starts``: character offsets. ``quoted``: inside quotation marks or a copied post.
    ``furniture``: in a line that belongs to the page and not to the article.
    """

    ids: Hashes
    starts: NDArray[np.int64]
    quoted: Mask
    furniture: Mask

    def __len__(self) -> int:
        return len(self.ids)


_numbers: dict[str, int] = {}  # word -> number; a cache, cleared when it has grown large


def word_number(word: str) -> int:
    """A 64-bit number for a lower-case word: two check sums of its bytes."""
    found = _numbers.get(word)
    if found is None:
        data = word.encode("utf-8", "surrogatepass")
        found = zlib.crc32(data) << 32 | zlib.adler32(data[::-1], zlib.crc32(data, 0x9E3779B9))
        if len(_numbers) > 500_000:
            _numbers.clear()
        _numbers[word] = found
    return found


def read_words(text: str) -> Words:
    """The words of a text, any text; an empty one has none."""
    lowered = text.replace("İ", "I").lower()  # the one letter whose lower case is longer
    matches = list(_WORD.finditer(lowered))
    starts = np.fromiter((m.start() for m in matches), np.int64, len(matches))
    ids = np.fromiter(
        (word_number(m.group().replace("’", "'")) for m in matches), np.uint64, len(matches)
    )
    quoted = _inside(starts, [m.span() for m in _QUOTE.finditer(text)])
    if "(@" in text:
        quoted |= _inside(starts, [m.span() for m in _TWEET.finditer(text)])
    spoken = _inside(starts, _spoken_paragraphs(text))
    if spoken.mean() < 0.5 if len(spoken) else False:  # an essay in the first person is no quote
        quoted |= spoken
    return Words(ids, starts, quoted, _inside(starts, _furniture_lines(text)))


def _spoken_paragraphs(text: str) -> list[tuple[int, int]]:
    spans = []
    for match in _PARAGRAPH.finditer(text):
        paragraph = match.group()
        marks = len(_PERSON.findall(paragraph))
        often = marks >= 2 and marks >= _PERSON_RATE * (paragraph.count(" ") + 1)
        if often or _SPEAKER.match(paragraph):
            spans.append(match.span())
    return spans


def _furniture_lines(text: str) -> list[tuple[int, int]]:
    spans = []
    for match in _FURNITURE.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        spans.append((start, end if end >= 0 else len(text)))
    return spans


def _inside(starts: NDArray[np.int64], spans: list[tuple[int, int]]) -> Mask:
    """Which offsets lie inside one of the spans."""
    mask = np.zeros(len(starts), np.bool_)
    for low, high in spans:
        mask[np.searchsorted(starts, low) : np.searchsorted(starts, high)] = True
    return mask


def shingle_hashes(ids: Hashes, width: int = SHINGLE) -> Hashes:
    """A hash for every run of ``width`` words; shape (len(ids) - width + 1,), at least (0,)."""
    count = len(ids) - width + 1
    if count <= 0:
        return np.zeros(0, np.uint64)
    mixed = mix(ids)
    out = np.zeros(count, np.uint64)
    with np.errstate(over="ignore"):
        for k in range(width):
            out = out * np.uint64(0x100000001B3) + mixed[k : k + count]
    return mix(out)


def shingles_all(mask: Mask, width: int = SHINGLE) -> Mask:
    """Which runs of ``width`` words lie mostly (more than half) inside the mask."""
    count = max(len(mask) - width + 1, 0)
    total = np.concatenate([[0], np.cumsum(mask)])
    inside: Mask = (total[width : width + count] - total[:count]) * 2 > width
    return inside


def mix(values: Hashes) -> Hashes:
    """Spread the bits of 64-bit numbers (the finaliser of SplitMix64, Steele et al. 2014)."""
    with np.errstate(over="ignore"):
        x = values ^ (values >> np.uint64(30))
        x = x * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        out: Hashes = x ^ (x >> np.uint64(31))
    return out
