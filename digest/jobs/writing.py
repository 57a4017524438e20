"""Write the small mails that wait: each becomes an errand of its own, which is carried as every letter is."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import subscribers
from digest import render, store
from digest.errors import NotFound, StoreError, Taken, TemplateError
from digest.jobs.answering import HERE, answer_requests, in_words, remind
from digest.model import Errand, ErrandKind, ErrandState, InDoubtPolicy, MailKind, Newsletter, Sheet, SmallMail
from digest.newsroom import Newsroom
from digest.phrases import speech

log = logging.getLogger(__name__)

AN_HOUR = timedelta(hours=1)
WITH_ADDRESS = (MailKind.MOVED,)  # their words name the reader's address
# What nobody asked for just now is not written to an address that is suppressed.
UNASKED = (MailKind.REMINDER, MailKind.WELCOME, MailKind.GOODBYE)
_Look = tuple[MailKind, tuple[int, ...], str, str]  # kind, newsletters, language, address: mails that say the same


async def correspond(newsroom: Newsroom, *, now: datetime) -> int:
    """Answer what was asked, remind, and write what is to be written. Returns how many mails are ready to be carried.

    Raises:
        TemplateError: the template of small mails cannot be used; they wait.
    """
    await answer_requests(newsroom, now=now)
    await remind(newsroom, now=now)
    return await write_mails(newsroom, now=now)


async def write_mails(newsroom: Newsroom, *, now: datetime) -> int:
    """Write a page of mails; what cannot be written is set aside. Returns how many are ready to be carried.

    Of two processes that write the same one, the second one's is thrown away.

    Raises:
        TemplateError: a template cannot be used; what needs none of it is written.
        StoreError: the database fails.
    """
    async with newsroom.reading() as tx:
        waiting = await store.mails.waiting(tx, now=now)
        newsletters = {one.id: one for one in await store.newsletters.every(tx)} if waiting else {}
    written, broken = 0, None
    printed: dict[_Look, Sheet] = {}
    for mail_id in waiting:
        try:
            written += await _write(newsroom, mail_id, newsletters, printed)
        except Exception as fault:
            if isinstance(fault, StoreError) and not isinstance(fault, NotFound | Taken):
                raise  # the database fails, and would for every mail
            broken = broken or (fault if isinstance(fault, TemplateError) else None)
            log.warning("Mail %d cannot be written and is set aside.", mail_id, exc_info=fault)
            async with newsroom.begin() as tx:
                own = not isinstance(fault, TemplateError)
                await store.mails.set_aside(tx, mail_id, in_words(fault), now=now, own_fault=own)
    if broken is not None:
        raise broken
    return written


async def _write(
    newsroom: Newsroom, mail_id: int, newsletters: Mapping[int, Newsletter], printed: dict[_Look, Sheet]
) -> bool:
    """Write one mail, if it is still wanted and nobody else has written it. Returns whether it was."""
    async with newsroom.reading() as tx:
        mail = await store.mails.find(tx, mail_id)
        if mail is None:
            return False
        person = (await subscribers.whoever(tx, [mail.person_id])).get(mail.person_id)
        wanted = await _is_wanted(tx, mail)
    sheet = _printed(newsroom, mail, person, newsletters, printed) if person and wanted else None
    async with newsroom.begin() as tx:
        mine = await store.mails.drop(tx, mail_id)
        if mine and person and sheet:
            await _queue(tx, newsroom, mail, person, sheet)
            return True
    return False


async def _is_wanted(tx: store.Tx, mail: SmallMail) -> bool:
    """Whether what happened since the mail was put down leaves it any sense."""
    standings = [await subscribers.standing_of(tx, of, mail.person_id) for of in mail.newsletters]
    if mail.kind is MailKind.WELCOME:
        return any(standing in HERE for standing in standings)
    return mail.kind not in UNASKED or subscribers.Standing.SUPPRESSED not in standings


def _printed(
    newsroom: Newsroom,
    mail: SmallMail,
    person: subscribers.Recipient,
    newsletters: Mapping[int, Newsletter],
    printed: dict[_Look, Sheet],
) -> Sheet | None:
    """The mail's sheet. Those of a page that say the same are printed once: it takes longer than all the rest."""
    about = [newsletters[one] for one in mail.newsletters if one in newsletters]
    if not about:
        return None
    say = speech(mail.language, person.language, about[0].language)
    hours = newsroom.settings.join.confirm_within // AN_HOUR
    shown = masked(person.address) if mail.kind in WITH_ADDRESS else ""
    look = (mail.kind, tuple(one.id for one in about), say.language, shown)
    if look not in printed:
        printed[look] = render.print_mail(mail, about, say, newsroom.looks, hours=hours, shown=shown)
    return replace(printed[look], issue_id=mail.id, made=mail.made, subject_id=mail.subject_id)


def masked(address: str) -> str:
    """An address that its owner knows again, and nobody else learns: "a…@example.org"."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"


async def _queue(
    tx: store.Tx, newsroom: Newsroom, mail: SmallMail, person: subscribers.Recipient, sheet: Sheet
) -> None:
    errand = Errand(
        id=mail.id,
        kind=ErrandKind.MAIL,
        newsletter_id=mail.newsletters[0],
        state=ErrandState.FREEZING,
        made=mail.made,
        in_doubt=InDoubtPolicy.RESEND,  # to be asked twice is better than never
        closes=mail.made + newsroom.settings.join.confirm_within,
    )
    address = subscribers.parse_address(mail.address or person.address)
    addressee = store.Addressee(
        recipient_id=person.id,
        address_key=subscribers.canonical_key(address.canonical, newsroom.keys),
        domain=address.domain,
        address=mail.address,
    )
    await store.freezing.open_errand(tx, errand, sheet)
    await store.freezing.freeze_page(tx, errand.id, [addressee], upto=person.id)
    await store.freezing.thaw(tx, errand.id)
