"""The archive as feeds and as a sitemap. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from xml.etree import ElementTree as ET

from digest.model import Issue, Newsletter

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST_ADDRESSES = 50_000  # that one sitemap may have


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A newsletter and its newest issues, the newest first."""

    newsletter: Newsletter
    issues: tuple[Issue, ...]
    base_url: str

    @property
    def home(self) -> str:
        """The archive's address."""
        return f"{self.base_url}/archive/{self.newsletter.slug}"

    @property
    def updated(self) -> datetime | None:
        """When it last changed."""
        return self.issues[0].made if self.issues else self.newsletter.made

    def link(self, issue: Issue) -> str:
        """The issue's own address."""
        return f"{self.home}/{issue.number}"


def story_list(issue: Issue) -> str:
    """What an issue tells, as HTML: escaped text, and links to nothing but its articles."""
    parts = []
    for section in issue.sections:
        parts.append(f"<h2>{escape(section.title)}</h2>" if section.title else "")
        for item in section.items:
            article = item.story.article
            title = escape(article.title)
            linked = f'<a href="{escape(article.url)}">{title}</a>' if _is_web(article.url) else title
            parts.append(f"<h3>{linked}</h3><p>{escape(item.summary.text)}</p><p>{escape(item.source)}</p>")
    return "".join(parts)


def _is_web(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def atom(feed: Feed) -> bytes:
    """RFC 4287."""
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": feed.newsletter.language})
    _add(root, "title", feed.newsletter.title)
    if feed.newsletter.public.description:
        _add(root, "subtitle", feed.newsletter.public.description)
    _add(root, "id", feed.home)
    _add(root, "link", rel="self", type="application/atom+xml", href=f"{feed.home}/feed.atom")
    _add(root, "link", rel="alternate", type="text/html", href=feed.home)
    _add(root, "updated", feed.updated.isoformat() if feed.updated else "1970-01-01T00:00:00+00:00")
    author = _add(root, "author")
    _add(author, "name", feed.newsletter.sender.name or feed.newsletter.title)
    for issue in feed.issues:
        entry = _add(root, "entry")
        _add(entry, "title", issue.subject)
        _add(entry, "id", feed.link(issue))
        _add(entry, "link", rel="alternate", type="text/html", href=feed.link(issue))
        _add(entry, "published", issue.made.isoformat())
        _add(entry, "updated", issue.made.isoformat())
        _add(entry, "summary", issue.preheader)
        _add(entry, "content", story_list(issue), type="html")
    return _written(root)


def json_feed(feed: Feed) -> bytes:
    """https://www.jsonfeed.org/version/1.1/."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.newsletter.title,
        "description": feed.newsletter.public.description,
        "home_page_url": feed.home,
        "feed_url": f"{feed.home}/feed.json",
        "language": feed.newsletter.language,
        "authors": [{"name": feed.newsletter.sender.name or feed.newsletter.title}],
        "items": [
            {
                "id": feed.link(issue),
                "url": feed.link(issue),
                "title": issue.subject,
                "summary": issue.preheader,
                "content_html": story_list(issue),
                "date_published": issue.made.isoformat(),
            }
            for issue in feed.issues
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def sitemap(
    base_url: str, newsletters: Iterable[Newsletter], dated: Mapping[int, Iterable[tuple[int, datetime]]]
) -> bytes:
    """Sign-up pages, archives and issues; ``dated`` are the numbers and times of issues by newsletter."""
    ET.register_namespace("", SITEMAP)
    root = ET.Element(f"{{{SITEMAP}}}urlset")
    _place(root, f"{base_url}/")
    for newsletter in newsletters:
        if newsletter.public.joinable:
            _place(root, f"{base_url}/join/{newsletter.slug}")
        if newsletter.public.archived:
            _place(root, f"{base_url}/archive/{newsletter.slug}")
            for number, made in dated.get(newsletter.id, ()):
                _place(root, f"{base_url}/archive/{newsletter.slug}/{number}", made)
    for extra in list(root)[MOST_ADDRESSES:]:
        root.remove(extra)
    return _written(root)


def _place(root: ET.Element, url: str, made: datetime | None = None) -> None:
    place = ET.SubElement(root, f"{{{SITEMAP}}}url")
    ET.SubElement(place, f"{{{SITEMAP}}}loc").text = url
    if made is not None:
        ET.SubElement(place, f"{{{SITEMAP}}}lastmod").text = made.isoformat()


def _add(parent: ET.Element, name: str, words: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    element.text = "".join(character for character in words if character.isprintable() or character in "\n\t") or None
    return element


def _written(root: ET.Element) -> bytes:
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
