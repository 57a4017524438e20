"""What people saved in a reading service, as it exports it: CSV, JSON or HTML, many articles in one file. Pure.

Known by what stands in them, not by whose they are: Pocket, Instapaper, Omnivore, Readwise Reader, Raindrop, wallabag,
Pinboard, Karakeep, Miniflux, Feedbin, Google-Reader-like starred items, and bookmarks as browsers write them.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import lxml.html
from lxml import etree

from digest.gather.dates import parse_date
from digest.gather.drafts import Raw, draft_of, language_code
from digest.gather.plain import one_line
from digest.gather.sitemap import GUESSED, words_of
from digest.gather.urls import canonical
from digest.model import Draft, Picture

MOST = 5_000  # articles of one file
SUFFIXES = (".csv", ".json")  # and HTML, where its head says so
# By the names that services give them, lower-case, without spaces and underscores. The first that is filled counts.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "url": ("url", "href", "link", "resolvedurl", "givenurl", "sourceurl", "canonical", "alternate"),
    "title": ("title", "resolvedtitle", "giventitle", "name"),
    "lead": ("excerpt", "selection", "summary", "description", "note"),
    "body": ("content", "contenthtml", "html"),
    "date": ("publishedat", "publisheddate", "datepublished", "published"),
    "saved": (
        *("timeadded", "savedat", "saveddate", "timestamp", "createdat", "created", "addedat", "dateadded", "time"),
        *("creationdate", "date", "updated", "lastinteractiondate"),
    ),
    "authors": ("authors", "author", "byline", "publishedby"),
    "tags": ("tags", "labels", "documenttags", "tagcache", "categories"),
    "image": ("thumbnail", "cover", "previewpicture", "topimageurl", "image"),
    "language": ("language", "lang"),
}
LISTS = ("items", "articles", "entries", "bookmarks", "links", "documents", "list", "data")
_BOOKMARKS = re.compile(
    rb"\A.{0,300}(NETSCAPE-Bookmark-file|<title>\s*(Pocket Export|Instapaper: Export))", re.DOTALL | re.IGNORECASE
)
_NUMBER = re.compile(r"\d{9,16}")


def is_bookmarks(body: bytes) -> bool:
    """Whether an HTML file is a list of bookmarks and not a document."""
    return bool(_BOOKMARKS.match(body[:2000]))


def read_export(body: bytes, *, name: str, now: datetime) -> list[Draft | str]:
    """The articles of an export, and in words what was left out.

    A file that is no export is one note.
    """
    text = body.decode("utf-8-sig", "replace")
    if is_bookmarks(body):
        rows = _of_html(text)
    elif name.lower().endswith(".csv"):
        rows = _of_csv(text)
    else:
        rows = _of_json(text)
    try:
        raws = [raw for row in islice(rows, MOST) if (raw := _raw(row))]
    except (ValueError, csv.Error, RecursionError) as fault:
        return [f"{name} cannot be read as an export ({type(fault).__name__}: {one_line(str(fault))[:100]})"]
    if not raws:
        return [f"{name} is no export that we know: nothing in it has a web address"]
    drafts = [draft_of(raw, language="", now=now) for raw in raws]
    unique = {one.guid: one for one in drafts if isinstance(one, Draft)}
    return [*unique.values(), *(f"{name}: {one}" for one in drafts if isinstance(one, str))]


def _of_csv(text: str) -> Iterator[Mapping[str, Any]]:
    head = text.lstrip().partition("\n")[0]
    parted = max(",;\t", key=head.count)  # wallabag parts its columns with semicolons
    for row in csv.DictReader(io.StringIO(text), restkey="", delimiter=parted):
        yield {_key(name): value for name, value in row.items() if name}


def _of_json(text: str) -> Iterator[Mapping[str, Any]]:
    whole = json.loads(text)
    if isinstance(whole, dict):
        whole = next((whole[name] for name in LISTS if whole.get(name)), [])
    if isinstance(whole, dict):  # by id
        whole = list(whole.values())
    for row in whole if isinstance(whole, list) else ():
        if isinstance(row, dict):
            flat = {_key(str(name)): _flat(value) for name, value in row.items()}
            flat |= (
                {"url": content.get("url")}
                if isinstance(content := row.get("content"), dict) and not flat.get("url")
                else {}
            )
            if "extended" in flat and "href" in flat:  # Pinboard calls a title description
                flat |= {"title": flat.get("description"), "description": flat["extended"]}
            yield flat


def _of_html(text: str) -> Iterator[Mapping[str, Any]]:
    try:
        tree: Any = lxml.html.document_fromstring(text)
    except (etree.ParserError, ValueError):
        return
    for anchor in tree.iter("a"):
        said = {_key(name): value for name, value in anchor.attrib.items()}
        behind = anchor.getparent().getnext() if anchor.getparent() is not None else None
        note = one_line(behind.text or "") if behind is not None and behind.tag == "dd" else ""
        saved = said.get("timeadded") or said.get("adddate") or ""
        yield {**said, "title": html.escape(one_line(anchor.text_content())), "timeadded": saved, "note": note}


def _key(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).lower()


def _flat(value: Any) -> Any:
    """What stands inside Google Reader's boxes: {"content": …}, [{"href": …}]."""
    if isinstance(value, dict):
        return value.get("content") or value.get("name") or value.get("url") or ""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        named = [one.get("href") or one.get("name") or one.get("label") or one.get("title") for one in value if one]
        return named[0] if "href" in value[0] else [one for one in named if isinstance(one, str)]
    return value


def _raw(row: Mapping[str, Any]) -> Raw | None:
    def first(what: str) -> Any:
        return next((row[name] for name in COLUMNS[what] if row.get(name)), "")

    url = canonical(_text(first("url")))
    if not url:
        return None
    title, image = _text(first("title")), canonical(_text(first("image")), url)
    named = bool(title) and canonical(title) != url  # Pocket's title of what it could not read is its address
    return Raw(
        guid=url,
        url=url,
        title=title if named else html.escape(words_of(url), quote=False),
        authors=tuple(_words(first("authors"))),
        published=_moment(first("date")) or _moment(first("saved")),
        lead=_text(first("lead")),
        body="" if (body := _text(first("body"))) == _text(first("url")) else body,
        image=Picture(url=image) if image else None,
        topics=tuple(word.rpartition("/label/")[2] for word in _words(first("tags")) if "/state/" not in word),
        language=language_code(_text(first("language"))),
        base=url,
        notes=() if named else (GUESSED,),
    )


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _words(value: Any) -> list[str]:
    if isinstance(value, list):
        return [word for one in value if (word := _text(one))]
    text = _text(value)
    if text.startswith("["):  # Instapaper and Readwise write lists as Python or JSON does
        return [word for one in text.strip("[]").split(",") if (word := one.strip().strip("'\""))]
    return [word for one in re.split(r"[,|;]", text) if (word := one.strip())]


def _moment(value: Any) -> datetime | None:
    """A date, or seconds, milliseconds or microseconds since 1970."""
    text = _text(value)
    if not _NUMBER.fullmatch(text):
        return parse_date(text)
    return datetime.fromtimestamp(int(text) / 10 ** (max(0, len(text) - 10)), UTC)
