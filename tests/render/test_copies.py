"""Marks of copies: readable by us, made by nobody else, one purpose each, and short enough for an address."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model import Copy, LeaveWish
from digest.render import Links
from digest.render.links import LONGEST_MAILBOX
from digest.settings import newsletter_from
from digest.settings.shape import NewsroomSettings
from subscribers import Keys
from tests.makers import keys

IDS = st.integers(min_value=0, max_value=2**63 - 1)
MAILBOX = "bounces@news.example.org"
LINKS = Links("https://news.example.org", keys())
OTHERS = Links("https://news.example.org", Keys(1, {1: b"another secret of thirty-two byte"}))


@given(errand=IDS, person=IDS)
def test_every_mark_reads_back_what_it_was_made_of(errand: int, person: int) -> None:
    copy = Copy(errand_id=errand, person_id=person)
    assert LINKS.read_return_path(LINKS.return_path(MAILBOX, errand, person)) == copy
    assert LINKS.read_message_id(LINKS.message_id(errand, person, "example.org")) == copy
    wish = LINKS.leave_address(MAILBOX, newsletter_id=errand, person_id=person)
    assert LINKS.read_leave_address(wish) == LeaveWish(newsletter_id=errand, person_id=person)


@given(errand=IDS, person=IDS)
def test_an_address_is_ascii_short_and_survives_a_change_of_case(errand: int, person: int) -> None:
    longest = f"{'x' * LONGEST_MAILBOX}@example.org"
    address = LINKS.return_path(longest, errand, person)
    assert address.isascii()
    assert len(address.rpartition("@")[0]) == 64
    for spelt in (address.upper(), address.lower(), f"<{address}>", f" {address} "):
        assert LINKS.read_return_path(spelt) == Copy(errand_id=errand, person_id=person)


@given(errand=IDS, person=IDS)
def test_a_mark_for_one_purpose_is_worth_nothing_for_another(errand: int, person: int) -> None:
    path = LINKS.return_path(MAILBOX, errand, person)
    leave = LINKS.leave_address(MAILBOX, newsletter_id=errand, person_id=person)
    message_id = LINKS.message_id(errand, person, "news.example.org")
    inner = re.sub(r"^<|>$", "", message_id)
    assert LINKS.read_leave_address(path) is LINKS.read_message_id(path) is None
    assert LINKS.read_return_path(leave) is LINKS.read_message_id(leave) is None
    for forged in (message_id, inner, f"bounces+{inner}"):
        assert LINKS.read_return_path(forged) is None
        assert LINKS.read_leave_address(forged) is None
    assert LINKS.read_message_id(f"<{path.partition('+')[2]}>") is None


@given(errand=IDS, person=IDS, place=st.integers(0, 39), letter=st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_no_mark_with_a_changed_letter_is_ours(errand: int, person: int, place: int, letter: str) -> None:
    address = LINKS.return_path(MAILBOX, errand, person)
    head, mark = address[: len("bounces+")], address[len("bounces+") :]
    changed = f"{head}{mark[:place]}{letter}{mark[place + 1 :]}"
    assert (LINKS.read_return_path(changed) is None) == (changed != address)


@given(text=st.text(max_size=80))
def test_no_text_is_a_mark_by_chance(text: str) -> None:
    for read in (LINKS.read_return_path, LINKS.read_message_id, LINKS.read_leave_address):
        assert read(text) is None
        assert read(f"bounces+{text}@example.org") is None


def test_a_mark_outlives_a_rotation_of_keys_and_dies_with_its_key() -> None:
    address = LINKS.return_path(MAILBOX, 5, 7)
    message_id = LINKS.message_id(5, 7, "example.org")
    rotated = Links("", Keys(2, {**keys().secrets, 2: b"a newer secret of thirty-two byte"}))
    assert rotated.read_return_path(address) == rotated.read_message_id(message_id) == Copy(errand_id=5, person_id=7)
    assert rotated.return_path(MAILBOX, 5, 7) != address, "the new key signs"
    assert OTHERS.read_return_path(address) is OTHERS.read_message_id(message_id) is None


def test_message_ids_differ_for_each_reader_stay_the_same_and_are_never_encoded_words() -> None:
    made = [LINKS.message_id(5, person, "example.org") for person in range(1000)]
    assert len(set(made)) == 1000
    assert made == [LINKS.message_id(5, person, "example.org") for person in range(1000)]
    assert all(re.fullmatch(r"<[a-z2-7]{40}@example\.org>", one) for one in made)


def test_a_server_that_separates_by_a_dash_is_understood() -> None:
    address = LINKS.return_path(MAILBOX, 5, 7).replace("bounces+", "bounces-")
    assert LINKS.read_return_path(address) == Copy(errand_id=5, person_id=7)


def test_a_return_path_too_long_for_a_mark_is_refused_with_the_settings() -> None:
    def define(local: str) -> None:
        newsletter_from(
            {"slug": "a", "title": "A", "from_address": "a@example.org", "return_path": f"{local}@example.org"},
            NewsroomSettings(),
        )

    define("x" * LONGEST_MAILBOX)
    with pytest.raises(ValueError, match="at most 23 characters before the @"):
        define("x" * (LONGEST_MAILBOX + 1))
