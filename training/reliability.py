"""A reliability diagram as SVG: confidence against the share of records that are fully right.

Used by figures_fields.py. Bins hold equal numbers of events (as the calibration error does); bars
are 95 % Wilson intervals, since a bin of the small set holds only a few events.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from riftline.evaluate.matching import Match

LEFT, TOP, SIDE = 56, 24, 320
COLOURS = ("#0b5394", "#b45309")  # told apart in print and by colour-blind readers
Z = 1.96


class Bin(NamedTuple):
    """Mean confidence, share right with its bounds, and the number of events."""

    confidence: float
    share: float
    low: float
    high: float
    events: int


def bins_of(events: Sequence[Mapping[str, Any]], right: set[int], bins: int) -> list[Bin]:
    """Bins of equal count, least confident first; ``right`` holds ids of fully right events."""
    ranked = sorted((float(e["confidence"]), id(e) in right) for e in events)
    n = len(ranked)
    parts = [ranked[b * n // bins : (b + 1) * n // bins] for b in range(bins)]
    return [_bin(part) for part in parts if part]


def fully_right(matches: Sequence[Match]) -> set[int]:
    """Ids of our events whose type, actors and recipients are all right."""
    return {id(m.ours) for m in matches if m.actors and m.recipients}


def _bin(part: Sequence[tuple[float, bool]]) -> Bin:
    n = len(part)
    share = sum(right for _, right in part) / n
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    low, high = max(middle - half, 0.0), min(middle + half, 1.0)
    return Bin(sum(c for c, _ in part) / n, share, low, high, n)


def diagram(series: Mapping[str, Sequence[Bin]], title: str) -> str:
    """The diagram as an SVG document; one colour and one mark a series."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + SIDE + 24} '
        f'{TOP + SIDE + 84}" role="img" font-family="sans-serif" font-size="12">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{LEFT + SIDE + 24}" height="{TOP + SIDE + 84}" fill="#fff"/>',
        *_axes(),
    ]
    for number, (name, bins) in enumerate(series.items()):
        colour = COLOURS[number % len(COLOURS)]
        parts += [_mark(b, number, colour) for b in bins]
        y = TOP + SIDE + 54 + 18 * number
        events = sum(b.events for b in bins)
        parts.append(_point(LEFT + 6, y - 4, number, colour))
        parts.append(f'<text x="{LEFT + 18}" y="{y}">{escape(name)} ({events} events)</text>')
    return "\n".join([*parts, "</svg>", ""])


def _axes() -> list[str]:
    bottom = TOP + SIDE
    out = [
        f'<path d="M{LEFT} {TOP}V{bottom}H{LEFT + SIDE}" fill="none" stroke="#333"/>',
        f'<path d="M{LEFT} {bottom}L{LEFT + SIDE} {TOP}" stroke="#999" stroke-dasharray="4 4"/>',
        f'<text x="{LEFT + SIDE / 2:g}" y="{bottom + 34}" text-anchor="middle">confidence</text>',
        f'<text x="16" y="{TOP + SIDE / 2:g}" text-anchor="middle" '
        f'transform="rotate(-90 16 {TOP + SIDE / 2:g})">share fully right</text>',
    ]
    for tick in range(0, 11, 2):
        at, label = SIDE * tick / 10, f"{tick / 10:g}"
        out.append(
            f'<text x="{LEFT + at:g}" y="{bottom + 16}" text-anchor="middle">{label}</text>'
            f'<text x="{LEFT - 6}" y="{bottom - at + 4:g}" text-anchor="end">{label}</text>'
        )
    return out


def _mark(b: Bin, number: int, colour: str) -> str:
    x = LEFT + SIDE * b.confidence
    y, low, high = (TOP + SIDE * (1 - value) for value in (b.share, b.low, b.high))
    line = f'<path d="M{x:.1f} {low:.1f}V{high:.1f}" stroke="{colour}" stroke-opacity="0.5"/>'
    return line + _point(x, y, number, colour)


def _point(x: float, y: float, number: int, colour: str) -> str:
    if number % 2:
        return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{colour}"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
