"""What receivers see of us: every check side by side, within one limit of time. Decides nothing itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import subscribers
from digest import store
from digest.deliver.sign.keys import SigningKey
from digest.doctor import servers
from digest.doctor.finding import Finding, warning
from digest.doctor.hosts import mailbox, pointer
from digest.doctor.names import Names, Unanswered
from digest.doctor.permitted import permitted
from digest.doctor.policy import alignment, policy_of
from digest.doctor.published import compared
from digest.newsroom import Newsroom

IN_ALL = 8.0  # times the limit of one question

Check = tuple[str, Awaitable[Finding | list[Finding]]]


@dataclass(frozen=True, slots=True, order=True)
class Domains:
    """What a letter's From address and return path are in."""

    author: str
    envelope: str


async def outside(newsroom: Newsroom, *, now: datetime) -> list[Finding]:
    """Look at the relays' certificates, at DNS, and at the address that one click posts to."""
    limit = newsroom.settings.doctor.timeout
    relays = [relay.settings for relay in newsroom.relays]
    looks = (servers.certificate(relay, limit=2 * limit, now=now) for relay in relays)
    found = [finding for look in await asyncio.gather(*looks) for finding in look]
    senders = await _senders(newsroom)
    try:
        async with Names(newsroom.settings.doctor.resolver, limit) as names:
            await names.reach(senders[0].author if senders else "")
            found += await together(checks(newsroom, names, senders, now), limit * IN_ALL)
    except Unanswered as fault:
        words = "SPF, DKIM, DMARC, MX, PTR and one-click were not looked at (--offline leaves them out unasked)"
        found.append(warning("DNS", f"{fault}: {words}"))
    # What goes into a folder is refused by nobody yet.
    harmless = not any(relay.kind == "smtp" for relay in relays)
    return [warning(one.about, one.words) if harmless and one.state == "ill" else one for one in found]


async def _senders(newsroom: Newsroom) -> list[Domains]:
    """What the newsletters are sent from; those whose addresses are none have a finding of their own."""
    found = set()
    async with newsroom.reading() as tx:
        newsletters = await store.newsletters.every(tx)
    for sender in (one.sender for one in newsletters):
        with suppress(subscribers.AddressError):
            author = subscribers.parse_address(sender.address).domain
            found.add(Domains(author, subscribers.parse_address(sender.return_path or sender.address).domain))
    return sorted(found)


def _authors(senders: Sequence[Domains]) -> list[str]:
    return sorted({one.author for one in senders})


def checks(newsroom: Newsroom, names: Names, senders: Sequence[Domains], now: datetime) -> Iterator[Check]:
    """All that is to be looked at, in the order in which it is told."""
    outgoing, keys = newsroom.settings.doctor.outgoing_ips, newsroom.signers.keys
    envelopes, authors = sorted({one.envelope for one in senders}), _authors(senders)
    for domain in envelopes:
        yield f"SPF {domain}", permitted(names, domain, outgoing)
    for key in keys:
        yield f"DKIM {key.record.name}", _published(names, key)
    for domain in authors:
        yield f"DMARC {domain}", policy_of(names, domain)
    for one in senders:
        signing = sorted({key.domain for key in newsroom.signers.for_domain(one.author)})
        yield f"alignment {one.author}", alignment(names, one.author, one.envelope, signing)
    for domain in sorted({*authors, *envelopes}):
        yield f"MX {domain}", mailbox(names, domain, for_bounces=domain in envelopes)
    for ip in outgoing:
        yield f"PTR {ip}", pointer(names, ip)
    link = newsroom.links.leave(person_id=0, newsletter_id=0, made=now)
    yield "one-click", servers.one_click(names, link, limit=newsroom.settings.doctor.timeout)


async def _published(names: Names, key: SigningKey) -> Finding:
    name = key.record.name
    finding = compared(key, await names.texts(name))
    alias = "" if finding.state == "well" else await names.alias(name)
    if not alias:
        return finding
    words = f"{finding.words}; the name is another one for {alias} now (CNAME), and that has to go first"
    return Finding(finding.about, finding.state, words)


async def together(wanted: Iterator[Check], limit: float) -> list[Finding]:
    """The findings of all checks, in their order; what is not done in time, or not answered, is a warning."""
    tasks = [(about, asyncio.ensure_future(check)) for about, check in wanted]
    await asyncio.wait([task for _, task in tasks], timeout=limit)
    found: list[Finding] = []
    for about, task in tasks:
        if not task.done():
            task.cancel()
            found.append(warning(about, f"not known: all of it took more than {limit:g} seconds"))
        elif isinstance(task.exception(), Unanswered):
            found.append(warning(about, f"not known: {task.exception()}"))
        else:
            result = task.result()
            found += result if isinstance(result, list) else [result]
    await asyncio.gather(*(task for _, task in tasks), return_exceptions=True)  # those that were cancelled
    return found
