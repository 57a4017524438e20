"""How much a story matters, and why, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from digest.choose.owed import age_from
from digest.model import Article, Reason, Source

HALF_LIFE = timedelta(hours=24)  # after a day, freshness counts half
PER_ECHO = 0.5


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
    minutes = int(age.total_seconds()) // 60
    if minutes < 60:
        return f"{minutes} min old"
    return f"{minutes // 60} h old" if minutes < 48 * 60 else f"{minutes // 1440} days old"
