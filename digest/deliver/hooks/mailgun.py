"""Mailgun: HMAC-SHA256 over timestamp and token; one event in each post. Pure.

The signature does not cover the event. So what it does cover is the event's id: whoever overhears a signature can put
it under nothing else, because it counts once. That is timestamp and token in one, for nothing signs where one ends.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from digest.deliver.hooks.hook import Hook, Post, Secret, check_fresh, same
from digest.deliver.returned.events import child, judged, moment_of, returned, text_of
from digest.errors import Unproven
from digest.model import Return, ReturnKind

WITHIN = timedelta(hours=24)  # it tries for eight hours
SUPPRESSED = {
    "suppress-bounce": ReturnKind.HARD,
    "suppress-complaint": ReturnKind.COMPLAINT,
    "suppress-unsubscribe": ReturnKind.LEAVE,
}
KINDS = {"complained": ReturnKind.COMPLAINT, "unsubscribed": ReturnKind.LEAVE}


def verify(post: Post, secret: Secret, now: datetime, _fetched: bytes) -> None:
    """Raise Unproven unless the signature is Mailgun's."""
    signed = child(post.data(), "signature")
    expected = hmac.new(secret.key.encode(), _signed(post).encode("utf-8", "replace"), sha256).hexdigest()
    if not secret.key or not same(text_of(signed, "signature"), expected):
        raise Unproven("The signature is not Mailgun's.")
    check_fresh(moment_of(text_of(signed, "timestamp")), now, WITHIN)


def _signed(post: Post) -> str:
    signed = child(post.data(), "signature")
    return text_of(signed, "timestamp") + text_of(signed, "token")


def read(post: Post) -> list[Return]:
    """The event, if it is one of what comes back."""
    event = child(post.data(), "event-data")
    kind = _kind(event)
    if kind is None:
        return []
    return [
        returned(
            "mailgun",
            kind,
            event_id=_signed(post),
            address=text_of(event, "recipient"),
            when=moment_of(event.get("timestamp")),
            words=_words(event),
            marks=(
                text_of(child(event, "envelope"), "sender"),
                text_of(child(child(event, "message"), "headers"), "message-id"),
            ),
        )
    ]


def _words(event: Mapping[str, Any]) -> str:
    status = child(event, "delivery-status")
    return f"{text_of(status, 'code')} {text_of(status, 'message', 'description')}".strip()


def _kind(event: Mapping[str, Any]) -> ReturnKind | None:
    what = text_of(event, "event")
    if what != "failed":
        return KINDS.get(what)
    if text_of(event, "severity") == "temporary":
        return ReturnKind.DELAYED
    why = text_of(event, "reason")
    # "espblock": a mailbox provider refuses all of us.
    otherwise = ReturnKind.POLICY if why == "espblock" else ReturnKind.SOFT
    return SUPPRESSED.get(why) or judged(_words(event), otherwise)


HOOK = Hook(name="mailgun", verify=verify, read=read)
