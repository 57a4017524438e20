"""Who signs what, and many letters at once."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace

import pytest

from digest.deliver.sign import Signers, open_signers, sign
from digest.deliver.sign.keys import SigningKey
from digest.deliver.sign.signers import AT_A_TURN, THREADS, TURNS_AHEAD
from digest.errors import SettingsError
from tests.deliver.letters import a_letter, letters_to
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
        assert await signers.signed(a_letter(), DOMAIN) == a_letter()
        assert signers.sign(a_letter().message, DOMAIN) == a_letter().message
    async with open_signers([]) as signers:
        assert await signers.signed(a_letter(), DOMAIN) == a_letter()


async def test_rsa_stands_on_top_whatever_the_settings_order() -> None:
    async with open_signers([ed25519_key(), rsa_key()]) as signers:
        letter = await signers.signed(a_pressed_letter(), DOMAIN)
    assert verdicts(letter.message, rsa_key(), ed25519_key()) == [True, True]


@pytest.mark.parametrize("keys", [[rsa_key()], [ed25519_key()], [rsa_key(), ed25519_key()]], ids=["rsa", "ed", "both"])
async def test_many_letters_are_signed_at_once_and_keep_their_order(keys: list[SigningKey]) -> None:
    letters = letters_to([f"reader{n}@example.org" for n in range(50)])
    async with open_signers(keys) as signers:
        done = [letter async for letter in signers.sign_all(iter(letters), DOMAIN)]
        together = await asyncio.gather(*(signers.signed(letter, DOMAIN) for letter in letters))
    assert [letter.envelope_to for letter in done] == [letter.envelope_to for letter in letters]
    assert done == together == [replace(one, message=sign(one.message, keys)) for one in letters]


async def test_a_send_that_stops_half_way_leaves_nothing_behind() -> None:
    letters = letters_to([f"reader{n}@example.org" for n in range(50)])
    drawn = []
    async with open_signers([rsa_key()]) as signers:
        async for letter in signers.sign_all((drawn.append(one) or one for one in letters), DOMAIN):
            assert letter.delivery_id == 1
            break
    assert len(drawn) == AT_A_TURN * TURNS_AHEAD
    assert not [one for one in threading.enumerate() if one.name.startswith("dkim")]


async def test_what_the_press_makes_is_signed_as_it_is_sent() -> None:
    letter = a_pressed_letter()
    async with open_signers([rsa_key()]) as signers:
        signed = await signers.signed(letter, DOMAIN)
    assert replace(signed, message=letter.message) == letter
    assert verdicts(signed.message, rsa_key()) == [True]


async def test_two_keys_of_one_name_are_refused() -> None:
    with pytest.raises(SettingsError, match=r"tide\._domainkey\.harbourpost\.example is the name of two keys"):
        async with open_signers([rsa_key(), named(ed25519_key(), DOMAIN, "tide")]):
            pass


class Meeting(bytes):
    """A message whose reader waits until as many others read theirs as there are threads."""

    meet = threading.Barrier(THREADS, timeout=10)

    def find(self, *sought: object) -> int:
        self.meet.wait()
        return super().find(*sought)  # type: ignore[arg-type]


async def test_letters_are_signed_side_by_side_and_the_threads_end_with_the_signers() -> None:
    letters = [a_letter(message=Meeting(a_letter().message)) for _ in range(THREADS * AT_A_TURN)]
    async with open_signers([rsa_key()]) as signers:
        done = [letter async for letter in signers.sign_all(letters, DOMAIN)]
    assert len(done) == len(letters)
    assert not [one for one in threading.enumerate() if one.name.startswith("dkim")]


async def test_a_fault_comes_to_whoever_waits_and_the_next_letter_is_signed() -> None:
    async with open_signers([rsa_key()]) as signers:
        with pytest.raises(AttributeError):
            await signers.signed(replace(a_letter(), message=None), DOMAIN)
        assert (await signers.signed(a_letter(), DOMAIN)).message.startswith(b"DKIM-Signature")


def test_signers_are_opened_once_for_a_newsroom_without_starting_threads() -> None:
    async def opened() -> Signers:
        async with open_signers([rsa_key()]) as signers:
            assert not [one for one in threading.enumerate() if one.name.startswith("dkim")]
            return signers

    assert asyncio.run(opened()).keys == (rsa_key(),)
