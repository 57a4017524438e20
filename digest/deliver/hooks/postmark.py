"""Postmark: it signs nothing, so a user and password stand in the address it posts to; one event a post. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from digest.deliver.hooks.hook import Hook, Post, check_basic
from digest.deliver.returned.events import each, judged, moment_of, returned, text_of
from digest.model import Return, ReturnKind

BOUNCES = {
    "HardBounce": ReturnKind.HARD,
    "BadEmailAddress": ReturnKind.HARD,
    "SoftBounce": ReturnKind.SOFT,
    "DnsError": ReturnKind.SOFT,
    "Unknown": ReturnKind.SOFT,
    "AddressChange": ReturnKind.SOFT,
    "Transient": ReturnKind.DELAYED,
    "AutoResponder": ReturnKind.AUTO_REPLY,
    "ChallengeVerification": ReturnKind.AUTO_REPLY,
    "Unsubscribe": ReturnKind.LEAVE,
    "SpamComplaint": ReturnKind.COMPLAINT,
}
SUPPRESSIONS = {
    "ManualSuppression": ReturnKind.LEAVE,
    "HardBounce": ReturnKind.HARD,
    "SpamComplaint": ReturnKind.COMPLAINT,
}
BY_WORDS = (ReturnKind.HARD, ReturnKind.SOFT)


def read(post: Post) -> list[Return]:
    """The event, if it is one of what comes back."""
    return each(post.data(), _return)


def _return(event: Mapping[str, Any]) -> Return | None:
    kind = _kind(event)
    if kind is None:
        return None
    moment = text_of(event, "BouncedAt", "ChangedAt")
    return returned(
        "postmark",
        kind,
        event_id=text_of(event, "ID") or f"{text_of(event, 'MessageID')}:{kind.value}:{moment}",
        address=text_of(event, "Email", "Recipient"),
        when=moment_of(moment),
        words=text_of(event, "Details", "Description"),
    )


def _kind(event: Mapping[str, Any]) -> ReturnKind | None:
    record = text_of(event, "RecordType")
    if record == "SpamComplaint":
        return ReturnKind.COMPLAINT
    if record == "SubscriptionChange":
        return SUPPRESSIONS.get(text_of(event, "SuppressionReason")) if event.get("SuppressSending") is True else None
    if record != "Bounce":
        return None
    kind = BOUNCES.get(text_of(event, "Type"), ReturnKind.POLICY)
    return judged(text_of(event, "Details"), kind) if kind in BY_WORDS else kind


HOOK = Hook(name="postmark", verify=check_basic, read=read)
