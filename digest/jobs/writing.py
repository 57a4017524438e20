"""Write the small mails that wait: each becomes an errand of its own, which is carried as every letter is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import subscribers
from digest import render, store
from digest.jobs.answering import HERE, answer_requests, remind
from digest.model import Errand, ErrandKind, ErrandState, InDoubtPolicy, MailKind, Newsletter, Sheet, SmallMail
from digest.newsroom import Newsroom
from digest.phrases import speech

AN_HOUR = timedelta(hours=1)
# What nobody asked for just now is not written to an address that is suppressed.
UNASKED = (MailKind.REMINDER, MailKind.WELCOME, MailKind.GOODBYE)


async def correspond(newsroom: Newsroom, *, now: datetime) -> int:
    """Answer what was asked, remind, and write what is to be written. Returns how many mails are ready to be carried.

    Raises:
        TemplateError: the template of small mails cannot be used; they wait.
    """
    await answer_requests(newsroom, now=now)
    await remind(newsroom, now=now)
    return await write_mails(newsroom)


async def write_mails(newsroom: Newsroom) -> int:
    """Write a page of mails. Of two processes that write the same one, the second one's is thrown away.

    Raises:
        TemplateError: the template cannot be used.
    """
    async with newsroom.reading() as tx:
        waiting = await store.mails.waiting(tx)
        if not waiting:
            return 0
        newsletters = {one.id: one for one in await store.newsletters.every(tx)}
        people = await subscribers.whoever(tx, [mail.person_id for mail in waiting])
        welcome = [mail for mail in waiting if await _is_wanted(tx, mail)]
    written = 0
    for mail in waiting:
        person = people.get(mail.person_id)
        sheet = _printed(newsroom, mail, person, newsletters) if person and mail in welcome else None
        async with newsroom.begin() as tx:
            if await store.mails.drop(tx, mail.id) and person and sheet:
                await _queue(tx, newsroom, mail, person, sheet)
                written += 1
    return written


async def _is_wanted(tx: store.Tx, mail: SmallMail) -> bool:
    """Whether what happened since the mail was put down leaves it any sense."""
    standings = [await subscribers.standing_of(tx, of, mail.person_id) for of in mail.newsletters]
    if mail.kind is MailKind.WELCOME:
        return any(standing in HERE for standing in standings)
    return mail.kind not in UNASKED or subscribers.Standing.SUPPRESSED not in standings


def _printed(
    newsroom: Newsroom, mail: SmallMail, person: subscribers.Recipient, newsletters: Mapping[int, Newsletter]
) -> Sheet | None:
    about = [newsletters[one] for one in mail.newsletters if one in newsletters]
    if not about:
        return None
    say = speech(mail.language, person.language, about[0].language)
    hours = newsroom.settings.join.confirm_within // AN_HOUR
    return render.print_mail(mail, about, say, newsroom.looks, hours=hours, shown=masked(person.address))


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
    await store.errands.open_errand(tx, errand, sheet)
    await store.errands.freeze_page(tx, errand.id, [addressee], upto=person.id)
    await store.errands.thaw(tx, errand.id)
