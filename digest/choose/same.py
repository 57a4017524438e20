"""Which articles are one story. So far: the same worldwide guid or the same address, from whatever source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from digest.choose.owed import age_from
from digest.model import Article, Source

# A guid that says the same in every source. "17" and "notes.md" mean something in their own source only.
WORLDWIDE = re.compile(r"(https?://|tag:|urn:|text:)\S|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.IGNORECASE)


def grouped(articles: Iterable[Article], sources: Mapping[int, Source]) -> list[tuple[Article, tuple[Article, ...]]]:
    """(lead, echoes) for each story, in the order their first article came in.

    The lead is from the heaviest source, among equals the one that was first. Two articles of one source are never
    each other's echo: a source that tells a thing twice is believed to mean two things.
    """
    groups: list[list[Article]] = []
    known: dict[str, list[Article]] = {}
    for article in articles:
        keys = _keys(article)
        members = next((known[key] for key in keys if key in known), None)
        if members is None or article.source_id in {member.source_id for member in members}:
            members = []
            groups.append(members)
        members.append(article)
        for key in keys:
            known.setdefault(key, members)
    return [_lead_first(members, sources) for members in groups]


def _keys(article: Article) -> list[str]:
    """What another source's copy of it would share."""
    return [key for key in (article.url, article.guid if WORLDWIDE.match(article.guid) else "") if key]


def _lead_first(members: list[Article], sources: Mapping[int, Source]) -> tuple[Article, tuple[Article, ...]]:
    def rank(article: Article) -> tuple[float, float, int]:
        source = sources.get(article.source_id)
        return (-(source.weight if source else 1.0), age_from(article).timestamp(), article.id)

    ordered = sorted(members, key=rank)
    return ordered[0], tuple(ordered[1:])
