"""What in a newsletter belongs to one subscription: links that end or change it, marks of who clicked. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, unquote_plus, urlsplit

from digest.gather.mails.feet import names_our_link
from digest.gather.urls import canonical

LEAVING_PATH = re.compile(
    r"unsubscri|unsub(\b|_)|/opt-?out(/|\?|$)|/profile\?u=|preferences?(-?cent(er|re))?(/|\?|$)|manage[_-]?(sub|pref|email)"
    r"|subscriptions?/(manage|edit|cancel)|/abmeld|/abbestell|/desabon|/desinscri|/leave/[\w-]{40,}|forward-to-friend"
    r"|/disable_email|list-unsub|#/(feedback|portal|unsubscribe)\b"
    r"|/(magic(-?link)?|log-?in|sign-?in)(/|\?|$)",
    re.IGNORECASE,
)
# Parameters that say whose copy a link stood in.
PERSONAL = re.compile(
    r"^(e|eid|e-?mail\w*|token|auth\w*|jwt|sid|u?uid|user_?id|subscriber\w*|recipient\w*|contact_?\w*|member_?\w*|r"
    r"|signature|sig|(access_?|account_?|api_?)?key)$",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"eyJ[\w-]{10,}")  # a signed token (RFC 7519), whatever it is called
_TOKEN_ON_THE_WAY = re.compile(r"/eyJ[\w-]{10,}")  # the same as a part of a path: who follows it acts as us
# Hosts that show the same page to everybody once the personal parameters are gone.
ARCHIVES = re.compile(r"(^|\.)(campaign-archive\.com|mailchi\.mp)$")
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+")
_COUNTING_HOST = re.compile(
    r"^(e?mail|email-?links?|clicks?|links?|lnks?|lnk|trk|track(ing)?|t|go|r|url\d*|em\d*|ct)\."
)
_COUNTING_PATH = re.compile(
    r"/(ss/c|ls/click|track/click|wf/click|click|clicks|ct|cl|uni/ls|e/c|f/a|c)/", re.IGNORECASE
)
_OPAQUE = re.compile(r"[0-9a-f]{20,}|(?=[\w=.~+-]*\d)(?=[\w=.~+-]*[A-Z])(?=[\w=.~+-]*[a-z])[\w=.~+]{20,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Private:
    """What is known to be ours alone: addresses that the mail was sent to, and links that end the subscription."""

    addresses: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()

    def owns(self, url: str) -> bool:
        """Whether a link is ours alone, or leads to where it can be ended."""
        spelled = f"{url} {unquote(url)}".lower()
        return url in self.links or any(one in spelled for one in self.addresses) or bool(LEAVING_PATH.search(url))


def names_us(words: str, private: Private) -> bool:
    """Whether words name whom the mail was sent to, or give a link that is theirs alone."""
    own = any(address in words.lower() for address in private.addresses)
    return own or (names_our_link(words) and bool(WEB_ADDRESS.search(words)))


def without_us(text: str | None, private: Private) -> str | None:
    """A text without the addresses that the mail was sent to."""
    for address in private.addresses if text and "@" in text else ():
        text = re.sub(re.escape(address), "", text or "", flags=re.IGNORECASE)
    return text


def impersonal(url: str) -> str:
    """A web address without the parameters that say whose copy it stood in; "" if it is none, or says so throughout."""
    spelled = canonical(url)
    if _TOKEN_ON_THE_WAY.search(spelled):
        return ""
    front, asked, query = spelled.partition("?")
    if not asked:
        return spelled
    kept = [pair for pair in query.split("&") if not _is_personal(*pair.partition("=")[::2])]
    return canonical(front + ("?" + "&".join(kept) if kept else ""))


def is_ours(url: str, private: Private) -> bool:
    """Whether a link is ours alone; one that has our address only in parameters that say whose copy it is, is not."""
    if url in private.links or LEAVING_PATH.search(url):
        return True
    return private.owns(impersonal(url) or url)


def _is_personal(name: str, value: str) -> bool:
    return bool(PERSONAL.match(unquote_plus(name)) or _TOKEN.match(value))


def counts_us(url: str) -> bool:
    """Whether an address counts clicks, and has within it who clicks."""
    parts = urlsplit(canonical(url))
    counts = _COUNTING_HOST.search(parts.hostname or "") or _COUNTING_PATH.search(parts.path)
    return bool(counts and _OPAQUE.search(f"{parts.path}?{parts.query}"))


def public_address(url: str, private: Private) -> str:
    """The address of a newsletter online, if everybody may know it; "" if it is ours alone or counts clicks.

    A page "in the browser" often shows the links of the one whose copy it is, so what cannot be told apart from a
    personal address is none.
    """
    plain = impersonal(url)
    if not plain or private.owns(url):
        return ""
    parts = urlsplit(plain)
    host = parts.hostname or ""
    if ARCHIVES.search(host):
        return plain
    if (
        _COUNTING_HOST.search(host)
        or _COUNTING_PATH.search(parts.path)
        or _OPAQUE.search(f"{parts.path}?{parts.query}")
    ):
        return ""
    return plain
