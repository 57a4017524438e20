"""What a text puts in quotation marks, and who is said to have said it. Pure.

In one language a mark opens, in another it closes ("„Ja“", "”Ja”", "»Ja«", "«Ja»"), and a liar mixes them. So all marks
are one, and every second stretch between them is a quotation.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from digest.summarise.gate.facts import names, plain
from digest.summarise.gate.ground import Ground

_MARKS = regex.compile(r"[\"“”„‟«»「」『』《》〈〉＂〝〞〟]")
_NESTED = regex.compile(r"“([^“”]*)”|«([^«»]*)»|„([^„“”]*)[“”]|「([^「」]*)」|『([^『』]*)』")
# Single marks are apostrophes too: only what has a mark on both sides, and no letter outside of them, is quoted.
_SINGLE = regex.compile(r"(?<!\w)[‘‚‹›'’]([^‘’‚‹›'\n]{2,1000})[’‘›‹'](?!\w)")
_APOSTROPHE = regex.compile(r"(?<=\w)['’](?=\w)")
_INCH = regex.compile(r"(?<=\d)\"")


def quotations(text: str) -> list[str]:
    """What stands in quotation marks, in the form of ``plain``."""
    return [found for found in (plain(one) for one in _quoted(text)) if found]


def _quoted(text: str) -> Iterator[str]:
    yield from _MARKS.split(text)[1::2]
    for match in _NESTED.finditer(text):
        yield from (group for group in match.groups() if group)
    for match in _SINGLE.finditer(_APOSTROPHE.sub("\u02bc", text)):
        yield match[1].replace("\u02bc", "'")


def outside(text: str) -> str:
    """A text without what it quotes."""
    return " ".join(_MARKS.split(text)[0::2])


def is_open(text: str) -> bool:
    """Whether a quotation begins in it and does not end."""
    return len(_MARKS.findall(_INCH.sub("", text))) % 2 == 1


def misquoted(text: str, ground: Ground) -> str:
    """What is wrong with a text's quotations, in words; "" for nothing."""
    for quotation in quotations(text):
        if quotation not in ground.plain:
            return f"nobody in the source says {quotation!r}"
    return "a quotation does not end" if is_open(text) else ""


def another_speaker(text: str, ground: Ground) -> str:
    """The name of somebody who is said to have said what another one says; "" for none.

    Who speaks is named in the sentence that has the quotation, or in the nearest one before it that names anybody.
    """
    said = [one for one in quotations(text) if " " in one or not one.isascii()]
    named = list(names(outside(text), ground.small | ground.tongue.common))
    if not said or not named:
        return ""
    speakers = {word for one in said for word in _named_near(one, ground)}
    words = {ground.lexicon.stem(word.lower()) for run in named for word in run}
    return " ".join(named[0]) if speakers and not words & speakers else ""


def _named_near(quotation: str, ground: Ground) -> set[str]:
    near: set[str] = set()
    before: set[str] = set()
    for stretch in ground.stretches:
        here = {
            ground.lexicon.stem(word.lower())
            for run in names(outside(stretch.text), ground.small | ground.tongue.common)
            for word in run
        }
        if quotation in plain(stretch.text):
            near |= here or before
        before = here or before
    return near
