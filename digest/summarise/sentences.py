"""Where sentences end, in any language that has sentences. Spans are exact: ``text[start:end]`` is the sentence.

A full stop is asked what stands before it (a short form, an initial, an ordinal?) and behind it (does a sentence begin
there?), with the words of the text's language where they are known, and by the signs alone where they are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from digest.summarise.tongues import Tongue, tongue_of

# Full stops that need no space behind them: CJK, Devanagari, Urdu, Armenian, Khmer, Burmese, Tibetan, Ethiopic.
_WIDE = "。！？｡।॥۔։។៕။།።"
_STOPS = ".!?…؟"
ENDS = _WIDE + _STOPS
# A run of stops is one match, whatever follows, so that a line of 50,000 of them takes no longer than any other.
_RUN = re.compile(rf"[{ENDS}]+")
# In Greek, a semicolon asks. It is looked for in no other text: two patterns take half as long again as one.
_GREEK_RUN = re.compile(rf"[{ENDS}]+|(?<=[\u0370-\u03ff\u1f00-\u1fff])[;\u037e]")
_ASKS = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff][;\u037e]")
# What opens in one language closes in another. French puts a blank before a closing guillemet; in German the same
# sign, before a word, opens a quotation. After a wide stop, with no space behind it, only what opens nowhere closes.
_CLOSED = re.compile(r"[”’“‘«»‹›」』）】\"')\]]*(?:[ \u00a0\u202f]»(?=\s|$))?")
_WIDE_CLOSED = re.compile(r"[”’」』）】》〉\"')\]]*")
# A blank line ends a sentence; so does the end of a short line, when the next one begins with a capital letter.
_PARAGRAPH = re.compile(r"(?:[^\n]++|\n(?![^\S\n]*\n))++")
_SHORT_LINE = re.compile(r"(?<![^\n])[^\n]{1,48}\n(?=[^\S\n]*([^\W\d_]))")
_THAI_BLANK = re.compile(r"(?<=[\u0e00-\u0e45\u0e47-\u0eff])[ \u00a0]+(?=[\u0e00-\u0eff]{8})")
_LONG = 40  # signs
_NEAR = 40  # characters before and behind a stop that are looked at
_OPENERS = "“„«»‹›‚‘’\"'([¿¡—–- \u00a0\u202f"
_BEFORE = re.compile(r"(?:[\s(\[“„«‘]|(?<![^\W\d_])\")+")  # within a word a mark opens nothing
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_GOES_ON_BEHIND = re.compile(r" \([^()\n]{1,30}\),? [^\W\d_A-ZÀ-ÖØ-Þ]")  # "„Bildung für alle!“ (BfA) wurde …"
_BUTTON = re.compile(r"\[[^\W\d_][^\[\]]{0,24}\]")  # "[mehr]", at the very end
_ELIDED = re.compile(r"^(?:[a-zà-ÿ]{1,5}['’])(?=[^\W\d_]{2})")  # "l'art. 12", "dell'avv. Rossi"
_ROMAN = re.compile(r"[IVXLC]{1,5}")
# 「…」と言った, “…”他说。: a quotation is closed, and its sentence goes on.
_GOES_ON = re.compile(
    r"[とってはがをのにもでへか、，]|[^。！？，：「“]{1,10}(?:說|说|道|表示|問|问|答|喊|稱|称)[。，：]"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text."""

    start: int
    end: int


def sentence_spans(text: str, language: str = "") -> list[Span]:
    """The sentences of a text in order; paragraphs (blank lines) always end one.

    ``language`` is a code ("de"); without one it is seen from the text which words to use.
    """
    return spans_in(text, tongue_of(text, language))


def spans_in(text: str, tongue: Tongue) -> list[Span]:
    """As ``sentence_spans``, by the words of a language that is known already."""
    stops = _RUN if text.isascii() or not _ASKS.search(text) else _GREEK_RUN
    return [span for start, end in _blocks(text) for span in _in_block(text, start, end, tongue, stops)]


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs, and the headings that stand on a line of their own within them."""
    for paragraph in _PARAGRAPH.finditer(text):
        here = paragraph.start()
        for line in _SHORT_LINE.finditer(text, here, paragraph.end()):
            if line[1].isupper():
                yield here, line.start()
                yield line.span()
                here = line.end()
        yield here, paragraph.end()


def _in_block(text: str, start: int, end: int, tongue: Tongue, stops: re.Pattern[str]) -> list[Span]:
    spans: list[Span] = []
    here = start
    for match in stops.finditer(text, start, end):
        run = match[0]
        if not run.isascii() and any(stop in _WIDE for stop in run):
            behind = _WIDE_CLOSED.match(text, match.end(), end).end()  # type: ignore[union-attr]  # it matches nothing too
            ends = _wide_ends(text, behind, end)
        else:
            behind = _CLOSED.match(text, match.end(), end).end()  # type: ignore[union-attr]  # it matches nothing too
            ends = _ends(text, max(here, match.start() - _NEAR), match, behind, end, tongue)
            ends = ends and not _within_an_aside(text, here, match.start(), behind, end)
        if ends:
            spans += trimmed(text, here, behind)
            here = behind
    return spans + [one for part in _unended(text, here, end) for one in trimmed(text, *part)]


def _unended(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Thai and Lao end a sentence with a blank, which may as well stand in it: one between two long stretches does."""
    here = start
    for blank in _THAI_BLANK.finditer(text, start, end):
        if blank.start() - here >= _LONG and end - blank.end() >= _LONG:
            yield here, blank.start()
            here = blank.end()
    yield here, end


def trimmed(text: str, start: int, end: int) -> list[Span]:
    """The stretch without the blanks around it; nothing when it is all blank."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [Span(start, end)] if end > start else []


def _ends(text: str, near: int, match: re.Match[str], behind: int, end: int, tongue: Tongue) -> bool:
    following = text[behind : min(end, behind + _NEAR)]
    if following and (not following[0].isspace() or _GOES_ON_BEHIND.match(following)):
        return False
    following = following.strip()
    word = following.lstrip(_OPENERS)
    if not word or _BUTTON.fullmatch(following):
        return True
    if word[0].islower():
        # "Yahoo! said" and "Really?” she asked", "«Да», — сказал он": a small letter goes on with the sentence.
        return False
    if match[0] != ".":
        return True
    return not _is_short(text[near : match.start()].lstrip(), word, tongue, quoted=following[0] in "“„«")


def _within_an_aside(text: str, start: int, stop: int, behind: int, end: int) -> bool:
    """Whether it stands between brackets that open and close within one sentence: "Der Sanddorn (lat. Hippophae)"."""
    while text[start].isspace():
        start += 1
    near = max(start + 1, stop - _NEAR)  # an aside that is a sentence of its own may have several
    opened = text.rfind("(", near, stop)
    if opened < 0 or text.find(")", opened, stop) >= 0:
        return False
    return ")" in text[behind : min(end, behind + _NEAR)]


def _wide_ends(text: str, behind: int, end: int) -> bool:
    closed = text[behind - 1]
    if closed in "》〉）":  # of a title 《…！》, of an aside
        return False
    return closed not in '」』”’"' or not _GOES_ON.match(text, behind, min(end, behind + _NEAR))


def _is_short(before: str, word: str, tongue: Tongue, *, quoted: bool) -> bool:
    """Whether the full stop belongs to the word before it; ``word`` begins what follows, ``quoted`` or not."""
    parts = _BEFORE.split(before)
    last = parts[-1]
    short = _ELIDED.sub("", last.lower())
    first = _FIRST_WORD.match(word)
    following = first[0].lower() if first else ""
    begins = quoted or (following in tongue.common and word[len(following) :][:1] != ".")
    if short in tongue.titles or (len(parts) == 1 and _is_enumerator(last)):
        return True
    if short in tongue.numbering and word[0].isdigit():
        return True
    if last.isdigit() or _ROMAN.fullmatch(last):
        return _is_ordinal(last, parts[-2] if len(parts) > 1 else "", following, tongue)
    return not begins and (short in tongue.short or bool(_DOTTED.fullmatch(last)) or _is_initial(last))


def _is_enumerator(word: str) -> bool:
    """Whether it is a number or letter at the very beginning: "1. First", "a. One"."""
    return (word.isdigit() and len(word) <= 3) or (len(word) == 1 and word.isalpha())


def _is_initial(word: str) -> bool:
    """Whether it is an initial: "J. R. Smith", "J.-P. Dupont", "А. С. Иванов"."""
    letter = word.rpartition("-")[2].rpartition(".")[2]
    return len(letter) == 1 and letter.isalpha() and letter < "\u3000"


def _is_ordinal(number: str, before: str, following: str, tongue: Tongue) -> bool:
    """Whether a full stop makes a number an ordinal: "am 3. Oktober", "im 19. Jahrhundert", "Karl V. starb"."""
    if not tongue.before_ordinals or len(number) > 4:
        return number.isalpha() and _is_initial(number) and following not in tongue.common
    if following in tongue.months:
        return True
    return before.lower() in tongue.before_ordinals and following not in tongue.common
