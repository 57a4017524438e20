"""What stands in every street: people and houses."""

from __future__ import annotations

from tools.posters.paint import Canvas, Point
from tools.posters.sea import CREAM, DEEP, INK


def person(c: Canvas, x: float, foot: float, size: float, coat: str, hair: str = "#4a3226") -> None:
    """Somebody standing there, seen from the front."""
    for leg in (-0.09, 0.02):
        c.box(x + size * leg, foot - size * 0.42, size * 0.07, size * 0.4, INK)
        c.box(x + size * (leg - 0.01), foot - size * 0.03, size * 0.1, size * 0.035, INK)
    for side in (-1, 1):
        c.line(
            (x + side * size * 0.11, foot - size * 0.76),
            (x + side * size * 0.2, foot - size * 0.44),
            size * 0.075,
            coat,
        )
        c.disc(x + side * size * 0.205, foot - size * 0.42, size * 0.038, "#e3b391")
    _trapeze(c, x, (foot - size * 0.82, size * 0.12), (foot - size * 0.32, size * 0.17), coat)
    c.box(x - size * 0.11, foot - size * 0.83, size * 0.22, size * 0.05, CREAM)
    c.disc(x, foot - size * 0.94, size * 0.105, hair)
    c.ellipse(x, foot - size * 0.905, size * 0.083, size * 0.088, "#e3b391")


def _trapeze(c: Canvas, x: float, top: Point, foot: Point, colour: str) -> None:
    """Around x, from an edge above to an edge below, each (height, half width)."""
    (high, narrow), (low, wide) = top, foot
    c.convex([(x - narrow, high), (x + narrow, high), (x + wide, low), (x - wide, low)], colour)


def houses(c: Canvas, foot: float, left: float, walls: list[tuple[float, float, str]], roof: str = "#8e3b32") -> None:
    """A row of gabled houses: (width, height, colour) each."""
    x = left
    for number, (width, height, colour) in enumerate(walls):
        top = foot - height
        c.box(x, top, width, height, colour)
        c.convex(
            [(x - 4, top + 1), (x + width + 4, top + 1), (x + width / 2, top - width * 0.42)],
            roof if number % 2 else INK,
        )
        for row in range(int(height // 62)):
            for column in range(2):
                lit = (number * 3 + row * 2 + column) % 4 == 0
                c.box(
                    x + width * (0.2 + column * 0.38), top + 24 + row * 56, width * 0.2, 30, "#ffe2a0" if lit else DEEP
                )
        x += width
