"""How a newsletter chooses, and what it or a section keeps and blocks, in an editor's words."""

from __future__ import annotations

from typing import Annotated, Self

import regex
from pydantic import AfterValidator, Field, model_validator

from digest.settings.base import Shape
from digest.settings.spans import Span

LONGEST_PATTERN = 1000  # characters


def _pattern(words: str) -> str:
    try:
        regex.compile(words, flags=regex.VERSION0)
    except regex.error as fault:
        raise ValueError(f"expected a regular expression, but {fault}") from fault
    return words


Pattern = Annotated[str, Field(min_length=1, max_length=LONGEST_PATTERN), AfterValidator(_pattern)]
Word = Annotated[str, Field(min_length=1)]


class RulesShape(Shape):
    """Rules to sift articles by; what is not said asks for nothing."""

    keywords: tuple[Word, ...] = ()
    regex: tuple[Pattern, ...] = ()
    authors: tuple[Word, ...] = ()
    categories: tuple[Word, ...] = ()
    languages: tuple[Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}$")], ...] = ()
    min_words: int = Field(0, ge=0)
    max_words: int = Field(0, ge=0)
    paywalled: bool | None = None

    @model_validator(mode="after")
    def _some_article_can_meet_them(self) -> Self:
        if 0 < self.max_words < self.min_words:
            raise ValueError(f"no article has {self.min_words} words (min_words) and only {self.max_words} (max_words)")
        return self


LISTS = ("keywords", "regex", "authors", "categories", "languages")


def refuse_contradiction(keep: RulesShape, block: RulesShape) -> None:
    """Refuse rules that no article can pass.

    Raises:
        ValueError: whatever is kept is blocked.
    """
    for name in LISTS:
        wanted, unwanted = ({one.casefold() for one in getattr(rules, name)} for rules in (keep, block))
        if wanted and wanted <= unwanted:
            raise ValueError(f"block takes away whatever keep asks for by {name}: no article can pass")
    if keep.paywalled is not None and keep.paywalled is block.paywalled:
        raise ValueError("block takes away whatever keep asks for by paywalled: no article can pass")


class ChooseShape(Shape):
    """How a newsletter chooses."""

    min: int = Field(1, ge=0, description="Fewer stories than this: no issue, they carry over.")
    max: int = Field(20, gt=0, description="At most so many stories.")
    per_source: int = Field(5, gt=0, description="At most so many from one source.")
    max_age: Span = Field("7d", validate_default=True, description="Older stories are not told.")
    first_run: str = Field("24h", pattern=r"^(24h|7d|\d{1,3} newest)$", description='"24h", "7d" or "10 newest".')
    sentences: int = Field(3, gt=0, le=10, description="Sentences of a summary.")
    words: int = Field(0, ge=0, le=500, description="Words of a summary at most; 0: whatever its sentences have.")
    keep: RulesShape = RulesShape()
    block: RulesShape = RulesShape()

    @model_validator(mode="after")
    def _there_can_be_an_issue(self) -> Self:
        if self.min > self.max:
            raise ValueError(f"an issue of {self.max} stories (max) never has {self.min} (min)")
        refuse_contradiction(self.keep, self.block)
        return self
