"""SPF as receivers evaluate it (RFC 7208), against a real DNS server."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address

import pytest

from digest.doctor.names import Names
from digest.doctor.spf import check_host, survey
from digest.doctor.spf_record import Malformed, merged, parse, with_addresses
from tests.dns_server import Dns, serve_dns

OURS, OTHER, SIX = "192.0.2.10", "198.51.100.7", "2001:db8::10"
ZONE = """
mail.example.org. IN A 192.0.2.10
mail.example.org. IN AAAA 2001:db8::10
example.org. IN A 192.0.2.99
example.org. IN MX 10 mail.example.org.
good.example. IN TXT "v=spf1 ip4:192.0.2.0/28 -all"
soft.example. IN TXT "v=spf1 ~all"
many.example. IN MX 10 nowhere.example.
10.2.0.192.in-addr.arpa. IN PTR mail.example.org.
10.2.0.192.v4.ok.example. IN A 127.0.0.2
bounces.ok.example. IN A 127.0.0.2
"""


@pytest.fixture
def dns() -> Iterator[Dns]:
    with serve_dns(ZONE) as server:
        yield server


@pytest.mark.parametrize(
    ("record", "ip", "result"),
    [
        ("v=spf1 ip4:192.0.2.10 -all", OURS, "pass"),
        ("v=spf1 ip4:192.0.2.10 -all", OTHER, "fail"),
        ("v=spf1 ip4:192.0.2.0/24 ~all", OTHER, "softfail"),
        ("V=SPF1 IP6:2001:DB8::/64 ?ALL", SIX, "pass"),
        ("v=spf1 ip6:2001:db8::/64 ?all", OURS, "neutral"),
        ("v=spf1 ip4:192.0.2.10", OTHER, "neutral"),
        ("v=spf1 a:mail.example.org -all", OURS, "pass"),
        ("v=spf1 a:mail.example.org -all", SIX, "pass"),
        ("v=spf1 a:mail.example.org/28//64 -all", "192.0.2.1", "pass"),
        ("v=spf1 a:mail.example.org//32 -all", "2001:db8:1::1", "pass"),
        ("v=spf1 mx:example.org -all", OURS, "pass"),
        ("v=spf1 mx:example.org -all", OTHER, "fail"),
        ("v=spf1 -ip4:192.0.2.10 +all", OURS, "fail"),
        ("v=spf1 include:good.example -all", OURS, "pass"),
        ("v=spf1 include:soft.example -all", OURS, "fail"),
        ("v=spf1 include:nowhere.example -all", OURS, "permerror"),
        ("v=spf1 redirect=good.example", OURS, "pass"),
        ("v=spf1 redirect=good.example", OTHER, "fail"),
        ("v=spf1 redirect=nowhere.example", OURS, "permerror"),
        ("v=spf1 ptr:example.org -all", OURS, "pass"),
        ("v=spf1 ptr:example.com -all", OURS, "fail"),
        ("v=spf1 exists:%{ir}.v4.ok.example -all", OURS, "pass"),
        ("v=spf1 exists:%{l}.ok.example -all", OURS, "pass"),
        ("v=spf1 exists:%{d2}.ok.example -all", OURS, "fail"),
        ("v=spf1 include:sender.example -all", OURS, "permerror"),  # itself, for ever
        ("v=spf1 a:n1.example a:n2.example a:n3.example -all", OURS, "permerror"),  # three that find nothing
        ("v=spf1 ip4:192.0.2.300 -all", OURS, "permerror"),
        ("v=spf1 ip4:2001:db8:: -all", OURS, "permerror"),
        ("v=spf1 a:mail.example.org/33 -all", OURS, "permerror"),
        ("v=spf1 all:x -all", OURS, "permerror"),
        ("v=spf1 include: -all", OURS, "permerror"),
        ("v=spf1 exists:%{x}.example -all", OURS, "permerror"),
        ("v=spf1 redirect=a.example redirect=b.example", OURS, "permerror"),
        ("v=spf1 ipv4:192.0.2.10 -all", OURS, "permerror"),
        ("v=spf10 -all", OURS, "none"),
    ],
)
async def test_a_record_means_what_the_rfc_says(dns: Dns, record: str, ip: str, result: str) -> None:
    dns.add(f'sender.example. IN TXT "{record}"')
    async with Names(dns.address, 5.0) as names:
        assert (await check_host(names, ip_address(ip), "sender.example")).result == result


async def test_two_records_are_an_error(dns: Dns) -> None:
    dns.add('good.example. IN TXT "v=spf1 -all"')
    async with Names(dns.address, 5.0) as names:
        outcome = await check_host(names, ip_address(OURS), "good.example")
    assert (outcome.result, "2 SPF records" in outcome.term) == ("permerror", True)


async def test_lookups_are_counted_through_all_that_is_included(dns: Dns) -> None:
    dns.add('one.example. IN TXT "v=spf1 a mx include:two.example ip4:192.0.2.1 -all"')
    dns.add('two.example. IN TXT "v=spf1 exists:%{i}.example ptr include:three.example -all"')
    dns.add('three.example. IN TXT "v=spf1 redirect=good.example"')
    dns.add('behind.example. IN TXT "v=spf1 ip4:192.0.2.1 -all include:two.example redirect=one.example"')
    dns.add('loop.example. IN TXT "v=spf1 include:loop.example -all"')
    async with Names(dns.address, 5.0) as names:
        assert (await survey(names, "one.example")).lookups == 3 + 3 + 1
        assert (await survey(names, "behind.example")).lookups == 0, "nothing behind an all is looked at"
        assert (await survey(names, "nowhere.example")).lookups == 0
        assert (await survey(names, "loop.example")).lookups == 40


async def test_the_eleventh_lookup_is_one_too_many(dns: Dns) -> None:
    dns.add(f'ten.example. IN TXT "v=spf1 {"a:mail.example.org " * 10}-all"')
    dns.add(f'eleven.example. IN TXT "v=spf1 {"a:mail.example.org " * 11}-all"')
    async with Names(dns.address, 5.0) as names:
        assert (await check_host(names, ip_address(OTHER), "ten.example")).result == "fail"
        assert (await check_host(names, ip_address(OTHER), "eleven.example")).result == "permerror"


def test_addresses_are_added_where_they_are_asked_first() -> None:
    ips = [ip_address(OURS), ip_address(SIX)]
    assert with_addresses("v=spf1 include:a.example ~all", ips) == (
        "v=spf1 ip4:192.0.2.10 ip6:2001:db8::10 include:a.example ~all"
    )
    assert with_addresses("v=spf1", ips[:1]) == "v=spf1 ip4:192.0.2.10 -all"


def test_several_records_become_one() -> None:
    assert merged(["v=spf1 a include:x.example -all", "v=spf1 mx a ~all"]) == "v=spf1 a include:x.example mx ~all"
    assert merged(["v=spf1 a", "v=spf1 mx"]) == "v=spf1 a mx -all"


def test_where_several_lead_elsewhere_the_one_record_leads_to_all_of_them() -> None:
    one = merged(["v=spf1 redirect=a.example", "v=spf1 REDIRECT=b.example exp=x.example", "v=spf1 exp=y.example ~all"])
    assert one == "v=spf1 include:a.example include:b.example exp=x.example ~all"
    assert parse(one).last is not None


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ("v=spf1 include:nowhere.example ~all", "include:nowhere.example leads to a domain without an SPF record"),
        ("v=spf1 redirect=nowhere.example", "redirect=nowhere.example leads to a domain without an SPF record"),
        ("v=spf1 include:broken.example ~all", "include:broken.example leads to a record in which ipv4:1.2.3.4 is no"),
        ("v=spf1 include:twice.example ~all", "include:twice.example leads to a domain with 2 SPF records"),
        ("v=spf1 include:nested.example ~all", "include:nowhere.example leads to a domain without an SPF record"),
    ],
)
async def test_what_a_record_leads_to_is_looked_at_without_an_address_too(dns: Dns, record: str, words: str) -> None:
    dns.add('broken.example. IN TXT "v=spf1 ipv4:1.2.3.4 -all"')
    dns.add('twice.example. IN TXT "v=spf1 -all"\ntwice.example. IN TXT "v=spf1 a -all"')
    dns.add('nested.example. IN TXT "v=spf1 include:nowhere.example -all"')
    dns.add(f'sender.example. IN TXT "{record}"')
    async with Names(dns.address, 5.0) as names:
        (fault,) = (await survey(names, "sender.example")).faults
    assert words in fault


@pytest.mark.parametrize("text", ["v=spf1 é -all", "v=spf1 a:ex\tample.org -all", "v=spf1 exp=%-all -all"])
def test_what_no_record_may_hold_is_named(text: str) -> None:
    with pytest.raises(Malformed, match=r"no part of an SPF record|holds no network"):
        parse(text)
