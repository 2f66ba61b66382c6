"""Who is meant: mentions of actors to dated actors, for one mention or within a document.

Example:
    >>> from datetime import date
    >>> from riftline.resolve import ActorResolver
    >>> resolver = ActorResolver.load()
    >>> who = resolver.resolve("Polish border guards", on=date(2021, 11, 8))
    >>> who.country, who.sectors
    ('POL', ('COP',))
"""

from __future__ import annotations

from .document import ActorMention, DocumentActors
from .resolver import ActorResolver

__all__ = ["ActorMention", "ActorResolver", "DocumentActors"]
