"""Who wrote a page: what it declares, else what stands in the places where by-lines stand. Never the site itself."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from lxml import etree

from digest.gather.pages.marks import Marks
from digest.gather.pages.places import stands_aside
from digest.gather.pages.title import key, visible
from digest.gather.plain import one_line

MOST = 10  # authors of one article
MOST_PLACES = 40  # elements that are looked at
LONGEST = 160  # characters of a by-line
LONGEST_NAME = 60
_WRITTEN = (
    r"(?:written|posted|published|article|story|words|reported|geschrieben|verfasst|beitrag|artikel|ein(?:e)? \w+"
    r"|publi[ée]|escrito|text(?:o|e)?|review|interview|fotos?|photos?|eine kolumne)"
)
_BY = (
    rf"(?:{_WRITTEN}(?: & \w+)?\s*:?\s+)?(?:by|von|par|por|di|door|av|af|przez|escribe|del?|from|автор|author"
    r"|autor(?:in|a|en)?|auteur|autore|text|texte|texto|interview|redaktion)"
)
_PREFIX = re.compile(rf"^\W*{_BY}\s*:?\s+(?=\S)", re.IGNORECASE)
_LABEL = re.compile(
    r"^\W*(?:text|texte|texto|fotos?|interview|autor(?:in|en)?|author|auteur|автор|redaktion)\s*:\s*", re.IGNORECASE
)
# Where a by-line stops to be about people: separators, dates, reading times, agencies.
_END = re.compile(
    r"\s*(?:\||·|•|//|\s[-–—]\s|\(|\[|»|\d{1,2}[./]\s?|\d{4}|,\s*\d|,\s*(?:dpa|afp|ap|reuters)\b"
    r"|\b(?:am|on|last updated|published|updated|lesezeit)\b"
    r"|\b(?:mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun),? \d"
    r"|\b(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2}\b"
    r"|\bedited by\b).*$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:;|,|\band\b|\bund\b|\bet\b|\by\b|&|\bim gespräch mit\b|/(?=\s)|\s/\s)\s*", re.IGNORECASE)
_ADDRESS = re.compile(r"https?:|www\.|@|^/|\.(?:com|html?)\b", re.IGNORECASE)
METAS = (
    "author", "article:author", "authors", "parsely-author", "sailthru.author", "citation_author", "byl", "dc.creator",
    "dcterms.creator", "article:author_name", "og:article:author", "cxenseparse:author",
)  # fmt: skip
_ELEMENTS = (
    "a", "span", "p", "div", "li", "ul", "small", "address", "h1", "h2", "h3", "h4", "h5", "strong", "em", "b", "i",
    "section", "header", "td", "dd", "cite",
)  # fmt: skip
_CALLED = re.compile(r"uthor|yline|utor|username")
_PROFILE = re.compile(r"/(?:authors?|autor|profile)/")
_NOT_THERE = re.compile(
    r"comment|related|teaser|sidebar|recommend|footer|card-wrap|listing|slider|trending|license",
    re.IGNORECASE,
)
_NO_NAME = re.compile(r"bio\b|box\b|image|avatar|photo|foto|button|social", re.IGNORECASE)
_HANDLE = re.compile(r"\s@\w+")
_NOBODY = frozenset(
    ["posted", "postedby", "veröffentlicht", "follow", "por", "vorlesen", "publié", "share", "admin", "administrator",
     "author", "autor", "redaktor", "none", "unknownauthor", "name", "von", "by", "staff", "user", "username",
     "superuser", "signin", "login", "signup", "register", "anmelden", "publisher", "editor", "editors", "null",
     "undefined", "nan", "anonymous", "anonym", "guest", "webmaster", "artikelvon", "metanameauthor", "contributor",
     "default", "unknown"]
)  # fmt: skip
_NEAR: Any = etree.XPath("following::*[not(*) or self::p or self::div or self::span][position() <= 25]")
_BEFORE: Any = etree.XPath("preceding::*[not(*) or self::p or self::div or self::span][position() <= 8]")
_SMALL = frozenset(["de", "da", "van", "von", "der", "di", "la", "le", "el", "del", "bin", "al", "zu"])
_BYLINE = re.compile(rf"^{_BY}\s*:?\s+(?=\S)", re.IGNORECASE)


def authors_of(tree: Any, marks: Marks, title: str, site: frozenset[str]) -> tuple[str, ...]:
    """The names of the authors, in their order; empty when the page names none."""
    declared = _lines((*_of_nodes(marks), ";".join(_of_metas(marks))))
    told = [name for name in declared if key(name) not in site]
    found = told or _lines(_of_places(tree)) or _lines(_beside_title(tree, title)) or _lines(_of_nodes(marks))
    unlike = {key(name): name for name in reversed(found)}
    kept = [name for name in dict.fromkeys(found) if unlike[key(name)] == name]
    return tuple([name for name in kept if key(name) not in site] or kept)[:MOST]


def _lines(found: Iterable[str]) -> list[str]:
    return [name for line in found for name in _names(line)]


def _of_nodes(marks: Marks) -> Iterator[str]:
    for node in marks.nodes:
        listed = node.get("author") or node.get("creator")
        several = listed if isinstance(listed, list) else [listed]
        names = []
        for one in several[:MOST]:
            if isinstance(one, str):
                names.append(one)
            elif isinstance(one, dict) and "rganization" not in str(one.get("@type")):
                name = one.get("name") or marks.named.get(str(one.get("@id")), "")
                names += [name] if isinstance(name, str) else [part for part in name if isinstance(part, str)]
        if any(name.strip() for name in names):
            yield from names
            return


def _of_metas(marks: Marks) -> Iterator[str]:
    for name in METAS:
        contents = marks.metas.get(name, ())
        if contents and not all(_ADDRESS.search(one) for one in contents):
            yield from contents[:MOST]
            return


def _of_places(tree: Any) -> Iterator[str]:
    """The first by-line that is none of a comment, a teaser or a box about somebody else."""
    places = list(islice((one for one in tree.iter(*_ELEMENTS) if _is_place(one)), MOST_PLACES))
    for element in places:
        if _elsewhere(element):
            continue
        text = visible(element)
        if text and len(text) <= LONGEST and _names(text):
            inner = _innermost(element, places)
            yield from (visible(one) for one in (inner, *_beside(inner)))
            return


def _is_place(element: Any) -> bool:
    if element.get("rel") == "author" or element.get("itemprop") == "author":
        return True
    if element.tag == "a" and _PROFILE.search(element.get("href", "")):
        return True
    return bool(_CALLED.search(f"{element.get('class', '')} {element.get('id', '')}"))


def _innermost(element: Any, places: list[Any]) -> Any:
    """The by-line proper inside of a box of by-line, date and buttons."""
    inside = (one for one in places if element in one.iterancestors())
    return next((one for one in inside if _names(visible(one))), element)


def _beside(element: Any) -> Iterator[Any]:
    """The others of a list of authors: same kind of element, same class, same parent."""
    for other in element.itersiblings(element.tag):
        if element.get("class") and other.get("class") == element.get("class"):
            yield other


def _elsewhere(element: Any) -> bool:
    return bool(_NO_NAME.search(element.get("class") or "")) or stands_aside(element, _NOT_THERE, depth=5)


def _beside_title(tree: Any, title: str) -> Iterator[str]:
    """A short line near the headline that begins as by-lines do."""
    own = key(title)
    anchors = [one for one in tree.iter("h1", "h2", "h3") if own and key(visible(one)) == own] or list(tree.iter("h1"))
    for heading in anchors[:3]:
        for element in (*_NEAR(heading), *_BEFORE(heading)):
            text = visible(element) if element.tag not in ("script", "style", "label") else ""
            if (
                text
                and len(text) <= LONGEST_NAME * 2
                and _BYLINE.match(text)
                and _capital(text)
                and not _elsewhere(element)
            ):
                yield text
                return


def _capital(line: str) -> bool:
    """Whether what is left of a by-line looks like a name: each of its first words begins with a capital."""
    names = _names(line)
    return (
        bool(names)
        and len(names[0].split()) <= 4
        and all(word[0].isupper() or word in _SMALL for word in names[0].split())
    )


def _names(line: str) -> list[str]:
    """The names in a by-line, without "By", offices and dates."""
    text = _HANDLE.sub("", one_line(html.unescape(line)))
    if not text or len(text) > LONGEST * 2 or _ADDRESS.search(text):
        return []
    for _ in range(2):
        text = _LABEL.sub("", _PREFIX.sub("", text))
    text = _END.sub("", text).strip(" ,;:-–—|·•")
    names = [name.strip(" .,;:-–—") for name in _BETWEEN.split(text)]
    return [name for name in names if 1 < len(name) <= LONGEST_NAME and len(name.split()) <= 7 and _is_name(name)]


def _is_name(name: str) -> bool:
    return key(name) not in _NOBODY and any(letter.isalpha() for letter in name)
