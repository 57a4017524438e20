"""Whether the names of a text are the source's: the same words, in the same order, next to each other. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

import regex

from digest.summarise.gate.compounds import names_alone
from digest.summarise.gate.facts import names, same_name, spelt
from digest.summarise.gate.ground import Ground, stems_of
from digest.summarise.gate.terms import ENDING
from digest.summarise.words import WORD

_NAME = r"(\p{Lu}[\w'’-]+(?: \p{Lu}[\w'’-]+)*)"
_TITLED = regex.compile(rf"(?<![\w-])(?<![,”“\"»„] )(\p{{Ll}}[\w-]+) {_NAME}")
LONG_ENOUGH = 5  # letters that two forms of a word share
TITLE_NEAR = 3  # words between a name and what its bearer is


def unnamed(text: str, ground: Ground) -> str:
    """The first name that the source does not have; "" for none."""
    lexicon = ground.lexicon
    opening = {word.lower() for word in WORD.findall(text) if word[:1].isupper() and _may_open(word.lower(), ground)}
    known = ground.small | ground.tongue.common | lexicon.numerals.keys() | lexicon.scales.keys() | opening
    found = (names_alone(run, ground) for run in names(text, known))
    return next((" ".join(run) for run in found if run and not _is_named(run, ground)), "")


def _may_open(word: str, ground: Ground) -> bool:
    """Whether it is none but a word that any sentence may open with, of its language or of reports."""
    lexicon = ground.lexicon
    if (
        word in lexicon.grammar.leading | lexicon.grammar.placing
        or word in lexicon.joining
        or word in lexicon.usual
        or lexicon.stem(word) in lexicon.alike
    ):
        return True
    return lexicon.leaving_open.among(word) or lexicon.about.among(word)


def exchanged(text: str, ground: Ground) -> str:
    """Two names that stand the other way round about the same words: "Rovers beat United"; "" for none."""
    found = [" ".join(run) for run in names(text, ground.small | ground.tongue.common)]
    for one, other in pairwise(found):
        between = _about(one, other, text, ground)
        if not between or any(_about(one, other, stretch.text, ground) == between for stretch in ground.stretches):
            continue
        if any(_about(other, one, stretch.text, ground) == between for stretch in ground.stretches):
            return f"{one} and {other}"
    return ""


def mistitled(text: str, ground: Ground) -> str:
    """Somebody who is called what in the source another one is ("director Okafor"); "" for none."""
    for match in _TITLED.finditer(text):
        title, name = match[1], [_bare(word) for word in match[2].split()]
        if title in ground.tongue.common or title in ground.tongue.said:
            continue
        others = regex.findall(rf"(?<!\w)(?i:{_any_form(title)}) {_NAME}", ground.whole)
        bearers = {_bare(word) for other in others for word in other.split()}
        led = _is_led(text[: match.start()], ground)
        if bearers and bearers.isdisjoint(name) and not _with_title([title, *name[:1]], ground, alone=led):
            return match[0]
    return ""


def _any_form(title: str) -> str:
    """The pattern of a word in any of its forms: "endorsing", "endorsed"."""
    begins = title[: max(LONG_ENOUGH, len(title) - ENDING)]
    return rf"{regex.escape(begins)}\w{{0,{ENDING}}}" if len(title) > LONG_ENOUGH else regex.escape(title)


def _is_led(before: str, ground: Ground) -> bool:
    """Whether a word is no verb, but stands behind an article or a preposition, or opens a sentence."""
    grammar, words = ground.lexicon.grammar, spelt(before)[-1:]
    return not words or words[0] in grammar.articles | grammar.leading | grammar.placing


def _bare(word: str) -> str:
    return "".join(spelt(word))


def _about(one: str, other: str, text: str, ground: Ground) -> frozenset[str]:
    """What stands between two names; nothing where they are not there, or not in this order."""
    start = text.find(one)
    end = text.find(other, start + len(one)) if start >= 0 else -1
    return stems_of(text[start + len(one) : end], ground.tongue, ground.lexicon) if end > 0 else frozenset()


def _is_named(run: Sequence[str], ground: Ground) -> bool:
    """Whether a name stands there; some words of a longer one will do ("Mayor Holm"), and so does a title beside it."""
    name = [word.lower() for word in run]
    if any(_places(name, ground.spelt, ground)):
        return True
    return len(name) > 1 and (_in_longer(name, ground) or _with_title(name, ground))


def _places(name: Sequence[str], words: Sequence[str], ground: Ground) -> Iterator[int]:
    """Where the words stand next to each other."""
    endings = ground.lexicon.endings
    for at in range(len(words) - len(name) + 1):
        if all(same_name(one, words[at + i], endings) for i, one in enumerate(name)):
            yield at + 1  # so that any() sees the first one


def _in_longer(name: Sequence[str], ground: Ground) -> bool:
    """Whether a longer name has these words in this order."""
    for run in ground.named:
        rest = iter(run)
        if all(any(same_name(one, word, ground.lexicon.endings) for word in rest) for one in name):
            return True
    return False


def _is_of_another(title: str, name: str, text: str, ground: Ground) -> bool:
    """Whether a title stands right before names in a sentence, and before others only."""
    bearers = [spelt(match[2])[0] for match in _TITLED.finditer(text) if match[1] == title]
    return bool(bearers) and not any(same_name(name, one, ground.lexicon.endings) for one in bearers)


def _with_title(name: Sequence[str], ground: Ground, *, alone: bool = False) -> bool:
    """Whether the first word stands near the others: "the mayor, Mara Lindqvist", "Lindqvist, the mayor".

    ``alone``: where it does not stand right before another name.
    """
    title, bare = name[0], name[1:]
    for stretch in ground.stretches:
        words = spelt(stretch.text)
        for place in islice(_places(bare, words, ground), 8):
            near = words[max(0, place - 1 - TITLE_NEAR) : place - 1 + len(bare) + TITLE_NEAR]
            if alone and _is_of_another(title, bare[0], stretch.text, ground):
                continue
            if any(same_name(title, word, ground.lexicon.endings) for word in near):
                return True
    return False
