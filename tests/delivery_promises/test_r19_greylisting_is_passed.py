"""R-19: a greylisting server (RFC 6647) meets the same envelope again, and after its delay lets it pass."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.delivery_promises.sending import balance_of, carry, copies_of, queued, rows_of
from tests.makers import NOW, a_newsletter
from tests.newsrooms import a_newsroom
from tests.smtp_sink import Conversation, Sink, listening
from tests.torture.scene import relay

DELAY = timedelta(minutes=5)
READERS = 12
SENDER = replace(a_newsletter().sender, return_path="bounces@example.org")


@dataclass(slots=True)
class Greylist(Sink):
    """Knows each (sender, recipient) it met, and when first; ``now`` is its clock."""

    now: datetime = NOW
    met: dict[tuple[str, str], datetime] = field(default_factory=dict)


class Greylister(Conversation):
    """Takes a letter only if it met its envelope ``DELAY`` ago (RFC 6647 §2.2)."""

    sink: Greylist

    async def do_rcpt(self, line: str) -> None:
        envelope = (self.sender or "", line.partition(":")[2].strip("<>"))
        since = self.sink.met.setdefault(envelope, self.sink.now)
        if self.sink.now - since < DELAY:
            self.writer.write(b"451 4.7.1 greylisted, try again in 300 seconds\r\n")
            return
        await Conversation.do_rcpt(self, line)


@pytest.mark.usefixtures("manner")
async def test_the_second_try_has_the_same_envelope_and_comes_late_enough(tmp_path: Path) -> None:
    sink = Greylist()
    async with (
        listening(sink, Greylister),
        a_newsroom(tmp_path, relay=relay(sink.port, connections=2)) as newsroom,
    ):
        errand = await queued(newsroom, readers=READERS, sender=SENDER)
        await carry(newsroom)
        assert (await balance_of(newsroom, errand)).deferred == READERS
        assert sink.accepted == []
        sink.now = NOW + timedelta(minutes=10)
        await carry(newsroom, now=sink.now)
        assert (await balance_of(newsroom, errand)).sent == READERS
        assert {attempts for _, attempts, _ in await rows_of(newsroom, errand)} == {2}
    assert len(sink.met) == READERS, "one envelope each, however often it was tried"
    assert len({sender for sender, _ in sink.met}) == READERS, "and a return path of their own (VERP)"
    assert [len(copies) for copies in copies_of(sink).values()] == [1] * READERS
