"""Readers who are on a newsletter twice: other tags or dots, the same mailbox. Found, and left to a person to judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.address import base_of
from subscribers.lists.bulk import pages_of
from subscribers.model import Standing
from subscribers.tables import memberships, persons

PAGE = 10_000
MOST = 100_000  # addresses with tags or dots that are kept in mind


async def twins(tx: AsyncConnection, newsletter_id: int) -> Mapping[str, list[str]]:
    """Active readers whose addresses are probably one mailbox: by that mailbox, the addresses in order.

    Of a list with more than ``MOST`` odd addresses the first so many are looked at.
    """
    odd = await _odd(tx, newsletter_id)
    query = _active(newsletter_id)
    async for row in pages_of(tx, query, persons.c.canonical, list(odd)):
        odd[row.canonical].append(row.address)
    return {mailbox: sorted(found) for mailbox, found in sorted(odd.items()) if len(found) > 1}


async def _odd(tx: AsyncConnection, newsletter_id: int) -> dict[str, list[str]]:
    """Addresses that are not spelled as the mailbox that they probably are, by that mailbox."""
    found: dict[str, list[str]] = defaultdict(list)
    number = after = 0
    while number < MOST:
        query = _active(newsletter_id).where(memberships.c.person_id > after).order_by(memberships.c.person_id)
        page = (await tx.execute(query.limit(PAGE))).all()
        if not page:
            break
        after = page[-1].id
        for row in page:
            if (mailbox := base_of(row.canonical)) != row.canonical:
                found[mailbox].append(row.address)
                number += 1
    return found


def _active(newsletter_id: int) -> Select[tuple[int, str, str]]:
    return (
        select(persons.c.id, persons.c.address, persons.c.canonical)
        .join(memberships, memberships.c.person_id == persons.c.id)
        .where(memberships.c.newsletter_id == newsletter_id, memberships.c.standing == Standing.ACTIVE.value)
    )
