"""A page that lists articles, such as a front page without a feed: its links, by a CSS selector or by repetition.

What is repeated is learned from the page alone: links to the same site whose places look alike (the elements around
them, by name and first class) form a group, and the group that reads most like headlines is the list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from cssselect import SelectorError
from lxml.cssselect import CSSSelector

from digest.errors import NotAFeed
from digest.gather.clean import one_line
from digest.gather.drafts import Raw, draft_of, language_code
from digest.gather.pages.marks import read_marks
from digest.gather.pages.markup import parse
from digest.gather.pages.title import title_of
from digest.gather.urls import canonical, host_key
from digest.model import DatedBy, Draft, Harvest

MOST = 60  # links of one page
MOST_LINKS = 5_000  # that are looked at
FEWEST = 3  # links that make a list
HEADLINE = range(15, 201)  # characters
AROUND = 5  # elements around a link that tell its place
_ASIDE = frozenset(["nav", "footer", "aside"])


@dataclass(slots=True)
class _Group:
    titles: dict[str, str] = field(default_factory=dict)  # address → its longest text

    def add(self, url: str, text: str) -> None:
        if len(text) > len(self.titles.get(url, "")):
            self.titles[url] = text

    @property
    def worth(self) -> float:
        """How much the group reads like headlines: many of them, of the length that headlines have."""
        good = sum(len(text) in HEADLINE for text in self.titles.values())
        return (
            sum(min(len(text), 80) for text in self.titles.values() if len(text) in HEADLINE) if good >= FEWEST else 0
        )


def read_listing(body: bytes, *, content_type: str = "", url: str, links: str = "", now: datetime) -> Harvest:
    """The articles that a page links to. ``links`` is a CSS selector of the links, or of what is around them.

    Raises:
        NotAFeed: there is no page, no such link, or nothing on it that looks like a list of articles.
    """
    tree = parse(body, content_type)
    if tree is None:
        raise NotAFeed(f"{url} is no page.", url=url)
    marks = read_marks(tree)
    found = _selected(tree, links, url) if links else _learned(tree, url)
    if not found:
        hint = f"no link matches {links!r}" if links else "nothing on it looks like a list of articles; name --links"
        raise NotAFeed(f"{url}: {hint}.", url=url)
    raws = (Raw(guid=address, url=address, title=_text(text), base=url) for address, text in found[:MOST])
    language = language_code(marks.language)
    drafts = [draft_of(raw, language=language, now=now, dated_by=DatedBy.FIRST_SEEN) for raw in raws]
    kept = tuple(draft for draft in drafts if isinstance(draft, Draft))
    return Harvest(title=title_of(tree, marks, url), site=url, language=language, drafts=kept)


def _text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _selected(tree: Any, selector: str, url: str) -> list[tuple[str, str]]:
    try:
        places: Any = CSSSelector(selector, translator="html")(tree)
    except SelectorError as fault:
        raise NotAFeed(f"{selector!r} is not a CSS selector ({fault}).", url=url) from fault
    group = _Group()
    for place in places[:MOST_LINKS]:
        anchors = [place] if place.tag == "a" else list(place.iter("a"))
        for anchor in anchors[:1] if place.tag != "a" else anchors:
            _add(group, anchor, url, any_site=True)
    return list(group.titles.items())


def _learned(tree: Any, url: str) -> list[tuple[str, str]]:
    groups: defaultdict[tuple[str, ...], _Group] = defaultdict(_Group)
    for anchor in list(tree.iter("a"))[:MOST_LINKS]:
        around = list(anchor.iterancestors())
        if not any(one.tag in _ASIDE for one in around):
            _add(groups[tuple(_shape((anchor, *around[:AROUND])))], anchor, url, any_site=False)
    best = max(groups.values(), key=lambda group: group.worth, default=_Group())
    return [(address, text) for address, text in best.titles.items() if len(text) in HEADLINE] if best.worth else []


def _shape(elements: Iterable[Any]) -> Iterable[str]:
    for element in elements:
        classes = (element.get("class") or "").split()
        yield f"{element.tag}.{classes[0] if classes else ''}"


def _add(group: _Group, anchor: Any, url: str, *, any_site: bool) -> None:
    address = canonical(anchor.get("href") or "", url)
    deeper = urlsplit(address).path not in ("", "/") and address != canonical(url)
    if address and deeper and (any_site or host_key(address) == host_key(url)):
        group.add(address, one_line(" ".join(anchor.itertext())) or one_line(anchor.get("title") or ""))
