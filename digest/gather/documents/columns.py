"""One article of an export or a table, by the names that services and people give to its parts. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from digest.gather.documents.matter import why_unpublished
from digest.gather.drafts import Raw, language_code
from digest.gather.mapped import GUESSED, words_of
from digest.gather.plain import one_line, paragraphs
from digest.gather.spelled import read_date
from digest.gather.urls import canonical
from digest.model import Picture

# By the names that services give them, lower-case, without spaces and underscores. The first that is filled counts.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "url": ("url", "href", "link", "resolvedurl", "givenurl", "sourceurl", "canonical", "alternate", "permalink"),
    "title": ("title", "resolvedtitle", "giventitle", "headline", "name"),
    "lead": ("excerpt", "selection", "summary", "description", "note", "abstract", "teaser", "subtitle"),
    "body": ("content", "contenthtml", "html", "body", "text", "contenttext", "articlebody", "fulltext"),
    "date": (
        *("publishedat", "publisheddate", "datepublished", "published", "dategmt", "pubdate", "publicationdate"),
        *("publishdate", "publishedon"),
    ),
    "saved": (
        *("timeadded", "savedat", "saveddate", "timestamp", "createdat", "created", "addedat", "dateadded", "time"),
        *("creationdate", "createdtime", "date", "updated", "lastinteractiondate"),
    ),
    "authors": ("authors", "author", "byline", "publishedby", "creator", "writer", "createdby"),
    "tags": ("tags", "labels", "documenttags", "tagcache", "categories", "keywords", "topics", "category"),
    "image": ("thumbnail", "cover", "previewpicture", "topimageurl", "image", "urltoimage", "imageurl"),
    "language": ("language", "lang"),
}
_NUMBER = re.compile(r"\d{9,16}")
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,1000}>")
_BARE_HOST = re.compile(r"www\.[^\s/.]+\.[^\s]+", re.IGNORECASE)
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/\d{2,4}\b")
_TELL = ("draft", "status", "published")  # by what value a row may say that it is not for others


def raw_of(row: Mapping[str, Any], *, name: str, day_first: bool = False) -> Raw | str:
    """What a row of ``name`` says; in words why it is not told; "" where it is no article."""

    def first(what: str) -> Any:
        return next((row[one] for one in COLUMNS[what] if row.get(one)), "")

    url = _address(_text(first("url")))
    title, lead, body = _text(first("title")), _text(first("lead")), _text(first("body"))
    published = _moment(row, "date", day_first=day_first) or _moment(row, "saved", day_first=day_first)
    # What generators of sites keep in such files, their features and settings, has titles and texts, and no dates.
    if not url and not (body and published and (row.get("title") or row.get("headline"))):
        return ""
    if why := why_unpublished({one: row[one] for one in _TELL if row.get(one) not in (None, "", 0, "0")}):
        return f"{one_line(title)[:80] or url!r} is left out: {why}"
    image = canonical(_text(first("image")), url)
    named = bool(title) and canonical(title) != url  # Pocket's title of what it could not read is its address
    body = "" if body == _text(first("url")) else body
    return Raw(
        guid=url or f"{name}: {title}",
        url=url,
        title=title if named or not url else html.escape(words_of(url), quote=False),
        authors=tuple(_words(first("authors"))),
        published=published,
        lead=lead,
        body=body if _TAG.search(body) else paragraphs(body),
        image=Picture(url=image) if image else None,
        topics=tuple(word.rpartition("/label/")[2] for word in _words(first("tags")) if "/state/" not in word),
        language=language_code(_text(first("language"))),
        base=url,
        notes=() if named or not url else (GUESSED,),
    )


def is_day_first(rows: Iterable[Mapping[str, Any]]) -> bool:
    """Whether "3/4/2026" is in April: another date of the same table has a day beyond twelve in the first place."""
    said = (_text(row.get(name)) for row in rows for name in (*COLUMNS["date"], *COLUMNS["saved"]))
    return any(int(found[1]) > 12 for one in said if (found := _SLASHES.match(one)))


def _address(text: str) -> str:
    return canonical(f"http://{text}" if _BARE_HOST.fullmatch(text) else text)


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _words(value: Any) -> list[str]:
    if isinstance(value, list):
        return [word for one in value if (word := _text(one))]
    text = _text(value)
    if text.startswith("["):  # Instapaper and Readwise write lists as Python or JSON does
        return [word for one in text.strip("[]").split(",") if (word := one.strip().strip("'\""))]
    return [word for one in re.split(r"[,|;]", text) if (word := one.strip())]


def _moment(row: Mapping[str, Any], what: str, *, day_first: bool) -> datetime | None:
    """A date, or seconds, milliseconds or microseconds since 1970."""
    for text in (_text(row.get(name)) for name in COLUMNS[what]):
        if _NUMBER.fullmatch(text):
            return datetime.fromtimestamp(int(text) / 10 ** (max(0, len(text) - 10)), UTC)
        if moment := read_date(text, day_first=day_first):
            return moment
    return None
