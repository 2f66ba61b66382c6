"""Gamma and beta posteriors with priors fitted to a population, in numpy alone.

The empirical-Bayes step is the usual one (Efron and Morris 1973; for disproportional counts
DuMouchel 1999): a prior is fitted to all pairs by marginal likelihood, and what little is known
of one pair is drawn towards it, so that little reporting gives a wide interval.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_CHUNK = 2000
# Points of the grid on which a posterior is integrated, in standard deviations from its mode.
_GRID = np.linspace(-20.0, 20.0, 801)


class Prior(NamedTuple):
    """Two parameters: (alpha, beta) of a beta, (shape, rate) of a gamma distribution."""

    a: float
    b: float

    @property
    def beta_mean(self) -> float:
        """Mean of the beta distribution."""
        return self.a / (self.a + self.b)


def log_gamma(x: Floats) -> Floats:
    """Natural logarithm of the gamma function for positive ``x``, to about 1e-11.

    Stirling's series after a shift by seven (Abramowitz and Stegun 6.1.41).

    Example:
        >>> bool(abs(log_gamma(np.array([5.0]))[0] - np.log(24.0)) < 1e-9)
        True
    """
    x = np.asarray(x, dtype=np.float64)
    product = np.ones_like(x)
    for step in range(7):
        product = product * (x + step)
    z = x + 7.0
    series = 1 / (12 * z) - 1 / (360 * z**3) + 1 / (1260 * z**5)
    result: Floats = (z - 0.5) * np.log(z) - z + 0.5 * np.log(2 * np.pi) + series
    return result - np.log(product)


def beta_interval(a: Floats, b: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """Equal-tailed interval of beta distributions, one for each pair of parameters.

    Example:
        >>> low, high = beta_interval(np.array([1.0]), np.array([1.0]))
        >>> round(float(low[0]), 3), round(float(high[0]), 3)
        (0.025, 0.975)
    """
    a, b = np.broadcast_arrays(np.asarray(a, float), np.asarray(b, float))
    mode, spread = np.log(a / b), np.sqrt((a + b) / (a * b))

    def density(x: Floats, rows: slice) -> Floats:
        return a[rows, None] * x - (a + b)[rows, None] * np.logaddexp(0.0, x)

    low, high = _tails(density, mode, spread, level)
    return 1 / (1 + np.exp(-low)), 1 / (1 + np.exp(-high))


def gamma_interval(shape: Floats, rate: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """Equal-tailed interval of gamma distributions, to half a per cent.

    Example:
        >>> low, high = gamma_interval(np.array([1.0]), np.array([2.0]))
        >>> round(float(high[0]), 1)
        1.8
    """
    shape, rate = np.broadcast_arrays(np.asarray(shape, float), np.asarray(rate, float))

    def density(x: Floats, rows: slice) -> Floats:
        with np.errstate(over="ignore"):
            return shape[rows, None] * x - rate[rows, None] * np.exp(x)

    low, high = _tails(density, np.log(shape / rate), 1 / np.sqrt(shape), level)
    return np.exp(low), np.exp(high)


def _tails(
    density: Callable[[Floats, slice], Floats], mode: Floats, spread: Floats, level: float
) -> tuple[Floats, Floats]:
    """Both tails of unnormalised log densities, integrated on a grid around their modes."""
    low, high = np.empty_like(mode), np.empty_like(mode)
    for first in range(0, len(mode), _CHUNK):
        rows = slice(first, first + _CHUNK)
        x = mode[rows, None] + spread[rows, None] * _GRID
        log = density(x, rows)
        mass = np.cumsum(np.exp(log - log.max(axis=1, keepdims=True)), axis=1)
        mass /= mass[:, -1:]
        for i in range(len(x)):
            tails = np.interp([(1 - level) / 2, (1 + level) / 2], mass[i], x[i])
            # The running sum takes each cell whole: its middle lies half a step to the left.
            low[first + i], high[first + i] = tails + (x[i, 1] - x[i, 0]) / 2
    return low, high


def fit_beta(hits: Floats, trials: Floats) -> Prior:
    """The beta prior under which binomial counts of many pairs are most likely.

    Without any trial the uniform prior comes back. The prior's weight (alpha + beta) is kept
    between 0.5 and 200 trials.

    Example:
        >>> prior = fit_beta(np.array([5.0, 50.0, 9.0]), np.array([10.0, 100.0, 20.0]))
        >>> 0.4 < prior.beta_mean < 0.6
        True
    """
    hits, trials = np.asarray(hits, float), np.asarray(trials, float)
    seen = trials > 0
    if not seen.any():
        return Prior(1.0, 1.0)
    cells, n = np.unique(np.stack([hits[seen], trials[seen]]), axis=1, return_counts=True)

    def likelihood(mean: float, log_weight: float) -> float:
        a, b = mean * np.exp(log_weight), (1 - mean) * np.exp(log_weight)
        terms = log_gamma(cells[0] + a) + log_gamma(cells[1] - cells[0] + b)
        terms -= log_gamma(cells[1] + a + b)
        ends = np.array([a + b, a, b])
        whole = float(np.dot(log_gamma(ends), [1.0, -1.0, -1.0]))
        return float(np.dot(n, terms)) + float(n.sum()) * whole

    start = float(np.clip(hits.sum() / trials.sum(), 0.02, 0.98))
    mean, weight = _climb(likelihood, (start, np.log(5.0)), ((0.01, 0.99), _log((0.5, 200))))
    return Prior(mean * float(np.exp(weight)), (1 - mean) * float(np.exp(weight)))


def fit_gamma(counts: Floats, exposure: Floats) -> Prior:
    """The gamma prior under which Poisson counts with these exposures are most likely.

    Example:
        >>> prior = fit_gamma(np.array([3.0, 30.0, 9.0]), np.array([1.0, 10.0, 3.0]))
        >>> 2.5 < prior.a / prior.b < 3.5
        True
    """
    counts, exposure = np.asarray(counts, float), np.asarray(exposure, float)
    seen = exposure > 0
    if not seen.any() or not counts[seen].any():
        return Prior(0.5, 0.5)
    cells, n = np.unique(np.stack([counts[seen], exposure[seen]]), axis=1, return_counts=True)
    y, e = cells

    def likelihood(log_mean: float, log_shape: float) -> float:
        shape = np.exp(log_shape)
        rate = shape / np.exp(log_mean)
        terms = log_gamma(y + shape) - float(log_gamma(np.array([shape]))[0])
        terms = terms + shape * np.log(rate / (rate + e)) + y * np.log(e / (rate + e))
        return float(np.dot(n, terms))

    middle = float(np.log(counts[seen].sum() / exposure[seen].sum()))
    bounds = ((middle - 6, middle + 6), _log((0.1, 100)))
    mean, log_shape = _climb(likelihood, (middle, 0.0), bounds)
    shape = float(np.exp(log_shape))
    return Prior(shape, shape / float(np.exp(mean)))


def _log(bounds: tuple[float, float]) -> tuple[float, float]:
    return float(np.log(bounds[0])), float(np.log(bounds[1]))


def _climb(
    function: Callable[[float, float], float],
    start: tuple[float, float],
    bounds: tuple[tuple[float, float], tuple[float, float]],
) -> tuple[float, float]:
    """The maximum of a function of two parameters by a pattern search within bounds."""
    point = [float(start[0]), float(start[1])]
    best = function(*point)
    steps = [(high - low) / 8 for low, high in bounds]
    while max(step / (high - low) for step, (low, high) in zip(steps, bounds, strict=True)) > 5e-4:
        moved = False
        for axis in (0, 1):
            for sign in (1, -1):
                trial = list(point)
                low, high = bounds[axis]
                trial[axis] = min(max(point[axis] + sign * steps[axis], low), high)
                value = function(*trial)
                if value > best:
                    point, best, moved = trial, value, True
        if not moved:
            steps = [step / 2 for step in steps]
    return point[0], point[1]
