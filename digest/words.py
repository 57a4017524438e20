"""Numbers as people say them, in what Digest says of itself."""

from __future__ import annotations

PLURALS = {"story": "stories", "copy": "copies", "summary": "summaries", "entry": "entries", "address": "addresses"}


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 letter", "2 stories", "10,000 readers"."""
    return f"{number:,} {noun if number == 1 else PLURALS.get(noun, noun + 's')}"
