"""Scenes with water in front: lighthouse, cranes, ferry, storm."""

from __future__ import annotations

import math

from tools.posters.paint import HEIGHT, WIDTH, Canvas, crests, hills, wave

INK, NIGHT, DEEP, SEA, SHALLOW, FOAM = "#141c2b", "#14263f", "#1d3f63", "#2b6683", "#5d9fae", "#dfece8"
CREAM, SAND, SUN, CORAL, RED, WINE, MOSS = "#f7ecd6", "#eccb95", "#f3b04b", "#e2694a", "#b4232a", "#7a1c2c", "#3f6b5c"


def gull(c: Canvas, x: float, y: float, size: float, colour: str = INK) -> None:
    """A bird far off: two strokes."""
    c.line((x - size, y - size * 0.35), (x, y), size * 0.16, colour)
    c.line((x, y), (x + size, y - size * 0.42), size * 0.16, colour)


def glints(c: Canvas, x: float, top: float, colour: str, *, spread: float = 60, rows: int = 9) -> None:
    """Light lying on water under something bright."""
    for i in range(rows):
        half = spread * (0.45 + 0.55 * math.sin(i * 2.1) ** 2) * (1 - i / (rows * 1.6))
        c.box(x - half + 12 * math.sin(i * 1.3), top + i * 17, 2 * half, 5, colour, 0.75)


def lighthouse() -> Canvas:
    """Dusk, a striped tower on a rock, its beam to the left."""
    c = Canvas(NIGHT)
    c.bands(["#1b3358", "#2b4a72", "#4c678b", "#8c8399", "#cf9a8c", "#f0b683", "#f7cf95"], 0, 430)
    c.disc(250, 415, 62, "#fbe3b0")
    c.below(hills(430, (120, 160, 50), (420, 120, 30), (700, 260, 42)), "#5b6d86", to=436)
    c.box(0, 430, WIDTH, 200, "#274d70")
    glints(c, 250, 446, "#f7cf95", spread=85)
    c.below(wave(520, 5, 170), DEEP)
    c.convex([(858, 148), (0, 60), (0, 250), (858, 176)], "#fff3cd", 0.20)
    c.convex([(858, 154), (0, 110), (0, 205), (858, 170)], "#fff3cd", 0.26)
    for points, colour in (
        ([(640, 560), (760, 470), (1010, 462), (1200, 520), (1200, 630), (600, 630)], "#1a2233"),
        ([(700, 540), (790, 480), (960, 474), (1090, 560), (1000, 630), (660, 630)], "#263146"),
    ):
        c.convex(points, colour)
    _tower(c)
    _cottage(c)
    c.below(wave(592, 7, 140, 40), NIGHT)
    for x, y, size in ((420, 150, 16), (470, 190, 12), (370, 205, 11)):
        gull(c, x, y, size, "#22344f")
    return c


def _tower(c: Canvas) -> None:
    left, right, top, foot = (838, 818), (898, 918), 196, 480
    for i in range(5):
        a, b = i / 5, (i + 1) / 5
        xs = [left[0] + (left[1] - left[0]) * t for t in (a, b)] + [
            right[0] + (right[1] - right[0]) * t for t in (b, a)
        ]
        ys = [top + (foot - top) * t for t in (a, b, b, a)]
        c.convex(list(zip(xs, ys, strict=True)), RED if i % 2 == 0 else CREAM)
    c.convex([(868, 196), (898, 196), (918, 480), (868, 480)], INK, 0.18)
    c.box(826, 188, 84, 10, INK)
    c.box(848, 146, 40, 42, "#ffe9a8")
    for x in (848, 866, 884):
        c.box(x, 146, 4, 42, INK)
    c.convex([(840, 146), (896, 146), (868, 114)], WINE)
    c.line((868, 120), (868, 96), 4, INK)
    for y in (262, 330, 398):
        c.box(862, y, 12, 20, INK)
    c.box(856, 444, 24, 36, INK)


def _cottage(c: Canvas) -> None:
    c.box(950, 432, 116, 52, CREAM)
    c.convex([(940, 434), (1076, 434), (1050, 396), (966, 396)], "#8e3b32")
    c.box(1030, 380, 14, 24, "#8e3b32")
    for x in (968, 1002, 1034):
        c.box(x, 446, 16, 18, SUN)


def cranes() -> Canvas:
    """Morning at the container quay: two cranes, a ship, stacked boxes."""
    c = Canvas(SHALLOW)
    c.bands(["#f4c78a", "#f6d3a0", "#f8dfb8", "#faead0", "#fbf1e0"], 0, 430)
    c.disc(905, 250, 92, "#f08a4b")
    c.below(hills(430, (180, 220, 60), (560, 200, 34), (1080, 200, 50)), "#c9a98c", to=436)
    c.box(0, 430, WIDTH, 200, "#3f8296")
    glints(c, 905, 446, "#f9cf9b", spread=100)
    _ship(c)
    for x, colour in ((96, "#1e3a5a"), (478, RED)):
        _crane(c, x, colour)
    c.box(0, 556, WIDTH, 80, "#2a3446")
    c.box(0, 550, WIDTH, 8, "#42506a")
    _stack(c)
    for x, y, size in ((690, 120, 15), (745, 150, 11), (640, 165, 10)):
        gull(c, x, y, size, "#5b4a44")
    c.below(wave(612, 4, 120), "#1d4a5f")
    return c


def _ship(c: Canvas) -> None:
    c.convex([(520, 452), (1180, 452), (1130, 532), (560, 532)], "#22304a")
    c.convex([(548, 512), (1142, 512), (1130, 532), (560, 532)], RED)
    colours = (CORAL, "#2b6683", SAND, MOSS, "#b4232a", "#d98f3d", "#486a8c")
    for row in range(4):
        for column in range(9):
            if row < 3 or column not in (0, 4, 7):
                shade = colours[(row * 4 + column * 3 + row * column) % len(colours)]
                c.box(580 + column * 52, 424 - row * 30, 50, 28, shade)
    c.box(1064, 330, 70, 124, CREAM)
    c.box(1050, 322, 98, 12, INK)
    c.box(1090, 270, 22, 54, RED)
    for y in (346, 372, 398):
        for x in (1072, 1094, 1116):
            c.box(x, y, 12, 12, DEEP)


def _crane(c: Canvas, x: float, colour: str) -> None:
    for leg in (0, 120):
        c.line((x + leg, 556), (x + 18 + leg * 0.72, 190), 13, colour)
    c.line((x + 4, 470), (x + 118, 470), 9, colour)
    c.line((x + 10, 350), (x + 112, 350), 9, colour)
    c.line((x + 4, 470), (x + 112, 350), 6, colour)
    c.box(x - 44, 180, 348, 16, colour)
    c.line((x + 60, 180), (x + 60, 70), 12, colour)
    c.line((x + 60, 74), (x + 296, 182), 5, colour)
    c.line((x + 60, 74), (x - 36, 182), 5, colour)
    c.box(x + 20, 196, 54, 34, INK)
    hook = x + 220
    for rope in (-16, 16):
        c.line((hook + rope, 196), (hook + rope, 292), 3, INK)
    c.box(hook - 34, 290, 68, 34, SAND if colour == RED else CORAL)


def _stack(c: Canvas) -> None:
    colours = (RED, "#2b6683", SAND, MOSS, CORAL)
    for row, count in enumerate((5, 4, 2)):
        for i in range(count):
            x, y = 14 + i * 78 + row * 16, 518 - row * 34
            c.box(x, y, 76, 32, colours[(i * 2 + row * 3) % 5])
            for rib in range(1, 6):
                c.box(x + rib * 12.5, y + 4, 2, 24, INK, 0.22)


def ferry() -> Canvas:
    """A white ferry on a bright day, the island behind."""
    c = Canvas("#a9d5d8")
    c.bands(["#9ccfd6", "#aed9da", "#c3e3de", "#d9ece1"], 0, 390)
    c.disc(1010, 110, 54, "#fdf3cf")
    for x, y, size in ((230, 110, 44), (300, 92, 60), (375, 114, 42), (720, 160, 30), (770, 148, 40), (822, 164, 26)):
        c.ellipse(x, y, size * 1.5, size * 0.55, "#f4faf3")
    c.below(hills(390, (860, 210, 150), (1090, 150, 96), (640, 130, 60)), "#6f9c86", to=396)
    c.below(hills(390, (960, 150, 80), (760, 120, 50)), "#54826f", to=396)
    c.box(0, 390, WIDTH, 240, "#2f7c92")
    c.below(wave(432, 3, 210), "#2a718a")
    _hull(c)
    c.below(wave(536, 6, 160, 30), "#215f79")
    for i in range(7):
        c.ellipse(232 - i * 34, 540 + 4 * math.sin(i), 34 - i * 2, 7, FOAM, 0.8 - i * 0.09)
    c.convex([(838, 532), (934, 538), (880, 548), (812, 546)], FOAM, 0.9)
    c.below(wave(584, 7, 190), "#194d66")
    for x, y, size in ((470, 120, 17), (530, 88, 13), (590, 132, 12)):
        gull(c, x, y, size, "#2b4a5c")
    return c


def _hull(c: Canvas) -> None:
    c.convex([(206, 440), (900, 440), (846, 545), (250, 545)], CREAM)
    c.convex([(228, 486), (876, 486), (862, 512), (240, 512)], RED)
    c.convex([(243, 528), (855, 528), (846, 545), (250, 545)], DEEP)
    c.convex([(258, 376), (796, 376), (836, 441), (258, 441)], "#ffffff")
    c.convex([(320, 322), (690, 322), (730, 377), (320, 377)], CREAM)
    c.convex([(596, 280), (670, 280), (696, 323), (596, 323)], "#ffffff")
    c.convex([(608, 290), (664, 290), (676, 310), (608, 310)], DEEP)
    for i in range(17):
        c.box(284 + i * 29, 396, 18, 22, DEEP if i % 5 else SHALLOW)
    for i in range(11):
        c.box(344 + i * 31, 340, 20, 18, DEEP)
    c.convex([(420, 240), (486, 240), (500, 323), (420, 323)], MOSS)
    c.box(420, 258, 70, 16, CREAM)
    c.line((640, 280), (640, 216), 5, INK)
    c.convex([(640, 218), (694, 231), (640, 244)], CORAL)
    c.line((206, 440), (206, 400), 4, INK)
    c.line((206, 404), (320, 348), 2, INK, 0.6)


def storm() -> Canvas:
    """Heavy sea over the mole, a small light in the dark."""
    c = Canvas("#26374c")
    c.bands(["#1c2a3d", "#24354a", "#2e4158", "#3b5067", "#4d6478", "#66797f"], 0, 400)
    for x, y, rx, ry in (
        (160, 70, 260, 60),
        (470, 40, 300, 72),
        (830, 80, 300, 66),
        (1120, 40, 240, 80),
        (330, 130, 180, 34),
    ):
        c.ellipse(x, y, rx, ry, "#17222f", 0.85)
    for x, y, rx, ry in ((640, 150, 220, 30), (1040, 150, 200, 34), (100, 160, 190, 30)):
        c.ellipse(x, y, rx, ry, "#203044", 0.9)
    for points in (
        ((742, 118), (706, 210)),
        ((706, 210), (738, 214)),
        ((738, 214), (688, 326)),
        ((722, 250), (752, 300)),
    ):
        c.line(*points, 5, "#f8e7a7")
    for i in range(70):
        x, y = (i * 197) % 1300 - 30, 120 + (i * 83) % 300
        c.line((x, y), (x - 20, y + 46), 1.6, "#b9c9cf", 0.30)
    c.box(0, 396, WIDTH, 234, "#4c7482")
    c.below(crests(404, 20, 330, 60), "#436b7a")
    _mole(c)
    for level, height, length, shift, colour in (
        (446, 34, 380, 210, "#356273"),
        (494, 40, 430, 20, "#28505f"),
        (546, 44, 500, 300, "#1d3f50"),
        (596, 40, 460, 120, "#13303f"),
    ):
        edge = crests(level, height, length, shift)
        c.below(lambda x, edge=edge: edge(x) - 5, FOAM)  # type: ignore[misc]
        c.below(lambda x, edge=edge: edge(x) + 5, colour)  # type: ignore[misc]
    return c


def _mole(c: Canvas) -> None:
    c.convex([(860, 420), (1200, 404), (1200, 560), (820, 560)], "#1b2430")
    c.convex([(930, 300), (968, 300), (976, 420), (922, 420)], "#d8d3c4")
    c.convex([(926, 340), (972, 340), (974, 372), (924, 372)], RED)
    c.box(922, 292, 54, 9, INK)
    c.box(936, 266, 26, 28, "#ffe08a")
    c.disc(949, 280, 60, "#ffe08a", 0.16)
    c.disc(949, 280, 110, "#ffe08a", 0.08)
    c.convex([(930, 268), (968, 268), (949, 246)], INK)
    for i in range(22):
        turn = math.pi * (1.02 + 0.42 * i / 21)
        reach = 24 + 64 * abs(math.sin(i * 2.7))
        c.disc(920 + reach * math.cos(turn), 424 + reach * math.sin(turn) * 1.2, 2.5 + 3 * abs(math.sin(i)), FOAM, 0.9)


__all__ = ["HEIGHT", "WIDTH", "cranes", "ferry", "lighthouse", "storm"]
