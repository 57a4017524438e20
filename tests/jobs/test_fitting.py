"""A process with another key file than the newsroom's carries nothing: nobody could leave by the links it writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.errors import RelayDown
from digest.model import ErrandState
from digest.settings import new_key_file
from tests.jobs.sends import accounts, carry, pressed
from tests.newsrooms import a_newsroom


async def test_it_says_which_file_to_copy_and_the_first_one_goes_on(tmp_path: Path, database_url: str) -> None:
    url = database_url if "postgresql" in database_url else f"sqlite:///{tmp_path}/shared.db"
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    async with a_newsroom(here, database=url) as newsroom:
        issue = await pressed(newsroom, 5)
        async with a_newsroom(there, database=url) as another:
            with pytest.raises(RelayDown, match=f"{there}/digest.key is not the key that the issue was made with"):
                await carry(another)
        errand, balance = await accounts(newsroom, issue)
        assert (errand.state, balance.pending) == (ErrandState.OPEN, 5)
        await carry(newsroom)
        assert (await accounts(newsroom, issue))[1].sent == 5


async def test_a_key_that_is_newer_beside_the_first_one_fits(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path) as newsroom:
        issue = await pressed(newsroom, 5)
    key = tmp_path / "digest.key"
    other = tmp_path / "other.key"
    new_key_file(other)
    second = other.read_text(encoding="ascii").splitlines()[-1].partition(" ")[2]
    key.write_text(key.read_text(encoding="ascii") + f"2 {second}\n", encoding="ascii")
    async with a_newsroom(tmp_path) as newsroom:
        await carry(newsroom)
        assert (await accounts(newsroom, issue))[1].sent == 5
