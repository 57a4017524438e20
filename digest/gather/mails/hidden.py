"""What of a mail is not for its readers: hidden lines, the first of them the preheader, pixels and logos. Pure."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from digest.gather.plain import one_line

LONGEST_LEAD = 300
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
_FILLERS = re.compile("[\u00ad\u034f\u061c\u200b-\u200f\u2007\u2060\ufeff\u00a0\\s]+")


def take_hidden(tree: Any) -> str:
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


def drop_pictures(tree: Any) -> None:
    """Drop pictures that are too small to be seen, count who looks, or are ornaments."""
    for image in list(tree.iter("img")):
        source, style = image.get("src") or "", image.get("style") or ""
        named = f"{source.rpartition('/')[2]} {image.get('alt') or ''} {image.get('class') or ''}"
        if _TINY.search(style) or _COUNTING.search(source) or _ORNAMENT.search(named):
            image.drop_tree()
