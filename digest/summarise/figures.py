"""The numbers of a text, in whatever form it writes them, each with the words that it stands beside. Pure.

"1,200", "1 200" and "1.200" are one number, and so are "3" and "three", "12 million", "12m" and "12,000,000".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import prod

import regex

from digest.summarise.lexicon import Lexicon
from digest.summarise.tongues import Tongue

NEAR = 2  # words behind a number that say of what it is
_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,:]\d+)*"
_WIDE = r"\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN = regex.compile(
    rf"(?P<number>{_NUMBER})|(?P<word>[{_WIDE}]|[^\W\d_{_WIDE}]+)|(?P<sign>[%‰])|(?P<stop>[.!?…。！？;])"
)
_FOREIGN_DIGIT = regex.compile(r"(?![0-9])\p{Nd}")
_WIDE_SIGN = regex.compile(rf"[{_WIDE}]")
_SIGNS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_KOREAN = {"만": 10**4, "억": 10**8, "조": 10**12}  # they may have an ending
_SCORE = regex.compile(r"(?<![\d.,:–-])(\d{1,3}) ?[-–:] ?(\d{1,3})(?![\d.,:–-]*\d)")
_INDIAN = regex.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_LONGEST = 40  # letters of a number that is written as one word


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the words it has beside it, as stems.

    ``spelt`` are those behind it as they stand. ``scales`` are the values of those that it is said with; ``bare``:
    of nothing else ("millions of …").
    """

    value: str
    before: str = ""
    behind: tuple[str, ...] = ()
    spelt: tuple[str, ...] = ()
    scales: tuple[str, ...] = ()
    bare: bool = False

    @property
    def beside(self) -> tuple[str, ...]:
        """All words that it stands beside."""
        return (self.before, *self.behind)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int
    touches: bool  # nothing but blanks parts it from the one before


@dataclass(frozen=True, slots=True)
class _Piece:
    value: int
    is_scale: bool = False


def numbers(text: str, lexicon: Lexicon, tongue: Tongue) -> set[str]:
    """The values of all its numbers."""
    return {figure.value for figure in figures(text, lexicon, tongue)}


def figures(text: str, lexicon: Lexicon, tongue: Tongue) -> Iterator[Figure]:
    """Its numbers in their order."""
    tokens = list(_tokens(in_digits(text)))
    at = 0
    while at < len(tokens):
        values, pieces, behind = _value(tokens, at, lexicon)
        if values:
            beside = _beside(tokens, at, behind, lexicon, tongue)
            scales = tuple(_shown(Decimal(one.value)) for one in pieces if one.is_scale)
            bare = bool(pieces) and tokens[at].kind == "word" and all(one.is_scale for one in pieces)
            yield from (Figure(_shown(value), *beside, scales, bare) for value in values)
        at = max(behind, at + 1)


def _tokens(text: str) -> Iterator[_Token]:
    behind = 0
    for match in _TOKEN.finditer(text):
        touches = not text[behind : match.start()].strip()
        yield _Token(match.lastgroup or "", match[0].lower(), *match.span(), touches)
        behind = match.end()


def scores(text: str) -> set[tuple[str, str]]:
    """Pairs of numbers with a dash or a colon between them: "3–1", "7-4"."""
    return {(one, other) for one, other in _SCORE.findall(in_digits(text))}


def in_digits(text: str) -> str:
    """A text of the same length with the digits and decimal signs of all scripts as ours."""
    plain = text.replace("٫", ".").replace("٬", ",")
    if not _FOREIGN_DIGIT.search(plain):
        return plain
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in plain)


def _value(tokens: Sequence[_Token], at: int, lexicon: Lexicon) -> tuple[list[Decimal], list[_Piece], int]:
    """The values of the number that begins here, if one does; the pieces it is said with; the token behind it."""
    token = tokens[at]
    if token.kind != "number":
        said, behind = _worded(tokens, at, lexicon)
        return ([Decimal(_added(said))] if said else []), said, behind
    parts = parts_of(token.text)
    scales, behind = _scales(tokens, at + 1, lexicon) if len(parts) == 1 else ([], at + 1)
    return [part * prod(one.value for one in scales) for part in parts], scales, behind


def parts_of(number: str) -> list[Decimal]:
    """What a number in digits says: one value, or the parts of a date, a time, a score.

    "1.000,5" and "1,000.5" have a last sign that is another than those before it; "0.125" is no thousand.
    """
    plain = regex.sub(r"[ \u00a0\u202f'’]", "", number)
    signs = regex.sub(r"\d", "", plain)
    groups = regex.split(r"[.,:]", plain)
    if not signs:
        return [Decimal(plain)]
    if _INDIAN.fullmatch(plain):
        return [Decimal(plain.replace(",", ""))]
    thousands = ":" not in signs and all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3
    if thousands and len(set(signs)) == 1 and groups[0] != "0":
        return [Decimal("".join(groups))]
    mixed = len(signs) > 1 and signs[-1] not in signs[:-1] and len(set(signs[:-1])) == 1 and ":" not in signs
    if mixed and all(len(group) == 3 for group in groups[1:-1]):
        return [Decimal("".join(groups[:-1]) + "." + groups[-1])]
    if len(signs) == 1 and signs != ":":
        return [Decimal(".".join(groups))]
    return [Decimal(group) for group in groups]


def _scales(tokens: Sequence[_Token], at: int, lexicon: Lexicon) -> tuple[list[_Piece], int]:
    """The scales from here on, behind a number in digits: "12 million", "20 mil millones", "12億"."""
    found = []
    while at < len(tokens) and _touches(tokens, at) and (scale := _scale(tokens[at], lexicon)):
        found.append(_Piece(scale, is_scale=True))
        at += 1
    return found, at


def _touches(tokens: Sequence[_Token], at: int) -> bool:
    """Whether no more than a blank or a hyphen parts a word from the one before."""
    return tokens[at].start - tokens[at - 1].end <= 1


def _scale(token: _Token, lexicon: Lexicon) -> int:
    if token.kind != "word":
        return 0
    return lexicon.scales.get(token.text) or _SIGNS.get(token.text) or _KOREAN.get(token.text[0]) or 0


def _worded(tokens: Sequence[_Token], at: int, lexicon: Lexicon) -> tuple[list[_Piece], int]:
    """The number that words say from here on ("two hundred and five thousand"), and the token behind it."""
    said: list[_Piece] = []
    behind = at
    begin = at
    while at < len(tokens) and tokens[at].kind == "word" and (at == begin or _touches(tokens, at)):
        pieces = _pieces(tokens[at].text, lexicon)
        if pieces and (not said or _goes_on(said[-1], pieces[0])):
            said += pieces
            behind = at + 1
        elif pieces or not said or tokens[at].text not in lexicon.links or at > behind:
            break
        at += 1
    return said, behind


def _pieces(word: str, lexicon: Lexicon) -> list[_Piece]:
    """What a word says that is a number, or is made of numbers as "fünfundzwanzig" is."""
    if (piece := _piece(word, lexicon)) or lexicon.joined is None or len(word) > _LONGEST:
        return [piece] if piece else []
    match = lexicon.joined.fullmatch(word)
    pieces = [piece for one in match.captures(1) if (piece := _piece(one, lexicon))] if match else []
    return pieces if len(pieces) > 1 else []


def _piece(word: str, lexicon: Lexicon) -> _Piece | None:
    if word in lexicon.numerals:
        return _Piece(lexicon.numerals[word])
    return _Piece(lexicon.scales[word], is_scale=True) if word in lexicon.scales and len(word) > 1 else None


def _goes_on(last: _Piece, following: _Piece) -> bool:
    """Whether one number goes on: "twenty five", "two hundred", "hundred twelve"; "three four" are two."""
    if following.is_scale or last.is_scale:
        return True
    return last.value >= 10 and last.value % 10 == 0 and following.value < (100 if last.value >= 100 else 10)


def _added(said: Sequence[_Piece]) -> int:
    total = current = 0
    for one in said:
        if not one.is_scale:
            current += one.value
        elif one.value < 1000:
            current = (current or 1) * one.value
        else:
            total, current = total + (current or 1) * one.value, 0
    return total + current


def _beside(
    tokens: Sequence[_Token], at: int, behind: int, lexicon: Lexicon, tongue: Tongue
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    there = at > 0 and tokens[at].touches and _belongs(tokens[at - 1], lexicon, tongue)
    before = lexicon.stem(tokens[at - 1].text) if there else ""
    found: list[str] = []
    if at and tokens[at - 1].kind == tokens[at].kind == "number" and _touches(tokens, at):
        return "", (), ()  # of a score or a range: what stands behind it is told of both
    for place, token in enumerate(tokens[behind : behind + 2 * NEAR], behind):
        hyphened = place == behind and _touches(tokens, place) and tokens[place - 1].text not in lexicon.scales
        touches = token.touches or hyphened  # "a six-month contract"
        if token.kind in ("number", "stop") or not touches or _pieces(token.text, lexicon) or len(found) == NEAR:
            break
        if _says(token, lexicon, tongue):
            found.append(token.text)
    return before, tuple(map(lexicon.stem, found)), tuple(found)


def _belongs(token: _Token, lexicon: Lexicon, tongue: Tongue) -> bool:
    """Whether a word before a number may belong to it: "March 3", "作業員3人"; not "cost 3"."""
    if not _says(token, lexicon, tongue):
        return False
    return bool(_WIDE_SIGN.match(token.text)) or any(one.among(token.text) for one in lexicon.exact)


def _says(token: _Token, lexicon: Lexicon, tongue: Tongue) -> bool:
    small = token.text in tongue.common or token.text in lexicon.small
    return token.kind == "sign" or (token.kind == "word" and not small and not _pieces(token.text, lexicon))


def _shown(value: Decimal) -> str:
    text = format(value.normalize(), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
