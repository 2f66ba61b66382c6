"""Score whether an act happened against human factuality ratings.

Two sets: UDS "It Happened" v2 joined to the English Web Treebank (White et al. 2016; Rudinger et
al. 2018), a predicate a row rated from -3 to 3; and the CommitmentBank (de Marneffe et al. 2019),
where people rated how far a speaker is committed to an embedded clause. Neither has the four
auxiliary modes, only one scale, so what is scored is the decision that they make together:

* decision: an event without future, hypothetical or negation is given as having happened; a rating
  above 0 says that it did;
* AUC and Spearman's rank correlation of the probability that none of the three holds;
* for each status: events, mean rating and share rated below 0.

The coder speaks only where it finds a political event at the predicate (its words overlap, or one
word lies between), which is seldom in e-mail and reviews: ``covered`` says how often. The signs of
`riftline.mentions.status` can be asked at any predicate.

Run:
    python -m riftline.evaluate.factuality FILE [--split dev,test] [--signs]
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from riftline.errors import InputError, RiftlineError
from riftline.evaluate.rates import harmonic, ratio
from riftline.mentions.quotes_lexicon import lexicon
from riftline.mentions.quotes_tokens import Reader, tokenize
from riftline.mentions.status import cue_probabilities, status_cues

NOT_DONE = ("future", "hypothetical", "negation")
_NO_BLANK_BEFORE = re.compile(r"[,.;:!?)\]%]|n['’]t\Z|['’](?:s|re|ve|ll|d|m)?\Z")


class Rated(NamedTuple):
    """A predicate's characters in its sentence with its rating, -3 (did not) to 3 (did)."""

    text: str
    start: int
    end: int
    rating: float


class Judged(NamedTuple):
    """A rating, the status that was given and the probability that the act happened."""

    rating: float
    status: tuple[str, ...]
    happened: float


# ------------------------------------------------------------ the two sets


def read_ratings(path: Path, splits: Sequence[str] = ()) -> list[Rated]:
    """Rated predicates of a UDS table or of the CommitmentBank, told apart by their columns.

    Raises:
        InputError: the file cannot be read or has the columns of neither.
    """
    try:
        raw = path.read_bytes()
        table = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", where=str(path)) from None
    first = table.split("\n", 1)[0]
    if "factuality" in first:
        reader = csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
        return list(_uds(reader, splits))
    if "Prompt" in first and "Target" in first:
        return list(_commitments(csv.DictReader(table.splitlines())))
    raise InputError(
        "neither a factuality table nor the CommitmentBank", where=str(path), hint="see the docs"
    )


def _uds(
    rows: Iterator[dict[str, str]] | csv.DictReader[str], splits: Sequence[str]
) -> Iterator[Rated]:
    for row in rows:
        if splits and row["ewt_split"] not in splits:
            continue
        text, places = joined(row["text"].split())
        at = int(row["pred_token_index_ud12"]) - 1
        if at < len(places):
            yield Rated(text, *places[at], float(row["factuality"]))


def joined(tokens: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """A treebank's tokens as running text, and each token's characters in it.

    Example:
        >>> joined(["It", "did", "n't", "happen", "."])[0]
        "It didn't happen."
    """
    text, places = "", []
    for token in tokens:
        glued = not text or text[-1] in "([“$" or _NO_BLANK_BEFORE.match(token) is not None
        text += token if glued else " " + token
        places.append((len(text) - len(token), len(text)))
    return text, places


def _commitments(rows: csv.DictReader[str]) -> Iterator[Rated]:
    """The embedded clause's predicate: its first finite verb, an auxiliary with what follows it."""
    for row in rows:
        found = _clause(row["Target"], row["Prompt"])
        if found is None:
            continue
        tokens = tokenize(row["Target"], *found, ())
        reader = Reader(tokens, lexicon())
        verb = next((i for i in range(len(tokens)) if reader.is_finite(i)), None)
        if verb is not None:
            last = min(verb + 2, len(tokens)) - 1 if reader.low(verb) in _LIGHT else verb
            yield Rated(row["Target"], tokens[verb].start, tokens[last].end, float(row["Mean"]))


def _clause(target: str, prompt: str) -> tuple[int, int] | None:
    """Where the prompt stands in its sentence; names in it may be pronouns there."""
    words = prompt.split()
    for first in range(len(words) - 1):
        rest = " ".join(words[first:])
        start = target.rfind(rest)
        if start >= 0:
            return start, start + len(rest)
    return None


_LIGHT = lexicon().auxiliaries


# ------------------------------------------------------------ judging


def judge_by_signs(rated: Sequence[Rated], limit: float = 0.3) -> list[Judged]:
    """The signs' own judgement of every predicate, without the network."""
    judged = []
    for one in rated:
        likely = cue_probabilities(status_cues(one.text, (one.start, one.end)))
        status = tuple(mode for mode, p in likely.items() if p >= limit)
        judged.append(Judged(one.rating, status, _none_of(likely)))
    return judged


def judge_by_coder(rated: Sequence[Rated], model: Any) -> list[Judged]:
    """The coder's judgement where it finds an event at the predicate.

    ``model`` is a `riftline.events.model.EventModel`.
    """
    from riftline.record import Sentence

    judged = []
    for text, group in groupby(rated, key=lambda one: one.text):
        events = model.code([Sentence(0, 0, len(text), text)])
        for one in group:
            near = [e for e in events if _beside(text, (e.start, e.end), (one.start, one.end))]
            if near:
                event = max(near, key=lambda e: (_overlap(e, one), e.score))
                judged.append(Judged(one.rating, event.auxiliary_modes, _none_of(event.likely.aux)))
    return judged


def _overlap(event: Any, one: Rated) -> int:
    return int(min(event.end, one.end) - max(event.start, one.start))


def _beside(text: str, a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two spans overlap or at most one word lies between them."""
    between = text[min(a[1], b[1]) : max(a[0], b[0])] if a[1] <= b[0] or b[1] <= a[0] else ""
    return len(between.split()) <= 1


def _none_of(likely: dict[str, float]) -> float:
    happened = 1.0
    for mode in NOT_DONE:
        happened *= 1.0 - likely[mode]
    return happened


# ------------------------------------------------------------ figures


def figures(judged: Sequence[Judged], rated: int) -> dict[str, Any]:
    """Agreement with the ratings; ``rated`` is how many predicates there were to judge.

    Example:
        >>> done, not_done = Judged(2.0, (), 0.9), Judged(-2.0, ("negation",), 0.1)
        >>> figures([done, not_done], 4)["did_not_happen"]["f1"]
        1.0
    """
    rows = [(j, not set(j.status) & set(NOT_DONE)) for j in judged if j.rating != 0]
    report: dict[str, Any] = {
        "predicates": rated,
        "covered": len(judged),
        "sign_agrees": ratio(sum((j.rating > 0) == done for j, done in rows), len(rows)),
        "rated_above_0": ratio(sum(j.rating > 0 for j, _ in rows), len(rows)),
    }
    for name, value in (("happened", True), ("did_not_happen", False)):
        hits = sum(done is value and (j.rating > 0) is value for j, done in rows)
        precision = ratio(hits, sum(done is value for _, done in rows))
        recall = ratio(hits, sum((j.rating > 0) is value for j, _ in rows))
        report[name] = {
            "precision": precision, "recall": recall, "f1": harmonic(precision, recall)
        }  # fmt: skip
    report["auc"] = auc([(j.happened, j.rating > 0) for j, _ in rows])
    report["spearman"] = spearman([(j.happened, j.rating) for j in judged])
    report["by_status"] = _by_status(judged)
    return report


def _by_status(judged: Sequence[Judged]) -> dict[str, dict[str, float]]:
    by_status: dict[str, list[float]] = defaultdict(list)
    for one in judged:
        for status in one.status or ("none",):
            by_status[status].append(one.rating)
    return {
        status: {
            "events": len(ratings),
            "mean_rating": round(sum(ratings) / len(ratings), 2),
            "rated_below_0": ratio(sum(r < 0 for r in ratings), len(ratings)),
        }
        for status, ratings in sorted(by_status.items())
    }


def auc(scored: Sequence[tuple[float, bool]]) -> float | None:
    """Chance that one that holds scores above one that does not; None without both.

    Example:
        >>> auc([(0.9, True), (0.2, False), (0.2, True)])
        0.75
    """
    ranks = _ranks([score for score, _ in scored])
    positive = sum(holds for _, holds in scored)
    negative = len(scored) - positive
    if not positive or not negative:
        return None
    total = sum(rank for rank, (_, holds) in zip(ranks, scored, strict=True) if holds)
    return round((total - positive * (positive + 1) / 2) / (positive * negative), 4)


def spearman(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Rank correlation, ties at their mean rank; None where one side does not vary.

    Example:
        >>> spearman([(1, 10), (2, 20), (3, 30)])
        1.0
    """
    a, b = _ranks([x for x, _ in pairs]), _ranks([y for _, y in pairs])
    if not pairs:
        return None
    mean = (len(pairs) + 1) / 2
    covariance = sum((x - mean) * (y - mean) for x, y in zip(a, b, strict=True))
    spread = sum((x - mean) ** 2 for x in a) * sum((y - mean) ** 2 for y in b)
    return round(covariance / spread**0.5, 4) if spread else None


def _ranks(values: Sequence[float]) -> list[float]:
    ranks = [0.0] * len(values)
    order = sorted(range(len(values)), key=lambda i: values[i])
    first = 0
    for _, tied in groupby(order, key=lambda i: values[i]):
        members = list(tied)
        for i in members:
            ranks[i] = first + (len(members) + 1) / 2
        first += len(members)
    return ranks


# ------------------------------------------------------------ command line


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line: print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m riftline.evaluate.factuality")
    parser.add_argument("file", type=Path, help="UDS factuality table or CommitmentBank items")
    parser.add_argument("--split", default="", help="parts of the treebank, with commas")
    parser.add_argument("--signs", action="store_true", help="judge by signs alone")
    options = parser.parse_args(arguments)
    try:
        rated = read_ratings(options.file, [s for s in options.split.split(",") if s])
        if options.signs:
            judged = judge_by_signs(rated)
        else:
            from riftline.events.model import EventModel

            judged = judge_by_coder(rated, EventModel())
    except RiftlineError as error:
        print(f"riftline: {error}", file=sys.stderr)
        return 1
    print(json.dumps(figures(judged, len(rated)), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
