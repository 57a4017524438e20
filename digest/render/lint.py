"""Will it survive the inbox? What a reader's mail program would do to an issue, found before it goes."""

from __future__ import annotations

import re
from typing import Any

import lxml.html

from digest.model import HouseStyle
from digest.render.colours import ENOUGH, contrast
from digest.words import counted

LARGEST_DATA = 10_000  # characters of a data: address
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_FORBIDDEN = ("script", "form", "iframe", "object", "embed", "link")


def lint(html: str, style: HouseStyle) -> tuple[str, ...]:
    """What is wrong with an issue's HTML and its house style, one sentence each."""
    tree: Any = lxml.html.document_fromstring(html)
    found = [f"<{tag}> does not survive mail programs" for tag in _FORBIDDEN if next(tree.iter(tag), None) is not None]
    pictures = list(tree.iter("img"))
    for image in pictures:
        found += _picture(image)
    if insecure := sum(image.get("src", "").startswith("http://") for image in pictures):
        few, them = ("is", "it") if insecure == 1 else ("are", "them")
        words = f"{counted(insecure, 'picture')} {few} not served over https; some mail programs will not show {them}"
        found.append(words)
    for link in tree.iter("a"):
        if not link.get("href"):
            found.append(f"the link {link.text_content().strip()[:40]!r} leads nowhere")
        elif not link.text_content().strip() and link.find(".//img") is None:
            found.append(f"the link to {link.get('href')[:60]} has no words")
    if _PLACEHOLDER.search(tree.text_content()):
        found.append("a placeholder was not filled in ({{ … }})")
    return tuple(dict.fromkeys((*found, *_contrast(style))))


def _picture(image: Any) -> list[str]:
    source = image.get("src", "")
    found = []
    if image.get("alt") is None:
        found.append(f"the picture {source[:60]} has no alt text")
    if source.startswith("data:") and len(source) > LARGEST_DATA:
        found.append("a picture is inside the mail (data:) and larger than 10 kB")
    return found


def _contrast(style: HouseStyle) -> list[str]:
    pairs = (("ink", style.ink, "paper", style.paper), ("accent", style.accent, "paper", style.paper))
    return [
        f"style.{one} {first} on style.{other} {second} has contrast {ratio:.1f}; text needs {ENOUGH}"
        for one, first, other, second in pairs
        if (ratio := contrast(first, second)) < ENOUGH
    ]
