"""SendGrid: ECDSA over timestamp and body; many events in each post. Pure."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from digest.deliver.hooks.hook import Hook, Post, Secret, check_fresh
from digest.deliver.returned.events import each, judged, moment_of, returned, text_of
from digest.errors import Unproven
from digest.model import Return, ReturnKind

WITHIN = timedelta(hours=24)  # it tries for as long
SIGNATURE = "x-twilio-email-event-webhook-signature"
TIMESTAMP = "x-twilio-email-event-webhook-timestamp"
KINDS = {
    "deferred": ReturnKind.DELAYED,
    "spamreport": ReturnKind.COMPLAINT,
    "unsubscribe": ReturnKind.LEAVE,
    "group_unsubscribe": ReturnKind.LEAVE,
}
DROPPED = {
    "bounced address": ReturnKind.HARD,
    "invalid": ReturnKind.HARD,
    "spam reporting address": ReturnKind.COMPLAINT,
    "unsubscribed address": ReturnKind.LEAVE,
}


def verify(post: Post, secret: Secret, now: datetime, _fetched: bytes) -> None:
    """Raise Unproven unless SendGrid's key signed timestamp and body."""
    timestamp = post.headers.get(TIMESTAMP, "")
    try:
        key = load_der_public_key(b64decode(secret.key, validate=True))
        signature = b64decode(post.headers.get(SIGNATURE, ""), validate=True)
        if not isinstance(key, EllipticCurvePublicKey):
            raise Unproven("The verification key is not one of SendGrid's (returns.sendgrid.key).")
        key.verify(signature, timestamp.encode() + post.body, ECDSA(SHA256()))
    except (ValueError, binascii.Error, InvalidSignature, UnsupportedAlgorithm) as fault:
        raise Unproven("The signature is not SendGrid's.") from fault
    check_fresh(moment_of(timestamp), now, WITHIN)


def read(post: Post) -> list[Return]:
    """Those of the events that are about what comes back."""
    return each(post.data(), _return)


def _return(event: Mapping[str, Any]) -> Return | None:
    kind = _kind(event)
    if kind is None:
        return None
    message_id, moment = text_of(event, "smtp-id"), text_of(event, "timestamp")
    return returned(
        "sendgrid",
        kind,
        event_id=text_of(event, "sg_event_id")
        or f"{text_of(event, 'event')}:{message_id}:{text_of(event, 'timestamp')}",
        address=text_of(event, "email"),
        when=moment_of(moment),
        words=text_of(event, "reason", "response"),
        enhanced=text_of(event, "status"),
        marks=(message_id,),
    )


def _kind(event: Mapping[str, Any]) -> ReturnKind | None:
    what, why = text_of(event, "event"), text_of(event, "reason")
    if what == "dropped":
        return DROPPED.get(why.lower(), ReturnKind.POLICY)
    if what != "bounce":
        return KINDS.get(what)
    # The others are "blocked", a refusal that is not for good, and "expired", a server that was away for days.
    otherwise = ReturnKind.HARD if text_of(event, "type") == "bounce" else ReturnKind.SOFT
    return judged(why, otherwise, enhanced=text_of(event, "status"))


HOOK = Hook(name="sendgrid", verify=verify, read=read)
