"""Nouns where all of them have capitals (German): which of them are no names, but made of the source's words. Pure.

"Einsatzkräfte" is made of "Einsatz" and "Kräften", "Gericht" is a part of "Landgericht". What may stand for another
word in a report ("Auslöser") is a common noun and no name, whether the source has its like or not.
"""

from __future__ import annotations

from collections.abc import Sequence

from digest.summarise.gate.ground import Ground

WHOLE, PART = 5, 4  # letters of a word that is a part of a longer one; of each of two parts
ENDING = 2  # letters of an ending, which are not looked at


def names_alone(run: Sequence[str], ground: Ground) -> list[str]:
    """The words of a run of capitalised words without the nouns that are the source's in another form."""
    if not ground.lexicon.grammar.great_nouns:
        return list(run)
    return [word for word in run if not _is_common(word.lower(), ground)]


def _is_common(word: str, ground: Ground) -> bool:
    if ground.lexicon.stem(word) in ground.lexicon.alike or word in ground.lexicon.usual:
        return True
    return _is_part(word, ground) or _is_made_of_two(word, ground)


def _is_part(word: str, ground: Ground) -> bool:
    """Whether a longer word of the source ends in it."""
    forms = [word[: len(word) - cut] for cut in range(ENDING + 1) if len(word) - cut >= WHOLE]
    longer = [one for one in ground.spelt if len(one) >= len(word) + PART - ENDING]
    return any(one[: len(one) - cut].endswith(form) for form in forms for one in longer for cut in range(ENDING + 1))


def _is_made_of_two(word: str, ground: Ground) -> bool:
    begun = {one[:PART] for one in ground.spelt}
    return any(
        _opens(word[:at].removesuffix("s"), ground) and _begins(word[at:], ground)
        for at in range(PART, len(word) - PART + 1)
        if word[at : at + PART] in begun
    )


def _opens(part: str, ground: Ground) -> bool:
    return len(part) >= PART and any(one.startswith(part) for one in ground.spelt)


def _begins(part: str, ground: Ground) -> bool:
    """Whether a word of the source is this one, but for its ending."""
    root = part[: max(PART, len(part) - ENDING)]
    return any(one.startswith(root) and abs(len(one) - len(part)) <= ENDING for one in ground.spelt)
