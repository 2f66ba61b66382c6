"""Who is meant within one document: every mention, any span, and participants left unsaid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from riftline.actors import ActorTable, fold
from riftline.record import Entity, Sentence

from .coref import PRONOUNS, WE, Coreference, alias_of
from .martial import forces_meant
from .memory import Memory
from .phrase import RELATIONS, PhraseReader
from .qualify import Described

_POSSESSIVE = re.compile(r"^(its|his|her|their|our|my)\s+", re.I)
# "Republicans" beside the business of a chamber are its members, else the party.
_US_PARTIES = frozenset({"org:republican-party", "org:democratic-party"})
_CONGRESS = re.compile(
    r"\b(?:Senat\w+|House|Congress\w*|lawmakers?|committees?|hearings?|vot(?:e|ed|es|ing)|bills?|"
    r"legislation|confirmation|filibuster|subpoena\w*|chambers?|caucus|impeach\w*)\b"
)
_HALF = re.compile(r"(?:[Tt]he )?(?:North|South)")


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A found mention: document offsets, its text, the sentence it stands in and who it is.

    ``kind`` is person, name, state, org, bloc, people or generic. A ``possessor`` is the "France"
    of "France's army".
    """

    start: int
    end: int
    text: str
    sentence_index: int
    entity: Entity
    kind: str = ""
    possessor: bool = False


class DocumentActors:
    """The actors of one document; made by ``ActorResolver.document``.

    ``sentence_index`` everywhere is ``Sentence.index``, ``start``/``end`` are document offsets.
    """

    def __init__(
        self,
        reader: PhraseReader,
        text: str,
        sentences: Sequence[Sentence],
        published: date | None,
        title: str | None,
        outlet: str | None = None,
    ) -> None:
        self._reader, self._text = reader, text
        self._place = {s.index: i for i, s in enumerate(sentences)}
        self._day = published.isoformat() if published else ""
        self._memory = Memory(reader, text, sentences, self._day, title or "", outlet or "")
        self._coref = Coreference(self._memory)
        self._mentions: tuple[ActorMention, ...] | None = None

    @property
    def countries(self) -> tuple[str, ...]:
        """Alpha-3 codes of the states that the document names, most frequent first."""
        return self._memory.countries

    def state(self, code: str) -> Entity | None:
        """The state with this alpha-3 code, as an actor that no words name."""
        actor = self._reader.table.states.get(code)
        if actor is None:
            return None
        found = self._reader.from_alias(alias_of(actor), self._day)
        return entity_of(found, self._reader.table, self._day, None, None)

    @property
    def mentions(self) -> tuple[ActorMention, ...]:
        """All actor mentions in text order; a possessor may stand inside a longer mention."""
        if self._mentions is None:
            rows = []
            for row in self._memory.rows:
                for f in row:
                    if f.described.kind in {"place", "unknown"}:
                        continue
                    text = self._text[f.start : f.end]
                    index = self._place.get(f.sentence, -1)
                    entity = self._entity(f.described, text, f.start, index)
                    mention = ActorMention(
                        f.start, f.end, text, f.sentence, entity, f.described.kind, f.possessor
                    )
                    rows.append(mention)
            self._mentions = tuple(rows)
        return self._mentions

    def resolve_span(self, start: int, end: int, sentence_index: int) -> Entity:
        """Who the span means: the first of ``resolve_all``. Never fails."""
        return self.resolve_all(start, end, sentence_index)[0]

    def resolve_all(self, start: int, end: int, sentence_index: int) -> list[Entity]:
        """Who the span means; several for "the two leaders" or "both sides"."""
        text = self._text[start:end]
        index = self._place.get(sentence_index, -1)
        found = self._find(text, start, end, index)
        return [self._entity(d, text, start, index) for d in found]

    def implied(self, sentence_index: int, role_hint: str = "") -> list[Entity]:
        """Entities that the sentence may leave unsaid, likeliest first.

        ``role_hint`` ("actor" or "recipient") favours persons and bodies that act.
        """
        index = self._place.get(sentence_index, -1)
        score: dict[str, float] = {}
        best: dict[str, Described] = {}
        for i in range(max(0, index - 4), min(index + 1, len(self._memory.rows))):
            for rank, found in enumerate(self._memory.rows[i]):
                d = found.described
                worth = 1.0 / (1 + index - i) + (0.3 if rank == 0 else 0.0)
                worth *= {
                    "person": 1.2,
                    "state": 1.1,
                    "org": 1.1,
                    "place": 0.3,
                    "unknown": 0.2,
                }.get(d.kind, 1.0)
                score[d.name] = score.get(d.name, 0.0) + worth * (0.5 if found.possessor else 1.0)
                best.setdefault(d.name, d)
        order = sorted(score, key=lambda n: (-score[n], n))
        return [self._entity(best[n], None, None, index) for n in order]

    def speaker(self, start: int, sentence_index: int) -> Entity | None:
        """Who says "I" or "we" at this place, where that can be told."""
        index = self._place.get(sentence_index, -1)
        found = self._coref.speaker(start, index)
        return self._entity(found, None, None, index) if found else None

    # -- one span ------------------------------------------------------------

    def _find(self, text: str, start: int, end: int, index: int) -> list[Described]:
        key = fold(text)
        if key in PRONOUNS and not (text.isupper() and len(text) > 1):
            who = self._coref.pronoun(key, start, index)
            if who:
                return who[:1]
            return [Described(text, "unknown", None, ("UNK",))]
        several = self._coref.several(text, start, index)
        if several:
            return several
        return [self._describe(text, start, end, index)]

    def _describe(self, text: str, start: int, end: int, index: int) -> Described:
        memory = self._memory
        if _HALF.fullmatch(text) and {"KOR", "PRK"} & set(memory.countries[:6]):
            code = "PRK" if text.endswith("North") else "KOR"
            return self._reader.from_alias(alias_of(self._reader.table.states[code]), self._day)
        found = memory.known(self._reader.read(text, self._day, memory.countries), start)
        covering = memory.covering(start, end, index)
        if covering is not None and _part_of(found, text, covering.described):
            found = covering.described
        if found.alias is not None and found.alias.actor.id in _US_PARTIES and text.endswith("s"):
            said = memory.sentences[index].text if 0 <= index < len(memory.sentences) else ""
            if _CONGRESS.search(said.replace("White House", "")):
                return replace(found, sectors=("LEG", "PTY"))
        if found.kind == "state" and forces_meant(self._text, end):
            return replace(found, sectors=("MIL",))
        if found.kind not in {"generic", "unknown"}:
            return found
        if covering is not None and found.country is None and covering.described.country:
            found = replace(found, country=covering.described.country)
        owner = _POSSESSIVE.match(text)
        if owner and found.head.split()[-1:] and found.head.split()[-1] in RELATIONS:
            found = replace(found, multi=True, sectors=("GOV",))
        elif owner and found.country is None:
            who = self._coref.pronoun(owner[1].lower(), start, index)
            if who:
                found = replace(found, country=who[0].country, multi=who[0].country is None)
                if (
                    found.head in {"country", "nation", "government", "administration"}
                    and who[0].country
                ):
                    state = self._reader.table.states.get(who[0].country)
                    found = replace(found, name=state.name if state else found.name)
        coref = self._coref
        return (
            coref.office_holder(found, start, index)
            or coref.country(found, start, index)
            or coref.group(found, start, index)
            or found
        )

    def _entity(self, found: Described, text: str | None, start: int | None, index: int) -> Entity:
        country = found.country
        if country is None and (found.alias is None or found.kind == "people") and not found.multi:
            country = self._memory.country_near(start or 0, index, found)
        if country != found.country:
            found = replace(found, country=country)
        if found.kind == "name" and not found.sectors:
            # Most people whom news names by the last name alone, unexplained, hold office.
            found = replace(found, sectors=("CVL" if " " in found.name else "GOV",))
        return entity_of(found, self._reader.table, self._day, text, start)


def _part_of(found: Described, text: str, whole: Described) -> bool:
    """The span is a word of a longer name, or the bare head of a longer description."""
    if whole.kind in {"name", "person"} and found.kind in {"name", "person"}:
        parts = fold(whole.name).split()
        return len(parts) > 1 and fold(text) in parts
    return (
        whole.kind == "generic" == found.kind
        and bool(found.head)
        and found.head == whole.head
        and found.country is None
    )


def entity_of(
    found: Described, table: ActorTable, day: str, text: str | None, start: int | None
) -> Entity:
    """The record form of a description."""
    actor = found.alias.actor if found.alias else None
    office = found.office
    members: tuple[str, ...] = ()
    if actor is not None and actor.id in table.members:
        members = table.members_on(actor.id, day or "9999")
    stop = None if start is None or text is None else start + len(text)
    return Entity(
        text,
        start,
        stop,
        found.name or (text or ""),
        actor.id if actor else None,
        found.country,
        found.sectors or ("UNK",),
        office.role if office else None,
        (office.start or None) if office else None,
        (office.end or None) if office else None,
        members,
    )


__all__ = ["WE", "ActorMention", "DocumentActors", "entity_of"]
