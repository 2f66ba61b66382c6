"""``read_documents``: every input and format, one document after the other."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

from riftline.errors import InputError
from riftline.read.clean import clean_line, clean_text
from riftline.read.csv_rows import header_delimiter, read_csv
from riftline.read.dates import parse_date
from riftline.read.draft import Draft, role_of
from riftline.read.encoding import decode, first_bad_line, what_binary
from riftline.read.header import split_header
from riftline.read.html_page import html_draft
from riftline.read.inputs import STDIN, display, expand_inputs, known_format
from riftline.read.markdown import split_title, strip_markdown
from riftline.read.problems import Problems
from riftline.read.rows import read_json, read_jsonl, read_parquet
from riftline.read.settings import MAX_DOCUMENT_CHARS, MAX_FILE_BYTES
from riftline.read.stream import ByteStream
from riftline.record import Document

_ROWS = {"jsonl": read_jsonl, "json": read_json, "csv": read_csv, "parquet": read_parquet}
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body|article|div|p)\b",
    re.I | re.S,
)
_JSON_ARRAY = re.compile(rb"\s*\[\s*(?:\{|\])")
_JSON_OBJECT = re.compile(rb'\s*\{\s*(?:"|\})')
_DATE_HINT = "give --date YYYY-MM-DD"


def read_documents(
    inputs: Iterable[str | Path],
    *,
    date: date | None = None,
    outlet: str | None = None,
    on_problem: Callable[[InputError], None] | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Document]:
    """Read dated texts: files, folders, globs, ``-`` for standard input.

    Formats, by suffix or (where there is none, and on standard input) by content: plain text,
    Markdown, HTML, JSONL, JSON, CSV and TSV, Parquet; any of them in gzip. Documents come in the
    order of ``inputs``, folders sorted; one at a time, so memory does not grow with the input.

    Args:
        inputs: paths, folders, glob patterns (``**`` too), or ``-``.
        date: day of publication for texts that carry none.
        outlet: outlet for texts that name none.
        on_problem: called with each problem; reading goes on. Without it the first is raised.
        stdin: bytes to read for ``-``; by default the process's standard input.

    Returns:
        An iterator of documents. Ids are those given, else taken from the content, and unique in
        the run; ``where`` is ``file:line``. A text without a usable date is read all the same,
        with a problem, and ``published`` is None.

    Raises:
        InputError: the first problem, if ``on_problem`` is None.

    Example:
        >>> import io
        >>> page = io.BytesIO(b"date 2025-02-14 Kyiv answered Moscow.")
        >>> next(read_documents(["-"], stdin=page)).published
        datetime.date(2025, 2, 14)
    """
    problems = Problems(on_problem)
    finisher = _Finisher(date, outlet, problems)
    for path in expand_inputs(inputs, problems):
        name = display(path)
        drafts = 0
        before = problems.emitted()
        for draft in _drafts(path, stdin, problems):
            drafts += 1
            document = finisher.finish(draft, name)
            if document is not None:
                yield document
        if not drafts and problems.emitted() == before:
            problems.report(name, "no article in this file", line=1)
        problems.end_file(name)


def _drafts(path: str, stdin: BinaryIO | None, problems: Problems) -> Iterator[Draft]:
    try:
        if path == STDIN:
            stdin = stdin or sys.stdin.buffer
        elif not stat.S_ISREG(os.stat(path).st_mode) and not stat.S_ISFIFO(os.stat(path).st_mode):
            problems.report(display(path), "neither a file nor a folder")
            return
        stream = ByteStream(path, stdin, problems)
    except FileNotFoundError:
        problems.report(display(path), "no such file")
        return
    except OSError as error:
        problems.report(display(path), f"cannot be opened: {error.strerror or error}")
        return
    with stream:
        kind = _kind(path, stream, problems)
        if kind in _ROWS:
            yield from _ROWS[kind](stream, problems)
        elif kind is not None:
            yield from _whole(kind, stream, problems)


def _kind(path: str, stream: ByteStream, problems: Problems) -> str | None:
    """The format to read an input as; None, and a problem, where there is nothing to read."""
    head = stream.head
    if not head.strip():
        if not stream.broken:
            problems.report(stream.name, "empty file", line=1)
        return None
    kind = known_format(path)
    if head.startswith(b"PAR1"):
        return "parquet"
    if kind == "parquet":
        problems.report(stream.name, "not a Parquet file, whatever its name says", line=1)
        return None
    binary = what_binary(head)
    if binary is not None:
        problems.report(stream.name, f"looks like {binary}, not text", line=1)
        return None
    return kind or _sniffed(head)


def _sniffed(head: bytes) -> str:
    if _HTML.match(head):
        return "html"
    first_line = head.strip().partition(b"\n")[0].partition(b"\r")[0].rstrip()
    if _JSON_ARRAY.match(head):
        return "json"
    if _JSON_OBJECT.match(head):
        one_line = first_line.endswith(b"}") or b"\n" not in head
        return "jsonl" if one_line else "json"
    line = first_line.decode("utf-8", "replace")
    if len(line) < 2000:
        names = line.replace('"', "").split(header_delimiter(line))
        roles = {role_of(name) for name in names}
        if "text" in roles and len(roles - {None}) > 1:
            return "csv"
    return "text"


def _whole(kind: str, stream: ByteStream, problems: Problems) -> Iterator[Draft]:
    data = stream.whole(MAX_FILE_BYTES)
    if data is None:
        return
    if kind == "html":
        try:
            yield html_draft(data)
        except ValueError as error:
            problems.report(stream.name, str(error), line=1)
        return
    raw, problem = decode(data)
    header, body = split_header(clean_text(raw))
    title = header.fields.get("title")
    if kind == "markdown":
        heading, body = split_title(body)
        title = title or heading
        body = strip_markdown(body)
    published = header.fields.get("published")
    yield Draft(
        text=body,
        line=1,
        published=(published,) if published else (),
        date_line=header.date_line,
        id=header.fields.get("id"),
        outlet=header.fields.get("outlet"),
        url=header.fields.get("url"),
        title=title,
        problem=problem,
        problem_line=first_bad_line(data) if problem else None,
    )


class _Finisher:
    """From drafts to documents: cleaning, dates, fallbacks, ids."""

    def __init__(self, day: date | None, outlet: str | None, problems: Problems) -> None:
        self._day, self._outlet, self._problems = day, outlet, problems
        # 8 bytes of hash an id: about 80 MB for a million documents.
        self._seen: set[int] = set()
        self._copies: dict[int, int] = {}
        self._encoding_named: str | None = None

    def finish(self, draft: Draft, name: str) -> Document | None:
        """The document; None, and a problem, where there is no text or too much of it."""
        if draft.problem is not None and self._encoding_named != name:
            self._encoding_named = name  # once a file: every line of it has the same cause
            self._problems.report(
                name, draft.problem, line=draft.problem_line, hint="save as UTF-8"
            )
        text = clean_text(draft.text)
        if not text:
            self._problems.report(name, "no text", line=draft.line)
            return None
        if len(text) > MAX_DOCUMENT_CHARS:
            message = f"a text of {len(text):,} characters; at most {MAX_DOCUMENT_CHARS:,} are read"
            self._problems.report(name, message, line=draft.line, hint="split it into articles")
            return None
        outlet = clean_line(draft.outlet or "") or self._outlet
        url = clean_line(draft.url or "") or None
        title = clean_line(draft.title or "") or None
        published = self._published(draft, name)
        document_id = clean_line(draft.id or "") or _content_id(published, outlet, url, title, text)
        return Document(
            text=text,
            id=self._unique(document_id, text),
            published=published,
            outlet=outlet,
            url=url,
            title=title,
            where=f"{name}:{draft.line}",
        )

    def _published(self, draft: Draft, name: str) -> date | None:
        for value in draft.published:
            day = parse_date(value)
            if day is not None:
                return day
        if draft.published:
            shown = clean_line(str(draft.published[0]))[:60]
            message, line = f"{shown!r} is no date", draft.date_line or draft.line
            self._problems.report(name, message, line=line, hint="write YYYY-MM-DD")
        elif self._day is None:
            self._problems.report(name, "no date", line=draft.line, hint=_DATE_HINT)
        return self._day

    def _unique(self, document_id: str, text: str) -> str:
        """The id, or with a mark of the content (then a number) where it was given before."""
        candidate = document_id
        if _hash(candidate) in self._seen:
            mark = hashlib.sha256(text.encode()).hexdigest()[:8]
            marked = candidate = f"{document_id}-{mark}"
            # Where counting stopped, so that a million copies do not count from 2 each.
            number = self._copies.get(_hash(marked), 1)
            while _hash(candidate) in self._seen:
                number += 1
                candidate = f"{marked}-{number}"
            self._copies[_hash(marked)] = number
        self._seen.add(_hash(candidate))
        return candidate


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def _content_id(published: date | None, *parts: str | None) -> str:
    day = published.isoformat() if published else ""
    content = "\x1f".join([day, *(part or "" for part in parts)])
    return hashlib.sha256(content.encode()).hexdigest()[:16]
