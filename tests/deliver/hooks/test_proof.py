"""Who may post: a signature or a login, fresh, over exactly this body; and no odd body is ever too odd."""

from __future__ import annotations

import hmac
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
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


def complained(at: datetime) -> Post:
    return posts.mailgun({"event": "complained", "recipient": "reader@example.net", "timestamp": at.timestamp()}, at=at)


SIGNED: dict[str, tuple[Any, Secret, bytes, timedelta]] = {
    "mailgun": (complained, MAILGUN, b"", timedelta(hours=24)),
    "sendgrid": (lambda at: SENDGRID.post([{"event": "spamreport"}], at=at), SENDGRID.secret, b"", timedelta(hours=24)),
    "standard": (lambda at: posts.standard({"kind": "hard"}, at=at), STANDARD, b"", timedelta(minutes=5)),
    "ses": (lambda at: AMAZON.message("x", at=at), SES, AMAZON.certificate, timedelta(hours=24)),
}


@pytest.mark.parametrize("name", SIGNED)
def test_a_signature_is_good_for_its_body_and_its_time_only(name: str) -> None:
    make, secret, fetched, within = SIGNED[name]
    verify = HOOKS[name].verify
    verify(make(NOW), secret, NOW, fetched)
    verify(make(NOW - within + timedelta(minutes=1)), secret, NOW, fetched)
    for moment in (NOW - within - timedelta(minutes=1), NOW + timedelta(minutes=6)):
        with pytest.raises(Unproven, match="too old"):
            verify(make(moment), secret, NOW, fetched)


@pytest.mark.parametrize("name", SIGNED)
def test_nothing_can_be_changed_in_what_was_signed(name: str) -> None:
    make, secret, fetched, _ = SIGNED[name]
    good = make(NOW)
    signed = {"mailgun": b'"timestamp": "', "ses": b'"Message": "'}.get(name, b"{")
    changed = replace(good, body=good.body.replace(signed, signed + b"1 ", 1))
    assert changed.body != good.body
    for post in (changed, replace(good, headers={}) if good.headers else Post(headers={}, body=b"{}")):
        with pytest.raises(Unproven):
            HOOKS[name].verify(post, secret, NOW, fetched)


@pytest.mark.parametrize("name", HOOKS)
@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b"1", b'"x"', b"\xff", b"[" * 5000, b'{"signature": 1}'])
def test_no_body_is_proven_without_a_secret_or_a_signature(name: str, body: bytes) -> None:
    given = {"sendgrid": SENDGRID.secret, "standard": STANDARD, "ses": SES, "mailgun": MAILGUN}.get(name, LOGIN)
    for secret in (Secret(), given):
        with pytest.raises(Unproven):
            HOOKS[name].verify(Post(headers={}, body=body), secret, NOW, b"")


@pytest.mark.parametrize("name", ["postmark", "mailjet", "brevo"])
@pytest.mark.parametrize(
    ("user", "password"), [("digest", "high tide"), ("other", "low tide"), ("", ""), ("digest", "")]
)
def test_a_wrong_login_proves_nothing(name: str, user: str, password: str) -> None:
    for secret in (LOGIN, Secret(user="digest")):
        with pytest.raises(Unproven):
            HOOKS[name].verify(posts.basic({}, user=user, password=password), secret, NOW, b"")


@pytest.mark.parametrize("name", HOOKS)
@pytest.mark.parametrize(
    "data",
    [None, 1, "x", [], [1, None, "x"], {"event": {}}, {"event-data": []}, {"Type": "Notification", "Message": None},
     {"Type": "Notification", "Message": '{"notificationType": "Bounce", "bounce": {"bouncedRecipients": [1, {}]}}'},
     [{"event": "bounce", "reason": {"a": 1}, "email": 5, "timestamp": "never", "status": []}],
     {"RecordType": "Bounce", "Type": [], "BouncedAt": 1e300}],
)  # fmt: skip
def test_no_shape_of_data_is_too_odd_to_be_read(name: str, data: object) -> None:
    assert all(isinstance(one, Return) for one in HOOKS[name].read(posts.post(data)))


@pytest.mark.parametrize("field", ["timestamp", "token", "signature"])
def test_half_a_character_proves_nothing(field: str) -> None:
    signature = {"timestamp": "1", "token": "t", "signature": "s"} | {field: "\ud800"}
    with pytest.raises(Unproven):
        HOOKS["mailgun"].verify(posts.post({"signature": signature}), MAILGUN, NOW, b"")


def test_an_overheard_signature_stays_the_same_event_wherever_its_time_is_said_to_end() -> None:
    """A token may begin with digits, and three more of them make seconds to milliseconds."""
    timestamp, token = str(int(NOW.timestamp())), "123abc"
    signed = hmac.new(MAILGUN.key.encode(), f"{timestamp}{token}".encode(), sha256).hexdigest()
    event = {"event": "complained", "recipient": "reader@example.net"}
    first, second = (
        posts.post({"signature": {"timestamp": at, "token": rest, "signature": signed}, "event-data": event})
        for at, rest in ((timestamp, token), (f"{timestamp}123", "abc"))
    )
    for post in (first, second):
        HOOKS["mailgun"].verify(post, MAILGUN, NOW, b"")
    assert HOOKS["mailgun"].read(first)[0].event_id == HOOKS["mailgun"].read(second)[0].event_id


@pytest.mark.parametrize(
    "when", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1e300", "-1e18", "nan", "never", None]
)
def test_a_time_that_is_none_is_left_out(when: object) -> None:
    (found,) = HOOKS["standard"].read(posts.standard({"kind": "hard", "when": when}))
    assert found.when is None


def test_every_event_of_a_post_is_read_however_many_there_are() -> None:
    data = [{"kind": "hard"}] * 30_000
    assert len(HOOKS["standard"].read(posts.standard(data))) == len(data)
