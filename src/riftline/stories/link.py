"""Reports to happenings: which events of which documents tell of the same thing.

Documents are compared by their shared wording (:mod:`copies`) and by what they are about;
events by type, participants, days, place, amounts and the words around them, with the documents'
likeness as a hint. Both use the same steps: find pairs worth comparing (:mod:`blocks`), score
them (:mod:`scores`), cluster (:mod:`clusters`). A planned, denied or feared report joins the
happening that it speaks of and keeps its own status.

Example:
    >>> link_stories([]).stories
    {}
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from riftline.record import CodedDocument
from riftline.stories.blocks import key_of, pairs
from riftline.stories.clusters import cluster
from riftline.stories.content import Vector, cosine
from riftline.stories.copies import Copy, Fingerprint, compare, fingerprint
from riftline.stories.profiles import DocumentProfile, Profile, document_profile, event_profiles
from riftline.stories.scores import (
    document_features,
    documents_alike,
    event_features,
    log_odds,
    same_act,
    same_kind,
)

EVENT_WINDOW = 7  # days between the publication of two reports of one happening
DOCUMENT_WINDOW = 5
EVENT_KEYS = 6  # words of an event's surroundings that make its keys
DOCUMENT_KEYS = 12
COPY_LOG_ODDS = {"copy": 6.0, "passage": 2.0, "excerpt": 1.0}
LEAST_NEAR = 0.08  # cosine of the words around two triggers below which nothing is compared


@dataclass(frozen=True, slots=True)
class StoryLinks:
    """``stories``: event id to story id. ``reports``: document id to the id of the group of
    documents with the same main happening. ``copies``: who shares wording with whom."""

    stories: dict[str, str] = field(default_factory=dict)
    reports: dict[str, str] = field(default_factory=dict)
    copies: tuple[Copy, ...] = ()


class Linker:
    """Holds the profiles of recent documents and links new ones to them.

    Example:
        >>> linker = Linker()
        >>> linker.link().copies
        ()
    """

    def __init__(self, *, copies: bool = True) -> None:
        self._copies = copies
        self._documents: list[DocumentProfile] = []
        self._prints: list[Fingerprint] = []
        self._events: list[Profile] = []
        self._stories: dict[str, str] = {}
        self._known: set[str] = set()
        self._settled: set[str] = set()

    def __len__(self) -> int:
        return len(self._documents)

    def __contains__(self, document_id: str) -> bool:
        return document_id in self._known

    @property
    def stories(self) -> dict[str, str]:
        """Event id to story id, as far as known."""
        return dict(self._stories)

    def settle(self, stories: Iterable[str]) -> None:
        """These stories have members that are not held here: they keep their ids."""
        self._settled.update(stories)

    def add(self, coded: CodedDocument, stories: Mapping[str, str] | None = None) -> None:
        """Take in a document. ``stories`` names the stories that its events have already.

        A second document with the same id is left out.
        """
        if coded.document.id in self._known:
            return
        self._known.add(coded.document.id)
        position = len(self._documents)
        self._documents.append(document_profile(coded.document))
        if self._copies:
            self._prints.append(fingerprint(coded.document))
        seen: set[str] = set()
        for profile in event_profiles(coded, position):
            if profile.event_id not in seen:
                seen.add(profile.event_id)
                self._events.append(profile)
        if stories:
            self._stories.update({e: s for e, s in stories.items() if e in seen})

    def link(self) -> StoryLinks:
        """Story ids of all events held, known ones first, and the documents' copies and groups."""
        copies = compare(self._prints)
        reports = self._group_documents(copies)
        return StoryLinks(self.link_events(), reports, tuple(copies))

    def link_events(self) -> dict[str, str]:
        """Story ids of all events held; documents are neither compared for copies nor grouped."""
        self._stories = self._link_events()
        return self.stories

    def forget(self, before: int) -> None:
        """Drop documents published before a day (an ordinal); undated ones go too."""
        keep = [n for n, d in enumerate(self._documents) if d.published >= before]
        place = {old: new for new, old in enumerate(keep)}
        self._known -= {d.document_id for d in self._documents if d.published < before}
        self._documents = [self._documents[n] for n in keep]
        if self._copies:
            self._prints = [self._prints[n] for n in keep]
        self._events = [
            replace(e, document=place[e.document]) for e in self._events if e.document in place
        ]
        held = {e.event_id for e in self._events}
        self._stories = {e: s for e, s in self._stories.items() if e in held}

    def _group_documents(self, copies: Iterable[Copy]) -> dict[str, str]:
        """Document id to the id of its group's earliest document."""
        documents = self._documents
        number = {d.document_id: n for n, d in enumerate(documents)}
        bonus: dict[tuple[int, int], float] = {}
        for c in copies:
            i, j = sorted((number[c.document_id], number[c.source_id]))
            bonus[i, j] = COPY_LOG_ODDS.get(c.kind, 0.0)
        order = [(d.document_id, d.published) for d in documents]
        keys = map(document_keys, documents)
        alike = pairs(order, keys, window=DOCUMENT_WINDOW, neighbours=16, most=32)
        near = set(alike) | set(bonus)
        links = [
            (i, j, log_odds("document", document_features(documents[i], documents[j])) + extra)
            for i, j in sorted(near)
            for extra in (bonus.get((i, j), 0.0),)
        ]
        ids = [d.document_id for d in documents]
        numbers = cluster(ids, links)
        first: dict[int, tuple[int, str]] = {}
        for n, d in zip(numbers, documents, strict=True):
            mine = (d.published, d.document_id)
            first[n] = min(first.get(n, mine), mine)
        return {i: first[n][1] for i, n in zip(ids, numbers, strict=True)}

    def _link_events(self) -> dict[str, str]:
        events = self._events
        order = [(e.event_id, e.published) for e in events]
        near = pairs(order, map(event_keys, events), window=EVENT_WINDOW)
        links = self._event_links(near)
        numbers = cluster([e.event_id for e in events], links, seeds=self._seeds())
        return self._named(numbers)

    def _event_links(self, near: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, float]]:
        held, alike = -1, dict[int, tuple[float, float]]()  # of one document with others
        for i, j in near:
            a, b = self._events[i], self._events[j]
            if not same_kind(a.event_type, b.event_type):
                continue
            if cosine(a.near, b.near) < LEAST_NEAR and not same_act(a, b):
                continue
            if a.document != held:  # pairs are sorted: those of a document's events come together
                held, alike = a.document, {}
            if b.document not in alike:
                both = self._documents[held], self._documents[b.document]
                alike[b.document] = documents_alike(*both)
            yield i, j, log_odds("event", event_features(a, b, alike[b.document]))

    def _fixed(self) -> set[str]:
        """Stories whose id stays: those of two events or more; a lone event may still move."""
        sizes = Counter(self._stories.values())
        return {s for s, n in sizes.items() if n > 1 or s in self._settled}

    def _seeds(self) -> dict[int, int]:
        """Positions of events in fixed stories, with a number for each story."""
        numbers = {s: n for n, s in enumerate(sorted(self._fixed()))}
        stories = ((at, self._stories.get(e.event_id)) for at, e in enumerate(self._events))
        return {at: numbers[s] for at, s in stories if s in numbers}

    def _named(self, numbers: list[int]) -> dict[str, str]:
        """A fixed story keeps its id; of others the earliest known, else the earliest event's."""
        fixed = self._fixed()
        names: dict[int, tuple[int, int, str, int, str, str]] = {}
        for n, e in zip(numbers, self._events, strict=True):
            known = self._stories.get(e.event_id)
            rank = 2 if known is None else 1 if known not in fixed else 0
            document = self._documents[e.document].document_id
            own = known or f"s{e.event_id}"
            mine = (rank, e.published, document, e.sentence, e.event_id, own)
            names[n] = min(names.get(n, mine), mine)
        return {e.event_id: names[n][-1] for n, e in zip(numbers, self._events, strict=True)}


def link_stories(coded: Iterable[CodedDocument]) -> StoryLinks:
    """Find which events of these documents report the same happening.

    Events that carry a ``story_id`` keep it where their story has two or more members here.
    Every event gets a story id; one that nobody else reports is a story of its own. The result
    does not depend on the order of documents. A story id is ``s`` and the id of its earliest
    event (by publication day, document id and sentence).

    Returns:
        StoryLinks with the stories of events, groups of documents with the same main happening,
        and copies.
    """
    linker = Linker()
    for document in coded:
        linker.add(document, {e.event_id: e.story_id for e in document.events if e.story_id})
    return linker.link()


def event_keys(event: Profile) -> set[int]:
    """What an event can be found by: a participant or a rare word, with another rare word.

    Also an actor with a mode and a day: one act in two outlets' words may share no rare word.
    """
    words = sorted(_top(event.near, EVENT_KEYS))
    keys = {key_of(a, b) for n, a in enumerate(words) for b in words[n + 1 :]}
    for who in (*event.actors, *event.recipients):
        keys.update(key_of(who.key, "|", w) for w in words)
    if event.dated:
        day = str(event.days[0])
        names = {name for who in event.actors for name in who.names}
        keys.update(key_of(name, mode, day) for name in names for mode in event.modes)
    return keys


def document_keys(document: DocumentProfile) -> set[int]:
    """What a document can be found by: weighty words of its lead, alone and with its title's."""
    title, lead = _top(document.title, 5), _top(document.lead, DOCUMENT_KEYS)
    return {key_of(w) for w in lead} | {key_of(a, b) for a in title for b in lead if a < b}


def _top(vector: Vector, most: int) -> list[str]:
    return [w for w, _ in sorted(vector.items(), key=lambda item: (-item[1], item[0]))[:most]]
