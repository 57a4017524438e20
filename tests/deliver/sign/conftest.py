"""Signing does not ask how a letter is handed over."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def manner() -> str:
    """One manner is enough here."""
    return "any"
