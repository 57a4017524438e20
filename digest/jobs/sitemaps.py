"""Read a sitemap, and of an index of sitemaps the newest of those that it names. One dead sitemap stops no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from digest import gather
from digest.errors import NotAFeed, SourceError, Unreachable
from digest.model import Harvest, Source
from digest.newsroom import Newsroom


async def read_sitemap(
    newsroom: Newsroom, source: Source, answer: gather.Fetched, *, now: datetime
) -> tuple[gather.Fetched, Harvest]:
    """What a sitemap says, or the newest sitemaps of an index; indexes in indexes are not followed.

    An index may stay as it is while its sitemaps change, so it is given back without what would let it answer that
    nothing changed.

    Raises:
        SourceError: it is no sitemap, or none of those that it names can be read.
    """
    sitemap = await newsroom.readers.sitemap(answer.body, url=answer.url, now=now)
    if not sitemap.children:
        return answer, sitemap.harvest
    found, faults = await _children(newsroom, source, sitemap.children, now)
    if not found and not sitemap.harvest.drafts:
        # That they are gone says nothing of the index: it names others tomorrow.
        raise Unreachable(f"{answer.url} names sitemaps, and none can be read: {faults[0]}", url=answer.url)
    harvests = [sitemap.harvest, *found]
    drafts = {draft.guid: draft for harvest in harvests for draft in harvest.drafts}
    notes = [note for harvest in harvests for note in harvest.notes]
    harvest = replace(sitemap.harvest, drafts=tuple(drafts.values()), notes=(*notes, *faults))
    return replace(answer, etag="", last_modified=""), harvest


async def _children(
    newsroom: Newsroom, source: Source, children: Sequence[str], now: datetime
) -> tuple[list[Harvest], list[str]]:
    """The harvests of those that can be read, and in words why the others cannot."""
    found, faults = [], []
    for child in children:
        access = newsroom.access(source.slug).towards(source.url, child)
        may = partial(newsroom.robots.check, access=access, now=now)
        try:
            fetched = await newsroom.web.get(child, access=access, may=may, now=now)
            if not isinstance(fetched, gather.Fetched):
                continue
            sitemap = await newsroom.readers.sitemap(fetched.body, url=fetched.url, now=now)
            if sitemap.children:
                raise NotAFeed(
                    f"{child} is an index in an index, which is not followed; give its own address.", url=child
                )
            found.append(sitemap.harvest)
        except SourceError as fault:
            faults.append(fault.message)
    return found, faults
