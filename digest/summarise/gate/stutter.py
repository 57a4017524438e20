"""Whether a text says a phrase of several words twice over, which small models do when they run out of words. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import regex

FEWEST = 4  # words of a phrase
_WORD = regex.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def stuttered(text: str, source: str) -> str:
    """The first phrase that a sentence says twice, and none of the source's; "" for none."""
    words = [word.lower() for word in _WORD.findall(text)]
    for at in range(len(words) - 2 * FEWEST + 1):
        phrase = words[at : at + FEWEST]
        if any(words[other : other + FEWEST] == phrase for other in range(at + FEWEST, len(words) - FEWEST + 1)):
            return "" if _is_said_twice(phrase, source) else " ".join(phrase)
    return ""


def _is_said_twice(phrase: Sequence[str], source: str) -> bool:
    words = [word.lower() for word in _WORD.findall(source)]
    said = sum(words[at : at + len(phrase)] == list(phrase) for at in range(len(words) - len(phrase) + 1))
    return said > 1
