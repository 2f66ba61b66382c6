"""Ratios that scorers share."""

from __future__ import annotations


def ratio(part: float, whole: float) -> float:
    """``part / whole`` to four places; 0 where there is nothing to divide by.

    Example:
        >>> ratio(1, 3), ratio(1, 0)
        (0.3333, 0.0)
    """
    return round(part / whole, 4) if whole else 0.0


def harmonic(precision: float, recall: float) -> float:
    """F1 of a precision and a recall."""
    return ratio(2 * precision * recall, precision + recall)
