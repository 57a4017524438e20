"""How much a story matters, and why, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from math import log2
from urllib.parse import urlsplit

from digest.choose.owed import age_from
from digest.model import Article, Reason, Source

HALF_LIFE = timedelta(hours=24)  # after a day, freshness counts half
PER_DOUBLING = 0.5  # two independent sources, four, eight: each step counts as much
ASKED_FOR = 0.1  # a section names its source, its topic or its words
PINNED = 100.0  # before everything that was not
_UNITS = (("years", 365 * 24), ("months", 30 * 24), ("days", 24))  # hours


def scored(
    lead: Article,
    echoes: tuple[Article, ...],
    sources: Mapping[int, Source],
    *,
    now: datetime,
    section: str = "",
    pinned: bool = False,
) -> tuple[float, tuple[Reason, ...]]:
    """The score of a story, which is the sum of its reasons' shares.

    ``section`` is the title of the one that asks for it by name, "" if none does.
    """
    reasons = []
    if (tellers := independent((lead, *echoes), sources)) > 1:
        reasons.append(Reason(words=f"{tellers} sources", share=round(PER_DOUBLING * log2(tellers), 4)))
    age = max(timedelta(), now - age_from(lead))
    reasons.append(Reason(words=_age_in_words(age), share=round(0.5 ** (age / HALF_LIFE), 4)))
    source = sources.get(lead.source_id)
    if source and source.weight != 1.0:
        words = f"{source.title or source.slug} has weight {source.weight:g}"
        reasons.append(Reason(words=words, share=source.weight - 1))
    if section:
        reasons.append(Reason(words=f"for {section}", share=ASKED_FOR))
    if pinned:
        reasons.append(Reason(words="pinned", share=PINNED))
    return sum(reason.share for reason in reasons), tuple(reasons)


def independent(articles: Iterable[Article], sources: Mapping[int, Source]) -> int:
    """How many houses tell it. Feeds under one title are one voice, and so are feeds on one host with pages on one."""
    houses: list[set[str]] = []
    for article in articles:
        source = sources.get(article.source_id)
        marks = {f"source {article.source_id}"}
        if source and source.title:
            marks.add(f"title {source.title}")
        if source and source.url.startswith("http"):
            marks.add(f"hosts {_host(source.url)} {_host(article.url)}")
        same = [house for house in houses if house & marks]
        houses = [house for house in houses if not house & marks]
        houses.append(marks.union(*same))
    return len(houses)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""  # whoever wrote it, no issue fails by it


def _age_in_words(age: timedelta) -> str:
    minutes = age // timedelta(minutes=1)
    hours = minutes // 60
    for unit, size in _UNITS:
        if hours >= 2 * size:
            return f"{hours // size} {unit} old"
    return f"{hours} h old" if hours else f"{minutes} min old"
