"""Which of several bearers of a name is meant: by date, title and the countries around it."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from riftline.actors import Actor, Alias, Office
from riftline.actors.table import within


class Held(NamedTuple):
    """The office that describes a person on a day; ``former`` where it has ended."""

    office: Office
    former: bool
    distance: float  # years between the day and the office, 0 while in office


def years_between(day: str, other: str) -> float:
    """Distance in years between two ISO dates of any precision."""
    return abs(_as_years(day) - _as_years(other))


def _as_years(day: str) -> float:
    return int(day[:4]) + (int(day[5:7]) - 1) / 12 if len(day) >= 7 else float(int(day[:4]))


def office_on(actor: Actor, day: str) -> Held | None:
    """The office held on ``day`` (latest begun), else the last one before it, else the first after.

    ``day`` '' means that no date is known: the last office then counts as held.
    """
    if not actor.offices:
        return None
    if not day:
        last = actor.offices[-1]
        return Held(last, False, 0.0)
    current = [o for o in actor.offices if within(day, o.start, o.end)]
    if current:
        return Held(max(current, key=lambda o: o.start), False, 0.0)
    ended = [o for o in actor.offices if o.end and o.end < day]
    if ended:
        last = max(ended, key=lambda o: o.end)
        return Held(last, True, years_between(day, last.end))
    first = actor.offices[0]
    return Held(first, False, years_between(day, first.start) + 5)


def person_score(alias: Alias, day: str, countries: Container[str], title: str) -> float:
    """How well a person fits: in office, near in time, country in context, title before it."""
    actor = alias.actor
    held = office_on(actor, day)
    score = 3.0 if alias.kind == "person" else 0.0
    score += actor.rank * 0.8
    if held is not None:
        score += max(0.0, 3.0 - held.distance / 4) if held.distance else 4.0
        if held.distance > 25:
            score -= 3.0
        if title and any(f" {title} " in f" {o.role} " for o in actor.offices):
            score += 2.0
        if held.office.role in {"president", "prime minister", "leader", "chancellor", "king"}:
            score += 0.7
    if actor.country in countries:
        score += 1.5
    return score


def choose(
    candidates: list[Alias], day: str, countries: Container[str] = (), title: str = ""
) -> Alias | None:
    """The best candidate, or None where none fits the date at all."""
    valid = [a for a in candidates if _possible(a, day)]
    if not valid:
        return None
    if len(valid) == 1:
        return valid[0]
    return max(valid, key=lambda a: _score(a, day, countries, title))


def _possible(alias: Alias, day: str) -> bool:
    """In its dates; a last name alone only near the bearer's time in office."""
    if alias.actor.kind != "person":
        return not day or within(day, alias.start, alias.end)
    if alias.kind != "short" or not day or alias.actor.rank >= 2:
        return True
    held = office_on(alias.actor, day)
    return held is None or held.distance < 8


_KIND = {
    "name": 8.0,
    "org": 7.0,
    "bloc": 6.5,
    "adjective": 8.0,
    "people": 8.0,
    "capital": 8.0,
    "seat": 8.5,
}


def _score(alias: Alias, day: str, countries: Container[str], title: str) -> float:
    if alias.actor.kind == "person":
        return person_score(alias, day, countries, title)
    score = _KIND.get(alias.kind, 5.0)
    if alias.actor.country in countries:
        score += 2.0
    if title:
        score -= 4.0
    return score + (0.5 if alias.start else 0.0)
