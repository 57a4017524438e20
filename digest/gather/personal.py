"""What in a newsletter belongs to one subscription: links that end or change it, marks of who clicked. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, unquote_plus, urlsplit

from digest.gather.urls import canonical

LEAVING_WORDS = re.compile(
    r"unsubscri|opt[- ]?out|(manage|update|edit|change|email|your|notification) (your )?(\w+ )?(preferences|settings"
    r"|subscription|profile)|subscription (settings|preferences)|stop receiving|remove me|forward (this|to a friend)"
    r"|report (spam|abuse)|why did i get this|abmelden|abbestell|austragen|newsletter[- ]einstellungen|profil (ändern"
    r"|bearbeiten)|désabonn|désinscri|se désinscrire|gérer (vos|mes) préférences|darse de baja|cancelar (la|tu|su) "
    r"suscripci|anular (la|tu|su) suscripci|disiscri|annulla iscrizione|afmelden|uitschrijven|cancelar inscri"
    r"|descadastr|отпис|настройки подписки|wypisz|zrezygnuj|avprenumerera|avregistrera|afmeld|meld (deg|av)",
    re.IGNORECASE,
)
LEAVING_PATH = re.compile(
    r"unsubscri|unsub(\b|_)|/opt-?out(/|\?|$)|/profile\?u=|preferences?(-?cent(er|re))?(/|\?|$)|manage[_-]?(sub|pref|email)"
    r"|subscriptions?/(manage|edit|cancel)|/abmeld|/abbestell|/desabon|/desinscri|/leave/[\w-]{40,}|forward-to-friend"
    r"|/disable_email|list-unsub",
    re.IGNORECASE,
)
ONLINE_WORDS = re.compile(
    r"\b(view|read|open|see)\b.{0,30}\b(browser|online)\b|\b(web|online)[- ]?version|\bim browser|online (ansehen|lesen"
    r"|anzeigen)|webansicht|dans (votre|le) navigateur|version (en ligne|web)|voir en ligne|en (el|tu|su) navegador"
    r"|ver en l[ií]nea|versión web|nel browser|versione (web|online)|in (je|uw) browser|no (seu )?navegador|в браузере"
    r"|веб-верси|онлайн-верси|w przeglądarce|i (din )?(webbläsare|browser)",
    re.IGNORECASE,
)
LONGEST_WORDS = 60  # characters of a link of the foot; a headline is longer
# Parameters that say whose copy a link stood in.
PERSONAL = re.compile(
    r"^(e|eid|e-?mail\w*|token|auth\w*|jwt|sid|u?uid|user_?id|subscriber\w*|recipient\w*|contact_?\w*|member_?\w*|r"
    r"|signature|sig)$",
    re.IGNORECASE,
)
# Hosts that show the same page to everybody once the personal parameters are gone.
ARCHIVES = re.compile(r"(^|\.)(campaign-archive\.com|mailchi\.mp)$")
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


def ends_it(words: str) -> bool:
    """Whether the words of a link are those of one that ends or changes a subscription."""
    return len(words) <= LONGEST_WORDS and bool(LEAVING_WORDS.search(words))


def shows_it(words: str) -> bool:
    """Whether the words of a link are those of one that shows the newsletter online."""
    return len(words) <= LONGEST_WORDS and bool(ONLINE_WORDS.search(words))


def impersonal(url: str) -> str:
    """A web address without the parameters that say whose copy it stood in; "" if it is none."""
    spelled = canonical(url)
    front, asked, query = spelled.partition("?")
    if not asked:
        return spelled
    kept = [pair for pair in query.split("&") if not PERSONAL.match(unquote_plus(pair.partition("=")[0]))]
    return canonical(front + ("?" + "&".join(kept) if kept else ""))


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
