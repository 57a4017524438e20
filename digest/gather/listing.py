"""A page that lists articles, such as a front page without a feed: its links, by a CSS selector or by repetition.

What is repeated is learned from the page alone (``lists/``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector

from digest.errors import NotAFeed
from digest.gather.dates import believable
from digest.gather.drafts import Raw, draft_of, language_code
from digest.gather.lists import FEWEST, MOST_LINKS, Entry, entries_of, learned, moments
from digest.gather.pages.marks import read_marks
from digest.gather.pages.markup import parse
from digest.gather.pages.signs import removed
from digest.gather.pages.title import title_of
from digest.gather.plain import one_line
from digest.gather.urls import canonical, names_a_file
from digest.model import DatedBy, Draft, Harvest

_OTHER_LIST = re.compile(
    rb"\W{0,20}(?:<[?!][^>]{0,500}>\s{0,100}){0,5}<(?:\w{1,20}:)?(rss|feed|rdf|urlset|sitemapindex)\b", re.IGNORECASE
)
MOST = 60  # articles of one page
MOST_FRAMES = 4  # that are named
MANY = 15  # links; a page that has them is more than a form to sign in


def read_listing(body: bytes, *, content_type: str = "", url: str, links: str = "", now: datetime) -> Harvest:
    """The articles that a page links to. ``links`` is a CSS selector of the links, or of what is around them.

    A date that stands beside a link counts until the article's own page says another.

    Raises:
        NotAFeed: there is no page, no such link, or nothing on it that looks like a list of articles.
    """
    if listed := _OTHER_LIST.match(body[:2000]):
        kind = "feed" if listed[1].lower() in (b"rss", b"feed", b"rdf") else "sitemap"
        raise NotAFeed(f"{url} is no page but a {kind}; `--kind {kind}` reads it.", url=url)
    tree = parse(body, content_type)
    if tree is None:
        raise NotAFeed(f"{url} is no page.", url=url)
    marks = read_marks(tree)
    instead = _what_it_is_instead(tree, url)
    etree.strip_elements(tree, "script", "style", "template", with_tail=False)
    found = _found(tree, links, url, marks.language, now)[:MOST]
    if not found:
        raise NotAFeed(f"{url}: {_why_nothing(links, instead)}.", url=url)
    language = language_code(marks.language)
    dates = moments(found, marks.language, now)
    read = [_draft(one, moment, language, url, now) for one, moment in zip(found, dates, strict=True)]
    return Harvest(
        title=title_of(tree, marks, url),
        site=url,
        language=language,
        drafts=tuple(one for one in read if isinstance(one, Draft)),
        notes=tuple(one for one in read if isinstance(one, str)),
    )


def _found(tree: Any, links: str, url: str, language: str, now: datetime) -> list[Entry]:
    base = canonical(one_line(next((one.get("href") or "" for one in tree.iter("base")), "")), url) or url
    anchors = list(tree.iter("a"))[:MOST_LINKS]
    if not links:
        return learned(entries_of(anchors, base=base, url=url, any_site=False, language=language), language, now)
    chosen = set(_selected(tree, links, url))
    entries = entries_of(anchors, base=base, url=url, any_site=True, language=language)
    return [one for one in entries if any(anchor in chosen for anchor in one.anchors)]


def _selected(tree: Any, selector: str, url: str) -> Iterator[Any]:
    """The links that a selector names, and the first of each of its other elements."""
    try:
        places: Any = CSSSelector(selector, translator="html")(tree)
    except SelectorError as fault:
        raise NotAFeed(f"{selector!r} is not a CSS selector ({fault}).", url=url) from fault
    for place in places[:MOST_LINKS]:
        yield from [place] if place.tag == "a" else list(place.iter("a"))[:1]


def _draft(entry: Entry, moment: datetime | None, language: str, url: str, now: datetime) -> Draft | str:
    title = entry.title.replace("&", "&amp;").replace("<", "&lt;")
    raw = Raw(guid=entry.url, url=entry.url, title=title, published=moment, base=url)
    dated = DatedBy.PAGE if believable(moment, now) else DatedBy.FIRST_SEEN
    read = draft_of(raw, language=language, now=now, dated_by=dated)
    return read if isinstance(read, Draft) else f"{entry.url} was left out: nothing on the page names it"


def _what_it_is_instead(tree: Any, url: str) -> str:
    """What a page is that has no list, and what to do about it; "" where that cannot be told."""
    title = one_line(tree.findtext(".//title") or "")
    if gone := removed(title, title):
        return f"it says {gone!r}, though its server does not; look for where its articles are now"
    if frames := [there for one in tree.iter("frame") if (there := canonical(one.get("src") or "", url))]:
        return (
            f"it is made of frames; give the address of the one with the articles ({', '.join(frames[:MOST_FRAMES])})"
        )
    addresses = [address for one in tree.iter("a") if (address := canonical(one.get("href") or "", url))]
    if (files := sum(map(names_a_file, addresses))) >= FEWEST and files * 2 > len(addresses):
        return "what it lists are files such as PDF, which are not read; give a page whose links are pages"
    links = sum(bool(one.get("href")) for one in tree.iter("a"))
    if links < MANY and any((one.get("type") or "").lower() == "password" for one in tree.iter("input")):
        return "it asks for a password; give username and password_file, or cookie_file, in a table [[sources]]"
    if links < FEWEST and next(tree.iter("script"), None) is not None:
        return (
            "scripts fill this page in the browser, and they are not run here; give its feed or its sitemap instead "
            "(often at /feed, /rss.xml or /sitemap.xml)"
        )
    return ""


def _why_nothing(links: str, instead: str) -> str:
    if links and not instead:
        return f"no link matches {links!r}"
    return instead or "nothing on it looks like a list of articles; name their links by a CSS selector (--links 'h2 a')"
