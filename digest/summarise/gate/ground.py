"""What a writer may rest on: everything that a story's tellings say, without what somebody planted there. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from unicodedata import normalize

from digest.language import language_of, same_language
from digest.model import Article, Story
from digest.summarise.boilerplate import is_planted, paragraphs
from digest.summarise.gate.facts import names, plain, spelt
from digest.summarise.gate.figures import Figure, figures
from digest.summarise.gate.lexicon import Lexicon, lexicon_of
from digest.summarise.sentences import spans_in
from digest.summarise.tellings import MOST_TEXT, tellings
from digest.summarise.tongues import Tongue, tongue_of
from digest.summarise.words import WORD

BEGINNING = 4  # letters by which a word may be a form of another
OFTEN, MOST_MAIN = 2, 3  # times that a source names those it speaks of; so many are they
MANY, MOST_UNDER = 9, 3  # words of a sentence that may be put together from so many of the source's
SURE_OF_LANGUAGE = 80  # characters; of fewer, what an article says of itself is believed


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A sentence of the source with what it says; ``text`` is composed (NFC)."""

    article_id: int
    part: str
    start: int
    end: int
    text: str
    stems: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A source, ready to be asked."""

    tongue: Tongue
    lexicon: Lexicon
    language: str
    whole: str  # all of it, composed (NFC)
    plain: str
    small: frozenset[str]  # its words that stand in small letters somewhere
    spelt: tuple[str, ...]
    named: frozenset[tuple[str, ...]]  # its names of several words, in small letters
    main: frozenset[str]  # the last words of those that it speaks of most, in small letters
    figures: tuple[Figure, ...]
    scaled: frozenset[str]  # scales that it uses, alone or with a number: "million"
    stretches: tuple[Stretch, ...]
    begun: frozenset[str]  # how its words begin
    alike: Mapping[int, Mapping[str, str]]  # of each group of words that say the same, the stems and words that it has


def ground_of(story: Story) -> Ground:
    """The ground that a story gives."""
    article = story.article
    parts = [one for telling in tellings(story) for one in _parts(telling)]
    whole = normalize("NFC", "\n\n".join(getattr(telling, part)[start:end] for telling, part, start, end in parts))
    tongue = tongue_of(article.text or article.lead, article.language)
    language = _language(article)
    lexicon = lexicon_of(language)
    found = tuple(figures(whole, lexicon, tongue))
    stretches = tuple(_stretches(parts, tongue, lexicon))
    named = [tuple(map(str.lower, run)) for run in names(whole, frozenset())]
    small = frozenset(word for word in re.findall(r"[^\W\d_]+", whole) if word.islower())
    words = spelt(whole)
    return Ground(
        tongue=tongue,
        lexicon=lexicon,
        language=language,
        whole=whole,
        plain=plain(whole),
        small=small,
        spelt=tuple(words),
        named=frozenset(run for run in named if len(run) > 1),
        main=_main(named, small | tongue.common),
        figures=found,
        scaled=frozenset(scale for one in found for scale in one.scales),
        stretches=stretches,
        begun=frozenset(stem[:BEGINNING] for one in stretches for stem in one.stems),
        alike=_alike(dict.fromkeys(words), lexicon),
    )


def _alike(words: Iterable[str], lexicon: Lexicon) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for word in words if lexicon.alike else ():
        stem = lexicon.stem(word)
        for group in lexicon.alike.get(stem, ()):
            found.setdefault(group, {}).setdefault(stem, word)
    return found


def _main(named: Iterable[tuple[str, ...]], known: frozenset[str]) -> frozenset[str]:
    """Those that a source names often enough to speak of them as "she" or "the mayor" ever after."""
    often = Counter(run[-1] for run in named if run[-1] not in known).most_common(MOST_MAIN)
    return frozenset(name for name, times in often if times >= OFTEN)


def _language(article: Article) -> str:
    """Feeds often say a wrong one, and of a few words nobody can tell."""
    text = article.text or article.lead
    seen = language_of(text)
    if not seen or (article.language and (len(text) < SURE_OF_LANGUAGE or same_language(article.language, seen))):
        return article.language
    return seen


def told_by(article: Article) -> str:
    """An article's text (its lead, where there is none) without the paragraphs that speak to a machine."""
    part = "text" if article.text.strip() else "lead"
    return "\n\n".join(getattr(article, name)[start:end] for _, name, start, end in _parts(article) if name == part)


Part = tuple[Article, str, int, int]


def _parts(article: Article) -> Iterator[Part]:
    """The paragraphs of title, lead and text in which nobody speaks to a machine."""
    for part in ("title", "lead", "text"):
        text = getattr(article, part)[:MOST_TEXT]
        for start, end in paragraphs(text):
            if not is_planted(text[start:end]):
                yield article, part, start, end


def _stretches(parts: Iterable[Part], tongue: Tongue, lexicon: Lexicon) -> Iterator[Stretch]:
    for article, part, start, end in parts:
        whole = getattr(article, part)[start:end]
        for span in spans_in(whole, tongue):
            text = normalize("NFC", whole[span.start : span.end])
            yield Stretch(
                article_id=article.id,
                part=part,
                start=start + span.start,
                end=start + span.end,
                text=text,
                stems=stems_of(text, tongue, lexicon),
            )


def stems_of(text: str, tongue: Tongue, lexicon: Lexicon) -> frozenset[str]:
    """The stems of the words that say something."""
    return frozenset(map(lexicon.stem, saying(text, tongue, lexicon)))


def saying(text: str, tongue: Tongue, lexicon: Lexicon) -> list[str]:
    """The words of a text that say something, in small letters."""
    return [word for word in WORD.findall(text.lower()) if _says(word, tongue, lexicon)]


def _says(word: str, tongue: Tongue, lexicon: Lexicon) -> bool:
    """Numbers are looked up by what they are worth: here it is all the same in what form they stand."""
    small = word in tongue.common or word in tongue.negating or "\u3040" < word < "\u30a0"  # Hiragana
    return not (small or word in lexicon.numerals or word in lexicon.scales or word[0].isdigit())


def rests_on(stems: frozenset[str], ground: Ground) -> tuple[Stretch, ...]:
    """The one or two sentences of the source that say most of these words, three of many; the best one first."""
    under: list[Stretch] = []
    left = stems
    while left and ground.stretches and len(under) < (MOST_UNDER if len(stems) >= MANY else MOST_UNDER - 1):
        best = max(ground.stretches, key=lambda one: len(one.stems & left))
        if under and not best.stems & left:
            break
        under.append(best)
        left -= best.stems
    return tuple(under)
