"""What rounds bring on its way into the pool: new articles, and those that changed.

Plain functions over a connection, as the pen wants them (``pen.py``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from json.encoder import encode_basestring_ascii as quoted
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, update
from sqlalchemy.dialects import postgresql

from digest.model import LANGUAGE_GUESSED, Article, DatedBy, Draft, Picture
from digest.model.parts import NAMES, parts_of
from digest.store.batch import Batch, Rows
from digest.store.codec import from_json, to_json
from digest.store.engine import insert_new
from digest.store.tables import article_versions, articles
from subscribers import micros

_UNREAD = {"changed": None, "removed": "", "page_tries": 0, "page_hash": ""}  # of an article whose page nobody saw
MOST_VERSIONS = 10  # of one article that are kept because its source tells another
_NONE: Mapping[str, str] = {}
_ROW = {column.name: bindparam(column.name, type_=column.type) for column in articles.c if column.name != "id"}
_KEEP: Mapping[str, Batch | Rows] = {
    "sqlite": Rows(articles),
    "postgresql": Batch(postgresql.insert(articles).values(_ROW).on_conflict_do_nothing()),
}


def rows(
    source_id: int,
    drafts: Iterable[Draft],
    guessed: Mapping[str, str] = _NONE,
    *,
    now: datetime,
    visit: Collection[str] = (),
    held: bool = False,
) -> list[Mapping[str, Any]]:
    """New articles as ``put`` wants them, seen at ``now``.

    ``guessed`` are languages by guid. ``visit`` are the guids whose pages shall be read. What is ``held`` is printed in
    no issue until it is released.
    """
    seen = micros(now)
    given: dict[str, Any] = {"source_id": source_id, "seen": seen, "held": held, **_UNREAD}
    return [
        _as_stored(draft, given, guessed.get(draft.guid, ""), page_look=seen if draft.guid in visit else None)
        for draft in drafts
    ]


def put(tx: Connection, new: Sequence[Mapping[str, Any]]) -> None:
    """Put the ``rows`` of new articles into the pool; what another round put there meanwhile stays as it is."""
    _KEEP[tx.dialect.name].run(tx, new)


def renew(
    tx: Connection,
    source_id: int,
    drafts: Sequence[Draft],
    guessed: Mapping[str, str] = _NONE,
    *,
    now: datetime,
    visit: Collection[str] = (),
) -> None:
    """Overwrite articles that changed at their source; when they were first seen stays, and what they were is kept.

    Of one that says something else at every look (a number of comments) no more is kept after a while, nor is its page
    read for it: what was read there stays.
    """
    if not drafts:
        return
    old = [articles.c.source_id == source_id, articles.c.guid.in_([draft.guid for draft in drafts])]
    before = {row.guid: row for row in tx.execute(select(articles).where(*old))}
    restless = _restless(tx, [row.id for row in before.values()])
    keep_versions(tx, [article_of(row) for row in before.values() if row.id not in restless], now=now)
    rows = []
    for draft in drafts:
        values = values_of(_in_language(draft, guessed.get(draft.guid, "")))
        known = before.get(draft.guid)
        paged = {"page_look": now if draft.guid in visit else None, "page_tries": 0}
        if known is not None and known.id in restless:
            paged = {"page_look": known.page_look, "page_tries": known.page_tries}
            if draft.guid in visit and len(known.text) > len(draft.text):
                lead = draft.lead or draft.text.replace("\n\n", " ")
                values |= {"lead": lead, "body": known.body, "text": known.text}
        rows.append({"of_source": source_id, "of_guid": values.pop("guid"), "changed": now, **paged, **values})
    where = (articles.c.source_id == bindparam("of_source"), articles.c.guid == bindparam("of_guid"))
    tx.execute(update(articles).where(*where), rows)


def _restless(tx: Connection, ids: Sequence[int]) -> set[int]:
    """Those of these articles that have as many versions as are kept."""
    query = (
        select(article_versions.c.article_id)
        .where(article_versions.c.article_id.in_(ids))
        .group_by(article_versions.c.article_id)
        .having(func.count() >= MOST_VERSIONS)
    )
    return set(tx.execute(query).scalars())


def keep_versions(tx: Connection, olds: Sequence[Article], *, now: datetime) -> None:
    """Keep what articles were until now."""
    rows = [{"article_id": old.id, "until": now, "content": to_json(old)} for old in olds]
    if rows:
        tx.execute(insert_new(tx, article_versions), rows)


def _in_language(draft: Draft, guessed: str) -> Draft:
    return replace(draft, language=guessed, notes=(*draft.notes, LANGUAGE_GUESSED)) if guessed else draft


def _as_stored(draft: Draft, given: Mapping[str, Any], guessed: str, *, page_look: int | None) -> dict[str, Any]:
    """A new article's row as the driver wants it."""
    values = dict(zip(NAMES[Draft], parts_of(draft, Draft), strict=True))
    if guessed:
        values |= {"language": guessed, "notes": (*draft.notes, LANGUAGE_GUESSED)}
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


def values_of(draft: Draft) -> dict[str, Any]:
    """What an article's row has of what its source tells."""
    values = dict(zip(NAMES[Draft], parts_of(draft, Draft), strict=True))
    image = to_json(draft.image) if draft.image else None
    lists = {name: list(values[name]) for name in ("authors", "topics", "notes")}
    return values | lists | {"dated_by": draft.dated_by.value, "image": image}


def article_of(row: Row[Any]) -> Article:
    """A row as a noun."""
    values = {name: getattr(row, name) for name in (*NAMES[Draft], "id", "source_id", "seen", "changed", "removed")}
    values |= {name: tuple(values[name]) for name in ("authors", "topics", "notes")}
    image = from_json(Picture, row.image) if row.image else None
    return Article(**(values | {"dated_by": DatedBy(row.dated_by), "image": image}))
