"""What an article is about: its words, and its pairs of neighbouring words, counted.

Pairs tell look-alike events apart and are the words of languages that write syllables apart, so one threshold serves
English and Vietnamese. Features are numbers (the hashing trick, Weinberger et al. 2009): no vocabulary is kept, and no
model file is read.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

from digest.model import Article

FIRST = 200  # words; news says what happened first, and what follows is background that other stories share
LONGEST = 20_000  # characters that are looked at
LEAST = 12  # words, title included; fewer say too little to compare by
TITLE = 2  # a title's words count so often
_CJK = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"  # written without spaces: each sign is a word, each pair one too
WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+")
_MOST = 255


@dataclass(frozen=True, slots=True)
class Features:
    """Numbers of 32 bits with their counts (1 to 255); the odd ones are pairs."""

    numbers: array[int]
    counts: bytes


def features_of(article: Article) -> Features:
    """What an article's title and the first words of its text, or of its teaser, say."""
    counted: Counter[int] = Counter()
    title, text = words_of(article.title), words_of(article.text or article.lead)[:FIRST]
    if len(title) + len(text) >= LEAST:
        for number in _numbers(title):
            counted[number] += TITLE
        counted.update(_numbers(text))
    return Features(array("I", counted), bytes(min(count, _MOST) for count in counted.values()))


def words_of(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return WORD.findall(text[:LONGEST].lower())


def _numbers(words: list[str]) -> Iterator[int]:
    for word in words:
        yield crc32(word.encode()) & ~1
    for one, two in pairwise(words):
        yield crc32(f"{one} {two}".encode()) | 1
