"""HTML as a document: one's own by what its head says and its main part, a page of a site as one that is visited."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import lxml.html
from lxml import etree

from digest.gather.clean import plain_title
from digest.gather.dates import parse_date
from digest.gather.documents.matter import why_unpublished
from digest.gather.documents.meant import names_in, with_matter
from digest.gather.documents.names import in_english
from digest.gather.drafts import Raw, language_code
from digest.gather.plain import one_line
from digest.gather.urls import canonical
from digest.model import Picture

_SAVED_FROM = re.compile(r"<!--(?:(?!-->).){0,500}?(?:saved from url=\(\d+\)|url: )(https?://[^\s<>]+)", re.DOTALL)
LONGEST_HEAD = 5_000  # characters in which a saved page says where it is from
SMALL = 250  # characters; of so short a text nobody can tell from its looks where it ends, only from its tags


def read_saved(text: str, *, now: datetime) -> Raw | str:
    """What a saved page says, nothing for what is no HTML; in words why it may not be told."""
    own, said = _as_it_stands(text)
    if why := why_unpublished(said):
        return why
    whole = _as_page(own, text, now) if own.url else own
    return _with_properties(whole, said) if said else whole


def _as_page(own: Raw, text: str, now: datetime) -> Raw:
    """What a page says of itself, and what it does not say, as a document of one's own says it (``own``).

    A page has its site's name in its title, and other articles, menus and forms around its own.
    """
    # Here and not above: what reads pages takes half a second to load, and only reading processes need it.
    from digest.gather.pages import read_page  # noqa: PLC0415 - half a second to load

    page = read_page(text.encode(), content_type="text/html; charset=utf-8", url=own.url, now=now)
    return replace(
        own,
        title=page.title or own.title,
        authors=page.authors or own.authors,
        published=page.published or own.published,
        lead=page.lead or own.lead,
        body=page.body if len(page.text) >= SMALL else own.body,
        image=page.image or own.image,
        language=page.language or own.language,
    )


def _with_properties(own: Raw, said: Mapping[str, str]) -> Raw:
    """A page of Notion with what stands in the table above it."""
    told = with_matter(said, own.title, own.body)
    return replace(
        own,
        url=own.url or told.url,
        authors=own.authors or told.authors,
        published=told.published or own.published,
        lead=own.lead or told.lead,
        topics=told.topics,
        base=own.base or told.url,
    )


def _properties(tree: Any) -> dict[str, str]:
    """What a table of Notion's properties says, by the names that front matter has."""
    found: dict[str, str] = {}
    for row in tree.iter("tr"):
        head, cell = next(row.iter("th"), None), next(row.iter("td"), None)
        if head is None or cell is None or "property-row" not in (row.get("class") or ""):
            continue
        etree.strip_elements(cell, "i", "svg", with_tail=False)
        for icon in [one for one in cell.iter("span") if "icon" in (one.get("class") or "").split()]:
            icon.drop_tree()
        parts = [one_line(one.text_content()) for one in cell if one.tag == "span"] or [one_line(cell.text_content())]
        found[in_english(one_line(head.text_content()))] = ", ".join(filter(None, parts)).removeprefix("@")
    return found


def _as_it_stands(text: str) -> tuple[Raw, dict[str, str]]:
    """What a page's head and its main part say, and its table of properties."""
    try:
        tree: Any = lxml.html.document_fromstring(text)
    except (etree.ParserError, ValueError):
        return Raw(), {}
    metas, links = _metas(tree), {(link.get("rel") or "").lower(): link.get("href") or "" for link in tree.iter("link")}
    url = canonical(links.get("canonical", "") or metas.get("og:url", "") or _saved_from(text))
    image = canonical(metas.get("og:image", ""), url)
    heading = next(iter(tree.iter("h1")), None)
    called = heading.text_content() if heading is not None else ""
    title = metas.get("og:title") or called or tree.findtext(".//title") or ""
    said = _properties(tree)
    raw = Raw(
        url=url,
        title=plain_title(html.escape(title, quote=False)),
        authors=names_in(metas.get("author") or metas.get("article:author") or ""),
        published=parse_date(metas.get("article:published_time") or metas.get("date") or _time(tree)),
        lead=metas.get("description") or metas.get("og:description") or "",
        body=_main(tree, heading),
        image=Picture(url=image) if image else None,
        language=language_code(tree.get("lang") or ""),
        base=url,
    )
    return raw, said


def _metas(tree: Any) -> dict[str, str]:
    return {
        (meta.get("property") or meta.get("name") or "").lower(): meta.get("content") or ""
        for meta in tree.iter("meta")
    }


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
