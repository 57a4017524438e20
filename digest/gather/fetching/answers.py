"""What goes out with a request for one source, and what comes back in the headers and the body of an answer."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from digest.errors import Unreachable
from digest.gather.plain import storable
from digest.gather.urls import host_key

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
CHUNK = 1 << 16
LONGEST_WAIT = 24 * 3600.0  # seconds; no server may put us off for longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What one source wants to be asked with. It is told to the source's own host only, never to where it redirects."""

    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    cookie: str = field(default="", repr=False)
    username: str = ""
    password: str = field(default="", repr=False)
    proxy: str = field(default="", repr=False)  # its address may hold a password

    def towards(self, own: str, url: str) -> Access:
        """The same for an address that the source ``own`` led to: all of it on its own host, else only the way there.

        What was told under https is not told in the clear.
        """
        if own == url:
            return self
        secured = urlsplit(own).scheme != "https" or urlsplit(url).scheme == "https"
        return self if host_key(own) == host_key(url) and secured else Access(proxy=self.proxy)

    def lines(self) -> dict[str, str]:
        """As request headers."""
        lines = dict(self.headers)
        if self.cookie:
            lines["Cookie"] = self.cookie
        if self.username:
            lines["Authorization"] = aiohttp.encode_basic_auth(self.username, self.password, "utf-8")
        return lines


NO_ACCESS = Access()


def max_age(cache_control: str, age: str = "") -> float:
    """The seconds for which an answer stays fresh (RFC 9111 §5.2.2.1); 0 where it shall not be kept.

    ``age`` is how long a cache on the way had kept it already (§5.1).
    """
    said = {name.strip().lower(): value.strip(' "') for name, _, value in _directives(cache_control)}
    if "no-store" in said or "no-cache" in said:
        return 0.0
    seconds = said.get("max-age", "")
    kept = float(age[:9]) if age.isdecimal() else 0.0
    return min(max(0.0, float(seconds[:9]) - kept), LONGEST_WAIT) if seconds.isdecimal() else 0.0


def _directives(value: str) -> Iterator[tuple[str, str, str]]:
    return (one.partition("=") for one in value[:1000].split(","))


class Answer(aiohttp.ClientResponse):
    """An answer that knows when the certificate of its server ends; None without TLS.

    It looks before it begins: a small answer has let go of its connection by the time it can be read.
    """

    certificate: datetime | None = None

    async def start(self, connection: Any) -> aiohttp.ClientResponse:
        """Begin to read the answer."""
        transport = connection.transport
        secured = transport.get_extra_info("ssl_object") if transport else None
        ends = (secured.getpeercert() or {}).get("notAfter") if secured else None
        if isinstance(ends, str):
            self.certificate = datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC)
        return await super().start(connection)


def linked(answer: aiohttp.ClientResponse, rel: str) -> str:
    """The absolute address that a Link header gives this relation (RFC 8288); "" if none does."""
    try:
        found = answer.links.get(rel)
    except ValueError:  # what stands there is no address
        return ""
    return str(found["url"]) if found and "url" in found else ""


def header(answer: aiohttp.ClientResponse, name: str) -> str:
    """A header; "" for bytes that are no text, which can be neither stored nor sent back."""
    value = answer.headers.get(name, "")
    return value if storable(value) == value else ""


async def body_of(answer: aiohttp.ClientResponse, url: str, *, most: int) -> bytes:
    """The body, unpacked.

    Raises:
        Unreachable: it has more than ``most`` bytes.
    """
    body = bytearray()
    async for chunk in answer.content.iter_chunked(CHUNK):
        body += chunk
        if len(body) > most:
            raise Unreachable(f"{url} is larger than {most / 1e6:.0f} MB (gather.max_bytes).", url=url)
    return bytes(body)


def sendable(value: str) -> bool:
    """Whether a header may have this value (RFC 9110 §5.5): who sent a control character does not get it back."""
    return bool(value) and not _CONTROL.search(value)


def escaped(location: str) -> str:
    """A redirect's target; bytes that are no UTF-8 (aiohttp hands them on as half surrogates) as a URL writes them."""
    return re.sub(r"[\udc80-\udcff]", lambda byte: f"%{ord(byte[0]) - 0xDC00:02X}", location)


def retry_after(value: str, now: datetime, *, passed: int = 0) -> float | None:
    """Seconds from ``now`` that a Retry-After header asks for (RFC 9110 §10.2.3): a number, or a date.

    A number counts from the answer, which came ``passed`` seconds after ``now``.
    """
    text = value.strip()
    if text.isdecimal():
        seconds = float(text[:9])
        return min(seconds + passed if seconds else 0.0, LONGEST_WAIT)
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # an hour or an offset may have any number of digits
        return None
    aware = date if date.tzinfo else date.replace(tzinfo=UTC)
    return min(max(0.0, (aware - now).total_seconds()), LONGEST_WAIT)
