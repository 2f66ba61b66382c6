"""Dated tables of actors (data files under ``data/``) and their loader.

Example:
    >>> from riftline.actors import load_actors
    >>> table = load_actors()
    >>> table.states["FRA"].name
    'France'
"""

from __future__ import annotations

from .fold import fold
from .table import Actor, ActorTable, Alias, Office, load_actors

__all__ = ["Actor", "ActorTable", "Alias", "Office", "fold", "load_actors"]
