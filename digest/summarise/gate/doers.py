"""Who does something in a sentence of the source, by the words around the verb. Pure.

A name before a verb does it, unless it stands behind a preposition, is somebody's whose ("Oakline's rival"), or another
one stands right before a "who". Behind a "by" is who does it; a "she" is one of those named last.
"""

from __future__ import annotations

from collections.abc import Sequence

from digest.summarise.gate.footing import Told
from digest.summarise.gate.ground import Ground, Stretch
from digest.summarise.gate.lexicon.grammar import Grammar
from digest.summarise.gate.terms import Run, Term, runs, same_bearer, spoken, terms_of

BY = 3  # words between "by" and a name
NEAR = 12  # words between a verb and its "by"
SHE_NEAR = 3  # words between a "she" and its verb
OBJECT_NEAR = 4  # words between a verb and whom it is done to
FULL = 3  # words of a name with its title, which is nobody else's


def other_doer(run: Run, term: Term, told: Told, ground: Ground) -> str:
    """Who else does in the source what this word says; "" where it may be the bearer of this name."""
    grammar, endings = ground.lexicon.grammar, ground.lexicon.endings
    before = [one for one in told.names if one[-1].at < term.at]
    if relative := _before_who(term, told, grammar):
        return "" if same_bearer(run, relative, endings) else spoken(relative)
    others = [
        one
        for one in before
        if not one[0].led and (run[-1].owns or not one[-1].owns) and not (grammar.great_nouns and len(one) == 1)
    ]
    if any(same_bearer(run, one, endings) and not _is_aside(one, others, run, endings) for one in before):
        return ""
    if agent := _agent(term, told, grammar):
        return "" if same_bearer(run, agent, endings) else spoken(agent)
    return _by_its_place(run, term, told, others, ground)


def _by_its_place(run: Run, term: Term, told: Told, others: Sequence[Run], ground: Ground) -> str:
    """Who else stands where one who does it stands; ``others`` are the names before it that may."""
    grammar, endings = ground.lexicon.grammar, ground.lexicon.endings
    behind = [one for one in _clause(term, told) if same_bearer(run, one, endings)]
    if others and not _is_anybody(others[-1], told, grammar):
        since = told.terms[others[-1][-1].at + 1 : term.at + 2]
        if not any(one.word in ground.tongue.persons for one in since):
            return spoken(others[-1])
    after_she = told.terms[max(0, term.at - 1)].word in ground.tongue.persons
    if behind and not run[-1].owns and (after_she or all(one[0].led for one in behind)):
        return "somebody else"
    return _who_she_is_not(run, term, told, ground) or _new_one(run, term, told, ground)


def is_done_to(term: Term, terms: Sequence[Term], grammar: Grammar) -> bool:
    """Whether whoever stands before a word has it done to them: "was endorsed", not "was endorsing"."""
    lasts = bool(grammar.lasting) and term.word.endswith(grammar.lasting)
    return term.at > 0 and not lasts and terms[term.at - 1].word in grammar.being


def _is_aside(one: Run, others: Sequence[Run], run: Run, endings: int) -> bool:
    """Whether a name before a verb is only somebody's whose, and another one follows it: "Oakline's rival, Tern"."""
    return one[-1].owns and any(other[0].at > one[-1].at and not same_bearer(run, other, endings) for other in others)


def _before_who(term: Term, told: Told, grammar: Grammar) -> Run | None:
    """The name right before the "who" of a verb's clause."""
    for at in range(term.at, 0, -1):
        word = told.terms[at]
        if word.word in grammar.who and word.paused:
            near = (run for run in told.names if run[-1].at == at - 1)
            return next((run for run in near if len(run) > 1 or not grammar.great_nouns), None)
        if word.paused or (word.is_name and not word.led and not grammar.great_nouns):
            return None
    return None


def _clause(term: Term, told: Told) -> list[Run]:
    """The names between a word and the next pause."""
    end = next((one.at for one in told.terms[term.at + 1 :] if one.paused), len(told.terms))
    return [run for run in told.names if term.at < run[0].at < end]


def _agent(term: Term, told: Told, grammar: Grammar) -> Run | None:
    """Whom the source names behind a "by" that follows a word."""
    near = told.terms[term.at + 1 : term.at + 1 + NEAR]
    by = next((one.at for one in near if one.word in grammar.agents), None)
    return next((run for run in told.names if by is not None and 0 < run[0].at - by <= BY), None)


def _is_anybody(run: Run, told: Told, grammar: Grammar) -> bool:
    """Whether a name is a description, which may be anybody's: "the self-styled Iron Lady"."""
    if grammar.great_nouns and len(run) >= FULL:
        return False
    return not run[0].paused and any(
        one.word in grammar.articles for one in told.terms[max(0, run[0].at - 2) : run[0].at]
    )


def _who_she_is_not(run: Run, term: Term, told: Told, ground: Ground) -> str:
    """The one who is named before a "she", where this one is not."""
    she, endings = ground.lexicon.grammar.she, ground.lexicon.endings
    if not any(one.word in she for one in told.terms[max(0, term.at - SHE_NEAR) : term.at]):
        return ""
    earlier = [_named(stretch, ground) for stretch in ground.stretches[: told.at]]
    if not any(same_bearer(run, one, endings) for named in (*earlier, told.names) for one in named):
        return "somebody else"
    seen: list[Run] = [*told.names]
    for at in range(told.at - 1, -1, -1):
        seen += earlier[at]
        doer = next((one for one in earlier[at] if not one[0].led and len(one) > 1), None)
        if doer or _opens_with_a_description(ground.stretches[at], ground):
            known = doer is None or any(same_bearer(run, one, endings) for one in seen)
            return "" if known else spoken(doer or ())
    return ""


def _opens_with_a_description(stretch: Stretch, ground: Ground) -> bool:
    """Whether it speaks of somebody who has a name elsewhere: "The mayor promised …"."""
    grammar = ground.lexicon.grammar
    return stretch.text.split(" ", 1)[0].lower() in grammar.articles - grammar.new


def _new_one(run: Run, term: Term, told: Told, ground: Ground) -> str:
    """Who does it where it is "a ferry": another one than who is named in the sentences before."""
    grammar, endings = ground.lexicon.grammar, ground.lexicon.endings
    first = next((at for at in range(term.at, -1, -1) if at == 0 or told.terms[at].paused), 0)
    if told.terms[first].word not in grammar.new or any(one.led for one in told.terms[first : term.at]):
        return ""
    before = (one for stretch in ground.stretches[: told.at] for one in _named(stretch, ground))
    return "somebody new" if any(same_bearer(run, one, endings) for one in before) else ""


def other_sufferer(run: Run, term: Term, told: Told, ground: Ground) -> str:
    """To whom else it is done in the source, which says who does it: "found Dale guilty", "Karen was found guilty"."""
    if any(same_bearer(run, one, ground.lexicon.endings) for one in told.names):
        return ""
    grammar = ground.lexicon.grammar
    for one in told.names:
        between = told.terms[term.at + 1 : one[0].at]
        leads = any(word.paused or word.word in grammar.leading | grammar.placing for word in between)
        if 0 < one[0].at - term.at <= OBJECT_NEAR and not leads and len(one) > 1:
            return spoken(one)
    return ""


def _named(stretch: Stretch, ground: Ground) -> list[Run]:
    return runs(terms_of(stretch.text, ground.small, ground.tongue, ground.lexicon))
