"""A test letter: the issue as it would be now, to one address, without touching the accounts."""

from __future__ import annotations

from datetime import datetime

import subscribers
from digest import render
from digest.jobs.proof import Proof, prove
from digest.model import Letter, Newsletter
from digest.newsroom import Newsroom


async def trial_letter(
    newsroom: Newsroom, newsletter: Newsletter, address: str, *, now: datetime, kind: str = "test"
) -> tuple[Proof, Letter | None]:
    """The proof, and the letter that this address would get; None when the issue is held.

    It is signed as every letter is. The links in it are real, but belong to nobody: leaving by them changes nothing.

    Raises:
        AddressError: ``address`` is none.
        TemplateError: a template cannot be used.
    """
    to = subscribers.parse_address(address)
    proof = await prove(newsroom, newsletter, now=now, kind=kind)
    if proof.sheet is None:
        return proof, None
    async with newsroom.reading() as tx:
        person = await subscribers.find(tx, to.address)
    recipient = subscribers.Recipient(id=0, address=to.address, name=person.name if person else "")
    press = render.open_press(proof.sheet, newsroom.links, newsletter_id=newsletter.id)
    letter = press.letter(recipient, delivery_id=0)
    return proof, await newsroom.signers.signed(letter, press.domain)
