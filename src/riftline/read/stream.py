"""A file or standard input as a stream of UTF-8 bytes, unpacked, in bounded memory."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from types import TracebackType
from typing import BinaryIO

from riftline.read.encoding import as_utf8
from riftline.read.inputs import STDIN, display
from riftline.read.problems import Problems
from riftline.read.settings import CHUNK_BYTES, MAX_ROW_BYTES, SNIFF_BYTES

_GZIP_MAGIC = b"\x1f\x8b"


class ByteStream:
    """The bytes of one input, with the first of them in sight before reading begins.

    ``head`` are the first bytes after unpacking; ``broken`` turns True when the input ends before
    it should (a truncated gzip, a read error), so that a half line is not taken for a whole one.
    Used as a context manager; opening errors are ``OSError``.
    """

    def __init__(self, path: str, stdin: BinaryIO | None, problems: Problems) -> None:
        self.name = display(path)
        self.broken = False
        self._problems = problems
        self._line = 1  # that the bytes taken from the file, unpacked, have reached
        self._owned = path != STDIN
        if path == STDIN:
            assert stdin is not None
            self._file = stdin
        else:
            self._file = open(path, "rb")  # noqa: SIM115  closed in __exit__
        packed, chunks = _peek(self._raw(), len(_GZIP_MAGIC))
        zipped = packed.startswith(_GZIP_MAGIC)
        chunks = self._counted(self._unpacked(chunks) if zipped else chunks)
        self._plain_path = None if zipped or path == STDIN else path
        head, chunks = _peek(chunks, SNIFF_BYTES)
        self.head, self._chunks = _peek(as_utf8(chunks, head), min(SNIFF_BYTES, len(head)))

    def __enter__(self) -> ByteStream:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._owned:
            self._file.close()

    def seekable_path(self) -> str | None:
        """The file itself, where its bytes are what they seem; None for standard input and gzip."""
        return self._plain_path

    def chunks(self) -> Iterator[bytes]:
        """All bytes, a chunk at a time."""
        yield from self._chunks

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Lines without their ``\\n``, numbered from 1; one beyond the cap is named and skipped."""
        pending: list[bytes] = []
        number, size = 1, 0
        for chunk in self.chunks():
            *whole, rest = chunk.split(b"\n")
            for piece in whole:
                if size + len(piece) > MAX_ROW_BYTES:
                    self._too_long(number)
                else:
                    yield number, b"".join([*pending, piece])
                number, pending, size = number + 1, [], 0
            size += len(rest)
            pending = [*pending, rest] if size <= MAX_ROW_BYTES else []
        if size > MAX_ROW_BYTES:
            self._too_long(number)
        elif size and not self.broken:
            yield number, b"".join(pending)

    def whole(self, limit: int) -> bytes | None:
        """All bytes at once; None, and a problem, where they are more than ``limit``."""
        parts, size = [], 0
        for chunk in self.chunks():
            parts.append(chunk)
            size += len(chunk)
            if size > limit:
                message = f"larger than the {limit // 1024**2} MiB that one document may have"
                self._problems.report(self.name, message, line=1, hint="split it into articles")
                return None
        return b"".join(parts)

    def _too_long(self, number: int) -> None:
        message = f"line longer than {MAX_ROW_BYTES // 1024**2} MiB, skipped"
        self._problems.report(self.name, message, line=number, hint="one article a line")

    def _raw(self) -> Iterator[bytes]:
        while True:
            try:
                chunk = self._file.read(CHUNK_BYTES)
            except OSError as error:
                self._break(f"cannot be read further: {error.strerror or error}")
                return
            if not chunk:
                return
            yield chunk

    def _unpacked(self, packed: Iterator[bytes]) -> Iterator[bytes]:
        unzip = gzip.GzipFile(fileobj=_ChunkFile(packed), mode="rb")
        while True:
            try:
                # read1: one step at a time, so that what came before a break is not lost with it.
                chunk = unzip.read1(CHUNK_BYTES)
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                self._break(_gzip_reason(error))
                return
            if not chunk:
                return
            yield chunk

    def _counted(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self._line += chunk.count(b"\n")
            yield chunk

    def _break(self, message: str) -> None:
        self.broken = True
        self._problems.report(self.name, message, line=self._line, always=True)


def _gzip_reason(error: Exception) -> str:
    if isinstance(error, EOFError):
        return "the gzip data is cut off here; what came before it was read"
    if "CRC" in str(error):
        return "the gzip checksum fails: something before this line is damaged"
    return "the gzip data is damaged here; what came before it was read"


class _ChunkFile(io.RawIOBase):
    """A file for ``gzip`` to read, over an iterator of bytes."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._rest) < size:
            chunk = next(self._chunks, b"")
            if not chunk:
                break
            self._rest += chunk
        data = self._rest if size < 0 else self._rest[:size]
        self._rest = self._rest[len(data) :]
        return data


def _peek(chunks: Iterator[bytes], size: int) -> tuple[bytes, Iterator[bytes]]:
    """The first bytes (``size`` or more, fewer where there are no more), and all chunks again."""
    head = b""
    while len(head) < size:
        chunk = next(chunks, b"")
        if not chunk:
            break
        head += chunk
    return head, _chained(head, chunks)


def _chained(head: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    if head:
        yield head
    yield from chunks
