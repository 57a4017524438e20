"""Mailjet: it signs nothing, so a user and password stand in the address it posts to; one event or many. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from digest.deliver.hooks.hook import Hook, Post, check_basic
from digest.deliver.returned.events import each, judged, moment_of, returned, text_of
from digest.model import Return, ReturnKind

KINDS = {"spam": ReturnKind.COMPLAINT, "unsub": ReturnKind.LEAVE}
NOT_THE_READER = ("content", "spam", "system", "mailjet")  # what an error is related to


def read(post: Post) -> list[Return]:
    """Those of the events that are about what comes back."""
    return each(post.data(), _return)


def _return(event: Mapping[str, Any]) -> Return | None:
    kind = _kind(event)
    if kind is None:
        return None
    # Mailjet gives its events no id.
    names = ("event", "time", "MessageID", "email")
    return returned(
        "mailjet",
        kind,
        event_id=":".join(text_of(event, name) for name in names),
        address=text_of(event, "email"),
        when=moment_of(event.get("time")),
        words=" ".join(
            filter(None, (text_of(event, "error_related_to"), text_of(event, "error"), text_of(event, "comment")))
        ),
    )


def _kind(event: Mapping[str, Any]) -> ReturnKind | None:
    what, error = text_of(event, "event"), text_of(event, "error")
    if what == "bounce" and error == "greylisted":
        return ReturnKind.DELAYED
    if what == "bounce":
        hard = text_of(event, "hard_bounce").lower() in ("true", "1")
        hard = hard and text_of(event, "error_related_to") not in NOT_THE_READER
        otherwise = ReturnKind.HARD if hard else ReturnKind.SOFT
        return judged(f"{error} {text_of(event, 'comment')}", otherwise)
    if what == "blocked":  # Mailjet sends no letter to whom it knows already, and says what it knows
        return ReturnKind.COMPLAINT if error == "spam reporter" else judged(error, ReturnKind.POLICY)
    return KINDS.get(what)


HOOK = Hook(name="mailjet", verify=check_basic, read=read)
