"""How likely two reports are of one happening: features of a pair and their weights.

The weights stand in ``weights.toml`` beside this file: rounded from a logistic fit to hand-labelled
pairs and adjusted by hand (docs/stories.md says where).
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from riftline.stories.content import cosine
from riftline.stories.profiles import DocumentProfile, Profile, same_side

# Kinds of act that outlets, and coders, report under each other's names.
_KINDS = (
    frozenset({"CONSULT", "AGREE", "COOPERATE", "SUPPORT", "AID", "CONCEDE", "RETREAT"}),
    frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST"}),
    frozenset({"SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "THREATEN", "PROTEST"}),
    # An offer and the refusal of it, a visit and its cancellation.
    frozenset({"CONSULT", "REJECT", "AGREE"}),
)
# PLOVER has its own type for what is only announced or called off (a future visit is AGREE, a
# cancelled one REJECT, an announced withdrawal CONCEDE): the same happening in another status.
_STATUS_OF = {
    "AGREE": frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"}),
    "REJECT": frozenset({"CONSULT"}),
    "CONCEDE": frozenset({"RETREAT"}),
}
ANNOUNCED = 0.6  # how much of "same type" an announcement and the act make
EVENT_FEATURES = (
    "same_type", "same_kind", "same_act", "actors", "recipients", "parties", "strangers",
    "words", "near", "trigger", "lead", "body", "day_gap", "same_day", "other_day",
    "published_gap", "place", "amounts", "same_document", "same_sentence",
)  # fmt: skip
DOCUMENT_FEATURES = ("title", "lead", "body", "published_gap")
MOST_DAYS = 10  # gaps beyond are as good as this one
NEAR_KM = 40.0


def documents_alike(a: DocumentProfile, b: DocumentProfile) -> tuple[float, float]:
    """How alike two documents are in their openings and as a whole."""
    return cosine(a.lead, b.lead), cosine(a.body, b.body)


def event_features(a: Profile, b: Profile, alike: tuple[float, float]) -> tuple[float, ...]:
    """Features in the order of ``EVENT_FEATURES``; 0 always says "nothing known".

    ``alike``: :func:`documents_alike` of their documents.
    """
    actors = same_side(a.actors, b.actors)
    recipients = same_side(a.recipients, b.recipients)
    parties = same_side((*a.actors, *a.recipients), (*b.actors, *b.recipients))
    gap = max(a.days[0] - b.days[1], b.days[0] - a.days[1], 0)
    both = a.dated and b.dated
    same_document = a.document == b.document
    return (
        same_type := _same_type(a.event_type, b.event_type),
        float(not same_type and same_kind(a.event_type, b.event_type)),
        float(same_act(a, b)),
        0.0 if actors is None else actors - 0.5,
        0.0 if recipients is None else recipients - 0.5,
        0.0 if parties is None else parties - 0.5,
        _strangers(a, b),
        cosine(a.words, b.words),
        cosine(a.near, b.near),
        cosine(a.trigger, b.trigger),
        *alike,
        float(min(gap, MOST_DAYS)),
        float(both and gap == 0),
        min(gap, 2) / 2 if both else 0.0,  # one day off may be the clock of another place
        float(min(abs(a.published - b.published), MOST_DAYS)),
        _places(a, b),
        _amounts(a, b),
        float(same_document),
        float(same_document and a.sentence == b.sentence),
    )


def document_features(a: DocumentProfile, b: DocumentProfile) -> tuple[float, ...]:
    """Features in the order of ``DOCUMENT_FEATURES``."""
    lead = cosine(a.lead, b.lead)
    # Without a title the opening stands for it.
    title = cosine(a.title, b.title) if a.title and b.title else lead
    gap = float(min(abs(a.published - b.published), MOST_DAYS))
    return title, lead, cosine(a.body, b.body), gap


def _same_type(a: str, b: str) -> float:
    if a == b:
        return 1.0
    announced = b in _STATUS_OF.get(a, ()) or a in _STATUS_OF.get(b, ())
    return ANNOUNCED if announced else 0.0


def same_kind(a: str, b: str) -> bool:
    """Whether two event types may be two names of one act."""
    return a == b or any(a in kind and b in kind for kind in _KINDS)


def same_act(a: Profile, b: Profile) -> bool:
    """Whether two documents have one actor do a thing of one type and mode on one named day.

    "Stepped down on Monday", "Monday's resignation": they may share no word at all. Within a
    document it says little: one text tells of several visits of a day.
    """
    return (
        a.dated
        and a.days == b.days
        and b.dated
        and a.event_type == b.event_type
        and a.document != b.document
        and not a.modes.isdisjoint(b.modes)
        and any(not x.names.isdisjoint(y.names) for x in a.actors for y in b.actors)
    )


def _strangers(a: Profile, b: Profile) -> float:
    """1 for each side whose countries are known in both reports and have nothing in common.

    Who is actor here and recipient there is no stranger: reports, and coders, turn acts round.
    """
    everyone = {p.country for p in (*a.actors, *a.recipients)}
    others = {p.country for p in (*b.actors, *b.recipients)}
    found = 0.0
    for mine, theirs in ((a.actors, b.actors), (a.recipients, b.recipients)):
        left, right = {p.country for p in mine}, {p.country for p in theirs}
        known = left and right and None not in left | right
        found += bool(known and left.isdisjoint(others) and right.isdisjoint(everyone))
    return found


def _places(a: Profile, b: Profile) -> float:
    if a.place is not None and b.place is not None:
        return 1.0 if kilometres(a.place, b.place) <= NEAR_KM else -1.0
    if a.place_country and b.place_country and a.place_country != b.place_country:
        return -1.0
    return 0.0


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (latitude, longitude) pairs in degrees."""
    la, oa, lb, ob = (math.radians(x) for x in (*a, *b))
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((ob - oa) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(h)))


def _amounts(a: Profile, b: Profile) -> float:
    """1 where an amount of one kind agrees, -1 where all comparable ones are far apart."""
    found = 0.0
    for kind, low, high in a.amounts:
        for other, lower, higher in b.amounts:
            if kind != other:
                continue
            if low <= higher * 1.1 and lower <= high * 1.1:
                return 1.0
            # Counts of a running event grow; only far-off figures speak against it.
            if max(low, lower) > 2 * min(high, higher):
                found = -1.0
    return found


@cache
def weights(name: str) -> tuple[float, ...]:
    """Constant first, then one weight a feature; ``name`` is ``event`` or ``document``."""
    table = tomllib.loads(files("riftline.stories").joinpath("weights.toml").read_text("utf-8"))
    part = table[name]
    order = EVENT_FEATURES if name == "event" else DOCUMENT_FEATURES
    return (float(part["constant"]), *(float(part[f]) for f in order))


def log_odds(name: str, features: Sequence[float]) -> float:
    """Log-odds that a pair with these features is one happening."""
    constant, *rest = weights(name)
    return constant + sum(w * f for w, f in zip(rest, features, strict=True))
