"""Whether a server that offers PIPELINING is believed: what stands before some of them swallows what is pipelined.

Postfix has `smtp_discard_ehlo_keywords` for those, which somebody has to set; here they are found out.
"""

from __future__ import annotations

import logging
import math

log = logging.getLogger(__name__)

ENOUGH = 2  # groups of commands that were not answered, with none that was in between
LONG = 3600.0  # seconds without pipelining; then it is tried anew


class Caution:
    """What all connections to one relay found out. Times are the loop's, in seconds."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._unanswered = 0
        self._until = -math.inf

    def believes(self, at: float) -> bool:
        """Whether commands may go together."""
        return at >= self._until

    def answered(self) -> None:
        """What went together was answered."""
        self._unanswered = 0

    def unanswered(self, at: float) -> None:
        """It was not: silence, or a connection that ended with the first of them."""
        self._unanswered += 1
        if self._unanswered >= ENOUGH and self.believes(at):
            self._until, self._unanswered = at + LONG, 0
            log.warning(
                "%s offers PIPELINING and does not answer what is pipelined: it is asked one thing after the other.",
                self._name,
            )
