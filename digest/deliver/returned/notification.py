"""What Amazon SES says of a bounce or complaint in its own JSON, by webhook or by mail. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from digest.deliver.returned.events import child, children, judged, moment_of, returned, text_of
from digest.model import Return, ReturnKind

REPORTED = ("action", "status", "diagnosticCode")
OUR_MESSAGE = ("ContentRejected", "AttachmentRejected")


def read(text: str) -> list[Return]:
    """SES's own JSON, which also comes by mail where a topic is subscribed to by mail; [] for anything else."""
    try:
        notice = json.loads(text)
    except (ValueError, RecursionError):
        return []
    if not isinstance(notice, dict):
        return []
    mail, what = child(notice, "mail"), text_of(notice, "notificationType", "eventType")
    marks = (text_of(mail, "source"), *_message_ids(mail))
    return list(_returns(notice, what, marks))


def _message_ids(mail: Mapping[str, Any]) -> Iterator[str]:
    """The Message-ID that was ours before SES put in its own."""
    for header in children(mail, "headers"):
        if text_of(header, "name").lower() in ("message-id", "return-path"):
            yield text_of(header, "value")


def _returns(notice: Mapping[str, Any], what: str, marks: tuple[str, ...]) -> Iterator[Return]:
    body = child(notice, what.lower())
    names = {"Bounce": "bouncedRecipients", "Complaint": "complainedRecipients"}
    for number, one in enumerate(children(body, names.get(what, ""))):
        words, status = text_of(one, "diagnosticCode"), text_of(one, "status")
        kind = ReturnKind.COMPLAINT
        if what == "Bounce":
            kind = judged(words, _called(body, one), enhanced=status)
        elif text_of(body, "complaintFeedbackType") == "not-spam":
            continue
        yield returned(
            "ses",
            kind,
            event_id=f"{text_of(body, 'feedbackId')}:{number}",
            address=text_of(one, "emailAddress"),
            when=moment_of(body.get("timestamp")),
            words=words,
            enhanced=status,
            marks=marks,
        )


def _called(bounce: Mapping[str, Any], recipient: Mapping[str, Any]) -> ReturnKind:
    """What SES calls it. Answers of machines come as transient and general too, but without any report of a server."""
    kind, more = text_of(bounce, "bounceType"), text_of(bounce, "bounceSubType")
    if kind == "Permanent":
        return ReturnKind.HARD
    if kind == "Transient" and more == "General" and not any(text_of(recipient, name) for name in REPORTED):
        return ReturnKind.AUTO_REPLY
    return ReturnKind.POLICY if more in OUR_MESSAGE else ReturnKind.SOFT
