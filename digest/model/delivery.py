"""Carrying letters to readers, and the accounts of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from digest.model.newsletters import InDoubtPolicy


class ErrandKind(StrEnum):
    """What is being delivered."""

    ISSUE = "issue"
    TEST = "test"
    MAIL = "mail"  # a small mail: confirm, welcome, …


class ErrandState(StrEnum):
    """``freezing → open ⇄ paused → done``, or ``cancelled``. Only an open errand is claimed from."""

    FREEZING = "freezing"
    OPEN = "open"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"


class Canary(StrEnum):
    """``running → waiting → passed``: a first few letters go, their fate is awaited, then the others follow."""

    NONE = ""
    RUNNING = "running"
    WAITING = "waiting"
    PASSED = "passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """Something to be carried to many readers: an issue, a test, a small mail.

    An issue's errand has the issue's id.
    """

    id: int
    kind: ErrandKind
    newsletter_id: int
    state: ErrandState
    made: datetime
    reason: str = ""
    in_doubt: InDoubtPolicy = InDoubtPolicy.HOLD
    frozen_upto: int = 0  # the recipient id up to which the audience is written
    candidates: int = 0
    empty_handed: int = 0  # readers for whom nothing was left, when it was frozen
    opens: datetime | None = None  # no letter leaves before this: time to think better of it
    closes: datetime | None = None  # nor after this: late news is none
    segment: str = ""  # the part of the readers that it is for, in words; empty: all
    window: str = ""  # hours of the day in which letters leave, "07:00-21:00 Europe/Berlin"
    canary: Canary = Canary.NONE
    canary_until: datetime | None = None  # when the first letters' fate is judged
    overruled: bool = False  # a person let it go on, whatever came back of it
    active: datetime | None = None  # when somebody last worked on it


class DeliveryState(StrEnum):
    """``queued → sending → sent | refused | expired | parked | in_doubt``; ``sending → queued`` when deferred.

    ``suppressed`` and ``excluded`` are found at claim time: may not be written to, or left since.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    EXPIRED = "expired"
    PARKED = "parked"
    SUPPRESSED = "suppressed"
    EXCLUDED = "excluded"
    IN_DOUBT = "in_doubt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One reader's copy of an errand. (errand, recipient) exists once."""

    id: int
    errand_id: int
    recipient_id: int
    state: DeliveryState
    attempts: int = 0
    crashes: int = 0
    doubts: int = 0  # how often nobody knew whether it had been accepted
    not_before: datetime | None = None
    domain: str = ""
    variant: int = 0
    lease: int = 0
    address: str = ""  # only where the reader is not a subscriber: a test's addressee
    code: int = 0
    enhanced: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """Who holds letters or a run: ``holder`` names a process, ``beat`` grows while it lives."""

    id: int
    holder: str
    beat: int = 0

    @property
    def process(self) -> str:
        """The process that holds it; it may hold several."""
        return self.holder.rpartition(":")[0]


class VerdictKind(StrEnum):
    """What a server's answer means for one letter."""

    SENT = "sent"
    DEFERRED = "deferred"  # this reader, later
    REFUSED = "refused"  # this reader, never
    SENDER_FAULT = "sender_fault"  # our policy, login or reputation: pause the errand, blame no reader
    RELAY_DOWN = "relay_down"  # nothing was handed over: give the letter back uncounted
    IN_DOUBT = "in_doubt"  # DATA was under way and no reply came


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came of handing over one letter. ``wait`` is seconds the server asked for, if it did.

    ``connecting``: it was said before any letter was spoken of, so it is about the relay and not about the letter.
    """

    kind: VerdictKind
    code: int = 0
    enhanced: str = ""
    text: str = ""
    wait: float | None = None
    connecting: bool = False

    @property
    def answer(self) -> str:
        """The words with the code in front, for people: some servers say nothing else that tells anything."""
        return self.text if not self.code or str(self.code) in self.text else f"{self.code} {self.text}".rstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """The accounts of an errand: candidates = the sum of all the others, always."""

    candidates: int
    sent: int = 0
    failed: int = 0
    suppressed: int = 0
    excluded: int = 0
    pending: int = 0
    deferred: int = 0
    in_doubt: int = 0

    @property
    def adds_up(self) -> bool:
        """Whether nobody was lost and nobody counted twice."""
        parts = (self.sent, self.failed, self.suppressed, self.excluded, self.pending, self.deferred, self.in_doubt)
        return self.candidates == sum(parts)

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do without a person's decision."""
        return self.pending == 0 and self.deferred == 0
