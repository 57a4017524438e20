"""Posts as each provider's documents show them, signed as the provider signs."""

from __future__ import annotations

import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from digest.deliver.hooks import Post, Secret
from tests.makers import NOW

TOPIC = "arn:aws:sns:eu-west-1:123456789012:returns"
CERT_URL = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-abc.pem"
MAILGUN = Secret(key="a webhook signing key")
LOGIN = Secret(key="low tide", user="digest")
STANDARD = Secret(key="whsec_" + b64encode(b"thirty-two bytes of some secret.").decode())
SES = Secret(topics=(TOPIC,))


def post(data: object, **headers: str) -> Post:
    return Post(
        headers={name.replace("_", "-"): value for name, value in headers.items()}, body=json.dumps(data).encode()
    )


def mailgun(event: Mapping[str, Any], *, at: datetime = NOW, key: str = MAILGUN.key) -> Post:
    timestamp, token = str(int(at.timestamp())), "a" * 50
    signature = hmac.new(key.encode(), f"{timestamp}{token}".encode(), sha256).hexdigest()
    return post(
        {"signature": {"timestamp": timestamp, "token": token, "signature": signature}, "event-data": dict(event)}
    )


def basic(data: object, *, user: str = LOGIN.user, password: str = LOGIN.key) -> Post:
    return post(data, authorization="Basic " + b64encode(f"{user}:{password}".encode()).decode())


def standard(data: object, *, at: datetime = NOW, secret: Secret = STANDARD, message: str = "msg_1") -> Post:
    body, timestamp = json.dumps(data).encode(), str(int(at.timestamp()))
    signed = f"{message}.{timestamp}.".encode() + body
    mark = b64encode(hmac.digest(key_of(secret), signed, sha256)).decode()
    names = {"webhook-id": message, "webhook-timestamp": timestamp, "webhook-signature": f"v1,xx= v1,{mark}"}
    return Post(headers=names, body=body)


def key_of(secret: Secret) -> bytes:
    return b64decode(secret.key.removeprefix("whsec_"))


@dataclass(frozen=True, slots=True)
class SendGrid:
    """A SendGrid with a key of its own."""

    key: ec.EllipticCurvePrivateKey

    @classmethod
    def fresh(cls) -> SendGrid:
        return cls(ec.generate_private_key(ec.SECP256R1()))

    @property
    def secret(self) -> Secret:
        der = self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return Secret(key=b64encode(der).decode())

    def post(self, events: object, *, at: datetime = NOW) -> Post:
        body, timestamp = json.dumps(events).encode(), str(int(at.timestamp()))
        signature = self.key.sign(timestamp.encode() + body, ec.ECDSA(SHA256()))
        return Post(
            headers={
                "x-twilio-email-event-webhook-signature": b64encode(signature).decode(),
                "x-twilio-email-event-webhook-timestamp": timestamp,
            },
            body=body,
        )


@dataclass(frozen=True, slots=True)
class Amazon:
    """An SNS with a certificate of its own."""

    key: rsa.RSAPrivateKey
    certificate: bytes

    @classmethod
    def fresh(cls, *, of: datetime = NOW) -> Amazon:
        key = rsa.generate_private_key(65537, 2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
        built = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(of - timedelta(days=1))
            .not_valid_after(of + timedelta(days=1))
            .sign(key, SHA256())
        )
        return cls(key, built.public_bytes(Encoding.PEM))

    def message(self, text: str, *, version: str = "2", at: datetime = NOW, **fields: str) -> Post:
        message = {
            "Type": "Notification",
            "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
            "TopicArn": TOPIC,
            "Message": text,
            "Timestamp": at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "SignatureVersion": version,
            "SigningCertURL": CERT_URL,
            **fields,
        }
        names = ["Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
        signed = "".join(f"{name}\n{message[name]}\n" for name in names if name in message)
        digest = SHA256() if version == "2" else SHA1()
        message["Signature"] = b64encode(self.key.sign(signed.encode(), PKCS1v15(), digest)).decode()
        return post(message)


def ses_bounce(address: str = "reader@example.net", *, source: str = "news@example.org", **fields: Any) -> str:
    return json.dumps(
        {
            "notificationType": "Bounce",
            "bounce": {
                "bounceType": "Permanent",
                "bounceSubType": "General",
                "bouncedRecipients": [
                    {
                        "emailAddress": address,
                        "status": "5.1.1",
                        "action": "failed",
                        "diagnosticCode": "smtp; 550 5.1.1 user unknown",
                    }
                ],
                "timestamp": "2026-11-24T07:29:00.000Z",
                "feedbackId": "feedback-1",
                **fields,
            },
            "mail": {"source": source, "messageId": "0000-1", "headers": [{"name": "Message-ID", "value": "<a@b.c>"}]},
        }
    )
