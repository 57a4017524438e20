"""What stands in another's place in a sentence that is else the source's own: another name, "over" for "under". Pure.

Who copies shows by what is changed what is made of it. Two sentences are laid side by side word by word; what differs
between two stretches that agree is asked: a name for another, a number for another, a "not" or an "allegedly" less.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from unicodedata import combining, normalize

import regex

from digest.summarise.gate.facts import nominative, same_name
from digest.summarise.gate.figures import numbers
from digest.summarise.gate.footing import Footing
from digest.summarise.gate.ground import Ground
from digest.summarise.gate.lexicon.lexicon import Words

_TOKEN = regex.compile(r"\d+(?:[.,]\d+|[ \u00a0\u202f]\d{3}(?!\d))*|[^\W\d_]+(?:[-'’.][^\W\d_]+)*")
_NOT = regex.compile(r"n['’]t\b")
FRAME = 2  # words that agree on either side of what is asked; fewer at the beginning and at the end
FEWEST, COPIED = 6, 0.6  # words, and the share of them, that a copy has of its source
EXACT = 0.8  # so much of it, where any other word is asked for
LONGEST = 4  # words that may take the place of others
BEGUN = 3  # letters by which two words are forms of one
BESTS = 3  # sentences of the source that may be the one


@dataclass(frozen=True, slots=True)
class Change:
    """Words of the source and those that stand in their place, as written, with the words around them."""

    gone: Sequence[str]
    come: Sequence[str]
    before: str
    behind: str
    opens: bool
    source: str
    exact: bool  # whether nearly everything around is the source's


def replaced(footing: Footing, ground: Ground) -> str:
    """What a sentence changes in one of the source that it copies, in words; "" for nothing."""
    mine, found = _tokens(footing.text), []
    for told in footing.like[:BESTS]:
        changes = _changes(_tokens(told.stretch.text), mine)
        if changes is not None:
            surer = _is_surer(footing.text, told.stretch.text, ground)
            found.append(next(filter(None, (_fault(one, ground, surer=surer) for one in changes)), ""))
    return found[0] if found and all(found) else ""


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(_NOT.sub(" not", text.replace("can't", "can not").replace("cannot", "can not")))


def _bare(word: str) -> str:
    return nominative(word).lower()


def _changes(theirs: Sequence[str], mine: Sequence[str]) -> list[Change] | None:
    """What differs between stretches that agree; None where it is no copy."""
    matcher = SequenceMatcher(None, [_bare(one) for one in theirs], [_bare(one) for one in mine], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    copied = sum(block.size for block in blocks)
    if copied < max(FEWEST, COPIED * len(mine)):
        return None
    ends = [(0, 0, 0), *blocks, (len(theirs), len(mine), 0)]
    return list(_between(theirs, mine, ends, exact=copied >= EXACT * len(mine)))


def _between(
    theirs: Sequence[str], mine: Sequence[str], blocks: Sequence[tuple[int, int, int]], *, exact: bool
) -> Iterator[Change]:
    for at, (one, other) in enumerate(pairwise(blocks)):
        gone, come = theirs[one[0] + one[2] : other[0]], mine[one[1] + one[2] : other[1]]
        opens = one[0] == one[1] == 0
        ends = other[0] + other[2] == len(theirs) and other[1] + other[2] == len(mine)
        framed = (opens or one[2] >= FRAME) and (ends or other[2] >= FRAME)
        if framed and (gone or come) and max(len(gone), len(come)) <= LONGEST:
            before = mine[one[1] + one[2] - 1] if one[2] else ""
            yield Change(gone, come, before, mine[other[1]] if other[2] else "", at == 0, " ".join(theirs), exact)


def _fault(change: Change, ground: Ground, *, surer: bool) -> str:
    said, there = " ".join(change.come), " ".join(change.gone)
    if _is_denial(change, ground) or (surer and _leaves_doubt_out(change, ground)):
        return f"it is {there!r}, not {said!r}" if there else f"there is no {said!r}"
    asked = (_is_other_name, _is_other_number, _is_other_thing, _is_opposite)
    if change.gone and change.come and any(one(change, ground) for one in asked):
        return f"it is {there!r}, not {said!r}"
    return ""


def _is_denial(change: Change, ground: Ground) -> bool:
    """Whether a small word that denies came or went, and nothing else that says something."""
    words = [one.lower() for one in (*change.gone, *change.come)]
    small = ground.tongue.negating | ground.tongue.common
    if not all(word in small for word in words) or change.behind.lower() in ("only", "least"):
        return False
    mine, theirs = (any(one.lower() in ground.tongue.negating for one in side) for side in (change.come, change.gone))
    return mine != theirs


def _is_surer(text: str, source: str, ground: Ground) -> bool:
    """Whether it has fewer words of doubt than its source, and of who says so no more."""
    lexicon = ground.lexicon
    doubts, says = (
        [sum(1 for _ in words.found(one)) for one in (text, source)]
        for words in (lexicon.doubting, lexicon.leaving_open)
    )
    return doubts[0] < doubts[1] and says[0] <= says[1]


def _leaves_doubt_out(change: Change, ground: Ground) -> bool:
    lexicon, said = ground.lexicon, " ".join(change.come)
    small = ground.tongue.negating | ground.tongue.common
    other = [one for one in change.come if one.lower() not in small and not lexicon.coming.among(one)]
    open_ = lexicon.doubting.among(said) or lexicon.leaving_open.among(said) or lexicon.denying.among(change.behind)
    return lexicon.doubting.among(" ".join(change.gone)) and not other and not open_


def _is_other_name(change: Change, ground: Ground) -> bool:
    mine, theirs = _names(change.come, change, ground), _names(change.gone, change, ground)
    articles = [
        any(one.lower() in ground.lexicon.grammar.articles for one in side) for side in (change.come, change.gone)
    ]
    if not mine or not theirs or articles[0] != articles[1] or ground.lexicon.grammar.great_nouns:
        return False  # "the Spaniard" may be Alonso
    endings = ground.lexicon.endings
    if any(same_name(one, other, endings) or _is_short(one, other) for one in mine for other in theirs):
        return False
    return {"".join(one[0] for one in names) for names in (mine, theirs)}.isdisjoint(mine + theirs)


def _is_short(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _names(words: Sequence[str], change: Change, ground: Ground) -> list[str]:
    """The words with a capital, without one that only opens a sentence."""
    great = [one for one in words if one[0].isupper() and _bare(one) not in ground.tongue.common]
    if (
        change.opens
        and great
        and great[0] == words[0]
        and not regex.search(rf"[\w,] {regex.escape(great[0])}\b", ground.whole)
    ):
        great = great[1:]
    return [_bare(one) for one in great]


def _is_other_number(change: Change, ground: Ground) -> bool:
    mine, theirs = (numbers(" ".join(side), ground.lexicon, ground.tongue) for side in (change.come, change.gone))
    day = any(one.among(" ".join(change.come)) for one in ground.lexicon.exact)  # "thứ Hai", "Terça"
    return bool(mine) and bool(theirs) and mine.isdisjoint(theirs) and not day


def _is_other_thing(change: Change, ground: Ground) -> bool:
    """Whether one word takes the place of another that says something else: "19 children" for "19 people"."""
    if len(change.come) != 1 or len(change.gone) != 1 or not change.exact:
        return False
    lexicon, little = ground.lexicon, ground.lexicon.usual | ground.tongue.common | ground.tongue.said
    come, gone = change.come[0].lower(), change.gone[0].lower()
    if come in little or gone in little or not (come.isalpha() and gone.isalpha()):
        return False
    alike = set(lexicon.alike.get(lexicon.stem(come), ())) & set(lexicon.alike.get(lexicon.stem(gone), ()))
    counted = change.before[:1].isdigit()
    return not alike and not _is_form(come, gone) and (counted or come in ground.small)


def _is_form(come: str, gone: str) -> bool:
    """Whether two words may be forms of one, or one with its accents misplaced."""
    one, other = ("".join(sign for sign in normalize("NFD", word) if not combining(sign)) for word in (come, gone))
    return one[:BEGUN] == other[:BEGUN] or one.endswith(other) or other.endswith(one)


def _is_opposite(change: Change, ground: Ground) -> bool:
    said, there = " ".join(change.come), " ".join(change.gone)
    pairs = (*ground.lexicon.opposites, *ground.lexicon.sides)
    if any(_on(one, other, said, there) or _on(other, one, said, there) for one, other in pairs):
        return True
    groups = (*ground.lexicon.kin, *ground.lexicon.exact)
    new = any(one.among(said) and not one.among(change.source) for one in groups)
    return new and any(one.among(there) for one in groups)


def _on(one: Words, other: Words, said: str, there: str) -> bool:
    return one.among(said) and other.among(there) and not (other.among(said) or one.among(there))
