"""Who copied whom: shared wording between documents, told apart from shared quotes and furniture.

Candidates come from an index over a MinHash sketch of each document: of the hashes of its word
shingles, those that fall into a fixed quarter of the number space (FracMinHash: Irber et al. 2022;
Broder 1997, "mod m" sketches). Unlike the least k hashes, such a sketch finds a short text inside
a long one as surely as two equals, needs no number of bands to be tuned, and does not depend on
the order of documents. Every candidate is then measured on all shingles.

The work grows with the number of words: of hundreds of documents that share a passage each meets
the first and those that come next, not all others, and a document is judged against those that
it shares most with, the earlier first.

Example:
    >>> from datetime import date
    >>> from riftline.record import Document
    >>> text = ("The minister told parliament on Tuesday that the two brigades would leave the "
    ...     "border before the winter and that no date had been set for the talks in Geneva.")
    >>> first = Document(text, "a", date(2025, 3, 4), "Wire")
    >>> second = Document(text + " Analysts were doubtful.", "b", date(2025, 3, 5), "Daily")
    >>> [(c.document_id, c.source_id, c.kind, c.order) for c in find_copies([second, first])]
    [('b', 'a', 'copy', 'earlier')]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from riftline.record import Document
from riftline.stories.blocks import best
from riftline.stories.words import (
    SHINGLE,
    Hashes,
    Mask,
    read_words,
    shingle_hashes,
    shingles_all,
)

KEEP_ONE_IN = 4  # part of the number space that a sketch keeps
WHOLE_BELOW = 128  # shingles: a shorter document is its own sketch
FEWEST_SHARED = 3  # sketch hashes that make a candidate pair
LARGE_GROUP = 40  # documents that share a hash; more meet the first and those next in time only
MOST_PARTNERS = 24  # kept for a document, those with the most sketch hashes in common
NEIGHBOURS = 6  # how many successors in time each document of a large group is paired with

COPY_SHARE = 0.5  # of the shorter document's own words: the same report
PASSAGE_SHARE = 0.1  # and at least PASSAGE_WORDS in a row: a passage taken over
PASSAGE_WORDS = 20
COPY_DAYS = 7  # later re-use of less than REPRINT_SHARE is background, not the same report
REPRINT_SHARE = 0.8
SHORTEST_REST = 16  # shingles
CREDIT_DAYS = 2
ISSUED_OFTEN = 0.7  # part of a document
FURNITURE_DOCUMENTS = 3  # documents of one outlet, over more than COPY_DAYS, with the same words

# News agencies, whose texts others print, and the marks that datelines and credits give them.
_AGENCIES: dict[str, tuple[str, ...]] = {
    "Associated Press": ("(AP)", "The Associated Press"),
    "AP": ("(AP)", "Associated Press"),
    "Reuters": ("(Reuters)", "Thomson Reuters"),
    "AFP": ("(AFP)", "Agence France-Presse"),
    "Agence France-Presse": ("(AFP)", "AFP"),
    "UPI": ("(UPI)", "United Press International"),
    "dpa": ("(dpa)", "Deutsche Presse-Agentur"),
    "Bloomberg": ("(Bloomberg)", "Bloomberg News"),
    "Xinhua": ("(Xinhua)",),
    "TASS": ("/TASS/", "ITAR-TASS"),
    "Interfax": ("(Interfax)",),
    "Kyodo": ("(Kyodo)", "Kyodo News"),
    "Anadolu": ("Anadolu Agency",),
    "EFE": ("(EFE)",),
    "ANSA": ("(ANSA)",),
    "PTI": ("(PTI)", "Press Trust of India"),
}


@dataclass(frozen=True, slots=True)
class Copy:
    """Two documents that share wording.

    ``kind``: ``copy`` (the same report, whole or cut), ``passage`` (part of a report taken over),
    ``excerpt`` (one quotes the other's own words), ``background`` (old text used again in a new
    report), ``quote`` (both quote the same third words), ``furniture`` (captions, link lists,
    boxes of the page).
    ``share``: part of the document's own words (quotes and furniture aside) that the source has.
    ``similarity``: shared words over the shorter document's own words.
    ``longest``: most words in a row that both have.
    ``order``: how the source was told: ``quoted`` (its own words stand in quotes in the other),
    ``credited`` (the other text names the outlet), ``agency`` (the source is a news agency),
    ``earlier`` (published on an earlier day), ``longer`` (the fuller text, a mere guess).
    """

    document_id: str
    source_id: str
    kind: str
    share: float
    similarity: float
    longest: int
    order: str


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of a document to compare it with others."""

    id: str
    day: date | None
    outlet: str | None
    hashes: Hashes  # of every shingle, in text order
    sketch: Hashes  # sorted, distinct
    quoted: Mask  # for each shingle
    furniture: Mask  # for each shingle, by the look of its line
    lead: str  # opening and end, where a wire is credited

    @property
    def ordinal(self) -> int:
        """Day number; undated documents count as day 0."""
        return self.day.toordinal() if self.day else 0


def fingerprint(document: Document) -> Fingerprint:
    """Sketch one document."""
    words = read_words(document.text)
    hashes = shingle_hashes(words.ids)
    sketch = np.unique(hashes)
    if len(sketch) > WHOLE_BELOW:
        sketch = sketch[sketch % np.uint64(KEEP_ONE_IN) == 0]
    text = document.text
    return Fingerprint(
        document.id,
        document.published,
        document.outlet,
        hashes,
        sketch,
        shingles_all(words.quoted),
        shingles_all(words.furniture),
        text if len(text) < 3000 else text[:2000] + "\n" + text[-1000:],
    )


def find_copies(documents: Iterable[Document]) -> list[Copy]:
    """Every pair of documents that share wording, sorted; each pair once.

    The result does not depend on the order of ``documents``.
    """
    return compare([fingerprint(d) for d in documents])


def compare(prints: Sequence[Fingerprint], *, of: Set[str] | None = None) -> list[Copy]:
    """:func:`find_copies` for documents sketched before; ``of``: pairs with one of these alone."""
    prints = sorted(prints, key=lambda p: (p.ordinal, p.id))
    common = furniture_hashes(prints)
    ready: dict[int, tuple[Fingerprint, Hashes]] = {}

    def with_furniture(i: int) -> tuple[Fingerprint, Hashes]:
        if i not in ready:
            marked = mark_furniture(prints[i], common.get(prints[i].outlet))
            ready[i] = marked, np.unique(marked.hashes)
        return ready[i]

    near = (
        (i, j)
        for i, j in candidates(prints)
        if of is None or prints[i].id in of or prints[j].id in of
    )
    found = (judge(*with_furniture(i), *with_furniture(j)) for i, j in near)
    return sorted(
        (c for c in found if c is not None), key=lambda c: (c.document_id, c.source_id, c.kind)
    )


def candidates(prints: Sequence[Fingerprint]) -> Iterator[tuple[int, int]]:
    """Pairs of positions (i < j) in ``prints`` whose sketches share enough."""
    if len(prints) < 2:
        return
    sizes = np.array([len(p.sketch) for p in prints])
    hashes = np.concatenate([p.sketch for p in prints])
    owners = np.repeat(np.arange(len(prints)), sizes)
    order = np.argsort(hashes, kind="stable")  # keeps owners ascending within a hash
    hashes, owners = hashes[order], owners[order]
    starts = np.flatnonzero(np.concatenate([[True], hashes[1:] != hashes[:-1]]))
    lengths = np.diff(np.concatenate([starts, [len(hashes)]]))
    keys, counts = _count_pairs(owners, starts, lengths, len(prints))
    left, right = keys // len(prints), keys % len(prints)
    need = np.maximum(FEWEST_SHARED, 0.05 * np.minimum(sizes[left], sizes[right]))
    enough = counts >= need
    left, right = left[enough], right[enough]
    kept = best(left, right, counts[enough], MOST_PARTNERS)
    yield from zip(left[kept].tolist(), right[kept].tolist(), strict=True)


def _count_pairs(
    owners: NDArray[np.int64], starts: NDArray[np.int64], lengths: NDArray[np.int64], n: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pair keys i * n + j with the number of hashes that both have."""
    keys = np.zeros(0, np.int64)
    counts = np.zeros(0, np.int64)
    parts: list[NDArray[np.int64]] = []
    waiting = 0
    for step in range(1, LARGE_GROUP):
        # Every group longer than `step` pairs its members with the one `step` places on.
        most = LARGE_GROUP if step > NEIGHBOURS else len(owners)
        at = starts[(lengths > step) & (lengths <= most)]
        spans = lengths[(lengths > step) & (lengths <= most)] - step
        if not len(at):
            continue
        index = np.repeat(at - _ends(spans), spans)
        index = index + np.arange(len(index))
        parts.append(owners[index] * n + owners[index + step])
        waiting += len(index)
        if waiting > 20_000_000:  # keep memory flat: fold what has gathered
            keys, counts = _fold(keys, counts, parts)
            parts, waiting = [], 0
    # Every member of a large group also meets the first, which may be the source of all.
    large = lengths > LARGE_GROUP
    spans = lengths[large] - 1 - NEIGHBOURS
    first = np.repeat(starts[large], spans)
    others = np.repeat(starts[large] + 1 + NEIGHBOURS - _ends(spans), spans)
    parts.append(owners[first] * n + owners[others + np.arange(len(others))])
    return _fold(keys, counts, parts)


def _ends(spans: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many items come before each run of so many."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(spans)[:-1]])


def _fold(
    keys: NDArray[np.int64], counts: NDArray[np.int64], parts: list[NDArray[np.int64]]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    if not parts:
        return keys, counts
    fresh, times = np.unique(np.concatenate(parts), return_counts=True)
    every = np.concatenate([keys, fresh])
    totals, where = np.unique(every, return_inverse=True)
    return totals, np.bincount(where, np.concatenate([counts, times])).astype(np.int64)


def furniture_hashes(prints: Sequence[Fingerprint]) -> dict[str | None, Hashes]:
    """By outlet: hashes in at least three of its documents, over more than ``COPY_DAYS`` days.

    Such words belong to the outlet's pages or its standing background, whatever they say.
    """
    by_outlet: dict[str | None, list[Fingerprint]] = {}
    for p in prints:
        by_outlet.setdefault(p.outlet, []).append(p)
    out: dict[str | None, Hashes] = {}
    for outlet, own in by_outlet.items():
        if len(own) < FURNITURE_DOCUMENTS:
            continue
        distinct = [np.unique(p.hashes) for p in own]
        hashes = np.concatenate(distinct)
        days = np.repeat([p.ordinal for p in own], [len(d) for d in distinct])
        order = np.lexsort((days, hashes))
        hashes, days = hashes[order], days[order]
        starts = np.flatnonzero(np.concatenate([[True], hashes[1:] != hashes[:-1]]))
        ends = np.concatenate([starts[1:], [len(hashes)]])
        often = (ends - starts >= FURNITURE_DOCUMENTS) & (days[ends - 1] - days[starts] > COPY_DAYS)
        out[outlet] = hashes[starts[often]]
    return out


def mark_furniture(p: Fingerprint, often: Hashes | None) -> Fingerprint:
    """The document with the words that its outlet prints often marked as furniture."""
    if often is None or not len(often):
        return p
    mask = among(p.hashes, often)
    # Where nearly the whole document is "furniture", it is a report that was issued often.
    if not mask.any() or mask.mean() >= ISSUED_OFTEN:
        return p
    return replace(p, furniture=p.furniture | mask)


def judge(a: Fingerprint, mine: Hashes, b: Fingerprint, theirs: Hashes) -> Copy | None:
    """What two documents, in order of day and id, share; None: nothing to speak of.

    ``mine`` and ``theirs`` are their hashes sorted, each once.
    """
    both = mine[among(mine, theirs)]
    if len(both) < FEWEST_SHARED:
        return None
    sides = (_side(a, both), _side(b, both))
    quotes = (_quotes(a, sides[0], b, sides[1]), _quotes(b, sides[1], a, sides[0]))
    similarity = max(s.share for s in sides)
    longest = min(s.longest for s in sides)
    gap = abs(a.ordinal - b.ordinal) if a.day and b.day else 0
    kind = _kind(sides, similarity, longest, gap, quotes)
    if kind is None:
        return None
    source, copy, order = _order(a, b)
    if kind == "excerpt":
        source, copy, order = (b, a, "quoted") if quotes[0] > quotes[1] else (a, b, "quoted")
    share = sides[0 if copy is a else 1].share
    return Copy(copy.id, source.id, kind, round(share, 4), round(similarity, 4), longest, order)


def _quotes(reader: Fingerprint, mine: _Side, other: Fingerprint, theirs: _Side) -> int:
    """Most words in a row that ``reader`` has in quotes and ``other`` as its own.

    Only where ``reader`` names the other's outlet: speeches and letters, too, stand without marks
    in one text and with them in another.
    """
    if reader.outlet == other.outlet or not _credits(reader, other):
        return 0
    quoted = np.setdiff1d(mine.quoted, mine.own)
    return _longest_run(among(other.hashes, quoted) & theirs.plain)


@dataclass(frozen=True, slots=True)
class _Side:
    """One document's part in a pair; counts are of shingles."""

    size: int  # shingles neither quoted nor furniture
    own: Hashes  # those of them that the other has too
    quoted: Hashes  # shared ones in quotes
    furniture: int  # shared ones in furniture
    plain: Mask  # neither quoted nor furniture, shared or not
    longest: int  # words in a row, own only

    @property
    def share(self) -> float:
        return len(self.own) / max(self.size, 1)


def _side(p: Fingerprint, both: Hashes) -> _Side:
    shared = among(p.hashes, both)
    plain = ~p.quoted & ~p.furniture
    return _Side(
        int(plain.sum()),
        p.hashes[shared & plain],
        p.hashes[shared & p.quoted & ~p.furniture],
        int((shared & p.furniture).sum()),
        plain,
        _longest_run(shared & plain),
    )


def among(values: Hashes, ordered: Hashes) -> Mask:
    """Which values stand in a sorted array."""
    if not len(ordered):
        return np.zeros(len(values), np.bool_)
    at = np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)
    found: Mask = ordered[at] == values
    return found


def _longest_run(mask: Mask) -> int:
    """Words in the longest run of shingles inside the mask."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]])))
    return int((edges[1::2] - edges[::2]).max()) + SHINGLE - 1 if len(edges) else 0


def _kind(
    sides: Sequence[_Side], similarity: float, longest: int, gap: int, quotes: Sequence[int]
) -> str | None:
    # A rest shorter than a paragraph proves nothing by being shared.
    least = min(s.size for s in sides)
    if least >= SHORTEST_REST and similarity >= COPY_SHARE and longest >= PASSAGE_WORDS // 2:
        return "copy" if gap <= COPY_DAYS or similarity >= REPRINT_SHARE else "background"
    if similarity >= PASSAGE_SHARE and longest >= PASSAGE_WORDS:
        return "passage" if gap <= COPY_DAYS else "background"
    if max(quotes) >= PASSAGE_WORDS:
        return "excerpt"
    quoted = max(len(s.quoted) for s in sides)
    furniture = max(s.furniture for s in sides)
    if max(quoted, furniture) < SHINGLE:
        return None
    return "quote" if quoted >= furniture else "furniture"


def _order(a: Fingerprint, b: Fingerprint) -> tuple[Fingerprint, Fingerprint, str]:
    """(source, copy, how it was told); a and b are in order of day and id."""
    near = not (a.day and b.day) or b.ordinal - a.ordinal <= CREDIT_DAYS
    if near and a.outlet != b.outlet:  # dates of web pages are a day off at times; a credit is not
        for order, names in (("credited", (_credits(b, a), _credits(a, b))), _agency(a, b)):
            if names[0] != names[1]:
                return (a, b, order) if names[0] else (b, a, order)
    if a.day and b.day and a.day != b.day:
        return a, b, "earlier"
    return (b, a, "longer") if len(b.hashes) > len(a.hashes) else (a, b, "longer")


def _credits(reader: Fingerprint, named: Fingerprint) -> bool:
    """Whether one text names the other's outlet as where it comes from."""
    if not named.outlet:
        return False
    name = named.outlet.split(" - ")[0].split(" (")[0]
    forms = {name, *_AGENCIES.get(name, ())}
    return any(form in reader.lead for form in forms)


def _agency(a: Fingerprint, b: Fingerprint) -> tuple[str, tuple[bool, bool]]:
    return "agency", ((a.outlet or "") in _AGENCIES, (b.outlet or "") in _AGENCIES)
