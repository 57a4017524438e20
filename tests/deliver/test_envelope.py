"""What an SMTP command can say, and that nothing else is ever said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.envelope import LONGEST_PATH, Envelope, UnsayableAddress, path, unsayable
from digest.model import VerdictKind
from tests.deliver.letters import a_letter


def test_an_envelope_is_two_paths() -> None:
    envelope = Envelope.of(a_letter(envelope_from="b+1@ours.example", envelope_to="o'neil@example.org"))
    assert (envelope.sender, envelope.recipient) == (b"<b+1@ours.example>", b"<o'neil@example.org>")
    assert not envelope.utf8


def test_an_address_beyond_ascii_needs_smtputf8_whoever_forgot_to_say_so() -> None:
    assert Envelope.of(a_letter(envelope_to="ü@example.org", needs_smtputf8=False)).utf8
    assert Envelope.of(a_letter(needs_smtputf8=True)).utf8


@pytest.mark.parametrize(
    "address",
    [
        "a b@example.org",
        "a\tb@example.org",
        "a>b@example.org",
        "<a@example.org>",
        "a@example.org>\r\nRCPT TO:<evil@example.org",
        "a@example.org\n",
        "a\x00@example.org",
        "a\u2028b@example.org",
        "a\u202eb@example.org",
        "a\udcff@example.org",
        "x" * LONGEST_PATH + "@example.org",
        "",
    ],
)
def test_what_would_end_the_path_or_the_command_is_never_said(address: str) -> None:
    with pytest.raises(UnsayableAddress) as caught:
        path(address, ours=False)
    assert not caught.value.ours
    assert str(caught.value).isascii() or "…" in str(caught.value)
    assert unsayable(caught.value).kind is VerdictKind.REFUSED


def test_the_same_in_the_return_path_is_ours() -> None:
    with pytest.raises(UnsayableAddress) as caught:
        Envelope.of(a_letter(envelope_from="a b@ours.example"))
    assert caught.value.ours
    assert unsayable(caught.value).kind is VerdictKind.SENDER_FAULT


def test_only_the_return_path_may_be_empty() -> None:
    assert path("", ours=True) == b"<>"


@given(st.text(max_size=300))
def test_a_path_is_one_word_on_one_line_or_none(address: str) -> None:
    try:
        written = path(address, ours=True)
    except UnsayableAddress:
        return
    assert written.startswith(b"<")
    assert written.endswith(b">")
    assert not set(b"\r\n\x00 <>") & set(written[1:-1])
    assert len(written) <= LONGEST_PATH
    assert written[1:-1].decode() == address
