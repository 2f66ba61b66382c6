"""What several test files share: one coder for all, and ../shared where it is at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

import riftline

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def coder() -> riftline.Coder:
    """A coder with the bundled weights; loading it once saves a second a test."""
    return riftline.Coder()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of development data beside the repository; the test skips where it is absent."""
    if not SHARED.exists():
        pytest.skip("needs ../shared")
    return SHARED
