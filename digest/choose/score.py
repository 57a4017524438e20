"""How much a story matters, and why, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from digest.choose.owed import age_from
from digest.model import Article, Reason, Source

HALF_LIFE = timedelta(hours=24)  # after a day, freshness counts half
PER_ECHO = 0.5
_UNITS = (("years", 365 * 24), ("months", 30 * 24), ("days", 24))  # hours


def scored(
    lead: Article, echoes: tuple[Article, ...], sources: Mapping[int, Source], *, now: datetime
) -> tuple[float, tuple[Reason, ...]]:
    """The score of a story, which is the sum of its reasons' shares."""
    age = max(timedelta(), now - age_from(lead))
    reasons = [Reason(words=_age_in_words(age), share=round(0.5 ** (age / HALF_LIFE), 4))]
    source = sources.get(lead.source_id)
    if source and source.weight != 1.0:
        reasons.append(
            Reason(words=f"{source.title or source.slug} has weight {source.weight:g}", share=source.weight - 1)
        )
    if echoes:
        reasons.append(Reason(words=f"told by {len(echoes) + 1} sources", share=PER_ECHO * len(echoes)))
    return sum(reason.share for reason in reasons), tuple(reasons)


def _age_in_words(age: timedelta) -> str:
    minutes = age // timedelta(minutes=1)
    hours = minutes // 60
    for unit, size in _UNITS:
        if hours >= 2 * size:
            return f"{hours // size} {unit} old"
    return f"{hours} h old" if hours else f"{minutes} min old"
