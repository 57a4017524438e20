"""A page of the web as an article: main text, title without the site's name, authors, date, picture, signs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from lxml import etree

from digest.gather.claims import borne_out
from digest.gather.clean import plain_title, sanitise
from digest.gather.drafts import language_code
from digest.gather.pages.authors import authors_of
from digest.gather.pages.body import body_of
from digest.gather.pages.marks import Marks, read_marks
from digest.gather.pages.markup import parse
from digest.gather.pages.moment import moment_of
from digest.gather.pages.picture import picture_of
from digest.gather.pages.signs import is_paywalled, removed
from digest.gather.pages.title import site_names, title_of
from digest.gather.plain import plain_text
from digest.gather.urls import canonical, host_key
from digest.language import language_of
from digest.model import Picture

UNSEEN = ("script", "style", "svg", "template", "iframe")  # of which nothing is read, and much is copied
LONGEST_LEAD = 1000  # characters

__all__ = ["Page", "read_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page is. ``body`` is sanitised HTML, ``text`` the same as plain text; ``published`` keeps its own zone."""

    url: str = ""  # canonical
    title: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    lead: str = ""
    body: str = ""
    text: str = ""
    language: str = ""
    image: Picture | None = None
    paywalled: bool = False
    removed: str = ""  # in the page's words: "404", "no longer available"; "" for an article


def read_page(body: bytes, *, content_type: str = "", url: str, now: datetime) -> Page:
    """Read a page. What it does not say is empty; nothing here raises for what a page may contain."""
    tree = parse(body, content_type)
    if tree is None:
        return Page(url=url)
    marks = read_marks(tree)
    published = moment_of(tree, marks, url, now)
    etree.strip_elements(tree, *UNSEEN, with_tail=False)
    address = canonical_of(marks, url)
    title = plain_title(title_of(tree, marks, url).replace("<", "&lt;"))
    safe = sanitise(body_of(tree, url), url)
    text = plain_text(safe)
    return Page(
        url=address,
        title=title,
        authors=authors_of(tree, marks, title, site_names(marks, url)),
        published=published,
        lead=plain_title(marks.meta("og:description", "description", "twitter:description"))[:LONGEST_LEAD],
        body=safe,
        text=text,
        language=_language(marks, text),
        image=picture_of(tree, marks, url),
        paywalled=is_paywalled(tree, marks, text),
        removed=removed(title, text),
    )


def _language(marks: Marks, text: str) -> str:
    """What it says, but where its words speak against that."""
    said = language_code(marks.language or marks.meta("og:locale", "content-language", "language"))
    return said if borne_out(said, text) else language_of(text) or said


def canonical_of(marks: Marks, url: str) -> str:
    """The address that the page calls its own: of the same site, and not the front page for every article."""
    for said in (marks.links.get("canonical", ""), marks.meta("og:url")):
        found = canonical(said, url)
        if found and _site(found) == _site(url) and not (urlsplit(found).path == "/" != urlsplit(url).path):
            return found
    return canonical(url)


def _site(url: str) -> str:
    host = host_key(url).partition(":")[0]
    return ".".join(host.split(".")[-2:])
