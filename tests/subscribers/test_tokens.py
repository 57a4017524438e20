"""Links that say who clicked, and cannot be made by anybody else."""

from __future__ import annotations

import itertools
import random
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import subscribers
from subscribers import Keys, Purpose, TokenError
from tests.makers import NOW, keys

IDS = st.integers(0, 2**63 - 1)


def token(purpose: Purpose = Purpose.LEAVE, signing: Keys | None = None) -> str:
    return subscribers.sign(
        purpose, person_id=5, newsletter_id=6, errand_id=7, keys=signing or keys(), now=NOW + timedelta(seconds=40)
    )


def reason(text: str, purpose: Purpose = Purpose.LEAVE, signing: Keys | None = None) -> str:
    with pytest.raises(TokenError) as fault:
        subscribers.read(text, purpose, keys=signing or keys(), now=NOW)
    assert not text or text not in str(fault.value)
    return fault.value.reason


@settings(max_examples=100)
@given(person=IDS, newsletter=IDS, errand=IDS)
def test_a_token_gives_back_what_was_signed(person: int, newsletter: int, errand: int) -> None:
    text = subscribers.sign(
        Purpose.VIEW, person_id=person, newsletter_id=newsletter, errand_id=errand, keys=keys(), now=NOW
    )
    assert re.fullmatch(r"[\w-]{60}", text)
    claims = subscribers.read(text, Purpose.VIEW, keys=keys(), now=NOW)
    assert (claims.person_id, claims.newsletter_id, claims.errand_id, claims.issued) == (
        person,
        newsletter,
        errand,
        NOW,
    )


@pytest.mark.parametrize(("one", "other"), list(itertools.permutations(Purpose, 2)))
def test_a_token_for_one_purpose_is_worth_nothing_for_another(one: Purpose, other: Purpose) -> None:
    assert reason(token(one), other) == "forged"


def test_no_flipped_bit_passes() -> None:
    raw = bytearray(urlsafe_b64decode(token()))
    for position in range(len(raw) * 8):
        raw[position // 8] ^= 1 << position % 8
        assert reason(urlsafe_b64encode(bytes(raw)).decode()) == "forged"
        raw[position // 8] ^= 1 << position % 8


def test_no_random_token_passes() -> None:
    dice = random.Random(20261124)
    for _ in range(20_000):
        assert reason(urlsafe_b64encode(dice.randbytes(45)).decode()) == "forged"


@pytest.mark.parametrize(
    "spoilt", ["", "x", "=" * 60, "é" * 60, " " + token(), token() + "=", token()[:-1], token() * 2, token() + "\n"]
)
def test_only_the_one_spelling_of_a_token_passes(spoilt: str) -> None:
    assert reason(spoilt) == "forged"


def test_the_same_arguments_give_the_same_token_within_a_minute() -> None:
    assert token() == token()
    later = subscribers.sign(
        Purpose.LEAVE, person_id=5, newsletter_id=6, errand_id=7, keys=keys(), now=NOW + timedelta(minutes=1)
    )
    assert later != token()


def test_a_token_expires_only_where_it_is_asked_to() -> None:
    in_two_years = NOW + timedelta(days=730)
    assert subscribers.read(token(), Purpose.LEAVE, keys=keys(), now=in_two_years).person_id == 5
    with pytest.raises(TokenError) as fault:
        subscribers.read(
            token(), Purpose.LEAVE, keys=keys(), now=NOW + timedelta(hours=73), max_age=timedelta(hours=72)
        )
    assert fault.value.reason == "expired"


def test_old_links_work_after_a_rotation_and_end_with_their_key() -> None:
    rotated = Keys(2, {**keys().secrets, 2: b"a newer secret of thirty-two b.."})
    assert subscribers.read(token(), Purpose.LEAVE, keys=rotated, now=NOW).person_id == 5
    assert token(signing=rotated) != token()
    only_new = Keys(2, {2: rotated.secrets[2]})
    assert reason(token(), signing=only_new) == "forged"


def test_keys_that_sign_nothing_well_are_refused_and_never_shown() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Keys(1, {1: b"short"})
    with pytest.raises(ValueError, match="current key"):
        Keys(2, keys().secrets)
    assert "secret of thirty" not in repr(keys())
