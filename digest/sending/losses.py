"""Letters of which a relay says nothing that can be used, again and again, while it answers for others. Pure.

A server that ends, is silent or talks nonsense at one reader's address has, as far as anybody knows, just that address
to blame: tried at once and for ever, one such letter would keep all others waiting for a relay that is well.
"""

from __future__ import annotations

from collections import Counter

from digest import deliver
from digest.model import Verdict, VerdictKind

MOST_LOST = 2  # times in a row, on new connections
# Letters that are put off so before the relay answers somebody again: where it fails for all, these few come later, and
# all others wait for the relay.
MOST_PUT_OFF = 20
MOST_KEPT = 10_000  # letters that are remembered


class Losses:
    """What was lost in this process, from one dispatch to the next."""

    def __init__(self) -> None:
        self._lost = Counter[tuple[str, int]]()
        self._left = dict[str, int]()  # so many letters of each relay may still be put off

    def answered(self, relay: str) -> None:
        """It had an answer for somebody."""
        self._left[relay] = MOST_PUT_OFF

    def is_its_own(self, relay: str, delivery_id: int) -> bool:
        """A letter was lost once more. Whether that is about the letter, and not about the relay."""
        if len(self._lost) >= MOST_KEPT:
            self._lost.clear()
        self._lost[relay, delivery_id] += 1
        its_own = self._lost[relay, delivery_id] >= MOST_LOST and self._left.get(relay, 0) > 0
        if its_own:
            self._left[relay] -= 1
        return its_own


def may_be_its_own(verdict: Verdict) -> bool:
    """Whether a relay that took the call failed at a letter, without wanting letters more slowly."""
    return verdict.kind is VerdictKind.RELAY_DOWN and not verdict.connecting and not deliver.asks_for_less(verdict)


def put_off(verdict: Verdict) -> Verdict:
    """The same as a try of that letter, later; with no code, for nothing was said of its reader."""
    return Verdict(kind=VerdictKind.DEFERRED, text=verdict.answer)
