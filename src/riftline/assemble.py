"""Puts the parts of one document together: what the network saw, who is meant, when, how much.

The network gives spans; the other rooms give values. Nothing here decides what an event is.
"""

from __future__ import annotations

import hashlib
import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from riftline.events.decode import Argument, RawEvent, log_odds
from riftline.mentions.amounts import find_amounts
from riftline.mentions.claims import ClaimMention, find_claims
from riftline.mentions.dates import DateMention, find_dates
from riftline.mentions.event_amounts import event_amounts
from riftline.mentions.event_dates import event_date
from riftline.mentions.places import find_places
from riftline.mentions.quotes import QuoteMention, find_quotes, voice_at
from riftline.ontology import Ontology
from riftline.participants import (
    Chooser,
    Sides,
    candidates,
    key,
    load_chooser,
    nobody,
    runs,
    scene_of,
    traces,
)
from riftline.record import (
    SCHEMA_VERSION,
    Attribution,
    Claim,
    Document,
    Entity,
    Event,
    EventDate,
    Magnitude,
    Place,
    Quote,
    Sentence,
    Span,
)
from riftline.resolve import ActorMention, ActorResolver, DocumentActors
from riftline.resolve.coref import PRONOUNS

_OWN_ACTS = {"to", "urge", "judge"}  # frames whose content the speaker performs, not vouches for
_NEAR = 40  # characters on either side of a trigger in which words may state its mode
_MUTUAL = {"AGREE", "CONSULT"}
_YEARS = re.compile(r"P(?:[1-9]\d*|X)Y")
# Nouns of deeds whose "of X" names who does it, never to whom ("criticism of X" is the other way).
_AGENT_NOUN = re.compile(
    r"\b(?:refusal|promise|pledge|vow|decision|announcement|offer|warning|demand|request|appeal"
    r"|resignation|withdrawal|retreat|failure)s?\s+of\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_REFLEXIVE = ("self", "selves")
_MODE_CERTAIN = 0.5
Placed = TypeVar("Placed", DateMention, Magnitude, Place)
VOICE_CERTAIN = 0.6  # below this the network's voice gives way to the grammar of quotes


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that the other rooms found in one document.

    ``digest`` is the text's SHA-256 and ``named`` the actor mentions of each sentence, both worked
    out once a document and not once an event.
    """

    document: Document
    digest: str
    sentences: Sequence[Sentence]
    actors: DocumentActors
    named: Mapping[int, Sequence[ActorMention]]
    dates: Sequence[DateMention]
    amounts: Sequence[Magnitude]
    places: Sequence[Place]
    quotes: Sequence[QuoteMention]
    claims: Sequence[ClaimMention]


def find_all(document: Document, sentences: Sequence[Sentence], resolver: ActorResolver) -> Found:
    """Run every mention finder over one document."""
    text, published = document.text, document.published
    actors = resolver.document(text, sentences, published, document.title, document.outlet)
    quotes = find_quotes(text, sentences)
    return Found(
        document,
        document.sha256,
        sentences,
        actors,
        by_sentence(actors.mentions),
        find_dates(text, published),
        find_amounts(text, published),
        find_places(text, sentences, actors=actors.mentions),
        quotes,
        find_claims(text, sentences, quotes),
    )


def by_sentence(mentions: Iterable[ActorMention]) -> Mapping[int, Sequence[ActorMention]]:
    """The actor mentions of each sentence that has any, in text order."""
    named: defaultdict[int, list[ActorMention]] = defaultdict(list)
    for mention in mentions:
        named[mention.sentence_index].append(mention)
    return named


def build_events(
    raws: Iterable[RawEvent],
    found: Found,
    ontology: Ontology,
    version: str,
    weights: Sequence[float],
    implied: float = 0.5,
    chooser: Chooser | None = None,
) -> tuple[Event, ...]:
    """The event records of one document, each made with those before it in view.

    ``chooser`` stands for the bundled one.
    """
    events: list[Event] = []
    for raw in raws:
        before = [(e.actors, e.recipients) for e in events[-2:]]
        events.append(build_event(raw, found, ontology, version, weights, implied, before, chooser))
    return tuple(events)


def build_event(
    raw: RawEvent,
    found: Found,
    ontology: Ontology,
    version: str,
    weights: Sequence[float],
    implied: float = 0.5,
    before: Sequence[Sides] = (),
    chooser: Chooser | None = None,
) -> Event:
    """One event record from one raw event.

    ``weights`` are the confidence's; from probability ``implied`` on, a side without a span is
    filled with whom the document implies. ``before`` are actors and recipients of the events
    before.
    """
    sentence = found.sentences[raw.sentence]
    text = found.document.text
    start, end = sentence.start + raw.start, sentence.start + raw.end
    trigger = Span(start, end, text[start:end])
    actors = _participants(raw, "actor", 0, sentence, found, implied)
    recipients = _participants(raw, "recipient", 1, sentence, found, implied)
    named = found.named.get(sentence.index, ())
    actors, recipients = _agent_first(actors, recipients, text, named)
    if not actors:
        actors = _chosen(raw, "actor", trigger, sentence, found, recipients, before, chooser)
    if raw.event_type == "CONSULT" and len(actors) + len(recipients) == 1:
        actors = _other_side(actors, recipients, trigger, named)
    recipients = _without_actors(recipients, actors, raw.event_type)
    if not recipients:
        recipients = _chosen(raw, "recipient", trigger, sentence, found, actors, before, chooser)
    near = text[max(sentence.start, start - _NEAR) : min(sentence.end, end + _NEAR)]
    worded = ontology.worded_modes(raw.event_type, near)
    # Where words state a mode, a doubtful guess of another only blurs it.
    guessed = [m for m in raw.modes if not worded or raw.likely.mode[m] >= _MODE_CERTAIN]
    modes = (*guessed, *(m for m in worded if m not in guessed))
    return Event(
        event_id=stable_id(found.digest, start, end, version),
        document_id=found.document.id,
        document_sha256=found.digest,
        outlet=found.document.outlet,
        published=_iso(found.document.published),
        url=found.document.url,
        sentence=sentence,
        trigger=trigger,
        event_type=raw.event_type,
        modes=modes,
        contexts=raw.contexts,
        quad_class=ontology.quad_class(raw.event_type),
        intensity=ontology.intensity(raw.event_type, modes),
        cameo=ontology.cameo(raw.event_type),
        actors=actors,
        recipients=recipients,
        auxiliary_modes=_status(raw, actors, sentence, found),
        attribution=_attribution(raw, trigger, sentence, found, actors),
        event_date=_date(raw, trigger, sentence, found),
        place=_place(raw, sentence, found),
        magnitudes=event_amounts(
            _within(found.amounts, sentence), trigger, sentence, raw.event_type
        ),
        story_id=None,
        confidence=confidence(raw, weights),
        coder_version=version,
    )


def _within(mentions: Sequence[Placed], sentence: Sentence) -> Sequence[Placed]:
    """The mentions that begin in a sentence; ``mentions`` are in text order.

    A long text has thousands of each and hundreds of events.
    """
    low, high = (bisect_left(mentions, at, key=_start) for at in (sentence.start, sentence.end))
    return mentions[low:high]


def _start(mention: DateMention | Magnitude | Place) -> int:
    return mention.start


def stable_id(sha256: str, start: int, end: int, version: str) -> str:
    """The event's id: document text hash, trigger span, schema and coder version, hashed."""
    key = f"{sha256}:{start}:{end}:{SCHEMA_VERSION}:{version}"
    return hashlib.sha256(key.encode()).hexdigest()[:20]


def confidence(raw: RawEvent, weights: Sequence[float]) -> float:
    """Calibrated probability that type, actors and recipients are all right.

    A logistic regression whose weights are fitted on held-out articles (training/calibrate.py).
    """
    total = sum(w * f for w, f in zip(weights, confidence_features(raw), strict=True))
    return round(1.0 / (1.0 + math.exp(-total)), 4)


def confidence_features(raw: RawEvent) -> tuple[float, ...]:
    """Constant, event score, type probability and the weakest argument's score, as logits."""
    arguments = [a.score for role in ("actor", "recipient") for a in raw.roles[role]]
    weakest = min(arguments, default=0.5)
    return (1.0, *map(log_odds, (raw.score, raw.type_probability, weakest)))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _participants(
    raw: RawEvent, role: str, side: int, sentence: Sentence, found: Found, implied_floor: float
) -> tuple[Entity, ...]:
    """Entities of one side: the spans resolved, or who is implied where no span was found."""
    out: list[Entity] = []
    for argument in raw.roles[role]:
        for entity in _resolve(argument, sentence, found):
            if not any(_same(entity, other) for other in out):
                out.append(entity)
    if not out and raw.implied[side] >= implied_floor:
        implied = found.actors.implied(sentence.index, role)
        out += [replace(e, text=None, start=None, end=None) for e in implied[:1]]
    return tuple(out)


def _chosen(
    raw: RawEvent,
    role: str,
    trigger: Span,
    sentence: Sentence,
    found: Found,
    others: Sequence[Entity],
    before: Sequence[Sides],
    chooser: Chooser | None,
) -> tuple[Entity, ...]:
    """Whom a side without words of its own most likely means, if anybody."""
    chooser = chooser or load_chooser()
    # The first step knows who acts when it asks upon whom, never the other way round.
    known = others if role == "recipient" else ()
    spans = runs(raw.words, role)
    scene = scene_of(sentence, trigger, found.actors, found.named, known, before, spans)
    taken = {key(o) for o in others}
    implied = raw.implied[role == "recipient"]
    options = [
        (c, traces(c, role, sentence.start, raw.words, implied, key(c.entity) in taken))
        for c in candidates(scene)
    ]
    best = chooser.pick(role, raw.event_type, options, nobody(scene, role))
    return () if best is None or key(best.entity) in taken else (best.entity,)


def _agent_first(
    actors: tuple[Entity, ...],
    recipients: tuple[Entity, ...],
    text: str,
    named: Sequence[ActorMention],
) -> tuple[tuple[Entity, ...], tuple[Entity, ...]]:
    """Whom a noun of deed names with "of" acts: "the refusal of the senate to meet him"."""
    if actors:
        return actors, recipients

    def acts(start: int) -> bool:
        first = _phrase_start(start, named)
        return _AGENT_NOUN.search(text[max(0, first - 60) : first]) is not None

    doers = tuple(r for r in recipients if r.start is not None and acts(r.start))
    return doers, tuple(r for r in recipients if r not in doers)


def _phrase_start(start: int, named: Sequence[ActorMention]) -> int:
    """Where the phrase around a participant begins: "former president Joe Biden" for "Biden"."""
    return min((m.start for m in named if m.start <= start < m.end), default=start)


def _without_actors(
    recipients: tuple[Entity, ...], actors: tuple[Entity, ...], event_type: str
) -> tuple[Entity, ...]:
    """Nobody acts upon himself; in mutual acts of several sides, nor upon his own state.

    A pronoun beside the actor that seems to mean the actor means somebody else ("he blamed him").
    """
    left = tuple(
        _somebody(r) if any(_same(r, a) for a in actors) else r
        for r in recipients
        if _stands_apart(r, actors) or not any(_same(r, a) for a in actors)
    )
    if event_type in _MUTUAL and len(actors) > 1:
        sides = {(a.country, a.sectors[:1]) for a in actors if a.country}
        left = tuple(r for r in left if (r.country, r.sectors[:1]) not in sides)
    return left


def _somebody(pronoun: Entity) -> Entity:
    """A participant of whom nothing but the pronoun is known."""
    return Entity(
        pronoun.text, pronoun.start, pronoun.end, pronoun.text or "",
        None, None, ("UNK",), None, None, None, (),
    )  # fmt: skip


def _stands_apart(recipient: Entity, actors: tuple[Entity, ...]) -> bool:
    """Whether a recipient is a pronoun outside the words of all actors."""
    if recipient.start is None or recipient.end is None or recipient.text is None:
        return False
    span = Span(recipient.start, recipient.end, recipient.text)
    word = recipient.text.lower()
    return word in PRONOUNS and not word.endswith(_REFLEXIVE) and not _covers(actors, span)


def _status(
    raw: RawEvent, actors: tuple[Entity, ...], sentence: Sentence, found: Found
) -> tuple[str, ...]:
    """Auxiliary modes. What a former office-holder did for years is historical: it ended with the
    office ("the refusal of the former president to meet him for three years")."""
    published = _iso(found.document.published) or ""
    former = bool(actors) and all(a.role_to and a.role_to < published for a in actors)
    start, end = sentence.start + raw.end, sentence.end
    years = any(
        start <= d.start < end and d.type == "DURATION" and _YEARS.fullmatch(d.value)
        for d in _within(found.dates, sentence)
    )
    if former and years and "historical" not in raw.auxiliary_modes:
        return (*raw.auxiliary_modes, "historical")
    return raw.auxiliary_modes


def _other_side(
    actors: tuple[Entity, ...],
    recipients: tuple[Entity, ...],
    trigger: Span,
    named: Sequence[ActorMention],
) -> tuple[Entity, ...]:
    """A consultation has two sides: where only one is marked, the sentence's subject is the other.

    "Macron said this after a call with Modi": the subject stands before the trigger, and is the
    first actor of another state that the sentence names.
    """
    (known,) = (*actors, *recipients)
    if not known.country or known.members:
        return actors  # "the two sides", "EU ministers": a body of several is both sides already
    for mention in named:
        entity = mention.entity
        if mention.end <= trigger.start:
            other = entity.country and entity.country != known.country
            if other and entity.sectors[:1] == known.sectors[:1]:
                return (entity, *actors) if actors else (entity,)
    return actors


def _resolve(argument: Argument, sentence: Sentence, found: Found) -> list[Entity]:
    named = found.named.get(sentence.index, ())
    start, end = _whole_name(sentence.start + argument.start, sentence.start + argument.end, named)
    entities = found.actors.resolve_all(start, end, sentence.index)
    return [_with_sector(e, argument.sector) for e in entities]


def _whole_name(start: int, end: int, named: Sequence[ActorMention]) -> tuple[int, int]:
    """A span that cuts a known name ("United" of "United Nations") takes in all of it."""
    for m in named:
        if m.start < end and start < m.end and m.entity.entity_id:
            start, end = min(start, m.start), max(end, m.end)
    return start, end


def _with_sector(entity: Entity, guess: str | None) -> Entity:
    """The network's sector where the tables know none."""
    known = entity.sectors and entity.sectors[0] != "UNK"
    return entity if known or guess is None else replace(entity, sectors=(guess,))


def _same(a: Entity, b: Entity) -> bool:
    return key(a) == key(b)


def _attribution(
    raw: RawEvent, trigger: Span, sentence: Sentence, found: Found, actors: tuple[Entity, ...]
) -> Attribution:
    """The network's voice where it is certain, otherwise the grammar's; the speaker from either.

    What the speaker does by speaking is the outlet's voice, whoever it is.
    """
    rule_voice, quote = voice_at(found.quotes, trigger, actors[0].text if actors else None)
    voice = raw.voice if raw.voice_probability >= VOICE_CERTAIN else rule_voice
    own = quote is not None and quote.source is not None and _covers(actors, quote.source)
    if voice == "outlet" or own:
        return Attribution()
    speaker = None
    if raw.roles["speaker"]:
        speaker = _resolve(raw.roles["speaker"][0], sentence, found)[0]
    elif quote is not None:
        speaker = speaker_of(quote, found)
    return Attribution(voice, speaker, quote.cue if quote is not None else None)


def _covers(actors: tuple[Entity, ...], source: Span) -> bool:
    return any(
        a.start is not None and a.end is not None and a.start < source.end and source.start < a.end
        for a in actors
    )


def _date(raw: RawEvent, trigger: Span, sentence: Sentence, found: Found) -> EventDate | None:
    return event_date(
        found.dates,
        (trigger.start, trigger.end),
        sentence.start,
        sentence.end,
        found.document.published,
        "future" in raw.auxiliary_modes,
        found.document.text,
    )


def _place(raw: RawEvent, sentence: Sentence, found: Found) -> Place | None:
    for argument in raw.roles["place"]:
        start, end = sentence.start + argument.start, sentence.start + argument.end
        inside = [p for p in _within(found.places, sentence) if p.start < end and start < p.end]
        if inside:
            return inside[0]
    return None


def build_quotes(found: Found) -> tuple[Quote, ...]:
    """Quotes with their speakers resolved as actors; own acts of speech (urging) are no quotes."""
    return tuple(
        Quote(q.content, q.direct, speaker_of(q, found), q.anonymous, q.cue)
        for q in found.quotes
        if q.frame not in _OWN_ACTS
    )


def speaker_of(quote: QuoteMention, found: Found) -> Entity | None:
    """Who speaks, resolved within the document; None where nobody is named or described."""
    if quote.source is None:
        return None
    index = sentence_at(found.sentences, quote.source.start)
    return found.actors.resolve_span(quote.source.start, quote.source.end, index)


def build_claims(found: Found) -> tuple[Claim, ...]:
    """Claims with voice and speaker."""
    return tuple(
        Claim(c.kind, c.span, dict(c.parts), c.voice, claim_speaker(c, found)) for c in found.claims
    )


def claim_speaker(claim: ClaimMention, found: Found) -> Entity | None:
    """Whose claim it is where it is not the outlet's own."""
    return None if claim.quote is None else speaker_of(claim.quote, found)


def sentence_at(sentences: Sequence[Sentence], offset: int) -> int:
    """Index of the sentence that holds a character; the nearest before it otherwise."""
    return max(bisect_right(sentences, offset, key=lambda s: s.start) - 1, 0)
