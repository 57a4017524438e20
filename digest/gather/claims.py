"""Whether a text is in English because its source says so: what publishes in every language says that by default."""

from __future__ import annotations

import re

DEFAULT = "en"  # what programs for sites say of them until somebody changes it
LONG_ENOUGH = 60  # words
LOOKED_AT = 400  # words
FEWEST = 0.06  # of English words are these; in news and in code's descriptions it is a fifth
_EVERYDAY = frozenset(["the", "of", "and", "to", "is", "that", "for", "with", "this", "are", "be", "by", "it", "as"])
_WORD = re.compile(r"[^\W\d_]+")


def borne_out(language: str, text: str) -> bool:
    """Whether nothing in a text speaks against the language it is said to be in; only English is ever doubted."""
    if language != DEFAULT:
        return True
    words = _WORD.findall(text[: LOOKED_AT * 10].lower())[:LOOKED_AT]
    return len(words) < LONG_ENOUGH or sum(word in _EVERYDAY for word in words) >= FEWEST * len(words)
