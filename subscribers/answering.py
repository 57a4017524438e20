"""Answering a request, and confirming it: what a form's words become."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers import changes
from subscribers.address import canonical_key, parse_address
from subscribers.model import Consent, Person, Standing
from subscribers.persons import add_person, find, person_by_id
from subscribers.requests import Asked, Request, RequestState, note_asked, request_of, set_state, waiting_of
from subscribers.roll import confirm, join, standing_of
from subscribers.standing import AWAY
from subscribers.stepping import come_back
from subscribers.suppression import is_suppressed
from subscribers.tables import memberships, persons, requests
from subscribers.tokens import Keys

HERE = (Standing.ACTIVE, Standing.PAUSED)


class Reply(StrEnum):
    """The mail that a request is answered with."""

    CONFIRM = "confirm"  # press here to join
    WELCOME = "welcome"  # they are on the roll already: the newsletter wants no confirmation
    KNOWN = "known"  # they were on it all the time
    LINK = "link"  # the link to their page
    ADDRESS = "address"  # press here to get it at this address
    NOTHING = ""  # nobody here has the address


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a request comes to: a mail to somebody, about newsletters."""

    reply: Reply
    request: Request
    person_id: int = 0
    newsletters: tuple[int, ...] = ()


async def answer(
    tx: AsyncConnection, request: Request, *, single: Container[int] = (), keys: Keys, now: datetime
) -> Answer:
    """Answer a request. ``single``: newsletters that want no confirmation of somebody new."""
    if request.kind is Asked.JOIN:
        return await _answer_join(tx, request, single, keys, now)
    if request.kind is Asked.MOVE:
        await set_state(tx, [request.id], RequestState.ASKED)
        await note_asked(tx, request.id, now=now)
        return Answer(reply=Reply.ADDRESS, request=request, person_id=request.person_id or 0)
    person = await find(tx, request.address)
    await _throw_out(tx, request)
    if person is None:
        return Answer(reply=Reply.NOTHING, request=request)
    return Answer(reply=Reply.LINK, request=request, person_id=person.id)


async def _answer_join(
    tx: AsyncConnection, request: Request, single: Container[int], keys: Keys, now: datetime
) -> Answer:
    person = await find(tx, request.address)
    standings = {n: await standing_of(tx, n, person.id) if person else None for n in request.newsletters}
    wanted = tuple(n for n, standing in standings.items() if standing not in HERE)
    if not wanted:
        await _throw_out(tx, request)
        return Answer(reply=Reply.KNOWN, request=request, person_id=person.id if person else 0,
                      newsletters=request.newsletters)  # fmt: skip
    person = person or await _new_person(tx, request, now)
    free = not await is_suppressed(tx, canonical_key(person.canonical, keys))
    for newsletter_id in (n for n in wanted if standings[n] is None):
        await _put_on_roll(tx, request, newsletter_id, at_once=free and newsletter_id in single, keys=keys, now=now)
    left = tuple(n for n in wanted if standings[n] is not None or not (free and n in single))
    older = [one.id for one in await waiting_of(tx, person.id, Asked.JOIN)]
    await set_state(tx, older, RequestState.OLDER)
    after = RequestState.ASKED if left else RequestState.DONE
    await set_state(tx, [request.id], after, address="", person_id=person.id, newsletters=list(left or wanted))
    await note_asked(tx, request.id, now=now)
    reply = Reply.CONFIRM if left else Reply.WELCOME
    return Answer(reply=reply, request=request, person_id=person.id, newsletters=left or wanted)


async def _new_person(tx: AsyncConnection, request: Request, now: datetime) -> Person:
    parsed, wishes = parse_address(request.address), request.wishes
    profile = Person(id=0, address="", canonical="", language=wishes.language, zone=wishes.zone)
    return await add_person(tx, parsed.address, parsed.canonical, profile, now)


async def _put_on_roll(
    tx: AsyncConnection, request: Request, newsletter_id: int, *, at_once: bool, keys: Keys, now: datetime
) -> None:
    consent = Consent(how=request.how, wording=request.wording, client=request.client)
    joined = await join(tx, request.address, newsletter_id, consent=consent, keys=keys, now=now, confirmed=at_once)
    await _apply(tx, request, joined.person_id, newsletter_id)


async def _apply(tx: AsyncConnection, request: Request, person_id: int, newsletter_id: int) -> None:
    """Somebody's first wishes: what they come with, and no change of anything. A rest of an earlier time is over."""
    wishes = request.wishes
    where = (memberships.c.newsletter_id == newsletter_id, memberships.c.person_id == person_id)
    values = {"cadence": wishes.cadence, "picks": wishes.left_out, "hour": wishes.hour, "snoozed_until": None}
    await tx.execute(update(memberships).where(*where).values(**values))


async def _throw_out(tx: AsyncConnection, request: Request) -> None:
    await tx.execute(delete(requests).where(requests.c.id == request.id))


async def confirm_request(
    tx: AsyncConnection, request_id: int, person_id: int, *, consent: Consent, keys: Keys, now: datetime
) -> tuple[int, ...] | None:
    """The reader confirmed by their own hand. Returns the newsletters whose reader they became by it.

    None of them the second time; None if there is no such request of theirs (any more).
    """
    request = await request_of(tx, request_id)
    if request is None or request.person_id != person_id or request.kind is not Asked.JOIN:
        return None
    fresh = await open_of(tx, request)
    if not fresh:
        return ()
    agreed = replace(consent, wording=consent.wording or request.wording)
    for newsletter_id in fresh:
        about = {"person_id": person_id, "newsletter_id": newsletter_id}
        before = await standing_of(tx, newsletter_id, person_id)
        await _confirm(tx, before, about, consent=agreed, keys=keys, now=now)
        await _apply(tx, request, **about)
    person = await person_by_id(tx, person_id)
    wishes = {"language": request.wishes.language, "zone": request.wishes.zone}
    known = {name: value for name, value in wishes.items() if value}
    if known and person:
        await tx.execute(update(persons).where(persons.c.id == person_id).values(**known, changed=now))
    await set_state(tx, [request.id], RequestState.DONE)
    return fresh


async def open_of(tx: AsyncConnection, request: Request) -> tuple[int, ...]:
    """The newsletters whose reader somebody would become by confirming a request to join.

    None that they get already, nor any that they left after the last mail about the request: that is their last word.
    """
    if request.state not in (RequestState.ASKED, RequestState.OLDER) or request.person_id is None:
        return ()
    rows = await tx.execute(
        select(memberships).where(
            memberships.c.person_id == request.person_id, memberships.c.newsletter_id.in_(request.newsletters)
        )
    )
    closed = {row.newsletter_id for row in rows if row.standing in HERE or _left_since(row, request.asked)}
    return tuple(one for one in request.newsletters if one not in closed)


def _left_since(row: Row[Any], asked: datetime | None) -> bool:
    return row.standing == Standing.LEFT.value and asked is not None and row.since > asked


async def _confirm(
    tx: AsyncConnection,
    before: Standing | None,
    about: Mapping[str, int],
    *,
    consent: Consent,
    keys: Keys,
    now: datetime,
) -> None:
    if before is None or before in AWAY:
        await come_back(tx, **about, consent=consent, now=now)
    else:
        await confirm(tx, **about, consent=consent, keys=keys, now=now)
    await changes.record(
        tx,
        **about,
        what=changes.STANDING,
        before=Standing.LEFT.value if before in AWAY else None,
        after=Standing.ACTIVE.value,
        how=consent.how,
        now=now,
    )
