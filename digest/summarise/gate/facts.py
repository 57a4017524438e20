"""What a text states that can be looked up: names and links. Pure.

Two texts state the same where these agree, whatever the words between them are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

_LETTERS = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*")
_LINK = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
    r"|(?<![\w.])(?:[\w-]{2,63}\.){1,4}(?:[a-z]{2,18}|[A-Z]{2,18}|[^\W\d_a-zA-Z]{2,18})(?!\.?\w)(?:/\S*)?"
)
_GENITIVE = re.compile(r"['’]s?$|(?<=\w{3})['’][a-zçğıöşü]{1,6}$")  # "Ana's", "Ankara'daki"
_ELIDED = re.compile(
    r"^(?:[dljmnstcDLJMNSTC]|[Qq]u|(?:[dnDN]e|a|A|su|Su)?ll)['’](?=\w{2})"
)  # "l'Airbus", "dell'Europa"
_FEWEST = 4  # letters that an inflected name keeps


def names(text: str, known: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """Runs of capitalised words; one that opens a sentence is a name when it is none of the ``known`` small words."""
    run: list[str] = []
    behind, opening = 0, True
    for match in _LETTERS.finditer(text):
        between = text[behind : match.start()]
        opening = opening or bool(re.search(r"[.!?…:“”\"«»„]", between))
        word = nominative(match[0])
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
    return [nominative(word).lower() for word in _LETTERS.findall(text)]


def nominative(word: str) -> str:
    """A word without what an apostrophe joins to it: "Ana's", "l'Airbus"."""
    return _GENITIVE.sub("", _ELIDED.sub("", word)) if "'" in word or "’" in word else word


def same_name(one: str, other: str, endings: int = 0) -> bool:
    """Whether two words are one name, perhaps in another case: "Merkels", "Москвы". Not "Andersen" and "Anderson".

    ``endings`` is how many letters of a name its language may exchange for others: "Warszawa", "Warszawie".
    """
    if one == other:
        return True
    shorter = min(len(one), len(other))
    most = endings + 1 if endings else 2 if one[:1] > "\u0370" else 1
    if endings and shorter == _FEWEST - 1 and abs(len(one) - len(other)) <= endings:
        return one[:shorter] == other[:shorter]  # "Maj", "Maja"
    if shorter < _FEWEST or abs(len(one) - len(other)) > most:
        return False
    shared = next((i for i in range(shorter) if one[i] != other[i]), shorter)
    # A letter goes or is exchanged at the end of a Greek or Cyrillic name; a Latin one only gets a letter more.
    return shared >= max(_FEWEST - 1, shorter - (endings or most - 1))


def plain(text: str) -> str:
    """A text without what typography changes: small letters, one blank, straight apostrophes, no marks at its ends."""
    small = normalize("NFC", text).casefold().replace("’", "'").replace("‘", "'")
    return re.sub(r"\s+", " ", small).strip(" .,;:!?…。，！？\"'“”«»„")


def links(text: str) -> list[str]:
    """Its addresses of pages and mailboxes, and bare host names."""
    return [match[0].rstrip(".,;:!?)\"'»”").lower() for match in _LINK.finditer(text)]


def has_link(text: str, link: str) -> bool:
    """Whether a text in small letters has a link, and no other one that it is a part of."""
    return re.search(rf"(?<![\w@.-]){re.escape(link)}(?![\w@/-]|\.\w)", text) is not None
