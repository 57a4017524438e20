"""The decider of a round: what is new, what changed, and when to look again. Pure."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from digest.errors import Gone, NotYet, SourceError, TooHeavy
from digest.gather.fetching.fetched import Fetched, NotModified
from digest.gather.plain import one_line
from digest.model import Draft, Harvest, Source, SourceState

LONGEST_PAUSE = timedelta(hours=24)
BACK_AFTER = 3  # failures where a source has moved to; after as many it is looked for where it was first, once
GIVE_UP_AFTER = 12  # failures of a kind that does not pass by itself, in a row until a source counts as gone
FLOOD = 10  # "new" articles with old dates or known words that are no accident
FEWEST_RENAMED = 3  # articles known by their words in a harvest that has no known id: all its ids have changed
OLD = timedelta(days=14)
TOLD = timedelta(hours=24)  # for which a push of a hub is believed to be followed by more
ON_CALL = timedelta(minutes=3)  # a look so soon after a push is there because of it
JITTER = 0.1  # of the pause, so that sources do not march in step


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a harvest is beside what is stored."""

    new: tuple[Draft, ...] = ()
    changed: tuple[Draft, ...] = ()
    flood: tuple[Draft, ...] = ()  # new by their guids, but old by their dates or known by their words
    known: int = 0


def decide(
    harvest: Harvest, stored: Mapping[str, str], *, told: Collection[str] = (), first: bool = True, now: datetime
) -> Changes:
    """Compare a harvest with the stored hashes by guid.

    ``told`` are those of its hashes that are stored under other guids. Of a source that was looked at before (not the
    ``first`` time) many "new" articles that are none are a flood: a feed that changed all its ids, or a site that
    moved, would be mailed as news.
    """
    new = tuple(draft for draft in harvest.drafts if draft.guid not in stored)
    odd = {draft.guid for draft in new if draft.hash in told or _is_old(draft, now)}
    renamed = len(new) == len(harvest.drafts) and sum(draft.hash in told for draft in new) >= FEWEST_RENAMED
    many = len(odd) >= FLOOD or renamed
    flood = tuple(draft for draft in new if draft.guid in odd) if many and not first else ()
    new = tuple(draft for draft in new if draft not in flood) if flood else new
    changed = tuple(draft for draft in harvest.drafts if stored.get(draft.guid, draft.hash) != draft.hash)
    return Changes(
        new=new, changed=changed, flood=flood, known=len(harvest.drafts) - len(new) - len(changed) - len(flood)
    )


def _is_old(draft: Draft, now: datetime) -> bool:
    return draft.published is not None and draft.published < now - OLD


def paced(source: Source, *, fresh: int, interval: timedelta, longest: timedelta, rng: random.Random) -> Source:
    """A source with the pause that its publishing asks for: shorter after news, longer after none.

    Halved by news and stretched by a quarter without, it settles near the source's own rhythm. A source whose hub
    tells of news is looked at as rarely as any, but soon again where nothing was found of what was told: what is served
    may lag behind.
    """
    if source.last_look is None:
        return source
    pause = timedelta(seconds=source.pause) or interval
    pause = max(interval, pause / 2) if fresh else min(max(longest, interval), pause * 1.25)
    wished = source.next_look or source.last_look  # no sooner than a server's Cache-Control allows
    since_told = source.last_look - source.pushed if source.pushed else TOLD
    told_in_vain = since_told < ON_CALL and not fresh
    until_next = interval if told_in_vain else max(pause, longest) if since_told < TOLD else pause
    following = source.last_look + _with_jitter(until_next, rng)
    return replace(source, pause=int(pause.total_seconds()), next_look=max(wished, following))


def place_of(source: Source) -> str:
    """Where a source is looked for now: where it moved to, but after every few failures there, where it was first.

    Either place may be the one that is gone: a host that it moved to for a while, or the one that it left.
    """
    return source.url if source.failures and source.failures % BACK_AFTER == 0 else source.address


def after_success(
    source: Source,
    *,
    now: datetime,
    interval: timedelta,
    rng: random.Random,
    fetched: Fetched | NotModified | None,
    title: str = "",
) -> Source:
    """What is remembered of a source that answered; ``fetched`` is None where nothing was fetched (a folder)."""
    fresh = timedelta(seconds=fetched.max_age) if fetched else timedelta()
    learnt: dict[str, Any] = {}
    if isinstance(fetched, Fetched):
        learnt["body_hash"] = fetched.body_hash
        # What broke off is asked for again, whole.
        learnt["etag"] = fetched.etag if fetched.ends else ""
        learnt["last_modified"] = fetched.last_modified if fetched.ends else ""
    if fetched and (fetched.moved_to or place_of(source) == source.url):
        learnt["moved_to"] = fetched.moved_to if fetched.moved_to != source.url else ""
    return replace(
        source,
        **learnt,
        certificate=fetched.certificate if fetched else None,
        title=source.title or title,
        last_look=now,
        next_look=now + _with_jitter(max(interval, fresh), rng),
        failures=0,
        failure="",
    )


def after_failure(
    source: Source, fault: SourceError, *, now: datetime, interval: timedelta, rng: random.Random
) -> Source:
    """What is remembered of a source that failed: the pause doubles, up to a day; a server's own wish wins.

    Where it had moved to and is not any more, it is looked for where it was first. Where nobody was asked, it waits.
    """
    if isinstance(fault, NotYet):
        return replace(source, next_look=now + _with_jitter(timedelta(seconds=fault.wait or 0.0), rng))
    moved = bool(source.moved_to) and place_of(source) == source.moved_to
    failures = source.failures + 1
    pause = min(max(LONGEST_PAUSE, interval), interval * 2 ** min(failures - 1, 10))  # not sooner than a well one
    wait = getattr(fault, "wait", None)
    if wait:
        pause = max(pause, timedelta(seconds=wait))
    left = moved and isinstance(fault, Gone)
    hopeless = fault.permanent or isinstance(fault, TooHeavy)
    gone = (hopeless and failures >= GIVE_UP_AFTER) or (isinstance(fault, Gone) and fault.for_good)
    return replace(
        source,
        last_look=now,
        next_look=now + _with_jitter(pause, rng),
        failures=failures,
        failure=one_line(fault.message),  # it may quote what a server said
        moved_to="" if left else source.moved_to,
        state=SourceState.GONE if gone and not left and (moved or not source.moved_to) else source.state,
    )


def _with_jitter(pause: timedelta, rng: random.Random) -> timedelta:
    return pause * (1 + rng.uniform(0, JITTER))
