"""Contrast of colours, and colours that can be read. Colours are ``#rrggbb``."""

from __future__ import annotations

ENOUGH = 4.5  # WCAG 2.2, 1.4.3, for text


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours ``#rrggbb`` (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of ``#rrggbb``, 0 to 1 (WCAG 2.2)."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def readable_on(colour: str, ground: str) -> str:
    """A colour mixed with white until it can be read on a dark ground."""
    channels = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    for share in range(11):
        mixed = "#" + "".join(f"{round(c + (255 - c) * share / 10):02x}" for c in channels)
        if contrast(mixed, ground) >= ENOUGH:
            return mixed
    return "#ffffff"
