"""Bytes of a feed as a Harvest: RSS 0.9x to 2.0, RDF, Atom, JSON Feed.

Most feeds are read by ``swift``, exactly as feedparser would; what that refuses is feedparser's. Its own dictionary is
seen here and in ``entry.py``, and nowhere else. It gets bytes, never a string: a string it would take for a file's name
or an address and open it. Its sanitising and its resolving of links are off; ``clean.py`` and ``urls.py`` do that,
faster and by one set of rules.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import feedparser

from digest.errors import NotAFeed
from digest.gather.charsets import in_its_charset
from digest.gather.clean import plain_title
from digest.gather.drafts import Raw, draft_of, language_code
from digest.gather.endings import without_names
from digest.gather.entry import authors_of, raw_of, text_of
from digest.gather.jsonfeed import looks_like_json_feed, read_json_feed
from digest.gather.packed import unpacked
from digest.gather.swift import Unproven, read_swiftly
from digest.gather.urls import canonical
from digest.model import Draft, Harvest

# Halves of surrogate pairs as references: some writers put an emoji as "&#55357;&#56832;", and feedparser breaks.
_HALF = rb"&#(?:[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2}|0*5[5-7][0-9]{3});"
_HALVES = re.compile(_HALF + rb"(?:" + _HALF + rb")*")

LARGEST = 20_000_000  # bytes, unpacked, of a feed that is packed and does not say so
MOST_ENTRIES = 500  # newer ones stand first; a feed that lists its whole history is cut here


def read(body: bytes, *, content_type: str = "", url: str = "", now: datetime) -> Harvest:
    """What a feed says.

    Raises:
        NotAFeed: it is none; the message says what it looks like instead.
    """
    title, site, language, raws = entries(body, content_type=content_type, url=url)
    drafts, notes = _unique(draft_of(raw, language=language, now=now) for raw in raws[:MOST_ENTRIES])
    if len(raws) > MOST_ENTRIES:
        notes.append(f"{len(raws) - MOST_ENTRIES} entries beyond the first {MOST_ENTRIES} were left out")
    drafts = without_names(drafts, name=title, site=site or url)
    return Harvest(title=title, site=site, language=language, drafts=tuple(drafts), notes=tuple(notes))


def entries(body: bytes, *, content_type: str = "", url: str = "") -> tuple[str, str, str, list[Raw]]:
    """Title, site, language and entries as the feed has them, before anything is sanitised or left out.

    Raises:
        NotAFeed: it is none.
    """
    try:
        body = unpacked(body, most=LARGEST)
    except ValueError as fault:
        raise NotAFeed(f"{url} {fault}.", url=url) from fault
    if looks_like_json_feed(body, content_type):
        return read_json_feed(body, url)
    return _read_xml(body, content_type, url)


def _unique(drafts: Iterable[Draft | str]) -> tuple[list[Draft], list[str]]:
    """Each guid once, the first one; what could not become a draft, as notes."""
    found: dict[str, Draft] = {}
    notes: list[str] = []
    for draft in drafts:
        if isinstance(draft, str):
            notes.append(draft)
        elif draft.guid in found:
            notes.append(f"{draft.title[:60]!r} stands there twice")
        else:
            found[draft.guid] = draft
    return list(found.values()), notes


def _read_xml(body: bytes, content_type: str, url: str) -> tuple[str, str, str, list[Raw]]:
    data = in_its_charset(_HALVES.sub(_whole, body), content_type)
    feed: Mapping[str, Any]
    found: Sequence[Mapping[str, Any]]
    try:
        feed, found = read_swiftly(data, content_type)
    except Unproven:
        feed, found = _read_patiently(data, content_type, url)
    site = canonical(text_of(feed.get("link")), url)
    everyone = authors_of(feed)
    raws = [one if one.authors else replace(one, authors=everyone) for one in (raw_of(e, site or url) for e in found)]
    return plain_title(text_of(feed.get("title"))), site, language_code(text_of(feed.get("language"))), raws


def _read_patiently(data: bytes, content_type: str, url: str) -> tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]:
    """What feedparser makes of it; of a feed's own authors those of Atom, who have written all that names no other.

    Raises:
        NotAFeed: nothing.
    """
    # Without a base of its own, feedparser leaves ids as they stand: "g1" must not change when the feed moves.
    headers = {"content-type": content_type} if content_type else {}
    try:
        parsed = feedparser.parse(
            io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as fault:
        raise NotAFeed(f"{url} cannot be read as a feed ({type(fault).__name__}).", url=url) from fault
    if not parsed.get("version") and not parsed.entries:
        raise NotAFeed(f"{url} is not a feed; it looks like {_looks_like(data)}.", url=url)
    if not parsed.get("version", "").startswith("atom"):  # elsewhere it is whoever runs the site
        parsed.feed.pop("authors", None)
        parsed.feed.pop("author", None)
    return parsed.feed, parsed.entries


def _whole(halves: re.Match[bytes]) -> bytes:
    """References to halves of a character as one to the whole; a half alone is dropped."""
    numbers = (one.lstrip(b"&#").lower() for one in halves[0].split(b";") if one)
    units = "".join(chr(int(one[1:], 16) if one.startswith(b"x") else int(one)) for one in numbers)
    whole = units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return b"".join(b"&#%d;" % ord(one) for one in whole)


def _looks_like(body: bytes) -> str:
    start = body[:2000].lstrip().lower()
    if not start:
        return "nothing (an empty answer)"
    if b"<html" in start or start.startswith(b"<!doctype html"):
        return "a web page; `digest sources add` finds the feeds of a site by itself"
    if start.startswith((b"{", b"[")):
        return "JSON that is no JSON Feed"
    if b"<urlset" in start or b"<sitemapindex" in start:
        return "a sitemap; `--kind sitemap` reads it"
    if start.startswith(b"<"):
        return "an XML document of another kind"
    return "plain text" if start.isascii() and b"\0" not in start else "something else"
