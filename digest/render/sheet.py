"""Inlined HTML and text as a Sheet: cut at markers and slots, encoded once, within the byte budget."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from digest.errors import TemplateError
from digest.model import Issue, Piece
from digest.render.encode import encode_piece
from digest.render.links import SLOTS
from digest.render.marks import Marks

MOST_HTML = 100_000  # bytes, decoded: Gmail clips at 99.5 to 100.2 kB (measured by others; reliability notes M-07)
MOST_ENCODED = 102_000


def cut(source: str, marks: Marks, template: str, *, in_html: bool) -> tuple[Piece, ...]:
    """A printed part as pieces. It ends a line, because a part must not end in a soft break.

    Raises:
        TemplateError: a block begins and never ends, or the other way round.
    """
    whole = source.rstrip("\n") + "\n"
    return tuple(_cut(whole, marks.pattern(html=in_html), template, in_html=in_html))


def _cut(source: str, pattern: re.Pattern[str], template: str, *, in_html: bool) -> Iterator[Piece]:
    blocks: list[str] = [""]
    here = 0
    for match in pattern.finditer(source):
        before = source[here : match.start()]
        here = match.end()
        if match["slot"]:
            context = "text" if not in_html else "attribute" if _in_tag(source, match.start()) else "html"
            yield Piece(data=encode_piece(before), slot=SLOTS[int(match["slot"])], context=context, block=blocks[-1])
            continue
        if before:
            yield Piece(data=encode_piece(before), block=blocks[-1])
        if match["open"]:
            blocks.append(match["open"])
        elif len(blocks) > 1:
            blocks.pop()
        else:
            raise TemplateError(f"{template}: a block ends that never began.", template=template)
    if len(blocks) > 1:
        raise TemplateError(f"{template}: the block {blocks[-1]!r} never ends.", template=template)
    yield Piece(data=encode_piece(source[here:]), block="")


def _in_tag(source: str, place: int) -> bool:
    return source.rfind("<", 0, place) > source.rfind(">", 0, place)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large a part is, in bytes; slots are counted as ``SLOT_ROOM`` each."""

    decoded: int
    encoded: int

    @property
    def fits(self) -> bool:
        """Whether mail clients show all of it."""
        return self.decoded <= MOST_HTML and self.encoded <= MOST_ENCODED


SLOT_ROOM = 200
_ESCAPE = re.compile(rb"=[0-9A-F]{2}")


def sizes(pieces: tuple[Piece, ...]) -> Sizes:
    """Measure a part."""
    encoded = sum(len(piece.data) + (SLOT_ROOM if piece.slot else 0) for piece in pieces)
    soft = sum(piece.data.count(b"=\r\n") for piece in pieces)
    escapes = sum(len(_ESCAPE.findall(piece.data)) for piece in pieces)
    return Sizes(decoded=encoded - 3 * soft - 2 * escapes, encoded=encoded)


def trim(
    issue: Issue, html: tuple[Piece, ...], text: tuple[Piece, ...]
) -> tuple[Issue, tuple[Piece, ...], tuple[Piece, ...], tuple[str, ...]]:
    """Take out the weakest stories until the HTML fits; the first story always stays.

    Returns the issue without them (they are not told, so they carry over), both parts, and their titles.
    """
    trimmed: list[str] = []
    first = issue.items[0].story.article.id if issue.items else 0
    for item in sorted(issue.items, key=lambda item: item.story.score):
        if sizes(html).fits:
            break
        if item.story.article.id == first:
            continue
        trimmed.append(item.story.article.title)
        issue = _without(issue, item.story.article.id)
        kept = {f"section/{section.key}" for section in issue.sections}
        html, text = (_without_block(part, item.story.article.id, kept) for part in (html, text))
    return issue, html, text, tuple(trimmed)


def _without(issue: Issue, article_id: int) -> Issue:
    sections = tuple(
        replace(section, items=tuple(item for item in section.items if item.story.article.id != article_id))
        for section in issue.sections
    )
    return replace(issue, sections=tuple(section for section in sections if section.items))


def _without_block(pieces: tuple[Piece, ...], article_id: int, kept: set[str]) -> tuple[Piece, ...]:
    return tuple(
        piece
        for piece in pieces
        if piece.block != f"item/{article_id}" and not (piece.block.startswith("section/") and piece.block not in kept)
    )
