"""Three verifiers that know nothing of us agree, after a hop through a real Postfix (reliability M-08, V-03, V-04)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from digest.deliver import open_relay
from digest.deliver.sign import open_signers, sign
from digest.model import VerdictKind
from tests.deliver.letters import relay_to
from tests.dns_server import Dns, serve_dns
from tests.mail_programs import Rspamd, mail_dkim, postfix, rspamd
from tests.signing import DOMAIN, a_pressed_letter, ed25519_key, rsa_key, verdicts
from tests.smtp_servers import RealServer, serve_real

IP, BOUNCES = "192.0.2.10", f"bounces@{DOMAIN}"
KEYS = (rsa_key(), ed25519_key())
ZONE = f"""
{DOMAIN}. IN TXT "v=spf1 ip4:{IP} -all"
_dmarc.{DOMAIN}. IN TXT "v=DMARC1; p=reject"
{KEYS[0].record}
{KEYS[1].record}
"""
SIGNED = sign(a_pressed_letter(stories=12).message, KEYS)
BOTH = [f"{DOMAIN}:s=tide", f"{DOMAIN}:s=tide-ed25519"]


@pytest.fixture(scope="module")
def dns() -> Iterator[Dns]:
    with serve_dns(ZONE) as server:
        yield server


@pytest.fixture(scope="module")
def spam_filter(dns: Dns) -> Iterator[Rspamd]:
    with rspamd(dns) as running:
        yield running


async def test_three_verifiers_agree_after_a_hop_through_postfix(dns: Dns, spam_filter: Rspamd) -> None:
    letter = a_pressed_letter(stories=12)
    async with serve_real() as inbox, open_signers(KEYS) as signers:
        with postfix(onward=inbox.port) as port:
            async with open_relay(relay_to(RealServer("127.0.0.1", port))) as relay:
                verdict = await relay.hand_over((await signers.signed([letter], DOMAIN))[0])
            assert verdict.kind is VerdictKind.SENT
            async with asyncio.timeout(20):
                while not inbox.envelopes:  # noqa: ASYNC110 - Postfix has no event for it
                    await asyncio.sleep(0.02)
    arrived = inbox.envelopes[0].original_content
    assert arrived is not None
    assert b"by hop.example (Postfix)" in arrived
    assert verdicts(arrived, *KEYS) == [True, True]
    assert mail_dkim(arrived, dns)[0] == f"{DOMAIN} tide rsa-sha256 pass"
    found = await asyncio.to_thread(spam_filter.symbols, arrived, ip=IP, sender=BOUNCES)
    assert found["R_DKIM_ALLOW"] == BOTH
    assert found["DMARC_POLICY_ALLOW"] == [DOMAIN, "reject"]
    assert found["R_SPF_ALLOW"] == [f"+ip4:{IP}"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Subject: Storm", b"Subject: Storn"),
        (b"List-Unsubscribe: <https://news", b"List-Unsubscribe: <https://mews"),
        (b"List-Unsubscribe-Post: List-Unsubscribe=One-Click", b"List-Unsubscribe-Post: List-Unsubscribe=None"),
        (b"\r\nFrom: ", b"\r\nFrom: Mallory <m@mallory.example>\r\nFrom: "),
        (b"Feedback-ID: i1", b"Feedback-ID: i2"),
        (b"quay gates", b"quay dates"),
        (b"--\r\n", b"--\r\nmore\r\n"),
    ],
    ids=["subject", "unsubscribe", "one-click", "second from", "feedback", "body", "appended"],
)
def test_all_of_them_see_that_something_was_changed(dns: Dns, spam_filter: Rspamd, old: bytes, new: bytes) -> None:
    assert SIGNED.count(old) >= 1
    changed = new.join(SIGNED.rsplit(old, 1))
    assert verdicts(changed, *KEYS) == [False, False]
    assert mail_dkim(changed, dns)[0] == f"{DOMAIN} tide rsa-sha256 fail"
    found = spam_filter.symbols(changed, ip="198.51.100.7", sender=BOUNCES)
    assert "R_DKIM_ALLOW" not in found
    assert found["R_DKIM_REJECT"] == BOTH
    assert not {"DMARC_POLICY_ALLOW", "R_SPF_ALLOW"} & set(found)
