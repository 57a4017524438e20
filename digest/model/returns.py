"""What comes back: one vocabulary, whatever road it took and whatever its sender called it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One reader's copy of one errand, as a return path or a Message-ID names it."""

    errand_id: int
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveWish:
    """Somebody wants to leave a newsletter, and wrote to the address that only their letters held."""

    newsletter_id: int
    person_id: int


class ReturnKind(StrEnum):
    """What a thing that came back means for the reader it is about."""

    HARD = "hard"  # the address is none, for good
    SOFT = "soft"  # it failed this time; three times over two weeks are enough
    POLICY = "policy"  # our reputation, authentication or message: never held against the address
    DELAYED = "delayed"  # somebody still tries
    COMPLAINT = "complaint"  # the reader called it spam
    LEAVE = "leave"  # the reader wants no more of it
    AUTO_REPLY = "auto_reply"  # out of office, and the like
    UNKNOWN = "unknown"  # nothing that we understand


class Effect(StrEnum):
    """What we did about it."""

    SUPPRESSED = "suppressed"  # never written to again
    REMEMBERED = "remembered"  # a soft bounce, counted
    LEFT = "left"  # taken off the newsletter
    NOTED = "noted"  # nothing to be done
    UNPROVEN = "unproven"  # it could be anybody's invention: listed, never acted upon
    NOBODY = "nobody"  # proven, but the reader is not (any more) here


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """One thing that came back about one recipient.

    ``source`` is how we learnt of it ("dsn", "arf", "text", "smtp", or a provider's name), ``when`` when it happened
    (None: nobody says), ``event_id`` what makes the same thing the same however often it comes. ``sent_to`` are the
    recipients of the mail that brought it, ``marks`` the addresses and Message-IDs inside it that look like ours.
    ``proven``: nobody but the mail's own road, or a provider we share a secret with, can have said so; ``copy``, or
    the ``wish`` to leave, is then known by its mark, if it is.
    """

    kind: ReturnKind
    source: str
    when: datetime | None = None
    address: str = ""
    code: int = 0
    enhanced: str = ""
    text: str = ""
    event_id: str = ""
    sent_to: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    copy: Copy | None = None
    wish: LeaveWish | None = None
    proven: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A Return as it was written down, with what was done about it."""

    kind: ReturnKind
    effect: Effect
    source: str
    at: datetime
    proven: bool
    address: str = ""
    domain: str = ""
    code: int = 0
    enhanced: str = ""
    text: str = ""
    errand_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What came back from one receiving domain for one errand. ``sent``: letters that were accepted there."""

    domain: str
    sent: int = 0
    hard: int = 0
    soft: int = 0
    policy: int = 0
    complaints: int = 0
    left: int = 0
