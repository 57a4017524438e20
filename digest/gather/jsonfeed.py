"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from digest.errors import NotAFeed
from digest.gather.clean import plain_title
from digest.gather.dates import parse_date
from digest.gather.drafts import Raw, language_code
from digest.gather.plain import paragraphs
from digest.gather.recordings import first_recording
from digest.gather.stamps import read_stamp
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
    language = language_code(_text(feed.get("language")))
    everyone = _authors(feed)  # who wrote what names nobody (JSON Feed 1.1, items: authors)
    raws = [_raw(item, site or url, everyone) for item in feed["items"] if isinstance(item, dict)]
    return plain_title(_text(feed.get("title"))), site, language, raws


def _raw(item: dict[str, Any], base: str, everyone: tuple[str, ...]) -> Raw:
    link = canonical(_text(item.get("url")) or _text(item.get("external_url")), base) or _recording(item, base)
    image = canonical(_text(item.get("image")) or _text(item.get("banner_image")), base)
    body = _text(item.get("content_html")) or paragraphs(_text(item.get("content_text")))
    return Raw(
        guid=_id(item.get("id")),
        url=link,
        title=_text(item.get("title")),
        authors=_authors(item) or everyone,
        published=_moment(item.get("date_published")) or _moment(item.get("date_modified")),
        lead=_text(item.get("summary")) if body else "",
        body=body or _text(item.get("summary")),
        image=Picture(url=image) if image else None,
        topics=tuple(tag for tag in _several(item.get("tags")) if isinstance(tag, str)),
        language=language_code(_text(item.get("language"))),
        base=link or base,
    )


def _recording(item: dict[str, Any], base: str) -> str:
    enclosed = (one for one in _list(item.get("attachments")) if isinstance(one, dict))
    return first_recording(((_text(one.get("url")), _text(one.get("mime_type"))) for one in enclosed), base)


def _authors(told: dict[str, Any]) -> tuple[str, ...]:
    authors = _several(told.get("authors")) or [told.get("author")]
    names = (_text(one.get("name")) if isinstance(one, dict) else _text(one) for one in authors)
    return tuple(name for name in names if name)


def _moment(value: object) -> datetime | None:
    """A date, which should be one of RFC 3339, and may be a number of seconds or in any other form."""
    said = str(value) if isinstance(value, str | int | float) else ""
    return read_stamp(said.removesuffix(".0"), parse_date(value))


def _id(value: object) -> str:
    """An id, which should be a string and often is a number (JSON Feed 1.1 says to take that as text)."""
    return str(value) if isinstance(value, str | int | float) and value != "" else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _several(value: object) -> list[Any]:
    """A list, or the one thing that should stand in one."""
    return [value] if isinstance(value, str) and value else _list(value)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
