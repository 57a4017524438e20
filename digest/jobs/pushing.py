"""Articles that somebody brings instead of a source that is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from digest import store
from digest.errors import SettingsError
from digest.gather.documents.files import read_file, without_rows_of
from digest.gather.documents.unnamed import suffix_of
from digest.jobs.keeping import keep_all
from digest.jobs.looking import Brought, Look
from digest.model import Draft, Harvest, Source, SourceKind
from digest.newsroom import Newsroom
from digest.settings import check_slug

UNNAMED = "standard input"


async def push(newsroom: Newsroom, slug: str, documents: Sequence[tuple[str, bytes]], *, now: datetime) -> Look:
    """Put documents (name, bytes) into the pool as articles of a source, which is made if it is not there.

    The name is what an article is known by: the same name again is a new version of it. Without a name, its content,
    which then says what it is as well.

    Raises:
        SettingsError: the source is one that is looked at, or its name is none.
    """
    read = [one for name, body in documents for one in await _read(newsroom, name, body, now)]
    async with newsroom.begin() as tx:
        source = await store.sources.find(tx, slug)
        if source is None:
            check_slug(slug)
            made = Source(id=0, slug=slug, url=f"pushed:{slug}", kind=SourceKind.PUSHED, title=slug.capitalize())
            source = await store.sources.add(tx, made, now=now)
    if source.kind is not SourceKind.PUSHED:
        raise SettingsError(f"{slug} is a {source.kind.value} that is looked at; name another --source.", key="source")
    harvest = Harvest(
        drafts=without_rows_of(one for one in read if isinstance(one, Draft)),
        notes=tuple(one for one in read if isinstance(one, str)),
    )
    return (await keep_all(newsroom, [Brought(source=source, harvest=harvest)], now=now))[0]


async def _read(newsroom: Newsroom, name: str, body: bytes, now: datetime) -> list[Draft | str]:
    return await newsroom.readers.do(name or UNNAMED, _document if name else _unnamed, body, name, now)


def _document(body: bytes, name: str, now: datetime) -> list[Draft | str]:
    return list(read_file(body, name=name, modified=now, now=now))


def _unnamed(body: bytes, _name: str, now: datetime) -> list[Draft | str]:
    """A document is called by its own words, not by what it is known by; many in one are known as in any file."""
    suffix = suffix_of(body)
    called = "" if suffix == ".md" else f"{UNNAMED}{suffix}"
    known = f"{sha256(body).hexdigest()[:16]}{suffix}"
    read = _document(body, called, now)
    return [
        replace(one, guid=known) if isinstance(one, Draft) and (not called or one.guid == called) else one
        for one in read
    ]
