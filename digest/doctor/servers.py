"""Servers as others see them: the relay's certificate, and the address that one click posts to (RFC 8058)."""

from __future__ import annotations

import asyncio
import socket
import ssl
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from digest.deliver import RelaySettings
from digest.deliver.connecting import NO_ANSWER, Answered, Connector, hang_up
from digest.doctor.finding import Finding, ill, warning, well
from digest.doctor.names import Names, Unanswered
from digest.words import counted

SOON = timedelta(days=14)  # a certificate that ends sooner should have been renewed by itself


async def certificate(settings: RelaySettings, *, limit: float, now: datetime) -> list[Finding]:
    """How long the relay's certificate is good; nothing where there is none, or the relay cannot be reached."""
    if settings.kind != "smtp" or settings.tls == "none":
        return []
    about = f"TLS {settings.host}"
    try:
        async with asyncio.timeout(limit):
            client = await Connector(settings).open()
    except (Answered, *NO_ANSWER):
        return []  # the finding about the relay says why
    shown = client.get_transport_info("peercert")
    hang_up(client)
    if not shown:
        return [warning(about, "the relay offered no TLS this time, so letters cross the wire as they are")]
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(shown["notAfter"]), UTC)
    if ends - now < SOON:
        words = f"the certificate ends on {ends:%Y-%m-%d}, in {counted((ends - now).days, 'day')}; renew it"
        return [warning(about, words)]
    return [well(about, f"the certificate is good until {ends:%Y-%m-%d}")]


class Asking(AbstractResolver):
    """aiohttp's look-ups, answered by the DNS server that the doctor asks."""

    def __init__(self, names: Names) -> None:
        self._names = names

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a host."""
        try:
            found = await self._names.addresses(host)
        except Unanswered as fault:
            raise socket.gaierror(socket.EAI_AGAIN, str(fault)) from fault
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, f"{host} has no address in DNS")
        return [
            {
                "hostname": host,
                "host": address,
                "port": port,
                "family": socket.AF_INET6 if ":" in address else socket.AF_INET,
                "proto": 0,
                "flags": socket.AI_NUMERICHOST,
            }
            for address in found
        ]

    async def close(self) -> None:
        """Nothing is kept."""


async def one_click(names: Names, link: str, *, limit: float) -> list[Finding]:
    """Post to a link as a mailbox provider does. It belongs to nobody, so nobody leaves by it.

    Only https is tried: for anything else there is a finding already.
    """
    about, url = "one-click", urlsplit(link)
    if url.scheme != "https":
        return []
    place = f"{url.scheme}://{url.netloc}"
    connector = aiohttp.TCPConnector(resolver=Asking(names), ssl=ssl.create_default_context())
    clock = aiohttp.ClientTimeout(total=limit)
    try:
        async with (
            aiohttp.ClientSession(connector=connector, timeout=clock) as session,
            session.post(link, data={"List-Unsubscribe": "One-Click"}, allow_redirects=False) as answer,
        ):
            status = answer.status
    except TimeoutError:
        return [ill(about, f"{place} did not answer within {limit:g} seconds; is `digest serve` running behind it?")]
    except (aiohttp.ClientError, OSError) as fault:
        return [
            ill(about, f"{place} cannot be reached ({fault}); readers who click leave would stay, against RFC 8058")
        ]
    if status in (200, 202):
        return [well(about, f"{place} takes a one-click post")]
    return [ill(about, f"{place} answers a one-click post with {status}; expected 200 from `digest serve` (RFC 8058)")]
