"""Whether a server that offers PIPELINING is believed: what stands before some of them swallows what is pipelined.

Postfix has `smtp_discard_ehlo_keywords` for those, which somebody has to set; here they are found out. A server that
was restarted, or that said nothing for a moment, looks the same: so a single connection tries anew, soon at first and
ever less often, while all others ask one thing after the other. And one that cannot cope with somebody's address looks
the same until it has been asked for that one thing after the other.
"""

from __future__ import annotations

import logging
import math

from digest.model import Verdict, VerdictKind

log = logging.getLogger(__name__)

WORTH = 10  # groups of commands that were answered make up for one that was not
ENOUGH = 2 * WORTH  # two that were not, with hardly one in between that was
FIRST, LONG = 60.0, 3600.0  # seconds until pipelining is tried anew; each time twice as many, at most so many


class Caution:
    """What all connections to one relay found out. Times are the loop's, in seconds."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._unanswered = 0
        self._pause = FIRST
        self._until = math.inf
        self._sure = False
        self.doubts = False

    def believes(self, at: float) -> bool:
        """Whether commands may go together on a new connection. While in doubt, one after each pause tries."""
        if self.doubts and at < self._until:
            return False
        if self.doubts:
            self._pause = min(LONG, self._pause * 2)
            self._until = at + self._pause
        return True

    def answered(self) -> None:
        """What went together was answered."""
        self._unanswered = max(0, self._unanswered - 1)
        if not self._unanswered:
            self._believe()

    def unanswered(self, at: float) -> None:
        """It was not: silence, or a connection that ended with the first of them."""
        self._unanswered = min(ENOUGH, self._unanswered + WORTH)
        if self._unanswered >= ENOUGH and not self.doubts:
            self.doubts, self._until = True, at + self._pause

    def asked_otherwise(self, verdict: Verdict) -> None:
        """A letter that was not answered together was asked of one thing after the other, and this came of it.

        Where it was lost so as well, it is about that letter, and not about pipelining.
        """
        if verdict.kind is not VerdictKind.RELAY_DOWN or verdict.code:
            self._say_so()
        elif not verdict.connecting and not self._sure:
            self._believe()

    def _say_so(self) -> None:
        if self.doubts and not self._sure:
            self._sure = True
            log.warning(
                "%s offers PIPELINING and does not answer what is pipelined: it is asked one thing after the other.",
                self._name,
            )

    def _believe(self) -> None:
        self._unanswered, self.doubts, self._sure, self._pause = 0, False, False, FIRST
