"""What was chosen, and how it is said."""

from __future__ import annotations

from dataclasses import dataclass

from digest.model.articles import Article
from digest.model.taste import SectionPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One part of a story's score, in words, with its share."""

    words: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What happened, told by a lead article and its echoes from other sources."""

    article: Article
    echoes: tuple[Article, ...] = ()
    section: str = ""
    score: float = 0.0
    reasons: tuple[Reason, ...] = ()  # whose shares are its score
    pinned: bool = False  # by an editor: it comes first, whatever the rules and caps say
    turn: Reason | None = None  # what it lost when places were given, as its source had some already

    @property
    def counted(self) -> float:
        """Its score when its turn came."""
        return self.score + (self.turn.share if self.turn else 0.0)

    @property
    def shares(self) -> tuple[Reason, ...]:
        """All that it counted by."""
        return (*self.reasons, self.turn) if self.turn else self.reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An article that was owed and did not get a place, and why."""

    article: Article
    why: str
    carries_over: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is to be printed: stories by section in the newsletter's order, and what was left out.

    ``held`` is empty, or the reason in words why there shall be no issue ("held: 2 of 3").
    """

    sections: tuple[tuple[SectionPlan, tuple[Story, ...]], ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    held: str = ""

    @property
    def stories(self) -> tuple[Story, ...]:
        """All chosen stories in the order they are printed."""
        return tuple(story for _, stories in self.sections for story in stories)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a summary and where it stands in the source: ``article.<part>[start:end]``.

    ``own_words``: it is not quoted but written; what it rests on most stands there.
    """

    text: str
    article_id: int
    part: str  # "lead", "text" or "title"
    start: int
    end: int
    own_words: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A story in few sentences, each with its span. ``by`` names the writer.

    ``refused`` are the writers whose words were not taken, each with the reason: "llama3: 40 is not in the source".
    """

    sentences: tuple[Sentence, ...] = ()
    by: str = ""
    checked: bool = False
    refused: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The sentences as one paragraph."""
        return " ".join(sentence.text for sentence in self.sentences)
