"""The key in DNS beside the key that signs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from digest.deliver.sign.keys import SigningKey
from digest.doctor.published import compared
from tests.signing import ed25519_key, rsa_key

OURS = rsa_key().record.text
OTHER = rsa_key(selector="other").public


@pytest.mark.parametrize("key", [rsa_key(), ed25519_key()], ids=lambda key: key.kind)
def test_our_own_record_is_well(key: SigningKey) -> None:
    assert compared(key, [key.record.text]).state == "well"


@pytest.mark.parametrize(
    "text", [OURS.replace("; ", ";"), f" {OURS} ;", OURS.replace("k=rsa; ", ""), f"{OURS}; h=sha1:sha256; s=email"]
)
def test_the_same_key_may_be_written_otherwise(text: str) -> None:
    assert compared(rsa_key(), [text]).state == "well"


@pytest.mark.parametrize(
    ("texts", "state", "words"),
    [
        ([], "ill", "there is no record"),
        ([OURS, OURS], "ill", "there are 2 records"),
        ([f"v=DKIM1; k=rsa; p={OTHER}"], "ill", "another key"),
        (["v=DKIM1; k=rsa; p="], "ill", "revoked"),
        (["v=DKIM1; k=rsa"], "ill", "holds no key"),
        (["some other text"], "ill", "holds no key"),
        ([OURS.replace("DKIM1", "DKIM2")], "ill", "v=DKIM2"),
        ([ed25519_key().record.text], "ill", "another kind (ed25519, ours is rsa)"),
        ([f"{OURS}; h=sha1"], "ill", "does not allow sha256"),
        ([f"{OURS}; s=calendar"], "ill", "not for mail"),
        ([f"{OURS}; t=y"], "warning", "a test only"),
    ],
)
def test_any_other_record_is_told_with_the_one_to_put_there(texts: list[str], state: str, words: str) -> None:
    finding = compared(rsa_key(), texts)
    assert (finding.about, finding.state) == ("DKIM tide._domainkey.harbourpost.example", state)
    assert words in finding.words
    assert str(rsa_key().record) in finding.words


def test_a_short_key_is_a_warning() -> None:
    short = replace(rsa_key(), private=generate_private_key(65537, 1024))
    finding = compared(short, [short.record.text])
    assert finding.state == "warning"
    assert "1024 bits" in finding.words
    assert "digest dkim new --domain harbourpost.example" in finding.words
