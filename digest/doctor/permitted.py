"""SPF of the return path's domain: is there one record, is it in order, may our servers send (RFC 7208)?"""

from __future__ import annotations

from collections.abc import Sequence

from digest.deliver.sign import TxtRecord
from digest.doctor.finding import Finding, ill, warning, well
from digest.doctor.names import Names
from digest.doctor.spf import MOST_LOOKUPS, check_host, lookups, records
from digest.doctor.spf_record import IP, Malformed, merged, parse, with_addresses
from digest.words import counted

UNKNOWN = (
    "whether your relay's servers pass cannot be known from here: "
    "doctor.outgoing_ips takes the addresses that your mail leaves from"
)


async def permitted(names: Names, domain: str, outgoing: Sequence[IP]) -> list[Finding]:
    """What receivers make of mail with a return path in this domain.

    Raises:
        Unanswered: DNS does not say.
    """
    about = f"SPF {domain}"
    found = await records(names, domain)
    if not found:
        return [
            ill(
                about,
                f"there is no record, so receivers trust no server with this return path; {_first(domain, outgoing)}",
            )
        ]
    if len(found) > 1:
        line = TxtRecord(name=domain, text=merged(found))
        return [
            ill(about, f"there are {len(found)} records, which receivers take for an error; put one instead: {line}")
        ]
    try:
        record = parse(found[0])
    except Malformed as fault:
        return [ill(about, f'"{found[0]}": receivers cannot use it, because {fault}')]
    cost = await lookups(names, domain)
    if cost > MOST_LOOKUPS:
        words = f'"{found[0]}" costs {cost} lookups, and receivers stop after {MOST_LOOKUPS}'
        return [ill(about, f"{words}: take out what you do not send by, or name addresses (ip4:…) instead")]
    findings = [_open(about, domain, found[0])] if record.last and record.last.qualifier in "+?" else []
    refused = [(ip, outcome) for ip in outgoing if (outcome := await check_host(names, ip, domain)).result != "pass"]
    if refused:
        line = TxtRecord(name=domain, text=with_addresses(found[0], [ip for ip, _ in refused]))
        why = "; ".join(f"{ip}: {outcome.result} ({outcome.term})" for ip, outcome in refused)
        return [*findings, ill(about, f"not every server may send ({why}); put into DNS: {line}")]
    passing = f"{', '.join(str(ip) for ip in outgoing)} may send" if outgoing else UNKNOWN
    return [*findings, well(about, f'"{found[0]}", {counted(cost, "lookup")} of {MOST_LOOKUPS}; {passing}')]


def _first(domain: str, outgoing: Sequence[IP]) -> str:
    """What to put where there is nothing."""
    if outgoing:
        return f"put into DNS: {TxtRecord(name=domain, text=with_addresses('v=spf1', outgoing))}"
    line = TxtRecord(name=domain, text="v=spf1 include:SPF-NAME-OF-YOUR-RELAY -all")
    return f"put into DNS, with the name that your relay's provider tells: {line}"


def _open(about: str, domain: str, text: str) -> Finding:
    terms = [term for term in text.split(" ") if term.lower().lstrip("+?") != "all"]
    line = TxtRecord(name=domain, text=" ".join((*terms, "-all")))
    return warning(about, f'"{text}" lets everybody send; put into DNS: {line}')
