"""A page of the web that somebody saved, as a document: what its head says, and its main part."""

from __future__ import annotations

import html
import re
from typing import Any

import lxml.html
from lxml import etree

from digest.gather.clean import plain_title
from digest.gather.dates import parse_date
from digest.gather.documents.meant import names_in
from digest.gather.drafts import Raw, language_code
from digest.gather.urls import canonical
from digest.model import Picture

_SAVED_FROM = re.compile(r"<!--(?:(?!-->).){0,500}?(?:saved from url=\(\d+\)|url: )(https?://[^\s<>]+)", re.DOTALL)
LONGEST_HEAD = 5_000  # characters in which a saved page says where it is from


def read_saved(text: str) -> Raw:
    """What a saved page says; nothing for what is no HTML."""
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
        authors=names_in(metas.get("author") or metas.get("article:author") or ""),
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
