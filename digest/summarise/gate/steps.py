"""By how much or to what, from where to where: small words that change what a number or a place says. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

import regex

from digest.summarise.gate.ground import Ground

_NUMBER = r"[€$£]?\s?(?P<number>\d+(?:[.,]\d+)*)"
_ANY_NUMBER = regex.compile(r"\d+(?:[.,]\d+)*")
# By how much, to what, from what. German "von" may be an "of", and is left out.
_STEPS: Mapping[str, tuple[str, ...]] = {
    "en": ("by", "to", "from"),
    "de": ("um", "auf"),
    "nl": ("met", "tot"),
    "sv": ("med", "till", "från"),
    "da": ("med", "til", "fra"),
}
# Where from and where to, names on both sides.
_WAYS: Mapping[str, str] = {
    "en": "from|to",
    "de": "von|nach",
    "nl": "van|naar",
    "sv": "från|till",
    "da": "fra|til",
    "fr": "de|à",
    "es": "de|a",
    "it": "da|a",
    "pt": "de|para",
}
_NAME = r"(\p{Lu}[\w’'-]+(?: \p{Lu}[\w’'-]+){0,2})"
_AMOUNT = r"(?P<amount>\d+(?:[.,]\d+)*|half an?|a half)"
_POINTS = regex.compile(
    rf"\b{_AMOUNT}[\s-]?(?:percentage[\s-]points?|prozentpunkt\w*|procentpunt\w*|procentenhet\w*|procentpoint\w*"
    r"|points? de pourcentage|puntos? porcentual\w*|punt[oi] percentual\w*|pontos? percentua\w*|punkt\w* procentow\w*"
    r"|процентн\w+ пункт\w*|п\.\s?п\.)",
    regex.IGNORECASE,
)
_PERCENT = regex.compile(
    rf"\b{_AMOUNT}\s?(?:percent\b|per cent\b|%|prozent\b|procent\b|pour cent\b|por ciento\b|per cento\b|por cento\b"
    r"|процент(?:а|ов)?\b(?! пункт))",
    regex.IGNORECASE,
)
# One part of so many, and more than one.
_PARTS = tuple(
    (regex.compile(rf"\b(?:{one})\b", regex.IGNORECASE), regex.compile(rf"\b(?:{many})\b", regex.IGNORECASE))
    for one, many in (
        (
            "(?:a|one) quarter of|ein viertel|un quart|un cuarto|een kwart",
            "three[- ]quarters|drei viertel|dreiviertel|trois quarts|tres cuartos|driekwart",
        ),
        (
            "(?:a|one) third|ein drittel|un tiers|un tercio|een derde",
            "two[- ]thirds|zwei drittel|deux tiers|dos tercios|twee ?derde",
        ),
    )
)


def other_step(text: str, ground: Ground) -> str:
    """What the source says otherwise by such a word, in words; "" for nothing."""
    return next(_otherwise(text, ground.whole, ground.language), "")


def _otherwise(text: str, source: str, language: str) -> Iterator[str]:
    stepped = list(_stepped(source, language))
    words = defaultdict[str, set[str]](set)
    for word, number in stepped:
        words[number].add(word)
    alone = Counter(_ANY_NUMBER.findall(source)) - Counter(number for _, number in stepped)  # who knows what is meant
    for word, number in _stepped(text, language):
        if number in words and word not in words[number] and not alone[number]:
            yield f"it is {min(words[number])!r} {number}, not {word!r}"
    ways, back = set(_ways(text, language)), set(_ways(source, language))
    yield from (f"it is from {end} to {begin}" for begin, end in ways - back if (end, begin) in back)
    for here, other, what in ((_PERCENT, _POINTS, "percentage points"), (_POINTS, _PERCENT, "percent")):
        for amount in _amounts(here, text) - _amounts(here, source):
            if amount in _amounts(other, source):
                yield f"{amount} are {what}"
    for pair in _PARTS:
        for here, other in (pair, pair[::-1]):
            if here.search(text) and not here.search(source) and (found := other.search(source)):
                yield f"it is {found[0]!r}"


def _stepped(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Its numbers behind such a word, with the word."""
    if words := _STEPS.get(language):
        for found in regex.finditer(rf"\b(?P<word>{'|'.join(words)})\s+{_NUMBER}", text, regex.IGNORECASE):
            yield found["word"].lower(), found["number"]


def _ways(text: str, language: str) -> Iterator[tuple[str, str]]:
    if between := _WAYS.get(language):
        begin, end = between.split("|")
        yield from regex.findall(rf"\b{begin} {_NAME} {end} {_NAME}", text)


def _amounts(pattern: regex.Pattern[str], text: str) -> set[str]:
    return {found["amount"].lower().replace("a half", "half a") for found in pattern.finditer(text)}
