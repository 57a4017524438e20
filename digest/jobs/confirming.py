"""What the button behind a mail's link does: confirm, ask for a new link, move to another address, take back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import subscribers
from digest import store
from digest.jobs.answering import HERE, newsletters_for
from digest.jobs.asking import forgive, to_address
from digest.model import MailKind, Newsletter, SmallMail
from digest.newsroom import Newsroom
from subscribers import Claims, Consent, Request, RequestState

WAITING = (RequestState.ASKED, RequestState.OLDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """What stands behind the link of a small mail: a request with its reader, and the newsletters it is about.

    ``theirs`` are those of them that the reader gets already, or would by confirming.
    """

    request: Request
    person: subscribers.Person
    newsletters: tuple[Newsletter, ...]
    theirs: tuple[Newsletter, ...] = ()

    @property
    def waiting(self) -> bool:
        """Whether it can still be confirmed."""
        return self.request.state in WAITING

    @property
    def language(self) -> str:
        """In which the reader is spoken to; "" where nobody knows."""
        return self.request.wishes.language or self.person.language


async def behind(newsroom: Newsroom, claims: Claims) -> Behind | None:
    """What a link is about; None if it was forgotten. Nothing is changed."""
    async with newsroom.reading() as tx:
        request = await subscribers.request_of(tx, claims.errand_id)
        person = await subscribers.person_by_id(tx, claims.person_id)
        if request is None or person is None or request.person_id != person.id:
            return None
        wanted = request.newsletters or (claims.newsletter_id,)
        newsletters = tuple(one for one in await store.newsletters.every(tx) if one.id in wanted)
        standings = {one.id: await subscribers.standing_of(tx, one.id, person.id) for one in newsletters}
        still_open = await subscribers.open_of(tx, request)
    if not newsletters:
        return None
    theirs = tuple(one for one in newsletters if one.id in still_open or standings[one.id] in HERE)
    return Behind(request=request, person=person, newsletters=newsletters, theirs=theirs)


async def confirm(newsroom: Newsroom, found: Behind, *, client: str, now: datetime) -> None:
    """The reader confirms: welcome them. The second time nothing happens."""
    consent = Consent(how="confirmed", client=client)
    async with newsroom.begin() as tx:
        fresh = await subscribers.confirm_request(
            tx, found.request.id, found.person.id, consent=consent, keys=newsroom.keys, now=now
        )
        if fresh:
            await forgive(tx, newsroom, found.person.address, now=now)
            await welcome(tx, found.person.id, [one for one in found.newsletters if one.id in fresh], now=now)


async def welcome(tx: store.Tx, person_id: int, newsletters: list[Newsletter], *, now: datetime) -> None:
    """Put down one welcome for all of these that wish to give it."""
    about = tuple(one.id for one in newsletters if one.public.welcome)
    if about:
        await _put(tx, MailKind.WELCOME, person_id, about, now=now)


async def renew(newsroom: Newsroom, found: Behind, *, now: datetime) -> None:
    """Send a new link to the same address, within its limits; whether one is sent is told nobody."""
    request, address = found.request, found.request.address or found.person.address
    async with newsroom.begin() as tx:
        if found.waiting and await store.limits.allow(tx, to_address(newsroom, address), now=now):
            await subscribers.note_asked(tx, request.id, now=now)
            moving = request.kind is subscribers.Asked.MOVE
            about = request.newsletters or (found.newsletters[0].id,)
            kind = MailKind.ADDRESS if moving else MailKind.CONFIRM
            mail = _mail(kind, found.person.id, about, subject_id=request.id, now=now, language=found.language)
            await store.mails.put(tx, mail if not moving else _to(mail, request.address))


async def move(newsroom: Newsroom, found: Behind, *, now: datetime) -> bool:
    """The reader has the new mailbox in their hands: write there from now on, and tell the old one.

    Returns whether it is so now; not where it was done before and taken back since.

    Raises:
        NotPermitted: somebody else is here with that address.
    """
    async with newsroom.begin() as tx:
        moved = await subscribers.confirm_move(
            tx, found.request.id, found.person.id, how="confirmed", keys=newsroom.keys, now=now
        )
        if moved is None:
            moves = [one for one in await subscribers.changes_of(tx, found.person.id) if one.what == "address"]
            return bool(moves) and moves[0].undoes is None
        await forgive(tx, newsroom, str(moved.after), now=now)
        about = await newsletters_for(tx, found.person.id, await store.newsletters.every(tx))
        mail = _mail(MailKind.MOVED, found.person.id, about, subject_id=moved.id, now=now)
        await store.mails.put(tx, _to(mail, str(moved.before)))
    return True


async def undo(newsroom: Newsroom, claims: Claims, *, now: datetime) -> bool:
    """Take back what a mail said was changed. Returns whether everything is as it was before, now or already.

    Raises:
        NotPermitted: it would bring back somebody who was suppressed since, or an address that is somebody else's now.
    """
    async with newsroom.begin() as tx:
        done = await subscribers.undo(tx, claims.person_id, claims.errand_id, how="undo", now=now)
        return done or await subscribers.is_taken_back(tx, claims.person_id, claims.errand_id)


async def farewell(
    tx: store.Tx, person_id: int, newsletter: Newsletter | None, change_id: int | None, *, now: datetime
) -> None:
    """Put down a goodbye, with the button that takes the leaving back."""
    if newsletter is not None and change_id is not None and newsletter.public.goodbye:
        await _put(tx, MailKind.GOODBYE, person_id, (newsletter.id,), subject_id=change_id, now=now)


async def _put(
    tx: store.Tx, kind: MailKind, person_id: int, about: tuple[int, ...], *, subject_id: int = 0, now: datetime
) -> None:
    await store.mails.put(tx, _mail(kind, person_id, about, subject_id=subject_id, now=now))


def _mail(
    kind: MailKind, person_id: int, about: tuple[int, ...], *, subject_id: int, now: datetime, language: str = ""
) -> SmallMail:
    return SmallMail(
        id=subscribers.new_id(now),
        kind=kind,
        newsletters=about,
        person_id=person_id,
        made=now,
        subject_id=subject_id,
        language=language,
    )


def _to(mail: SmallMail, address: str) -> SmallMail:
    return replace(mail, address=address)
