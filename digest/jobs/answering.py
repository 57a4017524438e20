"""Answer what was asked for at the forms, by mail to the address and in no other way; remind once, then forget."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial

import subscribers
from digest import store
from digest.jobs.asking import to_address
from digest.model import MailKind, Newsletter, SmallMail
from digest.newsroom import Newsroom
from subscribers import Reply, Standing

log = logging.getLogger(__name__)

PAGE = 25  # requests that are answered in one transaction
KEPT_MAILS = timedelta(days=30)  # small mails that are over, for whoever asks what became of one
REST = timedelta(hours=1)  # after which a mail is tried again that was paused because a relay refused us
HERE = (Standing.ACTIVE, Standing.PAUSED)


async def answer_requests(newsroom: Newsroom, *, now: datetime) -> int:
    """Answer a page of what was asked; what cannot be answered is set aside. Returns how many that were."""
    async with newsroom.reading() as tx:
        if not await subscribers.unanswered(tx, now=now, limit=1):
            return 0
    async with newsroom.begin() as tx:
        newsletters = await store.newsletters.every(tx)
        waiting = await subscribers.unanswered(tx, now=now, limit=PAGE)
        for number in waiting:
            await _attempt(tx, number, partial(_answer, tx, newsroom, number, newsletters, now), now)
    return len(waiting)


async def _answer(
    tx: store.Tx, newsroom: Newsroom, number: int, newsletters: Sequence[Newsletter], now: datetime
) -> None:
    request = await subscribers.request_of(tx, number)
    if request is not None:
        single = {one.id for one in newsletters if not one.public.double_opt_in}
        answer = await subscribers.answer(tx, request, single=single, keys=newsroom.keys, now=now)
        await _reply(tx, answer, newsletters, now)


async def _attempt(tx: store.Tx, number: int, work: Callable[[], Awaitable[object]], now: datetime) -> None:
    """Do something about a request; whatever fails, those behind it go on."""
    fault = await store.attempt(tx, work)
    if fault is not None:
        log.warning("Request %d cannot be answered and is set aside.", number, exc_info=fault)
        await subscribers.set_aside(tx, number, in_words(fault), now=now)


def in_words(fault: Exception) -> str:
    """Why something failed in a way that nobody thought of."""
    known = getattr(fault, "message", "")
    return str(known) if known else f"{type(fault).__name__}: {fault}".partition("\n")[0]


async def _reply(tx: store.Tx, answer: subscribers.Answer, newsletters: Sequence[Newsletter], now: datetime) -> None:
    about = answer.newsletters or await newsletters_for(tx, answer.person_id, newsletters)
    if answer.reply is Reply.WELCOME:
        about = tuple(one.id for one in newsletters if one.id in about and one.public.welcome)
    if answer.reply is Reply.NOTHING or not about:
        return
    moving = answer.reply is Reply.ADDRESS
    mail = SmallMail(
        id=subscribers.new_id(now),
        kind=MailKind(answer.reply.value),
        newsletters=about,
        person_id=answer.person_id,
        made=now,
        subject_id=answer.request.id,
        address=answer.request.address if moving else "",
        language=answer.request.wishes.language,
    )
    await store.mails.put(tx, mail)


async def newsletters_for(tx: store.Tx, person_id: int, newsletters: Iterable[Newsletter]) -> tuple[int, ...]:
    """In whose name a mail about nothing else is written: of a newsletter that they get, else had, else the first."""
    found = await subscribers.preferences(tx, person_id)
    choices = found.choices if found else {}
    every = sorted(newsletters, key=lambda one: (not _gets(choices, one.id), one.id not in choices, one.slug))
    return tuple(one.id for one in every[:1])


def _gets(choices: object, newsletter_id: int) -> bool:
    chosen = choices.get(newsletter_id) if isinstance(choices, dict) else None
    return chosen is not None and chosen.standing in HERE


async def remind(newsroom: Newsroom, *, now: datetime) -> int:
    """Remind whoever did not confirm, once. Returns how many were looked at."""
    after = newsroom.settings.join.reminder
    if not after:
        return 0
    async with newsroom.reading() as tx:
        if not await subscribers.unreminded(tx, before=now - after, now=now, limit=1):
            return 0
    async with newsroom.begin() as tx:
        waiting = await subscribers.unreminded(tx, before=now - after, now=now, limit=PAGE)
        for number in waiting:
            await _attempt(tx, number, partial(_remind, tx, newsroom, number, now), now)
    return len(waiting)


async def _remind(tx: store.Tx, newsroom: Newsroom, number: int, now: datetime) -> None:
    request = await subscribers.request_of(tx, number)
    if request is None:
        return
    about = await subscribers.open_of(tx, request)
    if not about:  # they came in by their own page meanwhile, or said no
        await subscribers.remind_no_more(tx, number)
        return
    await subscribers.note_asked(tx, number, now=now)
    person = await subscribers.person_by_id(tx, request.person_id or 0)
    if person and await store.limits.allow(tx, to_address(newsroom, person.address), now=now):
        await store.mails.put(tx, _reminder(request, about, person.id, now))


def _reminder(request: subscribers.Request, about: tuple[int, ...], person_id: int, now: datetime) -> SmallMail:
    return SmallMail(
        id=subscribers.new_id(now),
        kind=MailKind.REMINDER,
        newsletters=about,
        person_id=person_id,
        made=now,
        subject_id=request.id,
        language=request.wishes.language,
    )


async def tidy(newsroom: Newsroom, *, now: datetime) -> int:
    """Forget what was never confirmed, and counts and mails that are over. Returns how many people are forgotten."""
    async with newsroom.begin() as tx:
        forgotten = await subscribers.lapse(tx, before=now - newsroom.settings.join.keep)
        for person_id in forgotten:
            await store.mails.forget(tx, person_id)
        await store.limits.prune(tx, now=now)
        await store.mails.resume_all(tx, before=now - REST, now=now)
        await store.mails.prune(tx, before=now - KEPT_MAILS)
    return len(forgotten)
