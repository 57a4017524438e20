"""What is known of a language by those who check what is said in it. All words are in small letters (NFC)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import regex

from digest.summarise.gate.lexicon.grammar import NO_GRAMMAR, Grammar

STEM, SHORTEST_STEM = 6, 4  # letters by which words are held to be forms of one
SHORTEST_ROOT = 3  # letters before an ending
ANY_ENDING = r"[\w’']*"
_WITHOUT_SPACES = regex.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class Words:
    """Words and phrases to be found in a text, in any case; "approv*" stands for all that begin so."""

    pattern: regex.Pattern[str] | None

    @classmethod
    def of(cls, text: str) -> Words:
        """From words with blanks between them; "_" is a blank within a phrase.

        Where words are written without blanks, one is found within others; else only whole, or as a beginning.
        """
        found = [word.replace("_", " ") for word in text.split()]
        wide = [regex.escape(word) for word in found if _WITHOUT_SPACES.search(word)]
        parted = "|".join(map(_pattern, (word for word in found if not _WITHOUT_SPACES.search(word))))
        pattern = "|".join([*wide, *([rf"(?<!\w)(?:{parted})(?!\w)"] if parted else [])])
        return cls(regex.compile(pattern, regex.IGNORECASE) if found else None)

    @classmethod
    def ending(cls, endings: str) -> Words:
        """Of all words that end so."""
        found = "|".join(map(regex.escape, endings.split()))
        return cls(
            regex.compile(rf"(?<!\w)\w{{{SHORTEST_ROOT},}}(?:{found})(?!\w)", regex.IGNORECASE) if found else None
        )

    @classmethod
    def before_numbers(cls, text: str, numerals: Iterable[str]) -> Words:
        """Of such words with a number behind them, and up to two other words between: "of the train's 74"."""
        found = "|".join(regex.escape(word.replace("_", " ")) for word in text.split())
        numbers = "|".join([r"\d[\d.,]*", *map(regex.escape, numerals)])
        pattern = rf"(?<!\w)(?:{found}) (?:[\w'’]+ ){{0,2}}(?:{numbers})(?!\w)"
        return cls(regex.compile(pattern, regex.IGNORECASE) if found else None)

    def among(self, text: str) -> bool:
        """Whether one of them stands in a text."""
        return self.pattern is not None and self.pattern.search(text) is not None

    def first(self, text: str) -> str:
        """The first of them that stands in a text, "" for none."""
        match = self.pattern.search(text) if self.pattern else None
        return match[0] if match else ""

    def found(self, text: str) -> Iterator[regex.Match[str]]:
        """Where they stand in a text."""
        return iter(()) if self.pattern is None else self.pattern.finditer(text)

    def without(self, text: str) -> str:
        """A text without them."""
        return self.pattern.sub(" ", text) if self.pattern else text


def _pattern(word: str) -> str:
    return f"{regex.escape(word.rstrip('*'))}{ANY_ENDING if word.endswith('*') else ''}"


NONE = Words(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Words of a language that carry weight.

    ``numerals`` and ``scales`` have values ("twenty", "million"); ``links`` join them ("and"), and ``joined``
    languages write them as one word. ``denying`` words turn a sentence round, ``harmless`` ones only look so.
    ``doubting`` ones say that it is not sure, ``leaving_open`` that somebody else says so. Of ``opposites`` each has
    two sides; ``sides`` are opposites only where one takes the other's place. ``exact`` are groups of words of one
    meaning that no other word can stand for: days, months, "half". ``aged`` ones make an age of a number, ``kin`` is
    the same of who is whose. ``units`` belong to their number. ``joining`` words part the clauses of a sentence.
    ``whole`` ones leave nobody out or stand above all, what follows a ``without`` one is not there. ``sharing`` ones
    speak of a part, ``parting`` ones do with a number behind them, ``nearly`` ones take that back, ``causing`` ones
    give a reason, ``obliging`` ones a duty; ``coming`` ones say that something is still to be, ``done`` ones that it
    was; ``future`` and ``past`` are words with the endings for it. ``small`` are words that any sentence may have in
    a script without capitals, ``usual`` those in one that has them. ``endings``: so many letters of a word its cases
    may change, and ``shortest``: so many they leave. ``about`` ones round a number. ``alike``: which stems may stand
    for each other in a report, by the numbers of their groups. ``grammar``: what part its words play.
    """

    numerals: Mapping[str, int]
    scales: Mapping[str, int]
    links: frozenset[str] = frozenset()
    joined: regex.Pattern[str] | None = None
    denying: Words = NONE
    harmless: Words = NONE
    doubting: Words = NONE
    leaving_open: Words = NONE
    opposites: tuple[tuple[Words, Words], ...] = ()
    sides: tuple[tuple[Words, Words], ...] = ()
    exact: tuple[Words, ...] = ()
    aged: frozenset[str] = frozenset()
    kin: tuple[Words, ...] = ()
    units: Words = NONE
    joining: frozenset[str] = frozenset()
    whole: Words = NONE
    without: Words = NONE
    sharing: Words = NONE
    parting: Words = NONE
    parts: frozenset[str] = frozenset()
    nearly: Words = NONE
    causing: Words = NONE
    obliging: Words = NONE
    coming: Words = NONE
    done: Words = NONE
    future: Words = NONE
    past: Words = NONE
    small: frozenset[str] = frozenset()
    usual: frozenset[str] = frozenset()
    usual_stems: frozenset[str] = frozenset()
    about: Words = NONE
    alike: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    endings: int = 0
    shortest: int = SHORTEST_STEM
    grammar: Grammar = NO_GRAMMAR

    def stem(self, word: str) -> str:
        """What a word has in common with its other forms, as a rule of thumb."""
        return word[: max(self.shortest, min(STEM, len(word) - self.endings))] if self.endings else word[:STEM]
