"""Signs around an act's words that it is planned, only possible, long past, or did not happen.

`status_cues` names what it sees: a class of sign ("modal", "negator", "request", ...) and where it
stands towards the act:

======== ===========================================================================
chain    in the unbroken run of auxiliaries and catenative words before the act
         ("is not expected to", "has refused to")
next     the two words before that run ("possible sanctions", "fear an attack")
lead     a few words further before it ("urged the two sides to")
opener   the word that opens the act's clause, and what governs the clause ("if", "denied that")
clause   elsewhere in the act's clause
rest     elsewhere in the sentence
======== ===========================================================================

A sign also counts together with the form of the act's first word, and the run before the act as a
whole. What follows is a logistic regression per auxiliary mode (training/fit_status.py; weights in
status.json), which `cue_probabilities` applies. The type of event is one of its terms: an act that
is only asked for is seldom PROTEST, a future one often is. Saurí and Pustejovsky (2012) and de
Marneffe et al. (2012) judge factuality by the same kinds of sign.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from riftline.mentions.numbers import word_set

MODES = ("future", "hypothetical", "historical", "negation")
_WORD = re.compile(r"\w+(?:[’'-]\w+)*|[^\w\s]")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d\Z")
_DECADE = re.compile(r"(?:(?:1[5-9]|20)\d0|\d0)['’]?s\Z")
_NEXT = 2  # words before the run that belong to it as adjective or article
_NEAR = 7  # words before the run that may govern it
_OPENING = 4  # words before a clause opener that may govern the clause

# Words of each class of sign. A class may hold a word of another one too.
_CLASSES: dict[str, frozenset[str]] = {
    "will": word_set("will shall won't 'll he'll she'll it'll they'll we'll i'll"),
    "would": word_set("would wouldn't 'd he'd she'd they'd we'd"),
    "might": word_set("could might may couldn't can can't cannot perhaps maybe possibly"),
    "should": word_set("should must ought need needs shouldn't mustn't"),
    "negator": word_set(
        "not n't no never without didn't doesn't don't won't "
        "wouldn't isn't aren't wasn't weren't hasn't haven't hadn't couldn't can't cannot"
    ),
    "nobody": word_set("neither nor none nobody nothing"),
    "failing": word_set("fail fails failed failing failure unable unwilling short"),
    "refusing": word_set(
        "refuse refuses refused refusing refusal decline declines declined declining reject "
        "rejects rejected rejecting rule ruled ruling"
    ),
    "denying": word_set("deny denies denied denying denial refute refuted disputed dispute"),
    "stopping": word_set(
        "cancel cancelled canceled cancels postponed postpone suspended suspend halted halt "
        "averted avert avoid avoided avoiding prevent prevented preventing abandoned abandon "
        "scrapped scrap foiled thwarted blocked block stop stopped stopping instead"
    ),
    "if": word_set("if unless whether until till provided should"),
    "planning": word_set(
        "plan plans planned planning set due expected scheduled slated about ready poised prepare "
        "prepares preparing prepared intends intend intended intention aims aim aimed going "
        "arrange arranged announced ahead upcoming forthcoming next proposed pending looming"
    ),
    "promising": word_set(
        "promise promises promised promising vow vows vowed vowing pledge pledges pledged pledging "
        "agree agrees agreed agreeing agreement threaten threatens threatened threatening threat "
        "threats warn warns warned warning warnings commit committed ready willing decided decision"
    ),
    "wishing": word_set(
        "want wants wanted wanting seek seeks sought seeking hope hopes hoped hoping wish wishes "
        "try tries tried trying attempt attempts attempted offer offers offered offering like "
        "consider considers considered considering discuss discussed mull mulls mulled propose "
        "proposes proposed proposing proposal proposals bid push"
    ),
    "request": word_set(
        "call calls called calling urge urges urged urging ask asks asked asking demand demands "
        "demanded demanding request requests requested requesting appeal appeals appealed order "
        "orders ordered tell told insist insists insisted recommend recommended invite invited "
        "encourage encouraged allow allowed allowing"
    ),
    "fearing": word_set(
        "fear fears feared fearing worry worries worried risk risks danger possibility chance "
        "chances prospect prospects possible potential potentially likely unlikely probable "
        "probably suspected imminent capable able feasible option options hypothetical in case"
    )
    - {"in"},
    "saying": word_set(
        "say says said saying claim claims claimed allege alleged alleges allegedly report "
        "reported reportedly according believe believed believes think thought suggest suggested"
    ),
    "formerly": word_set(
        "ago former formerly previously earlier once historic historically then past decades "
        "decade century centuries anniversary originally initially first veteran late "
        "predecessor ex-president wartime"
    ),
    "last": word_set("last previous since during"),
    "ahead": word_set("tomorrow next upcoming later soon tonight coming weekend eventually"),
    "to": word_set("to"),
    "had": word_set("had hadn't"),
    "have": word_set("has have hasn't haven't having"),
    "was": word_set("was were wasn't weren't been did didn't"),
    "is": word_set("is are am isn't aren't be being do does don't doesn't 's"),
}
_BY_WORD: dict[str, tuple[str, ...]] = {}
for _name, _listed in _CLASSES.items():
    for _word in _listed:
        _BY_WORD[_word] = (*_BY_WORD.get(_word, ()), _name)

_MODALS = ("will", "would", "might", "should", "negator", "to", "had", "have", "was", "is")
_CATENATIVE = (*_MODALS, "refusing", "failing", "planning", "promising", "wishing")
_ADVERBS = word_set("also still now again yet already just only even so ever more further all")
# Types that are mostly done by speaking: what stands beside "urged" is then the urging itself.
_WORDS = word_set("REQUEST ACCUSE REJECT THREATEN AGREE CONCEDE SUPPORT CONSULT")
_OPENERS = word_set(
    "that which who whom whose if unless when while because although though until till after "
    "before whether as since where but and how why"
)
_BREAKS = frozenset(";:—–()")


@dataclass(frozen=True, slots=True)
class _Words:
    """A sentence's words in lower case and where the act stands among them."""

    low: tuple[str, ...]
    first: int
    last: int


def status_cues(
    sentence: str,
    span: tuple[int, int],
    published: date | None = None,
    event_type: str | None = None,
) -> dict[str, float]:
    """The signs around an act, each ``class@place`` with value 1.0, alone and combined.

    Args:
        sentence: the sentence.
        span: the act's words, as character offsets of the sentence, end exclusive.
        published: the day of publication; years are told past or ahead by it.
        event_type: the act's PLOVER type, where known.

    Example:
        >>> text = "Oslo is not expected to recall its envoy."
        >>> cues = status_cues(text, (24, 30))
        >>> sorted(c for c in cues if c.endswith("@chain"))  # the run "is not expected to"
        ['is@chain', 'negator@chain', 'planning@chain', 'to@chain']
    """
    words = _words(sentence, span)
    signs = {f"{name}@{place}" for name, place in _signs(words)}
    form = _form(words)
    governing = {s for s in signs if s.endswith(("@chain", "@next", "@lead", "@opener"))}
    cues = signs | {f"{sign}*{form}" for sign in governing}
    if event_type is not None:
        kind = "word" if event_type in _WORDS else "deed"
        cues |= {f"{sign}*{kind}" for sign in governing | {f"form@{form}"}}
    cues.add("run " + " ".join(sorted(s[:-6] for s in governing if s.endswith("@chain"))))
    cues |= {f"{name}@{place}" for name, place in _years(words, published)}
    cues.add(f"form@{form}")
    if words.low[-1:] == ("?",):
        cues.add("question@rest")
    if event_type is not None:
        cues.add(f"type@{event_type}")
    return dict.fromkeys(sorted(cues), 1.0)


def _words(sentence: str, span: tuple[int, int]) -> _Words:
    found = [
        (m.group().lower().replace("’", "'"), m.start(), m.end()) for m in _WORD.finditer(sentence)
    ]
    inside = [i for i, (_, start, end) in enumerate(found) if start < span[1] and span[0] < end]
    first = inside[0] if inside else 0
    last = inside[-1] + 1 if inside else min(1, len(found))
    low = tuple(w for w, _, _ in found)
    while first < last - 1 and _BY_WORD.get(low[first], ("",))[0] in _MODALS:
        first += 1  # "will meet", "not to meet": what leads into the act is its chain
    return _Words(low, first, last)


def _chain(words: _Words) -> int:
    """The first word of the run that leads into the act."""
    i = words.first
    while i > 0:
        word = words.low[i - 1]
        classes = _BY_WORD.get(word, ())
        adverb = word in _ADVERBS or (word.endswith("ly") and len(word) > 4)
        if not (adverb or any(c in _CATENATIVE for c in classes)):
            break
        i -= 1
    return i


def _clause(words: _Words, chain: int) -> tuple[int, int]:
    """The first word of the act's clause and the index after its last."""
    start = chain
    while start > 0:
        low = words.low[start - 1]
        if low in _BREAKS or (low in _OPENERS and low != "and") or low in ('"', "“", "”"):
            break
        if low in (",", "and") and chain - start >= 2:
            break
        start -= 1
    end = words.last
    while end < len(words.low) and words.low[end] not in _BREAKS | _OPENERS | {","}:
        end += 1
    return start, end


def _signs(words: _Words) -> Iterator[tuple[str, str]]:
    chain = _chain(words)
    start, end = _clause(words, chain)
    for i, low in enumerate(words.low):
        if words.first <= i < words.last:
            place = "own"
        elif chain <= i < words.first:
            place = "chain"
        elif max(start, chain - _NEXT) <= i < chain:
            place = "next"
        elif max(start, chain - _NEAR) <= i < chain:
            place = "lead"
        elif start - _OPENING <= i < start:
            place = "opener"
        elif start <= i < end:
            place = "clause"
        else:
            place = "rest"
        for name in _BY_WORD.get(low, ()):
            yield name, place


def _years(words: _Words, published: date | None) -> Iterator[tuple[str, str]]:
    """Years before and after the year of publication, and decades."""
    start, end = _clause(words, _chain(words))
    for i, low in enumerate(words.low):
        place = "clause" if start <= i < end else "rest"
        if _DECADE.match(low):
            yield "decade", place
        elif published is not None and _YEAR.match(low):
            gap = published.year - int(low)
            yield ("past" if gap > 0 else "ahead" if gap < 0 else "this") + " year", place


def _form(words: _Words) -> str:
    """What the act's first word looks like, with the word before: a noun, a verb, which tense."""
    low = words.low[words.first] if words.low else ""
    before = words.low[words.first - 1] if words.first else ""
    if before in ("to", "will", "would", "could", "may", "might", "must", "should", "can", "not"):
        return "bare"
    if low.endswith("ing"):
        return "gerund"
    if low.endswith("ed") or low in _PAST:
        return "past"
    if before in _NOUN_BEFORE:
        return "noun"
    return "third" if low.endswith("s") else "other"


_NOUN_BEFORE = word_set("a an the of for any no its their his her against")
_PAST = word_set(
    "met held said told gave sent took left fought shot broke struck killed signed withdrew went "
    "made put set cut led won lost fled hit spoke began came sought"
)


# ------------------------------------------------------------ what follows from the signs


@cache
def _model() -> dict[str, dict[str, float]]:
    path = files("riftline.mentions") / "status.json"
    loaded: dict[str, dict[str, float]] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def cue_probabilities(cues: Mapping[str, float]) -> dict[str, float]:
    """Probability of each auxiliary mode from the signs alone.

    Example:
        >>> text = "Oslo may recall its envoy if the talks fail."
        >>> likely = cue_probabilities(status_cues(text, (9, 15)))
        >>> max(likely, key=likely.get)
        'hypothetical'
    """
    return {mode: _sigmoid(cue_score(mode, cues)) for mode in MODES}


def cue_score(mode: str, cues: Mapping[str, float]) -> float:
    """Log-odds of one mode from the signs alone."""
    weights = _model()[mode]
    return weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in cues.items())


def joint_probability(mode: str, network: float, cues: Mapping[str, float]) -> float:
    """Probability of a mode from the network's probability and the signs together.

    Example:
        >>> cues = status_cues("Oslo has not recalled its envoy.", (13, 21))
        >>> joint_probability("negation", 0.5, cues) > 0.5
        True
    """
    weights = _model()["joint " + mode]
    p = min(max(network, 1e-4), 1.0 - 1e-4)
    score = weights["bias"] + weights["network"] * math.log(p / (1.0 - p))
    return _sigmoid(score + weights["cues"] * cue_score(mode, cues))


def _sigmoid(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-min(max(x, -40.0), 40.0)))
