"""Whoever does or says something in a sentence does or says it in the source. Pure.

Where the source speaks of somebody without the name ("the mayor", "she"), nothing can be said against any name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from digest.summarise.gate.facts import same_name
from digest.summarise.gate.footing import Footing, Told
from digest.summarise.gate.ground import Ground
from digest.summarise.gate.lexicon.grammar import Grammar
from digest.summarise.gate.quoted import outside
from digest.summarise.gate.terms import Run, Term, runs, same_bearer, same_word, spoken, terms_of

HALF = 0.5  # of a sentence's words: what says so many speaks of the same
BEHIND, BEFORE, LONG_BEFORE = 5, 2, 8  # words between one who speaks and the word for it
BY = 3  # words between "by" and a name
NEAR = 12  # words between a verb and its "by"


def another_bearer(footing: Footing, ground: Ground) -> str:
    """What is told of somebody else in the source, in words; "" for nothing."""
    if not footing.names or not footing.like:
        return ""
    return next(chain(_doers(footing, ground), _speakers(footing, ground)), "")


def _doers(footing: Footing, ground: Ground) -> Iterator[str]:
    """Names that stand before a word before which the source has other names only."""
    grammar, need = ground.lexicon.grammar, max(2, HALF * len(footing.stems))
    if not grammar.leading:
        return
    told = [one for one in footing.like if one.shared >= need]
    for run, following in _with_next(footing):
        if run[0].led or (grammar.great_nouns and len(run) == 1):
            continue
        passive = _is_done_to(following, footing.terms, grammar)
        there = [
            _doer(run, term, one, ground) if not passive or _is_done_to(term, one.terms, grammar) else ""
            for one in told
            for term in one.terms
            if term.says and same_word(term.word, following.word)
        ]
        if there and all(there):
            yield f"{there[0]}, not {spoken(run)}, stands before {following.word!r}"


def _with_next(footing: Footing) -> Iterator[tuple[Run, Term]]:
    """Each name with the word that follows it, before the next pause; "of Fargo" belongs to the name."""
    for run in footing.names:
        for term in footing.terms[run[-1].at + 1 :]:
            if term.paused or (term.is_name and not term.led):
                break
            if term.says and not term.is_name and not term.led:
                yield run, term
                break


def _is_done_to(term: Term, terms: Sequence[Term], grammar: Grammar) -> bool:
    """Whether whoever stands before a word has it done to them: "was endorsed"."""
    return term.at > 0 and terms[term.at - 1].word in grammar.being


def _doer(run: Run, term: Term, told: Told, ground: Ground) -> str:
    """Who else does in the source what this word says; "" where it may be the bearer of this name."""
    grammar, endings = ground.lexicon.grammar, ground.lexicon.endings
    before = [one for one in told.names if one[-1].at < term.at]
    if any(same_bearer(run, one, endings) for one in before):
        return ""
    behind = [one for one in _clause(term, told) if same_bearer(run, one, endings)]
    if agent := _agent(term, told, grammar):
        return "" if same_bearer(run, agent, endings) else spoken(agent)
    others = [one for one in before if not one[0].led and not (grammar.great_nouns and len(one) == 1)]
    if not others or _has_article(others[-1], told, grammar):
        return "somebody else" if behind and all(one[0].led for one in behind) else ""
    since = told.terms[others[-1][-1].at + 1 : term.at + 2]
    return "" if any(one.word in ground.tongue.persons for one in since) else spoken(others[-1])


def _clause(term: Term, told: Told) -> list[Run]:
    """The names between a word and the next pause."""
    end = next((one.at for one in told.terms[term.at + 1 :] if one.paused), len(told.terms))
    return [run for run in told.names if term.at < run[0].at < end]


def _agent(term: Term, told: Told, grammar: Grammar) -> Run | None:
    """Whom the source names behind a "by" that follows a word."""
    near = told.terms[term.at + 1 : term.at + 1 + NEAR]
    by = next((one.at for one in near if one.word in grammar.agents), None)
    return next((run for run in told.names if by is not None and 0 < run[0].at - by <= BY), None)


def _has_article(run: Run, told: Told, grammar: Grammar) -> bool:
    """Whether a name is a description, which may be anybody's: "the self-styled Iron Lady"."""
    return any(one.word in grammar.articles for one in told.terms[max(0, run[0].at - 2) : run[0].at])


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
