"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from typing import Any

from digest.errors import NotAFeed
from digest.gather.clean import plain_title
from digest.gather.dates import parse_date
from digest.gather.drafts import Raw
from digest.gather.urls import canonical
from digest.model import Picture


def looks_like_json_feed(body: bytes, content_type: str) -> bool:
    """Whether to read it as JSON: by what it begins with, not only by what it is called."""
    start = body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"{") or "application/feed+json" in content_type


def read_json_feed(body: bytes, url: str) -> tuple[str, str, str, list[Raw]]:
    """Title, site, language and entries.

    Raises:
        NotAFeed: it is no JSON, or JSON of another kind.
    """
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise NotAFeed(f"{url} is not valid JSON ({str(fault)[:100]}).", url=url) from fault
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise NotAFeed(f"{url} is JSON, but no JSON Feed: it has no list of items.", url=url)
    site = canonical(_text(feed.get("home_page_url")), url)
    language = _text(feed.get("language")).lower().partition("-")[0]
    raws = [_raw(item, site or url) for item in feed["items"] if isinstance(item, dict)]
    return plain_title(_text(feed.get("title"))), site, language, raws


def _raw(item: dict[str, Any], base: str) -> Raw:
    link = canonical(_text(item.get("url")) or _text(item.get("external_url")), base)
    image = canonical(_text(item.get("image")) or _text(item.get("banner_image")), base)
    body = _text(item.get("content_html")) or _text(item.get("content_text"))
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    return Raw(
        guid=str(item.get("id") or ""),
        url=link,
        title=_text(item.get("title")),
        authors=tuple(_text(author.get("name")) for author in authors or () if isinstance(author, dict)),
        published=parse_date(item.get("date_published") or item.get("date_modified")),
        lead=_text(item.get("summary")) if body else "",
        body=body or _text(item.get("summary")),
        image=Picture(url=image) if image else None,
        topics=tuple(tag for tag in item.get("tags") or () if isinstance(tag, str)),
        language=_text(item.get("language")).lower().partition("-")[0],
        base=link or base,
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
