"""What front matter means: which of its keys say the title, the date, the authors, and what their values are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from digest.gather.drafts import Raw, language_code
from digest.gather.plain import one_line
from digest.gather.spelled import read_date
from digest.gather.urls import canonical
from digest.model import Picture

MOST_NAMES = 100

# When somebody put it there: what counts if nothing else is told.
SAVED = ("created", "created_time", "created_at", "date_saved", "saved")

KEYS: Mapping[str, tuple[str, ...]] = {
    # What reading services call things when they export Markdown stands last.
    "title": ("title", "headline", "name"),
    "date": (
        *("date", "published", "published_at", "publishdate", "publish_date", "pubdate", "date_published", "posted"),
        *SAVED,
    ),
    "authors": ("authors", "author", "by", "byline", "writer", "created_by"),
    "lead": ("summary", "excerpt", "description", "abstract", "deck", "subtitle", "teaser"),
    "image": ("image", "cover", "thumbnail", "featured_image", "hero", "og_image"),
    "topics": ("topics", "tags", "categories", "category", "keywords"),
    "url": ("url", "canonical_url", "canonicalurl", "original_url", "link", "source_url", "source", "original"),
    "language": ("language", "lang", "locale"),
}


def with_matter(matter: Mapping[str, Any], title: str, body: str) -> Raw:
    """A document whose front matter and body are known; ``title`` is its heading, which counts if no key says one."""

    def first(what: str) -> Any:
        return next((matter[key] for key in KEYS[what] if matter.get(key)), None)

    url = next((url for key in KEYS["url"] if (url := canonical(_said(matter.get(key))))), "")
    return Raw(
        url=url,
        title=_said(first("title")) or title,
        authors=names_in(first("authors")),
        published=next((day for key in KEYS["date"] if (day := read_date(matter.get(key)))), None),
        lead=_said(first("lead")),
        body=body,
        image=_image(first("image"), url),
        topics=names_in(first("topics")),
        language=language_code(_said(first("language"))),
        base=url,
    )


def _said(value: object) -> str:
    """A value as text; "" for lists and tables, which YAML's aliases can make larger than any memory."""
    return str(value) if isinstance(value, str | int | float | date) and value else ""


def names_in(value: Any) -> tuple[str, ...]:
    """Names, as a list, a table, a list of tables, or between commas."""
    if isinstance(value, Mapping):
        value = [value]
    if isinstance(value, list):
        said = (_said(one.get("name") if isinstance(one, Mapping) else one) for one in value[:MOST_NAMES])
        return tuple(name for one in said if (name := one.removeprefix("[[").removesuffix("]]")))
    return tuple(part.strip() for part in _said(value).split(",") if part.strip())


def _image(value: Any, base: str) -> Picture | None:
    facts = value if isinstance(value, Mapping) else {"url": value}
    place = facts.get("url") or facts.get("src") or facts.get("path") or ""
    url = canonical(_said(place), base)
    return Picture(url=url, alt=_line(facts.get("alt")), caption=_line(facts.get("caption"))) if url else None


def _line(value: object) -> str:
    return one_line(_said(value))
