"""Measures over a store: numbers, each with its sentences."""

from riftline.measure.dyads import dyad_evidence, dyad_series
from riftline.measure.selectors import Membership, parse_selector

__all__ = ["Membership", "dyad_evidence", "dyad_series", "parse_selector"]
