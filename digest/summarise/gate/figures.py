"""The numbers of a text, in whatever form it writes them, each with the words that it stands beside. Pure.

"1,200", "1 200" and "1.200" are one number, and so are "3" and "three", "12 million", "12m" and "12,000,000".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from digest.summarise.gate.lexicon import Lexicon
from digest.summarise.gate.numerals import WIDE_SIGN, Token, in_digits, pieces_of, shown, tokens_of, touching, value_at
from digest.summarise.tongues import Tongue

NEAR = 2  # words behind a number that say of what it is
_SCORE = regex.compile(r"(?<![\d.,:–-])(\d{1,3}) ?[-–:] ?(\d{1,3})(?![\d.,:–-]*\d)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the words it has beside it, as stems.

    ``spelt`` are those behind it as they stand. ``scales`` are the values of those that it is said with; ``bare``:
    of nothing else ("millions of …"). ``of``: what stands behind the number of which this one is a part.
    """

    value: str
    before: str = ""
    behind: tuple[str, ...] = ()
    spelt: tuple[str, ...] = ()
    scales: tuple[str, ...] = ()
    bare: bool = False
    of: tuple[str, ...] = ()

    @property
    def beside(self) -> tuple[str, ...]:
        """All words that it stands beside."""
        return (self.before, *self.behind, *self.of)


def numbers(text: str, lexicon: Lexicon, tongue: Tongue) -> set[str]:
    """The values of all its numbers."""
    return {figure.value for figure in figures(text, lexicon, tongue)}


def figures(text: str, lexicon: Lexicon, tongue: Tongue) -> Iterator[Figure]:
    """Its numbers in their order."""
    tokens = list(tokens_of(in_digits(text)))
    at = 0
    while at < len(tokens):
        values, pieces, behind = value_at(tokens, at, lexicon)
        if values:
            beside = _beside(tokens, at, behind, lexicon, tongue)
            scales = tuple(shown(Decimal(one.value)) for one in pieces if one.is_scale)
            bare = bool(pieces) and tokens[at].kind == "word" and all(one.is_scale for one in pieces)
            of = _of(tokens, behind, lexicon, tongue)
            yield from (Figure(shown(value), *beside, scales, bare, of) for value in values)
        at = max(behind, at + 1)


def scores(text: str) -> set[tuple[str, str]]:
    """Pairs of numbers with a dash or a colon between them: "3–1", "7-4"."""
    return {(one, other) for one, other in _SCORE.findall(in_digits(text))}


def _beside(
    tokens: Sequence[Token], at: int, behind: int, lexicon: Lexicon, tongue: Tongue
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    there = at > 0 and tokens[at].touches and _belongs(tokens[at - 1], lexicon, tongue)
    before = lexicon.stem(tokens[at - 1].text) if there else ""
    found: list[str] = []
    if at and tokens[at - 1].kind == tokens[at].kind == "number" and touching(tokens, at):
        return "", (), ()  # of a score or a range: what stands behind it is told of both
    for place, token in enumerate(tokens[behind : behind + 2 * NEAR], behind):
        hyphened = place == behind and touching(tokens, place) and tokens[place - 1].text not in lexicon.scales
        touches = token.touches or hyphened  # "a six-month contract"
        if token.kind in ("number", "stop") or not touches or pieces_of(token.text, lexicon) or len(found) == NEAR:
            break
        if _says(token, lexicon, tongue):
            found.append(token.text)
    return before, tuple(map(lexicon.stem, found)), tuple(found)


def _of(tokens: Sequence[Token], behind: int, lexicon: Lexicon, tongue: Tongue) -> tuple[str, ...]:
    """What a number counts that is a part of another: "eleven of the 74 barges"."""
    if behind >= len(tokens) or tokens[behind].text not in lexicon.parts:
        return ()
    near = range(behind + 1, min(behind + 1 + 2 * NEAR, len(tokens)))
    whole = next((at for at in near if tokens[at].kind == "number"), 0)
    return _beside(tokens, whole, whole + 1, lexicon, tongue)[1] if whole else ()


def _belongs(token: Token, lexicon: Lexicon, tongue: Tongue) -> bool:
    """Whether a word before a number may belong to it: "March 3", "作業員3人"; not "cost 3"."""
    if not _says(token, lexicon, tongue):
        return False
    return bool(WIDE_SIGN.match(token.text)) or any(one.among(token.text) for one in lexicon.exact)


def _says(token: Token, lexicon: Lexicon, tongue: Tongue) -> bool:
    small = token.text in tongue.common or token.text in lexicon.small
    if "\u3040" < token.text < "\u30a0":  # Hiragana
        return False
    return token.kind == "sign" or (token.kind == "word" and not small and not pieces_of(token.text, lexicon))
