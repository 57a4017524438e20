"""Which issue is meant: its number, or NEWSLETTER/NUMBER where there are several newsletters."""

from __future__ import annotations

from typing import Annotated

import typer

from digest import store
from digest.cli.people import chosen
from digest.errors import SettingsError
from digest.model import Issue, Newsletter
from digest.newsroom import Newsroom

IssueName = Annotated[str, typer.Argument(metavar="ISSUE", help="Its number, or NEWSLETTER/NUMBER.")]


async def named_issue(newsroom: Newsroom, name: str) -> tuple[Newsletter, Issue]:
    """The issue that is meant.

    Raises:
        SettingsError: the name is none, or says too little.
        NotFound: there is no such newsletter or issue.
    """
    slug, _, number = name.rpartition("/")
    if not (number.isascii() and number.isdecimal()):
        raise SettingsError(f"{name!r} is no issue; expected its number, or NEWSLETTER/NUMBER such as morning/12.")
    newsletter = await chosen(newsroom, slug)
    async with newsroom.reading() as tx:
        return newsletter, await store.issues.by_number(tx, newsletter.id, int(number))


def is_issue(name: str) -> bool:
    """Whether a word names an issue and not a newsletter."""
    return name.rpartition("/")[2].isdecimal()
