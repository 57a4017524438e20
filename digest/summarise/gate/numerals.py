"""How numbers are written: in digits of any script, in words, in both. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import prod

import regex

from digest.summarise.gate.lexicon import Lexicon

_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,:]\d+)*"
_WIDE = r"\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN = regex.compile(
    rf"(?P<number>{_NUMBER})|(?P<word>[{_WIDE}]|[^\W\d_{_WIDE}]+)|(?P<sign>[%‰])|(?P<stop>[.!?…。！？;])"
)
_FOREIGN_DIGIT = regex.compile(r"(?![0-9])\p{Nd}")
WIDE_SIGN = regex.compile(rf"[{_WIDE}]")
_SIGNS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_KOREAN = {"만": 10**4, "억": 10**8, "조": 10**12}  # they may have an ending
_INDIAN = regex.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_LONGEST = 40  # letters of a number that is written as one word


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number in digits or a sign of a text; in lower case."""

    kind: str
    text: str
    start: int
    end: int
    touches: bool  # nothing but blanks parts it from the one before


@dataclass(frozen=True, slots=True)
class Piece:
    """A word's part of a number: "two", or a scale as "million" is."""

    value: int
    is_scale: bool = False


def tokens_of(text: str) -> Iterator[Token]:
    """The words, numbers and stops of a text whose digits are ours (``in_digits``)."""
    behind = 0
    for match in _TOKEN.finditer(text):
        touches = not text[behind : match.start()].strip()
        yield Token(match.lastgroup or "", match[0].lower(), *match.span(), touches)
        behind = match.end()


def in_digits(text: str) -> str:
    """A text of the same length with the digits and decimal signs of all scripts as ours."""
    plain = text.replace("٫", ".").replace("٬", ",")
    if not _FOREIGN_DIGIT.search(plain):
        return plain
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in plain)


def value_at(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[list[Decimal], list[Piece], int]:
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


def _scales(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[list[Piece], int]:
    """The scales from here on, behind a number in digits: "12 million", "20 mil millones", "12億"."""
    found = []
    while at < len(tokens) and touching(tokens, at) and (scale := _scale(tokens[at], lexicon)):
        found.append(Piece(scale, is_scale=True))
        at += 1
    return found, at


def touching(tokens: Sequence[Token], at: int) -> bool:
    """Whether no more than a blank or a hyphen parts a word from the one before."""
    return tokens[at].start - tokens[at - 1].end <= 1


def _scale(token: Token, lexicon: Lexicon) -> int:
    if token.kind != "word":
        return 0
    return lexicon.scales.get(token.text) or _SIGNS.get(token.text) or _KOREAN.get(token.text[0]) or 0


def _worded(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[list[Piece], int]:
    """The number that words say from here on ("two hundred and five thousand"), and the token behind it."""
    said: list[Piece] = []
    behind = at
    begin = at
    while at < len(tokens) and tokens[at].kind == "word" and (at == begin or touching(tokens, at)):
        pieces = pieces_of(tokens[at].text, lexicon)
        if pieces and (not said or _goes_on(said[-1], pieces[0])):
            said += pieces
            behind = at + 1
        elif pieces or not said or tokens[at].text not in lexicon.links or at > behind:
            break
        at += 1
    return said, behind


def pieces_of(word: str, lexicon: Lexicon) -> list[Piece]:
    """What a word says that is a number, or is made of numbers as "fünfundzwanzig" is."""
    if (piece := _piece(word, lexicon)) or lexicon.joined is None or len(word) > _LONGEST:
        return [piece] if piece else []
    match = lexicon.joined.fullmatch(word)
    pieces = [piece for one in match.captures(1) if (piece := _piece(one, lexicon))] if match else []
    return pieces if len(pieces) > 1 else []


def _piece(word: str, lexicon: Lexicon) -> Piece | None:
    if word in lexicon.numerals:
        return Piece(lexicon.numerals[word])
    return Piece(lexicon.scales[word], is_scale=True) if word in lexicon.scales and len(word) > 1 else None


def _goes_on(last: Piece, following: Piece) -> bool:
    """Whether one number goes on: "twenty five", "two hundred", "hundred twelve"; "three four" are two."""
    if following.is_scale or last.is_scale:
        return True
    return last.value >= 10 and last.value % 10 == 0 and following.value < (100 if last.value >= 100 else 10)


def _added(said: Sequence[Piece]) -> int:
    total = current = 0
    for one in said:
        if not one.is_scale:
            current += one.value
        elif one.value < 1000:
            current = (current or 1) * one.value
        else:
            total, current = total + (current or 1) * one.value, 0
    return total + current


def shown(value: Decimal) -> str:
    """A value as figures are compared: "12.5", without zeros behind it."""
    text = format(value.normalize(), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
