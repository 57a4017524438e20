"""The relay's certificate, and the post that a mailbox provider makes when somebody clicks leave."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import trustme
from aiohttp import web

from digest.doctor.finding import Finding
from digest.doctor.names import Names
from digest.doctor.servers import certificate, one_click
from tests.databases import free_port
from tests.deliver.letters import relay_to
from tests.dns_server import serve_dns
from tests.makers import NOW
from tests.smtp_servers import serve_real, serve_sink

HOST = "news.harbourpost.example"
CA = trustme.CA()


def context(name: str = "127.0.0.1", not_after: datetime | None = None) -> ssl.SSLContext:
    """A server's context with a certificate that our authority gave."""
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    CA.issue_cert(name, not_after=not_after).configure_cert(made)
    return made


@pytest.fixture
def ca_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Our authority, trusted by whoever trusts the system's."""
    file = tmp_path / "ca.pem"
    CA.cert_pem.write_to_path(file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return str(file)


@pytest.mark.parametrize("mode", ["implicit", "starttls-required"])
@pytest.mark.parametrize(
    ("days", "state", "words"),
    [(90, "well", "is good until 2027-02-22"), (9, "warning", "ends on 2026-12-03, in 9 days")],
)
async def test_the_end_of_the_relays_certificate_is_told(
    ca_file: str, mode: str, days: int, state: str, words: str
) -> None:
    secured = context(not_after=NOW + timedelta(days=days, minutes=1))
    how = {"implicit": secured} if mode == "implicit" else {"tls_context": secured, "require_starttls": True}
    async with serve_real(**how) as server:
        settings = relay_to(server, tls=mode, ca_file=ca_file)
        (finding,) = await certificate(settings, limit=5.0, now=NOW)
    assert (finding.about, finding.state) == ("TLS 127.0.0.1", state)
    assert words in finding.words


async def test_a_relay_that_offers_no_tls_this_time_is_a_warning() -> None:
    async with serve_sink() as sink:
        (finding,) = await certificate(relay_to(sink, tls="starttls-if-offered"), limit=5.0, now=NOW)
    assert finding.state == "warning"


async def test_without_tls_or_without_a_relay_nothing_is_said_of_a_certificate() -> None:
    async with serve_sink() as sink:
        assert await certificate(relay_to(sink), limit=5.0, now=NOW) == []
        assert await certificate(relay_to(sink, kind="folder", tls="implicit"), limit=5.0, now=NOW) == []
        assert sink.connections == 0
        sink.port = free_port()
        assert await certificate(relay_to(sink, tls="implicit"), limit=5.0, now=NOW) == []


@dataclass(slots=True)
class Site:
    """A web server behind TLS that keeps what was posted to it."""

    status: int = 200
    link: str = ""
    posted: list[tuple[str, str]] = field(default_factory=list)

    async def answer(self, request: web.BaseRequest) -> web.Response:
        self.posted.append((request.method, await request.text()))
        return web.Response(status=self.status, headers={"Location": "/"} if self.status == 302 else {})


@asynccontextmanager
async def serve_site(name: str = HOST) -> AsyncIterator[Site]:
    site = Site()
    runner = web.ServerRunner(web.Server(site.answer), shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context(name)).start()
        site.link = f"https://{HOST}:{runner.addresses[0][1]}/leave/nobody"
        yield site
    finally:
        await runner.cleanup()


async def click(link: str, zone: str = f"{HOST}. IN A 127.0.0.1") -> list[Finding]:
    with serve_dns(zone) as dns:
        async with Names(dns.address, 2.0) as names:
            return await one_click(names, link, limit=5.0)


@pytest.mark.parametrize("status", [200, 202])
async def test_an_address_that_takes_one_click_is_well(ca_file: str, status: int) -> None:
    async with serve_site() as site:
        site.status = status
        (finding,) = await click(site.link)
        assert site.posted == [("POST", "List-Unsubscribe=One-Click")]
    assert (finding.about, finding.state) == ("one-click", "well")


@pytest.mark.parametrize("status", [302, 403, 404, 405, 502])
async def test_an_address_that_answers_otherwise_is_ill(ca_file: str, status: int) -> None:
    async with serve_site() as site:
        site.status = status
        (finding,) = await click(site.link)
        assert len(site.posted) == 1, "no redirect is followed (RFC 8058 §3.1)"
    assert finding.state == "ill"
    assert f"with {status}" in finding.words


async def test_a_wrong_certificate_no_server_and_no_address_are_ill(ca_file: str) -> None:
    async with serve_site(name="other.example") as site:
        (wrong,) = await click(site.link)
        (nowhere,) = await click(site.link, zone="other.example. IN A 127.0.0.1")
        assert site.posted == []
    (nobody,) = await click(f"https://{HOST}:{free_port()}/leave/nobody")
    assert {one.state for one in (wrong, nowhere, nobody)} == {"ill"}
    assert "ertificate" in wrong.words
    assert f"{HOST} has no address in DNS" in nowhere.words
    assert "cannot be reached" in nobody.words


async def test_only_https_is_tried() -> None:
    assert await click("http://127.0.0.1:1/leave/nobody") == []
