"""Quoted-printable pieces: any join of them is legal, and is already in relaxed form (RFC 6376 §3.4.4)."""

from __future__ import annotations

import quopri

import pytest
from dkim.canonicalization import Relaxed
from hypothesis import given
from hypothesis import strategies as st

from digest.render.encode import encode_piece, encode_value, is_relaxed

BLANKS = st.text(alphabet=st.sampled_from(" \t\n.F=aé"), max_size=200)
TEXTS = st.one_of(BLANKS, st.text(alphabet=st.characters(exclude_characters="\r", codec="utf-8"), max_size=200))


@given(pieces=st.lists(TEXTS, min_size=1, max_size=4), value=TEXTS)
def test_relaxed_canonicalisation_leaves_every_join_as_it_is(pieces: list[str], value: str) -> None:
    body = encode_value(value).join(encode_piece(piece) for piece in pieces) + b"--end--\r\n"
    assert Relaxed.canonicalize_body(body) == body
    assert is_relaxed(body)


@given(pieces=st.lists(TEXTS, min_size=1, max_size=4))
def test_what_is_encoded_is_read_back_whole(pieces: list[str]) -> None:
    encoded = b"".join(encode_piece(piece) for piece in pieces)
    assert quopri.decodestring(encoded).replace(b"\r\n", b"\n").decode() == "".join(pieces)
    for line in encoded.split(b"\r\n"):
        assert len(line) <= 76
        assert not line.startswith((b".", b"From "))
        assert not line.endswith((b" ", b"\t"))


@pytest.mark.parametrize(
    "body", [b"two  blanks\r\n", b"a\ttab\r\n", b"a blank at the end \r\n", b"no line end", b"two line ends\r\n\r\n"]
)
def test_a_body_that_would_be_changed_is_told_from_one_that_would_not(body: bytes) -> None:
    assert not is_relaxed(body)
    assert is_relaxed(Relaxed.canonicalize_body(body + b"\r\n"))
