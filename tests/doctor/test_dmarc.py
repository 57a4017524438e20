"""DMARC as RFC 9989 has it: one walk up the tree instead of a list of suffixes."""

from __future__ import annotations

import pytest

from digest.doctor.dmarc import parse, steps, walk, without
from digest.doctor.names import Names
from digest.doctor.policy import alignment
from tests.dns_server import serve_dns


def test_the_walk_has_at_most_eight_steps() -> None:
    assert steps("a.mail.example.com") == ["a.mail.example.com", "mail.example.com", "example.com", "com"]
    long = steps("a.b.c.d.e.f.g.h.i.j.mail.example.com")
    assert len(long) == 8
    assert long[:2] == ["a.b.c.d.e.f.g.h.i.j.mail.example.com", "g.h.i.j.mail.example.com"]
    assert steps("example") == ["example"]


@pytest.mark.parametrize(
    ("records", "start", "organization", "policy"),
    [
        ({}, "a.org.example", "a.org.example", None),
        ({"org.example": "p=reject"}, "a.b.org.example", "org.example", "org.example"),
        ({"b.org.example": "p=none", "org.example": "p=reject"}, "a.b.org.example", "org.example", "org.example"),
        ({"b.org.example": "p=none", "org.example": "p=reject"}, "b.org.example", "org.example", "b.org.example"),
        ({"b.org.example": "psd=n", "org.example": "p=reject"}, "a.b.org.example", "b.org.example", "b.org.example"),
        ({"example": "p=reject; psd=y"}, "a.b.org.example", "org.example", "example"),
        ({"example": "psd=y", "a.b.org.example": "p=none"}, "a.b.org.example", "org.example", "a.b.org.example"),
        ({"org.example": "p=none; psd=y"}, "org.example", "org.example", "org.example"),
        ({"org.example": "p=none; psd=u"}, "org.example", "org.example", "org.example"),
    ],
)  # fmt: skip
async def test_the_organization_and_the_policy_are_found_by_walking(
    records: dict[str, str], start: str, organization: str, policy: str | None
) -> None:
    zone = "\n".join(f'_dmarc.{domain}. IN TXT "v=DMARC1; {tags}"' for domain, tags in records.items())
    with serve_dns(zone) as dns:
        async with Names(dns.address, 5.0) as names:
            walked = await walk(names, start)
    assert walked.organization == organization
    assert (walked.policy.domain if walked.policy else None) == policy


async def test_several_records_at_one_name_count_as_none() -> None:
    zone = '_dmarc.a.example. IN TXT "v=DMARC1; p=none"\n_dmarc.a.example. IN TXT "v=DMARC1; p=reject"\n'
    with serve_dns(zone + '_dmarc.a.example. IN TXT "site-verification=1"') as dns:
        async with Names(dns.address, 5.0) as names:
            walked = await walk(names, "a.example")
    assert walked.policy is None
    assert sorted(walked.crowded["a.example"]) == ["v=DMARC1; p=none", "v=DMARC1; p=reject"]


@pytest.mark.parametrize(
    ("text", "policy", "below"),
    [
        ("v=DMARC1; p=reject", "reject", "reject"),
        ("v=DMARC1;p=Quarantine;SP=none", "quarantine", "none"),
        ("v=DMARC1; p=reject; sp=rejekt", "reject", "reject"),
        ("v=DMARC1; rua=mailto:a@example.org", "none", "none"),
        ("v=DMARC1; p=rejekt; rua=mailto:a@example.org", "none", "none"),
        ("v=DMARC1; p=rejekt", "", ""),
        ("v=DMARC1", "", ""),
    ],
)
def test_a_record_without_a_policy_watches_only_if_it_says_who_watches(text: str, policy: str, below: str) -> None:
    record = parse(text, "example.org")
    assert record is not None
    assert (record.policy_for("example.org"), record.policy_for("news.example.org")) == (policy, below)


@pytest.mark.parametrize("text", ["", "v=dmarc1; p=none", "p=none; v=DMARC1", "v=DMARC10; p=none", "v=spf1 -all", ";"])
def test_what_is_no_record_is_not_taken_for_one(text: str) -> None:
    assert parse(text, "example.org") is None


def test_tags_are_taken_out_whole() -> None:
    assert without("v=DMARC1; p=none; pct=50; ri=1; rua=mailto:a@b.c", ("pct", "ri")) == (
        "v=DMARC1; p=none; rua=mailto:a@b.c"
    )


@pytest.mark.parametrize(
    ("tags", "envelope", "signing", "state", "words"),
    [
        ("", "example.org", ["example.org"], "well", "are aligned"),
        ("", "bounces.example.org", ["news.example.org"], "well", "are aligned"),
        ("", "relay.example", ["example.org"], "well", "signatures are enough"),
        ("", "news.example.org", [], "well", "digest dkim new --domain news.example.org"),
        (
            "",
            "relay.example",
            ["relay.example"],
            "ill",
            "DMARC fails; set return_path to an address in news.example.org",
        ),
        ("", "relay.example", [], "warning", "is not aligned with the From address; whether the relay signs"),
        ("; adkim=s", "news.example.org", ["relay.example"], "warning", "forwarding breaks"),
        ("; adkim=s; aspf=s", "news.example.org", ["news.example.org"], "well", "(aspf=s)"),
        ("; adkim=s", "news.example.org", ["example.org"], "warning", "forwarding breaks"),
        ("; aspf=s", "example.org", ["example.org"], "well", "signatures are enough"),
        ("; adkim=s; aspf=s", "example.org", ["example.org"], "ill", "(adkim=s)"),
    ],
)
async def test_return_path_and_signatures_are_compared_with_the_from_address(
    tags: str, envelope: str, signing: list[str], state: str, words: str
) -> None:
    with serve_dns(f'_dmarc.example.org. IN TXT "v=DMARC1; p=reject{tags}"') as dns:
        async with Names(dns.address, 5.0) as names:
            (finding,) = await alignment(names, "news.example.org", envelope, signing)
    assert finding.state == state
    assert words in finding.words


async def test_without_a_policy_nothing_has_to_be_aligned() -> None:
    with serve_dns("example.org. IN A 192.0.2.1") as dns:
        async with Names(dns.address, 5.0) as names:
            assert await alignment(names, "example.org", "relay.example", []) == []
