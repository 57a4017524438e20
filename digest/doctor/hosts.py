"""Where answers and bounces go (MX), and what our servers are called (PTR)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ipaddress import ip_address

from digest.doctor.finding import Finding, ill, warning, well
from digest.doctor.names import Exchange, Names
from digest.doctor.spf_record import IP


async def mailbox(names: Names, domain: str, *, for_bounces: bool) -> Finding:
    """Whether mail to this domain arrives anywhere (RFC 5321 §5.1).

    Raises:
        Unanswered: DNS does not say.
    """
    about = f"MX {domain}"
    what, without = ("bounces", ill) if for_bounces else ("answers", warning)
    shall = f"put into DNS: {domain}. IN MX 10 YOUR-MAIL-SERVER."
    exchanges = await names.exchanges(domain)
    if [one.host for one in exchanges] == [""]:
        return ill(
            about, f"the domain says that it takes no mail, and receivers refuse such senders (RFC 7505); {shall}"
        )
    if not exchanges:
        if await names.addresses(domain):
            return well(about, f"there is no MX; {what} go to the address of {domain} itself")
        return without(about, f"there is no MX and no address: {what} go nowhere, some receivers refuse; {shall}")
    return await _of_exchanges(names, domain, exchanges, what=what, without=without)


async def _of_exchanges(
    names: Names, domain: str, exchanges: Sequence[Exchange], *, what: str, without: Callable[[str, str], Finding]
) -> Finding:
    """Whether the servers that MX records name are some."""
    about, shall = f"MX {domain}", f"put into DNS: {domain}. IN MX 10 YOUR-MAIL-SERVER."
    if no_hosts := [one for one in exchanges if not one.host or _is_address(one.host)]:
        return without(about, f"{_what_is_wrong(no_hosts)}; {shall}")
    lost = [one.host for one in exchanges if not await names.addresses(one.host)]
    if lost:
        state = without if len(lost) == len(exchanges) else warning
        return state(about, f"{', '.join(lost)} has no address; give it an A record, or take it out of the MX records")
    aliases = {one.host: alias for one in exchanges if (alias := await names.alias(one.host))}
    if aliases:
        host, alias = next(iter(aliases.items()))
        words = f"{host} is only another name (CNAME) of {alias}, which an MX may not name (RFC 2181 §10.3)"
        return warning(about, f"{words}; put into DNS: {domain}. IN MX 10 {alias}.")
    return well(about, f"{what} go to {', '.join(one.host for one in exchanges)}")


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _what_is_wrong(exchanges: Sequence[Exchange]) -> str:
    host = exchanges[0].host
    if not host:
        return 'the null MX (".") stands beside others, and it may only stand alone (RFC 7505 §3); take it out'
    return f"an MX names a server, and {host} is an address (RFC 5321 §5.1); give the server a name"


async def pointer(names: Names, ip: IP) -> Finding:
    """Whether an address has a name that leads back to it; receivers refuse mail from others.

    Raises:
        Unanswered: DNS does not say.
    """
    about, kind = f"PTR {ip}", "A" if ip.version == 4 else "AAAA"
    found = await names.pointers(str(ip))
    if not found:
        back = f"{ip.reverse_pointer}. IN PTR YOUR-MAIL-SERVER. and, for that name, IN {kind} {ip}"
        return ill(about, f"it has no name; whoever gives you the address can set it: {back}")
    for name in found:
        if ip in [ip_address(one) for one in await names.addresses(name, kind)]:
            return well(about, f"it is {name}, which leads back to it")
    called, shall = ", ".join(found), f"put into DNS: {found[0]}. IN {kind} {ip}"
    return ill(about, f"it is called {called}, which does not lead back to it; {shall}")
