"""Keys for signing: what files may hold, and the record that stands in DNS for them."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from dnslib import RR

from digest.deliver.sign.keys import SigningKey, as_pem, new_key, read_key
from digest.errors import SettingsError
from tests.signing import ed25519_key, rsa_key

RSA = rsa_key().private
PLAIN, PKCS8 = NoEncryption(), PrivateFormat.PKCS8


def read(pem: bytes) -> SigningKey:
    return read_key(pem, domain="harbourpost.example", selector="tide", file="tide.pem", key="dkim.1.key_file")


@pytest.mark.parametrize("format_of", [PKCS8, PrivateFormat.TraditionalOpenSSL])
def test_an_rsa_key_is_read_in_both_forms(format_of: PrivateFormat) -> None:
    key = read(RSA.private_bytes(Encoding.PEM, format_of, PLAIN))
    assert (key.kind, key.bits, key.record) == ("rsa", 2048, rsa_key().record)


def test_a_key_written_is_read_back() -> None:
    for key in (rsa_key(), ed25519_key(selector="tide")):
        assert read(as_pem(key)).record == key.record


def test_a_short_rsa_key_is_read_and_known_as_short() -> None:
    assert read(rsa.generate_private_key(65537, 1024).private_bytes(Encoding.PEM, PKCS8, PLAIN)).bits == 1024


@pytest.mark.parametrize(
    ("pem", "why"),
    [
        (b"", "no private key in PEM"),
        (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "no private key in PEM"),
        (RSA.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), "no private key in PEM"),
        (RSA.private_bytes(Encoding.PEM, PKCS8, BestAvailableEncryption(b"low tide")), "locked by a password"),
        (ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PKCS8, PLAIN), "neither RSA nor Ed25519"),
        (ed448.Ed448PrivateKey.generate().private_bytes(Encoding.PEM, PKCS8, PLAIN), "neither RSA nor Ed25519"),
        (dsa.generate_private_key(1024).private_bytes(Encoding.PEM, PKCS8, PLAIN), "neither RSA nor Ed25519"),
    ],
    ids=["empty", "broken", "public", "locked", "ec", "ed448", "dsa"],
)
def test_a_key_that_cannot_sign_is_named_with_what_to_do(pem: bytes, why: str) -> None:
    with pytest.raises(SettingsError, match=why) as caught:
        read(pem)
    assert caught.value.key == "dkim.1.key_file"
    assert "digest dkim new --domain harbourpost.example" in str(caught.value)
    assert "tide.pem" in str(caught.value)


@pytest.mark.parametrize("key", [rsa_key(), ed25519_key()], ids=lambda key: key.kind)
def test_a_record_can_be_pasted_into_a_zone_file(key: SigningKey) -> None:
    (parsed,) = RR.fromZone(str(key.record))
    assert str(parsed.rname) == f"{key.selector}._domainkey.harbourpost.example."
    assert b"".join(parsed.rdata.data).decode() == key.record.text
    assert max(len(string) for string in key.record.strings) <= 255
    assert key.record.text.startswith(f"v=DKIM1; k={key.kind}; p=")


def test_every_new_key_is_another() -> None:
    one, other = (new_key("ed25519", domain="a.example", selector="s") for _ in range(2))
    assert one.public != other.public
    assert len(one.public) == 44


def test_a_private_key_is_never_shown() -> None:
    assert "private" not in repr(rsa_key())
