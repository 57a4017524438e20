"""Amazon SES by way of SNS: a certificate's signature over some fields, and a topic that is ours. Pure.

SNS signs for everybody who has an account, so the topic must be one that the settings name. Certificate and
confirmation are only ever fetched from SNS itself, over https.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.x509 import load_pem_x509_certificate

from digest.deliver.hooks.hook import Hook, Post, Secret, check_fresh
from digest.deliver.returned import notification
from digest.deliver.returned.events import events, moment_of, text_of
from digest.errors import Unproven
from digest.model import Return

WITHIN = timedelta(hours=24)  # it tries for six hours
# A region, and nothing else that may stand there: "sns.s3.amazonaws.com" is whatever somebody put into a bucket.
SNS = re.compile(r"https://sns\.[a-z]{2,8}(?:-[a-z]{2,12}){1,3}-\d{1,2}\.amazonaws\.com(?:\.cn)?/[\x21-\x7e]{1,2000}")
SIGNED = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
}
OPTIONAL = "Subject"


def wants(post: Post) -> str:
    """Where the certificate is.

    Raises:
        Unproven: that is not at SNS.
    """
    return _at_sns(text_of(_message(post), "SigningCertURL"))


def confirms(post: Post) -> str:
    """Where a subscription is confirmed; "" for any other message.

    Raises:
        Unproven: that is not at SNS.
    """
    message = _message(post)
    return _at_sns(text_of(message, "SubscribeURL")) if message.get("Type") == "SubscriptionConfirmation" else ""


def _at_sns(url: str) -> str:
    if not SNS.fullmatch(url):
        raise Unproven("An address in the message does not lead to Amazon SNS.")
    return url


def _message(post: Post) -> Mapping[str, Any]:
    return next(events(post.data()), {})


def verify(post: Post, secret: Secret, now: datetime, fetched: bytes) -> None:
    """Raise Unproven unless the message is of a topic of ours and signed with the certificate ``fetched``."""
    message = _message(post)
    fields = SIGNED.get(text_of(message, "Type"))
    if fields is None or text_of(message, "TopicArn") not in secret.topics:
        raise Unproven("The message is of no topic that returns.ses.topics names.")
    lines = [
        line for name in fields if name != OPTIONAL or name in message for line in (name, str(message.get(name, "")))
    ]
    digest = SHA256() if text_of(message, "SignatureVersion") == "2" else SHA1()  # noqa: S303 - version 1 is SHA-1
    try:
        certificate = load_pem_x509_certificate(fetched)
        key = certificate.public_key()
        if not isinstance(key, RSAPublicKey):
            raise Unproven("The certificate is not one of Amazon SNS.")
        signature = b64decode(text_of(message, "Signature"), validate=True)
        key.verify(signature, ("\n".join(lines) + "\n").encode(), PKCS1v15(), digest)
    except (ValueError, InvalidSignature, UnsupportedAlgorithm) as fault:
        raise Unproven("The signature is not that of Amazon SNS.") from fault
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise Unproven("The certificate is not valid at this time.")
    check_fresh(moment_of(message.get("Timestamp")), now, WITHIN)


def read(post: Post) -> list[Return]:
    """What the notification says of each recipient."""
    message = _message(post)
    return notification.read(str(message.get("Message", ""))) if message.get("Type") == "Notification" else []


HOOK = Hook(name="ses", verify=verify, read=read, wants=wants, confirms=confirms)
