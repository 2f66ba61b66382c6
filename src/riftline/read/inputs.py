"""From what the user names (file, folder, glob, ``-``) to the files to read, in a fixed order."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from riftline.read.problems import Problems
from riftline.read.settings import SUFFIXES

STDIN = "-"
STDIN_NAME = "<stdin>"
_MAGIC = re.compile(r"[*?\[]")
_KINDS = ", ".join(SUFFIXES)


def expand_inputs(inputs: Iterable[str | Path], problems: Problems) -> Iterator[str]:
    """The paths to read, ``-`` for standard input. What names nothing is reported.

    Folders are walked in sorted order; only files of a known suffix are taken from them, and
    nothing hidden. A file named by the user, or by a glob, is read whatever its suffix.
    """
    for item in inputs:
        name = os.fspath(item)
        if name == STDIN:
            yield STDIN
        elif "\0" in name:
            problems.report(name, "no file can have this name")
        elif os.path.isdir(name):
            yield from _folder(name, problems)
        elif _MAGIC.search(name) and not os.path.lexists(name):
            yield from _glob(name, problems)
        else:
            yield name


def known_format(name: str) -> str | None:
    """What a file is read as by its suffix, ``.gz`` aside; None where the suffix says nothing."""
    stem, suffix = os.path.splitext(name.lower())
    if suffix == ".gz":
        suffix = os.path.splitext(stem)[1]
    return SUFFIXES.get(suffix)


def display(name: str) -> str:
    """A path fit for an error message: what cannot be printed is replaced."""
    if name == STDIN:
        return STDIN_NAME
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\n", "?")


def _folder(folder: str, problems: Problems) -> Iterator[str]:
    before, found = problems.emitted(), False
    for path in _walk(folder, problems, ()):
        if known_format(path) is not None:
            found = True
            yield path
    if not found and problems.emitted() == before:
        problems.report(display(folder), "nothing readable in this folder", hint=f"reads {_KINDS}")


def _walk(folder: str, problems: Problems, above: tuple[tuple[int, int], ...]) -> Iterator[str]:
    """Every file below, depth first; a link back to a folder above is named and left."""
    try:
        status = os.stat(folder)
        here = (status.st_dev, status.st_ino)
        if here in above:
            message = "a symbolic link leads back to a folder above it; not followed"
            problems.report(display(folder), message)
            return
        with os.scandir(folder) as listing:
            names = sorted(entry.name for entry in listing if not entry.name.startswith("."))
    except OSError as error:
        problems.report(display(folder), f"cannot read the folder: {error.strerror}")
        return
    for name in names:
        path = os.path.join(folder, name)
        if os.path.isdir(path):
            yield from _walk(path, problems, (*above, here))
        else:
            yield path


def _glob(pattern: str, problems: Problems) -> Iterator[str]:
    base, deep, rest = pattern.partition("**")
    if not deep:
        matches: Iterator[str] = iter(sorted(glob.glob(pattern)))
    else:
        matches = _deep_glob(base, pattern, rest, problems)
    found = False
    for path in matches:
        found = True
        if os.path.isdir(path):
            yield from _folder(path, problems)
        else:
            yield path
    if not found:
        problems.report(display(pattern), "no file matches this pattern")


def _deep_glob(base: str, pattern: str, rest: str, problems: Problems) -> Iterator[str]:
    """``**`` by our own walk: glob's follows symbolic links round and round."""
    root = os.path.dirname(base)
    roots = sorted(glob.glob(root)) if _MAGIC.search(root) else [root]
    wanted = _translate(pattern)
    for start in roots:
        for path in _walk(start or ".", problems, ()):
            shown = path if start else os.path.relpath(path)
            if rest in ("", "/"):
                if known_format(shown) is not None:
                    yield shown
            elif wanted.fullmatch(shown):
                yield shown


def _translate(pattern: str) -> re.Pattern[str]:
    """A glob as a regular expression: ``**/`` any folders, ``*`` and ``?`` within a name."""
    parts = re.split(r"(\*\*/?|\*|\?|\[[^\]]+\])", pattern)
    return re.compile("".join(_translate_part(part) for part in parts))


def _translate_part(part: str) -> str:
    if part == "**/":
        return "(?:[^/]+/)*"
    if part == "**":
        return ".*"
    if part == "*":
        return "[^/]*"
    if part == "?":
        return "[^/]"
    if len(part) > 2 and part.startswith("[") and part.endswith("]"):
        body = part[1:-1].replace("\\", "\\\\")
        return f"[^{body[1:]}]" if body.startswith("!") else f"[{body}]"
    return re.escape(part)
