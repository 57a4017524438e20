"""What an operator reads where a connection cannot be secured: what is wrong, and which setting it is about."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from pathlib import Path

import aiosmtplib
import pytest
import trustme

from digest.deliver import RelaySettings, open_relay
from digest.deliver.securing import unsecured
from tests.deliver.letters import a_letter, relay_to
from tests.smtp_servers import Sink, serve_sink

pytestmark = pytest.mark.usefixtures("manner")

MISMATCH = "IP address mismatch, certificate is not valid for '127.0.0.1'"
YEARS = {"not_before": datetime(2020, 1, 1, tzinfo=UTC), "not_after": datetime(2021, 1, 1, tzinfo=UTC)}


@pytest.fixture(scope="module")
def ca() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(ca: trustme.CA, tmp_path: Path) -> str:
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    return str(tmp_path / "ca.pem")


def certified(ca: trustme.CA, *names: str, **times: datetime) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ca.issue_cert(*names, **times).configure_cert(context)
    return context


async def told(sink: Sink, **settings: object) -> str:
    async with open_relay(relay_to(sink, **settings)) as relay:
        return (await relay.hand_over(a_letter())).text


@pytest.mark.parametrize("tls", ["starttls-if-offered", "starttls-required", "implicit"])
@pytest.mark.parametrize(
    ("name", "times", "words"),
    [
        ("127.0.0.1", YEARS, "its certificate is not trusted: certificate has expired"),
        (
            "127.0.0.2",
            {},
            f"its certificate is not trusted: {MISMATCH}; relay.host must be a name that it holds",
        ),
    ],
)
async def test_a_certificate_that_is_not_taken(
    ca: trustme.CA, ca_file: str, tls: str, name: str, times: dict[str, datetime], words: str
) -> None:
    context = certified(ca, name, **times)
    async with serve_sink(implicit=tls == "implicit", tls=context, extensions=("STARTTLS",)) as sink:
        assert await told(sink, tls=tls, ca_file=ca_file) == words


async def test_an_authority_that_nobody_knows(ca: trustme.CA) -> None:
    async with serve_sink(tls=certified(ca, "127.0.0.1"), extensions=("STARTTLS",)) as sink:
        words = await told(sink, tls="starttls-required")
    assert words.startswith("its certificate is not trusted: ")
    assert words.endswith("; relay.ca_file names further authorities")


async def test_a_port_for_another_setting() -> None:
    async with serve_sink(extensions=("8BITMIME",)) as sink:
        assert await told(sink, tls="starttls-required") == (
            'it offers no STARTTLS, and nothing is sent without (relay.tls = "starttls-required")'
        )
        assert await told(sink, tls="implicit") == (
            f'port {sink.port} does not begin with TLS: relay.tls = "starttls-required" may be right here, or another '
            f"port"
        )


@pytest.mark.parametrize(
    ("tls", "words"),
    [
        ("starttls-required", 'no greeting; port 465 begins with TLS, and relay.tls = "implicit" is for that'),
        ("implicit", ""),
    ],
)
def test_the_port_that_begins_with_tls_says_nothing_to_who_waits_for_a_greeting(tls: str, words: str) -> None:
    settings = RelaySettings(name="relay", host="mail.example", port=465, tls=tls)  # type: ignore[arg-type]
    assert unsecured(aiosmtplib.SMTPConnectError("no greeting"), settings) == words
