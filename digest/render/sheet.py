"""Inlined HTML and text as a Sheet: cut at markers and slots, encoded once, within the byte budget."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from digest.errors import TemplateError
from digest.model import Issue, Piece, Seat
from digest.render.encode import encode_piece
from digest.render.links import SLOTS
from digest.render.marks import Marks
from digest.render.view import block_of

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


def blocks_of(seats: Sequence[Seat], *, in_html: bool) -> frozenset[str]:
    """The blocks that readers with these seats get. In HTML the first story itself says what section it is in."""
    if not seats:
        return frozenset({""})
    sections = {section for section, _ in seats} - ({seats[0][0]} if in_html else set())
    return frozenset(
        (
            "",
            *(f"section/{section}" for section in sections),
            block_of(*seats[0], is_lead=True),
            *(block_of(*seat, is_lead=False) for seat in seats[1:]),
        )
    )


def of_blocks(pieces: Iterable[Piece], blocks: Collection[str]) -> tuple[Piece, ...]:
    """The pieces of these blocks, in their order."""
    return tuple(piece for piece in pieces if piece.block in blocks)


def fitted(
    seats: Sequence[Seat], editions: Sequence[tuple[Piece, ...]], scores: Mapping[int, float]
) -> tuple[Seat, ...]:
    """Seats without those of the weakest stories that mail programs would cut off; the first story always stays.

    ``editions`` is the HTML in each language: it has to fit in all of them.
    """
    kept = list(seats)
    weakest = sorted(seats[1:], key=lambda seat: scores.get(seat[1], 0.0))
    while weakest and not all(sizes(of_blocks(html, blocks_of(kept, in_html=True))).fits for html in editions):
        kept.remove(weakest.pop(0))
    return tuple(kept)


def without(issue: Issue, seats: Collection[Seat]) -> Issue:
    """The issue without these seats, and without sections in which nobody sits any more."""
    sections = tuple(
        replace(section, items=tuple(i for i in section.items if (section.key, i.story.article.id) not in seats))
        for section in issue.sections
    )
    return replace(issue, sections=tuple(section for section in sections if section.items))
