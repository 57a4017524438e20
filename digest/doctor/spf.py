"""May a server send for a domain? SPF as a receiver evaluates it (RFC 7208 §4)."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_network

from digest.doctor.macros import Facts, expand
from digest.doctor.names import Names
from digest.doctor.spf_record import ASKING, IP, Malformed, Mechanism, SpfRecord, is_spf, parse

MOST_LOOKUPS = 10  # terms that ask DNS, RFC 7208 §4.6.4
MOST_VOIDS = 2  # lookups that find nothing, the same
MOST_HOSTS = 10  # of an MX or a PTR, the same
GIVEN_UP = 40  # lookups, when they are only counted


@dataclass(frozen=True, slots=True)
class Outcome:
    """``result`` is one of RFC 7208 §2.6; ``term`` the part of the record, or the fault, that decided."""

    result: str
    term: str = ""


async def check_host(names: Names, ip: IP, domain: str) -> Outcome:
    """Whether mail with a return path in this domain may come from this address.

    Raises:
        Unanswered: DNS does not say (temperror).
    """
    try:
        return await Evaluation(names, Facts(sender=f"bounces@{domain}", ip=ip)).check(domain)
    except Malformed as fault:
        return Outcome("permerror", str(fault))


async def records(names: Names, domain: str) -> list[str]:
    """The SPF records of a domain; one is right."""
    return [text for text in await names.texts(domain) if is_spf(text)]


class Evaluation:
    """One evaluation: it counts what it asks."""

    def __init__(self, names: Names, facts: Facts) -> None:
        self._names = names
        self._facts = facts
        self._lookups = 0
        self._voids: list[str] = []

    async def check(self, domain: str) -> Outcome:
        """Evaluate a domain's record."""
        found = await records(self._names, domain)
        if len(found) > 1:
            raise Malformed(f"{domain} has {len(found)} SPF records")
        if not found:
            return Outcome("none")
        record = parse(found[0])
        for mechanism in record.mechanisms:
            if await self._matches(mechanism, domain):
                return Outcome(mechanism.result, mechanism.text)
        return await self._redirected(record, domain)

    async def _redirected(self, record: SpfRecord, domain: str) -> Outcome:
        if not record.redirect:
            return Outcome("neutral", "nothing matches")
        return await self._elsewhere(f"redirect={record.redirect}", record.redirect, domain)

    async def _elsewhere(self, term: str, target: str, domain: str) -> Outcome:
        """Evaluate the record that a term leads to; there has to be one."""
        self._count(term)
        outcome = await self.check(expand(target, self._facts, domain))
        if outcome.result == "none":
            raise Malformed(f"{term} leads to a domain without an SPF record")
        return outcome

    async def _matches(self, mechanism: Mechanism, domain: str) -> bool:
        if mechanism.name == "all":
            return True
        if mechanism.network is not None:
            return self._facts.ip in mechanism.network
        if mechanism.name == "include":
            return (await self._elsewhere(mechanism.text, mechanism.target, domain)).result == "pass"
        self._count(mechanism.text)
        target = expand(mechanism.target, self._facts, domain) if mechanism.target else domain
        if mechanism.name == "exists":
            return bool(self._found(target, await self._names.addresses(target, "A")))
        if mechanism.name == "ptr":
            return await self._pointed(target)
        hosts = [target] if mechanism.name == "a" else await self._exchanges(target)
        return await self._is_one_of(hosts, mechanism.prefixes)

    async def _exchanges(self, target: str) -> list[str]:
        hosts = self._found(target, [one.host for one in await self._names.exchanges(target)])
        if len(hosts) > MOST_HOSTS:
            raise Malformed(f"{target} has more than {MOST_HOSTS} MX records")
        return hosts

    async def _is_one_of(self, hosts: list[str], prefixes: tuple[int, int]) -> bool:
        ip = self._facts.ip
        kind, prefix = ("A", prefixes[0]) if ip.version == 4 else ("AAAA", prefixes[1])
        for host in hosts:
            addresses = self._found(host, await self._names.addresses(host, kind)) if host else []
            if any(ip in ip_network(f"{address}/{prefix}", strict=False) for address in addresses):
                return True
        return False

    async def _pointed(self, target: str) -> bool:
        for name in (await self._names.pointers(str(self._facts.ip)))[:MOST_HOSTS]:
            below = name == target.lower() or name.endswith(f".{target.lower()}")
            if below and await self._is_one_of([name], (32, 128)):
                return True
        return False

    def _count(self, term: str) -> None:
        self._lookups += 1
        if self._lookups > MOST_LOOKUPS:
            raise Malformed(f"{term} is one lookup more than the {MOST_LOOKUPS} that receivers make")

    def _found(self, target: str, answers: list[str]) -> list[str]:
        self._voids += [] if answers else [target]
        if len(self._voids) > MOST_VOIDS:
            raise Malformed(f"more than {MOST_VOIDS} of its lookups find nothing ({', '.join(self._voids)})")
        return answers


@dataclass(frozen=True, slots=True)
class Survey:
    """What a record may cost, all that it includes counted too; and what receivers cannot use of that, in words."""

    lookups: int
    faults: tuple[str, ...] = ()


async def survey(names: Names, domain: str) -> Survey:
    """Go through a domain's record and all that it includes, without an address to look for.

    What a macro leads to depends on the address, and is left out; at most about 40 lookups are counted.

    Raises:
        Unanswered: DNS does not say.
    """
    waiting, count, faults = [("", domain)], 0, []
    while waiting and count < GIVEN_UP:
        term, target = waiting.pop()
        record, fault = await _read(names, term, target)
        faults += [fault] if fault else []
        asking = [one for one in record.tested if one.name in ASKING]
        onward = [(one.text, one.target) for one in asking if one.name == "include"]
        onward += [(f"redirect={record.redirect}", record.redirect)] if record.redirect and not record.last else []
        count += len(asking) + bool(record.redirect and not record.last)
        waiting += [(term, target) for term, target in onward if "%" not in target]
    return Survey(count, tuple(dict.fromkeys(faults)))


async def _read(names: Names, term: str, target: str) -> tuple[SpfRecord, str]:
    """The record that a term leads to, and what is wrong with it; the first one's own faults are told elsewhere."""
    found = await records(names, target)
    nothing = SpfRecord(mechanisms=())
    if not found:
        return nothing, f"{term} leads to a domain without an SPF record" if term else ""
    try:
        record = parse(found[0])
    except Malformed as fault:
        return nothing, f"{term} leads to a record in which {fault}" if term else ""
    several = f"{term} leads to a domain with {len(found)} SPF records" if term and len(found) > 1 else ""
    return record, several
