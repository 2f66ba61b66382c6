"""Which of a sentence's dates belongs to an event.

Each date of the sentence is weighed against the event's trigger by what stands between and
around them (clause boundaries, reporting verbs, "on", "since", distance); the heaviest is the
event's date if it weighs enough. In bulletins told in the present tense ("Police arrest a
suspect") the publication day is one more candidate. The weights are a logistic regression over
dated events (training/fit_event_dates.py), kept in event_dates.json.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from riftline.mentions.dates import DateMention
from riftline.mentions.numbers import word_set
from riftline.record import EventDate

_WORD = re.compile(r"[A-Za-z]+|\d+|[^\w\s]")
_CLAUSE_WORDS = word_set(
    "that which who whom whose when where while because although though if after before since "
    "until as but whether following"
)
_SUBORDINATING = word_set("after before following since over until amid despite against")
_SAYING = word_set(
    "said says told announced reported added warned wrote tweeted called claimed declared stated "
    "confirmed accused reported argued urged vowed"
)
_PREPOSITIONS = word_set("on in at until by during from through of for after before")
_AUXILIARIES = word_set(
    "was were is are has have had will would been be did does do could may might should can"
)
_RANGE_LINK = re.compile(r"\s*(?:-|–|to|and|until|through|till)\s*(?:the\s+)?")
_RANGE_OPENERS = ("from", "between")
_WEEKDAY = re.compile(
    r"(?:on )?(monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?: \w+)?$", re.IGNORECASE
)


# "was set to vote Thursday": ahead then, not now.
_AHEAD_THEN = re.compile(
    r"\b(?:was|were)\s+(?:\w+\s+)?(?:set|due|expected|scheduled|supposed|slated|to)\b[^.;]{0,60}$"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date that an event may have; ``mention`` is None for the publication day itself."""

    first: str
    last: str
    precision: str
    start: int
    end: int
    mention: DateMention | None


def event_date(
    mentions: Sequence[DateMention],
    trigger_span: tuple[int, int],
    sentence_start: int,
    sentence_end: int,
    published: date | None,
    future: bool,
    text: str,
) -> EventDate | None:
    """The date of the event at a trigger, or None where the sentence does not fix one.

    Args:
        mentions: ``find_dates`` of the same text (of the document or of the sentence).
        trigger_span: character offsets of the trigger in ``text``.
        sentence_start, sentence_end: character offsets of its sentence in ``text``.
        published: the document's day.
        future: whether the event is only planned; turns a bare weekday that lies back ahead.
        text: the text that all offsets refer to.

    Example:
        >>> from riftline.mentions.dates import find_dates
        >>> text = "They will be demonstrating in London on Saturday."
        >>> day = date(2025, 2, 14)
        >>> event_date(find_dates(text, day), (13, 26), 0, len(text), day, True, text).start
        '2025-02-15'
    """
    sentence = (sentence_start, sentence_end)
    options = candidates(mentions, sentence, published, text)
    if not options:
        return None
    scored = [
        (weigh(features(option, options, trigger_span, sentence, published, future, text)), option)
        for option in options
    ]
    weight, best = max(scored, key=lambda pair: pair[0])
    if weight < _model()["threshold"]:
        return None
    return _as_event_date(best, published, future, text)


def candidates(
    mentions: Sequence[DateMention],
    sentence: tuple[int, int],
    published: date | None,
    text: str,
) -> list[Candidate]:
    """The dates of the sentence, ranges joined, and the publication day.

    ``mentions`` are in text order.
    """
    low, high = (bisect_left(mentions, at, key=_start) for at in sentence)
    inside = [m for m in mentions[low:high] if m.first and m.type in ("DATE", "TIME")]
    options: list[Candidate] = []
    for mention in inside:
        option = Candidate(
            mention.first or "",
            mention.last or "",
            mention.precision or "day",
            mention.start,
            mention.end,
            mention,
        )
        previous = options[-1] if options else None
        if previous and _is_range(text, previous, option):
            option = Candidate(
                previous.first, option.last, "range", previous.start, option.end, mention
            )
            options.pop()
        options.append(option)
    if published is not None:
        day = published.isoformat()
        options.append(Candidate(day, day, "day", sentence[0], sentence[0], None))
    return options


def _start(mention: DateMention) -> int:
    return mention.start


def _is_range(text: str, one: Candidate, two: Candidate) -> bool:
    between = text[one.end : two.start]
    if not _RANGE_LINK.fullmatch(between) or two.last < one.first:
        return False
    if "and" not in between:
        return True
    before = text[max(0, one.start - 12) : one.start].split()
    return bool(before) and before[-1].lower() in _RANGE_OPENERS


def _as_event_date(best: Candidate, published: date | None, future: bool, text: str) -> EventDate:
    first, last, precision = best.first, best.last, best.precision
    if best.mention is None:
        return EventDate(first, last, precision)
    span = text[best.start : best.end]
    if published is not None:
        lies_back = bool(_WEEKDAY.match(span)) and last < published.isoformat()
        before = text[max(0, best.start - 100) : best.start]
        just_past = _days(last, published) >= -2 and _AHEAD_THEN.search(before) is not None
        if future and lies_back and not just_past and not _beside_past_verb(best, text):
            first = last = _a_week_on(first)
        if opens_with_since(best.start, text) and not future:
            last, precision = max(first, published.isoformat()), "range"
    return EventDate(first, last, precision, span, (best.start, best.end))


def _beside_past_verb(best: Candidate, text: str) -> bool:
    """ "pledged on Monday to hold hearings", "on Monday agreed to": the day is the verb's."""
    words = _words(text[max(0, best.start - 30) : best.start])[-2:]
    words += _words(text[best.end : best.end + 20])[:1]
    return any(word in _SAYING or (len(word) > 4 and word.endswith("ed")) for word in words)


def opens_with_since(start: int, text: str) -> bool:
    """Whether "since" stands before the date at ``start``."""
    before = text[max(0, start - 8) : start].split()
    return bool(before) and before[-1].lower() == "since"


def _a_week_on(day: str) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() + 7).isoformat()


# --- features ---------------------------------------------------------------------------------


def features(
    option: Candidate,
    options: Sequence[Candidate],
    trigger: tuple[int, int],
    sentence: tuple[int, int],
    published: date | None,
    future: bool,
    text: str,
) -> dict[str, float]:
    """What speaks for or against a date; names are those of event_dates.json."""
    dated = [o for o in options if o.mention is not None]
    if option.mention is None:
        return _publication_features(dated, trigger, sentence, future, text)
    between = _words(text[trigger[1] : option.start])
    since = between[-1:] == ["since"]
    if since:
        between.pop()  # it governs the date and opens no clause
    place = "after"
    if option.end <= trigger[0]:
        between, place = _words(text[option.end : trigger[0]]), "before"
    elif option.start < trigger[1]:
        between, place = [], "inside"
    out = {"bias": 1.0, place: 1.0}
    # "Since" tells of the whole predicate, so its words may stand far from the trigger.
    distance = min(len(between), 3) if since else len(between)
    lead = _words(text[sentence[0] : trigger[0]])[-3:]
    out["subordinate"] = float(bool(set(lead) & _SUBORDINATING))
    out[f"subordinate_{place}"] = out["subordinate"]
    out[f"{place}_near"] = 1.0 if distance <= 3 else 0.0
    out["distance"] = math.log1p(distance)
    out.update(_between_features(between, place))
    out.update(_around_features(option, sentence, text))
    nearest = min(_gap(o, trigger) for o in dated)
    out["nearest"] = float(_gap(option, trigger) == nearest)
    out["only_date"] = float(len(dated) == 1)
    if option.precision != "range":  # annotated events have one day, month or year
        out[f"precision_{option.precision}"] = 1.0
    else:
        out["precision_day"] = 1.0
    if published is not None:
        ahead = option.first > published.isoformat()
        out["ahead_of_publication"] = float(ahead)
        out["future_ahead"] = float(future and ahead)
        out["future_back"] = float(future and not ahead)
        out["this_week"] = float(-8 < _days(option.first, published) < 8)
        out["long_ago"] = float(_days(option.last, published) < -366)
    return {name: value for name, value in out.items() if value}


def _gap(option: Candidate, trigger: tuple[int, int]) -> int:
    return max(option.start - trigger[1], trigger[0] - option.end, 0)


def _days(day: str, published: date) -> int:
    return date.fromisoformat(day).toordinal() - published.toordinal()


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _between_features(between: list[str], place: str) -> dict[str, float]:
    words = set(between)
    verbs = sum(word in _AUXILIARIES or (len(word) > 4 and word.endswith("ed")) for word in between)
    return {
        "clause_words": float(min(sum(word in _CLAUSE_WORDS for word in between), 3)),
        f"{place}_that": float("that" in words),
        f"{place}_clause_break": float(bool(words & {"after", "before", "when", "since", "as"})),
        f"{place}_relative": float(bool(words & {"who", "which", "whose", "where"})),
        "commas": float(min(between.count(","), 3)),
        "and": float("and" in words or "but" in words),
        "stop": float(bool(words & {";", ":", ".", "—", "(", ")"})),
        f"{place}_quote": float(bool(words & {'"', "“", "”"})),
        f"{place}_verbs": float(min(verbs, 3)),
        f"{place}_saying": float(bool(words & _SAYING)),
        "infinitive": float("to" in words),
        "participle": float(any(word.endswith("ing") for word in between)),
    }


def _around_features(option: Candidate, sentence: tuple[int, int], text: str) -> dict[str, float]:
    before = _words(text[sentence[0] : option.start])
    after = _words(text[option.end : sentence[1]])
    previous = before[-1] if before else ""
    if previous == "since":
        # Annotated events have no open ranges, so nothing can be learnt of "since": as "in".
        previous = "in"
    following = after[0] if after else "."
    out = {
        "opens_sentence": float(len(before) <= 1 and following == ","),
        "possessive": float(following in ("'", "’")),
        "attributive": float(
            following.isalpha()
            and following not in _PREPOSITIONS
            and following not in _CLAUSE_WORDS
            and following not in _AUXILIARIES
            and option.precision in ("year", "month")
        ),
        "closes_clause": float(following in (".", ",", ";")),
        "that_follows": float(following == "that"),
        "after_saying": float(previous in _SAYING or before[-2:-1] == ["said"]),
    }
    if previous in _PREPOSITIONS:
        out[f"prep_{previous}"] = 1.0
    return out


def _publication_features(
    dated: list[Candidate],
    trigger: tuple[int, int],
    sentence: tuple[int, int],
    future: bool,
    text: str,
) -> dict[str, float]:
    words = _words(text[trigger[0] : trigger[1]])
    whole = _words(text[sentence[0] : sentence[1]])
    present = [w for w in words[:1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss")]
    past = word_set("was were had said did")
    told_past = [w for w in whole if w in past]
    bulletin = len(text) < 400 and not past & set(_words(text))
    edited = [w for w in words if len(w) > 4 and w.endswith("ed")]
    return {
        "publication": 1.0,
        "publication_with_dates": float(bool(dated)),
        "publication_present": float(bool(present) and not edited),
        "publication_passive": float(words[:1] in (["is"], ["are"])),
        "publication_past": float(bool(told_past)),
        "publication_trigger_past": float(bool(edited) and words[:1] not in (["is"], ["are"])),
        "publication_short_text": float(len(text) < 500),
        "publication_present_short": float(
            (bool(present) or words[:1] in (["is"], ["are"])) and len(text) < 500 and not told_past
        ),
        "publication_bulletin": float(bulletin),
        "publication_bulletin_present": float(bulletin and not edited),
        "publication_no_past_short": float(not told_past and len(text) < 500),
        "publication_first_person": float(bool({"i", "we", "our"} & set(whole))),
        "publication_planned": float(future),
        "publication_future": float(bool({"will", "would", "could", "if"} & set(whole))),
    }


@cache
def _model() -> dict[str, float]:
    source = files("riftline.mentions").joinpath("event_dates.json")
    loaded: dict[str, float] = json.loads(source.read_text(encoding="utf-8"))["weights"]
    return loaded


def weigh(found: dict[str, float]) -> float:
    """Log-odds that the candidate is the event's date."""
    model = _model()
    return sum(model.get(name, 0.0) * value for name, value in found.items())
