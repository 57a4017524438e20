"""A story's proof: who tells it, why it was chosen, and where each sentence of its summary stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from digest.model import Article, Item, Sentence


def of_sentences(item: Item) -> list[dict[str, Any]]:
    """The sentences of a summary with their places and, where the writer used its own words, what they rest on."""
    articles = {article.id: article for article in _tellings(item)}
    return [
        {
            "text": one.text,
            "url": articles[one.article_id].url if one.article_id in articles else "",
            "part": one.part,
            "start": one.start,
            "end": one.end,
            "rests_on": _rests_on(one, articles.get(one.article_id)) if one.own_words else None,
        }
        for one in item.summary.sentences
    ]


def in_lines(item: Item) -> Iterator[str]:
    """The proof for a person to read."""
    story = item.story
    yield story.article.title
    yield f"  told by {item.source}: {story.article.url or story.article.guid}"
    for echo in story.echoes:
        yield f"    also: {echo.title} ({echo.url or echo.guid})"
    yield f"  chosen with a score of {story.counted:.2f}"
    for reason in story.shares:
        yield f"    {reason.share:+.2f}  {reason.words}"
    yield f"  summarised by {item.summary.by}" + ("" if item.summary.checked else ", unchecked")
    yield from (f"    not taken: {refusal}" for refusal in item.summary.refused)
    for one in of_sentences(item):
        yield f"    {one['text']}"
        yield f"      {one['part']} {one['start']}–{one['end']} of {one['url'] or 'the article'}"
        if one["rests_on"]:
            yield f"      in its own words; rests on: {one['rests_on']}"


def _tellings(item: Item) -> tuple[Article, ...]:
    return (item.story.article, *item.story.echoes)


def _rests_on(sentence: Sentence, article: Article | None) -> str:
    source: str = getattr(article, sentence.part, "") if article else ""
    return source[sentence.start : sentence.end]
