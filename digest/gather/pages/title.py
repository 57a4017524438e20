"""A page's title without the site's name: what it declares, laid beside the headings that a reader sees."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from digest.gather.pages.marks import Marks
from digest.gather.plain import one_line

LONGEST = 300  # characters; longer ones are text
MOST_HEADINGS = 60
_SEPARATOR = re.compile(r"\s[|·•–—»«›:⁄~<>-]{1,3}\s|\s?[|»›]\s?|(?<=\w):\s")
_SPACED = re.compile(r"\s([,.;:!?])(?=\s|$)")
_SEEN: Any = etree.XPath(".//text()[not(ancestor::script or ancestor::style)]")
_NOT_WORD = re.compile(r"[\W_]+")
_HEADLINE = re.compile(r"headline|entry-?title|post-?title|article-?(?:title|head)|story-?title", re.IGNORECASE)
_ASIDE = frozenset(["nav", "footer", "aside"])


@dataclass(frozen=True, slots=True)
class _Heading:
    text: str
    level: int
    called_so: bool  # its class or itemprop says that it is the headline


def key(text: str) -> str:
    """What of a title counts when two are compared."""
    return _NOT_WORD.sub("", text.casefold())


def title_of(tree: Any, marks: Marks, url: str) -> str:
    """The title; "" when the page has none."""
    whole = one_line(tree.findtext(".//title") or "")
    declared = [marks.meta("og:title"), marks.said("headline"), marks.meta("twitter:title"), marks.said("name"), whole]
    declared = [text for one in declared if (text := one_line(html.unescape(one))) and len(text) <= LONGEST]
    site = site_names(marks, url)
    headings = [one for one in _headings(tree) if key(one.text) not in site]
    found = _confirmed(headings, declared) or _called_so(headings)
    if found:
        return _without_site(found, site, guess=False)
    for text in declared:
        bare = _without_site(text, site)
        if key(bare) not in site:
            return bare
    firsts = [one.text for one in headings if one.level == 1] or [one.text for one in headings]
    return firsts[0] if firsts else next(iter(declared), "")


def site_names(marks: Marks, url: str) -> frozenset[str]:
    """The keys of what the site is called, as far as it says so."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    said = [marks.meta("og:site_name", "application-name", "twitter:site", "publisher", "dc.publisher")]
    said += [node["publisher"].get("name") for node in marks.nodes if isinstance(node.get("publisher"), dict)]
    names = {
        key(name)
        for one in said
        if isinstance(one, str) and len(one) <= LONGEST
        for name in (one, *_SEPARATOR.split(one))
    }
    bare = host.rpartition(".")[0]
    return frozenset(name for name in (*names, key(host), key(bare), key(bare.rpartition(".")[2])) if name)


def _headings(tree: Any) -> list[_Heading]:
    found: list[_Heading] = []
    for element in tree.iter("h1", "h2", "h3"):
        if len(found) == MOST_HEADINGS:
            break
        text = visible(element)
        if text and len(text) <= LONGEST and not any(above.tag in _ASIDE for above in element.iterancestors()):
            words = f"{element.get('class', '')} {element.get('itemprop', '')}"
            found.append(_Heading(text, int(element.tag[1]), bool(_HEADLINE.search(words))))
    return found


def visible(element: Any) -> str:
    """The text of an element on one line, without scripts and styles; markup parts words, punctuation stays close."""
    return _SPACED.sub(r"\1", one_line(" ".join(_SEEN(element))))


def _confirmed(headings: Sequence[_Heading], declared: Sequence[str]) -> str:
    """The heading that a declared title repeats: whole, then as the title spells it, or as one of its parts."""
    keys = {key(text): text for text in reversed(declared)}
    best: tuple[int, int, str] = (0, 0, "")
    for heading in headings:
        own = key(heading.text)
        if len(own) < 4 and own not in keys:
            continue
        same = own in keys
        part = same or any(own in other and len(own) * 3 >= len(other) for other in keys)
        if part:
            rank = (3 if same else 2 if heading.level == 1 else 1, len(own), keys.get(own, heading.text))
            best = max(best, rank, key=lambda one: one[:2])
    return best[2]


def _called_so(headings: Sequence[_Heading]) -> str:
    named = [one for one in headings if one.called_so]
    firsts = [one for one in headings if one.level == 1]
    if len(named) == 1:
        return named[0].text
    return firsts[0].text if len(firsts) == 1 else ""


def _without_site(title: str, site: frozenset[str], *, guess: bool = True) -> str:
    """Drop the parts in which the site names itself; with ``guess``, also a last part short enough to be a name."""
    cuts = list(_SEPARATOR.finditer(title))
    if not cuts:
        return title
    first, last = title[: cuts[0].start()], title[cuts[-1].end() :]
    head, tail = title[: cuts[-1].start()], title[cuts[0].end() :]
    if _names(last, site):
        return _without_site(head, site, guess=False)
    if _names(first, site):
        return _without_site(tail, site, guess=False)
    if guess and ":" not in cuts[-1][0] and len(last.split()) <= 4 and len(head.split()) > len(last.split()):
        return head
    return title


def _names(part: str, site: frozenset[str]) -> bool:
    own = key(part)
    return bool(own) and any(
        own == name or (len(own) > 4 and (own in name or name in own)) for name in site if len(name) > 2
    )
