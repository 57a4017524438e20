"""A writer's words and figures read as the source's own that say the same: "scientists" as "researchers". Pure.

What is left of a sentence then is what its writer really added, and everything else is asked of the source's words: who
"discovered" something is who "found" it there. "About 18,000" is read as the 18,200 that it rounds.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal

import regex

from digest.summarise.gate.figures import figures
from digest.summarise.gate.ground import Ground

_WORD = regex.compile(r"[^\W\d_]+")
_NUMBER = regex.compile(r"\s?(\d+(?:[.,\u00a0\u202f ]\d+)*)(?:\s[^\W\d_]+)?")
MOST_OFF = Decimal("0.05")  # of a number, by which "about" may miss it


def in_its_words(text: str, ground: Ground) -> str:
    """A text with the source's word for each that the source lacks, and its number for each that rounds it."""
    return _WORD.sub(lambda match: _its_word(match[0], ground), _in_its_figures(text, ground))


def _its_word(word: str, ground: Ground) -> str:
    stem = ground.lexicon.stem(word.lower())
    groups = [ground.alike[group] for group in ground.lexicon.alike.get(stem, ()) if group in ground.alike]
    if word.lower() in ground.lexicon.usual or not groups or any(stem in there for there in groups):
        return word
    others = (one for there in groups for one in there.values())
    other = max(others, key=lambda one: _ending(one, word.lower()))
    return other.capitalize() if word[0].isupper() else other


def _ending(one: str, other: str) -> int:
    """How many letters two words have in common at their ends."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    return next((at for at, (mine, theirs) in enumerate(pairs) if mine != theirs), min(len(one), len(other)))


def _in_its_figures(text: str, ground: Ground) -> str:
    for about in reversed(list(ground.lexicon.about.found(text))):
        number = _NUMBER.match(text, about.end())
        if not number:
            continue
        said = next(figures(number[0], ground.lexicon, ground.tongue), None)
        exact = said and _rounded(said.value, {one.value for one in ground.figures})
        if said and exact:
            end = number.end() if said.scales else number.end(1)
            text = f"{text[: number.start(1)]}{exact}{text[end:]}"
    return text


def _rounded(value: str, there: Iterable[str]) -> str:
    """The one number that a rounder one stands for; "" for none, and where it stands there itself."""
    if value in there:
        return ""
    rough = Decimal(value)
    short = rough.normalize()
    place = Decimal(1).scaleb(short.adjusted() - len(short.as_tuple().digits) + 1)
    near = [one for one in there if Decimal(one) and abs(Decimal(one) - rough) <= MOST_OFF * abs(Decimal(one))]
    exact = [one for one in near if (Decimal(one) / place).quantize(Decimal(1), ROUND_HALF_EVEN) * place == rough]
    return exact[0] if len(exact) == 1 else ""
