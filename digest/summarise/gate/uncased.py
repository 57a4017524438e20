"""Names in scripts without capitals: there, any word may be one, so every word must stand in the source. Pure.

Where words have endings or beginnings of their own (Korean, Arabic, Hindi), they may have others than in the source.
Where no blank parts words, it is asked how much of a text is new in one piece: what is put together anew is new at its
seams alone, a name that nobody wrote is new in all its length.
"""

from __future__ import annotations

import regex

from digest.summarise.gate.ground import Ground
from digest.summarise.words import WIDE

_LETTER = regex.compile(r"\p{L}")
_CASED = regex.compile(r"(?!\p{Georgian})(?:\p{Lu}|\p{Ll})")  # Georgian has small letters alone
_WORD = regex.compile(rf"[^\W\d_{WIDE}]+")
_HAN = regex.compile(r"\p{Han}+")
_JAPANESE = regex.compile(r"[\p{Han}々]+|[\u30a1-\u30ff]{2,}")
_KANA = regex.compile(r"[\u3041-\u30ff]")
_UNSPACED = regex.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")
_HANGUL = regex.compile(r"\p{Hangul}+")
_PARTICLE = regex.compile(r"(?:에서|에게|으로|까지|부터|이라고|라고|은|는|이|가|을|를|에|의|로|와|과|도|만)$")
_PREFIX = regex.compile(r"^[وف]?(?:ال|لل|[بكل](?:ال)?)?(?=\w{3})|^[והבלכמש]{1,2}(?=\w{3})")
FEWEST, ENDING = 3, 2  # letters that a word keeps; letters of an ending
PIECE_HAN, PIECE_UNSPACED = 2, 3  # signs of a piece that is looked for
SEAM_HAN, SEAM_UNSPACED = 2, 2  # new pieces in a row that a seam may make


def is_uncased(text: str) -> bool:
    """Whether most of its letters are of a script without capitals."""
    return len(_LETTER.findall(text)) >= 2 * len(_CASED.findall(text))


def new_word(text: str, ground: Ground) -> str:
    """A word that the source does not have, in a text whose script has no capitals; "" for none."""
    if not is_uncased(text):
        return ""
    if found := _new_name(text, ground):
        return found
    known = {form for word in _WORD.findall(ground.whole) for form in _forms(word)}
    words: list[str] = _WORD.findall(text)
    for word in words:
        allowed = word in ground.lexicon.small or word in ground.tongue.common or word in ground.lexicon.numerals
        if not allowed and word not in ground.lexicon.scales and not known & _forms(word):
            return word
    return ""


def _new_name(text: str, ground: Ground) -> str:
    if _KANA.search(text):
        runs: list[str] = _JAPANESE.findall(text)
        return next((run for run in runs if not _is_put_together(run, ground)), "")
    for run in _HAN.findall(_without_small(text, ground)):
        if sign := next((one for one in run if one not in ground.whole and one not in ground.lexicon.small), ""):
            return sign
        if new := _new_piece(run, ground.whole, PIECE_HAN, SEAM_HAN):
            return new
    pieces = (_new_piece(run, ground.whole, PIECE_UNSPACED, SEAM_UNSPACED) for run in _UNSPACED.findall(text))
    return next(filter(None, pieces), "")


def _is_put_together(run: str, ground: Ground) -> bool:
    """Whether the source has it, but for a word at its beginning or end that any sentence may have: "開館予定"."""
    small = ground.lexicon.small
    parts = ((run[:at], run[at:]) for at in range(1, len(run)))
    return (
        run in ground.whole
        or run in small
        or any(
            (one in small and rest in ground.whole) or (rest in small and one in ground.whole) for one, rest in parts
        )
    )


def _without_small(text: str, ground: Ground) -> str:
    """A text with a blank for each word of several signs that any sentence may have, where the source has not."""
    for word in ground.lexicon.small:
        if len(word) > 1 and word in text and word not in ground.whole:
            text = text.replace(word, " ")
    return text


def _new_piece(run: str, whole: str, size: int, seam: int) -> str:
    """The stretch of it that is new, if that is longer than a seam."""
    new = 0
    for at in range(len(run) - size + 1):
        new = new + 1 if run[at : at + size] not in whole else 0
        if new > seam:
            return run[at - new + 1 : at + size]
    return ""


def _forms(word: str) -> set[str]:
    """What a word has in common with its other forms."""
    if _HANGUL.fullmatch(word):
        bare = _PARTICLE.sub("", word) if len(word) > 2 else word
        return {bare[:FEWEST]}
    bare = _PREFIX.sub("", word)
    return {form[: max(FEWEST, len(form) - cut)] for form in (word, bare) for cut in range(ENDING + 1)}
