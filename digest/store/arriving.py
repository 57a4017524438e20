"""New articles on their way into the pool."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from json.encoder import encode_basestring_ascii as quoted
from operator import attrgetter
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql

from digest.model import Draft, Picture
from digest.store.batch import Batch, Rows
from digest.store.engine import Tx
from digest.store.tables import articles
from subscribers import micros

_DRAFT_FIELDS = tuple(field.name for field in fields(Draft))
_VALUES_OF = attrgetter(*_DRAFT_FIELDS)
_UNREAD = {"changed": None, "removed": "", "page_tries": 0, "page_hash": ""}  # of an article whose page nobody saw
_ROW = {column.name: bindparam(column.name, type_=column.type) for column in articles.c if column.name != "id"}
_KEEP: Mapping[str, Batch | Rows] = {
    "sqlite": Rows(articles),
    "postgresql": Batch(postgresql.insert(articles).values(_ROW).on_conflict_do_nothing()),
}


async def keep(
    tx: Tx, source_id: int, drafts: Sequence[Draft], *, now: datetime, visit: Collection[str] = (), held: bool = False
) -> None:
    """Put new articles into the pool, as ``put`` does with their ``rows``."""
    await put(tx, rows(source_id, drafts, now=now, visit=visit, held=held))


def rows(
    source_id: int, drafts: Iterable[Draft], *, now: datetime, visit: Collection[str] = (), held: bool = False
) -> list[Mapping[str, Any]]:
    """New articles as ``put`` wants them, seen at ``now``.

    ``visit`` are the guids whose pages shall be read. What is ``held`` is printed in no issue until it is released.
    """
    seen = micros(now)
    given: dict[str, Any] = {"source_id": source_id, "seen": seen, "held": held, **_UNREAD}
    return [_as_stored(draft, given, page_look=seen if draft.guid in visit else None) for draft in drafts]


async def put(tx: Tx, new: Sequence[Mapping[str, Any]]) -> None:
    """Put the ``rows`` of new articles into the pool; what another round put there meanwhile stays as it is."""
    if new:
        await tx.run_sync(_KEEP[tx.dialect.name].run, new)


def _as_stored(draft: Draft, given: Mapping[str, Any], *, page_look: int | None) -> dict[str, Any]:
    """A new article's row as the driver wants it."""
    values: dict[str, Any] = dict(zip(_DRAFT_FIELDS, _VALUES_OF(draft), strict=True))
    for name in ("authors", "topics", "notes"):
        values[name] = f"[{', '.join(map(quoted, values[name]))}]"
    values["image"] = _picture_json(draft.image) if draft.image else None
    values["published"] = micros(draft.published) if draft.published else None
    values["dated_by"] = draft.dated_by.value
    values["page_look"] = page_look
    values.update(given)
    return values


def _picture_json(picture: Picture) -> str:
    """As ``json.dumps`` writes it, in a tenth of its time."""
    url, alt, caption = quoted(picture.url), quoted(picture.alt), quoted(picture.caption)
    width, height = picture.width, picture.height
    return f'{{"url": {url}, "alt": {alt}, "caption": {caption}, "width": {width}, "height": {height}}}'
