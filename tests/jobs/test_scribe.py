"""The writer of the ledger: what becomes of a send when it fails in a way that nobody thought of."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from digest import jobs, store
from digest.engine import Vigil
from tests.jobs.sends import accounts, carry, pressed
from tests.makers import NOW
from tests.newsrooms import a_newsroom


async def test_a_dispatch_whose_ledger_breaks_in_an_unknown_way_ends_and_is_taken_up_again(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_newsroom(tmp_path, database=database_url) as newsroom:
        issue = await pressed(newsroom, 20)
        note, times = store.noting.note, Counter[str]()

        def break_once(*arguments: Any, **named: Any) -> set[int]:
            times["noted"] += 1
            if times["noted"] == 3:
                raise ZeroDivisionError
            return note(*arguments, **named)

        monkeypatch.setattr(store.noting, "note", break_once)
        with pytest.raises(ZeroDivisionError):
            async with asyncio.timeout(20):
                await carry(newsroom)
        await jobs.sweep(newsroom, Vigil(), now=NOW, at=0.0)
        await carry(newsroom)
        _, balance = await accounts(newsroom, issue)
        assert balance.sent + balance.in_doubt == 20
        assert balance.in_doubt <= 5, "no more than were under way"
