"""Whom an import has met: so a person who comes twice is found, and who is missing from a file.

A temporary table of the connection: memory does not grow with the list, and nothing is left behind by a killed process.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import BigInteger, Column, MetaData, Table, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.schema import CreateTable

from subscribers.lists.bulk import insert_rows, pages_of

met = Table("met", MetaData(), Column("id", BigInteger, primary_key=True), prefixes=["TEMPORARY"])


async def open_meeting(tx: AsyncConnection) -> None:
    """Begin with nobody."""
    await tx.execute(CreateTable(met, if_not_exists=True))
    await tx.execute(delete(met))


async def meet(tx: AsyncConnection, ids: Iterable[int]) -> set[int]:
    """Note that these were met; returns those who had been before."""
    wanted = list(ids)
    before = {row.id async for row in pages_of(tx, select(met.c.id), met.c.id, wanted)}
    await insert_rows(tx, met, ("id",), ((one,) for one in dict.fromkeys(wanted) if one not in before))
    return before


def nameless(canonical: str) -> int:
    """A number for somebody who has no id (yet): 63 bits of a hash, below zero, where no id is."""
    return -1 - (int.from_bytes(sha256(canonical.encode()).digest()[:8], "big") >> 1)
