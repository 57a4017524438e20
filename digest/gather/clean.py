"""Foreign HTML made harmless; as plain text, see ``plain.py``.

nh3 keeps an allow-list of elements and attributes and drops the rest. It takes quadratic time in
the depth of nesting (11 s for 50,000 nested divs, measured), so size and depth are capped first.
"""

from __future__ import annotations

import html
import re
import unicodedata
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

import lxml.html
import nh3
from lxml import etree

from digest.gather.plain import one_line, storable, unescaped_again
from digest.gather.urls import canonical

LONGEST_HTML = 1_000_000  # characters; longer bodies are cut before anything looks at them
LONGEST_TITLE = 20_000  # characters, markup included
DEEPEST = 200  # levels of nesting
BEACON = re.compile(r"\s*0*[0-2]\s*(px)?\s*", re.IGNORECASE)  # a picture two pixels small is there to count readers

TAGS = frozenset([
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "div", "dl", "dt", "em",
    "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "li", "mark", "ol", "p",
    "pre", "q", "s", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead",
    "time", "tr", "u", "ul",
])  # fmt: skip
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "blockquote": {"cite"},
    "time": {"datetime"},
}
WITH_CONTENT = {"script", "style", "svg", "math", "iframe", "noscript", "template", "form", "textarea"}
# An iframe that is closed as XHTML closes things ("<iframe/>") would, as HTML, swallow all that comes behind it.
_COMMENT = re.compile(r"<!--[^>]{0,2000}>?")  # in titles, where many are never closed
_IFRAME = re.compile(r"</?iframe\b[^>]{0,2000}>", re.IGNORECASE)
# Their hosts, and all that end with a dot and one of these.
BEACON_HOSTS = (
    "feedburner.com", "feedsportal.com", "doubleclick.net", "pixel.wp.com", "stats.wordpress.com",
    "feeds.wordpress.com", "google-analytics.com", "scorecardresearch.com", "statcounter.com", "list-manage.com",
    "api.follow.it",
)  # fmt: skip
_BEACON_ENDINGS = tuple(f".{host}" for host in BEACON_HOSTS)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Without an end, or with one that may be left out and follows from what comes next: none of them nests in itself.
_UNCOUNTED = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
     "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "html", "head", "body"]
)  # fmt: skip
_BASE: ContextVar[str] = ContextVar("base", default="")  # what relative links count from, while something is cleaned


# The number of a footnote, or the mark of a source: within the text it would be read as a part of its sentence.
_FOOTNOTE = re.compile(
    r"<sup>\s?<a\b[^<>]{0,2100}>\s?(?:\[?(?:\d{1,3}|[a-z*†‡])\]?)\s?</a>\s?</sup>"
    r"|<a\b[^<>]{0,2100}>\s?<sup>\s?(?:\[?(?:\d{1,3}|[a-z*†‡])\]?)\s?</sup>\s?</a>"
)


def sanitise(foreign: str, base: str = "") -> str:
    """Foreign HTML as we may store and print it: no script, style, id or class; http, https and mailto only.

    Links are absolute (against ``base``) and without tracking; pictures that count readers are gone.
    """
    foreign = storable(foreign)
    if "<" not in foreign and "&" not in foreign:
        return foreign
    around = _BASE.set(base)
    try:
        safe = _cleaner().clean(_flatten(_IFRAME.sub("", foreign[:LONGEST_HTML])))
    finally:
        _BASE.reset(around)
    if "<sup>" in safe:
        safe = _FOOTNOTE.sub("", safe)
    safe = storable(safe)  # a character reference may have brought them back
    return _drop_beacons(safe) if "<img" in safe else safe


@lru_cache(1)
def _cleaner() -> nh3.Cleaner:
    """Made once: it takes as long to make as three paragraphs take to clean."""
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=WITH_CONTENT,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        strip_comments=True,
        attribute_filter=_attribute,
    )


def _attribute(_tag: str, name: str, value: str) -> str | None:
    if name in ("href", "src", "cite"):
        if name == "href" and value.lower().startswith("mailto:"):
            return value
        return canonical(value, _BASE.get()) or None
    return value


def _flatten(foreign: str) -> str:
    """Cut at the point where nesting gets absurd: nobody reads what stands there."""
    if foreign.count("<") <= DEEPEST:
        return foreign
    depth = 0
    for match in _TAG.finditer(foreign):
        if match[2].lower() in _UNCOUNTED:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > DEEPEST:
            return foreign[: match.start()]
    return foreign


def _drop_beacons(safe: str) -> str:
    tree = parse_fragment(safe)
    if tree is None:
        return ""
    for image in list(tree.iter("img")):
        if not image.get("src") or is_beacon(image.get("src", ""), image.get("width"), image.get("height")):
            image.drop_tree()
    return inner_html(tree)


def is_beacon(url: str, width: str | None, height: str | None) -> bool:
    """Whether a picture is there to count readers, not to be looked at; its address is canonical."""
    if any(BEACON.fullmatch(size) for size in (width, height) if size):
        return True
    host = url.partition("//")[2].partition("/")[0].partition(":")[0]
    return f".{host}".endswith(_BEACON_ENDINGS)


def parse_fragment(text: str) -> Any | None:
    """A fragment of HTML as a tree under one div; None when there is nothing in it."""
    try:
        return lxml.html.fragment_fromstring(text, create_parent="div")
    except (etree.ParserError, ValueError):
        return None


def inner_html(tree: Any) -> str:
    """What stands inside an element."""
    whole: str = lxml.html.tostring(tree, encoding="unicode", with_tail=False)
    return whole.removeprefix("<div>").removesuffix("</div>")


# What a headline about HTML or code speaks of: "The <dialog> element", "Option<T>". Markup has an end.
_NAMED = re.compile(r"<([A-Za-z][\w-]{0,30})>")
_USUAL = (
    TAGS
    | WITH_CONTENT
    | {"wbr", "font", "big", "center", "tt", "strike", "nobr", "bdi", "bdo", "title", "html", "body"}
)
MOST_NAMED = 20  # tags of a title that are looked at


def spoken_of(title: str) -> str:
    """A title in HTML with the tags escaped that it speaks of, so that ``plain_title`` keeps them."""
    return _NAMED.sub(_kept, title[:LONGEST_TITLE], count=MOST_NAMED) if "<" in title else title


def _kept(tag: re.Match[str]) -> str:
    name = tag[1].lower()
    return tag[0] if name in _USUAL or f"</{name}" in tag.string.lower() else f"&lt;{tag[1]}&gt;"


def plain_title(title: str) -> str:
    """A title without markup, on one line, in composed Unicode."""
    text = _COMMENT.sub("", title[:LONGEST_TITLE])
    if "<" in text and ">" in text:
        text = nh3.clean(_IFRAME.sub("", text), tags=set(), clean_content_tags=WITH_CONTENT)
    text = unescaped_again(html.unescape(text))
    return unicodedata.normalize("NFC", one_line(text))[:500]
