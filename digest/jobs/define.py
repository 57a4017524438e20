"""Bring what digest.toml defines into the database: an upsert with a list of what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from digest import cadence, store
from digest.model import Newsletter, Source
from digest.newsroom import Newsroom

REMEMBERED = {
    "id",
    "made",
    "etag",
    "last_modified",
    "body_hash",
    "last_look",
    "next_look",
    "failures",
    "failure",
    "state",
    "pause",
    "certificate",
    "moved_to",
    "pushed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is new, different or gone: ``what`` happened to ``kind`` ``name``, with the fields in words."""

    what: str  # "new", "changed", "gone from file"
    kind: str  # "newsletter" or "source"
    name: str
    words: str = ""


async def define(
    newsroom: Newsroom,
    newsletters: Sequence[Newsletter],
    sources: Sequence[Source],
    *,
    now: datetime,
    dry_run: bool = False,
) -> list[Change]:
    """Make the database hold these definitions; with ``dry_run`` only say what would change.

    What a file defined before and does not any more is paused or left, never deleted: its issues and readers stay.

    Raises:
        SettingsError: a cadence cannot be understood.
        NotFound: a newsletter's look does not exist.
    """
    for newsletter in newsletters:
        newsroom.looks.need(newsletter.look)
        for rhythm in newsletter.cadences:
            cadence.parse(rhythm.rule, rhythm.zone)
    async with newsroom.reading() as tx:
        known_sources = {source.slug: source for source in await store.sources.every(tx)}
        known_newsletters = {newsletter.slug: newsletter for newsletter in await store.newsletters.every(tx)}
    changed_sources = [(one, _change("source", one, known_sources.get(one.slug))) for one in sources]
    changed = [(one, _change("newsletter", one, known_newsletters.get(one.slug))) for one in newsletters]
    if not dry_run:
        async with newsroom.begin() as tx:
            for source, change in changed_sources:
                if change:
                    await store.sources.define(tx, source, now=now)
            for newsletter, change in changed:
                if change:
                    await store.newsletters.put(tx, newsletter, now=now)
    return [change for _, change in (*changed_sources, *changed) if change]


def _change(kind: str, new: Newsletter | Source, old: Newsletter | Source | None) -> Change | None:
    if old is None:
        return Change(what="new", kind=kind, name=new.slug)
    names = [field.name for field in fields(new) if field.name not in REMEMBERED]
    if isinstance(new, Source) and isinstance(old, Source) and not new.title:
        new = replace(new, title=old.title)  # the title that the source itself told is not a change
    different = [name for name in names if getattr(new, name) != getattr(old, name)]
    return Change(what="changed", kind=kind, name=new.slug, words=", ".join(different)) if different else None
