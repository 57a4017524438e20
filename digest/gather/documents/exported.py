"""A news article exported as Markdown.

Title line, "By [Name](…)", a date line, a picture's caption, the body, "Original url:" with the address. Any of
these parts may be missing; no line of them may end up in the body.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from digest.gather.dates import parse_date
from digest.gather.drafts import Raw
from digest.gather.urls import canonical
from digest.model import Picture

# None of these may look at a character more often than a few times: foreign lines can be long.
_TITLE = re.compile(r"^#\s+(?P<title>\S.*)$")
_BYLINE = re.compile(r"^by\s+(?P<names>\S.*)$", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?]")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_IMAGE = re.compile(r"^!\[(?P<alt>[^\]]*)\]\((?P<url>\S+?)(?:\s+\"[^\"]*\")?\)$")
_ORIGINAL = re.compile(r"^original url:\s*(?P<url>\S.*)?$", re.IGNORECASE)
_ADDRESS = re.compile(r"^<?(?P<url>https?://[^\s>]+)>?$")
LONGEST_BYLINE = 200
LONGEST_CAPTION = 250  # a caption is one line; a longer one in that place is the first paragraph
GAP = range(3, 6)  # line ends the export leaves where the picture stood; more: the caption is missing too


def read_exported(text: str) -> Raw | None:
    """An exported article; None where nothing but perhaps a title says that it is one."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if block.strip()]
    title, blocks = _take_title(blocks)
    authors, blocks = _take_byline(blocks)
    moment, blocks = (parse_date(blocks[0]), blocks) if blocks else (None, blocks)
    blocks = blocks[1:] if moment else blocks
    if not authors and not moment:
        authors, blocks = _take_byline(blocks)
    url, blocks = _take_address(blocks)
    if not (authors or moment or url):
        return None
    picture, blocks = _take_picture(blocks, wide_gap=_gap_behind_head(text, blocks))
    body = MarkdownIt("commonmark", {"html": True}).render("\n\n".join(blocks))
    return Raw(url=url, title=title, authors=authors, published=moment, body=body, image=picture, base=url, lead="")


def _take_title(blocks: list[str]) -> tuple[str, list[str]]:
    if not blocks:
        return "", blocks
    first, _, rest = blocks[0].partition("\n")
    match = _TITLE.match(first)
    if not match:
        return "", blocks
    return match["title"].rstrip().rstrip("#").rstrip(), ([rest.strip()] if rest.strip() else []) + blocks[1:]


def _take_byline(blocks: list[str]) -> tuple[tuple[str, ...], list[str]]:
    if not blocks or len(blocks[0]) > LONGEST_BYLINE:
        return (), blocks
    first, _, rest = blocks[0].partition("\n")
    match = _BYLINE.match(first.strip())
    if not match or _SENTENCE.search(_LINK.sub("", match["names"])):
        return (), blocks
    names = re.split(r"\s*(?:,|\band\b|&)\s*", _LINK.sub(r"\1", match["names"]))
    return tuple(name for name in names if name), ([rest.strip()] if rest.strip() else []) + blocks[1:]


def _take_address(blocks: list[str]) -> tuple[str, list[str]]:
    """The address at the end, behind "Original url:" in the same block or the one before."""
    for back in range(1, min(3, len(blocks)) + 1):
        match = _ORIGINAL.match(blocks[-back].split("\n")[0].strip())
        if match:
            told = " ".join([match["url"] or "", *blocks[-back].split("\n")[1:], *(blocks[len(blocks) - back + 1 :])])
            found = _ADDRESS.match(told.strip().split()[0]) if told.strip() else None
            return (canonical(found["url"]) if found else ""), blocks[: len(blocks) - back]
    return "", blocks


def _gap_behind_head(text: str, blocks: list[str]) -> bool:
    """Whether the export left the wide gap in which the picture stood before the next block."""
    if not blocks:
        return False
    place = text.replace("\r\n", "\n").find(blocks[0])
    before = text.replace("\r\n", "\n")[:place]
    return place > 0 and before[len(before.rstrip()) :].count("\n") in GAP


def _take_picture(blocks: list[str], *, wide_gap: bool) -> tuple[Picture | None, list[str]]:
    """The picture and its caption.

    Either an image in Markdown with the line behind it, or the line in the wide gap where the export dropped the image.
    """
    if not blocks:
        return None, blocks
    lines = blocks[0].split("\n")
    image = _IMAGE.match(lines[0].strip())
    if image:
        caption = " ".join(line.strip() for line in lines[1:])
        return Picture(url=canonical(image["url"]), alt=image["alt"], caption=caption), blocks[1:]
    if wide_gap and len(blocks) > 1 and "\n" not in blocks[0] and len(blocks[0]) <= LONGEST_CAPTION:
        return Picture(url="", caption=blocks[0]), blocks[1:]
    return None, blocks
