"""The small mails that Digest writes to one reader: confirm, welcome, goodbye, and their like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MailKind(StrEnum):
    """What a small mail is for."""

    CONFIRM = "confirm"  # press here to join
    REMINDER = "reminder"  # the same, once more
    WELCOME = "welcome"
    KNOWN = "known"  # somebody asked to join who is here already
    GOODBYE = "goodbye"
    LINK = "link"  # the way to their page
    ADDRESS = "address"  # press here to get it at this address
    MOVED = "moved"  # told to the old address


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallMail:
    """A small mail that is to be written. Its errand has its id.

    ``newsletters`` are those it is about, the first of them gives it sender and style; ``subject_id`` is the request or
    the change that its link is about. ``address`` only where it goes elsewhere than to the person's own.
    """

    id: int
    kind: MailKind
    newsletters: tuple[int, ...]
    person_id: int
    made: datetime
    subject_id: int = 0
    address: str = ""
    language: str = ""
