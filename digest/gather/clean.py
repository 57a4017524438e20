"""Foreign HTML made harmless, and what can be read from it: plain text.

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
BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "div", "dl", "dd", "dt", "fieldset", "figure", "figcaption",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
    "table", "td", "th", "tr", "ul", "br",
])  # fmt: skip
# Their hosts, and all that end with a dot and one of these.
BEACON_HOSTS = (
    "feedburner.com", "feedsportal.com", "doubleclick.net", "pixel.wp.com", "stats.wordpress.com",
    "feeds.wordpress.com", "google-analytics.com", "scorecardresearch.com", "statcounter.com", "list-manage.com",
    "api.follow.it",
)  # fmt: skip
_BEACON_ENDINGS = tuple(f".{host}" for host in BEACON_HOSTS)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Tags as a serialiser writes them: well-formed, in lower case, and in their values whatever there was.
_WRITTEN_TAG = re.compile(r"""</?([a-z][a-z0-9]*)(?:>|(?=[\s/])[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>)""")
# Without an end, or with one that may be left out and follows from what comes next: none of them nests in itself.
_UNCOUNTED = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
     "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "html", "head", "body"]
)  # fmt: skip
# What was escaped twice: "&#039;" and "&nbsp;" that are still there when a text was unescaped.
_LEFT_OVER = re.compile(
    r"&(?:#\d{2,5}|#[xX][0-9a-fA-F]{2,4}|nbsp|amp|quot|apos|[lr][sd]quo|[nm]dash|hellip|[lr]aquo|[aouAOU]uml|szlig"
    r"|[aeiouAEIOU](?:acute|grave|circ)|ccedil|ntilde);"
)
# Line and paragraph separators, vertical tab, form feed, and what a header would choke on: a space each.
_SEPARATORS = re.compile(r"[\s\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
# No XML may hold these, and no database halves of surrogate pairs.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ASCII_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
_BASE: ContextVar[str] = ContextVar("base", default="")  # what relative links count from, while something is cleaned
# Soft hyphens, NUL and other controls, halves of pairs, marks that turn the direction of the text around them: nothing.
_INVISIBLE = re.compile(
    r"[\xad\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
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


def storable(text: str) -> str:
    """Text without the characters that a database or an XML file would refuse."""
    return text if _is_storable(text) else _CONTROLS.sub("", text)


def _is_storable(text: str) -> bool:
    """Whether there is nothing to take out, seen ten times faster than by looking for it."""
    try:
        raw = text.encode()
    except UnicodeEncodeError:  # half of a pair
        return False
    if len(raw.translate(None, _ASCII_CONTROLS)) < len(raw):
        return False
    return len(raw) == len(text) or not (b"\xef\xbf\xbe" in raw or b"\xef\xbf\xbf" in raw)  # U+FFFE, U+FFFF


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


def plain_text(safe: str) -> str:
    """Sanitised HTML as plain text: a blank line between blocks, nothing else of the markup."""
    part, *marked = _WRITTEN_TAG.split(safe) if "<" in safe else [safe]
    parts = []
    for tag, text in zip(marked[::2], marked[1::2], strict=True):
        if tag in BLOCKS:
            if part:
                parts.append(part)
            part = text
        else:
            part += text
    parts.append(part)
    if "&" in safe:
        parts = [html.unescape(part) for part in parts]
    return "\n\n".join(filter(None, map(one_line, parts)))


def paragraphs(text: str) -> str:
    """Plain text as HTML: a blank line parts paragraphs."""
    parts = (part.strip() for part in re.split(r"\r?\n\s*\r?\n", text))
    return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in parts if part)


def one_line(text: str) -> str:
    """Text on one line: separators of all kinds become a space, invisible controls go."""
    if text.isprintable():  # so its only separator is a blank
        return text.strip() if "  " not in text else " ".join(text.split())
    line = " ".join(text.split())
    if line.isprintable():
        return line
    return _SEPARATORS.sub(" ", _INVISIBLE.sub("", text)).strip()


def unescaped_again(text: str) -> str:
    """Text without the references that were escaped twice: "Ann&amp;#039;s quay" is nobody's intention."""
    if "&" not in text or not _LEFT_OVER.search(text):
        return text
    return "\n\n".join(one_line(html.unescape(paragraph)) for paragraph in text.split("\n\n"))


def plain_title(title: str) -> str:
    """A title without markup, on one line, in composed Unicode."""
    text = _COMMENT.sub("", title[:LONGEST_TITLE])
    if "<" in text and ">" in text:
        text = nh3.clean(_IFRAME.sub("", text), tags=set(), clean_content_tags=WITH_CONTENT)
    text = unescaped_again(html.unescape(text))
    return unicodedata.normalize("NFC", one_line(text))[:500]


def pixels(size: object) -> int:
    """A size attribute as pixels, 0 when it is none."""
    text = str(size or "").strip().removesuffix("px")
    return int(text) if text.isdecimal() and len(text) <= 5 else 0
