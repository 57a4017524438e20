"""What Amazon SES tells by way of SNS, and that only SNS is believed and asked."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from digest.deliver.hooks import HOOKS
from digest.errors import Unproven
from digest.model import ReturnKind
from tests.deliver.hooks import posts
from tests.deliver.hooks.posts import SES, Amazon
from tests.deliver.hooks.test_hooks import COMPLAINT, HARD, POLICY, READER, SOFT, kinds, read
from tests.makers import NOW

AMAZON = Amazon.fresh()


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
