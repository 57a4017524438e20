"""Carry letters to readers: claim → still welcome? → letter → mark → hand over → settle.

The order of these is what makes "nobody missed, nobody mailed twice" true. ``feeding.py`` brings letters to the relays'
desks, ``carrying.py`` hands them over, ``outcomes.py`` says what came of it, ``scribe.py`` writes it down.
``docs/states.md`` draws the states a delivery walks through.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy import Connection

from digest import deliver, store
from digest.cadence import parse_window
from digest.errors import RelayDown, SettingsError
from digest.mailroom import Mailroom
from digest.sending import booking, bouncing, carrying, feeding, tending
from digest.sending.desks import Desk
from digest.sending.floor import Floor
from digest.sending.holding import a_lease
from digest.sending.scribe import Scribe
from digest.sending.together import Together

Clock = Callable[[], datetime]
OnSettled = Callable[[Sequence[store.Result]], None]


async def dispatch(
    mailroom: Mailroom,
    *,
    clock: Clock,
    stop: asyncio.Event,
    only: int | None = None,
    on_settled: OnSettled | None = None,
    attention: tending.Attention | None = None,
) -> bool:
    """Carry whatever is due, or what is due of ``only`` one errand. Returns whether any letter was carried.

    Whoever dispatches again and again passes the same ``attention``.

    Raises:
        RelayDown: no relay can be used, or all refuse us; no reader is blamed and no letter is lost.
    """
    async with mailroom.reading() as tx:
        due = [one for one in await store.errands.due(tx, now=clock()) if only in (None, one.id)]
    if not due:
        return False
    attention = attention or tending.Attention()
    desks = await _open_desks(mailroom, attention, clock(), patient=only is None)
    if not any(desk.usable(clock()) for desk in desks.values()):
        for errand in due:
            with suppress(SettingsError):  # whoever opens it says so
                await tending.attend(mailroom, errand, parse_window(errand.window), now=clock(), attention=attention)
        return _nobody_carries(desks, attention, clock())
    async with a_lease(mailroom, now=clock()) as lease:
        floor = _open_floor(mailroom, desks, lease, clock, stop, attention)
        floor.scribe.on_settled = lambda results: floor.settled(results, on_settled)
        floor.scribe.on_death = lambda fault: floor.give_up(
            f"the ledger is not written any more ({type(fault).__name__})"
        )
        try:
            async with floor.scribe:
                await _work(floor, only)
        finally:
            await _close_floor(floor)
    if floor.trouble:
        attention.refused_by = _refusing(desks, clock())
        raise RelayDown(floor.trouble, wait=_opens_in(desks, clock()))
    return floor.carried > 0


async def may_go_on(mailroom: Mailroom, attention: tending.Attention) -> bool:
    """Whether somebody resumed an issue while this process waits for a relay that refuses us. True once."""
    if not attention.refused_by:
        return False
    async with mailroom.reading() as tx:
        states = await store.relays.every(tx)
    if all(states[name].open_until for name in attention.refused_by & states.keys()):
        return False
    attention.refused_by = frozenset()
    return True


def _nobody_carries(desks: Mapping[str, Desk], attention: tending.Attention, now: datetime) -> bool:
    """No relay may be used now: a fault if one is in trouble, and none if all have carried their letters of the day."""
    attention.refused_by = _refusing(desks, now)
    for desk in desks.values():
        if desk.breaker.is_open(now):
            until = f"{desk.breaker.open_until:%H:%M:%S} UTC"
            words = f"{desk.relay.name} is left alone until {until}: {desk.breaker.reason}"
            raise RelayDown(words, wait=_opens_in(desks, now))
    return False


def _refusing(desks: Mapping[str, Desk], now: datetime) -> frozenset[str]:
    """The relays that are left alone because they refuse us."""
    return frozenset(name for name, desk in desks.items() if desk.breaker.is_open(now) and desk.breaker.refuses)


def _opens_in(desks: Mapping[str, Desk], now: datetime) -> float | None:
    """Seconds until the first relay that is left alone is asked again; None where none is."""
    left = (desk.breaker.open_until for desk in desks.values() if desk.breaker.is_open(now))
    return min(((until - now).total_seconds() for until in left if until), default=None)


async def _work(floor: Floor, only: int | None) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(feeding.feed(floor, only))
        for desk in floor.desks.values():
            for _ in range(desk.relay.lanes):
                group.create_task(carrying.work(floor, desk))


async def _open_desks(
    mailroom: Mailroom, attention: tending.Attention, now: datetime, *, patient: bool
) -> dict[str, Desk]:
    """``patient`` leaves relays alone that were in trouble a moment ago; a person who presses send wants to know."""
    desks = {}
    async with mailroom.reading() as tx:
        states = await store.relays.every(tx)
        for relay in mailroom.relays:
            name = relay.settings.name
            state = states.get(name, store.RelayState(name=name))
            lanes = await store.relays.lanes(tx, name, now=now)
            resting = attention.resting.get(name, {})
            gaits = deliver.Gaits(mailroom.limits_of(relay), now=now, lanes=lanes, resting=resting)
            desks[name] = _desk(relay, gaits, state, now, patient=patient)
    return desks


def _desk(relay: deliver.Relay, gaits: deliver.Gaits, state: store.RelayState, now: datetime, *, patient: bool) -> Desk:
    desk = Desk(relay=relay, tray=deliver.Tray(gaits))
    if patient:
        desk.breaker = deliver.Breaker(openings=state.openings, open_until=state.open_until, reason=state.reason)
    booking.look(desk, state, now=now)
    return desk


def _open_floor(
    mailroom: Mailroom,
    desks: Mapping[str, Desk],
    lease: int,
    clock: Clock,
    stop: asyncio.Event,
    attention: tending.Attention,
) -> Floor:
    floor = Floor(
        mailroom=mailroom,
        scribe=Scribe(mailroom, lease, clock=clock),
        lease=lease,
        clock=clock,
        stop=stop,
        desks=desks,
        domains=mailroom.domains,
        routes=tuple(relay.settings.route for relay in mailroom.relays),
        attention=attention,
        asking=Together(lambda jobs: carrying.ask(floor, jobs), most=carrying.IN_A_BREATH),
    )
    return floor


async def _close_floor(floor: Floor) -> None:
    """Give back what was claimed and not begun; remember what was learnt of relays and domains."""
    now = floor.clock()
    for name, desk in floor.desks.items():
        floor.attention.resting[name] = desk.tray.gaits.resting(now=now)

    def write(tx: Connection) -> None:
        store.outbox.release(tx, lease=floor.lease)
        store.lost.leave_out(tx, now=now)
        booking.give_back(tx, floor.desks)
        for name, desk in floor.desks.items():
            store.relays.remember_lanes(tx, name, desk.tray.gaits.lanes(), now=now)
            state = store.RelayState(
                name=name,
                failures=desk.breaker.failures,
                openings=desk.breaker.openings,
                open_until=desk.breaker.open_until,
                reason=desk.breaker.reason,
            )
            store.relays.remember_breaker(tx, state, now=now)

    await floor.mailroom.pen.write(write)
    for errand_id, reason in floor.to_pause.items():
        await tending.pause(floor.mailroom, errand_id, reason)
    await bouncing.tell(floor.mailroom, floor.refused, now=now)
    for errand_id in floor.posts:
        await bouncing.close(floor.mailroom, errand_id, now=now)
