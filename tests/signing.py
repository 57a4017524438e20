"""Keys and letters for tests of signing; RSA keys are made once for a whole run, as that is slow."""

from __future__ import annotations

from functools import cache

import dkim

from digest import render
from digest.deliver.sign.keys import SigningKey, new_key
from digest.model import Letter
from tests.makers import a_newsletter, a_recipient, a_section, a_sender, a_story, an_article, an_issue, an_item, keys

DOMAIN = "harbourpost.example"


@cache
def rsa_key(domain: str = DOMAIN, selector: str = "tide") -> SigningKey:
    return new_key("rsa", domain=domain, selector=selector)


@cache
def ed25519_key(domain: str = DOMAIN, selector: str = "tide-ed25519") -> SigningKey:
    return new_key("ed25519", domain=domain, selector=selector)


def a_pressed_letter(stories: int = 2, reply_to: str = "desk@harbourpost.example", recipient: int = 1) -> Letter:
    """A letter as the press makes it."""
    items = [
        an_item(a_story(article=an_article(id=n + 1, title=f"Two  blanks, a\ttab, fog {n}"))) for n in range(stories)
    ]
    newsletter = a_newsletter(sender=a_sender(reply_to=reply_to))
    printed = render.print_issue(
        an_issue(a_section(*items)), newsletter, render.open_looks(), base_url="https://news.example.org"
    )
    press = render.open_press(printed.sheet, render.Links("https://news.example.org", keys()), newsletter_id=1)
    return press.letter(a_recipient(id=recipient), delivery_id=recipient)


def verdicts(message: bytes, *signers: SigningKey) -> list[bool]:
    """What dkimpy says of each signature, the one on top first."""
    records = {f"{key.record.name}.": key.record.text.encode() for key in signers}

    def ask(name: bytes, timeout: int = 5) -> bytes | None:
        return records.get(name.decode())

    found = dkim.DKIM(message)
    try:
        return [found.verify(idx=n, dnsfunc=ask) for n in range(len(signers))]
    except dkim.ValidationError:  # a body that was changed raises, a header only says no
        return [False] * len(signers)
