"""Change points in weekly counts: exactly in hindsight, and online as the weeks come in.

A segment is a stretch of weeks in which the counts of each kind follow Poisson rates, in
proportion to how much the press wrote. Rates have gamma priors, so the likelihood of a segment
needs only its sums. News comes in bursts, which a Poisson rate would take for changes: counts and
exposures are divided by the series' own dispersion (a power likelihood; quasi-Poisson).

In hindsight: the exact posterior over all segmentations by forward and backward recursions, and
the likeliest segmentation by dynamic programming (Fearnhead 2006, Statistics and Computing 16).
Online: Bayesian online change-point detection (Adams and MacKay 2007, arXiv:0710.3742); prior
mean and dispersion at each week come from the weeks before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riftline.measure.distributions import Floats, log_gamma

_MOST_DISPERSION = 20.0


@dataclass(frozen=True)
class Detector:
    """What counts as a change.

    ``expected_weeks`` is the mean time between changes that is expected beforehand, ``bursts``
    the number of weeks over which ups and downs are taken for noise, ``fewest_weeks`` the
    shortest segment in hindsight, ``shape`` the weight of the prior of a
    rate, in happenings. Online, a change is announced when the probability that the present
    segment began within ``window`` weeks exceeds ``threshold``, after ``warm_up`` weeks.
    """

    expected_weeks: float = 52.0
    bursts: int = 1
    fewest_weeks: int = 4
    shape: float = 1.0
    window: int = 8
    threshold: float = 0.5
    warm_up: int = 12


@dataclass(frozen=True)
class Change:
    """A change: index of the first week of the new segment, that of the week it was found in.

    ``before`` is the first week of the segment that ended, ``after`` the week after the last of
    the new one. In hindsight ``found`` is None.
    """

    week: int
    found: int | None
    probability: float
    before: int
    after: int


ONLINE = Detector(expected_weeks=104.0, bursts=4)
"""Online a burst and a lasting change look the same at first: more is taken for noise."""


def dispersion(counts: Floats, weeks: int = 1) -> float:
    """Variance of counts (weeks by kinds) over what Poisson counts would have, 1 to 20.

    From differences over one to ``weeks`` weeks, so that a lasting change does not raise it.

    Example:
        >>> dispersion(np.array([[1.0], [1.0], [1.0]]))
        1.0
    """
    squares, sums = 0.0, 0.0
    for lag in range(1, min(weeks, len(counts) - 1) + 1):
        squares += float(((counts[lag:] - counts[:-lag]) ** 2).sum())
        sums += float((counts[lag:] + counts[:-lag]).sum())
    return min(max(squares / sums, 1.0), _MOST_DISPERSION) if sums else 1.0


def in_hindsight(
    counts: Floats, exposure: Floats, detector: Detector | None = None
) -> list[Change]:
    """All changes of the likeliest segmentation, each with its posterior probability.

    ``counts`` is weeks by kinds, ``exposure`` one figure a week (zero where nothing is covered).
    The probability is that of a change within two weeks of the date.

    Example:
        >>> counts = np.array([[1.0]] * 30 + [[9.0]] * 30)
        >>> [change.week for change in in_hindsight(counts, np.ones(60))]
        [30]
    """
    detector = detector or Detector()
    weeks = len(counts)
    if weeks < 2 * detector.fewest_weeks or not counts.any():
        return []
    likelihood = _segments(counts, exposure, detector)
    hazard = 1 / detector.expected_weeks
    forward = np.full(weeks + 1, -np.inf)
    best = np.full(weeks + 1, -np.inf)
    origin = np.zeros(weeks + 1, dtype=np.int64)
    forward[0] = best[0] = 0.0
    for end in range(1, weeks + 1):
        last = 0.0 if end == weeks else np.log(hazard)
        step = likelihood[:end, end] + last
        forward[end] = np.logaddexp.reduce(forward[:end] + step)
        path = best[:end] + step
        origin[end] = int(np.argmax(path))
        best[end] = path[origin[end]]
    backward = np.full(weeks + 1, -np.inf)
    backward[weeks] = 0.0
    for start in range(weeks - 1, -1, -1):
        ends = np.arange(start + 1, weeks + 1)
        last = np.where(ends == weeks, 0.0, np.log(hazard))
        backward[start] = np.logaddexp.reduce(likelihood[start, ends] + last + backward[ends])
    marginal = np.exp(forward + backward - forward[weeks])
    return _traced(origin, marginal)


def _traced(origin: NDArray[np.int64], marginal: Floats) -> list[Change]:
    weeks = len(origin) - 1
    bounds = [weeks]
    while bounds[-1] > 0:
        bounds.append(int(origin[bounds[-1]]))
    bounds.reverse()
    changes = []
    for before, week, after in zip(bounds, bounds[1:], bounds[2:], strict=False):
        near = marginal[max(week - 2, 1) : min(week + 3, weeks)]
        changes.append(Change(week, None, min(float(near.sum()), 1.0), before, after))
    return changes


def _segments(counts: Floats, exposure: Floats, detector: Detector) -> Floats:
    """Log likelihood of each segment [start, end) with its length's prior; -inf where too short."""
    weeks, kinds = counts.shape
    scale = dispersion(counts, detector.bursts)
    prior_mean = (counts.sum(axis=0) + 0.5) / max(exposure.sum(), 1e-9)
    hazard = 1 / detector.expected_weeks
    # Only segments that are long enough: less than half of the square.
    starts, ends = np.triu_indices(weeks + 1, detector.fewest_weeks)
    values = (ends - starts - 1) * np.log1p(-hazard)
    passed = np.concatenate([[0.0], np.cumsum(exposure)])
    seen = np.maximum((passed[ends] - passed[starts]) / scale, 0)
    for kind in range(kinds):
        passed = np.concatenate([[0.0], np.cumsum(counts[:, kind])])
        happened = np.maximum((passed[ends] - passed[starts]) / scale, 0)
        values += marginal_likelihood(happened, seen, detector.shape, prior_mean[kind])
    result = np.full((weeks + 1, weeks + 1), -np.inf)
    result[starts, ends] = values
    return result


def marginal_likelihood(counts: Floats, exposure: Floats, shape: float, mean: float) -> Floats:
    """Log likelihood of Poisson counts under a gamma prior, up to what no segmentation changes."""
    rate = shape / mean
    end = shape + counts
    constant = shape * np.log(rate) - float(log_gamma(np.array([shape]))[0])
    result: Floats = log_gamma(end) - end * np.log(rate + exposure) + constant
    return result


def online(counts: Floats, exposure: Floats, detector: Detector | None = None) -> list[Change]:
    """The changes announced week by week, each from the weeks up to it alone.

    Example:
        >>> counts = np.array([[1.0]] * 30 + [[9.0]] * 30)
        >>> [(change.week, change.found) for change in online(counts, np.ones(60))]
        [(30, 30)]
    """
    detector = detector or ONLINE
    weeks, kinds = counts.shape
    hazard = 1 / detector.expected_weeks
    joint = np.full(weeks, -np.inf)  # of the data and that the present segment began then
    happened, seen = np.zeros((weeks, kinds)), np.zeros(weeks)
    changes: list[Change] = []
    for week in range(weeks):
        total = np.logaddexp.reduce(joint[:week]) if week else 0.0
        joint[:week] += np.log1p(-hazard)
        joint[week] = total + (np.log(hazard) if week else 0.0)
        scale = dispersion(counts[:week], detector.bursts) if week > 4 else 2.0
        mean = (counts[:week].sum(axis=0) + 0.5) / max(exposure[:week].sum(), exposure[week], 1e-9)
        runs = slice(0, week + 1)
        for kind in range(kinds):
            parts = [
                marginal_likelihood(y / scale, e / scale, detector.shape, mean[kind])
                for y, e in (
                    (happened[runs, kind] + counts[week, kind], seen[runs] + exposure[week]),
                    (happened[runs, kind], seen[runs]),
                )
            ]
            joint[runs] += parts[0] - parts[1]
        happened[runs] += counts[week]
        seen[runs] += exposure[week]
        joint[runs] -= np.logaddexp.reduce(joint[runs])
        if week >= detector.warm_up:
            _announce(changes, np.exp(joint[runs]), week, detector)
    return changes


def _announce(changes: list[Change], posterior: Floats, week: int, detector: Detector) -> None:
    """Add a change if one is likely now and was not announced before."""
    first = max(week - detector.window + 1, 1)
    probability = float(posterior[first:].sum())
    if probability < detector.threshold:
        return
    start = first + int(np.argmax(posterior[first:]))
    before = changes[-1].week if changes else 0
    if changes and start - before < detector.window:
        return
    changes.append(Change(start, week, probability, before, week + 1))
