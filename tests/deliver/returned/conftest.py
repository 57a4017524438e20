"""Nothing is handed over here, so nothing needs to be tried in two manners."""

from __future__ import annotations

import pytest


@pytest.fixture
def manner() -> str:
    """See the tests of ``deliver``."""
    return ""
