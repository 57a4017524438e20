"""Which issue is meant: its number, or NEWSLETTER/NUMBER where there are several newsletters."""

from __future__ import annotations

from typing import Annotated

import typer

from digest import store
from digest.cli.people import chosen
from digest.errors import NotFound, SettingsError
from digest.model import Issue, Newsletter
from digest.newsroom import Newsroom

BEYOND = 2**63  # no database keeps such an id
LONGEST = 9  # digits of an issue's number; what is longer is an id

IssueName = Annotated[str, typer.Argument(metavar="ISSUE", help="Its number, or NEWSLETTER/NUMBER.")]


async def named_issue(newsroom: Newsroom, name: str, *, of: str = "") -> tuple[Newsletter, Issue]:
    """The issue that is meant; ``of`` is the newsletter that was said beside it.

    Raises:
        SettingsError: the name is none, says too little, or is of another newsletter.
        NotFound: there is no such newsletter or issue.
    """
    slug, _, number = name.rpartition("/")
    if not (number.isascii() and number.isdecimal()):
        raise SettingsError(f"{name!r} is no issue; expected its number, or NEWSLETTER/NUMBER such as morning/12.")
    if len(number) > LONGEST:
        newsletter, issue = await _by_id(newsroom, name)
        _must_be(name, newsletter.slug, of)
        return newsletter, issue
    _must_be(name, slug, of)
    newsletter = await chosen(newsroom, slug or of)
    async with newsroom.reading() as tx:
        return newsletter, await store.issues.by_number(tx, newsletter.id, int(number))


def _must_be(name: str, slug: str, of: str) -> None:
    if slug and of and slug != of:
        raise SettingsError(f"Issue {name} is one of {slug}, not of {of}: leave {of} out, or name an issue of it.")


async def _by_id(newsroom: Newsroom, name: str) -> tuple[Newsletter, Issue]:
    """The issue with an id, as ``--json`` tells them."""
    if not name.isdecimal() or int(name) >= BEYOND:
        raise NotFound(f"There is no issue {name}; `digest issues list` shows them.", kind="issue", key=name)
    async with newsroom.reading() as tx:
        issue = await store.issues.get(tx, int(name))
        newsletter = await store.newsletters.find_by_id(tx, issue.newsletter_id)
    if newsletter is None:
        raise NotFound(f"The newsletter of issue {name} was removed.", kind="newsletter", key=str(issue.newsletter_id))
    return newsletter, issue


def is_issue(name: str) -> bool:
    """Whether a word names an issue and not a newsletter."""
    return name.rpartition("/")[2].isdecimal()
