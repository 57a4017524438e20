"""Addresses that belong to one reader: signed, for one purpose, without their email address in them."""

from __future__ import annotations

import hmac
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlsplit

import subscribers
from subscribers import Keys, Purpose

SLOTS = ("leave_url", "preferences_url", "view_url")


@dataclass(frozen=True, slots=True)
class Links:
    """Makes links below ``base_url``. The same arguments give the same link, so letters keep their bytes."""

    base_url: str
    keys: Keys

    def leave(self, *, person_id: int, newsletter_id: int, made: datetime) -> str:
        """The page with the one button; posting to it leaves at once (RFC 8058)."""
        return self._signed("leave", Purpose.LEAVE, person_id, newsletter_id, 0, made)

    def preferences(self, *, person_id: int, newsletter_id: int, made: datetime) -> str:
        """The reader's own page."""
        return self._signed("preferences", Purpose.PREFERENCES, person_id, newsletter_id, 0, made)

    def view(self, *, newsletter_id: int, issue_id: int, made: datetime) -> str:
        """The issue online: the same address for all its readers, so that it may be passed on."""
        return self._signed("view", Purpose.VIEW, 0, newsletter_id, issue_id, made)

    def _signed(
        self, page: str, purpose: Purpose, person_id: int, newsletter_id: int, errand_id: int, made: datetime
    ) -> str:
        token = subscribers.sign(
            purpose, person_id=person_id, newsletter_id=newsletter_id, errand_id=errand_id, keys=self.keys, now=made
        )
        return f"{self.base_url}/{page}/{token}"

    def message_id(self, errand_id: int, person_id: int, domain: str) -> str:
        """The Message-ID of one reader's copy: stable across retries, different for every reader."""
        fact = b"message-id\0%d\0%d" % (errand_id, person_id)
        return f"<{hmac.digest(self.keys.current_secret, fact, sha256)[:16].hex()}@{domain}>"

    def return_path(self, mailbox: str, errand_id: int, person_id: int) -> str:
        """The envelope sender of one copy (VERP): what comes back to it names the copy, and nobody can make one up."""
        local, _, domain = mailbox.rpartition("@")
        fact = b"%d\0%d" % (errand_id, person_id)
        mark = hmac.digest(self.keys.current_secret, b"verp\0" + fact, sha256)[:7]
        token = b32encode(errand_id.to_bytes(8, "big") + person_id.to_bytes(8, "big") + mark).decode()
        return f"{local}+{token.rstrip('=').lower()}@{domain}"

    @property
    def host(self) -> str:
        """The host of ``base_url``."""
        return urlsplit(self.base_url).hostname or "localhost"
