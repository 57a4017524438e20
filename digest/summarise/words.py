"""The words of a sentence, and what they give away."""

from __future__ import annotations

import re
from itertools import islice
from typing import TypeGuard

import regex

from digest.summarise.tongues import Tongue

WIDE = r"\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"  # written without spaces
# Words with the marks that belong to them (Hindi's vowels), and the single signs of scripts without spaces.
WORD = regex.compile(rf"[{WIDE}]|[^\W_{WIDE}]+")
_MARKED = re.compile("[\u0300-\u1fff\u20d0-\U0010ffff]")  # where marks may belong to letters, or no blanks part words
_SIMPLE = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"[()\[\]（）「」『』]")
_QUOTES = re.compile(r"[“”„«»]|(?<!\d)(?!(?<=[^\W\d_])\"[^\W\d_])\"")  # no inches, nothing within a Hebrew word
# Phrases that lean on what was said before; the words that do so alone are each language's own.
_LEANING = re.compile(
    r"""(?:in\ (?:fact|addition|other\ words|turn|contrast|this\ case)|as\ a\ result|after\ all|by\ contrast|that\ said
    |at\ the\ same\ time|for\ (?:example|instance|(?:that|this)\ reason)|on\ the\ other\ hand|even\ so|of\ course
    |(?:after|before|until|since)\ (?:that|then)|by\ then
    |anyway|besides|nonetheless|nevertheless|furthermore|additionally|similarly|likewise|consequently|hence|indeed
    |zum\ beispiel|in\ der\ tat|im\ gegensatz\ dazu|aus\ diesem\ grund|das\ heißt|mit\ anderen\ worten|gleichzeitig
    |nichtsdestotrotz|nämlich|ebenso|darüber\ hinaus|trotz\ allem|im\ gegenteil
    |en\ effet|en\ revanche|par\ exemple|de\ plus|par\ conséquent|en\ outre|malgré\ tout|de\ même
    |c['’]est\ pourquoi|d['’]ailleurs
    |dans\ ce\ (?:contexte|cadre|sens)|à\ cet\ égard|pour\ ce\ faire
    |en\ (?:este|ese)\ (?:marco|contexto|sentido)|ne(?:ste|sse)\ (?:contexto|sentido)
    |in\ (?:questo|tal)\ (?:contesto|senso|quadro)|in\ diesem\ (?:zusammenhang|rahmen|sinne?)
    |sin\ embargo|no\ obstante|por\ ejemplo|de\ hecho|por\ (?:lo\ tanto|el\ contrario|otro\ lado|su\ parte)
    |en\ cambio|asimismo
    |per\ esempio|ad\ esempio|infatti|di\ conseguenza|al\ contrario|d['’]altra\ parte|o,\ almeno
    |por\ exemplo|no\ entanto|de\ fato|de\ facto|por\ isso|por\ outro\ lado|além\ disso
    |theo\ đó|cụ\ thể|trong\ đó|bên\ cạnh\ đó|trước\ đó|sau\ đó|cũng\ theo|đồng\ thời|như\ vậy|mặt\ khác|thậm\ chí
    |bijvoorbeeld|met\ andere\ woorden|na\ przykład|z\ kolei|кроме\ того|тем\ не\ менее|таким\ образом|например
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
# Some of whom? "One of those was …", "Zwei davon …", "L'un d'eux …".
_SOME_OF = re.compile(
    r"""(?:\w+['’\ -]){1,3}(?:of\ (?:them|these|those(?!\ (?:who|that|with|in|at|on|\w+ed)\b))|von\ ihnen
    |d['’](?:entre\ )?(?:eux|elles)|de\ (?:ell[oa]s|es[oa]s)|di\ (?:loro|ess[ei])|d(?:el[ea]s|ess[ea]s)|van\ hen
    |из\ (?:них|этих)|з\ (?:них|цих)|z\ (?:nich|tych))\b
    |(?:eine?[rs]?|zwei|drei|vier|viele|einige|mehrere|keine?[rs]?|beide|die\ (?:meisten|hälfte))\ davon\b""",
    re.VERBOSE,
)
# In German, what is "that" before a verb is the article before anything else.
_THAT = re.compile(
    r"das (?:ist|sind|war|waren|sei|wäre|wird|wurde|hat|hatte|kann|könnte|soll|sollte|muss|darf|heißt|hieß|bedeutet"
    r"|zeigt|zeigte|liegt|lag|sieht|sah|macht|machte|gilt|galt|geht|ging|gab|gibt|sagte?|teilten?|berichtete?n?|ergab"
    r"|passiert|klingt|reicht|führt|führte|stimmt|betrifft|gelang|gelingt|schreibt|schrieb|erklärte|meldete)\b"
)
# What parts a sentence from the one before within it: "Grey, however, …", "Unlike Grey, though, …", "Grau hingegen …".
_ASIDE = re.compile(
    r"""\ (?:however|though|meanwhile|by\ contrast|in\ turn|instead|therefore|moreover|for\ (?:his|her|its|their)\ part
    |cependant|toutefois|en\ revanche|par\ contre|quant\ à\ (?:lui|elle|eux|elles)
    |sin\ embargo|en\ cambio|por\ su\ parte|además|invece|tuttavia|però|porém|no\ entanto|por\ sua\ vez
    |однако|впрочем|между\ тем|однак|натомість),""",
    re.VERBOSE,
)
_ASIDE_ALONE = frozenset({"hingegen", "dagegen", "allerdings", "jedoch", "wiederum", "indes", "daarentegen"})
BEFORE_ASIDE = 60  # characters
# Scripts without spaces: he, she, this, that, but, moreover.
_WIDE_LEANING = re.compile(
    r"(?:他|她|它|这(?!次|周|天|一年)|這(?!次|周|天|一年)|那|但|而|并|並|因此|此外|同时|同時|其中|其他|对此|對此|然而|不过|不過|所以|于是|於是"
    r"|彼|これ|それ|この|その|しかし|また|そして|だが|一方|さらに|なお|そこで|แต่|เขา|เธอ|นอกจากนี้|ดังนั้น)"
)
SMALL_BEFORE = 3  # words that may stand before one that reaches back
_TO_A_BLANK = re.compile(r"\S+")
_OPENERS = "“„«»‹›‘‚’\"'([¿¡ \u00a0\u202f"
_SAID = re.compile(r"[,”’“»\"'] ?[—–-]? ?([^\W\d_]+) ([^\W\d_]+)[^,.]{0,30}[.!]$")
# "The savings, she said, do not …": whoever she is, no name stands before.
_SAID_WITHIN = re.compile(r"(?P<before>[^,.:;]{1,60}), ([^\W\d_]+) ([^\W\d_]+)[^,.:;]{0,60},")
_NAME = re.compile(r" [“\"'(]?[^\W\d_a-zß-ÿ]")


def words_in_order(text: str) -> list[str]:
    """All words of a text, in small letters."""
    small = text.lower()
    return (_SIMPLE if small.isascii() or not _MARKED.search(small) else WORD).findall(small)


def words_of(text: str, tongue: Tongue) -> frozenset[str]:
    """The words of a text that say something, in small letters."""
    return frozenset(word for word in words_in_order(text) if word not in tongue.common)


def opens_with_a_pronoun(sentence: str, tongue: Tongue) -> bool:
    """Whether it speaks of somebody who was named before: "She told the council …"."""
    first = WORD.search(sentence.lower())
    return first is not None and first[0] in tongue.pointing & tongue.persons and not _names(sentence, first.end())


def leans(sentence: str) -> bool:
    """Whether it begins with a phrase that goes on with what was said before: "In this case, …", "En ese marco, …"."""
    bare = sentence.lower().lstrip(_OPENERS)
    return (_LEANING.match(bare) or _SOME_OF.match(bare)) is not None


def dangles(sentence: str, tongue: Tongue) -> bool:
    """Whether a sentence points at one that went before: by one of its first words, or by who "he" is that says it."""
    small = sentence.lower()
    bare = small.lstrip(_OPENERS)
    if _points(sentence, small, tongue) or leans(sentence) or _WIDE_LEANING.match(bare) or _parted(bare):
        return True
    if begins_midway(sentence) or _THAT.match(bare):
        return True
    said = _SAID.search(small, max(0, small.rfind(",", 0, -1), small.rfind(".", 0, -1)))  # it has none but at its ends
    within = _SAID_WITHIN.match(sentence)
    return _is_a_person(said, tongue) or (_is_a_person(within, tongue) and not _NAME.search(within["before"]))


def _is_a_person(said: re.Match[str] | None, tongue: Tongue) -> TypeGuard[re.Match[str]]:
    """Whether who says it is "he" or "she"."""
    who = set(said.groups()[-2:]) if said else set()
    return bool(who & tongue.persons) and bool(who & tongue.said)


def _parted(bare: str) -> bool:
    comma = bare.find(",", 0, BEFORE_ASIDE)
    if comma > 0 and _ASIDE.match(bare, comma + 1):
        return True
    return not _ASIDE_ALONE.isdisjoint(bare[: comma if comma > 0 else BEFORE_ASIDE].split())


def _points(sentence: str, small: str, tongue: Tongue) -> bool:
    """Whether it begins with a word that points back, perhaps behind small ones; "this past year" does not."""
    words = WORD.finditer(small)
    for place, match in enumerate(islice(words, SMALL_BEFORE + 1)):
        word, end = match[0], match.end()
        if word in tongue.reaching and small[end : end + 1] != "-":
            return tongue.times.isdisjoint(following[0] for following in islice(words, 2))
        if not place and word in tongue.pointing and not (word in tongue.persons and _names(sentence, end)):
            return True
        if word not in tongue.common or small[end : end + 1] == ",":
            return False
    return False


def _names(sentence: str, end: int) -> bool:
    """Whether a name stands behind its first word: Vietnamese says "ông" for "he", and before every man's name."""
    return sentence[end : end + 1] == " " and sentence[end + 1 : end + 2].isupper()


def begins_midway(sentence: str) -> bool:
    """Whether it begins with dots, a dash or a small letter: what stood before it is missing.

    "iPhones", "mat2" and "port.example" begin as they are written, and so do "'s avonds" and what follows it.
    """
    bare = sentence.lstrip(_OPENERS)
    if bare[:1] in "-–—―…+•*>|/" or bare.startswith(".."):
        return bool(bare)
    first = _TO_A_BLANK.match(bare)
    word = first[0].rstrip(".,;:!?") if first else ""
    return word.isalpha() and word.islower() and sentence[:1] not in "'’‘"


def is_half_quoted(sentence: str) -> bool:
    """Whether a quotation or an aside begins in it and ends in another sentence, or the other way round."""
    depth = 0
    for sign in _BRACKETS.findall(sentence):
        depth += 1 if sign in "([（「『" else -1
        if depth < 0:
            return True
    return depth != 0 or len(_QUOTES.findall(sentence)) % 2 == 1
