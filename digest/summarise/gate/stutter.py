"""Whether a text says the same twice over, a phrase or a sentence, as small models do when they run out. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from digest.summarise.gate.figures import figures
from digest.summarise.gate.ground import Ground, stems_of

FEWEST = 4  # words of a phrase
SAME, MOST_LEFT = 0.85, 0.4  # of a sentence's words that one before it has, and so few that it leaves out of that one
_WORD = regex.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def stuttered(text: str, source: str) -> str:
    """The first phrase that a sentence says twice, and none of the source's; "" for none."""
    words = [word.lower() for word in _WORD.findall(text)]
    for at in range(len(words) - 2 * FEWEST + 1):
        phrase = words[at : at + FEWEST]
        if any(words[other : other + FEWEST] == phrase for other in range(at + FEWEST, len(words) - FEWEST + 1)):
            return "" if _is_said_twice(phrase, source) else " ".join(phrase)
    return ""


def said_again(sentences: Sequence[str], ground: Ground) -> str:
    """The first sentence that says as good as all of one before it, and no other number; "" for none."""
    said: list[tuple[frozenset[str], frozenset[str]]] = []
    for text in sentences:
        stems = stems_of(text, ground.tongue, ground.lexicon)
        counts = frozenset(one.value for one in figures(text, ground.lexicon, ground.tongue))
        if stems and any(_is_the_same(stems, before) and counts <= counted for before, counted in said):
            return text
        said.append((stems, counts))
    return ""


def _is_the_same(stems: frozenset[str], before: frozenset[str]) -> bool:
    return len(stems & before) >= SAME * len(stems) and len(before - stems) <= MOST_LEFT * len(before)


def _is_said_twice(phrase: Sequence[str], source: str) -> bool:
    words = [word.lower() for word in _WORD.findall(source)]
    said = sum(words[at : at + len(phrase)] == list(phrase) for at in range(len(words) - len(phrase) + 1))
    return said > 1
