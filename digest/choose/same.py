"""Which articles are one story. So far: the same guid or the same address, from whatever source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from digest.choose.owed import age_from
from digest.model import Article, Source


def grouped(articles: Iterable[Article], sources: Mapping[int, Source]) -> list[tuple[Article, tuple[Article, ...]]]:
    """(lead, echoes) for each story, in the order their first article came in.

    The lead is from the heaviest source, among equals the one that was first. Two articles of one source are never
    each other's echo: a source that tells a thing twice is believed to mean two things.
    """
    groups: dict[str, list[Article]] = {}
    for article in articles:
        key = article.url or f"guid:{article.guid}"
        members = groups.setdefault(key, [])
        if article.source_id not in {member.source_id for member in members}:
            members.append(article)
        else:
            groups.setdefault(f"{key}#{article.id}", []).append(article)
    return [_lead_first(members, sources) for members in groups.values()]


def _lead_first(members: list[Article], sources: Mapping[int, Source]) -> tuple[Article, tuple[Article, ...]]:
    def rank(article: Article) -> tuple[float, float, int]:
        source = sources.get(article.source_id)
        return (-(source.weight if source else 1.0), age_from(article).timestamp(), article.id)

    ordered = sorted(members, key=rank)
    return ordered[0], tuple(ordered[1:])
