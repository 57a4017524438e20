"""Where sentences end, in any language that has sentences. Spans are exact: ``text[start:end]`` is the sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Full stops of many scripts; those of CJK need no space behind them.
_WIDE = "。！？｡"
_STOPS = ".!?…؟۔।॥"
# A run of stops is looked at from its beginning only, so that a line of 50,000 of them takes no longer than any other.
# French puts a blank before a closing guillemet; in German the same sign, before a word, opens a quotation.
_CLOSERS = "”’“‘«»‹›」』）\"')\\]"  # what opens in one language closes in another
_END = re.compile(
    rf"(?P<wide>[{_WIDE}]+[{_CLOSERS}]*)"
    rf"|(?P<stop>(?<![{_STOPS}])[{_STOPS}]++[{_CLOSERS}]*+(?:[ \u00a0\u202f]»(?=\s|$))?)(?=\s|$)"
)
_PARAGRAPH = re.compile(r"(?:[^\n]|\n(?![^\S\n]*\n))+")
_NEAR = 40  # characters before and behind a stop that are looked at
_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "rev",
        "hon",
        "st",
        "sr",
        "jr",
        "gov",
        "sen",
        "rep",
        "gen",
        "col",
        "lt",
        "sgt",
        "capt",
        "cmdr",
        "adm",
        "maj",
        "pres",
        "vs",
        "etc",
        "inc",
        "ltd",
        "co",
        "corp",
        "dept",
        "est",
        "fig",
        "no",
        "nos",
        "vol",
        "pp",
        "ed",
        "eds",
        "al",
        "approx",
        "ca",
        "cf",
        "ch",
        "sec",
        "art",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "u.s",
        "u.k",
        "u.n",
        "d.c",
        "e.g",
        "i.e",
        "a.m",
        "p.m",
        "ph.d",
        "b.c",
        "a.d",
        "mt",
        "ft",
        "bzw",
        "ca",
        "d.h",
        "evtl",
        "ggf",
        "inkl",
        "nr",
        "s.o",
        "str",
        "tel",
        "u.a",
        "usw",
        "vgl",
        "z.b",
        "hrsg",
        "jh",
        "mio",
        "mrd",
        "o.ä",
        "sog",
        "st",
        "u.u",
        "zzgl",
        "dipl",
        "ing",
        "m",
        "mme",
        "mlle",
        "mm",
        "env",
        "p.ex",
        "av",
        "bd",
        "г",
        "гг",
        "т.е",
        "т.д",
        "т.п",
        "т.к",
        "др",
        "пр",
        "ул",
        "им",
        "руб",
        "млн",
        "млрд",
        "тыс",
        "см",
        "рис",
        "стр",
        "св",
        "проф",
        "акад",
        "sra",
        "srta",
        "ud",
        "uds",
        "dra",
        "pág",
        "núm",
    ]
)
_WORD = re.compile(r"\S")
_INITIAL = re.compile(r"(?:^|[\s(\"“«.\-])[^\W\d_]$")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text."""

    start: int
    end: int


def sentence_spans(text: str) -> list[Span]:
    """The sentences of a text in order; paragraphs (blank lines) always end one."""
    spans: list[Span] = []
    for paragraph in _PARAGRAPH.finditer(text):
        spans += _in_paragraph(text, paragraph.start(), paragraph.end())
    return spans


def _in_paragraph(text: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    here = start
    for match in _END.finditer(text, start, end):
        if match["stop"] and not _ends_sentence(text, here, match, end):
            continue
        spans += _trimmed(text, here, match.end())
        here = match.end()
    return spans + _trimmed(text, here, end)


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [Span(start, end)] if end > start else []


def _ends_sentence(text: str, start: int, match: re.Match[str], end: int) -> bool:
    found = _WORD.search(text, match.end(), end)
    following = text[found.start() : min(end, found.start() + _NEAR)] if found else ""
    if not following:
        return True
    stop = match["stop"]
    if stop[0] in _STOPS[1:] or len(stop.rstrip(f"{_CLOSERS} \u00a0\u202f")) > 1:
        # "Yahoo! said" and "Really?” she asked": a small letter goes on with the sentence.
        return not following[0].islower()
    before = text[max(start, match.start() - _NEAR) : match.start()]
    word = re.split(r"[\s(\[“\"«]", before)[-1].casefold() if before else ""
    if following[0].islower():
        return False
    if word in _ABBREVIATIONS:
        # "… in the U.S. The court" ends, "Dr. Brown" does not: titles and short forms stand before names.
        return "." in word and len(word) <= 4 and _starts_sentence(following)
    if _INITIAL.search(before) and not word.isdigit():
        return False
    return not (word.isdigit() and len(word) <= 2 and _goes_on_with_a_date(following))


def _starts_sentence(following: str) -> bool:
    first = re.split(r"\s", following, maxsplit=1)[0].strip("“\"'").casefold()
    return first in {
        "the",
        "a",
        "in",
        "it",
        "he",
        "she",
        "they",
        "we",
        "but",
        "this",
        "these",
        "that",
        "on",
        "at",
        "i",
        "if",
    }


def _goes_on_with_a_date(following: str) -> bool:
    """German and its neighbours write "am 3. Oktober": a month behind the number, not a new sentence."""
    months = [
        "jan",
        "feb",
        "mär",
        "mar",
        "apr",
        "mai",
        "jun",
        "jul",
        "aug",
        "sep",
        "okt",
        "oct",
        "nov",
        "dez",
        "dec",
        "jahrhundert",
        "jh",
        "ligue",
        "etage",
    ]
    return following[:3].casefold() in months or following.casefold().startswith(("jahrhundert", "geburtstag", "runde"))
