"""What an article is about: its words, and its pairs of neighbouring words, counted; what is title, and what is name.

Pairs tell look-alike events apart and are the words of languages that write syllables apart, so one threshold serves
English and Vietnamese. Features are numbers (the hashing trick, Weinberger et al. 2009): no vocabulary is kept, and no
model file is read.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from unicodedata import category
from zlib import crc32

from digest.model import Article

FIRST = 200  # words; news says what happened first, and what follows is background that other stories share
LONGEST = 20_000  # characters that are looked at
LEAST = 12  # words, title included; fewer say too little to compare by
TITLE = 2  # a title's words count so often
HEAD, HEADLINE = 12, 3  # words; what has no title, or a shorter one, begins with one
NAMELESS = 40  # words to a name; where names are rarer than that, the script has no capitals
_CJK = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"  # written without spaces: each sign is a word, each pair one too
# The vowel signs and points of scripts that put blanks between words belong to the letters before them; Python's \w
# does not know that. Thai, Lao, Khmer and Burmese put no blanks: what is between two signs is their word.
_POINTED = ((0x0300, 0x0370), (0x0483, 0x0488), (0x0591, 0x06EE), (0x0900, 0x0E00))
_SIGNS = "".join(chr(code) for first, end in _POINTED for code in range(first, end) if category(chr(code))[0] == "M")
_LETTERS = rf"[^\W_{_CJK}](?:[^\W_{_CJK}]|[{_SIGNS}])*"
WORD = re.compile(rf"[{_CJK}]|{_LETTERS}")
INSIDE = re.compile(rf"(?<=[\w,{_SIGNS}] ){_LETTERS}")  # words that begin no sentence
MOST = 63  # what is said more often says no more
OF_TITLE, NAME = 64, 128


@dataclass(frozen=True, slots=True)
class Features:
    """Numbers of 32 bits, the odd ones are pairs; a mark for each: its count (1 to 63), with OF_TITLE or NAME added."""

    numbers: array[int]
    marks: bytes


def features_of(article: Article) -> Features:
    """What an article's title and the first words of its text, or of its teaser, say."""
    title, text = _spoken(article.title), _spoken(article.text or article.lead)
    if len(title[0]) + len(text[0]) < LEAST:
        return Features(array("I"), b"")
    head, body = _lower(title[0]), _lower(text[0])
    counted: Counter[int] = Counter()
    for number in _numbers(head):
        counted[number] += TITLE
    counted.update(_numbers(body))
    marked = {number: min(count, MOST) for number, count in counted.items()}
    told = head if len(head) >= HEADLINE else [*head, *body[:HEAD]]
    for bit, words in ((OF_TITLE, set(told)), (NAME, _names(title, text))):
        for word in words:
            marked[_number(word)] |= bit
    return Features(array("I", marked), bytes(marked.values()))


def words_of(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return WORD.findall(text[:LONGEST].lower())


def _spoken(text: str) -> tuple[list[str], list[str]]:
    """A text's first words as they are written, and those of them that begin no sentence."""
    found = list(islice(WORD.finditer(text[:LONGEST]), FIRST))
    return [one.group() for one in found], INSIDE.findall(text[: found[-1].end()]) if found else []


def _names(title: tuple[list[str], list[str]], text: tuple[list[str], list[str]]) -> set[str]:
    """Words with a capital within sentences and nowhere without one; all of them, where there are no capitals.

    Headlines that give every word a capital show nothing. German gives one to all nouns: there, more is called a name.
    """
    inside = [*text[1], *(title[1] if 2 * len(_capitals(title[0])) < len(title[0]) else ())]
    names = set(_lower(_capitals(inside))) - {word for word in text[0] if word[0].islower()}
    words = _lower([*title[0], *text[0]])
    return names if NAMELESS * len(names) >= len(words) else set(words)


def _capitals(words: Sequence[str]) -> list[str]:
    return [word for word in words if word[0].isupper()]


def _lower(words: Sequence[str]) -> list[str]:
    return [word.lower() for word in words]


def _number(word: str) -> int:
    return crc32(word.encode()) & ~1


def _numbers(words: list[str]) -> Iterator[int]:
    yield from map(_number, words)
    for one, two in pairwise(words):
        yield crc32(f"{one} {two}".encode()) | 1
