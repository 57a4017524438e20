"""The lexicon of a language, made when it is first asked for: its words, and its days and months out of the CLDR."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from unicodedata import normalize

import regex
from babel import Locale, UnknownLocaleError

from digest.summarise.gate.lexicon import asian, east, germanic, more, romance
from digest.summarise.gate.lexicon.alike import ALIKE
from digest.summarise.gate.lexicon.grammar import GRAMMARS, NO_GRAMMAR
from digest.summarise.gate.lexicon.lexicon import SHORTEST_STEM, Lexicon, Words
from digest.summarise.gate.lexicon.sheet import Sheet
from digest.summarise.gate.lexicon.sides import SIDES
from digest.summarise.tongues.tongue import words

SHEETS: Mapping[str, Sheet] = {**germanic.SHEETS, **romance.SHEETS, **east.SHEETS, **asian.SHEETS, **more.SHEETS}
SAME = {"nb": "no", "nn": "no"}
WIDE = regex.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
# "12m" is left a number with a unit: it may be metres.
SHORT_FORMS = {"k": 1000, "tsd": 1000, "mn": 10**6, "mln": 10**6, "mio": 10**6, "bn": 10**9}
SHORT_FORMS |= {"mld": 10**9, "mrd": 10**9, "mdr": 10**9, "tn": 10**12}
ENDINGS = 2
INFLECTED = words("ru uk be bg sr hr bs sl mk pl cs sk lt lv et fi hu ro el tr az ka hy sq eu ko")
FEWEST = 4  # letters of a day or month that may have another ending
CONTEXTS = ("format", "stand-alone")
WRITTEN_WIDE = frozenset({"zh", "ja", "ko", "th", "lo", "km"})


@lru_cache(maxsize=64)
def lexicon_of(language: str) -> Lexicon:
    """The words of a language by its code; of one that is not known, its days and months alone."""
    code = _code(language)
    sheet = SHEETS.get(code, Sheet())
    numerals, scales = dict(_valued(sheet.numerals)), dict(_valued(sheet.scales))
    bare = _bare(code)
    return Lexicon(
        numerals=numerals,
        scales={**SHORT_FORMS, **scales},
        links=frozenset(sheet.links.split()),
        joined=_joined(numerals, scales, sheet) if sheet.joined else None,
        denying=Words.of(sheet.denying),
        harmless=Words.of(sheet.harmless),
        doubting=Words.of(sheet.doubting),
        leaving_open=Words.of(sheet.leaving_open),
        **_opposed(code, sheet),
        exact=(*(Words.of(one.replace("|", " ")) for one in sheet.exact.split()), *_calendar(code)),
        aged=frozenset(sheet.aged.split()),
        kin=tuple(Words.of(one.replace("|", " ")) for one in sheet.kin.split()),
        units=Words.of(sheet.units),
        joining=frozenset(sheet.joining.split()),
        whole=Words.of(sheet.whole),
        without=Words.of(sheet.without),
        sharing=Words.of(sheet.sharing),
        parting=Words.before_numbers(sheet.parting, numerals),
        parts=frozenset(sheet.parting.split()),
        nearly=Words.of(sheet.nearly),
        causing=Words.of(sheet.causing),
        obliging=Words.of(sheet.obliging),
        coming=Words.of(sheet.coming),
        done=Words.of(sheet.done),
        future=Words.ending(sheet.future),
        past=Words.ending(sheet.past),
        small=frozenset(sheet.small.split()),
        usual=frozenset(sheet.usual.split()),
        usual_stems=frozenset(map(bare.stem, sheet.usual.split())),
        about=Words.of(sheet.about),
        alike=_alike(ALIKE.get(code, ""), bare),
        endings=bare.endings,
        shortest=bare.shortest,
        grammar=GRAMMARS.get(code, NO_GRAMMAR),
    )


def _code(language: str) -> str:
    code = language.lower().replace("_", "-").partition("-")[0]
    return SAME.get(code, code)


def _bare(code: str) -> Lexicon:
    """A lexicon that knows no words, but how long the stems of a language are."""
    endings, shortest = ENDINGS if code in INFLECTED else 0, 2 if code == "ko" else SHORTEST_STEM
    return Lexicon(numerals={}, scales={}, endings=endings, shortest=shortest)


def _valued(text: str) -> Iterator[tuple[str, int]]:
    """Words with their values, from "two=2 twenty=20 thousand|thousands=1000"."""
    for one in text.split():
        names, _, value = one.partition("=")
        for name in names.split("|"):
            yield name, int(float(value))


def _alike(text: str, lexicon: Lexicon) -> dict[str, tuple[int, ...]]:
    """The stem of each word with the numbers of its groups, from "scientist researcher; found discovered"."""
    found: dict[str, tuple[int, ...]] = {}
    for number, group in enumerate(text.split(";")):
        for stem in {lexicon.stem(word) for word in group.split()}:
            found[stem] = (*found.get(stem, ()), number)
    return found


def _opposed(code: str, sheet: Sheet) -> dict[str, tuple[tuple[Words, Words], ...]]:
    return {"opposites": tuple(_pairs(sheet.opposites)), "sides": tuple(_pairs(SIDES.get(code, "")))}


def _pairs(text: str) -> Iterator[tuple[Words, Words]]:
    """Pairs with ";" between them, the sides of each parted by "/"."""
    for pair in filter(str.strip, text.split(";")):
        one, _, other = pair.partition("/")
        yield Words.of(one), Words.of(other)


def _joined(numerals: Mapping[str, int], scales: Mapping[str, int], sheet: Sheet) -> regex.Pattern[str]:
    pieces = sorted({*numerals, *scales, *sheet.joined.split()}, key=len, reverse=True)
    return regex.compile(f"({'|'.join(map(regex.escape, pieces))})+")


def _calendar(code: str) -> Iterator[Words]:
    """Each day of the week, each month: its names in all their forms."""
    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError, TypeError):
        return
    for names in (locale.days, locale.months):
        # Where a language has no forms of its own, the CLDR gives those of its root, which are Chinese to us.
        forms = [names[context]["wide"] for context in CONTEXTS if "wide" in names.get(context, {})]
        own = [one for one in forms if code in WRITTEN_WIDE or not any(WIDE.search(name) for name in one.values())]
        for number in own[0] if own else ():
            pattern = "|".join(_name(normalize("NFC", one[number])) for one in own if number in one)
            yield Words(regex.compile(pattern, regex.IGNORECASE))


def _name(name: str) -> str:
    """A day or a month in any case: "понедельник", "понедельника"; "wtorek", "wtorku"."""
    if WIDE.search(name):
        return regex.escape(name)
    if name == "May":
        return r"(?<!\w)(?-i:May)(?!\w)"  # "may" is another word
    if len(name) <= FEWEST or " " in name:
        return rf"(?<!\w){regex.escape(name)}(?!\w)"
    root = max(FEWEST, len(name) - 2)
    return rf"(?<!\w){regex.escape(name[:root])}\w{{0,{len(name) - root + 1}}}(?!\w)"
