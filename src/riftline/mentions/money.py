"""Currencies and their rates: which ISO 4217 code words and symbols mean, and what it was in USD.

Rates are monthly means of the European Central Bank's reference rates (exchange_rates.csv.gz).
Where the table has no rate for a currency and month there is no figure in dollars: nothing is
carried back, and at most three months forward past the end of the whole table.

Example:
    >>> usd_rate("GBP", date(2025, 2, 16))
    1.2535
    >>> usd_rate("UAH", date(2025, 2, 16)) is None
    True
"""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files

_MONTHS_CARRIED = 3
_TURKISH_REFORM = date(2005, 1, 1)


def _rows(name: str) -> Iterator[dict[str, str]]:
    raw = files("riftline.mentions").joinpath(name).read_bytes()
    text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8")
    yield from csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))


@cache
def _rates() -> dict[tuple[str, int], float]:
    return {
        (row["currency"], _month_number(row["month"])): float(row["usd"])
        for row in _rows("exchange_rates.csv.gz")
    }


@cache
def _last_month() -> int:
    return max(month for _, month in _rates())


def _month_number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def usd_rate(currency: str, on: date | None) -> float | None:
    """US dollars for one unit in the month of ``on``; 1.0 for USD, None where no rate is known."""
    if currency == "USD":
        return 1.0
    if on is None:
        return None
    last = _last_month()
    month = on.year * 12 + on.month - 1
    if last < month <= last + _MONTHS_CARRIED:
        month = last
    return _rates().get((currency, month))


@cache
def currency_table(kind: str) -> dict[str, str]:
    """Text to ISO code for ``symbol``, ``word`` or ``minor`` rows of currencies.csv."""
    return {row["text"]: row["code"] for row in _rows("currencies.csv") if row["kind"] == kind}


@cache
def currency_codes() -> frozenset[str]:
    """All ISO codes that may stand beside a number ("EUR 5 million", "5 million RUB")."""
    codes = set(currency_table("symbol").values()) | set(currency_table("word").values())
    return frozenset(codes | {code for code, _ in _rates()}) - {"ALL", "TOP"}


@cache
def before_number() -> re.Pattern[str]:
    """Matches a symbol or code at the end of the text before a number."""
    symbols = sorted(currency_table("symbol"), key=len, reverse=True)
    either = "|".join(re.escape(symbol) for symbol in symbols)
    return re.compile(
        rf"(?P<symbol>(?<![A-Za-z$])(?:{either})|\b(?:{'|'.join(sorted(currency_codes()))}))\s?$"
    )


@cache
def after_number() -> re.Pattern[str]:
    """Matches a currency word, code or symbol at the start of the text after a number."""
    names = [*currency_table("word"), *currency_table("minor")]
    words = sorted(names, key=len, reverse=True)
    either = "|".join(re.escape(word) for word in words)
    codes = "|".join(sorted(currency_codes()))
    return re.compile(
        rf"(?:[\s-]+(?:of\s+)?(?P<word>(?i:{either}))(?![\w])|\s?(?P<code>{codes})\b|\s?(?P<sign>[€£$₽₴₺]))"
    )


def is_minor(text: str) -> bool:
    """Whether the word names hundredths: cents, pence."""
    return text.lower() in currency_table("minor")


def code_of(text: str, on: date | None) -> str:
    """The ISO code that a symbol, word or code stands for at a date."""
    lower = text.lower()
    found = currency_table("symbol").get(text) or currency_table("word").get(lower)
    found = found or currency_table("minor").get(lower) or text.upper()
    if found == "TRY" and on is not None and on < _TURKISH_REFORM:
        return "TRL"
    return found
