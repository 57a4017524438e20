"""Who is set aside: receivers whose letters fill the room because they leave slowly. The others go past them.

Their letters do not count as lying ready, the next that are claimed are for others, and they have half of a relay's
lanes at most. Where nobody else waits, nobody is set aside.
"""

from __future__ import annotations

import asyncio
from datetime import datetime

from digest import store
from digest.sending.desks import Desk
from digest.sending.floor import Floor, Passed


def set_aside(floor: Floor) -> bool:
    """Set aside whoever fills the room of all relays that can be used. Returns whether there is somebody."""
    if asyncio.get_running_loop().time() < floor.aside.patience.until:
        return False
    now = floor.clock()
    found = [fillers(desk, now) if floor.is_full(desk) else [] for desk in floor.desks.values() if desk.usable(now)]
    if not found or not all(found):
        return False
    floor.aside.groups |= {group: Passed() for groups in found for group in groups}
    _changed(floor)
    see(floor)
    return bool(floor.aside.groups)


def fillers(desk: Desk, now: datetime) -> list[str]:
    """Who fills a desk: the group with half of what lies there; all of them, where none may be written to now."""
    lying = desk.tray.lying()
    if desk.tray.is_stuck(now):
        return [*lying]
    return [group for group, count in lying.items() if count > 1 and count * 2 >= desk.tray.crowd]


def see(floor: Floor) -> None:
    """Learn to which domains the letters go that are aside. Of more than one claim can name, nobody is set aside."""
    for group, aside in floor.aside.groups.items():
        aside.domains |= {job.delivery.domain for desk in floor.desks.values() for job in desk.tray.of(group)}
    if len(domains_of(floor)) > store.claiming.MOST_NAMED:
        take_back(floor)


def domains_of(floor: Floor) -> frozenset[str]:
    """Of all who are set aside."""
    return frozenset(domain for aside in floor.aside.groups.values() for domain in aside.domains)


def lying_for(floor: Floor, group: str) -> int:
    """How many letters lie ready for a group."""
    return sum(len(desk.tray.of(group)) for desk in floor.desks.values())


def drop(floor: Floor, group: str) -> None:
    """It has no letters left."""
    del floor.aside.groups[group]
    _changed(floor)


def take_back(floor: Floor) -> None:
    """Nobody else waits: who was set aside counts as everybody does, for ever longer."""
    floor.aside.groups.clear()
    floor.aside.patience.looked(asyncio.get_running_loop().time(), found=False)
    _changed(floor)


def _changed(floor: Floor) -> None:
    """The desks heed it; and of whom others were passed over, some may stand before the last that was claimed."""
    floor.aside.past.clear()
    for desk in floor.desks.values():
        lanes = desk.relay.lanes
        desk.tray.gaits.set_aside(frozenset(floor.aside.groups), most=max(1, lanes // 2), together=max(1, lanes - 1))
        desk.wake(len(desk.tray))
