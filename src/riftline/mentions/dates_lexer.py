"""Tokens of a text as the date grammar sees them: one code character a token.

The grammar's rules are regular expressions over these codes, not over the text. That keeps
every rule readable, and fast: a document of 1,000 words is a string of about 1,200 codes.

Every word of the vocabulary has a code of its own, so a rule can name the word itself; a class
("month") is a set of words or a kind of figure. A word may stand in several classes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from riftline.mentions.numbers import NUMBER_WORDS, ORDINALS, word_list, word_set

_MONTH_NAMES = word_list(
    "january february march april may june july august september october november december"
)
MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)} | {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "sept": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
WEEKDAYS = {
    name: number
    for number, name in enumerate(
        word_list("monday tuesday wednesday thursday friday saturday sunday"), start=1
    )
} | {"mon": 1, "tue": 2, "tues": 2, "wed": 3, "thu": 4, "thurs": 4, "fri": 5, "sat": 6, "sun": 7}
UNITS = {
    "second": "TS",
    "minute": "TM",
    "hour": "TH",
    "day": "D",
    "night": "N",
    "week": "W",
    "fortnight": "F",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "decade": "E",
    "century": "C",
}
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
DAY_PARTS = {
    "morning": "MO",
    "dawn": "MO",
    "afternoon": "AF",
    "evening": "EV",
    "dusk": "EV",
    "night": "NI",
    "noon": "12:00",
    "midday": "MI",
    "midnight": "24:00",
    "lunchtime": "MI",
}
FREQUENCIES = {
    "hourly": "PT1H",
    "daily": "P1D",
    "nightly": "P1D",
    "weekly": "P1W",
    "fortnightly": "P2W",
    "monthly": "P1M",
    "quarterly": "P3M",
    "annually": "P1Y",
    "yearly": "P1Y",
}

_WORD_CLASSES: dict[str, str] = {
    "month": " ".join(name for name in MONTHS if name not in ("may", "march", "mar")),
    "monthword": "may march mar",  # only when capitalised
    "weekday": "monday tuesday wednesday thursday friday saturday sunday",
    "weekdays": "mondays tuesdays wednesdays thursdays fridays saturdays sundays",
    "weekdayabbr": "mon tue tues wed thu thurs fri sat sun",  # only when capitalised
    "baseunit": "minute hour day week fortnight month year decade century",
    "baseunits": "seconds minutes hours days weeks fortnights months years decades centuries",
    "quarter": "quarter",
    "quarters": "quarters",
    "night": "night",
    "nights": "nights",
    "season": "summer winter autumn",
    "seasonword": "spring fall",
    "daypart": "morning afternoon evening dawn dusk midday lunchtime",
    "dayparts": "mornings afternoons evenings",
    "noon": "noon midnight",
    "frequency": " ".join(FREQUENCIES),
    "number": " ".join(sorted(NUMBER_WORDS - {"score", "second"})) + " couple",
    "vague": "few several many some",
    "ordinal": " ".join(sorted(ORDINALS)),
    "article": "a an",
    "early": "early",
    "late": "late",
    "mid": "mid middle",
    "past": "past",
    "recent": "recent",
    "coming": "coming upcoming",
    "following": "following",
    "previous": "previous preceding prior",
    "approx": "about around approximately roughly",
    "nearly": "nearly almost",
    "deictic": "today yesterday tomorrow tonight",
    "every": "every each",
    "oclock": "o'clock",
    "zone": "gmt utc est edt pst pdt cet bst local",
}
_FIGURE_CLASSES = word_list(
    "iso isomonth slash dotted clock decade ordinalfigure shortyear ampm dayfigure yearfigure "
    "figure comma dot hyphen apostrophe other break halfsign"
)
UNIONS = {
    "anymonth": ("month", "monthword"),
    "anyday": ("weekday", "weekdayabbr"),
    "unit": ("baseunit", "quarter", "night"),
    "units": ("baseunits", "quarters", "nights"),
    "anyseason": ("season", "seasonword"),
    "part": ("daypart", "night"),
    "parts": ("dayparts", "nights"),
    "count": ("number", "dayfigure", "figure", "halfsign"),
    "ord": ("ordinal", "ordinalfigure"),
    "num": ("dayfigure", "number"),
    "year": ("yearfigure", "shortyear"),
}

_FIRST_CODE = 0xE000
_TOKEN = re.compile(
    r"(?P<word>[A-Za-z]+(?:['’](?:clock|ll|t)\b)?)"
    r"|(?P<iso>\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?Z?)?(?![\d-]))"
    r"|(?P<isomonth>(?:19|20)\d{2}-(?:0[1-9]|1[0-2])(?![\d-]))"
    r"|(?P<slash>\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?![\d/])|9/11(?![\d/]))"
    r"|(?P<dotted>\d{1,2}\.\d{1,2}\.(?:19|20)\d{2}(?!\d))"
    r"|(?P<clock>[0-2]?\d:[0-5]\d(?::\d{2})?(?!\d))"
    r"|(?P<decade>(?:1[5-9]|20)\d0['’]?s\b|['’]?[2-9]0s\b)"
    r"|(?P<shortyear>['’]\d{2}(?![\d:%]))"
    r"|(?P<ordinalfigure>\d{1,2}(?:st|nd|rd|th)\b)"
    r"|(?P<halfsign>½)"
    r"|(?P<figure>\d+(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+(?: ?\d/\d)?)"
    r"|(?P<break>\n\s*\n)"
    r"|(?P<other>[^\w\s])"
)
_AMPM = re.compile(r"\b[ap]\.m\b\.?", re.IGNORECASE)
_PUNCTUATION = {
    ",": "comma",
    ".": "dot",
    "-": "hyphen",
    "–": "hyphen",
    "'": "apostrophe",
    "’": "apostrophe",
}


class Lexicon:
    """Codes of words and figure classes. ``code`` adds a word that only a rule needs."""

    def __init__(self) -> None:
        self.figures = {
            name: chr(_FIRST_CODE + index) for index, name in enumerate(_FIGURE_CLASSES)
        }
        self.words: dict[str, str] = {}
        for words in _WORD_CLASSES.values():
            for word in words.split():
                self.code(word)

    def code(self, word: str) -> str:
        """The code of a word, new where it has none yet."""
        fresh = chr(_FIRST_CODE + len(self.figures) + len(self.words))
        return self.words.setdefault(word, fresh)

    def class_pattern(self, name: str) -> str:
        """A regular expression for one token of the class, figure class or union."""
        codes = ""
        for member in UNIONS.get(name, (name,)):
            words = _WORD_CLASSES.get(member, "").split()
            codes += self.figures.get(member, "") + "".join(self.code(word) for word in words)
        return f"[{codes}]"


LEXICON = Lexicon()
_CAPITAL_ONLY = word_set(
    "may march mar jan feb apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri "
    "sat sun"
)
_UNKNOWN = "x"


@dataclass(slots=True)
class Tokens:
    """Parallel lists over the tokens of a text, and their codes as one string."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]  # lower case
    codes: str


def tokenize(text: str) -> Tokens:
    """Cut ``text`` into tokens and class them. White space is skipped, blank lines are not."""
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    codes: list[str] = []
    lookup, names = LEXICON.words, LEXICON.figures
    for match in _TOKEN.finditer(_hide_ampm(text)):
        kind, token = match.lastgroup, match.group()
        lower = token.lower()
        if kind == "word":
            code = lookup.get(lower, _UNKNOWN)
            if code != _UNKNOWN and lower in _CAPITAL_ONLY and token[0] == lower[0]:
                code = _UNKNOWN
            if lower in ("am", "pm"):
                code = names["ampm"]
                if dotted := _AMPM.match(text, match.start()):
                    starts.append(match.start())
                    ends.append(dotted.end())
                    words.append(lower)
                    codes.append(code)
                    continue
        elif kind == "figure":
            code = names[_figure_class(token)]
        elif kind == "other":
            code = names[_PUNCTUATION.get(token, "other")]
        else:
            code = names[kind or "other"]
        starts.append(match.start())
        ends.append(match.end())
        words.append(lower)
        codes.append(code)
    return Tokens(text, starts, ends, words, "".join(codes))


def _hide_ampm(text: str) -> str:
    """Write "p.m." as "pm  ", same length, so that it is one token and keeps its offsets."""
    if ".m" not in text and ".M" not in text:
        return text
    return _AMPM.sub(lambda m: (m[0][0] + "m").ljust(len(m[0])), text)


def _figure_class(token: str) -> str:
    if token.isdigit() and len(token) <= 4:
        value = int(token)
        if len(token) == 4 and 1400 <= value <= 2199:
            return "yearfigure"
        if len(token) <= 2 and 1 <= value <= 31:
            return "dayfigure"
    return "figure"
