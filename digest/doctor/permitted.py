"""SPF of the return path's domain: is there one record, is it in order, may our servers send (RFC 7208)?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.deliver.sign.keys import TxtRecord
from digest.doctor.finding import Finding, ill, warning, well
from digest.doctor.names import Names
from digest.doctor.spf import MOST_LOOKUPS, check_host, lookups, records
from digest.doctor.spf_record import IP, Malformed, merged, parse, with_addresses
from digest.words import counted

UNKNOWN = (
    "whether your relay's servers pass cannot be known from here: "
    "doctor.outgoing_ips takes the addresses that your mail leaves from"
)


async def permitted(names: Names, domain: str, outgoing: Sequence[IP]) -> Finding:
    """What receivers make of mail with a return path in this domain.

    Raises:
        Unanswered: DNS does not say.
    """
    about = f"SPF {domain}"
    found = await records(names, domain)
    if not found:
        return ill(about, f"there is no record, so receivers trust no server to send; {_first(domain, outgoing)}")
    if len(found) > 1:
        line = TxtRecord(name=domain, text=merged(found))
        return ill(about, f"there are {len(found)} records, which receivers take for an error; put one instead: {line}")
    cost = await lookups(names, domain)
    if fault := _fault(found[0], cost):
        return ill(about, f'"{found[0]}" {fault}')
    if re.search(r"(?i) [+?]?all( |$)", found[0]):
        return warning(about, f'"{found[0]}" keeps nobody out; put into DNS: {_closed(domain, found[0])}')
    refused = {ip: result for ip in outgoing if (result := await check_host(names, ip, domain)).result != "pass"}
    if refused:
        line = TxtRecord(name=domain, text=with_addresses(found[0], refused))
        why = "; ".join(f"{ip}: {outcome.result} ({outcome.term})" for ip, outcome in refused.items())
        return ill(about, f"not every server may send ({why}); put into DNS: {line}")
    passing = f"{', '.join(str(ip) for ip in outgoing)} may send" if outgoing else UNKNOWN
    return well(about, f'"{found[0]}", {counted(cost, "lookup")} of {MOST_LOOKUPS}; {passing}')


def _fault(text: str, cost: int) -> str:
    """Why receivers cannot use a record, "" if they can."""
    try:
        parse(text)
    except Malformed as fault:
        return f"cannot be used by receivers, because {fault}"
    if cost > MOST_LOOKUPS:
        mend = "take out what you do not send by, or name addresses (ip4:…) instead"
        return f"costs {cost} lookups, and receivers stop after {MOST_LOOKUPS}: {mend}"
    return ""


def _first(domain: str, outgoing: Sequence[IP]) -> str:
    """What to put where there is nothing."""
    if outgoing:
        return f"put into DNS: {TxtRecord(name=domain, text=with_addresses('v=spf1', outgoing))}"
    line = TxtRecord(name=domain, text="v=spf1 include:SPF-NAME-OF-YOUR-RELAY -all")
    return f"put into DNS, with the name that your relay's provider tells: {line}"


def _closed(domain: str, text: str) -> TxtRecord:
    """The record with everybody else kept out."""
    terms = [term for term in text.split(" ") if term.lower().lstrip("+?") != "all"]
    return TxtRecord(name=domain, text=" ".join((*terms, "-all")))
