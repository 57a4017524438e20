"""Sitemaps (sitemaps.org, protocol 0.9) and news sitemaps as a Harvest; an index of sitemaps as where to look next."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from digest.errors import NotAFeed
from digest.gather.dates import parse_date
from digest.gather.days import day_of_address
from digest.gather.drafts import Raw, draft_of, language_code
from digest.gather.mapped import GUESSED, by_news, is_no_article, words_of
from digest.gather.mended import mended
from digest.gather.packed import unpacked
from digest.gather.plain import one_line
from digest.gather.urls import canonical
from digest.model import DatedBy, Draft, Harvest, Picture
from digest.words import counted

LARGEST = 50_000_000  # bytes, unpacked (the protocol's own limit)
MOST_ENTRIES = 50_000  # likewise
MOST_DRAFTS = 100  # the newest
MOST_CHILDREN = 3  # sitemaps of an index, the newest
NEWS = timedelta(days=7)  # what is older is no news, and a sitemap lists everything
OTHERS = ("image", "video")  # what has titles and dates of its own, and they are not the article's
_NO_DATES = (
    "dates none of its addresses, so what is new there cannot be told; give a news sitemap, a feed, or a page that "
    "lists articles (--kind page)"
)
CHANGED = "its date is that of its last change"  # which tells nothing of when it was news; its page may


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What a sitemap says: articles, or further sitemaps."""

    harvest: Harvest
    children: tuple[str, ...] = ()


def is_sitemap_address(address: str) -> bool:
    """Whether an address is called after a sitemap."""
    try:
        last = urlsplit(address).path.lower().rpartition("/")[2]
    except ValueError:  # it is no address at all
        return False
    return "sitemap" in last and last.endswith((".xml", ".xml.gz", ".gz"))


def read_sitemap(body: bytes, *, url: str, now: datetime) -> Sitemap:
    """The articles of the last days, the newest first, or the newest sitemaps of an index.

    Raises:
        NotAFeed: it is no sitemap, or larger than one may be, or dates nothing, so that it will never tell what is new.
    """
    found = list(_entries(mended(_unpacked(body, url)), url))
    indexed = [(moment, address) for kind, moment, address, _ in found if kind == "sitemap"]
    entries = [(moment, raw) for kind, moment, _, raw in found if kind == "url" and raw is not None]
    undated = sum(moment is None for moment, _ in entries)
    if undated and undated == len(entries) and not indexed:
        raise NotAFeed(f"{url} {_NO_DATES}.", url=url)
    fresh = [(moment, raw) for moment, raw in entries if moment is not None and moment >= now - NEWS]
    fresh.sort(key=lambda one: one[0], reverse=True)
    older = len(entries) - len(fresh) - undated
    lists = sum(kind == "url" and raw is None for kind, _, _, raw in found)
    drafts = [draft_of(raw, language="", now=now, dated_by=_dated_by(raw)) for _, raw in fresh[:MOST_DRAFTS]]
    return Sitemap(
        harvest=Harvest(
            site=url,
            drafts=tuple(draft for draft in drafts if isinstance(draft, Draft)),
            notes=(
                *((f"{counted(older, 'entry')} of more than a week ago left out",) if older else ()),
                *((f"{counted(undated, 'entry')} without a date left out",) if undated else ()),
                *((f"{lists} addresses of lists and files were left out",) if lists else ()),
            ),
        ),
        children=tuple(by_news(indexed)[:MOST_CHILDREN]),
    )


def _unpacked(body: bytes, url: str) -> bytes:
    try:
        return unpacked(body, most=LARGEST)
    except ValueError as fault:
        raise NotAFeed(f"{url} {fault}.", url=url) from fault


def _entries(body: bytes, url: str) -> Iterator[tuple[str, datetime | None, str, Raw | None]]:
    """(kind, moment, address, article) of every entry; memory is freed behind each."""
    try:
        number, begun = 0, False
        for event, element in _walk(body):
            _, name = _name(element)
            if event == "start":
                if element.getparent() is None:
                    _need_frame(name, url)
                begun = True
            elif name in ("url", "sitemap"):
                yield _entry(name, element, url)
                element.clear()
                number += 1
                if number == MOST_ENTRIES:
                    return
        if not begun:
            raise NotAFeed(f"{url} is no sitemap; it holds no XML.", url=url)
    except etree.XMLSyntaxError as fault:
        raise NotAFeed(f"{url} is no sitemap ({fault}).", url=url) from fault


def _walk(body: bytes) -> Iterator[tuple[str, Any]]:
    guarded: dict[str, Any] = {"resolve_entities": False, "no_network": True, "huge_tree": False}
    walk: Iterator[tuple[str, Any]]
    walk = etree.iterparse(io.BytesIO(body), events=("start", "end"), recover=True, **guarded)
    return walk


def _need_frame(root: str, url: str) -> None:
    if root not in ("urlset", "sitemapindex"):
        instead = "; `--kind feed` reads it" if root.lower() in ("rss", "feed", "rdf") else ""
        raise NotAFeed(f"{url} is no sitemap: it begins with <{root}>{instead}.", url=url)


def _name(element: Any) -> tuple[str, str]:
    """Its namespace and its local name; where a prefix was never declared, that stands for the namespace."""
    try:
        tag = element.tag
    except UnicodeDecodeError:  # what the parser took for a name
        return "", ""
    if not isinstance(tag, str):
        return "", ""
    space, _, name = tag.rpartition("}")
    prefix, _, name = name.rpartition(":")
    return space or prefix, name


def _entry(kind: str, element: Any, url: str) -> tuple[str, datetime | None, str, Raw | None]:
    said = _said(element)
    address = canonical(said.get("loc", ""), url)
    told = parse_date(said.get("publication_date"))
    changed = parse_date(said.get("lastmod"))
    moment = told or changed or day_of_address(address)
    if kind == "sitemap" or not address or is_no_article(address):
        return kind, moment, address, None
    title = said.get("title") or words_of(address)
    picture = canonical(said.get("image.loc", ""), url)
    raw = Raw(
        guid=address,
        url=address,
        title=title.replace("&", "&amp;").replace("<", "&lt;"),
        published=moment,
        image=Picture(url=picture) if picture else None,
        topics=tuple(word.strip() for word in said.get("keywords", "").split(",") if word.strip()),
        language=language_code(said.get("language", "") or _own_language(element, address, url)),
        base=address,
        notes=(*(() if said.get("title") else (GUESSED,)), *((CHANGED,) if changed and not told else ())),
    )
    return kind, moment, address, raw


def _said(element: Any) -> dict[str, str]:
    """What stands in an entry, by local names; what is said of its pictures and films has theirs in front."""
    said: dict[str, str] = {}
    for inner in element.iter():
        space, name = _name(inner)
        group = next((f"{other}." for other in OTHERS if f"sitemap-{other}" in space or space == other), "")
        said.setdefault(group + name, one_line(inner.text or ""))
    return said


def _own_language(element: Any, address: str, url: str) -> str:
    """What the list of an article's translations says of itself (xhtml:link)."""
    links = (one for one in element.iter() if _name(one)[1] == "link")
    own = (one.get("hreflang") or "" for one in links if canonical(one.get("href") or "", url) == address)
    return next((language for language in own if language != "x-default"), "")


def _dated_by(raw: Raw) -> DatedBy:
    return DatedBy.FILE_TIME if CHANGED in raw.notes else DatedBy.SOURCE
