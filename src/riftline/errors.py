"""Every error that Riftline raises on purpose, in one place.

An error says what is wrong, where (file, line, span) and what to do about it.
"""

from __future__ import annotations


class RiftlineError(Exception):
    """Base of all errors raised on purpose; ``str(error)`` is one line fit for a user."""

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        self.message = message
        self.where = where
        self.hint = hint
        super().__init__(str(self))

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}{self.message}{hint}".replace("\n", " ")


class InputError(RiftlineError):
    """Something in an input could not be read; the rest of the input still can be."""


class OutputError(RiftlineError):
    """A result could not be written; nothing half-written is left behind."""


class StoreError(RiftlineError):
    """The database file is locked, of another schema version, or damaged."""


class UsageError(RiftlineError):
    """The call itself is wrong: an unknown option, format or actor code."""
