"""What a text states that can be looked up: numbers, names, quotations, links. Pure.

Two texts state the same where these agree, whatever the words between them are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from digest.summarise.tongues import Tongue

_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?!\d)|\d+(?:[.,:]\d+)*")
_LETTERS = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*")
_QUOTED = re.compile(
    r"“([^“”]{3,400})”|\"([^\"]{3,400})\"|«([^«»]{3,400})»|»([^«»]{3,400})«|„([^„“”]{3,400})[“”]"
    r"|「([^」]{2,400})」|(?<!\w)[‘']([^‘’'\n]{3,400} [^‘’'\n]{1,400})[’'](?!\w)"
)
_LINK = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+|(?<![\w.])(?:[\w-]{2,63}\.){1,4}[a-z]{2,18}(?!\.?\w)"
)
_GENITIVE = re.compile(r"['’]s?$")
_FEWEST = 4  # letters that an inflected name keeps


def numbers(text: str, tongue: Tongue) -> set[str]:
    """Its numbers in one form: "1,200", "1 200" and "1.200" are one, and so are "3" and "three"."""
    plain = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    found = {part for match in _NUMBER.finditer(plain) for part in _one_form(match[0])}
    values = {word: str(value) for value, word in enumerate(tongue.counting, 2)}
    return found | {values[word] for word in re.findall(r"[^\W\d_]+", plain.lower()) if word in values}


def _one_form(number: str) -> list[str]:
    parts = re.split(r"[^\d]", number)
    if all(len(part) == 3 for part in parts[1:]):
        return ["".join(parts).lstrip("0") or "0"]
    if len(parts) == 2 and ":" not in number:
        return [".".join(parts)]
    return [part.lstrip("0") or "0" for part in parts]  # a date, a time, a score


def names(text: str, known: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """Runs of capitalised words; one that opens a sentence is a name when it is none of the ``known`` small words."""
    run: list[str] = []
    behind, opening = 0, True
    for match in _LETTERS.finditer(text):
        between = text[behind : match.start()]
        opening = opening or bool(re.search(r"[.!?…:“”\"«»„]", between))
        word = _GENITIVE.sub("", match[0])
        if run and between != " ":
            yield tuple(run)
            run = []
        if word[:1].isupper() and len(word) > 1 and not (opening and word.lower() in known):
            run.append(word)
        elif run:
            yield tuple(run)
            run = []
        behind, opening = match.end(), False
    if run:
        yield tuple(run)


def spelt(text: str) -> list[str]:
    """All of its words as names are compared: small letters, without a genitive's ending."""
    return [_GENITIVE.sub("", word).lower() for word in _LETTERS.findall(text)]


def same_name(one: str, other: str) -> bool:
    """Whether two words are one name, perhaps in another case: "Merkels", "Москвы". Not "Andersen" and "Anderson"."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    most = 2 if one[:1] > "\u0370" else 1
    if shorter < _FEWEST or abs(len(one) - len(other)) > most:
        return False
    shared = next((i for i in range(shorter) if one[i] != other[i]), shorter)
    # A letter goes or is exchanged at the end of a Greek or Cyrillic name; a Latin one only gets a letter more.
    return shared >= (shorter - 1 if most == 2 else shorter)


def quotations(text: str) -> list[str]:
    """What it puts in quotation marks, in the form of ``plain``."""
    return [plain(next(group for group in match.groups() if group)) for match in _QUOTED.finditer(text)]


def plain(text: str) -> str:
    """A text without what typography changes: small letters, one blank, straight apostrophes, no marks at its ends."""
    return re.sub(r"\s+", " ", text.casefold().replace("’", "'").replace("‘", "'")).strip(" .,;:!?…。，！？\"'“”«»„")


def links(text: str) -> list[str]:
    """Its addresses of pages and mailboxes, and bare host names."""
    return [match[0].rstrip(".,;:!?)\"'»”").lower() for match in _LINK.finditer(text)]
