"""What is an address, and when two spellings are one person."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import subscribers
from subscribers import AddressError, Keys
from tests.makers import keys


def corpus(shared_data: Path) -> list[tuple[str, str]]:
    """(address, category) of every test of isemail; U+2400+n there stands for the control character n."""
    tree = etree.parse(shared_data / "addresses" / "isemail-tests.xml")
    controls = {0x2400 + n: chr(n) for n in range(32)} | {0x2421: "\x7f"}
    return [
        ((one.findtext("address") or "").translate(controls), one.findtext("category") or "")
        for one in tree.iter("test")
    ]


def accepted(text: str) -> bool:
    try:
        subscribers.parse_address(text)
    except AddressError:
        return False
    return True


def test_what_the_standards_call_an_error_is_refused(shared_data: Path) -> None:
    wrong = [address for address, category in corpus(shared_data) if category == "ISEMAIL_ERR"]
    assert len(wrong) > 60
    assert [address for address in wrong if accepted(address)] == []


def test_what_the_standards_call_valid_is_accepted_but_for_a_bare_host(shared_data: Path) -> None:
    right = [address for address, category in corpus(shared_data) if category == "ISEMAIL_VALID_CATEGORY"]
    assert len(right) == 14
    refused = [address for address in right if not accepted(address)]
    assert len(refused) <= 1, refused


@pytest.mark.parametrize(
    ("typed", "address", "canonical"),
    [
        ("Ana.Lind@Example.ORG", "Ana.Lind@example.org", "ana.lind@example.org"),
        ("ana+news@example.org", "ana+news@example.org", "ana+news@example.org"),
        ("ana@пример.example", "ana@xn--e1afmkfd.example", "ana@xn--e1afmkfd.example"),
        ("ana@bücher.example", "ana@xn--bcher-kva.example", "ana@xn--bcher-kva.example"),
        ("иван@example.org", "иван@example.org", "иван@example.org"),
    ],
)
def test_an_address_is_kept_as_written_and_compared_in_one_spelling(typed: str, address: str, canonical: str) -> None:
    parsed = subscribers.parse_address(typed)
    assert (parsed.address, parsed.canonical) == (address, canonical)
    assert parsed.domain == canonical.partition("@")[2]


@pytest.mark.parametrize(
    "text",
    [
        "", " ana@example.org", "ana@example.org\n", "ana", "ana@", "@example.org", "ana@example", "a b@example.org",
        "Ana <ana@example.org>", "ana@example.org>", "ana@example.org\r\nBcc: x@example.org", "ana\x00@example.org",
        "ana@[127.0.0.1]", "x" * 65 + "@example.org", "ana@" + "x." * 140 + "org",
        "c@d.example>\r\nRCPT TO:<evil@example.org",
    ],
)  # fmt: skip
def test_what_cannot_be_written_to_is_refused_with_the_text_in_the_reason(text: str) -> None:
    with pytest.raises(AddressError) as fault:
        subscribers.parse_address(text)
    assert fault.value.address == text
    assert repr(text) in str(fault.value)


@settings(max_examples=200)
@given(st.emails())
def test_reading_an_address_again_changes_nothing(text: str) -> None:
    try:
        once = subscribers.parse_address(text)
    except AddressError:
        return  # quoted local parts and the like, which hypothesis knows and we refuse
    assert subscribers.parse_address(once.address) == once
    assert subscribers.parse_address(once.canonical).canonical == once.canonical
    assert subscribers.address_key(text.upper(), keys()) == subscribers.address_key(text, keys())


def test_the_keyed_hash_is_one_for_all_spellings_and_another_under_another_key() -> None:
    ours = subscribers.address_key("ANA@Bücher.example", keys())
    assert ours == subscribers.address_key("ana@xn--bcher-kva.example", keys())
    assert ours != subscribers.address_key("ana2@xn--bcher-kva.example", keys())
    assert ours != subscribers.address_key("ana@bücher.example", Keys(1, {1: b"another secret of thirty-two b. "}))
    assert b"ana" not in ours
    assert len(ours) == 16


def test_the_keyed_hash_outlives_a_rotation_of_the_keys() -> None:
    old = keys()
    rotated = Keys(2, {**old.secrets, 2: b"a newer secret of thirty-two b.."})
    assert subscribers.address_key("ana@example.org", old) == subscribers.address_key("ana@example.org", rotated)
