"""Marks that a template leaves in its output: where blocks begin and end, and where slots stand.

They carry a random word that is new for every printing, so no foreign text can hold one. Letters and
digits only: they come through Jinja2, premailer and any attribute unharmed. None of them is in the sheet.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field

from markupsafe import Markup

from digest.render.links import SLOTS


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one printing."""

    word: str = field(default_factory=lambda: f"qz{secrets.token_hex(8)}")

    def slot(self, name: str) -> str:
        """Stands for a value that differs from reader to reader."""
        return f"{self.word}{SLOTS.index(name)}zq"

    def slots(self) -> dict[str, str]:
        """All slots by the names that templates use."""
        return {name: self.slot(name) for name in SLOTS}

    def in_html(self) -> dict[str, object]:
        """``begin(block)`` and ``end()`` for HTML templates."""
        return {
            "begin": lambda block: Markup(f"<!--{self.word}:{block}-->"),  # noqa: S704 - our own word and key
            "end": lambda: Markup(f"<!--{self.word}/-->"),  # noqa: S704 - our own word
        }

    def in_text(self) -> dict[str, object]:
        """``begin(block)`` and ``end()`` for text templates."""
        return {"begin": lambda block: f"[{self.word}:{block}]", "end": lambda: f"[{self.word}/]"}

    def pattern(self, *, html: bool) -> re.Pattern[str]:
        """Finds marks: groups ``open`` (a block), ``close``, ``slot`` (its number)."""
        before, after = ("<!--", "-->") if html else (r"\[", r"\]\n?")
        return re.compile(
            f"{before}{self.word}:(?P<open>[\\w/-]+){after}|(?P<close>{before}{self.word}/{after})|{self.word}(?P<slot>\\d)zq"
        )
