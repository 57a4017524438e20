"""Who does or says something where no capitals show a name, and no blanks part words (Chinese, Japanese). Pure.

What a sentence has in one piece with its source tells what is done; the last word before it tells who does it. When
these have no sign in common, it is told of another one.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from digest.summarise.gate.footing import Footing
from digest.summarise.gate.ground import Ground

PIECE = 6  # signs that are known again
FEWEST = 2  # signs of one who does something
_WIDE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]")
_NAME = regex.compile(r"(?:[\p{Han}々ー・A-Za-z]|\p{Katakana})+")
_PAUSE = regex.compile(r"[，、。；！？,;]")
_HAN = regex.compile(r"\p{Han}+")
_KANA = regex.compile(r"\p{Hiragana}")
_DOES = regex.compile(r"[はがも]")
_WHEN = regex.compile(r"[年月日時时周週末\d]")


def another_subject(footing: Footing, ground: Ground) -> str:
    """Who does in the source what another one does here, in words; "" for nobody."""
    if not _WIDE.search(footing.text):
        return ""
    for start, end in _pieces(footing.text, ground):
        piece = footing.text[start:end]
        there = [at for at, one in enumerate(ground.stretches) if piece in one.text]
        mine = _before(footing.text, start, ground)
        theirs = [_before(ground.stretches[at].text, ground.stretches[at].text.find(piece), ground) for at in there]
        if mine and theirs and all(one and not set(one) & set(mine) for one in theirs):
            return f"{theirs[0]}, not {mine}, stands before {piece!r}"
        opens = _opens(footing.text, start, ground)
        if opens and there and not any(opens in _with_the_one_before(at, ground) for at in there):
            return f"{opens} is not told {piece!r} of"
    return ""


def _with_the_one_before(at: int, ground: Ground) -> str:
    return "".join(one.text for one in ground.stretches[max(0, at - 1) : at + 1])


def _opens(text: str, at: int, ground: Ground) -> str:
    """The two signs by which the clause before a place opens, in Chinese, where the source has them; "" for none."""
    opens = _PAUSE.split(text[:at])[-1][:FEWEST]
    known = len(opens) == FEWEST and _HAN.fullmatch(opens) and opens in ground.whole and not _WHEN.search(opens)
    return opens if known and not _KANA.search(ground.whole) and opens not in ground.lexicon.small else ""


def _pieces(text: str, ground: Ground) -> Iterator[tuple[int, int]]:
    """Where it has longest pieces in one with the source."""
    start = 0
    while start + PIECE <= len(text):
        end = start
        if any(text[start : start + PIECE] in one.text for one in ground.stretches):
            end = start + PIECE
            while end < len(text) and any(text[start : end + 1] in one.text for one in ground.stretches):
                end += 1
            yield start, end
        start = max(end, start + 1)


def _before(text: str, at: int, ground: Ground) -> str:
    """The last word before a place in its clause, or before the "says" of the clause before it; "" for none."""
    head = _PAUSE.split(text[:at])
    if not head[-1].strip() and len(head) > 1 and ground.lexicon.leaving_open.among(head[-2][-3:]):
        head = head[:-1]
    found = list(_NAME.finditer(ground.lexicon.leaving_open.without(head[-1])))
    if not found or (_KANA.search(text) and not _DOES.match(head[-1][found[-1].end() :] + text[at:])):
        return ""  # in Japanese, a particle says who does it
    word = found[-1][0].rpartition("的")[2]
    return "" if len(word) < FEWEST or word in ground.lexicon.small or _WHEN.search(word) else word
