"""Scenes ashore: market, football, concert hall, tram."""

from __future__ import annotations

import math

from tools.posters.paint import WIDTH, Canvas, hills
from tools.posters.sea import CORAL, CREAM, DEEP, INK, MOSS, NIGHT, RED, SAND, SHALLOW, SUN, gull
from tools.posters.street import houses, person


def market() -> Canvas:
    """Three stalls with striped awnings before the old houses."""
    c = Canvas("#f7e3bd")
    c.bands(["#f6dcae", "#f8e4bf", "#faecd2"], 0, 420)
    houses(
        c,
        452,
        -20,
        [
            (132, 210, "#d98a5b"),
            (118, 262, "#e8c38c"),
            (146, 190, "#9bb29a"),
            (124, 240, "#d5a08e"),
            (138, 280, "#c9b48a"),
            (122, 204, "#88a6ad"),
            (140, 250, "#dd9b66"),
            (128, 220, "#e6cda0"),
            (150, 262, "#a9b795"),
            (130, 200, "#d0836a"),
        ],
    )
    c.box(0, 448, WIDTH, 190, "#cbb59a")
    for row in range(5):
        c.box(0, 470 + row * 38, WIDTH, 3, "#b7a087", 0.8)
    for x, y, coat in ((120, 520, MOSS), (440, 512, DEEP), (800, 516, RED), (1110, 518, "#6b4d7a")):
        person(c, x, y, 128, coat, ("#2c1c18", "#8a5a34", "#b98c50", "#7d7d83")[x % 4])
    for x, stripe, wares in (
        (70, RED, ("#6e8fa3", "#9fb8c4")),
        (440, "#2b6683", (SUN, CORAL)),
        (810, MOSS, ("#7fa05f", "#c7d08a")),
    ):
        _stall(c, x, stripe, wares)
    for x, y, coat in ((395, 622, "#33415c"), (770, 626, CORAL), (1150, 624, MOSS)):
        person(c, x, y, 168, coat, ("#7d7d83", "#2c1c18", "#b98c50")[x % 3])
    for x in range(0, WIDTH, 60):
        c.line((x, 92 + 14 * math.sin(x / 90)), (x + 60, 92 + 14 * math.sin((x + 60) / 90)), 2, INK, 0.6)
        colour = (RED, CREAM, "#2b6683", SUN)[x // 60 % 4]
        y = 92 + 14 * math.sin((x + 30) / 90)
        c.convex([(x + 14, y), (x + 46, y), (x + 30, y + 36)], colour)
    return c


def _stall(c: Canvas, x: float, stripe: str, wares: tuple[str, str]) -> None:
    for post in (14, 302):
        c.box(x + post, 330, 9, 250, "#5a4636")
    c.box(x + 6, 470, 314, 22, "#7b5f45")
    c.box(x + 14, 490, 298, 92, "#93734f")
    for plank in range(1, 4):
        c.box(x + 14, 490 + plank * 23, 298, 2, INK, 0.25)
    for i in range(15):
        c.ellipse(x + 28 + i * 19, 464 - (i % 3) * 5, 12, 9, wares[i % 2])
    for i in range(8):
        left, right = x - 14 + i * 44, x - 14 + (i + 1) * 44
        top_left, top_right = x + 20 + i * 35.5, x + 20 + (i + 1) * 35.5
        colour = stripe if i % 2 == 0 else CREAM
        c.convex([(top_left, 290), (top_right, 290), (right, 366), (left, 366)], colour)
        c.ellipse((left + right) / 2, 366, 22, 15, colour)


def football() -> Canvas:
    """The last kick: a player, a ball on its way, the net, floodlights."""
    c = Canvas("#1d3a4f")
    c.bands(["#14263f", "#1a3450", "#234762", "#2f5b74"], 0, 330)
    for x in (150, 1050):
        c.convex([(x - 60, 96), (x + 60, 96), (x + 420, 520), (x - 420, 520)], "#fdf6d8", 0.10)
        c.box(x - 5, 100, 10, 240, INK)
        c.box(x - 62, 56, 124, 52, INK)
        for i in range(8):
            c.disc(x - 46 + (i % 4) * 31, 70 + (i // 4) * 24, 9, "#fff6cf")
    c.convex([(0, 250), (WIDTH, 250), (WIDTH, 350), (0, 350)], "#22304a")
    for i in range(168):
        row, column = divmod(i, 56)
        colour = (RED, CREAM, "#4a5d7c", SAND, "#37507a", CORAL, "#6f86a3")[(i * 5 + row * 3 + i * i) % 7]
        c.disc(12 + column * 21.5 + row * 8, 268 + row * 26, 8, colour)
    c.box(0, 340, WIDTH, 26, CREAM)
    for i in range(12):
        c.box(i * 104, 344, 86, 18, (RED, "#2b6683", MOSS)[i % 3])
    for i in range(8):
        c.box(0, 366 + i * 34, WIDTH, 34, "#4f8a57" if i % 2 else "#5a9862")
    c.line((0, 588), (WIDTH, 470), 6, CREAM)
    _goal(c)
    _player(c, 360, 560)
    for i in range(5):
        c.disc(560 + i * 44, 452 - i * 24, 8 + i, CREAM, 0.12 + i * 0.05)
    c.disc(796, 322, 27, "#ffffff")
    for angle in range(5):
        turn = angle * 2 * math.pi / 5 + 0.4
        c.disc(796 + 18 * math.cos(turn), 322 + 18 * math.sin(turn), 6, INK)
    c.disc(796, 322, 7, INK)
    return c


def _goal(c: Canvas) -> None:
    for i in range(14):
        c.line((884 + i * 24, 236), (930 + i * 22, 486 - i * 2), 1.6, CREAM, 0.55)
    for i in range(11):
        c.line((884 + i * 4, 246 + i * 24), (1200, 246 + i * 23), 1.6, CREAM, 0.55)
    c.box(872, 226, 330, 12, CREAM)
    c.box(872, 226, 12, 276, CREAM)


def _player(c: Canvas, x: float, foot: float) -> None:
    skin = "#a8714d"
    c.ellipse(x, foot + 4, 110, 12, INK, 0.25)
    c.line((x - 4, foot - 130), (x - 46, foot - 62), 27, skin)
    c.line((x - 46, foot - 66), (x - 34, foot - 4), 23, CREAM)
    c.box(x - 44, foot - 12, 44, 14, INK)
    c.line((x + 8, foot - 130), (x + 84, foot - 112), 28, skin)
    c.line((x + 80, foot - 112), (x + 158, foot - 122), 23, CREAM)
    c.convex([(x + 152, foot - 138), (x + 184, foot - 146), (x + 186, foot - 116), (x + 152, foot - 108)], INK)
    c.convex([(x - 40, foot - 168), (x + 34, foot - 164), (x + 46, foot - 116), (x - 34, foot - 108)], "#1b2f4d")
    c.convex([(x - 62, foot - 286), (x + 14, foot - 280), (x + 34, foot - 162), (x - 40, foot - 162)], RED)
    c.convex([(x - 38, foot - 284), (x - 22, foot - 283), (x, foot - 162), (x - 18, foot - 162)], CREAM)
    c.line((x - 52, foot - 272), (x - 122, foot - 222), 22, RED)
    c.line((x - 120, foot - 224), (x - 160, foot - 250), 17, skin)
    c.line((x + 8, foot - 268), (x + 70, foot - 222), 22, RED)
    c.line((x + 68, foot - 224), (x + 112, foot - 258), 17, skin)
    c.box(x - 34, foot - 304, 24, 26, skin)
    c.disc(x - 18, foot - 326, 31, skin)
    c.convex([(x - 50, foot - 330), (x + 8, foot - 344), (x - 4, foot - 360), (x - 36, foot - 358)], INK)


def concert() -> Canvas:
    """Inside the hall: choir in rows, conductor from behind, lamps."""
    c = Canvas("#4b1f2c")
    c.bands(["#3a1724", "#451b29", "#51202e", "#5d2633"], 0, 400)
    for i in range(9):
        c.box(40 + i * 140, 0, 26, 330, "#7a3a35", 0.55)
        c.ellipse(53 + i * 140, 60, 70, 60, "#3a1724", 0.65)
    for i in range(24):
        x, height = 330 + i * 23, 130 + 70 * abs(math.sin(i * math.pi / 23 * 2))
        c.box(x, 300 - height, 16, height, SAND if i % 2 else "#d9b070")
        c.convex([(x, 300 - height), (x + 16, 300 - height), (x + 8, 288 - height)], "#b98c50")
    for x in (150, 600, 1050):
        c.convex([(x - 26, 0), (x + 26, 0), (x + 300, 420), (x - 300, 420)], "#ffe9b5", 0.09)
    for row in range(4):
        _choir_row(c, row)
    c.convex([(0, 566), (WIDTH, 566), (WIDTH, 630), (0, 630)], "#241019")
    c.ellipse(600, 572, 420, 36, "#6d3b2e")
    _conductor(c, 600, 580)
    return c


def _choir_row(c: Canvas, row: int) -> None:
    foot, count = 386 + row * 52, 17 + row
    c.box(60 - row * 20, foot - 4, WIDTH - 120 + row * 40, 52, ("#6b3a31", "#5f332c", "#532c27", "#472522")[row])
    skins = ("#e8bd9a", "#c98f68", "#8d5b40", "#f0cdb0", "#a8714d")
    hair = (INK, "#5b3a26", "#b98c50", "#7d7d83", "#2c1c18")
    for i in range(count):
        x = 110 - row * 16 + i * (WIDTH - 220 + row * 32) / (count - 1)
        size = 25 + row * 2
        robe = (NIGHT, "#1b2f4d")[i % 2]
        c.convex(
            [
                (x - size, foot + 8),
                (x + size, foot + 8),
                (x + size * 0.6, foot - size * 1.5),
                (x - size * 0.6, foot - size * 1.5),
            ],
            robe,
        )
        c.box(x - size * 0.34, foot - size * 0.9, size * 0.68, size * 0.5, CREAM)
        head = foot - size * 1.9
        c.disc(x, head - 2, size * 0.56, hair[(i * 3 + row) % 5])
        c.disc(x, head + 2, size * 0.47, skins[(i * 2 + row * 3) % 5])
        c.ellipse(x, head + size * 0.24, size * 0.12, size * 0.16, "#5c1f24")


def _conductor(c: Canvas, x: float, foot: float) -> None:
    c.convex([(x - 54, foot - 190), (x + 54, foot - 190), (x + 64, foot + 10), (x - 64, foot + 10)], "#0e131d")
    c.line((x - 44, foot - 176), (x - 126, foot - 236), 28, "#0e131d")
    c.line((x + 44, foot - 176), (x + 118, foot - 262), 28, "#0e131d")
    c.disc(x - 130, foot - 240, 14, "#e8bd9a")
    c.disc(x + 122, foot - 266, 14, "#e8bd9a")
    c.line((x + 122, foot - 266), (x + 176, foot - 334), 4, CREAM)
    c.box(x - 14, foot - 208, 28, 24, "#e8bd9a")
    c.disc(x, foot - 228, 34, "#7d7d83")


def tram() -> Canvas:
    """A red tram on the quay, masts and houses behind."""
    c = Canvas("#bfe0dc")
    c.bands(["#a8d3d6", "#bbded9", "#d2e9df", "#e8f2e4"], 0, 430)
    c.disc(190, 120, 50, "#fdf3cf")
    c.below(hills(400, (230, 240, 80), (820, 300, 60)), "#93b7a4", to=430)
    houses(
        c,
        446,
        560,
        [
            (120, 190, "#e8c38c"),
            (112, 236, "#d98a5b"),
            (130, 176, "#88a6ad"),
            (116, 222, "#e6cda0"),
            (124, 250, "#d0836a"),
            (110, 196, "#a9b795"),
        ],
    )
    c.box(0, 404, 560, 60, "#3f8296")
    for x, height, hull in ((70, 250, RED), (215, 300, DEEP), (370, 230, MOSS), (490, 270, CORAL)):
        c.line((x, 420), (x, 420 - height), 5, "#5a4636")
        c.line((x, 430 - height), (x - 52, 404), 2, INK, 0.6)
        c.line((x, 430 - height), (x + 52, 404), 2, INK, 0.6)
        c.convex([(x - 60, 400), (x + 62, 400), (x + 44, 430), (x - 44, 430)], hull)
    c.box(0, 442, WIDTH, 190, "#c9b79c")
    c.box(0, 436, WIDTH, 10, "#e4d6bd")
    for y in (566, 592):
        c.box(0, y, WIDTH, 7, "#55606f")
    c.line((0, 150), (WIDTH, 134), 3, INK)
    _carriage(c)
    for x, coat in ((96, MOSS), (150, CORAL), (1110, DEEP)):
        person(c, x, 616, 150, coat, ("#8a5a34", "#2c1c18", "#b98c50")[x % 3])
    for x, y, size in ((330, 96, 15), (390, 70, 12)):
        gull(c, x, y, size, "#2b4a5c")
    return c


def _carriage(c: Canvas) -> None:
    c.line((610, 142), (560, 220), 5, INK)
    c.line((560, 220), (620, 268), 5, INK)
    c.box(560, 262, 110, 12, INK)
    c.convex([(262, 290), (990, 290), (1034, 420), (1040, 556), (232, 556), (236, 350)], RED)
    c.convex([(262, 272), (978, 272), (992, 296), (252, 296)], CREAM)
    c.box(234, 436, 804, 14, CREAM)
    for i in range(6):
        x = 268 + i * 104
        if i in (1, 4):
            c.box(x, 318, 88, 226, "#8e1b22")
            for leaf in (6, 47):
                c.box(x + leaf, 326, 35, 210, SHALLOW)
                c.convex([(x + leaf, 326), (x + leaf + 20, 326), (x + leaf, 420)], "#ffffff", 0.3)
        else:
            c.box(x, 318, 88, 104, SHALLOW)
            c.convex([(x, 318), (x + 40, 318), (x, 400)], "#ffffff", 0.3)
            c.disc(x + 56, 390, 17, "#2b4a5c")
            c.box(x + 36, 402, 40, 20, "#2b4a5c")
    c.convex([(900, 318), (982, 318), (1018, 422), (900, 422)], SHALLOW)
    c.convex([(900, 318), (940, 318), (900, 410)], "#ffffff", 0.3)
    c.disc(1018, 500, 15, "#fff0b8")
    c.box(232, 548, 810, 18, INK)
    for x in (350, 440, 830, 920):
        c.disc(x, 570, 25, INK)
        c.disc(x, 570, 10, "#8d98a8")
    _signboard(c)


def _signboard(c: Canvas) -> None:
    """The line's number, as strokes: 4."""
    c.box(700, 278, 92, 30, INK)
    c.line((742, 282), (730, 296), 4, SUN)
    c.line((729, 296), (756, 296), 4, SUN)
    c.line((748, 284), (748, 305), 4, SUN)
