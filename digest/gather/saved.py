"""A page of a site that somebody saved into a folder: read as one that is visited."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from digest.gather.drafts import Raw

SMALL = 250  # characters; of so short a text nobody can tell from its looks where it ends, only from its tags


def as_page(own: Raw, text: str, *, now: datetime) -> Raw:
    """What a page says of itself, and what it does not say, as a document of one's own says it (``own``).

    A page has its site's name in its title, and other articles, menus and forms around its own.
    """
    # Here and not above: what reads pages takes half a second to load, and only reading processes need it.
    from digest.gather.pages import read_page  # noqa: PLC0415 - half a second to load

    page = read_page(text.encode(), content_type="text/html; charset=utf-8", url=own.url, now=now)
    return replace(
        own,
        title=page.title or own.title,
        authors=page.authors or own.authors,
        published=page.published or own.published,
        lead=page.lead or own.lead,
        body=page.body if len(page.text) >= SMALL else own.body,
        image=page.image or own.image,
        language=page.language or own.language,
    )
