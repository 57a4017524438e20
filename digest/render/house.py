"""A newsletter's house style as templates see it: its colours, their twins for the dark, and fonts. Pure."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from digest.model import HouseStyle, Sender
from digest.render.colours import ENOUGH, contrast, readable_on

DARK_PAPER = "#1e1e1c"
WHITE, BLACK = "#ffffff", "#000000"
SERIF = "Georgia, 'Times New Roman', Times, serif"
SANS = "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"


def house_style(style: HouseStyle) -> dict[str, Any]:
    """The style's own values, and what follows from them: every pair of colours for text can be read."""
    on_dark = readable_on(style.accent, DARK_PAPER)
    return asdict(style) | {
        "headline_font": SERIF if style.serif else SANS,
        "text_font": SANS,
        "accent_on_dark": on_dark,
        "on_accent": _readable_over(style.accent),
        "on_accent_on_dark": _readable_over(on_dark),
    }


def sides(direction: str) -> dict[str, str]:
    """A direction, and the side on which its lines start and end: mail programs know no logical properties."""
    start, end = ("right", "left") if direction == "rtl" else ("left", "right")
    return {"direction": direction, "start_side": start, "end_side": end}


def imprint(sender: Sender) -> str:
    """Who sends, and where they are: the name is not said twice where the address begins with it."""
    parts = (sender.name if sender.name not in sender.postal_address else "", sender.postal_address)
    return ", ".join(part for part in parts if part)


def _readable_over(ground: str) -> str:
    """White, or black where white cannot be read: one of the two always can (WCAG 2.2, 1.4.3)."""
    return WHITE if contrast(WHITE, ground) >= ENOUGH else BLACK
