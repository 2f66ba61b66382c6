"""Markdown as plain text: the words a reader sees, without the marks around them.

Kept simple on purpose: code blocks, images, comments, rules and link definitions go; links and
emphasis keep their words; heading, quote and list marks go, each heading stays a line of its
own. A first heading of level 1 is the title.
"""

from __future__ import annotations

import re

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.M | re.S)
# Each pattern below takes linear time on any text: runs are bounded or always find an end.
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]+\]:[ \t]+\S+.*$", re.M)
_TABLE_RULE = r"\|?[ \t:|-]{0,200}-{3}[ \t:|-]{0,200}"
_RULE = re.compile(
    r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|" + _TABLE_RULE + ")$",
    re.M,
)
_SETEXT = re.compile(r"^ {0,3}=+[ \t]*$", re.M)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*)$", re.M)
_TITLE = re.compile(r"\s*#[ \t]+(?P<title>[^\n]*)(?:\n|\Z)")
_QUOTE = re.compile(r"^ {0,3}(?:>[ \t]?)+", re.M)
_LIST = re.compile(r"^[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?", re.M)
_IMAGE = re.compile(r"!\[[^\]\n]*\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\]\n]*\])")
_LINK = re.compile(r"\[([^\[\]\n]+)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\]\n]*\])")
_FOOTNOTE = re.compile(r"\[\^[^\]\n]+\]:?")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^\s<>]+)>")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,500}>")
_CODE = re.compile(r"(`{1,2})([^`\n]+)\1")
_STRONG = re.compile(r"(\*\*|__|~~)(?=\S)([^\n]{1,300}?)(?<=\S)\1")
_STAR = re.compile(r"\*(?=[^\s*])([^*\n]+?)(?<=\S)\*")
_UNDERSCORE = re.compile(r"(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|])")
_ESCAPABLE = "\\`*_{}[]()#+-.!>~|"
# Noncharacters, which no text holds, stand for escaped marks while the others are taken off.
_HIDDEN = {mark: chr(0xFDD0 + place) for place, mark in enumerate(_ESCAPABLE)}
_SHOWN = str.maketrans({hidden: mark for mark, hidden in _HIDDEN.items()})
_BLANK_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")


def split_title(text: str) -> tuple[str | None, str]:
    """The title (a first heading of level 1), and the text without it."""
    found = _TITLE.match(text)
    title = strip_markdown(_bare_heading(found["title"])) if found else ""
    return (title, text[found.end() :]) if found and title else (None, text)


def _bare_heading(line: str) -> str:
    return line.rstrip().rstrip("#").rstrip()


def strip_markdown(text: str) -> str:
    """Plain text. ``text`` has ``\\n`` line ends.

    Example:
        >>> strip_markdown("**Ankara** [recalled](https://example.org) its envoy.")
        'Ankara recalled its envoy.'
    """
    text = _ESCAPE.sub(lambda found: _HIDDEN[found[1]], text)
    for pattern in (_FENCE, _COMMENT, _DEFINITION, _RULE, _SETEXT, _IMAGE):
        text = pattern.sub("", text)
    text = _HEADING.sub(lambda found: f"\n{_bare_heading(found[1])}\n", text)
    text = _LIST.sub("", _QUOTE.sub("", text))
    text = _FOOTNOTE.sub("", _LINK.sub(r"\1", text))
    text = _TAG.sub("", _AUTOLINK.sub(r"\1", text))
    text = _CODE.sub(r"\2", text)
    for pattern, group in (
        (_STRONG, r"\2"),
        (_STAR, r"\1"),
        (_UNDERSCORE, r"\1"),
        (_STRONG, r"\2"),
    ):
        text = pattern.sub(group, text)
    return _BLANK_LINES.sub("\n\n", text.translate(_SHOWN)).strip()
