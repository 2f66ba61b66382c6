"""A readable summary on the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from riftline.record import CodedDocument, Entity, Event

_COLOURS = {
    "VERBAL COOPERATION": "cyan",
    "MATERIAL COOPERATION": "blue",
    "VERBAL CONFLICT": "yellow",
    "MATERIAL CONFLICT": "red",
}


def print_summary(coded: Sequence[CodedDocument], console: Console, rows: int = 25) -> None:
    """Counts, the most frequent pairs of states, and the most confident events."""
    events = [e for c in coded for e in c.events]
    console.print(
        f"[bold]{len(coded)}[/] articles, [bold]{sum(len(c.sentences) for c in coded)}[/] "
        f"sentences, [bold]{len(events)}[/] events, "
        f"[bold]{sum(len(c.quotes) for c in coded)}[/] quotes"
    )
    if not events:
        return
    console.print(_types(events))
    console.print(_pairs(events))
    console.print(events_table(sorted(events, key=lambda e: -e.confidence)[:rows]))


def _types(events: Sequence[Event]) -> Table:
    table = Table("type", "all", "happened", "planned, feared or denied", title="Event types")
    all_, real = (
        Counter(e.event_type for e in events),
        Counter(e.event_type for e in events if happened(e)),
    )
    quads = {e.event_type: e.quad_class for e in events}
    for name, n in all_.most_common():
        label = Text(name, style=_COLOURS.get(quads[name], ""))
        table.add_row(label, str(n), str(real[name]), str(n - real[name]))
    return table


def _pairs(events: Sequence[Event]) -> Table:
    table = Table("actor", "recipient", "events", "mean intensity", title="Pairs of states")
    scores: dict[tuple[str, str], list[float]] = {}
    for e in events:
        if happened(e):
            for pair in country_pairs(e):
                scores.setdefault(pair, []).append(e.intensity)
    ranked = sorted(scores.items(), key=lambda item: (-len(item[1]), item[0]))
    for (a, b), values in ranked[:12]:
        table.add_row(a, b, str(len(values)), f"{sum(values) / len(values):+.1f}")
    return table


def happened(event: Event) -> bool:
    """Whether the text gives the event as done: neither planned, nor hypothetical, nor denied."""
    return not {"future", "hypothetical", "negation"} & set(event.auxiliary_modes)


def country_pairs(event: Event) -> set[tuple[str, str]]:
    """(actor state, recipient state) pairs; members of one side where there is no recipient."""
    actors, recipients = _states(event.actors), _states(event.recipients)
    others = recipients if event.recipients else actors
    return {(a, b) for a in actors for b in others if a != b}


def _states(entities: Iterable[Entity]) -> set[str]:
    return {e.country for e in entities if e.country}


def events_table(events: Sequence[Event]) -> Table:
    """Events as a table: when, type, who, to whom, status and voice, the words."""
    table = Table("when", "type", "who", "to whom", "status", "the words", title="Events")
    for e in events:
        when = e.event_date.start if e.event_date else e.published or ""
        status = " ".join(
            [*e.auxiliary_modes, *([] if e.attribution.voice == "outlet" else ["said"])]
        )
        label = Text(e.event_type, style=_COLOURS.get(e.quad_class, ""))
        table.add_row(
            when, label, Text(_names(e.actors)), Text(_names(e.recipients)), status,
            Text(e.trigger.text),
        )  # fmt: skip
    return table


def _names(entities: Sequence[Entity]) -> str:
    return ", ".join(f"{e.name} ({e.country})" if e.country else e.name for e in entities)
