"""A canvas of flat shapes with smooth edges, written as PNG.

Colours are "#rrggbb"; ``alpha`` is 0 to 1. Coordinates are pixels, y down. Shapes are convex; what
is not is made of several. Blending a constant colour over a run of pixels is one table look-up per
byte (``bytes.translate``), which is what makes plain Python quick enough.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache

Point = tuple[float, float]
Pixel = tuple[int, ...]
WIDTH, HEIGHT = 1200, 630
SUBLINES = 4  # sub-scanlines of a pixel row; horizontally coverage is exact


@lru_cache(maxsize=4096)
def _table(value: int, alpha: int) -> bytes:
    """What each byte becomes under ``value`` at ``alpha`` 255ths."""
    return bytes(under + (value - under) * alpha // 255 for under in range(256))


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


class Canvas:
    """Three planes of bytes: red, green, blue."""

    def __init__(self, colour: str, width: int = WIDTH, height: int = HEIGHT) -> None:
        self.width, self.height = width, height
        self.planes = [bytearray([value]) * (width * height) for value in _rgb(colour)]

    def run(self, y: int, start: int, end: int, colour: str, alpha: float) -> None:
        """Blend a stretch of one row."""
        start, end = max(0, start), min(self.width, end)
        if start >= end or not 0 <= y < self.height:
            return
        first, last = y * self.width + start, y * self.width + end
        for plane, value in zip(self.planes, _rgb(colour), strict=True):
            plane[first:last] = plane[first:last].translate(_table(value, round(alpha * 255)))

    def convex(self, points: Sequence[Point], colour: str, alpha: float = 1.0) -> None:
        """A filled convex polygon."""
        top, bottom = min(y for _, y in points), max(y for _, y in points)
        for y in range(max(0, math.floor(top)), min(self.height, math.ceil(bottom))):
            spans = [span for i in range(SUBLINES) if (span := _span(points, y + (i + 0.5) / SUBLINES))]
            if spans:
                self._cover(y, spans, colour, alpha)

    def _cover(self, y: int, spans: list[Point], colour: str, alpha: float) -> None:
        solid_from, solid_to = math.ceil(max(a for a, _ in spans)), math.floor(min(b for _, b in spans))
        whole = len(spans) == SUBLINES and solid_from < solid_to
        if whole:
            self.run(y, solid_from, solid_to, colour, alpha)
        first, last = math.floor(min(a for a, _ in spans)), math.ceil(max(b for _, b in spans))
        edges = [*range(first, solid_from), *range(solid_to, last)] if whole else range(first, last)
        for x in edges:
            covered = sum(max(0.0, min(b, x + 1) - max(a, x)) for a, b in spans) / SUBLINES
            self.run(y, x, x + 1, colour, alpha * min(1.0, covered))

    def box(self, x: float, y: float, width: float, height: float, colour: str, alpha: float = 1.0) -> None:
        """A rectangle."""
        self.convex([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], colour, alpha)

    def ellipse(self, x: float, y: float, rx: float, ry: float, colour: str, alpha: float = 1.0) -> None:
        """An ellipse around (x, y)."""
        turns = [2 * math.pi * i / 72 for i in range(72)]
        self.convex([(x + rx * math.cos(turn), y + ry * math.sin(turn)) for turn in turns], colour, alpha)

    def disc(self, x: float, y: float, radius: float, colour: str, alpha: float = 1.0) -> None:
        """A circle around (x, y)."""
        self.ellipse(x, y, radius, radius, colour, alpha)

    def line(self, a: Point, b: Point, width: float, colour: str, alpha: float = 1.0) -> None:
        """A straight line with square ends."""
        length = math.hypot(b[0] - a[0], b[1] - a[1]) or 1.0
        dx, dy = (b[1] - a[1]) / length * width / 2, (a[0] - b[0]) / length * width / 2
        self.convex(
            [(a[0] + dx, a[1] + dy), (b[0] + dx, b[1] + dy), (b[0] - dx, b[1] - dy), (a[0] - dx, a[1] - dy)],
            colour,
            alpha,
        )

    def below(self, edge: Callable[[float], float], colour: str, *, to: float | None = None) -> None:
        """Everything under a curve y = edge(x), down to ``to``."""
        floor = min(self.height, round(to if to is not None else self.height))
        for x in range(self.width):
            y = max(0.0, edge(x + 0.5))
            row = math.floor(y)
            if row >= floor:
                continue
            self.run(row, x, x + 1, colour, 1 - (y - row))
            for plane, value in zip(self.planes, _rgb(colour), strict=True):
                first = (row + 1) * self.width + x
                plane[first : floor * self.width : self.width] = bytes([value]) * max(0, floor - row - 1)

    def bands(self, colours: Sequence[str], top: float, bottom: float) -> None:
        """Horizontal stripes from top to bottom, one colour each."""
        step = (bottom - top) / len(colours)
        for i, colour in enumerate(colours):
            self.box(0, top + i * step, self.width, bottom - top - i * step, colour)  # to the bottom: no seams

    def png(self) -> bytes:
        """The picture as a file with a palette of 256 colours: half the size, and flat shapes lose nothing."""
        pixels = list(zip(*self.planes, strict=True))
        palette, places = _palette(Counter(pixels))
        rows = [bytes(map(places.__getitem__, pixels[i : i + self.width])) for i in range(0, len(pixels), self.width)]
        packed = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
        head = struct.pack(">IIBBBBB", self.width, self.height, 8, 3, 0, 0, 0)
        chunks = ((b"IHDR", head), (b"PLTE", b"".join(map(bytes, palette))), (b"IDAT", packed), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _palette(counts: Counter[Pixel]) -> tuple[list[Pixel], dict[Pixel, int]]:
    """The most frequent colours, and for every colour the place of the nearest of them."""
    palette = [colour for colour, _ in counts.most_common(256)]
    places = {colour: place for place, colour in enumerate(palette)}
    for colour in counts.keys() - places.keys():
        r, g, b = colour
        distances = [(r - x) ** 2 + (g - y) ** 2 + (b - z) ** 2 for x, y, z in palette]
        places[colour] = distances.index(min(distances))
    return palette, places


def _span(points: Sequence[Point], y: float) -> Point | None:
    """Where a horizontal line enters and leaves a convex polygon."""
    crossings = []
    for (x1, y1), (x2, y2) in zip(points, (*points[1:], points[0]), strict=True):
        if (y1 <= y) != (y2 <= y):
            crossings.append(x1 + (y - y1) / (y2 - y1) * (x2 - x1))
    return (min(crossings), max(crossings)) if crossings else None


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def wave(level: float, height: float, length: float, shift: float = 0.0) -> Callable[[float], float]:
    """A calm swell around ``level``."""
    return lambda x: level + height * math.sin((x + shift) * 2 * math.pi / length)


def crests(level: float, height: float, length: float, shift: float = 0.0) -> Callable[[float], float]:
    """A sea of pointed crests and round troughs."""
    return lambda x: level - height * (1 - 2 * math.sqrt(abs(math.sin((x + shift) * math.pi / length))))


def hills(level: float, *parts: tuple[float, float, float]) -> Callable[[float], float]:
    """A skyline of hills: (middle, half width, height) each."""
    return lambda x: level - max(0.0, *(h * math.exp(-(((x - m) / w) ** 2)) for m, w, h in (*parts, (0, 1, 0))))
