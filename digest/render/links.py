"""Addresses that belong to one reader: signed, for one purpose, without their email address in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import subscribers
from digest.model import Copy, LeaveWish
from digest.render import copies
from subscribers import Keys, Purpose

LinkOf = Callable[[int], str]

SLOTS = ("leave_url", "preferences_url", "view_url", "act_url", "subject", "preheader")
# What the button of a small mail leads to: the page, and the purpose that its token is good for.
ACTS = {
    "confirm": ("confirm", Purpose.CONFIRM),
    "reminder": ("confirm", Purpose.CONFIRM),
    "address": ("address", Purpose.ADDRESS),
    "goodbye": ("undo", Purpose.UNDO),
    "moved": ("undo", Purpose.UNDO),
}
LONGEST_MAILBOX = 64 - 1 - copies.LENGTH  # octets of a return path before its mark (RFC 5321 §4.5.3.1.1)


@dataclass(frozen=True, slots=True)
class Links:
    """Makes links below ``base_url``. The same arguments give the same link, so letters keep their bytes."""

    base_url: str
    keys: Keys

    def leave(self, *, person_id: int, newsletter_id: int, made: datetime) -> str:
        """The page with the one button; posting to it leaves at once (RFC 8058)."""
        return self.leaving(newsletter_id=newsletter_id, made=made)(person_id)

    def preferences(self, *, person_id: int, newsletter_id: int, made: datetime) -> str:
        """The reader's own page."""
        return self.preferring(newsletter_id=newsletter_id, made=made)(person_id)

    def view(self, *, newsletter_id: int, issue_id: int, made: datetime) -> str:
        """The issue online: the same address for all its readers, so that it may be passed on."""
        return self._signing("view", Purpose.VIEW, newsletter_id, issue_id, made)(0)

    def leaving(self, *, newsletter_id: int, made: datetime) -> LinkOf:
        """``leave`` for many people, by their ids."""
        return self._signing("leave", Purpose.LEAVE, newsletter_id, 0, made)

    def preferring(self, *, newsletter_id: int, made: datetime) -> LinkOf:
        """``preferences`` for many people, by their ids."""
        return self._signing("preferences", Purpose.PREFERENCES, newsletter_id, 0, made)

    def acting(self, kind: str, *, newsletter_id: int, subject_id: int, made: datetime) -> LinkOf:
        """Where the button of a small mail of this kind leads, by the reader's id; ``subject_id``: what it is about."""
        page, purpose = ACTS.get(kind, ("preferences", Purpose.PREFERENCES))
        return self._signing(page, purpose, newsletter_id, subject_id, made)

    def _signing(self, page: str, purpose: Purpose, newsletter_id: int, errand_id: int, made: datetime) -> LinkOf:
        front = f"{self.base_url}/{page}/"
        token = subscribers.signing(purpose, newsletter_id=newsletter_id, errand_id=errand_id, keys=self.keys, now=made)
        return lambda person_id: front + token(person_id)

    def message_id(self, errand_id: int, person_id: int, domain: str) -> str:
        """The Message-ID of one reader's copy: stable across retries, different for every reader, readable by us."""
        return self.naming(errand_id, domain)(person_id)

    def naming(self, errand_id: int, domain: str) -> LinkOf:
        """``message_id`` for many people, by their ids."""
        mark = copies.marking(copies.Purpose.MESSAGE_ID, errand_id, self.keys)
        return lambda person_id: f"<{mark(person_id)}@{domain}>"

    def read_message_id(self, text: str) -> Copy | None:
        """The copy that a Message-ID names, with or without its angle brackets; None for one that is not ours."""
        left = text.strip().removeprefix("<").partition("@")[0]
        return _copy(copies.read(left, copies.Purpose.MESSAGE_ID, self.keys))

    def return_path(self, mailbox: str, errand_id: int, person_id: int) -> str:
        """The envelope sender of one copy (VERP): what comes back to it names the copy, and nobody can make one up."""
        return self.returning(mailbox, errand_id)(person_id)

    def returning(self, mailbox: str, errand_id: int) -> LinkOf:
        """``return_path`` for many people, by their ids."""
        return _tagging(mailbox, copies.marking(copies.Purpose.RETURN_PATH, errand_id, self.keys))

    def read_return_path(self, address: str) -> Copy | None:
        """The copy that a return path names, in any spelling of case; None for one that is not ours."""
        return _copy(copies.read(_tag(address), copies.Purpose.RETURN_PATH, self.keys))

    def leave_address(self, mailbox: str, *, newsletter_id: int, person_id: int) -> str:
        """Where one reader writes to in order to leave: the same mailbox as for returns, so that it has a way in."""
        return self.leaving_by_mail(mailbox, newsletter_id=newsletter_id)(person_id)

    def leaving_by_mail(self, mailbox: str, *, newsletter_id: int) -> LinkOf:
        """``leave_address`` for many people, by their ids."""
        return _tagging(mailbox, copies.marking(copies.Purpose.LEAVE, newsletter_id, self.keys))

    def read_leave_address(self, address: str) -> LeaveWish | None:
        """Who wants to leave what by writing to this address; None for one that is not ours."""
        found = copies.read(_tag(address), copies.Purpose.LEAVE, self.keys)
        return LeaveWish(newsletter_id=found[0], person_id=found[1]) if found else None

    @property
    def host(self) -> str:
        """The host of ``base_url``."""
        return urlsplit(self.base_url).hostname or "localhost"


def _tagging(mailbox: str, mark: LinkOf) -> LinkOf:
    local, _, domain = mailbox.rpartition("@")
    return lambda person_id: f"{local}+{mark(person_id)}@{domain}"


def _tag(address: str) -> str:
    """What stands behind the last delimiter of a local part. Some servers are set to "-" instead of "+"."""
    local = address.strip().strip("<>").rpartition("@")[0]
    return local[-copies.LENGTH :] if local[-copies.LENGTH - 1 : -copies.LENGTH] in ("+", "-", "=") else ""


def _copy(found: tuple[int, int] | None) -> Copy | None:
    return Copy(errand_id=found[0], person_id=found[1]) if found else None
