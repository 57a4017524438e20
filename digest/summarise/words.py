"""The words of a sentence, and what they give away."""

from __future__ import annotations

import re

import regex

from digest.summarise.tongues import Tongue

WIDE = r"\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"  # written without spaces
# Words with the marks that belong to them (Hindi's vowels), and the single signs of scripts without spaces.
WORD = regex.compile(rf"[{WIDE}]|[^\W_{WIDE}]+")
_MARKED = re.compile("[\u0300-\u1fff\u20d0-\U0010ffff]")  # where marks may belong to letters, or no blanks part words
_SIMPLE = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"[()\[\]（）「」『』]")
_QUOTES = re.compile(r"[“”„«»]|(?<!\d)\"")
_SAID = re.compile(r"[,”’“»\"'] ?[—–-]? ?([^\W\d_]+) ([^\W\d_]+)[^,.]{0,30}[.!]$")


def words_in_order(text: str) -> list[str]:
    """All words of a text, in small letters."""
    small = text.lower()
    return (WORD if _MARKED.search(small) else _SIMPLE).findall(small)


def words_of(text: str, tongue: Tongue) -> frozenset[str]:
    """The words of a text that say something, in small letters."""
    return frozenset(word for word in words_in_order(text) if word not in tongue.common)


def opens_with_a_pronoun(sentence: str, tongue: Tongue) -> bool:
    """Whether it speaks of somebody who was named before: "She told the council …"."""
    first = WORD.search(sentence.lower())
    return first is not None and first[0] in tongue.pointing & tongue.persons


def dangles(sentence: str, tongue: Tongue) -> bool:
    """Whether a sentence points at one that went before: by its first word, or by who "he" is that says it."""
    small = sentence.lower()
    first = WORD.search(small)
    if first and first[0] in tongue.pointing:
        return True
    said = _SAID.search(small)
    who = set(said.groups()) if said else set()
    return bool(who & tongue.persons) and bool(who & tongue.said)


def is_half_quoted(sentence: str) -> bool:
    """Whether a quotation or an aside begins in it and ends in another sentence, or the other way round."""
    depth = 0
    for sign in _BRACKETS.findall(sentence):
        depth += 1 if sign in "([（「『" else -1
        if depth < 0:
            return True
    return depth != 0 or len(_QUOTES.findall(sentence)) % 2 == 1
