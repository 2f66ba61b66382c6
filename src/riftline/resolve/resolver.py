"""The resolver: one mention at a time, or a whole document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from riftline.actors import ActorTable, load_actors
from riftline.record import Entity, Sentence

from .document import DocumentActors, entity_of
from .lexicon import load_lexicon
from .phrase import PhraseReader
from .tokens import tokenise


class ActorResolver:
    """Names and descriptions of actors to dated entities.

    Example:
        >>> from datetime import date
        >>> resolver = ActorResolver.load()
        >>> biden = resolver.resolve("Joe Biden", on=date(2025, 2, 14))
        >>> biden.role, biden.role_to
        ('president', '2025-01-20')
    """

    def __init__(self, table: ActorTable) -> None:
        self.table = table
        self.reader = PhraseReader(table, load_lexicon())
        self._cached = lru_cache(maxsize=200_000)(self._resolve)

    @classmethod
    def load(cls, extra: Iterable[Path] = ()) -> ActorResolver:
        """Load the bundled tables and a user's own actor files (CSV or TOML)."""
        return cls(load_actors(extra))

    def resolve(
        self, text: str, *, context: str = "", on: date | None = None, start: int | None = None
    ) -> Entity:
        """Who ``text`` means. Always answers; what cannot be known is None or "UNK".

        Args:
            text: a mention ("Indonesian security minister Wiranto").
            context: words around it; countries named there tell namesakes apart.
            on: the document's date.
            start: the mention's offset, to be carried into the entity.
        """
        entity = self._cached(text, context, on.isoformat() if on else "")
        if start is None:
            return entity
        return Entity(text, start, start + len(text), *_tail(entity))

    def _resolve(self, text: str, context: str, day: str) -> Entity:
        countries = self.countries_in(context, day) if context else ()
        described = self.reader.read(text, day, countries)
        return entity_of(described, self.table, day, text, None)

    def countries_in(self, text: str, day: str = "") -> tuple[str, ...]:
        """Alpha-3 codes of states named in a text, most frequent first."""
        counts: dict[str, int] = {}
        tokens = tokenise(text)
        for unit in self.reader.units(tokens, day, ()):
            code = unit.country or (unit.alias.actor.country if unit.alias else None)
            if code:
                counts[code] = counts.get(code, 0) + 1
        return tuple(sorted(counts, key=lambda c: -counts[c]))

    def document(
        self,
        text: str,
        sentences: Sequence[Sentence],
        published: date | None,
        title: str | None = None,
        outlet: str | None = None,
    ) -> DocumentActors:
        """Resolve within a document: pronouns, last names, abbreviations, definite descriptions.

        ``title`` and ``outlet`` tell who speaks in an address or a press release.
        """
        return DocumentActors(self.reader, text, sentences, published, title, outlet)


def _tail(
    entity: Entity,
) -> tuple[
    str,
    str | None,
    str | None,
    tuple[str, ...],
    str | None,
    str | None,
    str | None,
    tuple[str, ...],
]:
    return (
        entity.name,
        entity.entity_id,
        entity.country,
        entity.sectors,
        entity.role,
        entity.role_from,
        entity.role_to,
        entity.members,
    )
