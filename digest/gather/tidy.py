"""A newsletter's body without what is no part of it: hidden lines, pixels, logos, and the foot with its own links."""

from __future__ import annotations

import re
from typing import Any

import lxml.html
from lxml import etree

from digest.gather.clean import BLOCKS, one_line
from digest.gather.personal import LEAVING_WORDS, ONLINE_WORDS, Private, ends_it, impersonal, public_address, shows_it

A_FOOT = 350  # characters; a block with a link of the foot in it, and no longer than that, is all foot
LONGEST_LEAD = 300
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|max-height\s*:\s*0|font-size\s*:\s*[01](px|pt)?\s*(;|$)"
    r"|opacity\s*:\s*0\s*(;|$)",
    re.IGNORECASE,
)
_TINY = re.compile(r"(?<![\w-])(width|height)\s*:\s*[0-2](px)?\s*(;|!|$)", re.IGNORECASE)
_COUNTING = re.compile(r"/(wf/)?open\b|/track/|[?&/._-](pixel|beacon|spacer|opened)\b|/o/\w{16,}", re.IGNORECASE)
_ORNAMENT = re.compile(r"logo|icon|avatar|facebook|twitter|instagram|linkedin|youtube|mastodon|bluesky", re.IGNORECASE)
_FILLERS = re.compile("[\u00ad\u034f\u061c\u200b-\u200f\u2007\u2060\ufeff\u00a0\\s]+")
_URL = re.compile(r"https?://[^\s<>\"')\]]+")
_KEEP = frozenset(["h1", "h2", "h3"])


def tidy_html(html: str, private: Private) -> tuple[str, str, str]:
    """The body of a mail, where it can be read online ("" if nowhere), and its preheader."""
    try:
        tree: Any = lxml.html.document_fromstring(html)
    except (etree.ParserError, ValueError):
        return "", "", ""
    lead = _take_hidden(tree)
    _drop_pictures(tree)
    online = _take_links(tree, private)
    for element in _with_own_address(tree, private):
        _drop_foot(element)
    _forget_addresses(tree, private)
    body = tree.find("body")
    whole: str = lxml.html.tostring(body if body is not None else tree, encoding="unicode", with_tail=False)
    return whole, online, lead


def _take_hidden(tree: Any) -> str:
    """Drop what no reader sees; the first words of it are the preheader."""
    lead = ""
    for element in [one for one in tree.iter(etree.Element) if _HIDDEN.search(one.get("style") or "")]:
        words = _FILLERS.sub(" ", element.text_content()).strip()
        lead = lead or (words if len(words) <= LONGEST_LEAD else "")
        if element.getparent() is not None:
            element.drop_tree()
    return one_line(lead)


def _drop_pictures(tree: Any) -> None:
    for image in list(tree.iter("img")):
        source, style = image.get("src") or "", image.get("style") or ""
        named = f"{source.rpartition('/')[2]} {image.get('alt') or ''} {image.get('class') or ''}"
        if _TINY.search(style) or _COUNTING.search(source) or _ORNAMENT.search(named):
            image.drop_tree()


def _take_links(tree: Any, private: Private) -> str:
    """Drop the links of the foot, and what stands around them; the others lose whose copy they stood in."""
    online = ""
    for anchor in list(tree.iter("a")):
        url, words = (anchor.get("href") or "").strip(), one_line(anchor.text_content())
        if shows_it(words):
            online = online or public_address(url, private)
        if shows_it(words) or ends_it(words) or private.owns(url):
            _drop_foot(anchor)
        elif url.lower().startswith(("http://", "https://")):
            anchor.set("href", impersonal(url))
    return online


def _drop_foot(element: Any) -> None:
    """Drop an element of the foot with its block, if that is short and no more than foot."""
    if element.getparent() is None:
        return
    block = next((one for one in element.iterancestors() if one.tag in BLOCKS), None)
    short = block is not None and len(one_line(block.text_content())) <= A_FOOT
    if short and block is not None and block.getparent() is not None and not _holds_more(block):
        block.drop_tree()
    else:
        element.drop_tree()


def _holds_more(block: Any) -> bool:
    """Whether a block is more than the foot: it has headings, blocks of its own, or all that the mail says."""
    inner = any(one is not block and one.tag in (BLOCKS - {"br"}) | _KEEP for one in block.iter(etree.Element))
    body = next((one for one in block.iterancestors("body")), None)
    everything = body is None or one_line(body.text_content()) == one_line(block.text_content())
    return inner or everything


def _with_own_address(tree: Any, private: Private) -> list[Any]:
    """Elements whose own words name whom the mail was sent to."""
    return [
        one
        for one in tree.iter(etree.Element)
        if any(address in (one.text or "").lower() for address in private.addresses)
        and one.tag not in ("body", "html", "style", "title")
    ]


def _forget_addresses(tree: Any, private: Private) -> None:
    for one in tree.iter(etree.Element):
        one.text, one.tail = _without(one.text, private), _without(one.tail, private)


def _without(text: str | None, private: Private) -> str | None:
    for address in private.addresses if text and "@" in text else ():
        text = re.sub(re.escape(address), "", text or "", flags=re.IGNORECASE)
    return text


def tidy_text(text: str, private: Private) -> tuple[str, str]:
    """The same of a mail in plain text: its words, and where it can be read online."""
    online, kept = "", []
    for part in re.split(r"\r?\n[ \t]*\r?\n", text):
        links = _URL.findall(part)
        if ONLINE_WORDS.search(part) and links and len(part) <= A_FOOT:
            online = online or next((found for url in links if (found := public_address(url, private))), "")
        elif not _is_foot(part, links, private):
            kept.append(_URL.sub(lambda url: impersonal(url[0]), _without(part, private) or ""))
        elif len(part) > A_FOOT:
            kept.append(_without_foot_lines(part, private))
    return "\n\n".join(kept), online


def _is_foot(part: str, links: list[str], private: Private) -> bool:
    own = any(private.owns(url) for url in links) or any(one in part.lower() for one in private.addresses)
    return own or bool(LEAVING_WORDS.search(part) and (links or len(part) <= A_FOOT))


def _without_foot_lines(part: str, private: Private) -> str:
    lines = (line for line in part.splitlines() if not _is_foot(line, _URL.findall(line), private))
    return "\n".join(_URL.sub(lambda url: impersonal(url[0]), line) for line in lines)
