"""Whoever does or says something in a sentence does or says it in the source. Pure.

Where the source speaks of somebody without the name ("the mayor", "she"), nothing can be said against any name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from digest.summarise.gate.doers import is_done_to, other_doer, other_sufferer
from digest.summarise.gate.facts import same_name
from digest.summarise.gate.footing import CLOSE, Footing, Told
from digest.summarise.gate.ground import Ground
from digest.summarise.gate.lexicon.grammar import Grammar
from digest.summarise.gate.quoted import outside
from digest.summarise.gate.terms import Run, Term, runs, same_bearer, same_word, spoken, terms_of

HALF = 0.5  # of a sentence's words: what says so many speaks of the same
BEHIND, BEFORE, LONG_BEFORE = 5, 2, 8  # words between one who speaks and the word for it


def another_bearer(footing: Footing, ground: Ground) -> str:
    """What is told of somebody else in the source, in words; "" for nothing."""
    if not footing.names or not footing.like:
        return ""
    return next(chain(_doers(footing, ground), _speakers(footing, ground)), "")


def _doers(footing: Footing, ground: Ground) -> Iterator[str]:
    """Names that stand before a word before which the source has other names only."""
    grammar = ground.lexicon.grammar
    for run, following in _with_next(footing, ground.lexicon.grammar):
        if run[0].led or (grammar.great_nouns and len(run) == 1):
            continue
        passive = is_done_to(following, footing.terms, grammar)
        there = [
            _another(run, term, one, ground, passive=passive)
            for one in _telling(run, footing, ground)
            for term in one.terms
            if term.says and same_word(term.word, following.word)
        ]
        if there and all(there):
            yield f"{there[0]}, not {spoken(run)}, stands before {following.word!r}"


def _telling(run: Run, footing: Footing, ground: Ground) -> list[Told]:
    """The sentences of the source that tell most of what is told of somebody, whoever they tell it of."""
    rest = footing.stems - {ground.lexicon.stem(term.word) for term in run}
    told = [(len(rest & one.stretch.stems), one) for one in footing.like]
    best = max((shared for shared, _ in told), default=0)
    return [one for shared, one in told if best >= max(2, HALF * len(rest)) and shared >= CLOSE * best]


def _another(run: Run, term: Term, told: Told, ground: Ground, *, passive: bool) -> str:
    if passive and not is_done_to(term, told.terms, ground.lexicon.grammar):
        return other_sufferer(run, term, told, ground)
    return other_doer(run, term, told, ground) if ground.lexicon.grammar.leading else _beside(run, term, told, ground)


def _beside(run: Run, term: Term, told: Told, ground: Ground) -> str:
    """Where endings say who does what: the name right before a word, in a sentence that has not the other one."""
    if any(same_bearer(run, one, ground.lexicon.endings) for one in told.names):
        return ""
    return next((spoken(one) for one in told.names if one[-1].at == term.at - 1), "")


def _with_next(footing: Footing, grammar: Grammar) -> Iterator[tuple[Run, Term]]:
    """Each name with the word that follows it, before the next pause; "of Fargo" belongs to the name."""
    for run in footing.names:
        past = _past_what_it_is(run, footing.terms, grammar)
        for term in footing.terms[past or run[-1].at + 1 :]:
            is_noun = grammar.great_nouns and footing.terms[term.at - 1].word in grammar.articles
            if (term.paused and term.at != past) or (term.is_name and not term.led and not is_noun):
                break
            if term.says and not term.is_name and not term.led:
                yield run, term
                break


def _past_what_it_is(run: Run, terms: Sequence[Term], grammar: Grammar) -> int:
    """Where a sentence goes on behind a name that stands beside what its bearer is; 0: nothing is said of that.

    "Akin, a Republican, joined", "the senior Democrat, Adam Schiff, will issue". What else stands between two commas
    may be anything: "In Larkhaven, the mayor, Mara Lindqvist, said".
    """
    behind = terms[run[-1].at + 1 : run[-1].at + 1 + LONG_BEFORE]
    if not behind or not behind[0].paused:
        return 0
    if run[0].paused and not behind[0].is_name:
        return behind[0].at
    aside = behind[1:] if behind[0].word in grammar.articles else ()
    return next((term.at for term in aside if term.paused and not term.is_name), 0)


def _speakers(footing: Footing, ground: Ground) -> Iterator[str]:
    """Who is said to say what others say in the source."""
    mine = _speaking(terms_of(outside(footing.text), ground.small, ground.tongue, ground.lexicon), ground, BEFORE)
    there = [_speaking(one.terms, ground, LONG_BEFORE) for one in footing.close]
    if not mine or not there[0]:
        return
    endings = ground.lexicon.endings
    for others in there:
        if any(same_name(one[-1].word, other[-1].word, endings) for one in mine for other in others):
            return
    yield f"{spoken(there[0][0])}, not {spoken(mine[0])}, says that"


def _speaking(terms: Sequence[Term], ground: Ground, before: int) -> list[Run]:
    """The names beside the words for speaking, so many words before them at most."""
    said = ground.tongue.said | ground.lexicon.grammar.speaking
    leading = ground.lexicon.grammar.leading - ground.lexicon.grammar.speaking
    led = (run for run in runs(terms) if not (run[0].led and terms[run[0].at - 1].word in leading))
    named = [run for run in led if not any(day.among(run[0].word) for day in ground.lexicon.exact)]
    return [
        run
        for term in terms
        if term.word in said
        for run in named
        if 0 < run[0].at - term.at <= BEHIND or 0 < term.at - run[-1].at <= before
    ]
