"""What is known already of what sources bring: looked up for many sources at once.

Plain functions over a connection, as the pen wants them (``pen.py``).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, select, text

from digest.store.tables import articles

PAGE = 500
# Each of these pairs of a source and something of its articles is one step in an index, on either database.
_LOOK_UP = {
    "sqlite": "SELECT a.source_id, a.guid, a.hash FROM json_each(:asked) AS one CROSS JOIN articles AS a"
    " ON a.source_id = json_extract(one.value, '$[0]') AND a.{column} = json_extract(one.value, '$[1]')",
    "postgresql": "SELECT a.source_id, a.guid, a.hash FROM json_array_elements(CAST(:asked AS json)) AS one(value)"
    " JOIN articles AS a ON a.source_id = CAST(one.value ->> 0 AS bigint) AND a.{column} = one.value ->> 1",
}


def stored_hashes(tx: Connection, wanted: Mapping[int, Collection[str]]) -> dict[int, dict[str, str]]:
    """The hashes of those articles that are known of these guids: by source, and by guid."""
    found: dict[int, dict[str, str]] = {source_id: {} for source_id in wanted}
    for source_id, guid, known in _known(tx, "guid", wanted):
        found[source_id][guid] = known
    return found


def told_hashes(tx: Connection, wanted: Mapping[int, Collection[str]]) -> dict[int, set[str]]:
    """Those of these hashes that articles of these sources have, whatever their guids."""
    found: dict[int, set[str]] = {source_id: set() for source_id in wanted}
    for source_id, _, known in _known(tx, "hash", wanted):
        found[source_id].add(known)
    return found


def has_articles(tx: Connection, source_id: int) -> bool:
    """Whether a source ever brought an article."""
    return tx.execute(select(articles.c.id).where(articles.c.source_id == source_id).limit(1)).first() is not None


def _known(tx: Connection, column: str, wanted: Mapping[int, Collection[str]]) -> list[tuple[int, str, str]]:
    asked = [(source_id, one) for source_id, those in wanted.items() for one in those]
    query = text(_LOOK_UP[tx.dialect.name].format(column=column))
    found: list[Any] = []
    for start in range(0, len(asked), PAGE):
        found += (tx.execute(query, {"asked": json.dumps(asked[start : start + PAGE])})).all()
    return found
