"""R-09: killed while the readers are written down, an issue goes to nobody, and later to all of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from digest import store
from digest.model import ErrandState
from digest.newsroom import Newsroom
from tests.delivery_promises.commands import run, running, until
from tests.delivery_promises.sending import balance_of, errand_of
from tests.newsrooms import a_newsroom, enrol, furnish
from tests.nursery import Nursery
from tests.smtp_servers import serve_sink
from tests.torture.scene import relay as relay_toml
from tests.torture.scene import utc_now

READERS = 12_000  # a dozen pages, each a transaction of its own: time enough to be seen between two
SEND = ("send", "--yes", "--now", "--key", "monday")
ENOUGH = 30  # letters, to see that all of them are meant


async def freezing(newsroom: Newsroom) -> int:
    """The errand whose readers are being written down at this moment; 0 for none."""
    async with newsroom.reading() as tx:
        for errand in await store.errands.unfinished(tx):
            if errand.state is ErrandState.FREEZING and errand.frozen_upto:
                return errand.id
    return 0


async def killed_while_freezing(nursery: Nursery, folder: Path, newsroom: Newsroom) -> int:
    """Kill `digest send` between two pages; the errand it leaves behind."""
    async with running(nursery, folder, *SEND):
        await until(lambda: freezing(newsroom))
    return await freezing(newsroom)


@pytest.mark.parametrize("heir", [("serve", "--port", "0"), SEND], ids=["serve", "send"])
async def test_killed_between_two_pages_nobody_is_written_to_before_all_are_there(
    nursery: Nursery, tmp_path: Path, database_url: str, heir: tuple[str, ...]
) -> None:
    async with (
        serve_sink() as sink,
        a_newsroom(tmp_path, database=database_url, relay=relay_toml(sink.port), now=utc_now()) as newsroom,
    ):
        newsletter = await furnish(newsroom, readers=0, now=utc_now(), cadences=())
        people = [f"reader{n}@d{n % 7}.example.org" for n in range(READERS)]
        await enrol(newsroom, newsletter, people, now=utc_now())
        errand = await killed_while_freezing(nursery, tmp_path, newsroom)
        assert errand, "it was killed in the middle of it"
        partial = await balance_of(newsroom, errand)
        assert 0 < partial.candidates < READERS
        async with newsroom.reading() as tx:
            assert await store.errands.due(tx, now=utc_now()) == []
        assert sink.accepted == []
        async with running(nursery, tmp_path, *heir):
            await _enough(newsroom, errand)
        whole = await balance_of(newsroom, errand)
        assert (whole.candidates, whole.adds_up) == (READERS, True)
        copies = Counter(letter.recipient for letter in sink.accepted)
        assert set(copies.values()) == {1}
        async with newsroom.reading() as tx:
            assert len(await store.issues.recent(tx)) == 1, "and there is one issue"


async def _enough(newsroom: Newsroom, errand_id: int) -> None:
    """Until the send is under way."""

    async def under_way() -> bool:
        return (await balance_of(newsroom, errand_id)).sent >= ENOUGH

    await until(under_way)
    assert (await errand_of(newsroom, errand_id)).state is ErrandState.OPEN


async def test_a_second_send_with_another_key_is_not_given_the_half_of_the_first(
    nursery: Nursery, tmp_path: Path
) -> None:
    async with serve_sink() as sink, a_newsroom(tmp_path, relay=relay_toml(sink.port), now=utc_now()) as newsroom:
        newsletter = await furnish(newsroom, readers=0, now=utc_now(), cadences=())
        await enrol(newsroom, newsletter, [f"reader{n}@d.example.org" for n in range(READERS)], now=utc_now())
        errand = await killed_while_freezing(nursery, tmp_path, newsroom)
        code, said = await run(nursery, tmp_path, "send", "--yes", "--now", "--key", "another")
        assert code == 1, said
        assert "nothing new" in said.lower(), "the stories are the first one's"
        assert (await errand_of(newsroom, errand)).state is ErrandState.FREEZING
        assert sink.accepted == []
