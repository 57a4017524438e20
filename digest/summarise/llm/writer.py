"""A language model as a writer: asked within a budget, never believed without the gate, never missed when it fails."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from digest.errors import Unwritten
from digest.model import Sentence, Story, Summary
from digest.summarise.boilerplate import is_ended
from digest.summarise.cut import words_in
from digest.summarise.gate.form import MARKUP
from digest.summarise.gate.ground import Ground, ground_of, rests_on, stems_of
from digest.summarise.llm.answers import Answer, said, unquoted
from digest.summarise.llm.cache import Cache, key_of
from digest.summarise.llm.endpoint import Endpoint, open_endpoint
from digest.summarise.llm.prompt import VERSION, messages
from digest.summarise.llm.settings import ModelSettings
from digest.summarise.sentences import spans_in

MOST_FAILURES = 3  # in a row; then this issue asks no more


@dataclass(slots=True)
class Budget:
    """What an issue may still use of the model."""

    calls: int
    tokens: float
    seconds: float
    failures: int = 0

    def refusal(self) -> str:
        """Why the model may not be asked, in words; "" while it may."""
        if self.failures >= MOST_FAILURES:
            return f"not asked: it failed {MOST_FAILURES} times in this issue"
        spent = [name for name in ("calls", "tokens", "seconds") if getattr(self, name) <= 0]
        return f"not asked: this issue's {spent[0]} are spent" if spent else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageModel:
    """Writes in its own words; each sentence names the sentence of the source that it rests on most."""

    endpoint: Endpoint
    cache: Cache
    budget: Budget = field(default_factory=lambda: Budget(0, 0, 0))

    @property
    def name(self) -> str:
        """The model, for the record."""
        return self.endpoint.settings.model

    def for_issue(self) -> Self:
        """The writer with a full budget."""
        wanted = self.endpoint.settings
        return replace(self, budget=Budget(wanted.calls, wanted.tokens or math.inf, wanted.seconds))

    async def write(self, story: Story, *, sentences: int, words: int = 0) -> Summary:
        """What the model says of the story.

        Raises:
            Unwritten: it may not be asked any more, did not answer, or says nothing of the story.
        """
        ground = await asyncio.to_thread(ground_of, story)  # of many long tellings it takes a second, or two
        key = key_of((story.article, *story.echoes), prompt=VERSION, model=self.name, sentences=sentences, words=words)
        text = await self.cache.get(key)
        if text is None:
            chat = messages(story, sentences=sentences, words=words, language=ground.language)
            text = (await self._ask(chat)).text
            await self.cache.put(key, text)
        told = await asyncio.to_thread(_sentences, said(text), ground, sentences, words)
        return Summary(sentences=told, by=self.name)

    async def _ask(self, chat: list[dict[str, str]]) -> Answer:
        why_not = self.budget.refusal()
        if why_not:
            raise Unwritten(why_not)
        loop = asyncio.get_running_loop()
        began = loop.time()
        self.budget.calls -= 1
        self.budget.failures += 1
        try:
            answer = await self.endpoint.chat(chat, seconds=self.budget.seconds)
        finally:
            self.budget.seconds -= loop.time() - began
        self.budget.tokens -= answer.tokens
        if answer.nothing:
            raise Unwritten(answer.nothing)
        self.budget.failures = 0
        return answer


def _sentences(text: str, ground: Ground, most: int, words: int) -> tuple[Sentence, ...]:
    text = unquoted(text, ground.plain)
    # Lines that a model wrapped are one; a list stays one, for the gate to see.
    plain = text.strip() if MARKUP.search(text) else " ".join(text.split())
    told = [plain[span.start : span.end] for span in spans_in(plain, ground.tongue)][:most]  # small models do not count
    while len(told) > 1 and not is_ended(told[-1]):
        told.pop()  # its tokens were spent within it
    while words and len(told) > 1 and words_in(" ".join(told)) > words:
        told.pop()
    return tuple(_placed(one, ground) for one in told)


def _placed(text: str, ground: Ground) -> Sentence:
    under = rests_on(stems_of(text, ground.tongue, ground.lexicon), ground)
    if not under:
        raise Unwritten("it says nothing of the story")
    first = under[0]
    return Sentence(
        text=text, article_id=first.article_id, part=first.part, start=first.start, end=first.end, own_words=True
    )


@asynccontextmanager
async def open_model(settings: ModelSettings) -> AsyncIterator[LanguageModel]:
    """The writer, with its connections open until the end."""
    async with open_endpoint(settings) as endpoint:
        yield LanguageModel(endpoint=endpoint, cache=Cache(Path(settings.cache) if settings.cache else None))
