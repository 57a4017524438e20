"""What a writer may rest on: everything that a story's tellings say, without what somebody planted there. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from digest.language import language_of
from digest.model import Article, Story
from digest.summarise.boilerplate import PLANTED
from digest.summarise.facts import numbers, plain, spelt
from digest.summarise.sentences import spans_in
from digest.summarise.tellings import MOST_TEXT, tellings
from digest.summarise.tongues import Tongue, tongue_of
from digest.summarise.words import WORD

_PARAGRAPH = re.compile(r"(?:[^\n]|\n(?![^\S\n]*\n))+")
_NOT = re.compile(r"n['’]t\b")
STEM = 6  # letters by which words are held to be forms of one


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A sentence of the source with what it says."""

    article_id: int
    part: str
    start: int
    end: int
    stems: frozenset[str]
    denies: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A source, ready to be asked."""

    tongue: Tongue
    language: str
    plain: str
    small: frozenset[str]  # its words that stand in small letters somewhere
    spelt: tuple[str, ...]
    numbers: frozenset[str]
    stretches: tuple[Stretch, ...]


def ground_of(story: Story) -> Ground:
    """The ground that a story gives."""
    article = story.article
    parts = [one for telling in tellings(story) for one in _parts(telling)]
    whole = "\n\n".join(getattr(telling, part)[start:end] for telling, part, start, end in parts)
    tongue = tongue_of(article.text or article.lead, article.language)
    return Ground(
        tongue=tongue,
        language=language_of(article.text or article.lead) or article.language,  # feeds often say a wrong one
        plain=plain(whole),
        small=frozenset(word for word in re.findall(r"[^\W\d_]+", whole) if word.islower()),
        spelt=tuple(spelt(whole)),
        numbers=frozenset(numbers(whole, tongue)),
        stretches=tuple(_stretches(parts, tongue)),
    )


def told_by(article: Article) -> str:
    """An article's text (its lead, where there is none) without the paragraphs that speak to a machine."""
    part = "text" if article.text.strip() else "lead"
    return "\n\n".join(getattr(article, name)[start:end] for _, name, start, end in _parts(article) if name == part)


Part = tuple[Article, str, int, int]


def _parts(article: Article) -> Iterator[Part]:
    """The paragraphs of title, lead and text in which nobody speaks to a machine."""
    for part in ("title", "lead", "text"):
        for match in _PARAGRAPH.finditer(getattr(article, part)[:MOST_TEXT]):
            if not PLANTED.search(match[0].lower()):
                yield article, part, match.start(), match.end()


def _stretches(parts: Iterable[Part], tongue: Tongue) -> Iterator[Stretch]:
    for article, part, start, end in parts:
        text = getattr(article, part)[start:end]
        for span in spans_in(text, tongue):
            stems, denies = stems_of(text[span.start : span.end], tongue)
            yield Stretch(
                article_id=article.id,
                part=part,
                start=start + span.start,
                end=start + span.end,
                stems=stems,
                denies=denies,
            )


def stems_of(text: str, tongue: Tongue) -> tuple[frozenset[str], bool]:
    """The stems of the words that say something, and whether there is a "not" among the words."""
    words = WORD.findall(_NOT.sub(" not", text.lower()))
    said = frozenset(word[:STEM] for word in words if word not in tongue.common and word not in tongue.negating)
    return said, bool(tongue.negating.intersection(words))


def rests_on(stems: frozenset[str], ground: Ground) -> tuple[Stretch, ...]:
    """The one or two sentences of the source that say most of these words; the better one first."""
    if not stems or not ground.stretches:
        return ()
    first = max(ground.stretches, key=lambda one: len(one.stems & stems))
    left = stems - first.stems
    second = max(ground.stretches, key=lambda one: len(one.stems & left))
    return (first, second) if second.stems & left else (first,)
