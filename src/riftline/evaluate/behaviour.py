"""Behavioural tests: a sentence changed in one respect changes its record there and only there.

The folder ``variants`` holds base sentences, each with written variants: other countries, sides
swapped, negated, put into the future, made conditional, told by a third party, moved into the past,
and told in loaded words, which must change nothing. The idea is that of CheckList (Ribeiro et al.,
ACL 2020): invariance and directional tests, counted where the base sentence itself is coded right.

Example:
    >>> cases = load_cases()
    >>> sum(len(case.variants) for case in cases) > 400
    True
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from riftline.coder import Coder
from riftline.errors import InputError
from riftline.evaluate.matching import normal, same_name
from riftline.record import Entity, Event

FIELDS = ("type", "modes", "who", "whom", "status", "voice")
# What each kind of variant must change; every other field must stay as in the base's record.
CHANGES: Mapping[str, tuple[str, ...]] = {
    "names": ("who", "whom"),
    "swap": ("who", "whom"),
    "negation": ("status",),
    "future": ("status",),
    "hypothetical": ("status",),
    "historical": ("status",),
    "quoted": ("voice",),
    "loaded": (),
}
_STATUS = {"negation", "future", "hypothetical", "historical"}
_TEXT_KEYS = {"text", "type", "who", "whom", "aux", "voice", "speaker"}


@dataclass(frozen=True, slots=True)
class Expected:
    """A text and what its record must say; ``aux`` is None where any status will do."""

    text: str
    type: str
    who: tuple[str, ...]
    whom: tuple[str, ...]
    aux: frozenset[str] | None = frozenset()
    voice: str = "outlet"
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A base sentence with its variants by kind."""

    id: str
    date: str
    base: Expected
    variants: Mapping[str, Expected]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one variant did; ``counted`` is False where the base's own record is not right.

    ``missed`` are fields that should have changed and do not say what they must, ``moved`` those
    that should have stayed and did not; ``wrong`` are all fields that differ from what is expected,
    whatever the base's record says.
    """

    case: str
    kind: str
    text: str
    counted: bool
    missed: tuple[str, ...]
    moved: tuple[str, ...]
    wrong: tuple[str, ...]


def load_cases() -> list[Case]:
    """The bundled cases, in the order of their files' names.

    Raises:
        InputError: a file names an unknown kind or key.
    """
    folder = resources.files(__package__) / "variants"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return [
        _case(item, file.name)
        for file in files
        for item in tomllib.loads(file.read_text(encoding="utf-8"))["items"]
    ]


def _case(item: Mapping[str, Any], where: str) -> Case:
    kinds = {key: value for key, value in item.items() if isinstance(value, dict)}
    keys = {k for k in item if k not in kinds} - {"id", "date"}
    unknown = (set(kinds) - set(CHANGES)) | (keys.union(*kinds.values()) - _TEXT_KEYS)
    if unknown:
        raise InputError(f"unknown key {min(unknown)!r}", where=f"{where}: {item.get('id')}")
    base = Expected(item["text"], item["type"], _keys(item["who"]), _keys(item["whom"]))
    return Case(item["id"], item["date"], base, {k: _variant(base, k, v) for k, v in kinds.items()})


def _variant(base: Expected, kind: str, item: Mapping[str, str]) -> Expected:
    aux = item.get("aux", kind if kind in _STATUS else "")
    return Expected(
        item["text"],
        item.get("type", base.type),
        _keys(item["who"]) if "who" in item else base.who,
        _keys(item["whom"]) if "whom" in item else base.whom,
        None if aux == "any" else frozenset(filter(None, [aux])),
        item.get("voice", "outlet"),
        item.get("speaker"),
    )


def _keys(field: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in field.split(";"))))


def run_cases(coder: Coder, cases: Iterable[Case]) -> Iterator[Outcome]:
    """Code every base and variant, and say what each variant did."""
    for case in cases:
        base = _focus(coder, case.base, case.date)
        off = set(FIELDS) if base is None else set(_wrong(base, case.base))
        for kind, expected in case.variants.items():
            # The sides must be right where they are what changes; else they need only stay.
            needed = {"type", "status", "voice", *CHANGES[kind]}
            event = _focus(coder, expected, case.date)
            counted = not off & needed
            wrong = tuple(FIELDS) if event is None else tuple(_wrong(event, expected))
            changing = set(CHANGES[kind]) | ({"type"} if expected.type != case.base.type else set())
            missed = tuple(f for f in wrong if f in changing)
            moved = _moved(base, event, changing, expected)
            yield Outcome(case.id, kind, expected.text, counted, missed, moved, wrong)


def _focus(coder: Coder, expected: Expected, date: str) -> Event | None:
    """The event that the text is about: the nearest to what is expected; None where none is."""
    events = coder.code(expected.text, published=date).events
    return min(events, key=lambda e: _distance(e, expected), default=None)


def _distance(event: Event, expected: Expected) -> tuple[bool, int]:
    wrong = _wrong(event, expected)
    return "type" in wrong, len(wrong)


def _wrong(event: Event, expected: Expected) -> list[str]:
    """Fields of the record that are not as expected; modes are never asked for."""
    aux, attribution = expected.aux, event.attribution
    speaker = [attribution.speaker] if attribution.speaker else []
    spoken = expected.speaker is None or is_side(speaker, (expected.speaker,))
    right = {
        "type": event.event_type == expected.type,
        "who": is_side(event.actors, expected.who),
        "whom": is_side(event.recipients, expected.whom),
        "status": aux is None or frozenset(event.auxiliary_modes) == aux,
        "voice": attribution.voice == expected.voice and spoken,
    }
    return [f for f in FIELDS if not right.get(f, True)]


def is_side(entities: Sequence[Entity], keys: Sequence[str]) -> bool:
    """Whether a side holds each key and nothing else: a country's code, or words of the name."""
    return all(any(_is(e, k) for e in entities) for k in keys) and all(
        any(_is(e, k) for k in keys) for e in entities
    )


def _is(entity: Entity, key: str) -> bool:
    if len(key) == 3 and key.isupper():
        return entity.country == key
    return any(normal(key) in normal(name) for name in (entity.name, entity.text))


def _moved(
    base: Event | None, event: Event | None, changing: set[str], expected: Expected
) -> tuple[str, ...]:
    """Fields that should have stayed and did not."""
    stay = [f for f in FIELDS if f not in changing]
    if base is None or event is None:
        return tuple(stay)
    same = {
        "type": base.event_type == event.event_type,
        # A mode belongs to its type.
        "modes": base.modes == event.modes or "type" in changing,
        "who": _same_side(base.actors, event.actors),
        "whom": _same_side(base.recipients, event.recipients),
        "status": base.auxiliary_modes == event.auxiliary_modes or expected.aux is None,
        "voice": base.attribution.voice == event.attribution.voice,
    }
    return tuple(f for f in stay if not same[f])


def _same_side(before: Sequence[Entity], after: Sequence[Entity]) -> bool:
    """The same parties, however they are worded: by their state, else by their name."""
    return all(
        any(_same(a, b) for b in others)
        for side, others in ((before, after), (after, before))
        for a in side
    )


def _same(a: Entity, b: Entity) -> bool:
    if a.country and b.country:
        return a.country == b.country
    return same_name(normal(a.name), normal(b.name))


def summary(cases: Sequence[Case], outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Counts and shares by kind, and the variants that failed.

    Of each kind: ``variants``; ``counted``, those whose base is coded right; of these the shares
    ``changed`` (what should change did, and rightly; None where nothing should), ``kept`` (nothing
    else changed) and ``both``; and ``right``, of all variants, the share coded as expected.
    """
    kinds = {k: _shares([o for o in outcomes if o.kind == k], k) for k in CHANGES}
    return {
        "bases": len(cases),
        "kinds": kinds | {"all": _shares(outcomes, "all")},
        "failures": [
            {"case": o.case, "kind": o.kind, "text": o.text, "missed": o.missed, "moved": o.moved}
            for o in outcomes
            if o.counted and (o.missed or o.moved)
        ],
    }


def _shares(outcomes: Sequence[Outcome], kind: str) -> dict[str, float | int | None]:
    counted = [o for o in outcomes if o.counted]
    changing = [o for o in counted if CHANGES[o.kind]]
    return {
        "variants": len(outcomes),
        "counted": len(counted),
        "changed": _share([not o.missed for o in changing]),
        "kept": _share([not o.moved for o in counted]),
        "both": _share([not o.missed and not o.moved for o in counted]),
        "right": _share([not o.wrong for o in outcomes]),
    }


def _share(hits: Sequence[bool]) -> float | None:
    return sum(hits) / len(hits) if hits else None
