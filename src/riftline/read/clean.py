"""The one place where raw text becomes ``Document.text``, before any offset is taken.

What is done, in this order:

1. lone surrogates become U+FFFD (they cannot be written as UTF-8);
2. line ends (CR LF, CR, form feed, vertical tab, U+0085, U+2028, U+2029) become ``\\n``;
3. invisible characters go: NUL and other controls except tab and newline, byte order marks,
   zero-width space, word joiner, soft hyphen, marks of writing direction;
4. every kind of blank (no-break, thin, ideographic ...) becomes a plain space;
5. Unicode normal form C;
6. blanks at both ends go.

Words, punctuation and line breaks inside the text stay as they are.
"""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_BLANKS = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"\s+")


def clean_text(raw: str) -> str:
    """Normalise a text as the module describes.

    Example:
        >>> clean_text("  Kyiv\\r\\nand\\x00 Minsk\\u00a0agree.\\n")
        'Kyiv\\nand Minsk agree.'
    """
    text = _SURROGATES.sub("\ufffd", raw)
    text = _LINE_ENDS.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    text = _BLANKS.sub(" ", text)
    return unicodedata.normalize("NFC", text).strip()


def clean_line(raw: str) -> str:
    """The same for a title, an outlet or an id: one line, single blanks.

    Example:
        >>> clean_line(" Peace\\n talks ")
        'Peace talks'
    """
    return _SPACES.sub(" ", clean_text(raw)).strip()
