"""Numbers with the bounds that the words around them allow: "at least 12", "dozens", "5 to 7".

Example:
    >>> [(q.value, q.low, q.high) for q in find_quantities("at least a dozen; 5 to 7; dozens")]
    [(12.0, 12.0, None), (6.0, 5.0, 7.0), (None, 24.0, None)]
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from riftline.mentions.numbers import TENS, UNITS, figure, words_to_number

_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "mln": 1e6,
    "mn": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bln": 1e9,
    "bn": 1e9,
    "b": 1e9,
    "trillion": 1e12,
    "trn": 1e12,
    "tn": 1e12,
    "k": 1e3,
    "lakh": 1e5,
    "crore": 1e7,
    "dozen": 12.0,
}
# Plural scales say a least number: two of the unit. "Scores" is twice twenty.
_PLURALS = {
    "dozens": 24.0,
    "scores": 40.0,
    "hundreds": 200.0,
    "thousands": 2e3,
    "millions": 2e6,
    "billions": 2e9,
    "trillions": 2e12,
}
_FEW = {"several": (3.0, 9.0), "few": (3.0, 9.0), "couple": (2.0, 3.0), "handful": (3.0, 9.0)}

_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WORDS = "|".join(sorted([*UNITS, *TENS], key=len, reverse=True))
_SMALL = rf"(?:{_WORDS})(?:[- ](?:{_WORDS}))?"
_SCALE = "hundred|thousand|million|billion|trillion|dozen|mln|bln|mn|bn|trn|tn|lakh|crore"
_NUMBER = (
    rf"(?:half\s+an?\s+(?:{_SCALE})"
    r"|(?:an?\s+)?half\s+(?:dozen|million|billion|trillion)"
    r"|(?:hundred|thousand)\s+(?:thousand|million|billion)"
    rf"|an?\s+(?:{_SCALE})"
    rf"|(?:{_FIGURE}|{_SMALL})(?:\s+and\s+a\s+half)?(?:[\s-]*(?:{_SCALE})\b"
    rf"(?:\s+and\s+(?:{_SMALL})|\s+(?:{_SMALL}))?|(?:m|k|b|bn|mn)\b){{0,4}})"
)
_VAGUE = (
    r"(?:tens|hundreds|scores|dozens)\s+of\s+(?:thousands|millions|billions)"
    r"|(?:several|a\s+few|few|a\s+couple(?:\s+of)?)\s+(?:hundred|thousand|million|billion|dozen)"
    r"|dozens|scores(?=\s+of|\s+more|\s+(?:were|wounded|injured|killed|dead|others))|hundreds"
    r"|thousands|millions|billions|several|a\s+handful\s+of|a\s+couple\s+of|a\s+few"
)
_MINIMUM = (
    r"at\s+least|more\s+than|over|well\s+over|upwards?\s+of|no\s+(?:fewer|less)\s+than"
    r"|not\s+less\s+than|exceeding|in\s+excess\s+of|a\s+minimum\s+of|just\s+over|topping|above"
)
_MAXIMUM = (
    r"up\s+to|as\s+many\s+as|as\s+much\s+as|at\s+most|no\s+more\s+than|fewer\s+than|less\s+than"
    r"|under|below|a\s+maximum\s+of|not\s+more\s+than"
)
_NEARLY = r"nearly|almost|close\s+to|just\s+under|just\s+short\s+of"
_ABOUT = (
    r"about|around|some|approximately|roughly|an\s+estimated|estimated|approx\.?|or\s+so|circa"
    r"|the\s+equivalent\s+of|an\s+additional|another|an\s+extra|exactly|just|only"
)
_SYMBOL = r"(?:US|U\.S\.|CA?|AU?|NZ|HK|S|NT|R)?\$|[£€¥₽₴₺₹₩₪₦₱]|Rs\.?\s?|(?:USD|EUR|GBP)\s?"
_QUANTITY = re.compile(
    rf"(?<![\w.,/:$€£-])(?:(?P<mod>(?:{_MINIMUM}|{_MAXIMUM}|{_NEARLY}|{_ABOUT}))\s+)?"
    rf"(?P<between>between\s+|from\s+)?"
    rf"(?P<sign>{_SYMBOL})?(?:(?P<vague>{_VAGUE})|(?P<number>{_NUMBER}))(?![\w])(?!\.\d|,\d|[/:]\d)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"(?<![\w.,/:$€£-])(?:(?P<mod>(?:{_MINIMUM}|{_MAXIMUM}|{_NEARLY}|{_ABOUT}))\s+)?"
    rf"(?P<between>between\s+|from\s+)?(?P<sign>{_SYMBOL})?(?P<number>{_NUMBER})"
    rf"\s?(?P<link>-|–|to|and|or)\s?(?P<sign2>{_SYMBOL})?(?P<second>{_NUMBER})(?![\w])(?!\.\d|,\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number expression. ``start`` includes words like "at least"; ``core`` is the number.

    ``value`` is None for "dozens" and the like; ``low`` or ``high`` None is an open bound.
    ``sign`` is a currency sign that stands inside the expression.
    """

    start: int
    end: int
    core: int
    value: float | None
    low: float | None
    high: float | None
    sign: str | None = None

    def scaled(self, by: float) -> Quantity:
        """The same words in another unit."""
        value, low, high = (
            None if number is None else _round(number * by)
            for number in (self.value, self.low, self.high)
        )
        return replace(self, value=value, low=low, high=high)


def find_quantities(text: str) -> list[Quantity]:
    """All number expressions of a text in order, not overlapping."""
    found: list[Quantity] = []
    position = 0
    while match := _next(text, position):
        quantity = _quantity(match)
        if quantity is not None:
            found.append(quantity)
        position = max(match.end(), match.start() + 1)
    return found


def _next(text: str, position: int) -> re.Match[str] | None:
    single = _QUANTITY.search(text, position)
    if single is None:
        return None
    ranged = _RANGE.match(text, single.start())
    if ranged and _is_range(ranged):
        return ranged
    return single


def _is_range(match: re.Match[str]) -> bool:
    first, second = _value(match["number"]), _value(match["second"])
    if first is None or second is None:
        return False
    scaled = _with_scale_of(first, match["number"], second, match["second"])
    if scaled >= second:
        return False
    if match["link"] == "-" and not match["second"][0].isdigit():
        return False  # "twenty-one", "five-million"
    if match["link"].lower() == "and":
        return bool(match["between"])
    return match["link"].lower() != "or" or second <= 3 * scaled


def _with_scale_of(first: float, first_text: str, second: float, second_text: str) -> float:
    """In "5 to 7 million" the first number is in millions too."""
    scale = re.search(r"[a-z]+$", second_text.lower())
    if scale and scale[0] in _SCALES and not re.search(r"[a-z]+$", first_text.lower()):
        return first * _SCALES[scale[0]]
    return first


def _value(text: str) -> float | None:
    lower = text.lower()
    if attached := re.fullmatch(r"([\d,.]+)(m|k|b|bn|mn|mln|bln|trn|tn)", lower):
        number = figure(attached[1])
        return None if number is None else _round(number * _SCALES[attached[2]])
    words = [_FULL.get(word, word) for word in re.split(r"[\s-]+", lower) if word]
    if words[-1:] == ["lakh"] or words[-1:] == ["crore"]:
        number = words_to_number(words[:-1])
        return None if number is None else number * _SCALES[words[-1]]
    value = words_to_number(words)
    return None if value is None else _round(value)


_FULL = {
    "mln": "million",
    "mn": "million",
    "bln": "billion",
    "bn": "billion",
    "trn": "trillion",
    "tn": "trillion",
}


def _round(value: float) -> float:
    """Drop the dust of binary fractions: 12.8 billion is 12800000000."""
    return float(round(value)) if value >= 1000 else round(value, 6)


def _quantity(match: re.Match[str]) -> Quantity | None:
    groups = match.groupdict()
    core = (
        match.start("sign")
        if groups.get("sign")
        else match.start("number" if groups.get("number") else "vague")
    )
    start = match.start()
    sign = (groups.get("sign") or groups.get("sign2") or "").strip() or None
    mod = " ".join((groups.get("mod") or "").lower().split())
    if "link" in groups:
        first, second = _value(match["number"]) or 0.0, _value(match["second"]) or 0.0
        first = _with_scale_of(first, match["number"], second, match["second"])
        middle = _round((first + second) / 2)
        return Quantity(start, match.end(), core, middle, first, second, sign)
    if groups.get("between"):
        start = core  # "from 12" is no range
    if re.match(r"[-–]\d", match.string[match.end() : match.end() + 2]):
        return None  # "2015-16" and other figures that are no amounts
    if groups.get("vague"):
        value, low, high = _vague(match["vague"])
    else:
        value = _value(match["number"])
        if value is None:
            return None
        low, high = _bounds(mod, value)
    return Quantity(start, match.end(), core, value, low, high, sign)


def _vague(text: str) -> tuple[float | None, float | None, float | None]:
    words = [word for word in text.lower().split() if word not in ("a", "of")]
    if len(words) == 2 and words[0] in ("tens", "hundreds", "scores", "dozens"):
        factor = {"tens": 20.0, "dozens": 24.0, "scores": 40.0, "hundreds": 200.0}[words[0]]
        return None, factor * _PLURALS[words[1]] / 2, None
    low, high = _FEW.get(words[0], (1.0, None)) if words[0] in _FEW else (None, None)
    if low is not None:
        scale = _SCALES.get(words[1], 1.0) if len(words) > 1 else 1.0
        value = 2 * scale if words[0] == "couple" else None
        return value, low * scale, high * scale if high else None
    return None, _PLURALS[words[0]], None


def _bounds(mod: str, value: float) -> tuple[float | None, float | None]:
    """What a modifier leaves open. "About" and "nearly" are taken as within a tenth."""
    if not mod:
        return value, value
    if re.fullmatch(_MINIMUM, mod):
        return value, None
    if re.fullmatch(_MAXIMUM, mod):
        return None, value
    if re.fullmatch(_NEARLY, mod):
        return _round(0.9 * value), value
    if mod in ("exactly", "just", "only", "another", "an additional", "an extra"):
        return value, value
    return _round(0.9 * value), _round(1.1 * value)
