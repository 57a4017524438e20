"""Paragraphs of real pages with all that stands in them, where the data that nobody here wrote lies at hand."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import lxml.html
from lxml import etree

PAGES = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "pages" / "pages"  # beside the checkout
FEWEST, MOST = 80, 3000  # characters; shorter ones are captions and menus, in longer ones there is half a page
_NO_XML = re.compile(r"]]>|[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # nor may it stand in CDATA


def real_paragraphs() -> list[list[str]]:
    """HTML, page by page, for each language that pages say they are in; [] where there are none."""
    found: dict[str, dict[str, None]] = {}
    for file in sorted(PAGES.glob("*.html.gz")):
        language, page = _page(file)
        if language:
            found.setdefault(language, {}).update(dict.fromkeys(page))  # each once
    return [list(one) for one in found.values() if one]


def whose_words() -> str:
    """Whose words feeds are made of here, for a report."""
    return "words of real pages' paragraphs" if PAGES.is_dir() else "invented words"


def _page(file: Path) -> tuple[str, list[str]]:
    """Its language as it says itself, and its paragraphs."""
    try:
        tree = lxml.html.fromstring(gzip.decompress(file.read_bytes()), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except etree.LxmlError:
        return "", []
    written = (_written(one) for one in tree.iter("p") if len(one.text_content().strip()) >= FEWEST)
    return tree.get("lang", "")[:2].lower(), [one for one in written if len(one) <= MOST and not _NO_XML.search(one)]


def _written(paragraph: lxml.html.HtmlElement) -> str:
    html: str = lxml.html.tostring(paragraph, encoding="unicode", with_tail=False)
    return html
