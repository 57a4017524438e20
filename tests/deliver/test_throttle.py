"""Whether a relay wants letters more slowly: it says so in many words, and mostly without a code that would tell."""

from __future__ import annotations

import pytest

from digest.deliver import asks_for_less
from digest.deliver.verdict import Phase, from_reply


@pytest.mark.parametrize(
    "words",
    [
        "4.5.3 Too many messages in this second, rate limit exceeded",
        "4.3.2 Rate limit exceeded",
        "4.2.2 Sending limit reached for today",
        "ratelimit: 5 per second",
        "you are sending too fast, slow down",
        "4.3.0 Throttled",
        "hourly quota exceeded, try later",
        "exceeded messaging limits: the limit of this hour was reached",
    ],
)
def test_a_relay_that_counts_what_we_send_asks_for_less(words: str) -> None:
    assert asks_for_less(from_reply(451, words, Phase.MAIL))


@pytest.mark.parametrize(
    ("words", "phase"),
    [
        ("4.3.0 Temporary system problem", Phase.MAIL),
        ("4.3.1 Insufficient system storage", Phase.MAIL),
        ("4.3.2 Please try again later", Phase.MAIL),
        ("4.3.2 rate limit exceeded", Phase.CONNECT),  # it takes no call: it is busy, or away
        ("4.2.2 mailbox quota exceeded", Phase.RCPT),  # the reader's
        ("4.2.1 too many messages for this user", Phase.DOT),
    ],
)
def test_one_in_trouble_does_not_and_neither_does_a_full_mailbox(words: str, phase: Phase) -> None:
    assert not asks_for_less(from_reply(451, words, phase))
