"""The text's own sentences: so far the first ones that belong to the story."""

from __future__ import annotations

from digest.errors import SummaryError
from digest.model import Sentence, Story, Summary
from digest.summarise.cut import best_start, first_sentences


class Extract:
    """Takes sentences of the text."""

    name = "the text's first sentences"

    async def write(self, story: Story, *, sentences: int) -> Summary:
        """The first sentences of the text.

        Raises:
            SummaryError: the text has no whole sentence.
        """
        article = story.article
        spans = first_sentences(article.text, sentences, start=best_start(article.text))
        if not spans:
            raise SummaryError("The text has no whole sentence.", article_id=article.id)
        return Summary(
            sentences=tuple(
                Sentence(
                    text=article.text[s.start : s.end], article_id=article.id, part="text", start=s.start, end=s.end
                )
                for s in spans
            ),
            by=self.name,
        )
