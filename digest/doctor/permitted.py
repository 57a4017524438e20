"""SPF of the return path's domain: is there one record, is it in order, may our servers send (RFC 7208)?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from ipaddress import ip_address

from digest.deliver.sign.keys import TxtRecord
from digest.doctor.finding import Finding, ill, warning, well
from digest.doctor.names import Names
from digest.doctor.spf import MOST_LOOKUPS, Outcome, check_host, records, survey
from digest.doctor.spf_record import IP, Malformed, SpfRecord, closed, merged, parse, with_addresses
from digest.words import counted

# Whoever receives mail from an address that no record names goes through all of a record (RFC 5737).
STRANGER = ip_address("203.0.113.254")
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
        meant = [text for text in await names.texts(domain) if "v=spf1" in text.lower()]
        nothing = f'"{meant[0]}" does not begin with v=spf1 and a blank' if meant else "there is no record"
        return ill(about, f"{nothing}, so receivers trust no server to send; {_first(domain, outgoing)}")
    if len(found) > 1:
        line = TxtRecord(name=domain, text=merged(found))
        return ill(about, f"there are {len(found)} records, which receivers take for an error; put one instead: {line}")
    text = found[0]
    try:
        record = parse(text)
    except Malformed as fault:
        return ill(about, f'"{text}" cannot be used by receivers, because {fault}')
    return await _judged(names, domain, text, record, outgoing)


async def _judged(names: Names, domain: str, text: str, record: SpfRecord, outgoing: Sequence[IP]) -> Finding:
    """What a record that can be read means, for our servers and for all others."""
    about, seen = f"SPF {domain}", await survey(names, domain)
    if seen.lookups > MOST_LOOKUPS:
        mend = "take out what you do not send by, or name addresses (ip4:…) instead"
        words = f"costs {seen.lookups} lookups, and receivers stop after {MOST_LOOKUPS}: {mend}"
        return ill(about, f'"{text}" {words}')
    outcomes = {ip: await check_host(names, ip, domain) for ip in outgoing}
    refused = {ip: outcome for ip, outcome in outcomes.items() if outcome.result != "pass"}
    if faults := seen.faults or await _stops(names, domain):
        words = f'"{text}" cannot be used by receivers who come so far: {"; ".join(faults)}; mend it or take it out'
        return (warning if outgoing and not refused else ill)(about, words)
    if record.is_open:
        return warning(about, f'"{text}" keeps nobody out; {_shut(domain, text, outcomes)}')
    if refused:
        line = TxtRecord(name=domain, text=with_addresses(text, refused))
        why = "; ".join(f"{ip}: {outcome.result} ({outcome.term})" for ip, outcome in refused.items())
        return ill(about, f"not every server may send ({why}); put into DNS: {line}")
    passing = f"{', '.join(str(ip) for ip in outgoing)} may send" if outgoing else UNKNOWN
    return well(about, f'"{text}", {counted(seen.lookups, "lookup")} of {MOST_LOOKUPS}; {passing}')


async def _stops(names: Names, domain: str) -> tuple[str, ...]:
    """What of a record cannot be used although each part of it can be read: lookups that find nothing, say."""
    outcome = await check_host(names, STRANGER, domain)
    return (outcome.term,) if outcome.result == "permerror" else ()


def _first(domain: str, outgoing: Sequence[IP]) -> str:
    """What to put where there is nothing."""
    if outgoing:
        return f"put into DNS: {TxtRecord(name=domain, text=with_addresses('v=spf1', outgoing))}"
    line = TxtRecord(name=domain, text="v=spf1 include:SPF-NAME-OF-YOUR-RELAY -all")
    return f"put into DNS, with the name that your relay's provider tells: {line}"


def _shut(domain: str, text: str, outcomes: Mapping[IP, Outcome]) -> str:
    """What to put there, so that everybody else is kept out and our servers, as far as we know them, are not."""
    if not parse(text).tested and not outcomes:
        return _first(domain, ())
    named_by_none = [ip for ip, one in outcomes.items() if one.result != "pass" or one.term.lower() in ("all", "+all")]
    # What our mail leaves from is perhaps not in it, where nobody told us: then it is only thought less of.
    shut = closed(text) if outcomes else closed(text, "~all")
    line = TxtRecord(name=domain, text=with_addresses(shut, named_by_none) if named_by_none else shut)
    return f"put into DNS: {line}" if outcomes else f"see that it names your relay's servers, and put into DNS: {line}"
