"""Brevo: it signs nothing, but sends a bearer token, or the user and password of the address; one event. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from digest.deliver.hooks.hook import Hook, Post, Secret, check_basic, same
from digest.deliver.returned.events import each, judged, moment_of, returned, text_of
from digest.model import Return, ReturnKind

KINDS = {
    "hardbounce": ReturnKind.HARD,
    "invalidemail": ReturnKind.HARD,
    "invalid": ReturnKind.HARD,
    "softbounce": ReturnKind.SOFT,
    "deferred": ReturnKind.DELAYED,
    "blocked": ReturnKind.POLICY,
    "error": ReturnKind.POLICY,
    "spam": ReturnKind.COMPLAINT,
    "complaint": ReturnKind.COMPLAINT,
    "unsubscribed": ReturnKind.LEAVE,
    "unsubscribe": ReturnKind.LEAVE,
}
BY_WORDS = (ReturnKind.HARD, ReturnKind.SOFT)


def verify(post: Post, secret: Secret, now: datetime, fetched: bytes) -> None:
    """Raise Unproven unless the token, or user and password, are ours."""
    scheme, _, token = post.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and secret.key and same(token, secret.key):
        return
    check_basic(post, secret, now, fetched)


def read(post: Post) -> list[Return]:
    """The event, if it is one of what comes back."""
    return each(post.data(), _return)


def _return(event: Mapping[str, Any]) -> Return | None:
    # "hard_bounce" in one of its services, "hardBounce" in another.
    what = text_of(event, "event").lower().replace("_", "").replace(" ", "")
    kind = KINDS.get(what)
    if kind is None:
        return None
    why, message_id = text_of(event, "reason"), text_of(event, "message-id")
    moment = text_of(event, "ts_epoch", "ts_event", "ts")
    return returned(
        "brevo",
        judged(why, kind) if kind in BY_WORDS else kind,
        event_id=f"{what}:{moment}:{message_id}:{text_of(event, 'email')}",
        address=text_of(event, "email"),
        when=moment_of(moment),
        words=why,
        marks=(message_id,),
    )


HOOK = Hook(name="brevo", verify=verify, read=read)
