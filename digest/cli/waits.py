"""What the letters of an issue wait for, so that one of which nothing leaves never looks like a bug."""

from __future__ import annotations

from datetime import datetime

from digest import store
from digest.cadence import Window, parse_window
from digest.errors import SettingsError
from digest.model import Balance, Canary, Errand, ErrandKind, ErrandState

Going = list[tuple[Errand, Balance, str]]  # and what its letters wait for


async def unfinished(tx: store.Tx, only: int | None, *, now: datetime) -> Going:
    """The issues that are not over, of all newsletters or of ``only`` one."""
    issues = [one for one in await store.errands.unfinished(tx) if one.kind is not ErrandKind.MAIL]
    return [
        (one, await store.ledger.balance(tx, one.id), await waits_of(tx, one, now=now))
        for one in issues
        if only in (None, one.newsletter_id)
    ]


async def waits_of(tx: store.Tx, errand: Errand, *, now: datetime) -> str:
    """Why nothing of an open issue leaves at this moment; "" where something may, or where it is not open."""
    if errand.state is not ErrandState.OPEN:
        return ""
    return waits(errand, await store.ledger.next_try(tx, errand.id), now=now)


def waits(errand: Errand, next_try: datetime | None, *, now: datetime) -> str:
    """The same, where it is known when the first queued letter is due; None: none is queued."""
    window = _window(errand)
    if errand.opens is not None and now < errand.opens and errand.active is None:
        return f"the first letter leaves at {errand.opens:%H:%M:%S} UTC"
    if window is not None and not window.is_open(now):
        return f"letters leave within {window.words} only"
    if errand.canary is Canary.WAITING and errand.canary_until and now < errand.canary_until:
        return f"what becomes of the first letters is awaited until {errand.canary_until:%H:%M:%S} UTC"
    return f"the next letter is due at {next_try:%Y-%m-%d %H:%M:%S} UTC" if next_try and next_try > now else ""


def _window(errand: Errand) -> Window | None:
    """Of one that cannot be read whoever carries says so."""
    try:
        return parse_window(errand.window)
    except SettingsError:
        return None


def stance(errand: Errand, waiting: str) -> str:
    """How an issue stands, with the reason, or with what its letters wait for."""
    words = errand.state.value
    if errand.canary and errand.state is not ErrandState.CANCELLED:
        words += f", canary {errand.canary.value}"
    because = errand.reason or waiting
    return f"{words}: {because}" if because else words
