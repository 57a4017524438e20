"""The doctor's look at DNS: well when all is set, and a whole record to put there when something is not."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from dnslib import QTYPE, RR, TXT

from digest import doctor
from digest.deliver.sign.keys import as_pem
from digest.doctor import Finding
from digest.doctor.names import Names
from digest.doctor.permitted import permitted
from digest.newsroom import Newsroom
from digest.settings import keep_secret, load
from tests.dns_server import Dns, serve_dns
from tests.makers import NOW, a_sender
from tests.newsrooms import a_newsroom, furnish
from tests.signing import DOMAIN, ed25519_key, rsa_key
from tests.smtp_servers import serve_sink

IP, SIX = "192.0.2.10", "2001:db8::10"
POLICY = f"_dmarc.{DOMAIN}"
ZONE = f"""
{DOMAIN}. IN MX 10 mail.{DOMAIN}.
{DOMAIN}. IN TXT "v=spf1 ip4:{IP} ip6:{SIX} -all"
{DOMAIN}. IN TXT "some-verification=1234"
_dmarc.{DOMAIN}. IN TXT "v=DMARC1; p=quarantine; rua=mailto:dmarc@{DOMAIN}"
mail.{DOMAIN}. IN A {IP}
mail.{DOMAIN}. IN AAAA {SIX}
10.2.0.192.in-addr.arpa. IN PTR mail.{DOMAIN}.
0.1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. IN PTR mail.{DOMAIN}.
{rsa_key().record}
{ed25519_key().record}
"""


@dataclass(frozen=True, slots=True)
class Practice:
    """A newsroom whose mail leaves by SMTP, and the DNS that the world sees."""

    newsroom: Newsroom
    dns: Dns

    async def findings(self, **environment: str) -> dict[str, Finding]:
        """What the doctor finds, by what it is about."""
        file = self.newsroom.settings.file
        found = await doctor.examine(lambda: load(file, environment), now=NOW)
        return {one.about: one for one in found}


@asynccontextmanager
async def a_practice(folder: Path, *, outgoing: str = f'"{IP}", "{SIX}"', **sender: str) -> AsyncIterator[Practice]:
    tables = []
    for key in (rsa_key(), ed25519_key()):
        file = folder / f"{key.selector}.pem"
        keep_secret(file, as_pem(key))
        tables.append(f'[[dkim]]\ndomain = "{key.domain}"\nselector = "{key.selector}"\nkey_file = "{file.name}"\n')
    with serve_dns(ZONE) as dns:
        asked = f'[doctor]\nresolver = "{dns.address}"\ntimeout = 2.0\noutgoing_ips = [{outgoing}]\n'
        async with serve_sink() as sink:
            relay = f'host = "127.0.0.1"\nport = {sink.port}\ntls = "none"'
            async with a_newsroom(folder, relay=relay, more=asked + "\n".join(tables)) as newsroom:
                await furnish(newsroom, readers=1, sender=a_sender(**sender))
                yield Practice(newsroom, dns)


@pytest.fixture
async def practice(tmp_path: Path) -> AsyncIterator[Practice]:
    async with a_practice(tmp_path) as opened:
        yield opened


async def test_all_is_well_where_all_is_set(practice: Practice) -> None:
    found = await practice.findings()
    found.pop("one-click")  # news.example.org is nowhere: tried in a test of its own
    assert {about: one.words for about, one in found.items() if one.state != "well"} == {}
    assert {
        f"SPF {DOMAIN}", "DKIM tide._domainkey.harbourpost.example", "DKIM tide-ed25519._domainkey.harbourpost.example",
        f"DMARC {DOMAIN}", f"alignment {DOMAIN}", f"MX {DOMAIN}", f"PTR {IP}", f"PTR {SIX}",
    } <= set(found)  # fmt: skip
    assert "0 lookups of 10" in found[f"SPF {DOMAIN}"].words


def gone(name: str, kind: str) -> Callable[[Dns], None]:
    return lambda dns: dns.remove(name, kind)


def instead(name: str, kind: str, *records: str) -> Callable[[Dns], None]:
    def change(dns: Dns) -> None:
        dns.remove(name, kind)
        for record in records:
            dns.add(f"{name}. IN {kind} {record}")

    return change


@pytest.mark.parametrize(
    ("change", "about", "state", "words"),
    [
        (gone(DOMAIN, "TXT"), f"SPF {DOMAIN}", "ill",
         f'put into DNS: {DOMAIN}. IN TXT "v=spf1 ip4:{IP} ip6:{SIX} -all"'),
        (instead(DOMAIN, "TXT", '"v=spf1 include:_spf.relay.example -all"'), f"SPF {DOMAIN}", "ill",
         "without an SPF record"),
        (instead(DOMAIN, "TXT", f'"v=spf1 ip4:{IP} ~all"'), f"SPF {DOMAIN}", "ill",
         f'{SIX}: softfail (~all)); put into DNS: {DOMAIN}. IN TXT "v=spf1 ip6:{SIX} ip4:{IP} ~all"'),
        (instead(DOMAIN, "TXT", '"v=spf1 a -all"', '"v=spf1 mx ~all"'), f"SPF {DOMAIN}", "ill",
         f'which receivers take for an error; put one instead: {DOMAIN}. IN TXT "v=spf1 a mx ~all"'),
        (instead(DOMAIN, "TXT", '"v=spf1 mx -all"', '"other"'), f"SPF {DOMAIN}", "well", "1 lookup of 10"),
        (instead(DOMAIN, "TXT", f'"v=spf1 {"mx " * 11}-all"'), f"SPF {DOMAIN}", "ill", "costs 11 lookups"),
        (instead(DOMAIN, "TXT", '"v=spf1 ipv4:1.2.3.4 -all"'), f"SPF {DOMAIN}", "ill",
         "ipv4:1.2.3.4 is no part of an SPF record"),
        (instead(DOMAIN, "TXT", f'"v=spf1 ip4:{IP} ip6:{SIX} include:nowhere.example -all"'),
         f"SPF {DOMAIN}", "warning", "nowhere.example leads to a domain without an SPF record; mend it or take it out"),
        (instead(DOMAIN, "TXT", f'"v=spf1 ip4:{IP} ip6:{SIX} a:n1.example a:n2.example mx:n3.example -all"'),
         f"SPF {DOMAIN}", "warning", "who come so far: more than 2 of its lookups find nothing (n1.example"),
        (instead(DOMAIN, "TXT", '"v=spf1 ?all"'), f"SPF {DOMAIN}", "warning",
         f'keeps nobody out; put into DNS: {DOMAIN}. IN TXT "v=spf1 ip4:{IP} ip6:{SIX} -all"'),
        (instead(DOMAIN, "TXT", f'"v=spf1 ip4:{IP} +all"'), f"SPF {DOMAIN}", "warning",
         f'keeps nobody out; put into DNS: {DOMAIN}. IN TXT "v=spf1 ip6:{SIX} ip4:{IP} -all"'),
        (instead(DOMAIN, "TXT", f'"v=spf1 ip4:{IP} ip6:{SIX}"'), f"SPF {DOMAIN}", "warning",
         f'keeps nobody out; put into DNS: {DOMAIN}. IN TXT "v=spf1 ip4:{IP} ip6:{SIX} -all"'),
        (instead(DOMAIN, "TXT", f'"v=spf1;ip4:{IP} -all"'), f"SPF {DOMAIN}", "ill",
         f'"v=spf1;ip4:{IP} -all" does not begin with v=spf1 and a blank, so receivers trust no server'),
        (instead(POLICY, "TXT", '"v=DMARC1, p=reject"'), f"DMARC {DOMAIN}", "warning",
         '"v=DMARC1, p=reject" does not begin with v=DMARC1 and a semicolon; so there is no policy'),
        (gone(rsa_key().record.name, "TXT"), "DKIM tide._domainkey.harbourpost.example", "ill",
         f"put into DNS: {rsa_key().record}"),
        (gone(f"_dmarc.{DOMAIN}", "TXT"), f"DMARC {DOMAIN}", "warning",
         f'_dmarc.{DOMAIN}. IN TXT "v=DMARC1; p=none; rua=mailto:postmaster@{DOMAIN}"'),
        (instead(POLICY, "TXT", '"v=DMARC1; p=none; pct=50; rua=mailto:a@b.example"'), f"DMARC {DOMAIN}", "warning",
         f'RFC 9989 took away (pct); put into DNS: _dmarc.{DOMAIN}. IN TXT "v=DMARC1; p=none; rua=mailto:a@b.example"'),
        (instead(POLICY, "TXT", '"v=DMARC1; p=none"', '"v=DMARC1; p=reject"'), f"DMARC {DOMAIN}", "ill",
         f"there are 2 records, and receivers use none of them; leave one: _dmarc.{DOMAIN}. IN TXT"),
        (instead(POLICY, "TXT", '"v=DMARC1; p=monitor; ri=1"'), f"DMARC {DOMAIN}", "ill",
         f'receivers pass over it; put into DNS: {POLICY}. IN TXT "v=DMARC1; p=none"'),
        (instead(POLICY, "TXT", '"v=DMARC1; rua=mailto:a@b.example"'), f"DMARC {DOMAIN}", "warning",
         f'it only watches; put into DNS: {POLICY}. IN TXT "v=DMARC1; p=none; rua=mailto:a@b.example"'),
        (instead(POLICY, "TXT", '"v=DMARC1; p=none"'), f"DMARC {DOMAIN}", "well", "none only watches"),
        (instead(POLICY, "TXT", '"v=DMARC1; p=quarantine; t=y"'), f"DMARC {DOMAIN}", "well",
         "t=y is a test, so receivers do one step less than it says; none only watches"),
        (instead(DOMAIN, "MX", f"10 {IP}."), f"MX {DOMAIN}", "ill", f"an MX names a server, and {IP} is an address"),
        (instead(DOMAIN, "MX", "0 .", f"10 mail.{DOMAIN}."), f"MX {DOMAIN}", "ill", "the null MX"),
        (instead(f"mail.{DOMAIN}", "CNAME", "mx.host.example."), f"MX {DOMAIN}", "warning",
         f"put into DNS: {DOMAIN}. IN MX 10 mx.host.example."),
        (gone(DOMAIN, "MX"), f"MX {DOMAIN}", "ill", f"put into DNS: {DOMAIN}. IN MX 10"),
        (instead(DOMAIN, "MX", "0 ."), f"MX {DOMAIN}", "ill", "takes no mail"),
        (instead(DOMAIN, "MX", "10 nowhere.example."), f"MX {DOMAIN}", "ill", "nowhere.example has no address"),
        (instead(DOMAIN, "MX", "10 no.example.", f"20 mail.{DOMAIN}."), f"MX {DOMAIN}", "warning", "has no address"),
        (gone("10.2.0.192.in-addr.arpa", "PTR"), f"PTR {IP}", "ill",
         f"10.2.0.192.in-addr.arpa. IN PTR YOUR-MAIL-SERVER. and, for that name, IN A {IP}"),
        (instead("10.2.0.192.in-addr.arpa", "PTR", "host.isp.example."), f"PTR {IP}", "ill",
         f"put into DNS: host.isp.example. IN A {IP}"),
    ],
)  # fmt: skip
async def test_what_is_missing_or_wrong_is_told_with_what_to_put_there(
    practice: Practice, change: Callable[[Dns], None], about: str, state: str, words: str
) -> None:
    change(practice.dns)
    finding = (await practice.findings())[about]
    assert words in finding.words
    assert finding.state == state


async def test_a_name_that_is_an_alias_has_to_give_way_to_the_key(practice: Practice) -> None:
    name = rsa_key().record.name
    practice.dns.remove(name, "TXT")
    practice.dns.add(f"{name}. IN CNAME key.relay.example.")
    finding = (await practice.findings())["DKIM tide._domainkey.harbourpost.example"]
    assert "there is no record" in finding.words
    assert "another one for key.relay.example now (CNAME), and that has to go first" in finding.words


async def test_what_a_stranger_has_put_into_dns_repaints_no_terminal(practice: Practice) -> None:
    practice.dns.remove(DOMAIN, "TXT")
    practice.dns.add(f'{DOMAIN}. IN TXT "v=spf1 include:stranger.example -all"')
    record = TXT([b"v=spf1 \x1b]0;well\x07\xc2\x9b2J\x00 -all"])
    practice.dns.records.append(RR("stranger.example", QTYPE.TXT, rdata=record))
    finding = (await practice.findings())[f"SPF {DOMAIN}"]
    assert "a record in which \ufffd]0;well\ufffd\ufffd2J\ufffd is no part" in finding.words


async def test_without_outgoing_addresses_it_shuts_out_nobody_it_does_not_know(tmp_path: Path) -> None:
    async with a_practice(tmp_path, outgoing="") as practice:

        async def said(record: str) -> Finding:
            practice.dns.remove(DOMAIN, "TXT")
            practice.dns.add(f'{DOMAIN}. IN TXT "{record}"')
            async with Names(practice.dns.address, 2.0) as names:
                return await permitted(names, DOMAIN, ())

        nobody, some = await said("v=spf1 ?all"), await said("v=spf1 mx ?all")
        assert 'IN TXT "v=spf1 include:SPF-NAME-OF-YOUR-RELAY -all"' in nobody.words
        assert f'names your relay\'s servers, and put into DNS: {DOMAIN}. IN TXT "v=spf1 mx ~all"' in some.words
        broken = await said("v=spf1 include:nowhere.example -all")
        assert (broken.state, "leads to a domain without an SPF record" in broken.words) == ("ill", True)
        empty = await said("v=spf1 a:n1.example a:n2.example a:n3.example -all")
        assert (empty.state, "find nothing (n1.example, n2.example, n3.example); mend" in empty.words) == ("ill", True)


async def test_several_policies_above_the_domain_are_told_where_they_stand(tmp_path: Path) -> None:
    async with a_practice(tmp_path, address=f"news@mail.{DOMAIN}") as practice:
        practice.dns.add(f'{POLICY}. IN TXT "v=DMARC1; p=none"')
        finding = (await practice.findings())[f"DMARC mail.{DOMAIN}"]
    assert finding.state == "ill"
    assert f"there are 2 records, and receivers use none of them; leave one: {POLICY}. IN TXT" in finding.words


async def test_without_outgoing_addresses_it_says_what_cannot_be_known(tmp_path: Path) -> None:
    async with a_practice(tmp_path, outgoing="") as practice:
        found = await practice.findings()
        assert "doctor.outgoing_ips" in found[f"SPF {DOMAIN}"].words
        assert not [about for about in found if about.startswith("PTR")]
        practice.dns.remove(DOMAIN, "TXT")
        assert 'IN TXT "v=spf1 include:' in (await practice.findings())[f"SPF {DOMAIN}"].words


async def test_a_return_path_elsewhere_is_looked_at_for_itself(tmp_path: Path) -> None:
    async with a_practice(tmp_path, return_path="bounces@relay.example") as practice:
        practice.dns.add(f'relay.example. IN TXT "v=spf1 ip4:{IP} ip6:{SIX} +all"')
        found = await practice.findings()
    assert (found["MX relay.example"].state, found[f"MX {DOMAIN}"].state) == ("ill", "well")
    everybody = f'keeps nobody out; put into DNS: relay.example. IN TXT "v=spf1 ip4:{IP} ip6:{SIX} -all"'
    assert everybody in found["SPF relay.example"].words
    assert "signatures are enough" in found[f"alignment {DOMAIN}"].words
    assert f"SPF {DOMAIN}" not in found


async def test_a_sender_whom_no_key_is_for_goes_unsigned_and_the_doctor_says_so(tmp_path: Path) -> None:
    async with a_practice(tmp_path, address="news@elsewhere.example") as practice:
        settings = practice.newsroom.settings
        found = await doctor.examine(lambda: settings, now=NOW, offline=True)
        without = await doctor.examine(lambda: settings.model_copy(update={"dkim": ()}), now=NOW, offline=True)
    (unsigned,) = [one for one in found if "unsigned" in one.words]
    assert (unsigned.about, unsigned.state) == ("newsletter morning", "warning")
    assert "`digest dkim new --domain elsewhere.example`" in unsigned.words
    assert [one.state for one in without if "fine if the relay signs for elsewhere.example" in one.words] == ["well"]


async def test_one_silent_name_is_one_warning_and_the_rest_is_looked_at(practice: Practice) -> None:
    practice.dns.silent.add(rsa_key().record.name)
    practice.dns.failing.add(f"_dmarc.{DOMAIN}")
    found = await practice.findings(DIGEST_DOCTOR__TIMEOUT="0.3")
    assert found["DKIM tide._domainkey.harbourpost.example"].state == "warning"
    assert "did not answer" in found["DKIM tide._domainkey.harbourpost.example"].words
    assert "could not find out" in found[f"DMARC {DOMAIN}"].words
    assert found[f"SPF {DOMAIN}"].state == "well"


async def test_without_a_network_there_is_one_warning_and_it_comes_soon(practice: Practice) -> None:
    began = time.monotonic()
    found = await practice.findings(DIGEST_DOCTOR__RESOLVER="127.0.0.1:1", DIGEST_DOCTOR__TIMEOUT="0.5")
    assert time.monotonic() - began < 5
    assert [about for about, one in found.items() if one.state != "well"] == ["DNS"]
    assert "no DNS server answers (127.0.0.1:1)" in found["DNS"].words
    assert not [about for about in found if about.startswith(("SPF", "DKIM", "DMARC", "MX", "PTR"))]


async def test_offline_asks_nobody(practice: Practice) -> None:
    settings = practice.newsroom.settings
    found = await doctor.examine(lambda: settings, now=NOW, offline=True)
    assert practice.dns.asked == []
    assert {one.state for one in found} == {"well"}


async def test_mail_that_goes_into_a_folder_harms_nobody_yet(practice: Practice) -> None:
    practice.dns.remove(DOMAIN, "TXT")
    assert (await practice.findings())[f"SPF {DOMAIN}"].state == "ill"
    assert (await practice.findings(DIGEST_RELAY__KIND="folder"))[f"SPF {DOMAIN}"].state == "warning"
