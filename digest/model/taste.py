"""How a newsletter chooses: its sections, what it is sifted by, and how much it takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class FirstRun(StrEnum):
    """What a newsletter's first issue may reach back to, beside what is new since it was made."""

    LAST_24_HOURS = "24h"
    LAST_7_DAYS = "7d"
    NEWEST = "newest"  # the n newest, see Taste.first_run_count


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What articles are sifted by. Each list is met by any of its members; empty ones ask for nothing.

    ``keywords`` are whole words or phrases, ``regex`` patterns, both looked for in the title, the teaser and the text;
    ``words`` count those of the text, 0 for no limit; ``paywalled`` None for either.
    """

    keywords: tuple[str, ...] = ()
    regex: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    min_words: int = 0
    max_words: int = 0
    paywalled: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPlan:
    """A named place in the issue: what flows into it and how much it holds.

    ``sources`` are source slugs, ``topics`` article topics; both empty means "everything
    that no other section took".
    """

    key: str
    title: str
    sources: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int = 10
    keep: Rules = Rules()  # takes only what meets all of these
    block: Rules = Rules()  # and nothing that meets any of these


@dataclass(frozen=True, slots=True, kw_only=True)
class Taste:
    """How a newsletter chooses."""

    minimum: int = 1
    maximum: int = 20
    per_source: int = 5
    max_age: timedelta = timedelta(days=7)
    first_run: FirstRun = FirstRun.LAST_24_HOURS
    first_run_count: int = 10
    sentences: int = 3  # how long a summary may be
    words: int = 0  # the same, in words; 0: whatever its sentences have
    keep: Rules = Rules()  # only what meets all of these
    block: Rules = Rules()  # nothing that meets any of these
