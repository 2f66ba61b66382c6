"""The record of one attribution."""

from __future__ import annotations

from dataclasses import dataclass

from riftline.record import Span


@dataclass(frozen=True, slots=True)
class QuoteMention:
    """One piece of content that the text gives as somebody's words or thoughts.

    ``content`` includes quotation marks and an introducing "that". Pieces of one saying (a split
    quotation, a quotation that goes on in the next sentence) share ``group``. ``form`` is direct
    (in quotation marks), indirect, or mixed (a clause with quoted words in it). ``frame`` is the
    grammar that ties cue and content (see `quotes_frames`). ``anonymous`` is None for a speaker
    with a name, a definite office or an organisation, else official, diplomat, source, reports or
    other. ``source`` and ``cue`` are None where the text has none. ``parent`` is the index, in the
    list that `find_quotes` returns, of the quotation that this one stands in.
    """

    content: Span
    form: str
    frame: str
    cue: Span | None
    source: Span | None
    anonymous: str | None
    group: int
    parent: int | None = None

    @property
    def direct(self) -> bool:
        """Whether the content stands in quotation marks as a whole."""
        return self.form == "direct"
