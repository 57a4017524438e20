"""A test letter: the issue as it would be now, to one address, without touching the accounts."""

from __future__ import annotations

from datetime import datetime

import subscribers
from digest import render
from digest.jobs.proof import Proof, prove
from digest.model import Letter, Newsletter
from digest.newsroom import Newsroom


async def trial_letter(
    newsroom: Newsroom, newsletter: Newsletter, address: str, *, now: datetime, kind: str = "test", language: str = ""
) -> tuple[Proof, Letter | None]:
    """The proof, and the letter that this address would get; None when the issue is held.

    It speaks the reader's language if they are known and chose one; ``language`` overrules that.

    It is signed as every letter is. The links in it are real, but belong to nobody: leaving by them changes nothing.

    Raises:
        AddressError: ``address`` is none.
        TemplateError: a template cannot be used.
    """
    to = subscribers.parse_address(address)
    async with newsroom.reading() as tx:
        person = await subscribers.find(tx, to.address)
    own = person.language if person else ""
    proof = await prove(newsroom, newsletter, now=now, kind=kind, language=language or own)
    if proof.sheet is None:
        return proof, None
    recipient = subscribers.Recipient(id=0, address=to.address, name=person.name if person else "")
    press = render.open_press(proof.sheet, newsroom.links, newsletter_id=newsletter.id)
    letter = press.letter(recipient, delivery_id=0)
    return proof, (await newsroom.signers.signed([letter], press.domain))[0]
