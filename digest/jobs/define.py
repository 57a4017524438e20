"""Bring what digest.toml defines into the database: an upsert with a list of what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import TypeVar

from digest import cadence, store
from digest.errors import SettingsError
from digest.jobs.due import pass_by
from digest.model import Cadence, Newsletter, Source
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


GONE = "gone from file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is new, different or gone: ``what`` happened to ``kind`` ``name``, with the fields in words."""

    what: str  # one of "new", "changed", GONE
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
    whole: bool = False,
) -> list[Change]:
    """Make the database hold these definitions; with ``dry_run`` only say what would change.

    ``whole``: digest.toml defines these and no others. What it defined before and does not any more is told once and
    goes on as it is: its issues and readers stay, and whoever means it removes it by command.

    A rhythm that is new or another counts from ``now``: no issue leaves because of a moment before.

    Raises:
        SettingsError: a cadence or a window cannot be understood.
        NotFound: a newsletter's look does not exist.
    """
    for newsletter in newsletters:
        newsroom.looks.need(newsletter.look)
        cadence.parse_window(newsletter.window, newsletter.zone)
        for rhythm in newsletter.cadences:
            cadence.parse(rhythm.rule, rhythm.zone)
    async with newsroom.reading() as tx:
        known_sources = {source.slug: source for source in await store.sources.every(tx)}
        known_newsletters = {newsletter.slug: newsletter for newsletter in await store.newsletters.every(tx)}
    changed_sources = [(one, _change("source", one, known_sources.get(one.slug))) for one in sources]
    changed = [(one, _change("newsletter", one, known_newsletters.get(one.slug))) for one in newsletters]
    renamed: dict[str, str] = {}
    if whole:
        missing = _missing(known_sources, sources)
        renamed = _renamed(missing, sources, known_sources)
        changed_sources = [(one, _called(one, renamed) or change) for one, change in changed_sources]
        changed_sources += [(one, _gone("source", one)) for one in missing if one.slug not in renamed.values()]
        changed += [(one, _gone("newsletter", one)) for one in _missing(known_newsletters, newsletters)]
    if not dry_run:
        async with newsroom.begin() as tx:
            for name, before in renamed.items():
                await store.sources.rename(tx, before, name)
            for source, change in changed_sources:
                if change:
                    await store.sources.define(tx, source, now=now)
            for newsletter, change in changed:
                if change:
                    stored = await store.newsletters.put(tx, newsletter, now=now)
                    await _begin_now(tx, stored, known_newsletters.get(newsletter.slug), now)
    return [change for _, change in (*changed_sources, *changed) if change]


T = TypeVar("T", Newsletter, Source)


def _missing(known: Mapping[str, T], defined: Sequence[T]) -> list[T]:
    """What came from the file and is not in it any more; no file's any longer."""
    names = {one.slug for one in defined}
    return [replace(one, from_file=False) for slug, one in known.items() if one.from_file and slug not in names]


def _renamed(missing: Sequence[Source], sources: Sequence[Source], known: Mapping[str, Source]) -> dict[str, str]:
    """What sources of the file were called before, by what they are called now: the place is the same."""
    before = {one.url: one.slug for one in missing}
    return {one.slug: before[one.url] for one in sources if one.slug not in known and one.url in before}


def _called(source: Source, renamed: Mapping[str, str]) -> Change | None:
    before = renamed.get(source.slug)
    return Change(what="changed", kind="source", name=source.slug, words=f"was {before}") if before else None


def _gone(kind: str, one: Newsletter | Source) -> Change:
    words = f"it goes on as it is; `digest {kind}s remove {one.slug}` ends it"
    return Change(what=GONE, kind=kind, name=one.slug, words=words)


async def _begin_now(tx: store.Tx, new: Newsletter, old: Newsletter | None, now: datetime) -> None:
    """Pass by what rhythms would have had to print before they were there."""
    for rhythm in new.cadences if old else ():
        before = [one for one in old.cadences if one.key == rhythm.key] if old else []
        if before != [rhythm] and not await _is_owed(tx, new.id, before, now):
            await pass_by(tx, new, rhythm, "it came before the newsletter had this rhythm", now=now)


async def _is_owed(tx: store.Tx, newsletter_id: int, before: Sequence[Cadence], now: datetime) -> bool:
    """Whether a moment of the rhythm as it was came and nobody saw it: then the new one's may stand in for it."""
    for rhythm in before:
        with suppress(SettingsError):  # what it was cannot be understood any more, as when a zone is gone
            came = cadence.last_before(cadence.parse(rhythm.rule, rhythm.zone), now)
            seen = await store.runs.last_due(tx, newsletter_id, rhythm.key)
            if came is not None and seen is not None and came > seen:
                return True
    return False


async def set_paused(newsroom: Newsroom, newsletter: Newsletter, *, paused: bool, now: datetime) -> None:
    """Stop or go on printing on schedule. What came meanwhile is passed by: whoever paused it did not want it."""
    async with newsroom.begin() as tx:
        if not paused and newsletter.id in await store.newsletters.paused(tx):
            for rhythm in newsletter.cadences:
                await pass_by(tx, newsletter, rhythm, "it came while the newsletter was paused", now=now)
        await store.newsletters.set_paused(tx, newsletter.id, paused=paused, now=now)


def _change(kind: str, new: Newsletter | Source, old: Newsletter | Source | None) -> Change | None:
    if old is None:
        return Change(what="new", kind=kind, name=new.slug)
    names = [field.name for field in fields(new) if field.name not in REMEMBERED]
    if isinstance(new, Source) and isinstance(old, Source) and not new.title:
        new = replace(new, title=old.title)  # the title that the source itself told is not a change
    different = [name for name in names if getattr(new, name) != getattr(old, name)]
    return Change(what="changed", kind=kind, name=new.slug, words=", ".join(different)) if different else None
