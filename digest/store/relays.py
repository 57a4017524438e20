"""What is remembered of relays between two dispatches: lanes learnt, letters of the day, why one was left alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, case, select, update
from sqlalchemy.dialects import postgresql, sqlite

from digest.store.engine import Tx
from digest.store.tables import gaits, relays

FORGOTTEN_AFTER = timedelta(hours=24)  # a receiver's mood of yesterday says nothing of today


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayState:
    """How it stands with a relay. ``sent`` letters on ``day`` (UTC)."""

    name: str
    failures: int = 0
    openings: int = 0
    open_until: datetime | None = None
    reason: str = ""
    day: str = ""
    sent: int = 0

    def sent_on(self, today: date) -> int:
        """How many letters it carried today, or on the day that a clock before ours has begun already."""
        return self.sent if self.day in _this_or_next(today) else 0


class Booked(NamedTuple):
    """So many letters of a day."""

    letters: int
    day: date


async def every(tx: Tx) -> dict[str, RelayState]:
    """What is remembered, by the relay's name."""
    names = RelayState.__slots__
    return {
        row.name: RelayState(**{name: getattr(row, name) for name in names}) for row in await tx.execute(select(relays))
    }


async def lanes(tx: Tx, relay: str, *, now: datetime) -> dict[str, int]:
    """How many lanes each receiving domain had when it was last written to by this relay."""
    query = select(gaits.c.domain, gaits.c.lanes).where(gaits.c.relay == relay, gaits.c.changed > now - FORGOTTEN_AFTER)
    return dict((await tx.execute(query)).all())


def remember_lanes(tx: Connection, relay: str, learnt: Mapping[str, int], *, now: datetime) -> None:
    """Write down how many lanes each domain has by now."""
    rows = [{"relay": relay, "domain": domain, "lanes": n, "changed": now} for domain, n in learnt.items()]
    if rows:
        tx.execute(_upsert(tx, gaits, ("lanes", "changed")), rows)


def remember_breaker(tx: Connection, state: RelayState, *, now: datetime) -> None:
    """Write down whether a relay is left alone, and why."""
    names = ("failures", "openings", "open_until", "reason")
    values = {name: getattr(state, name) for name in ("name", *names)}
    tx.execute(_upsert(tx, relays, (*names, "changed")), [values | {"changed": now, "day": "", "sent": 0}])


async def ask_again(tx: Tx) -> None:
    """Let relays that refused us (what they said begins with 5) be asked at once: somebody may have mended why.

    Refused once more, they are left alone for longer.
    """
    refused = (relays.c.open_until.is_not(None), relays.c.reason.like("5%"))
    await tx.execute(update(relays).where(*refused).values(open_until=None))


def count(tx: Connection, sent: Mapping[str, int], *, now: datetime) -> None:
    """Add to the letters of the day.

    Where somebody whose clock goes before ours has begun the next day, to those of that one: a row that went back and
    forth between two days would forget each of them.
    """
    today = now.date().isoformat()
    for name, letters in sent.items():
        statement = _dialect(tx).insert(relays).values(name=name, day=today, sent=letters, changed=now)
        going_on = relays.c.day.in_(_this_or_next(now.date()))
        grown = {
            "day": case((going_on, relays.c.day), else_=today),
            "sent": case((going_on, relays.c.sent + letters), else_=letters),
            "changed": now,
        }
        tx.execute(statement.on_conflict_do_update(index_elements=["name"], set_=grown))


def book(tx: Connection, *, name: str, letters: int, cap: int, now: datetime) -> Booked:
    """Count letters of the day before they leave, up to ``cap`` in all. Returns how many were left to be booked."""
    count(tx, {name: 0}, now=now)  # from here on, no other process reads or writes the row before we are done
    day, sent = tx.execute(select(relays.c.day, relays.c.sent).where(relays.c.name == name)).one()
    booked = max(0, min(letters, cap - sent))
    count(tx, {name: booked}, now=now)
    return Booked(booked, date.fromisoformat(day))


def unbook(tx: Connection, name: str, *, letters: int, day: date) -> None:
    """They did not leave."""
    rest = case((relays.c.sent > letters, relays.c.sent - letters), else_=0)
    tx.execute(update(relays).where(relays.c.name == name, relays.c.day == day.isoformat()).values(sent=rest))


def _this_or_next(today: date) -> tuple[str, str]:
    return today.isoformat(), (today + timedelta(days=1)).isoformat()


def _upsert(tx: Connection, table: Table, names: tuple[str, ...]) -> Any:
    statement = _dialect(tx).insert(table)
    keys = [column.name for column in table.primary_key]
    return statement.on_conflict_do_update(
        index_elements=keys, set_={name: getattr(statement.excluded, name) for name in names}
    )


def _dialect(tx: Connection) -> Any:
    return postgresql if tx.dialect.name == "postgresql" else sqlite
