"""Actors as they are given on a command line."""

from __future__ import annotations

from riftline.errors import UsageError


def names(text: str | None) -> list[str] | None:
    """Comma-separated selectors; None for none given.

    Example:
        >>> names("USA, RUS:GOV,")
        ['USA', 'RUS:GOV']
    """
    if text is None:
        return None
    return [name.strip() for name in text.split(",") if name.strip()]


def pair_of(text: str) -> tuple[str, str]:
    """The two selectors of ``--pair A,B``, the same rule for every command.

    A pair of one actor with itself (``RUS,RUS``) is what happens within it: dyads and splits have
    that, and alignment, for which it means nothing, refuses it itself.

    Raises:
        UsageError: not two actors.

    Example:
        >>> pair_of("USA, RUS")
        ('USA', 'RUS')
    """
    given = [name.strip() for name in text.split(",")]
    if len(given) != 2 or not all(given):
        raise UsageError(f"--pair {text!r} is not two actors", hint="e.g. --pair USA,RUS")
    return given[0], given[1]
