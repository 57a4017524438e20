"""What would an address bring? Shown before it is saved; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from digest import gather
from digest.errors import NotAFeed, SettingsError
from digest.gather.documents.files import OTHERS, SUFFIXES, why_not
from digest.jobs.looking import fetch_harvest
from digest.model import Harvest, Source, SourceKind
from digest.newsroom import Newsroom
from digest.settings import is_inbox_address, refuse_password, shape_of, source_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpse:
    """How an address is read, and what it holds now."""

    source: Source
    harvest: Harvest
    others: tuple[gather.Found, ...] = ()


async def try_source(
    newsroom: Newsroom, address: str, *, kind: SourceKind | None = None, links: str = "", now: datetime
) -> Glimpse:
    """Look at an address as ``kind``; without one as what it is: a folder, a Maildir, a mailbox, a feed, a sitemap.

    A page is taken as a list of articles only when it is called one, or has links named by ``links``. What digest.toml
    defines is looked at as it says there, with its passwords; its slug will do.

    Raises:
        SettingsError: it is neither a web address nor a folder that is there, or holds a password.
        SourceError: it cannot be read.
    """
    shape = shape_of(newsroom.settings, address)
    if shape is not None and not kind and not links:
        return await _as(newsroom, source_of(shape, _here(newsroom)), now)
    refuse_password(address)
    address = gather.web_address(address) if "://" in address else address
    if is_inbox_address(address):
        return await _as(newsroom, Source(id=0, slug="", url=address, kind=SourceKind.INBOX), now)
    if "://" not in address:
        source = _local(address, kind)
        _, harvest = await fetch_harvest(newsroom, source, now)
        return Glimpse(source=source, harvest=harvest or Harvest())
    called = SourceKind.SITEMAP if gather.is_sitemap_address(address) else None
    kind = kind or (SourceKind.PAGE if links else called)
    source = Source(id=0, slug="", url=address, links=links)
    if kind in (SourceKind.PAGE, SourceKind.SITEMAP):
        return await _as(newsroom, replace(source, kind=kind), now)
    try:
        found = await _found(newsroom, address, now)
    except gather.IsSitemap:
        if kind is not None:
            raise
        return await _as(newsroom, replace(source, kind=SourceKind.SITEMAP), now)
    tried = await _as(newsroom, replace(source, url=found[0].url), now)
    return replace(tried, others=tuple(found[1:]))


def _here(newsroom: Newsroom) -> Path:
    """Where folders count from."""
    return newsroom.settings.file.parent if newsroom.settings.file else Path.cwd()


async def _found(newsroom: Newsroom, address: str, now: datetime) -> list[gather.Found]:
    try:
        return await gather.discover(newsroom.web, newsroom.readers, address, now=now)
    except gather.NoFeedHere as fault:
        raise NotAFeed(
            f"{fault.message.rstrip('.')}. `digest sources try {address} --kind page` shows what the page lists.",
            url=address,
        ) from fault


async def _as(newsroom: Newsroom, source: Source, now: datetime) -> Glimpse:
    _, harvest = await fetch_harvest(newsroom, source, now)
    return Glimpse(source=source, harvest=harvest or Harvest())


def _why_never(name: str) -> str:
    """Why a single file will never bring an article, in words; "" if it may."""
    if not name.lower().endswith((*SUFFIXES, *OTHERS)):
        return (
            f"{name} is no document that we read; expected Markdown, HTML, text, a feed's file, CSV, JSON or an archive"
        )
    return why_not(name)


def _local(address: str, kind: SourceKind | None) -> Source:
    place = Path(address).expanduser().absolute()
    root, _ = gather.split_glob(str(place))
    if not address or not root.is_dir():
        raise SettingsError(f"{address!r} is neither a web address (https://…) nor a folder or glob that is there.")
    if place.is_file() and (why := _why_never(place.name)):
        raise SettingsError(f"{why}.")
    maildir = (place / "cur").is_dir() and (place / "new").is_dir()
    return Source(id=0, slug="", url=str(place), kind=kind or (SourceKind.INBOX if maildir else SourceKind.FOLDER))
