"""The words of a sentence in their order, each with the part that it may play. Pure.

It is a rule of thumb, without a parser: a name stands in capitals, and what stands behind a preposition does nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from digest.summarise.gate.facts import nominative, same_name
from digest.summarise.gate.lexicon import Lexicon
from digest.summarise.tongues import Tongue

_TERM = regex.compile(r"[dlnsDLNS]['’](?=\w{3})|[^\W_]+(?:[-'’.][^\W\d_]+)*")
_OPENS = regex.compile(r"[.!?…:“”\"«»„]")
_PAUSE = regex.compile(r"[,;:()—–.!?“”\"«»„]")
FORM, ENDING = 4, 3  # letters that two forms of a word share; letters of an ending
MOST_TERMS = 400  # of a sentence; more are no sentence


@dataclass(frozen=True, slots=True)
class Term:
    """A ``word`` in small letters, and as it is ``written``.

    ``says``: it is none of the small ones. ``paused``: a mark parts it from the word before.

    ``led``: it stands behind a preposition, ``placed``: behind one that says where or when. ``owns``: "Holm's".
    """

    word: str
    written: str
    at: int
    is_name: bool
    says: bool
    paused: bool
    led: bool
    placed: bool
    owns: bool = False


Run = Sequence[Term]  # of a name


def terms_of(text: str, small: frozenset[str], tongue: Tongue, lexicon: Lexicon) -> list[Term]:
    """Its words; one that opens a sentence is a name when the source has it nowhere in ``small`` letters."""
    return list(_terms(text, small | tongue.common, tongue, lexicon))


def _terms(text: str, known: frozenset[str], tongue: Tongue, lexicon: Lexicon) -> Iterator[Term]:
    grammar = lexicon.grammar
    behind, opening, led, placed = 0, True, False, False
    for at, match in enumerate(_TERM.finditer(text)):
        if at == MOST_TERMS:
            return
        between = text[behind : match.start()]
        opening = opening or bool(_OPENS.search(between))
        paused = bool(_PAUSE.search(between))
        found = nominative(match[0])
        word = found.lower()
        counts = word[0].isdigit() or word in lexicon.numerals or word in lexicon.scales
        opens = opening and (word in known or _is_small(word, lexicon))
        is_name = found[:1].isupper() and len(found) > 1 and not counts and not opens
        small = word in tongue.common or word in tongue.negating or word in grammar.leading or word in grammar.placing
        says = not (counts or len(word) == 1 or small)
        if paused:
            led = placed = False
        if not says and not counts:
            passes = word in grammar.articles
            placed = word in grammar.placing or (placed and passes)
            leads = word in grammar.leading and not (opening and passes)  # "Der Verein" is no genitive
            led = leads or word in grammar.placing or (led and passes)
        yield Term(word, found, at, is_name, says, paused, led, placed, match[0].endswith(("'s", "’s")))
        behind, opening = match.end(), False


def _is_small(word: str, lexicon: Lexicon) -> bool:
    """Whether a word that opens a sentence is one that any may open with."""
    grammar = lexicon.grammar
    return word in grammar.leading or word in grammar.speaking or word in lexicon.usual or lexicon.about.among(word)


def plain_terms(text: str) -> frozenset[str]:
    """Its words in small letters, as ``Term`` has them."""
    return frozenset(nominative(word).lower() for word in _TERM.findall(text))


def runs(terms: Iterable[Term]) -> list[Run]:
    """Its names, each with all of its words."""
    found: list[list[Term]] = []
    for term in terms:
        if term.is_name and found and found[-1][-1].at == term.at - 1 and not term.paused:
            found[-1].append(term)
        elif term.is_name:
            found.append([term])
    return list(found)


def spoken(run: Run) -> str:
    """A name as one text."""
    return " ".join(term.written for term in run)


def same_word(one: str, other: str) -> bool:
    """Whether two words are forms of one, as a rule of thumb: "grabbing", "grabbed"."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    shared = next((i for i in range(shorter) if one[i] != other[i]), shorter)
    if max(len(one), len(other)) - shared > ENDING:
        return False
    return shared >= FORM or shared == shorter == FORM - 1


def same_bearer(one: Run, other: Run, endings: int) -> bool:
    """Whether two names may be one person's: all words of the shorter one are in the longer one."""
    few, many = sorted((one, other), key=len)
    return all(any(same_name(mine.word, term.word, endings) for term in many) for mine in few)
