"""Whom a form comes from: only trusted proxies are believed, and no single machine is counted or written down."""

from __future__ import annotations

from ipaddress import ip_network
from zoneinfo import ZoneInfo

import pytest

from digest.web.clients import client_of, network_of
from digest.web.zones import guessed, zones

TRUSTED = (ip_network("127.0.0.0/8"), ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),  # no proxy of ours: anybody can write this
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.3", "198.51.100.1"),  # the rest is hearsay
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1, nonsense", "127.0.0.1"),
        ("127.0.0.1", ", ,", "127.0.0.1"),
        ("::ffff:127.0.0.1", "2001:db8::1", "2001:db8::1"),
        ("unix", "198.51.100.1", ""),
        ("", "", ""),
    ],
)
def test_the_client_is_the_first_that_no_proxy_of_ours_is(peer: str, forwarded: str, client: str) -> None:
    assert client_of(peer, forwarded, TRUSTED) == client


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("nobody", ""),
    ],
)
def test_a_network_is_what_a_household_has(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("languages", "zone"),
    [
        (["de-AT", "en"], "Europe/Vienna"),
        (["de-DE"], "Europe/Berlin"),
        (["de", "fr-FR"], "Europe/Paris"),
        (["en-US"], "UTC"),  # many clocks: no guess
        (["xx-YY", "", "zh_JP"], "Asia/Tokyo"),
    ],
)
def test_a_zone_is_guessed_where_a_country_has_one_clock(languages: list[str], zone: str) -> None:
    assert guessed(languages, otherwise="UTC") == zone


def test_every_zone_that_is_offered_is_one() -> None:
    names = [name for _, some in zones() for name in some]
    assert len(names) == len(set(names)) > 400
    assert all(ZoneInfo(name) for name in names)
