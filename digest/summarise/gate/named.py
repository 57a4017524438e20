"""Whether the names of a text are the source's: the same words, in the same order, next to each other. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

import regex

from digest.summarise.gate.facts import names, same_name, spelt
from digest.summarise.gate.ground import Ground, stems_of
from digest.summarise.words import WORD

_NAME = r"(\p{Lu}[\w'’-]+(?: \p{Lu}[\w'’-]+)*)"
_TITLED = regex.compile(rf"(?<![\w-])(?<![,”“\"»„] )(\p{{Ll}}[\w-]+) {_NAME}")
TITLE_NEAR = 3  # words between a name and what its bearer is


def unnamed(text: str, ground: Ground) -> str:
    """The first name that the source does not have; "" for none."""
    lexicon = ground.lexicon
    opening = {
        word for word in WORD.findall(text.lower()) if lexicon.leaving_open.among(word) or word in lexicon.joining
    }
    known = ground.small | ground.tongue.common | lexicon.numerals.keys() | lexicon.scales.keys() | opening
    return next((" ".join(run) for run in names(text, known) if not _is_named(run, ground)), "")


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
        others = regex.findall(rf"(?<!\w){regex.escape(title)} {_NAME}", ground.whole)
        bearers = {_bare(word) for other in others for word in other.split()}
        if bearers and bearers.isdisjoint(name) and not _with_title([title, *name[:1]], ground):
            return match[0]
    return ""


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


def _with_title(name: Sequence[str], ground: Ground) -> bool:
    """Whether the first word stands near the others: "the mayor, Mara Lindqvist", "Lindqvist, the mayor"."""
    title, bare = name[0], name[1:]
    for stretch in ground.stretches:
        words = spelt(stretch.text)
        for place in islice(_places(bare, words, ground), 8):
            near = words[max(0, place - 1 - TITLE_NEAR) : place - 1 + len(bare) + TITLE_NEAR]
            if any(same_name(title, word, ground.lexicon.endings) for word in near):
                return True
    return False
