"""An SPF record as it is written (RFC 7208 §4.6, §5, §6), and what to write instead. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

IP = IPv4Address | IPv6Address

RESULTS = {"+": "pass", "-": "fail", "~": "softfail", "?": "neutral"}
ASKING = ("include", "a", "mx", "ptr", "exists")  # mechanisms that cost a lookup, RFC 7208 §4.6.4

_TERM = re.compile(r"([+?~-]?)(all|include|a|mx|ptr|ip4|ip6|exists)((?:[:/].*)?)", re.IGNORECASE)
_MODIFIER = re.compile(r"([a-z][a-z0-9._-]*)=(.*)", re.IGNORECASE)
_PREFIXES = re.compile(r"(.*?)(?:/(0|[1-9]\d?))?(?://(0|[1-9]\d{0,2}))?")
_MACROS = r"(?:%\{[slodiphcrtv]\d{0,3}r?[.+,/_=-]*\}|%[%_-]|[!-$&-~])*"  # RFC 7208 §7.1, macro-string
_TOP = r"\.(?:[a-z0-9]*[a-z][a-z0-9]*|[a-z0-9]+-[a-z0-9-]*[a-z0-9])\.?"  # toplabel
_DOMAIN = re.compile(rf"{_MACROS}(?:{_TOP}|%\{{[^}}]*\}})", re.IGNORECASE)
_VALUE = re.compile(_MACROS, re.IGNORECASE)


class Malformed(ValueError):
    """Receivers cannot use the record (permerror); the message says which part of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mechanism:
    """One mechanism. ``target`` is a domain that may hold macros, "" for the domain asked about."""

    text: str
    qualifier: str
    name: str
    target: str = ""
    network: IPv4Network | IPv6Network | None = None
    prefixes: tuple[int, int] = (32, 128)  # for addresses found by a and mx

    @property
    def result(self) -> str:
        """What it means when it matches."""
        return RESULTS[self.qualifier]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpfRecord:
    """Mechanisms in their order, and where else to look when none of them matches."""

    mechanisms: tuple[Mechanism, ...]
    redirect: str = ""

    @property
    def last(self) -> Mechanism | None:
        """The "all" that decides about everybody else, if there is one."""
        return next((one for one in self.mechanisms if one.name == "all"), None)

    @property
    def tested(self) -> tuple[Mechanism, ...]:
        """What is ever looked at: nothing behind "all" is (RFC 7208 §5.1)."""
        return self.mechanisms[: self.mechanisms.index(self.last)] if self.last else self.mechanisms

    @property
    def is_open(self) -> bool:
        """Whether it keeps nobody out: everybody else passes, or is neither let in nor kept out (RFC 7208 §4.7)."""
        return self.last.qualifier in "+?" if self.last else not self.redirect


def is_spf(text: str) -> bool:
    """Whether a TXT record is one of SPF (RFC 7208 §4.5)."""
    return text.lower() == "v=spf1" or text.lower().startswith("v=spf1 ")


def parse(text: str) -> SpfRecord:
    """A record as its parts.

    Raises:
        Malformed: receivers cannot use it.
    """
    mechanisms: list[Mechanism] = []
    modifiers: dict[str, str] = {}
    for term in text.split(" ")[1:]:
        modifier = _MODIFIER.fullmatch(term)
        if modifier:
            name, value = modifier[1].lower(), modifier[2]
            known = name in ("redirect", "exp")
            if (known and name in modifiers) or not (_DOMAIN if known else _VALUE).fullmatch(value):
                raise Malformed(f"{term} is there twice, or no part of an SPF record")
            modifiers[name] = value
        elif term:
            mechanisms.append(_mechanism(term))
    return SpfRecord(mechanisms=tuple(mechanisms), redirect=modifiers.get("redirect", ""))


def _mechanism(term: str) -> Mechanism:
    found = _TERM.fullmatch(term)
    if not found:
        raise Malformed(f"{term} is no part of an SPF record")
    qualifier, name, rest = found[1] or "+", found[2].lower(), found[3]
    if name in ("ip4", "ip6"):
        return Mechanism(text=term, qualifier=qualifier, name=name, network=_network(term, name, rest))
    v4, v6 = 32, 128
    if name in ("a", "mx"):
        rest, v4, v6 = _split(term, rest)
    if (name == "all" and rest) or (name in ("include", "exists") and not rest) or not _is_target(rest):
        raise Malformed(f"{term} is no part of an SPF record")
    target = rest.removeprefix(":")
    return Mechanism(text=term, qualifier=qualifier, name=name, target=target, prefixes=(v4, v6))


def _is_target(rest: str) -> bool:
    return not rest or (rest.startswith(":") and _DOMAIN.fullmatch(rest, 1) is not None)


def _network(term: str, name: str, rest: str) -> IPv4Network | IPv6Network:
    try:
        network = ip_network(rest.removeprefix(":"), strict=False)
        if rest.startswith(":") and network.version == int(name[-1]) and not re.search(r"/0\d", rest):
            return network
    except ValueError:
        pass
    raise Malformed(f"{term} holds no network of {name}")


def _split(term: str, rest: str) -> tuple[str, int, int]:
    found = _PREFIXES.fullmatch(rest)
    target, v4, v6 = (found[1], int(found[2] or 32), int(found[3] or 128)) if found else ("", 99, 0)
    if v4 > 32 or v6 > 128:
        raise Malformed(f"{term} is no part of an SPF record")
    return target, v4, v6


def with_addresses(text: str, addresses: Iterable[IP]) -> str:
    """The record with these addresses allowed, before anything else is asked."""
    version, _, rest = text.partition(" ")
    allowed = [f"ip{one.version}:{one}" for one in addresses]
    return " ".join((version, *allowed, rest or "-all"))


def closed(text: str, end: str = "-all") -> str:
    """The record with everybody else kept out."""
    terms = [term for term in text.split(" ") if term and not _is_all(term)]
    return " ".join((*terms, end))


def merged(texts: Sequence[str]) -> str:
    """One record for several: all that they allow, and the last one's end.

    Where one of them led elsewhere, that is included: there may be one redirect only, and none beside an "all".
    """
    terms = [_included(term) for text in texts for term in text.split(" ")[1:] if term]
    ends = [term for term in terms if _is_all(term)]
    explained = [term for term in terms if term.lower().startswith("exp=")]
    rest = [term for term in dict.fromkeys(terms) if term not in ends and term not in explained[1:]]
    return " ".join(("v=spf1", *rest, ends[-1] if ends else "-all"))


def _is_all(term: str) -> bool:
    return term.lower().lstrip("+-~?") == "all"


def _included(term: str) -> str:
    name, _, target = term.partition("=")
    return f"include:{target}" if name.lower() == "redirect" else term
