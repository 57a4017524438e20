"""Everything that is handed over here is handed over in both manners (``tests.manners``)."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def in_both_manners(manner: str) -> str:
    return manner
