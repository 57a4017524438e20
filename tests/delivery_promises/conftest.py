"""Where the processes of these proofs come from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.nursery import Nursery, a_nursery


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Starts the command `digest` at once, as often as it is wanted."""
    with a_nursery() as opened:
        yield opened
