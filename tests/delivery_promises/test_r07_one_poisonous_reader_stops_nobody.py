"""R-07: what cannot be written to one reader is that reader's failure, and nobody else's."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, update

from digest.deliver import open_relay
from digest.model import DeliveryState, VerdictKind
from digest.newsroom import Newsroom
from subscribers.tables import persons
from tests.deliver.letters import letters_to, relay_to
from tests.delivery_promises.sending import balance_of, carry, queued, rows_of
from tests.newsrooms import a_newsroom
from tests.smtp_servers import serve_sink
from tests.torture.scene import relay as relay_toml

SENT, REFUSED = VerdictKind.SENT, VerdictKind.REFUSED


@pytest.mark.usefixtures("manner")
async def test_one_poisonous_reader_never_stops_the_rest() -> None:
    poison = [
        "ü@example.org",
        "a b@example.org",
        "c@d>\r\nRCPT TO:<evil@example.org",
        "",
        "x" * 300 + "@e.org",
        "\ud800@e",
    ]
    good = [f"reader{i}@example.org" for i in range(len(poison) + 1)]
    mixed = [address for pair in zip(good, poison, strict=False) for address in pair] + [good[-1]]
    async with serve_sink(extensions=()) as sink, open_relay(relay_to(sink)) as relay:
        verdicts = [await relay.hand_over(letter) for letter in letters_to(mixed)]
    assert [taken.recipient for taken in sink.accepted] == good
    assert sink.connections == 1, "the connection stays clean"
    assert [v.kind for v in verdicts] == [SENT, REFUSED] * len(poison) + [SENT]
    assert [v.enhanced for v in verdicts if v.kind is REFUSED] == ["5.6.7", *["5.1.3"] * 5]
    assert all(v.text.isprintable() for v in verdicts)


@pytest.mark.parametrize("address", ["ü@d.example", "a b@d.example", "c@d>\r\nRCPT TO:<evil@x.example"])
async def test_of_a_thousand_readers_999_are_written_to_and_one_fails_with_the_reason(
    tmp_path: Path, address: str
) -> None:
    async with (
        serve_sink(extensions=("PIPELINING",)) as sink,
        a_newsroom(tmp_path, relay=relay_toml(sink.port, messages_per_connection=2000)) as newsroom,
    ):
        errand = await queued(newsroom, readers=1000)
        await poison(newsroom, address)
        await carry(newsroom)
        balance = await balance_of(newsroom, errand)
        failed = [row for row in await rows_of(newsroom, errand) if row[0] is not DeliveryState.SENT]
        assert (balance.sent, balance.failed, balance.adds_up) == (999, 1, True)
        assert [state for state, _, _ in failed] == [DeliveryState.REFUSED]
        assert failed[0][2].isprintable()
        assert failed[0][2]
    assert len({letter.recipient for letter in sink.accepted}) == len(sink.accepted) == 999
    assert sink.connections <= 5, "no connection was lost over it"


async def poison(newsroom: Newsroom, address: str) -> None:
    """Let one reader have an address that got past every check, years ago."""
    async with newsroom.begin() as tx:
        somebody = (await tx.execute(select(persons.c.id).order_by(persons.c.id).offset(500).limit(1))).scalar_one()
        await tx.execute(update(persons).where(persons.c.id == somebody).values(address=address))
