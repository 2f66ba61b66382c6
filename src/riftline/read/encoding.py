"""From bytes to characters.

A byte order mark decides; then UTF-8; then what an HTML page declares. Bytes that are none of
these are read as UTF-8 with the bad bytes replaced where most of the text is good UTF-8, else
as Windows-1252, and always reported: Windows-1252 accepts nearly anything, so the report is the
only sign that letters may be wrong.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Final

from riftline.read.settings import MAGIC, MAX_CONTROL_SHARE, SNIFF_BYTES

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_WIDE_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = bytes(sorted(set(range(32)) - set(b"\t\n\x0b\x0c\r\x1b"))) + b"\x7f"
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})|encoding=["']([A-Za-z0-9_.-]{2,40})["']\s*\?>""",
    re.IGNORECASE,
)


def decode(data: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """The text, and a note on what was wrong with its encoding (None where nothing was).

    Example:
        >>> decode("Zürich".encode("latin-1"))
        ('Zürich', 'not UTF-8 (byte 0xfc); read as Windows-1252')
    """
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        bad = data[error.start]
    if declared is not None:
        try:
            return data.decode(declared), None
        except (UnicodeDecodeError, LookupError):
            pass
    good_bytes = sum(len(found) for found in _MULTIBYTE.findall(data))
    high_bytes = len(data) - len(data.translate(None, bytes(range(128, 256))))
    if good_bytes * 2 > high_bytes:
        return data.decode("utf-8", "replace"), f"bytes that are not UTF-8 (0x{bad:02x}) replaced"
    text = data.decode("cp1252", "replace")
    return text, f"not UTF-8 (byte 0x{bad:02x}); read as Windows-1252"


def first_bad_line(data: bytes) -> int:
    """The number, from 1, of the first line that is not UTF-8; 1 where all are."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 1


def declared_charset(data: bytes) -> str | None:
    """The encoding that an HTML page names in its first 4 KiB; None where it names none we know."""
    found = _CHARSET.search(data[:4096])
    if found is None:
        return None
    name = (found.group(1) or found.group(2)).decode("ascii")
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return None
    # Browsers read a page declared Latin-1 as Windows-1252, so curly quotes come out right.
    return "cp1252" if codec.name in ("iso8859-1", "ascii") else codec.name


def what_binary(head: bytes) -> str | None:
    """What kind of non-text the first bytes of a file are; None for text.

    Example:
        >>> what_binary(b"%PDF-1.7 ...")
        'a PDF document'
    """
    for magic, name in MAGIC:
        if head.startswith(magic):
            return name
    sample = head[:SNIFF_BYTES]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return "binary data" if controls > MAX_CONTROL_SHARE * len(sample) else None


def as_utf8(chunks: Iterator[bytes], head: bytes) -> Iterator[bytes]:
    """Chunks that begin with ``head``, recoded to UTF-8 where a byte order mark asks for it."""
    for mark, codec in _WIDE_MARKS:
        if head.startswith(mark):
            return _recoded(chunks, codec)
    return _without_mark(chunks) if head.startswith(codecs.BOM_UTF8) else chunks


def _recoded(chunks: Iterator[bytes], codec: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(codec)(errors="replace")
    first = True
    for chunk in chunks:
        text = decoder.decode(chunk)
        if first and text:
            text, first = text.removeprefix("\ufeff"), False
        yield text.encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def _without_mark(chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield next(chunks, b"").removeprefix(codecs.BOM_UTF8)
    yield from chunks
