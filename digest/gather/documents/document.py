"""Bytes of a document as a Draft: Markdown with or without front matter, an exported article, HTML, plain text."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import PurePath
from typing import Any

from markdown_it import MarkdownIt

from digest.gather.charsets import decode, one_byte
from digest.gather.dates import FARTHEST_AHEAD, believable, parse_date
from digest.gather.documents.exported import read_exported
from digest.gather.documents.lines import lines_above, without_id
from digest.gather.documents.markdown import plain_markdown, without_modules
from digest.gather.documents.matter import front_matter, why_unpublished
from digest.gather.documents.meant import with_matter
from digest.gather.documents.saved import read_saved
from digest.gather.drafts import Raw, digest_of, draft_of
from digest.gather.plain import paragraphs
from digest.model import DatedBy, Draft

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mdx")
HTML = (".html", ".htm", ".xhtml")
TEXT = (".txt", ".text")
SUFFIXES = (*MARKDOWN, *HTML, *TEXT)

_DATED_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})[-_ ](?=.)")
# A file that a program named: a UUID, a hash, a number. Such a name is no title.
_NO_WORDS = re.compile(
    r"[\W\d_]*(?:[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|[0-9a-f]{16,})?[\W\d_]*", re.IGNORECASE
)
_HEADING = re.compile(r"\A\s*+(?:# +(?P<atx>[^\n]+)|(?P<setext>[^\n]+)\n=+[ \t]*)(?:\n|\Z)")
LONGEST_TITLE = 200  # characters of a text's first line; more are a paragraph of it
_PROSE = re.compile(r"\w{3}[.!?…]\s+\S.{0,300}[.!?…][\"'”’»)]?\Z")  # several sentences, the last of which ends
_HASHES = re.compile(r"(?:^|(?<= ))#+$")  # what may close a heading


def read_document(body: bytes, *, name: str, modified: datetime, now: datetime) -> Draft | str:
    """A document as a draft, or in words why it is none.

    ``name`` is the file's name (its suffix says how it is read) and the draft's guid; ``modified`` its time, which
    counts where neither the document nor its name has a date.
    """
    raw = _read(body, name, now)
    if isinstance(raw, str):
        return f"{name or 'a document'} is left out: {raw}"
    if not (raw.title or raw.body.strip() or raw.lead or raw.url or raw.image):
        return f"{name or 'a document'} is empty: it has neither title nor text"
    raw = _named(raw, name)
    if raw.published and raw.published > now + FARTHEST_AHEAD:
        return f"{name or 'a document'} is left out until {raw.published:%Y-%m-%d}, the day that it names"
    draft = draft_of(raw, language="", now=now)
    if isinstance(draft, str):
        return f"{name}: {draft}"
    return _dated(draft, raw.published, modified, now)


def _read(body: bytes, name: str, now: datetime) -> Raw | str:
    """What a document says; in words why it may not be told."""
    suffix = PurePath(name).suffix.lower()
    if suffix in HTML:
        return read_saved(decode(body), now=now)
    if suffix in TEXT:
        return _read_text(_decode(body))
    matter, rest = _matter(_decode(body), name)
    if why := why_unpublished(matter):
        return why
    return _read_markdown(matter, without_modules(rest) if suffix == ".mdx" else rest)


def _matter(text: str, name: str) -> tuple[Mapping[str, Any], str]:
    """What stands before a document, or in lines at its top; and the rest."""
    matter, rest = front_matter(text)
    return (matter, rest) if matter else lines_above(rest, name=name)


def _named(raw: Raw, name: str) -> Raw:
    """What the file's name can say, where the document does not: a title, and a date ("2026-11-24-fog.md")."""
    stem = without_id(PurePath(name).stem)
    dated = _DATED_NAME.match(stem)
    called = stem[dated.end() if dated else 0 :]
    if (raw.body or raw.lead) and _NO_WORDS.fullmatch(called):
        called = ""  # its first words say more
    said = {
        "guid": name,
        "title": raw.title or called.replace("-", " ").replace("_", " "),
        "published": raw.published or parse_date(dated[1] if dated else ""),
    }
    return Raw(**{slot: getattr(raw, slot) for slot in Raw.__slots__} | said)


def _dated(draft: Draft, published: datetime | None, modified: datetime, now: datetime) -> Draft:
    if believable(published, now):  # feeds name another one at every look; whoever changes it in a document means it
        return replace(draft, hash=digest_of(draft.hash, f"{published:%Y-%m-%dT%H:%M%z}"))
    values = {slot: getattr(draft, slot) for slot in Draft.__slots__}
    note = "it names no date; its file's time was taken"
    return Draft(**values | {"published": modified, "dated_by": DatedBy.FILE_TIME, "notes": (note,)})


def _decode(body: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if body[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return body.decode(one_byte(body), errors="replace")


def _read_markdown(matter: Mapping[str, Any], rest: str) -> Raw:
    if not matter:
        exported = read_exported(rest)
        if exported is not None:
            return exported
    title, rest = _take_heading(rest)
    body = _markdown().render(plain_markdown(rest))
    return with_matter(matter, title, body)


def _take_heading(text: str) -> tuple[str, str]:
    match = _HEADING.match(text)
    if not match:
        return "", text
    title = _HASHES.sub("", (match["atx"] or match["setext"]).strip()).strip()
    return _markdown().renderInline(plain_markdown(title)), text[match.end() :]


def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable("table")


def _read_text(text: str) -> Raw:
    exported = read_exported(text)
    if exported is not None and exported.url:
        return exported
    text = text.lstrip("\ufeff\r\n\t ")
    first, _, rest = text.partition("\n")
    if len(first) > LONGEST_TITLE or _PROSE.search(first.strip()):
        return Raw(body=paragraphs(text))
    return Raw(title=html.escape(first.strip(), quote=False), body=paragraphs(rest))
