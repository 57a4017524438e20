"""Bytes of a document as a Draft: Markdown with or without front matter, an exported article, HTML, plain text."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

import lxml.html
from lxml import etree
from markdown_it import MarkdownIt

from digest.gather.charsets import decode
from digest.gather.clean import plain_title
from digest.gather.dates import FARTHEST_AHEAD, believable, parse_date
from digest.gather.documents.exported import read_exported
from digest.gather.documents.markdown import plain_markdown, without_modules
from digest.gather.documents.matter import front_matter, why_unpublished
from digest.gather.drafts import Raw, digest_of, draft_of, language_code
from digest.gather.plain import one_line, paragraphs
from digest.gather.urls import canonical
from digest.model import DatedBy, Draft, Picture

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mdx")
HTML = (".html", ".htm", ".xhtml")
TEXT = (".txt", ".text")
SUFFIXES = (*MARKDOWN, *HTML, *TEXT)

_DATED_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})[-_ ](?=.)")
_HEADING = re.compile(r"\A\s*+(?:# +(?P<atx>[^\n]+)|(?P<setext>[^\n]+)\n=+[ \t]*)(?:\n|\Z)")
_SAVED_FROM = re.compile(r"<!--(?:(?!-->).){0,500}?(?:saved from url=\(\d+\)|url: )(https?://[^\s<>]+)", re.DOTALL)
LONGEST_HEAD = 5_000  # characters in which a saved page says where it is from
_HASHES = re.compile(r"(?:^|(?<= ))#+$")  # what may close a heading
MOST_NAMES = 100

SAVED = ("created", "date_saved", "saved")  # when somebody put it there: what counts if nothing else is told

KEYS: Mapping[str, tuple[str, ...]] = {
    # What reading services call things when they export Markdown stands last.
    "title": ("title", "headline", "name"),
    "date": ("date", "published", "published_at", "publishdate", "pubdate", "date_published", *SAVED),
    "authors": ("authors", "author", "by", "byline"),
    "lead": ("summary", "excerpt", "description", "abstract", "deck", "subtitle", "teaser"),
    "image": ("image", "cover", "thumbnail", "featured_image", "hero", "og_image"),
    "topics": ("topics", "tags", "categories", "category", "keywords"),
    "url": ("url", "canonical_url", "original_url", "link", "source_url", "source", "original"),
    "language": ("language", "lang", "locale"),
}


def read_document(body: bytes, *, name: str, modified: datetime, now: datetime) -> Draft | str:
    """A document as a draft, or in words why it is none.

    ``name`` is the file's name (its suffix says how it is read) and the draft's guid; ``modified`` its time, which
    counts where neither the document nor its name has a date.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in HTML:
        raw = _read_html(decode(body))
    elif suffix in TEXT:
        raw = _read_text(_decode(body))
    else:
        matter, rest = front_matter(_decode(body))
        if why := why_unpublished(matter):
            return f"{name or 'a document'} is left out: {why}"
        raw = _read_markdown(matter, without_modules(rest) if suffix == ".mdx" else rest)
    if not (raw.title or raw.body.strip() or raw.lead or raw.url or raw.image):
        return f"{name or 'a document'} is empty: it has neither title nor text"
    raw = _named(raw, name)
    if raw.published and raw.published > now + FARTHEST_AHEAD:
        return f"{name or 'a document'} is left out until {raw.published:%Y-%m-%d}, the day that it names"
    draft = draft_of(raw, language="", now=now)
    if isinstance(draft, str):
        return f"{name}: {draft}"
    return _dated(draft, raw.published, modified, now)


def _named(raw: Raw, name: str) -> Raw:
    """What the file's name can say, where the document does not: a title, and a date ("2026-11-24-fog.md")."""
    stem = PurePath(name).stem
    dated = _DATED_NAME.match(stem)
    said = {
        "guid": name,
        "title": raw.title or stem[dated.end() if dated else 0 :].replace("-", " ").replace("_", " "),
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
    return body.decode("cp1252", errors="replace")


def _read_markdown(matter: Mapping[str, Any], rest: str) -> Raw:
    if not matter:
        exported = read_exported(rest)
        if exported is not None:
            return exported
    title, rest = _take_heading(rest)
    body = MarkdownIt("commonmark", {"html": True}).enable("table").render(plain_markdown(rest))
    return _with_matter(matter, title, body)


def _take_heading(text: str) -> tuple[str, str]:
    match = _HEADING.match(text)
    if not match:
        return "", text
    return _HASHES.sub("", (match["atx"] or match["setext"]).strip()).strip(), text[match.end() :]


def _with_matter(matter: Mapping[str, Any], title: str, body: str) -> Raw:
    def first(what: str) -> Any:
        return next((matter[key] for key in KEYS[what] if matter.get(key)), None)

    url = canonical(_said(first("url")))
    return Raw(
        url=url,
        title=_said(first("title")) or title,
        authors=_names(first("authors")),
        published=parse_date(first("date")),
        lead=_said(first("lead")),
        body=body,
        image=_image(first("image"), url),
        topics=_names(first("topics")),
        language=language_code(_said(first("language"))),
        base=url,
    )


def _said(value: object) -> str:
    """A value as text; "" for lists and tables, which YAML's aliases can make larger than any memory."""
    return str(value) if isinstance(value, str | int | float | date) and value else ""


def _names(value: Any) -> tuple[str, ...]:
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


def _read_text(text: str) -> Raw:
    exported = read_exported(text)
    if exported is not None and exported.url:
        return exported
    first, _, rest = text.lstrip("\ufeff\r\n\t ").partition("\n")
    return Raw(title=html.escape(first.strip(), quote=False), body=paragraphs(rest))


def _read_html(text: str) -> Raw:
    try:
        tree: Any = lxml.html.document_fromstring(text)
    except (etree.ParserError, ValueError):
        return Raw()
    metas = {
        (meta.get("property") or meta.get("name") or "").lower(): meta.get("content") or ""
        for meta in tree.iter("meta")
    }
    links = {(link.get("rel") or "").lower(): link.get("href") or "" for link in tree.iter("link")}
    url = canonical(links.get("canonical", "") or metas.get("og:url", "") or _saved_from(text))
    heading = next(iter(tree.iter("h1")), None)
    title = (
        metas.get("og:title")
        or (heading.text_content() if heading is not None else "")
        or tree.findtext(".//title")
        or ""
    )
    image = canonical(metas.get("og:image", ""), url)
    return Raw(
        url=url,
        title=plain_title(html.escape(title, quote=False)),
        authors=_names(metas.get("author") or metas.get("article:author") or ""),
        published=parse_date(metas.get("article:published_time") or metas.get("date") or _time(tree)),
        lead=metas.get("description") or metas.get("og:description") or "",
        body=_main(tree, heading),
        image=Picture(url=image) if image else None,
        language=language_code(tree.get("lang") or ""),
        base=url,
    )


def _saved_from(text: str) -> str:
    """Where browsers and SingleFile note that a page was saved from."""
    found = _SAVED_FROM.search(text[:LONGEST_HEAD])
    return found[1] if found else ""


def _time(tree: Any) -> str:
    found = next(iter(tree.iter("time")), None)
    return (found.get("datetime") or found.text_content()) if found is not None else ""


def _main(tree: Any, heading: Any) -> str:
    if heading is not None:
        heading.drop_tree()
    main = next((one for tag in ("article", "main", "body") for one in tree.iter(tag)), tree)
    for part in [part for tag in ("nav", "header", "footer", "aside") for part in main.iter(tag)]:
        part.drop_tree()
    whole: str = lxml.html.tostring(main, encoding="unicode", with_tail=False)
    return whole
