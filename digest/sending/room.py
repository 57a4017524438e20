"""Whether there is room in the trays: what waits for one relay shall not keep another relay's letters away."""

from __future__ import annotations

from collections.abc import Iterable

from digest.sending.desks import Desk, Job
from digest.sending.floor import Floor

SLOW = 0.1  # seconds a letter; where they take so long, lanes are dear


def full(floor: Floor) -> list[Desk]:
    """The desks on which more lies than is needed soon."""
    return [desk for desk in floor.desks.values() if floor.is_full(desk)]


def is_crowded(floor: Floor) -> bool:
    """Whether letters lie ready of somebody who is not set aside."""
    return any(desk.tray.crowd for desk in floor.desks.values())


def is_slow(floor: Floor) -> bool:
    """Whether letters take long, whoever is to blame (by Little's law)."""
    return sum(desk.tray.gaits.under_way for desk in floor.desks.values()) > floor.speed * SLOW


def stuck(floor: Floor) -> list[Desk]:
    """The full desks on which nothing lies that may leave now, although the relay would take it."""
    now = floor.clock()
    return [desk for desk in full(floor) if desk.tray.is_stuck(now)]


def is_missed(floor: Floor) -> bool:
    """Whether a relay has nothing to do, and what lies on others' desks is why nothing is claimed for it."""
    now = floor.clock()
    hungry = any(desk.idle and not len(desk.tray) and desk.usable(now) for desk in floor.desks.values())
    return hungry and not floor.appetite(now) and bool(full(floor))


def halved(desks: Iterable[Desk]) -> list[Job]:
    """Half of what lies on these desks, taken out: what came last of those who have most."""
    return [job for desk in desks for job in desk.tray.trim(len(desk.tray) // 2)]
