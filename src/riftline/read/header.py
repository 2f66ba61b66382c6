"""The date, title and outlet that stand above an article in a text or Markdown file.

Three forms, which may follow one another:

- front matter: ``key: value`` lines between two lines ``---``;
- header lines as in an e-mail: ``Title: ..``, ``Date: ..``, ``Outlet: ..``, ``URL: ..``. A
  block that ends at a blank line may have other keys too, if half of its keys are known; else
  the header ends at the first line that is none of these;
- the words ``date 2025-02-14`` at the start; the article follows on the same line or the next.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from riftline.read.dates import match_date, parse_date
from riftline.read.draft import role_of
from riftline.read.settings import MAX_FRONT_MATTER_LINES, MAX_HEADER_LINES

_KEY_VALUE = re.compile(
    r"(?P<key>[A-Za-z][A-Za-z _-]{0,30}?)[ \t]*:(?:[ \t]+(?P<value>.*)|[ \t]*)$"
)
_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n")
_INLINE = re.compile(r"\s*date(?:[ \t]*:)?[ \t]+(?=\S)", re.IGNORECASE)
# What was meant as a date after the word "date", though it may be none: 2025-13-45, 14/xx/2025.
_MEANT = re.compile(r"[0-9]+[-/.][0-9A-Za-z]+(?:[-/.][0-9A-Za-z]+)?(?=[\s:,;.]|$)")
_TIME = re.compile(r"[T ][0-9]{2}:[0-9]{2}(?::[0-9.]+)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?")


@dataclass(slots=True)
class Header:
    """What stood above the article: raw values by field, and the line of the date (from 1)."""

    fields: dict[str, str] = field(default_factory=dict)
    date_line: int | None = None

    def put(self, role: str, value: str, line: int) -> None:
        """Keep the first value of a field."""
        if value and role not in self.fields:
            self.fields[role] = value
            if role == "published":
                self.date_line = line


def split_header(text: str) -> tuple[Header, str]:
    """The header and the article below it. ``text`` has ``\\n`` line ends.

    Example:
        >>> header, body = split_header(" date 2025-02-14 Kyiv answered.")
        >>> header.fields, body
        ({'published': '2025-02-14'}, 'Kyiv answered.')
    """
    header = Header()
    position = _front_matter(text, header)
    while True:
        after = _header_lines(text, position, header)
        after = _inline_date(text, after, header)
        if after == position:
            return header, text[position:].strip()
        position = after


def _front_matter(text: str, header: Header) -> int:
    opening = _FRONT_MATTER.match(text)
    if opening is None:
        return 0
    found: list[tuple[str, str, int]] = []
    position, line = opening.end(), text.count("\n", 0, opening.end()) + 1
    for number in range(line, line + MAX_FRONT_MATTER_LINES):
        end = text.find("\n", position)
        row = text[position : end if end >= 0 else len(text)]
        if row.rstrip() in ("---", "..."):
            for known, value, where in found:
                header.put(known, value, where)
            return end + 1 if end >= 0 else len(text)
        pair = _KEY_VALUE.match(row)
        role = role_of(pair["key"]) if pair else None
        if pair and role and role != "text":
            found.append((role, _unquoted(pair["value"] or ""), number))
        if end < 0:
            break
        position = end + 1
    return 0  # never closed: a rule above a text, no front matter


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


def _header_lines(text: str, start: int, header: Header) -> int:
    """Where the article begins after header lines at ``start``; ``start`` where there are none."""
    position = start
    while position < len(text) and text[position].isspace():
        position += 1
    first_line = text.count("\n", 0, position) + 1
    block, closed = _block(text[position : position + 64 * 1024])
    pairs = [_KEY_VALUE.match(row) for row in block]
    roles = [_header_role(pair) for pair in pairs]
    known = sum(role is not None for role in roles)
    if not (closed and all(pairs) and known * 2 >= len(block)):
        known = next((i for i, role in enumerate(roles) if role is None), len(roles))
        block = block[:known]
    if not known:
        return start
    for offset, (row, pair, role) in enumerate(zip(block, pairs, roles, strict=False)):
        value = (pair["value"] or "").strip() if pair else ""
        if role == "published" and _text_follows(value):
            return position  # "Date: 2025-02-14 The article": for the inline form
        if role is not None:
            header.put(role, _unquoted(value), first_line + offset)
        position += len(row) + 1
    return min(position, len(text))


def _block(text: str) -> tuple[list[str], bool]:
    """The lines up to the first blank one, and whether one (or the end) closed them."""
    rows = text.split("\n", MAX_HEADER_LINES)[:MAX_HEADER_LINES]
    for index, row in enumerate(rows):
        if not row.strip():
            return rows[:index], True
    return rows, False


def _header_role(pair: re.Match[str] | None) -> str | None:
    role = role_of(pair["key"]) if pair else None
    return None if role == "text" else role


def _text_follows(value: str) -> bool:
    if parse_date(value) is not None:
        return False
    found = match_date(value)
    return found is not None and len(value[found[1] :].split()) > 3


def _inline_date(text: str, start: int, header: Header) -> int:
    opening = _INLINE.match(text, start)
    if opening is None or "published" in header.fields:
        return start
    found = match_date(text, opening.end())
    if found is not None:
        end = found[1]
        time = _TIME.match(text, end)
        end = time.end() if time else end
    else:
        meant = _MEANT.match(text, opening.end())
        if meant is None:
            return start
        end = meant.end()
    if end < len(text) and not (text[end].isspace() or text[end] in ":,;."):
        return start
    line = text.count("\n", 0, opening.end()) + 1
    header.put("published", text[opening.end() : end], line)
    while end < len(text) and text[end] in " \t:,;.":
        end += 1
    return end
