"""From a site's address to its feeds: what its page links to, else the places where feeds usually lie."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

import lxml.html
from lxml import etree

from digest.errors import NotAFeed, SourceError
from digest.gather.fetching.fetch import Web
from digest.gather.fetching.fetched import Fetched
from digest.gather.plain import one_line
from digest.gather.readers import Readers
from digest.gather.urls import canonical

FEED_TYPES = (
    "application/rss+xml", "application/atom+xml", "application/feed+json", "application/json", "application/rdf+xml",
    "text/xml", "application/xml",
)  # fmt: skip
USUAL_PLACES = ("feed", "rss", "feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json")
MOST = 10
_REFRESH = re.compile(r"\s*\d{1,3}(?:\.\d*)?\s*[;,]\s*url\s*=\s*[\"']?\s*([^\"'\s]{1,2000})", re.IGNORECASE)


_MAP = re.compile(rb"\A[^\0]{0,1000}?<(?:\w{1,20}:)?(?:urlset|sitemapindex)\b")


_PAGE = re.compile(
    rb"\A\W{0,20}(?:<[?!][^>]{0,1000}>\s{0,100}){0,5}<(?:head|body|title|meta|link|script|style|div|p|a|ul|ol|table|center|h1|main)\b"
    rb"|<html\b|<!doctype\s+html\b",
    re.IGNORECASE,
)
_OF_COMMENTS = re.compile(r"(?<![a-z])(?:comment|kommentar|coment[aá]rio|reacties)", re.IGNORECASE)


class NoFeedHere(NotAFeed):
    """It is a page without a feed."""


class IsSitemap(NotAFeed):
    """It is no feed, but a sitemap."""


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that answered and could be read."""

    url: str
    title: str
    entries: int


def feed_links(page: bytes, url: str) -> list[str]:
    """The feeds that a page's <link rel="alternate"> elements name (RFC 8288; WHATWG HTML "alternate").

    Those of comments come last, wherever they stand.
    """
    try:
        tree = lxml.html.document_fromstring(page)
    except (etree.ParserError, ValueError):
        return []
    base = next((one.get("href", "") for one in tree.iter("base")), "")
    named = [
        link
        for link in tree.iter("link")
        if "alternate" in (link.get("rel") or "").lower().split() and (link.get("type") or "").lower() in FEED_TYPES
    ]
    named.sort(key=lambda link: bool(_OF_COMMENTS.search(f"{link.get('title') or ''} {link.get('href') or ''}")))
    links = [canonical(one_line(link.get("href") or ""), urljoin(url, base)) for link in named]
    return list(dict.fromkeys(link for link in links if link))[:MOST]


def refresh_of(page: bytes, url: str) -> str:
    """Where a page sends on who reads it in a browser (<meta http-equiv="refresh">); "" if nowhere."""
    try:
        tree = lxml.html.document_fromstring(page)
    except (etree.ParserError, ValueError):
        return ""
    told = (one.get("content") or "" for one in tree.iter("meta") if (one.get("http-equiv") or "").lower() == "refresh")
    found = next((match for said in told if (match := _REFRESH.match(said))), None)
    there = canonical(found[1], url) if found else ""
    return there if there != canonical(url) else ""


async def discover(web: Web, readers: Readers, url: str, *, now: datetime) -> list[Found]:
    """The feeds behind an address: itself if it is one, else those of the site.

    Raises:
        IsSitemap: it is a sitemap.
        NoFeedHere: it is a page, and no feed was found.
        SourceError: the address cannot be fetched, or is neither a feed nor a page.
    """
    answer = await web.get(url, now=now)
    if not isinstance(answer, Fetched):
        raise NotAFeed(f"{url} answers without a body.", url=url)
    own = await _read(readers, url, answer, now)
    if isinstance(own, Found):
        return [own]
    if _MAP.match(answer.body[:2000]):
        raise IsSitemap(f"{url} is not a feed but a sitemap; `--kind sitemap` reads it.", url=url)
    links = await readers.do(url, feed_links, answer.body, answer.url)
    if not links and (there := await readers.do(url, refresh_of, answer.body, answer.url)):
        answer, links = await _sent_on(web, readers, answer, there, now)
    found = [feed for link in links if (feed := await _try(web, readers, link, now))]
    for place in USUAL_PLACES if not found else ():
        feed = await _try(web, readers, urljoin(answer.url.rstrip("/") + "/", place), now)
        if feed:
            found = [feed]
            break
    if not found and not _PAGE.search(answer.body[:5000]):
        raise own
    if not found:
        raise NoFeedHere(f"{url} is not a feed, and no feed was found there; give the feed's own address.", url=url)
    return found


async def _sent_on(web: Web, readers: Readers, answer: Fetched, there: str, now: datetime) -> tuple[Fetched, list[str]]:
    """The page that a page sends on to, and the feeds it names; itself is one of them, if it is a feed."""
    try:
        other = await web.get(there, now=now)
    except SourceError:
        return answer, []
    if not isinstance(other, Fetched):
        return answer, []
    return other, [there, *await readers.do(there, feed_links, other.body, other.url)]


async def _try(web: Web, readers: Readers, url: str, now: datetime) -> Found | None:
    try:
        answer = await web.get(url, now=now)
    except SourceError:
        return None
    read = await _read(readers, url, answer, now) if isinstance(answer, Fetched) else None
    return read if isinstance(read, Found) else None


async def _read(readers: Readers, asked: str, answer: Fetched, now: datetime) -> Found | NotAFeed:
    """A feed, or why it is none."""
    try:
        harvest = await readers.feed(answer.body, content_type=answer.content_type, url=answer.url, now=now)
    except NotAFeed as fault:
        return fault
    # Where a passing redirect leads today is not where the feed lives.
    return Found(answer.moved_to or asked, harvest.title, len(harvest.drafts))
