"""Sitemaps (sitemaps.org, protocol 0.9) and news sitemaps as a Harvest; an index of sitemaps as where to look next."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from digest.errors import NotAFeed
from digest.gather.dates import parse_date
from digest.gather.drafts import Raw, draft_of, language_code
from digest.gather.mapped import by_news, is_no_article
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
GUESSED = "its title was made from its address"
_NO_DATES = (
    "dates none of its addresses, so what is new there cannot be told; give a news sitemap, a feed, or a page that "
    "lists articles (--kind page)"
)
CHANGED = "its date is that of its last change"  # which tells nothing of when it was news; its page may
_LETTER = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"(?!(?:19|20)\d\d$)[a-z]?\d{4,}")  # by which a page is known; a year is a word


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
        walk = etree.iterparse(
            io.BytesIO(body),
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
            recover=True,
        )
        for event, element in walk:
            _, name = _name(element)
            if event == "start":
                if element.getparent() is None and name not in ("urlset", "sitemapindex"):
                    instead = "; `--kind feed` reads it" if name.lower() in ("rss", "feed", "rdf") else ""
                    raise NotAFeed(f"{url} is no sitemap: it begins with <{name}>{instead}.", url=url)
                begun = True
                continue
            if name in ("url", "sitemap"):
                yield _entry(name, element, url)
                element.clear()
                number += 1
                if number == MOST_ENTRIES:
                    return
        if not begun:
            raise NotAFeed(f"{url} is no sitemap; it holds no XML.", url=url)
    except etree.XMLSyntaxError as fault:
        raise NotAFeed(f"{url} is no sitemap ({fault}).", url=url) from fault


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
    said: dict[str, str] = {}
    for inner in element.iter():
        space, name = _name(inner)
        group = next((f"{other}." for other in OTHERS if f"sitemap-{other}" in space or space == other), "")
        said.setdefault(group + name, one_line(inner.text or ""))
    address = canonical(said.get("loc", ""), url)
    told = said.get("publication_date")
    moment = parse_date(told) or parse_date(said.get("lastmod"))
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
        notes=(*(() if said.get("title") else (GUESSED,)), *(() if parse_date(told) else (CHANGED,))),
    )
    return kind, moment, address, raw


def _own_language(element: Any, address: str, url: str) -> str:
    """What the list of an article's translations says of itself (xhtml:link)."""
    links = (one for one in element.iter() if _name(one)[1] == "link")
    own = (one.get("hreflang") or "" for one in links if canonical(one.get("href") or "", url) == address)
    return next((language for language in own if language != "x-default"), "")


def _dated_by(raw: Raw) -> DatedBy:
    return DatedBy.FILE_TIME if CHANGED in raw.notes else DatedBy.SOURCE


def words_of(address: str) -> str:
    """The words of an address, until its page says better ones: "/2026/storm-front-1234.html" → "Storm front"."""
    last = unquote(urlsplit(address).path).rstrip("/").rpartition("/")[2].partition(".")[0]
    words = [word for word in re.split(r"[-_+ ]+", last) if word and not _NUMBER.fullmatch(word)]
    if len(words) > 1 and re.fullmatch("[2-9]", words[-1]):  # the second page that is called so
        words.pop()
    title = " ".join(words).capitalize()
    return title if _LETTER.search(title) else address
