"""Which of a sentence's amounts measure an event.

Each amount is weighed against the event's trigger by kind and by what stands between them, with
weights of a logistic regression (training/fit_event_amounts.py, event_amounts.json). An amount
that is part of another ("12 dead, including three children") is left out.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from riftline.mentions.numbers import word_set
from riftline.record import Magnitude, Sentence, Span

_WORD = re.compile(r"[A-Za-z]+|\d[\d,.]*|[^\w\s]")
_PART_OF = re.compile(r"\b(?:including|among\s+them|of\s+whom|of\s+them|of\s+which)\s+(?:\w+\s+)?$")
_CLAUSE_WORDS = word_set("that which who whom whose when where while because although if as but")
_HARM = word_set(
    "attack attacks attacked bombing bombings bomb blast explosion explosions shooting shootings "
    "shot shelling strike strikes airstrike airstrikes clashes fighting raid kill killed kills "
    "killing massacre ambush died dead death deaths slaughter murdered"
)
_HOLD = word_set("arrest arrested arrests arresting detained detain detention jailed captured")
_PAY = word_set(
    "aid loan loans pledge pledged pledges pay paid package grant fund funding funds fine fined "
    "provide provided provides giving give gave donate donated donates assistance credit relief "
    "payment invest investment support tariffs tariff"
)
_BEFORE_OBJECT = word_set("the about some a total of at least another its their his more than")
_PASSIVE = word_set("was were been be being are is")
_MARCH = word_set("march marched protest protested protests rally rallied demonstrated gathered")


def event_amounts(
    amounts: Sequence[Magnitude],
    trigger: Span,
    sentence: Sentence,
    event_type: str | None = None,
) -> tuple[Magnitude, ...]:
    """The amounts of ``sentence`` that measure the event at ``trigger``, in text order.

    Args:
        amounts: ``find_amounts`` of the document (offsets as in trigger and sentence).
        trigger: the event's trigger.
        sentence: its sentence.
        event_type: PLOVER type where known; it sharpens the choice.

    Example:
        >>> from riftline.mentions.amounts import find_amounts
        >>> text = "A suicide bombing killed at least 12 people."
        >>> sentence = Sentence(0, 0, len(text), text)
        >>> found = event_amounts(find_amounts(text), Span(10, 17, "bombing"), sentence, "ASSAULT")
        >>> [(a.kind, a.low) for a in found]
        [('killed', 12.0)]
    """
    inside = [a for a in amounts if sentence.start <= a.start and a.end <= sentence.end]
    chosen = [
        amount
        for amount in inside
        if weigh(features(amount, inside, trigger, sentence, event_type)) >= _model()["threshold"]
    ]
    return tuple(chosen)


def features(
    amount: Magnitude,
    inside: Sequence[Magnitude],
    trigger: Span,
    sentence: Sentence,
    event_type: str | None,
) -> dict[str, float]:
    """What speaks for or against an amount; names are those of event_amounts.json."""
    text, offset = sentence.text, sentence.start
    start, end = amount.start - offset, amount.end - offset
    trigger_start, trigger_end = trigger.start - offset, trigger.end - offset
    if end <= trigger_start:
        place, between = "before", text[end:trigger_start]
    elif start >= trigger_end:
        place, between = "after", text[trigger_end:start]
    else:
        place, between = "inside", ""
    words = [word.lower() for word in _WORD.findall(between)]
    told = {word.lower() for word in _WORD.findall(text[trigger_start:trigger_end])}
    kind = (
        f"{amount.kind}_people"
        if amount.unit == "people" and amount.kind == "other"
        else amount.kind
    )
    out = {
        "bias": 1.0,
        place: 1.0,
        f"kind_{kind}": 1.0,
        f"{kind}_{place}": 1.0,
        "distance": math.log1p(len(words)),
        "near": float(len(words) <= 4),
        "commas": float(min(words.count(","), 3)),
        "clauses": float(min(sum(word in _CLAUSE_WORDS for word in words), 3)),
        "after_clause": float(bool({"after", "before", "since", "following"} & set(words))),
        "stop": float(bool({";", ":", "(", ")", "—", "“", "”", '"'} & set(words))),
        "part_of": float(_PART_OF.search(text[:start].lower()) is not None),
        "nearest": float(_gap(amount, trigger) == min(_gap(a, trigger) for a in inside)),
        "several": float(len(inside) > 1),
        "open": float(amount.value is None),
        f"inside_alone_{amount.kind}": float(place == "inside" and len(inside) == 1),
        f"single_{kind}": float(amount.text[:2].lower() in ("a ", "an")),
    }
    out[f"object_{kind}"] = float(place == "after" and set(words) <= _BEFORE_OBJECT)
    out[f"of_{kind}"] = float(place == "after" and words[:1] in (["of"], ["by"]) and len(words) < 3)
    verb = told & _PASSIVE or set(words[-3:]) & _PASSIVE
    out[f"subject_passive_{kind}"] = float(place == "before" and len(words) <= 4 and bool(verb))
    out[f"subject_{kind}"] = float(place == "before" and len(words) <= 1)
    if place == "inside":
        out[f"inside_last_{kind}"] = float(trigger_end - end <= 12)
    for name, lexicon in (("harm", _HARM), ("hold", _HOLD), ("pay", _PAY), ("march", _MARCH)):
        if told & lexicon:
            out[f"{name}_{kind}"] = 1.0
    if event_type:
        out[f"{event_type}_{kind}"] = 1.0
    return {name: value for name, value in out.items() if value}


def _gap(amount: Magnitude, trigger: Span) -> int:
    return max(amount.start - trigger.end, trigger.start - amount.end, 0)


@cache
def _model() -> dict[str, float]:
    source = files("riftline.mentions").joinpath("event_amounts.json")
    loaded: dict[str, float] = json.loads(source.read_text(encoding="utf-8"))["weights"]
    return loaded


def weigh(found: dict[str, float]) -> float:
    """Log-odds that the amount measures the event."""
    model = _model()
    return sum(model.get(name, 0.0) * value for name, value in found.items())
