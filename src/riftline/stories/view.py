"""A story as a reader sees it: who reported what, who copied whom, where the reports differ.

Example:
    >>> build_stories([], StoryLinks())
    []
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from riftline.record import CodedDocument, Entity, Event, Magnitude
from riftline.stories.copies import Copy
from riftline.stories.link import StoryLinks
from riftline.stories.profiles import party, same_party

_TOGETHER = 0.6  # participants at least this alike are one, see profiles.same_party
_COPIED = frozenset({"copy", "passage", "excerpt"})


@dataclass(frozen=True, slots=True)
class Report:
    """One document's word on a happening. ``status`` is done, planned, hypothetical or denied."""

    event: Event
    status: str
    copied_from: str | None  # document id of the report that this one copies, where it does


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Values that differ between reports of one story.

    ``field``: an amount's kind (``killed``, ``money`` ...), ``actors``, ``recipients``, ``voice``,
    ``status``, ``event_type`` or ``date``. ``values``: (value in words, document ids), most reports
    first. Copies count with their source, so that one wire text is one voice.
    """

    field: str
    values: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Story:
    """All reports of one happening, earliest first."""

    story_id: str
    reports: tuple[Report, ...]
    copies: tuple[Copy, ...]

    @property
    def documents(self) -> tuple[str, ...]:
        """Ids of the documents that report it, earliest first."""
        return tuple(dict.fromkeys(r.event.document_id for r in self.reports))

    @property
    def outlets(self) -> tuple[str, ...]:
        """Outlets that report it, sorted; unnamed ones left out."""
        return tuple(sorted({r.event.outlet for r in self.reports if r.event.outlet}))

    @property
    def independent(self) -> int:
        """Documents less those that copy another of the same story."""
        copied = {r.event.document_id for r in self.reports if r.copied_from}
        return len(set(self.documents) - copied)

    @property
    def headline(self) -> Event:
        """The event whose record is surest; the earlier one of equals."""
        return max((r.event for r in self.reports), key=lambda e: e.confidence)

    def disagreements(self) -> tuple[Disagreement, ...]:
        """Where reports differ; empty where they agree or there is only one."""
        return tuple(_differences(self.reports))


def build_stories(coded: Iterable[CodedDocument], links: StoryLinks) -> list[Story]:
    """Stories from documents and their links, those with most documents first."""
    by_story: dict[str, list[Event]] = defaultdict(list)
    for document in coded:
        for event in document.events:
            story = links.stories.get(event.event_id, event.story_id)
            if story:
                by_story[story].append(event)
    stories = [make_story(s, events, links.copies) for s, events in by_story.items()]
    return sorted(stories, key=lambda s: (-len(s.documents), s.story_id))


def make_story(story_id: str, events: Iterable[Event], copies: Iterable[Copy]) -> Story:
    """One story from its events and any copies; those of other documents are left out."""
    ordered = sorted(
        events, key=lambda e: (e.published or "", e.document_id, e.sentence.start, e.event_id)
    )
    inside = {e.document_id for e in ordered}
    kept = tuple(c for c in copies if c.document_id in inside and c.source_id in inside)
    source = {c.document_id: c.source_id for c in kept if c.kind in _COPIED}
    reports = tuple(Report(e, status_of(e), source.get(e.document_id)) for e in ordered)
    return Story(story_id, reports, kept)


def status_of(event: Event) -> str:
    """``denied``, ``hypothetical``, ``planned`` or ``done``, by the auxiliary modes."""
    for mode, status in (
        ("negation", "denied"),
        ("hypothetical", "hypothetical"),
        ("future", "planned"),
    ):
        if mode in event.auxiliary_modes:
            return status
    return "done"


def _differences(reports: Sequence[Report]) -> Iterable[Disagreement]:
    by_field: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for report in reports:
        event = report.event
        voice = report.copied_from or event.document_id
        for name, value in (
            ("event_type", event.event_type),
            ("status", report.status),
            ("voice", _voice(event)),
            ("date", _day(event)),
            *((m.kind, amount_words(m)) for m in event.magnitudes if m.kind != "other"),
        ):
            if value and voice not in by_field[name][value]:
                by_field[name][value].append(voice)
    for side in ("actors", "recipients"):
        for value, voices in _sides(reports, side).items():
            by_field[side][value] += voices
    for name in sorted(by_field):
        values = by_field[name]
        if _contradict(values):
            ordered = sorted(values.items(), key=lambda item: (-len(item[1]), item[0]))
            yield Disagreement(name, tuple((v, tuple(voices)) for v, voices in ordered))


def _contradict(values: Mapping[str, Sequence[str]]) -> bool:
    """Whether two documents have no value in common; one that names both sides with neither."""
    said: dict[str, set[str]] = defaultdict(set)
    for value, voices in values.items():
        for voice in voices:
            said[voice].add(value)
    sets = list(said.values())
    return any(a.isdisjoint(b) for n, a in enumerate(sets) for b in sets[n + 1 :])


def _voice(event: Event) -> str:
    speaker = event.attribution.speaker
    return event.attribution.voice + (f": {speaker.name}" if speaker else "")


def _day(event: Event) -> str | None:
    when = event.event_date
    return when.start if when is not None and when.precision == "day" else None


def amount_words(m: Magnitude) -> str | None:
    """``12 persons``, ``at least 12 persons``, ``10 to 12 persons``."""
    unit = f" {m.unit}" if m.unit else ""
    if m.low is not None and m.low == m.high:
        return f"{m.low:g}{unit}"
    if m.low is not None and m.high is not None:
        return f"{m.low:g} to {m.high:g}{unit}"
    if m.low is not None:
        return f"at least {m.low:g}{unit}"
    if m.high is not None:
        return f"at most {m.high:g}{unit}"
    return f"{m.value:g}{unit}" if m.value is not None else None


def _sides(reports: Sequence[Report], side: str) -> dict[str, list[str]]:
    """Participants of a side by name, with who names them; one under two names counts once."""
    known: list[tuple[str, Entity]] = []
    out: dict[str, list[str]] = {}
    for report in reports:
        for entity in getattr(report.event, side):
            same = (n for n, e in known if same_party(party(e), party(entity)) >= _TOGETHER)
            name = next(same, None)
            if name is None:
                name = entity.name
                known.append((name, entity))
            voice = report.copied_from or report.event.document_id
            if voice not in out.setdefault(name, []):
                out[name].append(voice)
    return out
