"""Hubs (W3C Recommendation WebSub, 2018): who is one, what follows from what it says, and is it really it? Pure."""

from __future__ import annotations

import hmac
import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from html import unescape
from urllib.parse import urljoin

from digest.gather.plain import one_line
from digest.gather.urls import LONGEST
from digest.model import Hub, HubState

LEASE = timedelta(days=10)  # what we ask for; the hub decides
LONGEST_LEASE = timedelta(days=90)
RENEW = 0.2  # of a lease before its end
SHORTEST_PAUSE = timedelta(minutes=5)  # between two askings, however short a lease a hub grants
UNHEARD = timedelta(hours=1)  # within which a hub makes sure that it was we who asked
LONGEST_PAUSE = timedelta(hours=24)
GIVE_UP_AFTER = 5
AGAIN = timedelta(days=7)  # after a refusal
# §7: all of these are methods of a signature. The weakness of SHA-1 is none of its HMAC (RFC 6194 §3.3), and large
# hubs sign with nothing else.
METHODS = ("sha1", "sha256", "sha384", "sha512")

_ITEM = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry)\b")
_LINK = re.compile(rb"<(?:[\w.-]{1,40}:)?link\b([^<>]{1,3000})>")
_ATTRIBUTE = re.compile(rb"([\w:-]{1,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_LONGEST_HEAD = 100_000  # bytes before the first entry
_SIGNATURE_BYTES = 16


def offered(body: bytes, url: str) -> tuple[str, str]:
    """The hub that a feed names and the address that it is known to it by (rel="hub" and "self", §4); "" for none."""
    is_json = body[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    found = _of_json(body) if is_json else dict(_of_xml(body))
    return address(found.get("hub", ""), url), address(found.get("self", ""), url)


def address(said: str, base: str) -> str:
    """A hub's or a topic's address, spelled as it is said: a hub knows a topic by its letters. "" if it is none."""
    try:
        whole = urljoin(base, one_line(said)) if said else ""
    except ValueError:
        return ""
    return whole if whole.startswith(("https://", "http://")) and len(whole) <= LONGEST else ""


def _of_xml(body: bytes) -> Iterator[tuple[str, str]]:
    first = _ITEM.search(body, 0, 10 * _LONGEST_HEAD)
    head = body[: min(first.start() if first else len(body), _LONGEST_HEAD)]
    found = list(_links(head))
    yield from reversed(found)  # the first of several counts


def _links(head: bytes) -> Iterator[tuple[str, str]]:
    for link in _LINK.finditer(head):
        said = {name.lower(): one or other for name, one, other in _ATTRIBUTE.findall(link[1])}
        for rel in said.get(b"rel", b"").lower().split():
            if rel in (b"hub", b"self"):
                yield rel.decode(), unescape(said.get(b"href", b"").decode("utf-8", "replace"))


def _of_json(body: bytes) -> dict[str, str]:
    try:
        feed = json.loads(body) if b'"hubs"' in body else {}
    except (ValueError, RecursionError):
        return {}
    hubs = feed.get("hubs") if isinstance(feed, dict) else None
    first = hubs[0] if isinstance(hubs, list) and hubs and isinstance(hubs[0], dict) else {}
    said = {"hub": first.get("url"), "self": feed.get("feed_url")} if first else {}
    return {name: value for name, value in said.items() if isinstance(value, str)}


def asked(hub: Hub, *, now: datetime) -> Hub:
    """After a hub took our wish: it has an hour to make sure that it is ours, then it is asked again."""
    state = hub.state if hub.state in (HubState.PUSHING, HubState.LEAVING) else HubState.ASKED
    pause = min(LONGEST_PAUSE, UNHEARD * 2**hub.failures)
    return _counted(replace(hub, state=state, next_step=now + pause), "it never made sure that it was asked", now)


def not_asked(hub: Hub, why: str, *, for_good: bool, now: datetime) -> Hub:
    """After a hub could not be asked, or did not want to hear it."""
    if for_good and hub.state is not HubState.LEAVING:
        return refused(hub, why, now=now)
    pause = min(LONGEST_PAUSE, UNHEARD * 2**hub.failures)
    return _counted(replace(hub, next_step=now + pause), why, now)


def put_off(hub: Hub, *, now: datetime) -> Hub:
    """Where a hub gave no answer about another topic just now: it was not asked about this one, and nothing counts."""
    return replace(hub, next_step=now + SHORTEST_PAUSE)


def _counted(hub: Hub, why: str, now: datetime) -> Hub:
    hub = replace(hub, failures=hub.failures + 1, reason=one_line(why)[:500])
    tired = hub.failures >= GIVE_UP_AFTER and hub.state is not HubState.LEAVING
    return refused(hub, why, now=now) if tired else hub


def refused(hub: Hub, why: str, *, now: datetime) -> Hub:
    """After a hub said no (§5.2), or gave no answer often enough. It is asked again a week later."""
    reason = one_line(why)[:500] or "it says no"
    return replace(hub, state=HubState.REFUSED, until=None, next_step=now + AGAIN, failures=0, reason=reason)


def verified(hub: Hub, lease_seconds: str, *, now: datetime) -> Hub:
    """After a hub made sure that it was we who asked (§5.3): it pushes until its lease ends, and is asked before."""
    seconds = int(lease_seconds[:9]) if lease_seconds.isdecimal() else 0
    lease = min(timedelta(seconds=seconds), LONGEST_LEASE) or LEASE
    until = now + lease
    again = max(until - lease * RENEW, now + SHORTEST_PAUSE)
    return replace(hub, state=HubState.PUSHING, until=until, next_step=again, failures=0, reason="")


def mark_of(hub: Hub, secret: bytes) -> str:
    """What our address for this hub ends with: the source, and a signature over it, the hub and the topic."""
    number = hub.source_id.to_bytes(8, "big")
    return urlsafe_b64encode(number + _signature(hub, number, secret)).decode().rstrip("=")


def source_of(mark: str) -> int | None:
    """The source that a mark names, forged or not; None for what is no mark."""
    try:
        raw = urlsafe_b64decode(mark + "=" * (-len(mark) % 4))
    except ValueError:
        return None
    return int.from_bytes(raw[:8], "big") if len(raw) == 8 + _SIGNATURE_BYTES and raw[0] < 128 else None


def is_mark_of(mark: str, hub: Hub, secret: bytes) -> bool:
    """Whether we made this mark for this hub."""
    return hmac.compare_digest(mark_of(hub, secret).encode(), mark.encode())


def _signature(hub: Hub, number: bytes, secret: bytes) -> bytes:
    whole = b"\0".join((b"websub", number, hub.url.encode(), hub.topic.encode()))
    return hmac.digest(secret, whole, sha256)[:_SIGNATURE_BYTES]


def hub_secret(mark: str, secret: bytes) -> str:
    """What a hub signs with (hub.secret, at most 199 bytes): made from the mark, so that it is kept nowhere."""
    return hmac.digest(secret, b"websub secret\0" + mark.encode(), sha256).hex()


def is_signed(body: bytes, header: str, mark: str, secret: bytes) -> bool:
    """Whether a push bears the hub's signature (X-Hub-Signature, §7)."""
    method, _, signature = header.strip().partition("=")
    if method.lower() not in METHODS:
        return False
    expected = hmac.new(hub_secret(mark, secret).encode(), body, method.lower()).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.lower().encode())
