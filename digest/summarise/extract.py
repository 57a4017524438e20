"""The story's own sentences: those that say most of it, from everybody who tells it."""

from __future__ import annotations

from typing import Self

from digest.errors import SummaryError
from digest.model import Story, Summary
from digest.summarise.tellings import candidates
from digest.summarise.tongues import tongue_of
from digest.summarise.weigh import choose
from digest.summarise.words import words_of


class Extract:
    """Takes sentences of the texts."""

    name = "the text's own sentences"

    def for_issue(self) -> Self:
        """It needs no budget."""
        return self

    async def write(self, story: Story, *, sentences: int, words: int = 0) -> Summary:
        """The sentences of the story that say most of it, in their order.

        Raises:
            SummaryError: no text has a whole sentence.
        """
        article = story.article
        title = words_of(article.title, tongue_of(article.text, article.language))
        chosen = choose(candidates(story), title, sentences=sentences, words=words)
        if not chosen:
            raise SummaryError("The text has no whole sentence.", article_id=article.id)
        return Summary(sentences=tuple(one.sentence for one in chosen), by=self.name)
