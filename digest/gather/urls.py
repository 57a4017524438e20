"""Addresses: one spelling for one article, without what marketing hung on it."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote_plus, urljoin, urlsplit, urlunsplit

# Parameters that say where a click came from and change nothing of the page.
TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|ysclid|igshid|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|oly_\w+_id"
    r"|vero_id|wickedid|s_cid|cmpid|ncid|ref_src|spm|twclid|rss|wt_z?mc|at_medium|at_campaign|ns_mchannel|ns_campaign|xtor)$",
    re.IGNORECASE,
)
FOR_READERS = ("feed", "rss", "pcast", "itpc", "podcast")  # schemes by which browsers open a program for feeds
DEFAULT_PORTS = {"http": 80, "https": 443}
# Most addresses are spelled as they should be up to their query: nothing to escape, nothing to join.
_SPELLED = re.compile(
    r"(https?://[a-z0-9_-]+(?:\.[a-z0-9_-]+)*/[A-Za-z0-9/%:@!$&'()*+,=~._-]*)"
    r"(?:\?([^#\x00-\x20\x7f\ud800-\udfff]*))?(?:#(?![!/])[^\x00-\x20\x7f\ud800-\udfff]*)?"
)
_ROOTED = re.compile(
    r"/(?![/.])(?:(?!/\.)[^\\?#;])*(?:[?#]|\Z)"
)  # from the root of a host, and without steps up or down
# Blanks within an address are of it, and those around the end of a line are not (WHATWG URL §4.4).
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+|(?<=[\t\r\n]) +| +(?=[\t\r\n])")
_IPV6 = re.compile(r"[0-9a-f:.]+", re.IGNORECASE)
_NO_HOST = re.compile(r"[\s#%/<>?@\[\\\]^|:]")  # WHATWG URL: forbidden host code points
_DOTS = ".\u3002\uff0e\uff61"  # IDNA takes four characters for a dot
_SAFE = "/%:@!$&'()*+,;=~-._?[]{}|^`\\"
_FILES = re.compile(r"\.(?:pdf|jpe?g|png|gif|webp|svg|mp[34]|zip|docx?|xlsx?|pptx?|css|js|ics)\Z", re.IGNORECASE)
LONGEST = 2000  # characters; longer addresses break mail clients


def web_address(said: str) -> str:
    """An address as lists and people write it; of "feed://x", "feed:https://x", "pcast://x" the web address within."""
    url = re.sub(r"[\r\n\t]", "", said).strip()
    scheme, _, behind = url.partition(":")
    if scheme.lower() not in FOR_READERS:
        return url
    inner = behind.removeprefix("//")
    return inner if "://" in inner else f"http://{inner}"


def canonical(url: str, base: str = "") -> str:
    """The one spelling of a web address: absolute, lower-case host, no tracking. "" if it is none.

    No fragment, but for one that names the page where a site has a single address for all ("#!/…", "#/…").
    """
    if (found := _SPELLED.fullmatch(_rooted(url, base))) and len(found[0]) <= LONGEST:
        query = _query(found[2]) if found[2] else ""
        return f"{found[1]}?{query}" if query else found[1]
    if not url.strip() or len(url) > 4 * LONGEST:
        return ""  # joined with a base, nothing would become the base: an address the source never gave
    try:
        plain = _UNSAFE.sub("", url).strip()
        parts = urlsplit(urljoin(base, plain) if base else plain)
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError:
        return ""
    if parts.scheme not in DEFAULT_PORTS or not host:
        return ""
    netloc = host if port in (None, DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    page = quote(parts.fragment, safe=_SAFE) if parts.fragment.startswith(("!", "/")) else ""
    spelled = urlunsplit((parts.scheme, netloc, path, _query(parts.query), page))
    return spelled if len(spelled) <= LONGEST else ""


def _rooted(url: str, base: str) -> str:
    """An address from the root of its base's host as a whole one; any other as it is."""
    if url.startswith("/") and _ROOTED.match(url) and _SPELLED.match(base):
        return base[: base.index("/", len("https://"))] + url
    return url


def _host(name: str) -> str:
    if ":" in name:
        return f"[{name.lower()}]" if _IPV6.fullmatch(name) else ""
    host = ascii_host(name.rstrip(_DOTS)).rstrip(".")
    return "" if _NO_HOST.search(host) else host


def _query(query: str) -> str:
    """A query without tracking; what stays is spelled as it was, so that with and without are one address."""
    kept = [pair for pair in query.split("&") if pair and not _tracks(pair)]
    return quote("&".join(kept), safe=_SAFE)


def _tracks(pair: str) -> bool:
    # What Medium's feeds hang on their links: "source=rss-9f1c2d------2".
    return bool(TRACKING.match(unquote_plus(pair.partition("=")[0]))) or pair.startswith("source=rss-")


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


def names_a_file(url: str) -> bool:
    """Whether an address is that of a picture, a document or the like, by its ending, and of no page."""
    return bool(_FILES.search(urlsplit(url).path))
