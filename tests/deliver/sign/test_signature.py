"""DKIM signatures as dkimpy reads them: valid as sent, broken by any change (reliability M-05, M-08)."""

from __future__ import annotations

import re

import pytest
from dkim.canonicalization import Relaxed
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.deliver.sign import sign
from digest.deliver.sign.canonical import COVERED, relaxed_body
from tests.messages import check_the_wire
from tests.signing import a_pressed_letter, ed25519_key, rsa_key, verdicts

LETTER = a_pressed_letter()
BOTH = (rsa_key(), ed25519_key())
SIGNED = sign(LETTER.message, BOTH, relaxed=LETTER.relaxed)
LINES = st.text(alphabet=st.sampled_from(" \t\nab"), max_size=60)


def test_both_signatures_of_a_letter_are_valid_and_its_bytes_are_untouched() -> None:
    assert verdicts(SIGNED, *BOTH) == [True, True]
    assert SIGNED.endswith(LETTER.message)
    assert SIGNED.count(b"DKIM-Signature:") == 2
    check_the_wire(SIGNED)


def test_a_letter_says_of_itself_that_it_is_relaxed_and_is_signed_the_same_without_being_asked() -> None:
    assert LETTER.relaxed
    assert sign(LETTER.message, BOTH) == SIGNED
    body = LETTER.message.partition(b"\r\n\r\n")[2]
    assert Relaxed.canonicalize_body(body) == body


def test_a_letter_tried_again_has_the_same_bytes() -> None:
    assert sign(a_pressed_letter().message, BOTH) == SIGNED


def test_the_signature_covers_what_receivers_ask_for() -> None:
    line = re.sub(rb"\s", b"", SIGNED.partition(b"\r\nDKIM-Signature")[0])
    tags = dict(tag.split(b"=", 1) for tag in line.removeprefix(b"DKIM-Signature:").split(b";"))
    assert tags[b"a"] == b"rsa-sha256"
    assert tags[b"c"] == b"relaxed/relaxed"
    assert not {b"l", b"t", b"x"} & tags.keys()
    assert tags[b"h"].split(b":") == [
        b"from", b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type", b"reply-to",
        b"list-id", b"list-unsubscribe", b"list-unsubscribe-post", b"feedback-id",
    ]  # fmt: skip


def headers_covered() -> list[str]:
    present = LETTER.message.partition(b"\r\n\r\n")[0].lower()
    return [name.decode() for name in COVERED if re.search(rb"(?m)^%s:" % re.escape(name), present)]


@pytest.mark.parametrize("name", headers_covered())
def test_changing_or_taking_out_a_covered_header_breaks_both_signatures(name: str) -> None:
    line = re.compile(rb"(?im)^(%s:[^\r]*(?:\r\n[ \t][^\r]*)*)\r\n" % name.encode())
    assert line.search(SIGNED)
    assert verdicts(line.sub(rb"\1x\r\n", SIGNED, count=1), *BOTH) == [False, False]
    assert verdicts(line.sub(b"", SIGNED, count=1), *BOTH) == [False, False]


@pytest.mark.parametrize("part", [0.0, 0.13, 0.5, 0.87, 1.0])
def test_changing_one_byte_of_the_body_breaks_both_signatures(part: float) -> None:
    start = SIGNED.index(b"\r\n\r\n") + 4
    place = start + int(part * (len(SIGNED) - start - 3))
    changed = bytearray(SIGNED)
    changed[place] ^= 1
    assert verdicts(bytes(changed), *BOTH) == [False, False]
    assert verdicts(SIGNED + b"more\r\n", *BOTH) == [False, False]


def test_a_second_from_breaks_the_signatures_and_what_a_hop_adds_does_not() -> None:
    assert verdicts(b"From: Mallory <m@mallory.example>\r\n" + SIGNED, *BOTH) == [False, False]
    assert verdicts(b"Received: from a by b; Tue, 24 Nov 2026 07:30:00 +0000\r\n" + SIGNED, *BOTH) == [True, True]
    assert verdicts(SIGNED.replace(b"Precedence: bulk", b"Precedence: list"), *BOTH) == [True, True]


def test_two_letters_have_two_signatures() -> None:
    assert sign(a_pressed_letter(recipient=2).message, BOTH) != SIGNED


@given(text=LINES)
def test_a_body_is_brought_into_relaxed_form_as_dkimpy_does_it(text: str) -> None:
    body = text.replace("\n", "\r\n").encode()
    whole = body if not body or body.endswith(b"\r\n") else body + b"\r\n"
    assert relaxed_body(body) == Relaxed.canonicalize_body(whole)


@settings(max_examples=60)
@given(subject=LINES, text=LINES)
def test_any_message_is_signed_as_it_is_read(subject: str, text: str) -> None:
    folded = re.sub(r"[ \t]*\n+", "\r\n ", subject.strip())
    head = f"FROM: \t Ana <ana@{BOTH[0].domain}>\r\nSubject: x{folded}\r\nTo: a@example.org\r\nTO:\tb@example.org\r\n"
    rest = "Content-Transfer-Encoding: 8bit\r\nX-Other: \t1\r\n\r\n" + f"{text}\n".replace("\n", "\r\n")
    message = (head + rest).encode()
    assert verdicts(sign(message, BOTH), *BOTH) == [True, True]


@pytest.mark.parametrize(
    "message", [b"From: a@example.org\r\n\r\n", b"From: a@example.org\r\n", b"Subject: x\r\n\r\nx\r\n"]
)
def test_odd_messages_are_signed_too(message: bytes) -> None:
    signed = sign(message, BOTH)
    assert signed.endswith(message)
    assert signed.count(b"DKIM-Signature:") == 2


def test_without_keys_nothing_is_signed() -> None:
    assert sign(LETTER.message, ()) == LETTER.message
