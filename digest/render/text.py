"""The plain-text part: written by its own template, wrapped like a letter."""

from __future__ import annotations

import textwrap

WIDTH = 72


def wrapped(text: str, indent: str = "") -> str:
    """A paragraph in lines of at most 72 characters; addresses are never broken."""
    return textwrap.fill(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def squeezed(text: str) -> str:
    """Never more than two blank lines in a row, no blanks at line ends."""
    lines = [line.rstrip() for line in text.strip("\n").split("\n")]
    kept: list[str] = []
    for line in lines:
        if line or kept[-2:] != ["", ""]:
            kept.append(line)
    return "\n".join(kept) + "\n"
