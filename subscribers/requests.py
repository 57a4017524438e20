"""What somebody asked for at a form: to join, to get their link, to move to another address.

A form's request is only written down (``ask``), and nothing is looked up, so that its answer can tell nobody who is
here. It is answered later (``answer``), by mail to the address. Nothing that a stranger asks moves somebody who joined,
left or is suppressed: only the link of that mail does (``confirm_request``).

::

    new ──answer──▶ asked ──confirm──▶ done          (after a while all of them are thrown out: ``lapsing.py``)
                      └──a newer one──▶ older        (still confirmed by its link, reminded of no more)

One that cannot be answered is set aside, with the reason beside it (``aside.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.aside import WELL, SetAside, aside_in, is_due, put_aside
from subscribers.picks import EVERYTHING, Picks, packed, unpacked
from subscribers.tables import requests

MOST_NEWSLETTERS = 50
PAGE = 100


class Asked(StrEnum):
    """What was asked for."""

    JOIN = "join"
    LINK = "link"
    MOVE = "move"


class RequestState(StrEnum):
    """How far it is."""

    NEW = "new"
    ASKED = "asked"
    OLDER = "older"
    DONE = "done"


TOLD = ("address", "person_id", "how", "wording", "client")  # what stands in a row as it was asked
NOTED = ("id", "at", "asked", "times")
WAITING = (RequestState.ASKED.value, RequestState.OLDER.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a reader chose when they signed up; it counts when they confirm. ``left_out`` are their Picks."""

    cadence: str = ""
    left_out: Picks = EVERYTHING
    hour: int | None = None
    language: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request. ``address`` is known until a person has it, ``asked`` is when the last mail about it was written."""

    kind: Asked
    address: str
    newsletters: tuple[int, ...] = ()
    wishes: Wishes = field(default_factory=Wishes)
    how: str = "form"
    wording: str = ""
    client: str = ""
    id: int = 0
    person_id: int | None = None
    state: RequestState = RequestState.NEW
    at: datetime | None = None
    asked: datetime | None = None
    times: int = 0


async def ask(tx: AsyncConnection, request: Request, *, now: datetime) -> int:
    """Write a request down; returns its number."""
    values = {
        "kind": request.kind.value,
        "state": RequestState.NEW.value,
        "at": now,
        "newsletters": list(dict.fromkeys(request.newsletters))[:MOST_NEWSLETTERS],
        "wishes": _packed(request.wishes),
        **{name: getattr(request, name) for name in TOLD},
    }
    return int((await tx.execute(insert(requests).values(**values).returning(requests.c.id))).scalar_one())


async def request_of(tx: AsyncConnection, request_id: int) -> Request | None:
    """The request with this number."""
    row = (await tx.execute(select(requests).where(requests.c.id == request_id))).one_or_none()
    return _read(row) if row else None


async def unanswered(tx: AsyncConnection, *, now: datetime, limit: int = PAGE) -> list[int]:
    """The oldest requests that nobody answered and that are not set aside.

    In a transaction that writes, no other process has them meanwhile. Their numbers only: one that cannot even be read
    shall not be in the way of the others.
    """
    return await _due(tx, now, limit, requests.c.state == RequestState.NEW.value)


async def count_unanswered(tx: AsyncConnection) -> int:
    """How many requests nobody answered so far, those that are set aside among them."""
    query = select(func.count()).select_from(requests).where(requests.c.state == RequestState.NEW.value)
    return int((await tx.execute(query)).scalar_one())


async def unreminded(tx: AsyncConnection, *, before: datetime, now: datetime, limit: int = PAGE) -> list[int]:
    """Requests to join about which one mail was written, ``before`` then, and that nobody confirmed; as above."""
    once = (requests.c.kind == Asked.JOIN.value, requests.c.times == 1, requests.c.asked <= before)
    return await _due(tx, now, limit, requests.c.state == RequestState.ASKED.value, *once)


async def _due(tx: AsyncConnection, now: datetime, limit: int, *which: ColumnElement[bool]) -> list[int]:
    query = select(requests.c.id).where(*which, is_due(requests, now)).order_by(requests.c.id).limit(limit)
    return list((await tx.execute(query.with_for_update(skip_locked=True))).scalars())


async def set_aside(tx: AsyncConnection, request_id: int, why: str, *, now: datetime) -> None:
    """It could not be answered; it is tried again later, a few times."""
    await put_aside(tx, requests, request_id, why, now=now)


async def requests_aside(tx: AsyncConnection, *, limit: int = PAGE) -> Sequence[SetAside]:
    """Requests that could not be answered, and why."""
    return await aside_in(tx, requests, limit=limit)


async def note_asked(tx: AsyncConnection, request_id: int, *, now: datetime) -> None:
    """One more mail is written about it."""
    await tx.execute(
        update(requests).where(requests.c.id == request_id).values(times=requests.c.times + 1, asked=now, **WELL)
    )


async def remind_no_more(tx: AsyncConnection, request_id: int) -> None:
    """Remind nobody of a request."""
    await set_state(tx, [request_id], RequestState.OLDER)


async def set_state(tx: AsyncConnection, request_ids: Iterable[int], state: RequestState, **values: Any) -> None:
    """Go on with requests."""
    which = requests.c.id.in_(list(request_ids))
    await tx.execute(update(requests).where(which).values(state=state.value, **WELL, **values))


async def waiting_of(tx: AsyncConnection, person_id: int, kind: Asked) -> list[Request]:
    """What somebody asked for and did not confirm yet."""
    query = select(requests).where(
        requests.c.person_id == person_id, requests.c.kind == kind.value, requests.c.state.in_(WAITING)
    )
    return [_read(row) for row in await tx.execute(query)]


def _packed(wishes: Wishes) -> dict[str, Any]:
    values = {one.name: getattr(wishes, one.name) for one in fields(Wishes)} | {"left_out": packed(wishes.left_out)}
    return {name: value for name, value in values.items() if value not in ("", None)}


def _unpacked(stored: Mapping[str, Any]) -> Wishes:
    values = {one.name: stored[one.name] for one in fields(Wishes) if one.name in stored}
    return Wishes(**values | {"left_out": unpacked(stored.get("left_out"))})


def _read(row: Row[Any]) -> Request:
    return Request(
        kind=Asked(row.kind),
        state=RequestState(row.state),
        newsletters=tuple(row.newsletters),
        wishes=_unpacked(row.wishes),
        **{name: getattr(row, name) for name in (*TOLD, *NOTED)},
    )
