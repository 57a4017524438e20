"""What people saved in a reading service, as it exports it: CSV, JSON or HTML, many articles in one file. Pure.

Known by what stands in them, not by whose they are: Pocket, Instapaper, Omnivore, Readwise Reader, Raindrop, wallabag,
Pinboard, Karakeep, Miniflux, Feedbin, Google-Reader-like starred items, and bookmarks as browsers write them.
"""

from __future__ import annotations

import csv
import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice
from pathlib import PurePath
from typing import Any

import lxml.html
from lxml import etree

from digest.gather.charsets import decode
from digest.gather.documents.columns import COLUMNS, is_day_first, raw_of
from digest.gather.documents.names import key
from digest.gather.documents.tables import rows_of
from digest.gather.drafts import Raw, draft_of
from digest.gather.plain import one_line
from digest.model import Draft
from digest.words import counted

MOST = 5_000  # articles of one file
TABLES = (".csv", ".tsv", ".tab")
LINES = (".jsonl", ".ndjson")
SUFFIXES = (*TABLES, *LINES, ".json")  # and HTML, where its head says so
LISTS = ("items", "articles", "entries", "bookmarks", "links", "documents", "list", "data")
_WITHIN = ("content", "rendered", "name", "url", "value", "text")
_NOTHING = (
    "nothing in it has a web address, or a title, a text and a date; expected columns or keys such as url, title, "
    "date, author, summary, content"
)
_BOOKMARKS = re.compile(
    rb"\A.{0,300}(NETSCAPE-Bookmark-file|<title>\s*(Pocket Export|Instapaper: Export))", re.DOTALL | re.IGNORECASE
)


def is_bookmarks(body: bytes) -> bool:
    """Whether an HTML file is a list of bookmarks and not a document."""
    return bool(_BOOKMARKS.match(body[:2000]))


def read_export(body: bytes, *, name: str, now: datetime) -> list[Draft | str]:
    """The articles of an export or a table, and in words what was left out.

    A file that is none is one note.
    """
    text = decode(body)
    try:
        rows = list(islice(_rows(text, name, bookmarks=is_bookmarks(body)), MOST))
        day_first = is_day_first(rows)
        read = [raw_of(row, name=name, day_first=day_first) for row in rows]
    except (ValueError, csv.Error, RecursionError) as fault:
        why = "it is nested too deeply" if isinstance(fault, RecursionError) else one_line(str(fault))[:100]
        return [f"{name} cannot be read as an export ({why})"]
    if not any(read):
        return [f"{name} is no export that we know: {_NOTHING}"]
    drafts = [draft_of(one, language="", now=now) if isinstance(one, Raw) else one for one in read if one]
    unique = {one.guid: one for one in drafts if isinstance(one, Draft)}
    return [*unique.values(), *(f"{name}: {one}" for one in [*drafts, *_left_out(read)] if isinstance(one, str))]


def _left_out(read: Sequence[Raw | str]) -> list[str]:
    number = sum(one == "" for one in read)
    return (
        [f"{counted(number, 'row')} without a web address, or a title, a text and a date: left out"] if number else []
    )


def _rows(text: str, name: str, *, bookmarks: bool) -> Iterator[Mapping[str, Any]]:
    suffix = PurePath(name).suffix.lower()
    if bookmarks:
        return _of_html(text)
    if suffix in TABLES:
        return rows_of(text)
    return _of_json(_lines(text) if suffix in LINES else _whole(text))


def _whole(text: str) -> Any:
    """A file of JSON; of one that has a value in each line, all of them."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as fault:
        if fault.msg == "Extra data":
            with suppress(ValueError):
                return _lines(text)
        raise


def _lines(text: str) -> list[Any]:
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        try:
            found += [json.loads(line)] if line.strip() else []
        except json.JSONDecodeError as fault:
            raise ValueError(f"line {number} is no JSON: {fault.msg}") from fault
    return found


def _of_json(whole: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(whole, dict):
        alone = [whole] if whole.get("title") and any(whole.get(name) for name in COLUMNS["body"]) else []
        whole = next((whole[name] for name in LISTS if _is_list(whole.get(name))), alone)
    if isinstance(whole, dict):  # by id
        whole = list(whole.values())
    for row in whole if isinstance(whole, list) else ():
        if isinstance(row, dict):
            flat = {key(str(name)): _flat(value) for name, value in row.items()}
            flat |= (
                {"url": content.get("url")}
                if isinstance(content := row.get("content"), dict) and not flat.get("url")
                else {}
            )
            if "extended" in flat and "href" in flat:  # Pinboard calls a title description
                flat |= {"title": flat.get("description"), "description": flat["extended"]}
            yield flat


def _is_list(value: Any) -> bool:
    """Whether it may be a list of articles: of tables, or a table of those by their ids."""
    rows = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else []
    return any(isinstance(one, dict) for one in rows)


def _of_html(text: str) -> Iterator[Mapping[str, Any]]:
    try:
        tree: Any = lxml.html.document_fromstring(text)
    except (etree.ParserError, ValueError):
        return
    for anchor in tree.iter("a"):
        said = {key(name): value for name, value in anchor.attrib.items()}
        behind = anchor.getparent().getnext() if anchor.getparent() is not None else None
        note = one_line(behind.text or "") if behind is not None and behind.tag == "dd" else ""
        saved = said.get("timeadded") or said.get("adddate") or ""
        yield {**said, "title": html.escape(one_line(anchor.text_content())), "timeadded": saved, "note": note}


def _flat(value: Any) -> Any:
    """What stands inside the boxes of Google Reader and WordPress: {"content": …}, [{"href": …}], {"rendered": …}."""
    if isinstance(value, dict):
        return next((value[name] for name in _WITHIN if value.get(name)), "")
    if isinstance(value, list) and value and isinstance(value[0], dict):
        named = [one.get("href") or one.get("name") or one.get("label") or one.get("title") for one in value if one]
        return named[0] if "href" in value[0] else [one for one in named if isinstance(one, str)]
    return value
