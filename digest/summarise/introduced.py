"""Who is introduced where: "Gowdy said" says nothing to who has not read of "Rep. Trey Gowdy" before. Pure.

A name is a run of two to four words with capitals; its last word alone, later on, leans on it. What has an article
("the Federal Register"), a plural or a small letter elsewhere in the text is no person's name. Where nouns have
capitals too, or names are words, only what stands behind "Herr" or "ông" is one. Scripts without capitals have none.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from digest.summarise.tongues import Tongue

_CAPITALS = "".join(filter(str.isupper, map(chr, range(0x2000))))
_CAPITAL = rf"[{_CAPITALS}][\w'’-]*"
_RUN = re.compile(rf"(?<![\w’'-]){_CAPITAL}(?:[ \u00a0](?:[A-Z]\. )?{_CAPITAL})*")
_LONGEST_BEFORE = 12  # letters of an article
_FORMAL = frozenset({"mr", "mrs", "ms", "dr", "m", "mme", "sr", "sra", "sig"})
SHORTEST = 3  # letters
LONGEST = 4  # words


class Mention(NamedTuple):
    """Where somebody is called by a last name alone, which is in small letters here."""

    start: int
    name: str


def called_again(text: str, tongue: Tongue) -> list[Mention]:
    """Where a text calls somebody by a last name alone whom it introduced by more before, in order."""
    little = tongue.common | tongue.pointing | tongue.articles | tongue.before_names | _FORMAL
    introduced: set[str] = set()
    alone: list[Mention] = []
    words: set[str] = set()  # that are no names
    for match in _RUN.finditer(text):
        if match[0].isalpha() and match[0] not in introduced:
            continue  # most are a single word, and open a sentence
        before, names = _parts(match[0], little)
        last = _bare(names[-1]) if names else ""
        if len(names) == 1 and last in introduced:
            before = before or _before(text, match.start())
            if before in tongue.articles:
                words.add(last)
            elif not tongue.before_names or before in tongue.before_names:
                alone.append(Mention(match.start(), last))
        elif 1 < len(names) <= LONGEST and len(last) >= SHORTEST and last[1:].islower():
            (words if (before or _before(text, match.start())) in tongue.articles else introduced).add(last)
    words |= {name for name in {one.name for one in alone} - words if _is_a_word(name, text, tongue)}
    return [Mention(start, name.lower()) for start, name in alone if name not in words]


def _parts(run: str, little: frozenset[str]) -> tuple[str, list[str]]:
    """The names of a run, and the last of the small words that begin it: "The Holm", "Mr. Holm"."""
    before, names = "", run.replace("\u00a0", " ").split(" ")
    while names and (small := names[0].lower()) in little:
        before, names = small, names[1:]
    return before, names


def _before(text: str, start: int) -> str:
    """The word before, if it is short and nothing but a blank is between."""
    near = text[max(0, start - _LONGEST_BEFORE) : start]
    return near[:-1].rpartition(" ")[2] if near.endswith(" ") else ""


def _bare(name: str) -> str:
    for ending in ("'s", "’s", "'", "’"):
        name = name.removesuffix(ending)
    return name


def _is_a_word(name: str, text: str, tongue: Tongue) -> bool:
    """Whether it stands in small letters or in the plural somewhere, or is a plural itself."""
    if tongue.before_names:
        return False
    if f" {name.lower()}" in text or f"{name}s" in text:
        return True
    return name.endswith("s") and re.search(rf"\b{name[:-1]}\b", text) is not None
