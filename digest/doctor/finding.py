"""What the doctor finds: a sentence that says how it is, and what to do where it is not well."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """``state`` is "well", "warning" or "ill"."""

    about: str
    state: str
    words: str


def well(about: str, words: str) -> Finding:
    """It is as it should be."""
    return Finding(about, "well", printable(words))


def warning(about: str, words: str) -> Finding:
    """Mail goes, but not as well as it could; or nobody knows."""
    return Finding(about, "warning", printable(words))


def ill(about: str, words: str) -> Finding:
    """Mail does not go, or is refused, until this is mended."""
    return Finding(about, "ill", printable(words))


def printable(words: str) -> str:
    """Words that repaint nobody's terminal: they may quote a record that a stranger has put into DNS."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in words)
