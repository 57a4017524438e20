"""A newsletter's body without what is no part of it: what nobody sees, and the foot with its own links. Pure."""

from __future__ import annotations

from itertools import islice
from typing import Any

import lxml.html
from lxml import etree

from digest.gather.mails.feet import (
    A_FOOT,
    ends_it,
    ends_it_here,
    names_our_link,
    shows_it,
    shows_it_here,
)
from digest.gather.mails.hidden import drop_pictures, take_hidden
from digest.gather.mails.personal import Private, impersonal, is_ours, names_us, public_address, without_us
from digest.gather.plain import BLOCKS, one_line

LONGEST_PART = 2_000  # characters in one piece, blanks and all, that may still be a foot
MOST_PARTS = 2_000  # elements of a block that are looked at
_PARTS = BLOCKS - {"br"}


def tidy_html(html: str, private: Private, *, title: str = "") -> tuple[str, str, str]:
    """The body of a mail, where it can be read online ("" if nowhere), and its preheader.

    Without a link that is said to show it online, one whose words are its ``title`` does.
    """
    try:
        tree: Any = lxml.html.document_fromstring(html)
    except (etree.ParserError, ValueError):
        return "", "", ""
    lead = take_hidden(tree)
    drop_pictures(tree)
    online = _take_links(tree, private) or _titled(tree, private, title)
    for element in _with_own_address(tree, private):
        _drop_foot(element)
    _forget_addresses(tree, private)
    body = tree.find("body")
    whole: str = lxml.html.tostring(body if body is not None else tree, encoding="unicode", with_tail=False)
    return whole, online, lead


def _take_links(tree: Any, private: Private) -> str:
    """Drop the links of the foot, and what stands around them; the others lose whose copy they stood in."""
    online = ""
    for anchor in list(tree.iter("a")):
        url, words = (anchor.get("href") or "").strip(), _words_of(anchor)
        sentence = _sentence_around(anchor) if url else ""
        if shows_it(words):
            online = online or public_address(url, private)
        ours = shows_it_here(words, sentence) or names_our_link(sentence)
        if ours or shows_it(words) or ends_it(words) or ends_it_here(words, sentence) or is_ours(url, private):
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
        if one.tag not in ("body", "html", "style", "title") and names_us(one.text or "", private)
    ]


def _forget_addresses(tree: Any, private: Private) -> None:
    for one in tree.iter(etree.Element):
        one.text, one.tail = without_us(one.text, private), without_us(one.tail, private)
