"""The decider of a round: what is new, what changed, and when to look again. Pure."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from digest.errors import SourceError
from digest.gather.clean import one_line
from digest.gather.fetch import Fetched
from digest.model import Draft, Harvest, Source, SourceState

LONGEST_PAUSE = timedelta(hours=24)
GIVE_UP_AFTER = 12  # permanent failures in a row until a source counts as gone
JITTER = 0.1  # of the pause, so that sources do not march in step


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a harvest is beside what is stored."""

    new: tuple[Draft, ...] = ()
    changed: tuple[Draft, ...] = ()
    known: int = 0


def decide(harvest: Harvest, stored: Mapping[str, str]) -> Changes:
    """Compare a harvest with the stored hashes by guid."""
    new = tuple(draft for draft in harvest.drafts if draft.guid not in stored)
    changed = tuple(draft for draft in harvest.drafts if stored.get(draft.guid, draft.hash) != draft.hash)
    return Changes(new=new, changed=changed, known=len(harvest.drafts) - len(new) - len(changed))


def after_success(
    source: Source, *, now: datetime, interval: timedelta, rng: random.Random, fetched: Fetched | None, title: str = ""
) -> Source:
    """What is remembered of a source that answered; ``fetched`` is None for "nothing changed" (304)."""
    if fetched:
        source = replace(
            source,
            etag=fetched.etag,
            last_modified=fetched.last_modified,
            body_hash=fetched.body_hash,
            url=fetched.moved_to or source.url,
        )
    return replace(
        source,
        title=source.title or title,
        last_look=now,
        next_look=now + _with_jitter(interval, rng),
        failures=0,
        failure="",
    )


def after_failure(
    source: Source, fault: SourceError, *, now: datetime, interval: timedelta, rng: random.Random
) -> Source:
    """What is remembered of a source that failed: the pause doubles, up to a day; a server's own wish wins."""
    failures = source.failures + 1
    pause = min(LONGEST_PAUSE, interval * 2 ** min(failures - 1, 10))
    wait = getattr(fault, "wait", None)
    if wait:
        pause = max(pause, timedelta(seconds=wait))
    gone = fault.permanent and failures >= GIVE_UP_AFTER
    return replace(
        source,
        last_look=now,
        next_look=now + _with_jitter(pause, rng),
        failures=failures,
        failure=one_line(fault.message),  # it may quote what a server said
        state=SourceState.GONE if gone else source.state,
    )


def _with_jitter(pause: timedelta, rng: random.Random) -> timedelta:
    return pause * (1 + rng.uniform(0, JITTER))
