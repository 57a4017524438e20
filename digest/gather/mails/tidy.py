"""A newsletter's body without what is no part of it: hidden lines, pixels, logos, and the foot with its own links."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

import lxml.html
from lxml import etree

from digest.gather.mails.feet import (
    LEAVING_WORDS,
    ONLINE_WORDS,
    ends_it,
    ends_it_here,
    names_our_link,
    shows_it,
    shows_it_here,
)
from digest.gather.mails.personal import Private, counts_us, impersonal, public_address
from digest.gather.plain import BLOCKS, one_line

A_FOOT = 350  # characters; a block with a link of the foot in it, and no longer than that, is all foot
LONGEST_LEAD = 300
LONGEST_PART = 2_000  # characters in one piece, blanks and all, that may still be a foot
MOST_PARTS = 2_000  # elements of a block that are looked at
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|max-height\s*:\s*0|font-size\s*:\s*[01](px|pt)?\s*(;|$)"
    r"|opacity\s*:\s*0\s*(;|$)",
    re.IGNORECASE,
)
_TINY = re.compile(r"(?<![\w-])(width|height)\s*:\s*[0-2](px)?\s*(;|!|$)", re.IGNORECASE)
_COUNTING = re.compile(r"/(wf/)?open\b|/track/|[?&/._-](pixel|beacon|spacer|opened)\b|/o/\w{16,}", re.IGNORECASE)
_ORNAMENT = re.compile(
    r"logo|icon|avatar|facebook|twitter|instagram|linkedin|youtube|mastodon|bluesky|badge|rewards|powered by",
    re.IGNORECASE,
)
_PREHEADER = re.compile(r"(?<![a-z])(pre-?header|preview-?text)|previewtext", re.IGNORECASE)
_RULE = re.compile(r"^[ \t]*(?:[_=*~━─-]{5,}|-- ?)[ \t]*$", re.MULTILINE)  # what parts a foot from a text
_FILLERS = re.compile("[\u00ad\u034f\u061c\u200b-\u200f\u2007\u2060\ufeff\u00a0\\s]+")
_URL = re.compile(r"https?://[^\s<>\"')\]]+")
_PARTS = BLOCKS - {"br"}


def tidy_html(html: str, private: Private, *, title: str = "") -> tuple[str, str, str]:
    """The body of a mail, where it can be read online ("" if nowhere), and its preheader.

    Without a link that is said to show it online, one whose words are its ``title`` does.
    """
    try:
        tree: Any = lxml.html.document_fromstring(html)
    except (etree.ParserError, ValueError):
        return "", "", ""
    lead = _take_hidden(tree)
    _drop_pictures(tree)
    online = _take_links(tree, private) or _titled(tree, private, title)
    for element in _with_own_address(tree, private):
        _drop_foot(element)
    _forget_addresses(tree, private)
    body = tree.find("body")
    whole: str = lxml.html.tostring(body if body is not None else tree, encoding="unicode", with_tail=False)
    return whole, online, lead


def _take_hidden(tree: Any) -> str:
    """Drop what no reader sees; the first words of it are the preheader."""
    lead = ""
    for element in [one for one in tree.iter(etree.Element) if _is_hidden(one)]:
        words = _FILLERS.sub(" ", element.text_content()).strip()
        lead = lead or (words if len(words) <= LONGEST_LEAD else "")
        if element.getparent() is not None:
            element.drop_tree()
    return one_line(lead)


def _is_hidden(element: Any) -> bool:
    """Whether its style says so, or it is called what stands there for the list of mails only."""
    called = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(_HIDDEN.search(element.get("style") or "") or (element.tag != "body" and _PREHEADER.search(called)))


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
        url, words = (anchor.get("href") or "").strip(), _words_of(anchor)
        sentence = _sentence_around(anchor) if url else ""
        if shows_it(words):
            online = online or public_address(url, private)
        ours = shows_it_here(words, sentence) or names_our_link(sentence)
        if ours or shows_it(words) or ends_it(words) or ends_it_here(words, sentence) or private.owns(url):
            _drop_foot(anchor)
        elif url.lower().startswith(("http://", "https://")):
            _depersonalise(anchor, impersonal(url))
    return online


def _depersonalise(anchor: Any, url: str) -> None:
    """Lead a link to this address; without one its words stay."""
    if url:
        anchor.set("href", url)
    else:
        anchor.drop_tag()


def _words_of(anchor: Any) -> str:
    """The words of a link; of one that is a picture, what the picture is called."""
    return one_line(anchor.text_content()) or one_line(" ".join(one.get("alt") or "" for one in anchor.iter("img")))


def _sentence_around(anchor: Any) -> str:
    """The words around a link, of the first element that has more than the link, if they are few."""
    words = one_line(anchor.text_content())
    for above in anchor.iterancestors():
        said = _short(above)
        if said is None or (above.tag in BLOCKS and said != words):
            return said or ""
    return words


def _titled(tree: Any, private: Private, title: str) -> str:
    wanted = one_line(title).casefold()
    links = (one.get("href") or "" for one in tree.iter("a") if one_line(one.text_content()).casefold() == wanted)
    return next((found for url in links if wanted and (found := public_address(url, private))), "")


def _drop_foot(element: Any) -> None:
    """Drop an element of the foot with its block, if that is short and no more than foot."""
    if element.getparent() is None:
        return
    block = next((one for one in element.iterancestors() if one.tag in BLOCKS), None)
    if block is not None and block.getparent() is not None and _is_all_foot(block):
        block.drop_tree()
    else:
        element.drop_tree()


def _is_all_foot(block: Any) -> bool:
    """Whether a block is short, without headings or blocks of its own, and not all that the mail says."""
    words = _short(block)
    if words is None or any(one.tag in _PARTS for one in islice(block.iterdescendants(etree.Element), MOST_PARTS)):
        return False
    body = next(block.iterancestors("body"), None)
    return body is not None and _short(body) != words


def _short(element: Any) -> str | None:
    """The words of an element, if they are few; no more of it is looked at than that takes."""
    words, size = [], 0
    for part in islice(element.itertext(), MOST_PARTS):
        if len(part) > LONGEST_PART:
            return None
        words.append(part)
        size += len(one_line(part))
        if size > A_FOOT:
            return None
    return one_line(" ".join(words))


def _with_own_address(tree: Any, private: Private) -> list[Any]:
    """Elements whose own words name whom the mail was sent to, or a link that is theirs alone."""
    return [
        one
        for one in tree.iter(etree.Element)
        if one.tag not in ("body", "html", "style", "title") and _is_ours(one.text or "", private)
    ]


def _is_ours(words: str, private: Private) -> bool:
    own = any(address in words.lower() for address in private.addresses)
    return own or (names_our_link(words) and bool(_URL.search(words)))


def _forget_addresses(tree: Any, private: Private) -> None:
    for one in tree.iter(etree.Element):
        one.text, one.tail = _without(one.text, private), _without(one.tail, private)


def _without(text: str | None, private: Private) -> str | None:
    for address in private.addresses if text and "@" in text else ():
        text = re.sub(re.escape(address), "", text or "", flags=re.IGNORECASE)
    return text


def tidy_text(text: str, private: Private) -> tuple[str, str]:
    """The same of a mail in plain text: its words, and where it can be read online."""
    online, kept, leaving = "", [], False
    for part in re.split(r"\n[ \t]*\n", _RULE.sub("\n", text.replace("\r\n", "\n"))):
        links = _URL.findall(part)
        if leaving and links and not _URL.sub("", part).strip(" \n<>"):
            continue  # the link of which the part before told
        leaving = bool(part.rstrip().endswith(":") and len(part) <= A_FOOT and LEAVING_WORDS.search(part))
        if ONLINE_WORDS.search(part) and links and len(part) <= A_FOOT:
            online = online or next((found for url in links if (found := public_address(url, private))), "")
        elif not _is_foot(part, links, private):
            kept.append(_URL.sub(_told, _without(part, private) or ""))
        elif len(part) > A_FOOT:
            kept.append(_without_foot_lines(part, private))
    return "\n\n".join(kept), online


def _told(url: re.Match[str]) -> str:
    """An address among the words as everybody may read it; none where it would count them as us."""
    return "" if counts_us(url[0]) else impersonal(url[0])


def _is_foot(part: str, links: list[str], private: Private) -> bool:
    own = any(private.owns(url) for url in links) or _is_ours(part, private)
    return own or bool(LEAVING_WORDS.search(part) and (links or len(part) <= A_FOOT))


def _without_foot_lines(part: str, private: Private) -> str:
    lines = (line for line in part.splitlines() if not _is_foot(line, _URL.findall(line), private))
    return "\n".join(_URL.sub(_told, line) for line in lines)
