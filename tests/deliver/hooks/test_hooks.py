"""What providers post: what it means, and who may say so."""

from __future__ import annotations

from typing import Any

import pytest

from digest.deliver.hooks import HOOKS, Post, Secret
from digest.model import Return, ReturnKind
from tests.deliver.hooks import posts
from tests.deliver.hooks.posts import LOGIN, MAILGUN, STANDARD, SendGrid
from tests.makers import NOW

HARD, SOFT, POLICY = ReturnKind.HARD, ReturnKind.SOFT, ReturnKind.POLICY
DELAYED, COMPLAINT, LEAVE = ReturnKind.DELAYED, ReturnKind.COMPLAINT, ReturnKind.LEAVE
SENDGRID = SendGrid.fresh()
READER = "reader@example.net"


def read(name: str, post: Post, secret: Secret, fetched: bytes = b"") -> list[Return]:
    HOOKS[name].verify(post, secret, NOW, fetched)
    return HOOKS[name].read(post)


def kinds(found: list[Return]) -> list[ReturnKind]:
    return [one.kind for one in found]


# --- Mailgun


def mailgun_event(event: str, **fields: Any) -> dict[str, Any]:
    return {
        "event": event,
        "id": "event-1",
        "recipient": READER,
        "timestamp": NOW.timestamp(),
        "message": {"headers": {"message-id": "mark@news.example.org"}},
        "envelope": {"sender": "bounces+mark@news.example.org"},
        **fields,
    }


@pytest.mark.parametrize(
    ("event", "fields", "kind"),
    [
        ("failed", {"severity": "permanent", "delivery-status": {"code": 550, "message": "5.1.1 no such user"}}, HARD),
        ("failed", {"severity": "permanent", "delivery-status": {"code": 552, "message": "5.2.2 full"}}, SOFT),
        ("failed", {"severity": "permanent", "delivery-status": {"code": 550, "message": "5.7.26 no DKIM"}}, POLICY),
        ("failed", {"severity": "permanent", "reason": "suppress-bounce", "delivery-status": {"code": 605}}, HARD),
        ("failed", {"severity": "permanent", "reason": "suppress-complaint"}, COMPLAINT),
        ("failed", {"severity": "permanent", "reason": "suppress-unsubscribe"}, LEAVE),
        ("failed", {"severity": "permanent", "reason": "espblock", "delivery-status": {"code": 550}}, POLICY),
        ("failed", {"severity": "temporary", "delivery-status": {"code": 550, "message": "no such user"}}, DELAYED),
        ("complained", {}, COMPLAINT),
        ("unsubscribed", {}, LEAVE),
        ("delivered", {}, None),
        ("opened", {}, None),
    ],
)
def test_mailgun(event: str, fields: dict[str, Any], kind: ReturnKind | None) -> None:
    found = read("mailgun", posts.mailgun(mailgun_event(event, **fields)), MAILGUN)
    assert kinds(found) == ([kind] if kind else [])
    for one in found:
        assert (one.address, one.when) == (READER, NOW)
        assert one.event_id == f"mailgun:{int(NOW.timestamp())}{'a' * 50}"
        assert one.marks == ("bounces+mark@news.example.org", "mark@news.example.org")


# --- SendGrid


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ({"event": "bounce", "type": "bounce", "status": "5.1.1", "reason": "550 5.1.1 user unknown"}, HARD),
        ({"event": "bounce", "type": "bounce", "status": "5.0.0", "reason": "no words we know"}, HARD),
        ({"event": "bounce", "type": "blocked", "status": "5.0.0", "reason": "no words we know"}, SOFT),
        ({"event": "bounce", "type": "expired", "reason": "no words we know"}, SOFT),
        ({"event": "bounce", "type": "blocked", "reason": "550 5.7.1 blocked as spam"}, POLICY),
        ({"event": "dropped", "reason": "Bounced Address"}, HARD),
        ({"event": "dropped", "reason": "Spam Reporting Address"}, COMPLAINT),
        ({"event": "dropped", "reason": "Unsubscribed Address"}, LEAVE),
        ({"event": "dropped", "reason": "Spam Content"}, POLICY),
        ({"event": "deferred", "response": "450 later"}, DELAYED),
        ({"event": "spamreport"}, COMPLAINT),
        ({"event": "unsubscribe"}, LEAVE),
        ({"event": "group_unsubscribe"}, LEAVE),
        ({"event": "processed"}, None),
        ({"event": "delivered"}, None),
    ],
)
def test_sendgrid(event: dict[str, Any], kind: ReturnKind | None) -> None:
    about = {"email": READER, "timestamp": int(NOW.timestamp()), "sg_event_id": "x1", "smtp-id": "<mark@example.org>"}
    found = read("sendgrid", SENDGRID.post([event | about]), SENDGRID.secret)
    assert kinds(found) == ([kind] if kind else [])
    for one in found:
        assert (one.address, one.when, one.event_id) == (READER, NOW, "sendgrid:x1")
        assert one.marks == ("<mark@example.org>",)


def test_sendgrid_posts_many_events_at_once() -> None:
    many = [{"event": "spamreport", "email": f"r{n}@example.net", "sg_event_id": str(n)} for n in range(1000)]
    found = read("sendgrid", SENDGRID.post(many), SENDGRID.secret)
    assert len({one.event_id for one in found}) == 1000


# --- Postmark, Mailjet, Brevo


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ({"RecordType": "Bounce", "Type": "HardBounce", "Details": "smtp;550 5.1.1 does not exist"}, HARD),
        ({"RecordType": "Bounce", "Type": "HardBounce", "Details": "smtp;552 5.2.2 over quota"}, SOFT),
        ({"RecordType": "Bounce", "Type": "BadEmailAddress"}, HARD),
        ({"RecordType": "Bounce", "Type": "SoftBounce", "Details": "something"}, SOFT),
        ({"RecordType": "Bounce", "Type": "Transient", "Details": "later"}, DELAYED),
        ({"RecordType": "Bounce", "Type": "AutoResponder", "Details": "user unknown"}, ReturnKind.AUTO_REPLY),
        ({"RecordType": "Bounce", "Type": "SpamNotification"}, POLICY),
        ({"RecordType": "Bounce", "Type": "DMARCPolicy"}, POLICY),
        ({"RecordType": "SpamComplaint", "Type": "SpamComplaint"}, COMPLAINT),
        (
            {"RecordType": "SubscriptionChange", "SuppressSending": True, "SuppressionReason": "ManualSuppression"},
            LEAVE,
        ),
        ({"RecordType": "SubscriptionChange", "SuppressSending": True, "SuppressionReason": "HardBounce"}, HARD),
        ({"RecordType": "SubscriptionChange", "SuppressSending": False, "SuppressionReason": None}, None),
        ({"RecordType": "Delivery"}, None),
    ],
)
def test_postmark(event: dict[str, Any], kind: ReturnKind | None) -> None:
    about = {"Email": READER, "ID": 42, "BouncedAt": "2026-11-24T02:30:00.0000000-05:00"}
    found = read("postmark", posts.basic(event | about), LOGIN)
    assert kinds(found) == ([kind] if kind else [])
    for one in found:
        assert (one.address, one.when, one.event_id) == (READER, NOW, "postmark:42")


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ({"event": "bounce", "hard_bounce": True, "error": "user unknown", "error_related_to": "recipient"}, HARD),
        ({"event": "bounce", "hard_bounce": True, "error": "duplicate in campaign"}, HARD),
        ({"event": "bounce", "hard_bounce": True, "error": "system issue", "error_related_to": "system"}, SOFT),
        ({"event": "bounce", "hard_bounce": False, "error": "quota exceeded"}, SOFT),
        ({"event": "bounce", "hard_bounce": False, "error": "greylisted"}, DELAYED),
        ({"event": "bounce", "hard_bounce": True, "error": "relay/access denied"}, POLICY),
        ({"event": "bounce", "hard_bounce": "1", "error": "no words we know"}, HARD),
        ({"event": "blocked", "error": "preblocked"}, POLICY),
        ({"event": "blocked", "error": "user unknown", "error_related_to": "recipient"}, HARD),
        ({"event": "blocked", "error": "quota exceeded"}, SOFT),
        ({"event": "blocked", "error": "spam reporter"}, COMPLAINT),
        ({"event": "blocked", "error": "content blocked"}, POLICY),
        ({"event": "spam", "source": "JMRPP"}, COMPLAINT),
        ({"event": "unsub"}, LEAVE),
        ({"event": "sent"}, None),
    ],
)
def test_mailjet(event: dict[str, Any], kind: ReturnKind | None) -> None:
    about = {"email": READER, "time": int(NOW.timestamp()), "MessageID": 7}
    for data in (event | about, [event | about]):
        found = read("mailjet", posts.basic(data), LOGIN)
        assert kinds(found) == ([kind] if kind else [])
        assert [(one.address, one.when) for one in found] == [(READER, NOW)] * len(found)


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ({"event": "hard_bounce", "reason": " RecipientError: 550 5.5.0 Requested action: mailbox unavailable."}, HARD),
        ({"event": "hardBounce"}, HARD),
        ({"event": "soft_bounce", "reason": "undefined Unable to find MX of domain"}, SOFT),
        ({"event": "invalid_email"}, HARD),
        ({"event": "deferred", "reason": "550 5.1.1 user unknown"}, DELAYED),
        ({"event": "blocked", "reason": "blocked : due to blacklist user"}, POLICY),
        ({"event": "error"}, POLICY),
        ({"event": "spam"}, COMPLAINT),
        ({"event": "complaint"}, COMPLAINT),
        ({"event": "unsubscribed"}, LEAVE),
        ({"event": "opened"}, None),
    ],
)
def test_brevo(event: dict[str, Any], kind: ReturnKind | None) -> None:
    about = {"email": READER, "ts_epoch": int(NOW.timestamp() * 1000), "message-id": "<mark@example.org>"}
    found = read("brevo", posts.basic(event | about), LOGIN)
    assert kinds(found) == ([kind] if kind else [])
    for one in found:
        assert (one.address, one.when, one.marks) == (READER, NOW, ("<mark@example.org>",))
    assert kinds(read("brevo", posts.post(event | about, authorization=f"Bearer {LOGIN.key}"), LOGIN)) == kinds(found)


# --- anybody


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ({"kind": "hard"}, HARD),
        ({"kind": "leave"}, LEAVE),
        ({"code": 550, "enhanced": "5.1.1"}, HARD),
        ({"code": 550, "text": "user unknown"}, HARD),
        ({"code": 452, "text": "mailbox full"}, SOFT),
        ({"enhanced": "5.7.1"}, POLICY),
        ({}, SOFT),
    ],
)
def test_the_generic_post(event: dict[str, Any], kind: ReturnKind) -> None:
    about = {"address": READER, "message_id": "<mark@example.org>", "when": NOW.isoformat()}
    (one,) = read("standard", posts.standard(event | about), STANDARD)
    assert (one.kind, one.address, one.when, one.event_id) == (kind, READER, NOW, "standard:msg_1:0")
    assert one.marks == ("<mark@example.org>",)
