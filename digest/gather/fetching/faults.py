"""What goes wrong between us and a server, in words that an editor understands."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urljoin

import aiohttp

from digest.errors import Forbidden, Gone, SourceError, Unreachable
from digest.gather.fetching.answers import escaped, retry_after
from digest.gather.plain import one_line
from digest.gather.urls import host_key

T = TypeVar("T")

_WHAT_TO_DO = {
    401: "; it wants to know who asks: give username and password_file, or headers, in a table [[sources]]",
    403: "; it lets no programs in: ask its owner, or give the cookie_file or headers it wants in a table [[sources]]",
    406: '; it wants other headers than ours: give headers = { Accept = "text/html" } in a table [[sources]]',
}
LONGEST = 200  # characters of what a library or a server says


def refused(answer: aiohttp.ClientResponse, url: str, now: datetime, *, passed: int = 0) -> SourceError:
    """What an answer's status says that is none we want. ``passed``: seconds since ``now``, from which waits count."""
    if answer.status in (404, 410):
        gone = answer.status == 410
        return Gone(f"{url} answers {answer.status}: it is not there (any more).", url=url, for_good=gone)
    wait = retry_after(answer.headers.get("Retry-After", ""), now, passed=passed)
    said = f"{url} answers {answer.status} {_short(answer.reason or '')}".rstrip()
    return Unreachable(f"{said}{_WHAT_TO_DO.get(answer.status, '')}.", url=url, wait=wait, status=answer.status)


def sent_on(here: str, location: str) -> str:
    """Where a redirect leads.

    Raises:
        Unreachable: nowhere.
    """
    try:
        return urljoin(here, escaped(location))
    except ValueError:
        raise Unreachable(f"{here} sends on to {_short(location)!r}, which is no web address.", url=here) from None


async def in_our_words(url: str, seconds: float, asking: Awaitable[T]) -> T:
    """Ask; ``seconds`` is how long that may take.

    Raises:
        SourceError: whatever went wrong.
    """
    try:
        return await asking
    except SourceError:
        raise
    except TimeoutError:
        raise Unreachable(f"{url} gave no full answer within {seconds:.0f} seconds.", url=url) from None
    except (aiohttp.ClientError, OSError, ValueError, ArithmeticError, asyncio.IncompleteReadError) as fault:
        raise _in_words(fault, url) from fault


def _in_words(fault: Exception, url: str) -> SourceError:
    inner = fault.__cause__ or fault
    if isinstance(inner, Forbidden):
        return inner
    if isinstance(fault, aiohttp.InvalidURL):
        return Forbidden(f"{url!r} is not a web address.", url=url)
    return Unreachable(f"{url}{_led(fault, url)}{_said(fault)}.", url=url)


def _led(fault: Exception, url: str) -> str:
    """Where a redirect had led when nobody answered: it is not the host of the address that is at fault."""
    if not isinstance(fault, aiohttp.ClientConnectorError) or isinstance(fault, aiohttp.ClientProxyConnectionError):
        return ""
    return "" if fault.host in host_key(url) else f" leads to {fault.host}"


def _said(fault: Exception) -> str:
    """The rest of the sentence."""
    for kind, words in _SAID.items():
        if isinstance(fault, kind):
            return words(fault)
    return f" could not be read ({type(fault).__name__}: {_short(str(fault))})"


# The particular before the general. Of what aiohttp's parser says, the bytes that it quotes are left out.
_SAID: Mapping[type[Exception], Callable[[Any], str]] = {
    aiohttp.ClientSSLError: lambda fault: f": its certificate is not valid ({fault})",
    aiohttp.ClientConnectorDNSError: lambda _: ": the host name is not known",
    aiohttp.ClientProxyConnectionError: lambda fault: f": its proxy does not answer ({fault.strerror or fault})",
    aiohttp.ClientConnectorError: lambda fault: f": the server does not answer ({fault.strerror or fault})",
    aiohttp.ServerDisconnectedError: lambda _: ": the server hung up without an answer",
    aiohttp.ClientResponseError: lambda fault: f" does not answer as a web server does ({_parsed(fault.message)})",
    aiohttp.ClientPayloadError: lambda _: " breaks off, or is not packed as it says",
}


def _parsed(message: str) -> str:
    return _short(message.partition("\n")[0].partition(": b")[0]).rstrip(":")


def _short(text: str) -> str:
    return one_line(text)[:LONGEST]
