"""Who does what to whom: the words around a verb stand in the order that they have in the source. Pure.

"Arpaio endorsed Perry" and "Perry endorsed Arpaio" have the same words. What changes sides around a word, while
something else comes over from there, has changed places with it: unless one of the two sentences says "by".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import regex

from digest.summarise.gate.figures import figures
from digest.summarise.gate.footing import Footing
from digest.summarise.gate.ground import Ground
from digest.summarise.gate.lexicon.grammar import Grammar
from digest.summarise.gate.terms import FORM, Term, same_word

FEWEST_OF_A_PART = 2  # words of each of two parts that an "and" joins
FEWEST = 3  # words that a sentence shares with one whose order is asked for
NEAR_AGENT, NEAR_VERB = 4, 6  # words between "by" and who does it; between a verb and what it is done to

_PAIR = regex.compile(r"(\d[\d.,]*\d|\d)\b([^\d.;]{2,25}?)\b(\d[\d.,]*\d|\d)\b", regex.IGNORECASE)

Places = Mapping[str, tuple[int, int]]  # a word's first and last place


def changed_places(footing: Footing, ground: Ground) -> str:
    """What stands the other way round than in the source, in words; "" for nothing."""
    if not ground.lexicon.grammar.agents:
        return ""
    told = [one.terms for one in footing.close if one.shared >= FEWEST]
    found = [_reversed(footing.terms, one, ground) for one in told]
    if found and all(found):
        return found[0]
    return _done_by(footing, ground)


def other_order(footing: Footing, ground: Ground) -> str:
    """Two numbers that have changed places: "from 10 in 2018 to 23 in 2019"; "" for none.

    One of them may stand anywhere ("In 2018, …"), and all the other way round ("3 died and 12 were injured").
    """
    mine = [one.value for one in figures(footing.text, ground.lexicon, ground.tongue)]
    if len(mine) < 3 or len(set(mine)) < len(mine):
        return _other_pair(footing)
    for told in footing.like:
        everything = [one.value for one in figures(told.stretch.text, ground.lexicon, ground.tongue)]
        there = [one for one in everything if one in mine]
        if set(there) == set(mine):
            moved = [one for one, other in zip(mine, there, strict=False) if one != other]
            return f"{moved[0]} and {moved[-1]}" if moved and not _same_order(mine, there) else ""
    return ""


def _other_pair(footing: Footing) -> str:
    """Two numbers with the same words between them as in the source, the other way round: "from 50 to 40"."""
    there = {match.groups() for told in footing.like for match in _PAIR.finditer(told.stretch.text.lower())}
    for one, between, other in (match.groups() for match in _PAIR.finditer(footing.text.lower())):
        if one != other and (other, between, one) in there and (one, between, other) not in there:
            return f"{one} and {other}"
    return ""


def _same_order(mine: list[str], there: list[str]) -> bool:
    if len(mine) != len(there) or mine[::-1] == there:
        return True
    without = ([one for one in mine if one != left] == [one for one in there if one != left] for left in mine)
    return any(without)


def _reversed(mine: Sequence[Term], theirs: Sequence[Term], ground: Ground) -> str:
    agents = ground.lexicon.grammar.agents
    if any(term.word in agents for term in mine) != any(term.word in agents for term in theirs):
        return ""
    grammar = ground.lexicon.grammar
    there = _places(theirs, {term.word: term.word for term in theirs}, grammar)
    here = _places(mine, _forms(mine, there), grammar)
    speaking = ground.tongue.said | ground.lexicon.grammar.speaking  # "…, said Holm": that may stand anywhere
    shared = [word for word in here if word in there and word not in speaking]
    if _is_turned_about(shared, here, there, mine, ground):
        return ""
    for middle in shared:
        (first, last), (begin, end) = here[middle], there[middle]
        if first != last or begin != end or _is_inverted(theirs, begin, ground):
            continue
        left = next((word for word in shared if there[word][0] > end and here[word][1] < first), "")
        right = next((word for word in shared if there[word][1] < begin and here[word][0] > last), "")
        if left and right:
            return f"{left!r} and {right!r}"
    return ""


def _is_turned_about(shared: Sequence[str], here: Places, there: Places, mine: Sequence[Term], ground: Ground) -> bool:
    """Whether two parts that an "and" joins have changed places as they are: "took samples and filmed fish"."""
    inner = sorted(shared, key=lambda word: here[word][0])
    falls = [at for at in range(1, len(inner)) if there[inner[at]][0] < there[inner[at - 1]][0]]
    if len(falls) != 1 or not FEWEST_OF_A_PART <= falls[0] <= len(inner) - FEWEST_OF_A_PART:
        return False
    between = mine[here[inner[falls[0] - 1]][1] + 1 : here[inner[falls[0]]][0]]
    lexicon = ground.lexicon
    parting = lexicon.joining | lexicon.links | lexicon.grammar.placing
    return any(term.paused or term.word in parting for term in between)


def _is_inverted(terms: Sequence[Term], at: int, ground: Ground) -> bool:
    """Whether a relative word lets a verb stand before who does it: "la decisión que anuló la Audiencia"."""
    return at > 0 and terms[at - 1].word in ground.lexicon.grammar.relative


def _forms(mine: Iterable[Term], there: Iterable[str]) -> Mapping[str, str]:
    """Each word with the form that it has there."""
    begun: dict[str, list[str]] = {}
    for word in there:
        begun.setdefault(word[: FORM - 1], []).append(word)
    near = {term.word: begun.get(term.word[: FORM - 1], []) for term in mine}
    return {
        word: word if word in forms else next((one for one in forms if same_word(word, one)), word)
        for word, forms in near.items()
    }


def _is_said_by(term: Term, terms: Sequence[Term], grammar: Grammar) -> bool:
    """Whether it stands in an "according to the police", which may stand anywhere."""
    before = reversed(terms[max(0, term.at - 3) : term.at])
    word = next((one.word for one in before if one.says or one.word not in grammar.articles), "")
    return term.led and word in grammar.speaking


def _places(terms: Sequence[Term], forms: Mapping[str, str], grammar: Grammar) -> Places:
    """Where the words stand that say something; without those that say where or when, which may stand anywhere."""
    places: dict[str, tuple[int, int]] = {}
    moving = {forms[term.word] for term in terms if term.placed or _is_said_by(term, terms, grammar)}
    for term in terms:
        word = forms[term.word]
        if term.says and word not in moving:
            places[word] = (places.get(word, (term.at,))[0], term.at)
    return places


def _done_by(footing: Footing, ground: Ground) -> str:
    """Who does in one what is done to them in the other: "inspected by", "inspected"."""
    agents = ground.lexicon.grammar.agents
    told = [one.terms for one in footing.like]
    for verb, doer in _agents(footing.terms, ground):
        if _has_agent(verb, doer, told, ground):
            continue
        if any(_is_done_to(verb, doer, one, agents) for one in told):
            return f"{verb!r} and {doer!r}"
    for one in told:
        for verb, doer in _agents(one, ground):
            if not _is_done_to(verb, doer, footing.terms, agents):
                continue
            if not any(_is_done_to(verb, doer, other, agents) for other in told):
                return f"{verb!r} and {doer!r}"
    return ""


def _has_agent(verb: str, doer: str, told: Iterable[Sequence[Term]], ground: Ground) -> bool:
    there = (pair for one in told for pair in _agents(one, ground))
    return any(same_word(verb, one) and same_word(doer, other) for one, other in there)


def _agents(terms: Sequence[Term], ground: Ground) -> Iterator[tuple[str, str]]:
    """Each verb that has a "by" behind it, with the word that says by whom."""
    for term in terms:
        if term.word not in ground.lexicon.grammar.agents:
            continue
        verb = next(
            (one for one in reversed(terms[max(0, term.at - 3) : term.at]) if one.says and not one.is_name), None
        )
        doer = next((one for one in terms[term.at + 1 : term.at + 1 + NEAR_AGENT] if one.says), None)
        if verb and doer and not doer.paused and not ground.lexicon.units.among(doer.word):
            yield verb.word, doer.word


def _is_done_to(verb: str, doer: str, terms: Sequence[Term], agents: frozenset[str]) -> bool:
    """Whether somebody stands right behind a verb, with no "by" between."""
    for term in terms:
        if not term.says or not same_word(term.word, verb):
            continue
        for one in terms[term.at + 1 : term.at + 1 + NEAR_VERB]:
            if one.paused or one.word in agents:
                break
            if one.says and same_word(one.word, doer):
                return True
    return False
