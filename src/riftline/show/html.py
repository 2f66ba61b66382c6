"""One self-contained HTML page: each article with its marks, the records beside the text.

The page asks no other host for anything and runs under a strict content security policy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from importlib import resources
from pathlib import Path

from riftline.record import CodedDocument, Entity, Event
from riftline.show.marks import Mark, document_marks, paragraphs, segments
from riftline.write.atomic import atomic_output

QUADS = {
    "VERBAL COOPERATION": "vcoop",
    "MATERIAL COOPERATION": "mcoop",
    "VERBAL CONFLICT": "vconf",
    "MATERIAL CONFLICT": "mconf",
}
_LEGEND = (
    "trigger", "actor", "recipient", "speaker", "quote", "date", "amount", "place", "claim",
)  # fmt: skip
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"


def write_html(
    path: str | Path | None, coded: Iterable[CodedDocument], title: str = "Riftline"
) -> None:
    """Write the page complete or not at all; None or ``-`` is standard output.

    Raises:
        OutputError: the file cannot be written.
    """
    with atomic_output(path) as file:
        file.write(render_html(list(coded), title).encode("utf-8", "replace"))


def render_html(coded: Sequence[CodedDocument], title: str = "Riftline") -> str:
    """The page as a string."""
    asset = resources.files(__package__).joinpath
    articles = "\n".join(_article(i, c) for i, c in enumerate(coded))
    legend = "".join(f'<span class="m {k}">{k}</span>' for k in _LEGEND)
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>{asset("page.css").read_text(encoding="utf-8")}</style></head><body>
<header><h1>{escape(title)}</h1><p>{_totals(coded)}</p>
<p class="legend" aria-label="legend">{legend}</p>
<p><label>Find <input id="find" type="search" placeholder="country, name, type, outlet"></label>
<label><input id="done" type="checkbox"> only what the text says happened</label></p></header>
<nav aria-label="articles"><ol>{_contents(coded)}</ol></nav>
<main>{articles}</main>
<script>{asset("page.js").read_text(encoding="utf-8")}</script>
</body></html>
"""


def _totals(coded: Sequence[CodedDocument]) -> str:
    events = [e for c in coded for e in c.events]
    quads = Counter(e.quad_class for e in events)
    counts = ", ".join(f"{quads[q]} {q.lower()}" for q in QUADS)
    sentences = sum(len(c.sentences) for c in coded)
    return f"{len(coded)} articles, {sentences} sentences, {len(events)} events ({counts})."


def _contents(coded: Sequence[CodedDocument]) -> str:
    rows = []
    for i, c in enumerate(coded):
        d = c.document
        head = " ".join(filter(None, [str(d.published or "no date"), d.outlet]))
        name = escape(d.title or d.text[:80])
        rows.append(f'<li><a href="#a{i}">{name}</a> <small>{escape(head)}</small></li>')
    return "".join(rows)


def _article(number: int, coded: CodedDocument) -> str:
    d = coded.document
    marks = document_marks(coded)
    body = "".join(f"<p>{_text(number, d.text, a, b, marks)}</p>" for a, b in paragraphs(d.text))
    cards = "".join(_card(number, i, e) for i, e in enumerate(coded.events))
    head = escape(" · ".join(filter(None, [str(d.published or "no date"), d.outlet, d.id])))
    name = escape(d.title or d.text[:80])
    empty = "<p class='none'>No event found.</p>"
    return (
        f'<article id="a{number}"><h2>{name}</h2><p class="meta">{head}</p>'
        f'<div class="sides"><div class="text">{body}</div>'
        f'<div class="records" aria-label="records">{cards or empty}</div></div></article>'
    )


def _text(number: int, text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    out = []
    for s in segments(start, end, marks):
        words = escape(text[s.start : s.end])
        if not s.marks:
            out.append(words)
            continue
        kinds = " ".join(sorted({m.kind for m in s.marks}))
        events = " ".join(f"e{number}-{i}" for m in s.marks for i in m.events)
        titles = escape("; ".join(dict.fromkeys(m.title for m in s.marks if m.title)))
        out.append(f'<span class="m {kinds}" data-e="{events}" title="{titles}">{words}</span>')
    return "".join(out)


def _card(number: int, i: int, e: Event) -> str:
    status = "".join(f'<b class="aux">{escape(a)}</b> ' for a in e.auxiliary_modes)
    modes = escape(" ".join(e.modes))
    rows = [
        ("who", _people(e.actors)),
        ("to whom", _people(e.recipients)),
        ("words", e.trigger.text),
    ]
    rows.append(("says", _voice(e)))
    if e.event_date:
        same = e.event_date.start == e.event_date.end
        rows.append(
            ("when", e.event_date.start if same else f"{e.event_date.start} to {e.event_date.end}")
        )
    if e.place:
        rows.append(("where", ", ".join(filter(None, [e.place.name, e.place.country]))))
    rows += [("how much", m.text) for m in e.magnitudes]
    rows.append(("sure", f"{e.confidence:.2f}"))
    lines = "".join(f"<dt>{k}</dt><dd>{escape(v)}</dd>" for k, v in rows if v)
    real = "no" if e.auxiliary_modes else "yes"
    return (
        f'<section class="card {QUADS.get(e.quad_class, "")}" id="e{number}-{i}" tabindex="0" '
        f'data-happened="{real}"><h3>{e.event_type} <small>{modes}</small> {status}</h3>'
        f"<dl>{lines}</dl></section>"
    )


def _people(entities: Sequence[Entity]) -> str:
    return "; ".join(
        " ".join(filter(None, [x.name, f"({' '.join(filter(None, [x.country, *x.sectors[:1]]))})"]))
        for x in entities
    )


def _voice(e: Event) -> str:
    if e.attribution.voice == "outlet":
        return "the outlet itself"
    speaker = e.attribution.speaker
    return f"{e.attribution.voice}: {speaker.name}" if speaker else e.attribution.voice
