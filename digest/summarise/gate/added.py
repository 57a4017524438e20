"""Words of a writer's own that its source has in no form: few of them are style, more are news. Pure."""

from __future__ import annotations

from digest.summarise.gate.ground import BEGINNING, Ground, saying
from digest.summarise.gate.uncased import is_uncased

MOST = 0.15  # of a sentence's words


def too_much_added(text: str, ground: Ground) -> str:
    """The first word that the source does not have, where there are too many of them; "" where there are not."""
    if is_uncased(text):
        return ""  # there, no new word at all is taken
    words = saying(text, ground.tongue, ground.lexicon)
    added = [word for word in words if not _is_there(word, ground)]
    return added[0] if len(added) > MOST * len(words) else ""


def _is_inflected(word: str, ground: Ground) -> bool:
    """Whether a word so short that its ending is one of its first letters stands there: "Вера", "Веры"."""
    if not ground.lexicon.endings or len(word) > BEGINNING:
        return False
    return any(one.startswith(word[: BEGINNING - 1]) for one in ground.begun)


def _is_there(word: str, ground: Ground) -> bool:
    """Whether the source has the word in some form, or another one that stands for it."""
    lexicon = ground.lexicon
    begins = lexicon.stem(word)[:BEGINNING]
    if begins in ground.begun or _is_inflected(word, ground) or word in lexicon.usual or word in lexicon.small:
        return True
    if lexicon.leaving_open.among(word) or lexicon.doubting.among(word):
        return True
    sides = (side for pair in lexicon.opposites for side in pair)
    return any(side.among(word) and side.among(ground.whole) for side in sides)
