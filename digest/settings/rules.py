"""What a newsletter or a section keeps and blocks, in an editor's words."""

from __future__ import annotations

from typing import Annotated

import regex
from pydantic import AfterValidator, Field

from digest.settings.base import Shape

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
