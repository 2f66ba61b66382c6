"""JSON files (an array of objects, or objects one after the other) read one object at a time."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

from riftline.read.problems import Problems
from riftline.read.settings import CHUNK_BYTES, MAX_ROW_BYTES
from riftline.read.stream import ByteStream

_BETWEEN = re.compile(r"[\s,\[\]]*")
_INDENT = re.compile(r"[ \t]*\Z")
_NEXT_COMPACT = re.compile(r"\}\s*,\s*(?=\{)")


def json_objects(stream: ByteStream, problems: Problems) -> Iterator[tuple[int, Any]]:
    """The values of a JSON file in order, each with the line that it begins on.

    The file is never held whole. A malformed value is named and left out; reading goes on at the
    next line that begins with ``{`` at the same indentation (or the next ``}, {``).
    """
    window = _Window(stream, problems)
    decoder = json.JSONDecoder()
    while window.skip_between():
        line = window.line
        value, message = _next_value(window, decoder)
        if message is None:
            yield line, value
        elif stream.broken and window.ended:
            return  # cut off in the middle of a value: already reported
        else:
            problems.report(stream.name, message, line=line, hint="one JSON object an article")
            window.to_next_object()


def _next_value(window: _Window, decoder: json.JSONDecoder) -> tuple[Any, str | None]:
    """The value at the window's start, or what is wrong with it."""
    while True:
        try:
            value, end = decoder.raw_decode(window.text, window.position)
        except RecursionError:
            return None, "malformed JSON: nested too deeply"
        except json.JSONDecodeError as error:
            cut = error.pos >= len(window.text) - 16 or error.msg.startswith("Unterminated string")
            if cut and len(window.text) - window.position > MAX_ROW_BYTES:
                return None, f"an object longer than {MAX_ROW_BYTES // 1024**2} MiB, skipped"
            if not (cut and window.more()):
                return None, f"malformed JSON: {error.msg}"
        except ValueError as error:  # a number of too many digits
            return None, f"malformed JSON: {error}"
        else:
            # A value that touches the end may go on: 12 | 34.
            if end == len(window.text) and not isinstance(value, (dict, list)) and window.more():
                continue
            window.advance(end)
            return value, None


class _Window:
    """The part of the file that is in memory, as text, and the place in it."""

    def __init__(self, stream: ByteStream, problems: Problems) -> None:
        self.text, self.position, self.line, self.ended = "", 0, 1, False
        self._chunks = stream.chunks()
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._stream, self._problems, self._warned = stream, problems, False

    def advance(self, to: int) -> None:
        self.line += self.text.count("\n", self.position, to)
        self.position = to

    def more(self) -> bool:
        """Read on, as much again as is unread (so that retries stay linear); False at the end."""
        self.text, self.position = self.text[self.position :], 0
        wanted = max(len(self.text), CHUNK_BYTES)
        parts: list[str] = []
        while wanted > 0 and not self.ended:
            chunk = next(self._chunks, None)
            self.ended = chunk is None
            part = self._decoder.decode(chunk or b"", final=self.ended)
            if "\ufffd" in part and b"\xef\xbf\xbd" not in (chunk or b""):
                self._warn(parts, part)
            parts.append(part)
            wanted -= len(part)
        self.text += "".join(parts)
        return any(parts)

    def _warn(self, parts: list[str], part: str) -> None:
        if not self._warned:
            self._warned = True
            before = self.text + "".join(parts) + part[: part.index("\ufffd")]
            line = self.line + before.count("\n")
            message = "bytes that are not UTF-8 replaced"
            self._problems.report(self._stream.name, message, line=line)

    def skip_between(self) -> bool:
        """Go past blanks, commas and brackets; False at the end of the file."""
        while True:
            found = _BETWEEN.match(self.text, self.position)
            self.advance(found.end() if found else self.position)
            if self.position < len(self.text):
                return True
            if not self.more():
                return False

    def to_next_object(self) -> None:
        """Past a malformed value, to where the next one seems to begin."""
        line_start = self.text.rfind("\n", 0, self.position) + 1
        indent = self.text[line_start : self.position]
        own_line = (line_start > 0 or self.line == 1) and _INDENT.match(indent)
        pattern = re.compile(rf"\n{re.escape(indent)}(?=\{{)") if own_line else _NEXT_COMPACT
        self.advance(min(self.position + 1, len(self.text)))
        while True:
            found = pattern.search(self.text, self.position)
            if found is not None:
                self.advance(found.end())
                return
            self.advance(max(self.position, len(self.text) - 256))  # the mark may straddle
            if not self.more():
                self.advance(len(self.text))
                return
