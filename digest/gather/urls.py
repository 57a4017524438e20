"""Addresses: one spelling for one article, without what marketing hung on it."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

# Parameters that say where a click came from and change nothing of the page.
TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|ysclid|igshid|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|oly_\w+_id"
    r"|vero_id|wickedid|s_cid|cmpid|ncid|ref_src|spm|twclid|rss|wt_z?mc|at_medium|at_campaign|ns_mchannel|ns_campaign|xtor)$",
    re.IGNORECASE,
)
DEFAULT_PORTS = {"http": 80, "https": 443}
_UNSAFE = re.compile(r"[\x00-\x20\x7f]+")
LONGEST = 2000  # characters; longer addresses break mail clients


def canonical(url: str, base: str = "") -> str:
    """The one spelling of a web address: absolute, lower-case host, no fragment, no tracking. "" if it is none."""
    if not url.strip():
        return ""  # joined with a base it would become the base: an address the source never gave
    try:
        parts = urlsplit(urljoin(base, _UNSAFE.sub("", url)) if base else _UNSAFE.sub("", url))
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if parts.scheme not in DEFAULT_PORTS or not host or len(url) > LONGEST:
        return ""
    host = ascii_host(f"[{host}]" if ":" in host else host)
    netloc = host if port in (None, DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    return urlunsplit(
        (parts.scheme, netloc, quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._"), _query(parts.query), "")
    )


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not TRACKING.match(name)]
    return query if len(kept) == len(pairs) else urlencode(kept)


def ascii_host(host: str) -> str:
    """A host name in ASCII (RFC 5891); as it is where that cannot be."""
    try:
        return host.encode("idna").decode().lower() if not host.isascii() else host.lower()
    except UnicodeError:
        return host.lower()


def host_key(url: str) -> str:
    """The host of an address, for pacing."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
