"""What the source says there is not: "two years without probation" is not "two years on probation". Pure."""

from __future__ import annotations

from digest.summarise.gate.footing import Footing
from digest.summarise.gate.ground import Ground, saying


def had_after_all(footing: Footing, ground: Ground) -> str:
    """What each best sentence of the source has only behind a "without", in words; "" for nothing."""
    lexicon = ground.lexicon
    if lexicon.without.among(footing.text) or lexicon.denying.among(footing.text):
        return ""
    lacking = [_lacking(told.stretch.text, ground) for told in footing.close]
    both = frozenset.intersection(*lacking) if lacking else frozenset()
    found = (word for word in saying(footing.text, ground.tongue, lexicon) if lexicon.stem(word) in both)
    return next((f"it is without {word!r}" for word in found), "")


def _lacking(text: str, ground: Ground) -> frozenset[str]:
    """The stems of the first words behind each "without" that stand nowhere else in a text."""
    lexicon, rest, lacking = ground.lexicon, text, set[str]()
    for found in reversed(list(lexicon.without.found(text))):
        if behind := saying(text[found.end() :], ground.tongue, lexicon)[:1]:
            lacking.add(lexicon.stem(behind[0]))
            at = text.lower().find(behind[0], found.end())
            rest = rest[: found.start()] + rest[at + len(behind[0]) :]
    return frozenset(lacking) - frozenset(map(lexicon.stem, saying(rest, ground.tongue, lexicon)))
