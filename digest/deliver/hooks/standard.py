"""Anybody else: a post signed as Standard Webhooks has it (HMAC-SHA256 over id, timestamp and body). Pure.

The body is one event or a list of them::

    {"kind": "hard", "address": "reader@example.org", "message_id": "<…@news.example.org>", "return_path": "",
     "code": 550, "enhanced": "5.1.1", "text": "User unknown", "when": "2026-11-24T07:30:00Z", "id": "anything once"}

``kind`` is one of hard, soft, policy, delayed, complaint, leave, auto_reply; without it codes and text decide.
"""

from __future__ import annotations

import binascii
import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from digest.deliver.hooks.hook import Hook, Post, Secret, check_fresh, same
from digest.deliver.returned.events import events, judged, moment_of, returned, text_of
from digest.errors import Unproven
from digest.model import Return, ReturnKind

WITHIN = timedelta(minutes=5)  # each try is signed anew
PREFIX = "whsec_"
SHORTEST = 24  # bytes of a secret, as the standard has it


def verify(post: Post, secret: Secret, now: datetime, _fetched: bytes) -> None:
    """Raise Unproven unless one of the signatures was made with our secret."""
    try:
        key = b64decode(secret.key.removeprefix(PREFIX), validate=True)
    except (ValueError, binascii.Error) as fault:
        raise Unproven("The secret is not base64 (returns.standard.key).") from fault
    if len(key) < SHORTEST:
        raise Unproven(f"The secret is shorter than {SHORTEST} bytes (returns.standard.key).")
    message, timestamp = post.headers.get("webhook-id", ""), post.headers.get("webhook-timestamp", "")
    signed = b".".join((message.encode(), timestamp.encode(), post.body))
    expected = "v1," + b64encode(hmac.digest(key, signed, sha256)).decode()
    if not any(same(given, expected) for given in post.headers.get("webhook-signature", "").split()[:10]):
        raise Unproven("The signature is wrong.")
    check_fresh(moment_of(timestamp), now, WITHIN)


def read(post: Post) -> list[Return]:
    """The events of the post."""
    message = post.headers.get("webhook-id", "")
    return [_return(event, f"{message}:{number}") for number, event in enumerate(events(post.data()))]


def _return(event: Mapping[str, Any], event_id: str) -> Return:
    code, enhanced, text = (text_of(event, name) for name in ("code", "enhanced", "text"))
    words = " ".join(part for part in (code, enhanced, text) if part and part != "0")
    known = {kind.value: kind for kind in ReturnKind}
    return returned(
        "standard",
        known.get(text_of(event, "kind")) or judged(words, ReturnKind.SOFT, enhanced=enhanced),
        event_id=text_of(event, "id") or event_id,
        address=text_of(event, "address"),
        when=moment_of(event.get("when")),
        words=words,
        enhanced=enhanced,
        marks=(text_of(event, "return_path"), text_of(event, "message_id")),
    )


HOOK = Hook(name="standard", verify=verify, read=read)
