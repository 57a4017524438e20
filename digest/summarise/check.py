"""The gate for every writer: does a summary stand by its source? Pure.

Words that are quoted must stand where they are said to. Words of a writer's own must say nothing that the source does
not: every number, name, quotation and link is looked up, each sentence must rest on one or two sentences of the source,
and deny nothing that they say; language and length must fit. What is planted in an article for machines to read is no
source. The gate is strict on purpose: what it refuses costs a summary its style, what it lets pass costs trust.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from unicodedata import normalize

from digest.language import language_of, same_language
from digest.model import Article, Sentence, Story, Summary
from digest.summarise.boilerplate import is_ended, is_planted
from digest.summarise.cut import words_in
from digest.summarise.gate.added import too_much_added
from digest.summarise.gate.alike import in_its_words
from digest.summarise.gate.bearers import another_bearer
from digest.summarise.gate.called import miscalled
from digest.summarise.gate.counted import miscounted
from digest.summarise.gate.facts import has_link, links
from digest.summarise.gate.figures import Figure, figures, scores
from digest.summarise.gate.footing import Footing, footing_of
from digest.summarise.gate.form import MACHINE, marked_up
from digest.summarise.gate.ground import SURE_OF_LANGUAGE, Ground, ground_of, rests_on, stems_of
from digest.summarise.gate.named import exchanged, mistitled, unnamed
from digest.summarise.gate.parties import changed_places, other_order
from digest.summarise.gate.quoted import another_speaker, misquoted
from digest.summarise.gate.replaced import replaced
from digest.summarise.gate.shares import whole_for_part
from digest.summarise.gate.steps import other_step
from digest.summarise.gate.stutter import said_again, stuttered
from digest.summarise.gate.subjects import another_subject
from digest.summarise.gate.together import apart
from digest.summarise.gate.turns import turned
from digest.summarise.gate.uncased import new_word
from digest.summarise.gate.widened import widened
from digest.summarise.gate.without import had_after_all
from digest.summarise.sentences import spans_in

PARTS = ("lead", "text", "title")  # plain text; the body has markup
LONGEST = 260  # characters for each sentence that was asked for
SHORTEST = 8  # characters
RESTS = 0.75  # of a sentence's words stand in the two sentences that say most of them


def objection(summary: Summary, story: Story, *, sentences: int, words: int = 0) -> str:
    """Why a summary cannot be printed, in words; "" for one that stands.

    It may have so many ``sentences``, and ``words`` where a writer uses its own (0: any number).
    """
    articles = {article.id: article for article in (story.article, *story.echoes)}
    if not summary.sentences:
        return "it says nothing"
    for sentence in summary.sentences:
        if not _placed(sentence, articles):
            return f"{_short(sentence.text)} does not stand where it is said to"
        if is_planted(sentence.text):
            return "it repeats what was planted for machines"
    own = [normalize("NFC", sentence.text) for sentence in summary.sentences if sentence.own_words]
    if not own:
        return ""
    ground = ground_of(story)
    whole = normalize("NFC", summary.text)
    faults = _faults(whole, own, ground, sentences, words)
    return next(filter(None, faults), "")


def _faults(whole: str, own: list[str], ground: Ground, sentences: int, words: int) -> Iterator[str]:
    yield _form(whole, ground, sentences, words)
    yield _voice(whole, ground)
    yield misquoted(" ".join(own), ground)  # a quotation may go on over two sentences
    if again := said_again(own, ground):
        yield f"it says the same again: {_short(again)}"
    for one in own:
        yield _said_twice(one, ground)
        yield _content(in_its_words(one, ground), ground)


def _placed(sentence: Sentence, articles: Mapping[int, Article]) -> bool:
    article = articles.get(sentence.article_id)
    source: str = getattr(article, sentence.part) if article and sentence.part in PARTS else ""
    there = source[sentence.start : sentence.end]
    return bool(sentence.text) and bool(there) and (sentence.own_words or there == sentence.text)


def _form(text: str, ground: Ground, sentences: int, words: int) -> str:
    """Length, whole sentences, no markup."""
    told = len(spans_in(text, ground.tongue))
    if told > sentences or len(text) > LONGEST * sentences:
        return f"it is too long: {told} sentences, {len(text)} characters"
    if words and words_in(text) > words:
        return f"it is too long: {words_in(text)} words"
    if len(text) < SHORTEST or not is_ended(text):
        return f"it is no whole sentence: {_short(text)}"
    return f"it has markup: {_short(text)}" if marked_up(text, ground.whole) else ""


def _voice(text: str, ground: Ground) -> str:
    """The source's language, and no trace of a machine that talks about its work."""
    machine = MACHINE.search(text.casefold())
    if machine and machine[0] not in ground.plain:
        return f"it speaks of itself: {_short(machine[0])}"
    if len(text) >= SURE_OF_LANGUAGE and not same_language(language_of(text), ground.language):
        return f"it is in another language than its source ({language_of(text)}, not {ground.language})"
    return ""


def _said_twice(text: str, ground: Ground) -> str:
    phrase = stuttered(text, ground.whole)
    return f"it says {phrase!r} twice" if phrase else ""


def _content(text: str, ground: Ground) -> str:
    found = (_looked_up(text, ground), *(_figure(one, ground) for one in figures(text, ground.lexicon, ground.tongue)))
    if fault := next(filter(None, found), ""):
        return fault
    if name := unnamed(text, ground) or new_word(text, ground):
        return f"{name} is not in the source"
    if name := mistitled(text, ground):
        return f"in the source, {name} is somebody else"
    step = other_step(text, ground)
    return _rests(text, ground) or (f"in the source, {step}" if step else "")


def _looked_up(text: str, ground: Ground) -> str:
    """What of its links, scores and days the source does not have."""
    for link in links(text):
        if not has_link(ground.plain, link):
            return f"the link {_short(link)} is not in the source"
    there = scores(ground.whole)
    for one, other in scores(text) - there:
        if (other, one) in there:
            return f"in the source it is {other}–{one}, not {one}–{other}"
    exact = (
        group
        for group in (*ground.lexicon.exact, *ground.lexicon.kin)
        if group.among(text) and not group.among(ground.whole)
    )
    return next((f"{_short(group.first(text))} is not in the source" for group in exact), "")


def _figure(figure: Figure, ground: Ground) -> str:
    """What is wrong with a number: it is none of the source's, or stands for what another number counts there."""
    same = [one for one in ground.figures if one.value == figure.value]
    if not same and not (figure.bare and figure.value in ground.scaled):
        return f"{figure.value} is not in the source"
    aged = not ground.lexicon.aged.isdisjoint(figure.spelt)  # "the 38-year-old" may be "Caldeira, 38," there
    for unit in filter(ground.lexicon.units.among, () if aged else figure.spelt):
        if same and not any(ground.lexicon.stem(unit) in one.beside for one in same):
            return f"the source does not say {figure.value} {unit}"
    for word in (figure.before, *figure.behind[:1]):
        if word and not any(word in one.beside for one in same) and any(word in one.beside for one in ground.figures):
            return f"in the source, another number than {figure.value} stands by {word!r}"
    return ""


def _rests(text: str, ground: Ground) -> str:
    every = stems_of(text, ground.tongue, ground.lexicon)
    stems = (every - ground.lexicon.usual_stems) or every
    under = rests_on(stems, ground)
    said = frozenset[str]().union(*(one.stems for one in under))
    if len(stems & said) < RESTS * len(stems) or not under:
        return f"the source does not say {_short(text)}"
    if word := too_much_added(text, ground):
        return f"{_short(word)} is not in the source: {_short(text)}"
    if fault := turned(text, under, ground):
        return f"{fault}: {_short(text)}"
    if both := exchanged(text, ground):
        return f"in the source, {both} stand the other way round"
    if speaker := another_speaker(text, ground):
        return f"in the source, {speaker} does not say that"
    told = (footing_of(text[span.start : span.end], ground) for span in spans_in(text, ground.tongue))
    return next((fault for one in told for fault in _who_and_where(one, ground)), "")


def _who_and_where(footing: Footing, ground: Ground) -> Iterator[str]:
    """What is told of another one than in the source, of another time or place, or of more than there."""
    if both := changed_places(footing, ground) or other_order(footing, ground):
        yield f"in the source, {both} stand the other way round"
    if bearer := another_bearer(footing, ground) or miscalled(footing, ground) or another_subject(footing, ground):
        yield f"in the source, {bearer}"
    if number := miscounted(footing, ground):
        yield f"in the source, {number}: {_short(footing.text)}"
    if more := whole_for_part(footing, ground) or had_after_all(footing, ground) or widened(footing, ground):
        yield f"in the source, {more}: {_short(footing.text)}"
    if elsewhere := apart(footing, ground):
        yield f"in the source, {elsewhere} stands elsewhere: {_short(footing.text)}"
    if other := replaced(footing, ground):
        yield f"in the source, {other}: {_short(footing.text)}"


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:59] + "…")
