"""What a connection to the database keeps."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

import subscribers
from digest.store.connections import MOST_STATEMENTS
from tests.newsrooms import a_newsroom, furnish

COUNT = text("SELECT count(*) FROM sqlite_stmt")


async def test_statements_for_each_number_of_readers_do_not_pile_up(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        newsletter = await furnish(newsroom, readers=1)
        async with newsroom.reading() as tx:
            for number in range(1, 100):
                await subscribers.still_welcome(tx, newsletter.id, range(number))
            try:
                kept = (await tx.execute(COUNT)).scalar_one()
            except OperationalError as fault:
                pytest.skip(f"this SQLite does not tell what it keeps: {fault}")
        assert kept <= MOST_STATEMENTS
