"""Whether somebody is called what the source calls them: "Holm, the auditor", "Holm is the auditor". Pure."""

from __future__ import annotations

from collections.abc import Sequence

from digest.summarise.gate.facts import same_name
from digest.summarise.gate.footing import Footing
from digest.summarise.gate.ground import Ground
from digest.summarise.gate.terms import Run, Term, same_word, spoken, terms_of

LONGEST = 8  # words of what somebody is called
REACH = 15  # words between a name and what its bearer is called
MANY = 3  # words; of more, one may stand elsewhere
BEGINNING = 3  # letters by which a name is looked for


def miscalled(footing: Footing, ground: Ground) -> str:
    """Who is called what nobody near their name is called in the source, in words; "" for nobody."""
    for run in footing.names:
        called = [term.word for term in _called(run, footing.terms, ground) if term.says]
        if called and not _is_noun(run, footing.terms, ground) and not _is_called(run[-1].word, called, ground):
            return f"{spoken(run)} is not called {' '.join(called)}"
    return ""


def _is_noun(run: Run, terms: Sequence[Term], ground: Ground) -> bool:
    """Whether it has a capital and is no name: "der Autolenker"."""
    grammar = ground.lexicon.grammar
    return grammar.great_nouns and len(run) == 1 and run[0].at > 0 and terms[run[0].at - 1].word in grammar.articles


def _called(run: Run, terms: Sequence[Term], ground: Ground) -> Sequence[Term]:
    """What stands behind a name that says what its bearer is."""
    grammar = ground.lexicon.grammar
    behind = terms[run[-1].at + 1 :]
    if len(behind) < 2:
        return ()
    if behind[0].paused:
        end = next((at for at, term in enumerate(behind) if at and term.paused), len(behind))
        return behind[:end] if behind[0].word in grammar.articles and end <= LONGEST else ()
    begins = behind[1].word in grammar.articles or (grammar.great_nouns and behind[1].is_name)
    if behind[0].word not in grammar.being or not begins:
        return ()
    ends = (at for at, term in enumerate(behind) if at and (term.paused or term.word in grammar.being))
    return behind[1 : min(next(ends, LONGEST), LONGEST)]


def _is_called(name: str, called: Sequence[str], ground: Ground) -> bool:
    need = len(called) - (len(called) > MANY)
    for stretch in ground.stretches:
        if name[:BEGINNING] not in stretch.text.lower():
            continue
        terms = terms_of(stretch.text, ground.small, ground.tongue, ground.lexicon)
        for term in terms:
            if same_name(term.word, name, ground.lexicon.endings) and _near(term, terms, called) >= need:
                return True
    return False


def _near(name: Term, terms: Sequence[Term], called: Sequence[str]) -> int:
    """How many of the words stand near a name."""
    near = [term.word for term in terms[max(0, name.at - REACH) : name.at + REACH + 1] if term.says]
    return sum(any(same_word(word, one) for one in near) for word in called)
