"""Who signs what, and many letters at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digest.deliver.sign import open_signers
from digest.deliver.sign.keys import SigningKey
from digest.errors import SettingsError
from tests.deliver.letters import a_letter
from tests.signing import DOMAIN, a_pressed_letter, ed25519_key, rsa_key, verdicts


def named(key: SigningKey, domain: str, selector: str = "s") -> SigningKey:
    return replace(key, domain=domain, selector=selector)


@pytest.mark.parametrize(
    ("from_domain", "signs"),
    [
        ("harbourpost.example", ["tide._domainkey.harbourpost.example"]),
        ("HARBOURPOST.example", ["tide._domainkey.harbourpost.example"]),
        ("news.harbourpost.example", ["tide._domainkey.harbourpost.example"]),
        ("city.harbourpost.example", ["s._domainkey.city.harbourpost.example"]),
        ("desk.city.harbourpost.example", ["s._domainkey.city.harbourpost.example"]),
        ("arbourpost.example", []),
        ("otherharbourpost.example", []),
        ("example", []),
    ],
)
async def test_the_nearest_domain_signs(from_domain: str, signs: list[str]) -> None:
    keys = [rsa_key(), named(ed25519_key(), "city.harbourpost.example")]
    async with open_signers(keys) as signers:
        assert [key.record.name for key in signers.for_domain(from_domain)] == signs


async def test_a_letter_that_no_key_is_for_goes_as_it_is() -> None:
    async with open_signers([named(rsa_key(), "elsewhere.example")]) as signers:
        assert await signers.signed([a_letter()], DOMAIN) == [a_letter()]
        assert signers.sign(a_letter().message, DOMAIN) == a_letter().message
    async with open_signers([]) as signers:
        assert await signers.signed([a_letter()], DOMAIN) == [a_letter()]


async def test_rsa_stands_on_top_whatever_the_settings_order() -> None:
    async with open_signers([ed25519_key(), rsa_key()]) as signers:
        (letter,) = await signers.signed([a_pressed_letter()], DOMAIN)
    assert verdicts(letter.message, rsa_key(), ed25519_key()) == [True, True]


async def test_what_the_press_makes_is_signed_as_it_is_sent() -> None:
    letter = a_pressed_letter()
    async with open_signers([rsa_key()]) as signers:
        (signed,) = await signers.signed([letter], DOMAIN)
    assert replace(signed, message=letter.message) == letter
    assert verdicts(signed.message, rsa_key()) == [True]


async def test_two_keys_of_one_name_are_refused() -> None:
    with pytest.raises(SettingsError, match=r"tide\._domainkey\.harbourpost\.example is the name of two keys"):
        async with open_signers([rsa_key(), named(ed25519_key(), DOMAIN, "tide")]):
            pass


async def test_a_fault_comes_to_whoever_waits_and_the_next_letter_is_signed() -> None:
    async with open_signers([rsa_key()]) as signers:
        with pytest.raises(AttributeError):
            await signers.signed([replace(a_letter(), message=None)], DOMAIN)
        (signed,) = await signers.signed([a_letter()], DOMAIN)
        assert signed.message.startswith(b"DKIM-Signature")
