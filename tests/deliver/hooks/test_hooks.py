"""What providers post: what it means, and who may say so."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from digest.deliver.hooks import HOOKS, Post, Secret
from digest.errors import Unproven
from digest.model import Return, ReturnKind
from tests.deliver.hooks import posts
from tests.deliver.hooks.posts import LOGIN, MAILGUN, SES, STANDARD, Amazon, SendGrid
from tests.makers import NOW

HARD, SOFT, POLICY = ReturnKind.HARD, ReturnKind.SOFT, ReturnKind.POLICY
DELAYED, COMPLAINT, LEAVE = ReturnKind.DELAYED, ReturnKind.COMPLAINT, ReturnKind.LEAVE
AMAZON, SENDGRID = Amazon.fresh(), SendGrid.fresh()
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


# --- Amazon SES


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, HARD),
        ({"bouncedRecipients": [{"emailAddress": READER}]}, HARD),
        ({"bounceType": "Transient", "bouncedRecipients": [{"emailAddress": READER}]}, ReturnKind.AUTO_REPLY),
        ({"bounceType": "Transient", "bouncedRecipients": [{"emailAddress": READER, "action": "failed"}]}, SOFT),
        (
            {
                "bounceType": "Transient",
                "bounceSubType": "MailboxFull",
                "bouncedRecipients": [{"emailAddress": READER}],
            },
            SOFT,
        ),
        (
            {
                "bounceType": "Transient",
                "bounceSubType": "ContentRejected",
                "bouncedRecipients": [{"emailAddress": READER}],
            },
            POLICY,
        ),
        ({"bounceType": "Undetermined", "bouncedRecipients": [{"emailAddress": READER}]}, SOFT),
        ({"bouncedRecipients": [{"emailAddress": READER, "status": "5.7.1"}]}, POLICY),
    ],
)
@pytest.mark.parametrize("version", ["1", "2"])
def test_ses_bounces(fields: dict[str, Any], kind: ReturnKind, version: str) -> None:
    post = AMAZON.message(posts.ses_bounce(READER, source="bounces+mark@x.example", **fields), version=version)
    (one,) = read("ses", post, SES, AMAZON.certificate)
    assert (one.kind, one.address, one.event_id) == (kind, READER, "ses:feedback-1:0")
    assert one.marks == ("bounces+mark@x.example", "<a@b.c>")


@pytest.mark.parametrize(("about", "expected"), [("abuse", [COMPLAINT]), (None, [COMPLAINT]), ("not-spam", [])])
def test_ses_complaints(about: str | None, expected: list[ReturnKind]) -> None:
    complaint = {"complainedRecipients": [{"emailAddress": READER}], "feedbackId": "f", "complaintFeedbackType": about}
    text = json.dumps({"eventType": "Complaint", "complaint": complaint, "mail": {}})
    assert kinds(read("ses", AMAZON.message(text), SES, AMAZON.certificate)) == expected


@pytest.mark.parametrize("text", ["", "hello", "[]", "{}", '{"notificationType": "Delivery", "delivery": {}}'])
def test_other_messages_of_a_topic_mean_nothing(text: str) -> None:
    assert read("ses", AMAZON.message(text), SES, AMAZON.certificate) == []


@pytest.mark.parametrize("region", ["us-east-1", "ap-southeast-2", "us-gov-west-1", "eusc-de-east-1"])
def test_ses_may_be_in_any_region(region: str) -> None:
    url = f"https://sns.{region}.amazonaws.com/SimpleNotificationService-0.pem"
    assert HOOKS["ses"].wants(AMAZON.message("x", SigningCertURL=url)) == url


def test_ses_names_its_certificate_and_its_confirmation_at_sns_only() -> None:
    hook = HOOKS["ses"]
    confirm = {
        "Type": "SubscriptionConfirmation",
        "Token": "t",
        "SubscribeURL": "https://sns.eu-west-1.amazonaws.com/?x",
    }
    post = AMAZON.message("please", **confirm)
    assert hook.wants(post) == posts.CERT_URL
    assert hook.confirms(post) == confirm["SubscribeURL"]
    assert read("ses", post, SES, AMAZON.certificate) == []
    assert hook.confirms(AMAZON.message("x")) == ""


@pytest.mark.parametrize(
    "url",
    [
        "http://sns.eu-west-1.amazonaws.com/a.pem",
        "https://sns.eu-west-1.amazonaws.com.evil.example/a.pem",
        "https://evil.example/sns.eu-west-1.amazonaws.com/a.pem",
        "https://s3.eu-west-1.amazonaws.com/evil/a.pem",
        "https://sns.s3.amazonaws.com/a.pem",
        "https://sns.s3-eu-west-1.amazonaws.com/a.pem",
        "https://sns.eu-west-1.amazonaws.com@evil.example/a.pem",
        "https://evil.example#sns.eu-west-1.amazonaws.com/a.pem",
        "https://sns.eu-west-1.amazonaws.com:8443/a.pem",
        "file:///etc/passwd",
        "",
    ],
)
def test_no_certificate_or_confirmation_is_fetched_from_anywhere_else(url: str) -> None:
    with pytest.raises(Unproven):
        HOOKS["ses"].wants(AMAZON.message("x", SigningCertURL=url))
    with pytest.raises(Unproven):
        HOOKS["ses"].confirms(AMAZON.message("x", Type="SubscriptionConfirmation", SubscribeURL=url))


def test_ses_refuses_the_topics_of_others_and_certificates_of_other_times() -> None:
    with pytest.raises(Unproven, match="topic"):
        read("ses", AMAZON.message("x", TopicArn="arn:aws:sns:eu-west-1:999:evil"), SES, AMAZON.certificate)
    old = Amazon.fresh(of=NOW - timedelta(days=400))
    with pytest.raises(Unproven, match="not valid at this time"):
        read("ses", old.message("x"), SES, old.certificate)
    with pytest.raises(Unproven, match="signature"):
        read("ses", AMAZON.message("x"), SES, old.certificate)
    with pytest.raises(Unproven, match="signature"):
        read("ses", AMAZON.message("x"), SES, b"no certificate")


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
