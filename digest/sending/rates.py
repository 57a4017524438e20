"""What came of letters so far, and whether it speaks against sending more (reliability: complaints, bounces, refusals).

Google's sender guidelines want complaints below 0.1 % and call 0.3 % too much; the other bounds are the field's.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Protocol

from digest import store
from digest.model import Balance, ReturnKind


class Thresholds(Protocol):
    """The most there may be, as shares of the letters that were answered."""

    @property
    def most_refused(self) -> float:
        """Of letters that the receiving server did not take."""

    @property
    def most_bounced(self) -> float:
        """Of letters that came back for good."""

    @property
    def most_complaints(self) -> float:
        """Of readers who called it spam."""


ENOUGH = 200  # answers; fewer say nothing of a list
# First answers, all of them "access denied": the relay means us then (it wants a login, it is meant for others), and no
# further reader shall fail by it.
FIRST = 5
# A relay that answers some letters and swallows the others is never silent for long. One that is restarted leaves no
# more letters in doubt than it had connections.
ENOUGH_DOUBTS, MOST_DOUBTED = 50, 0.1  # letters, and their share of the last answers


class Doubts:
    """How many of an errand's last letters may or may not have arrived.

    The last ones only: a relay that carried many thousands well may begin to swallow them. ``lanes`` are the
    connections there are: so many letters a single restart may leave in doubt.
    """

    def __init__(self, lanes: int = 0) -> None:
        self._enough = max(ENOUGH_DOUBTS, lanes + 1)
        self._lately: deque[bool] = deque(maxlen=round(self._enough / MOST_DOUBTED) - 1)

    def note(self, *, doubtful: bool) -> None:
        """What came of one more."""
        self._lately.append(doubtful)

    def forget(self) -> None:
        """Somebody shall look; whoever goes on then has seen these."""
        self._lately.clear()

    def against(self) -> str:
        """What speaks against going on, in words; "" for nothing."""
        number, many = sum(self._lately), len(self._lately)
        if number < self._enough or number <= MOST_DOUBTED * many:
            return ""
        return f"{number} of the last {many} letters may or may not have arrived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of letters so far."""

    answered: int
    refused: int = 0
    bounced: int = 0
    complaints: int = 0


def against(fate: Fate, most: Thresholds) -> str:
    """What speaks against going on, in words; "" for nothing. A single letter of few is no rate: two must agree."""
    for words, number, share in (
        ("were refused", fate.refused, most.most_refused),
        ("bounced", fate.bounced, most.most_bounced),
        ("were complained about", fate.complaints, most.most_complaints),
    ):
        if number > share * fate.answered and (number > 1 or share == 0):
            return f"{number} of {fate.answered} letters {words}, more than {share:.1%}"
    return ""


def warns(fate: Fate, share: float) -> bool:
    """Whether so many call it spam that a person should know."""
    return fate.complaints > max(1, share * fate.answered)


async def fate_of(tx: store.Tx, errand_id: int, balance: Balance) -> Fate:
    """The fate of an errand's letters, from the accounts and from what came back."""
    came = await store.returns.came_back(tx, errand_id)
    return Fate(
        answered=balance.sent + balance.failed,
        refused=balance.failed,
        bounced=came.get(ReturnKind.HARD, 0),
        complaints=came.get(ReturnKind.COMPLAINT, 0),
    )
