"""``digest sources import`` and ``export``: lists of feeds, as every feed reader reads and writes them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from digest import gather, store
from digest.cli.desk import Desk
from digest.errors import SettingsError
from digest.files import read_whole
from digest.model import Source
from digest.newsroom import Newsroom
from digest.settings import free_slug, refuse_password, slug_for
from digest.words import counted

LARGEST = 50_000_000  # bytes
TOLD = 5  # of those that are left out


def add_to(app: typer.Typer) -> None:
    """Add these commands to the family of sources."""
    app.command("import")(import_opml)
    app.command("export")(export_opml)


def import_opml(context: typer.Context, file: Annotated[Path, typer.Argument(help="An OPML file.")]) -> None:
    """Add all feeds of an OPML file; its folders become topics. Feeds that are there already are left alone."""
    desk: Desk = context.obj
    outlines = gather.read_opml(_read(file), name=str(file))
    left_out = {outline.url: why for outline in outlines if (why := _why_not(outline))}
    usable = [outline for outline in outlines if outline.url not in left_out]

    async def work(newsroom: Newsroom) -> int:
        async with newsroom.begin() as tx:
            return await _add_all(tx, desk, usable)

    added = desk.run(work, apply=True)
    known = len(usable) - added
    aside = f", {len(left_out)} left out" if left_out else ""
    desk.screen.say(f"{counted(added, 'feed')} added, {known} were there already{aside}.")
    for why in list(left_out.values())[:TOLD]:
        desk.screen.say(f"  [dim]{why}[/dim]")
    if desk.screen.as_json:
        desk.screen.data({"added": added, "known": known, "left_out": list(left_out.values())})
    if not usable:
        raise typer.Exit(1)


def _read(file: Path) -> bytes:
    try:
        body = read_whole(file, most=LARGEST + 1, piped=True)
    except OSError as fault:
        raise SettingsError(f"{file} cannot be read: {fault.strerror}.", file=str(file)) from fault
    if len(body) > LARGEST:
        raise SettingsError(f"{file} is larger than {LARGEST // 1_000_000} MB, as no list of feeds is.", file=str(file))
    return body


def _why_not(outline: gather.Outline) -> str:
    """In words, why an address is not taken; "" if it is."""
    try:
        refuse_password(outline.url)
    except SettingsError as fault:
        return fault.message
    if outline.why or gather.canonical(outline.url):
        return outline.why
    return f"{outline.url[:200]!r} is no web address; expected one like https://…"


async def _add_all(tx: store.Tx, desk: Desk, outlines: Sequence[gather.Outline]) -> int:
    known = await store.sources.every(tx)
    # What we export says where feeds are now.
    urls = {gather.canonical(url) for one in known for url in (one.url, one.address)}
    slugs, added = {one.slug for one in known}, 0
    for outline in outlines:
        if gather.canonical(outline.url) in urls:
            continue
        slug = free_slug(slug_for(outline.url), slugs)
        source = Source(id=0, slug=slug, url=outline.url, title=outline.title, topics=outline.topics)
        await store.sources.add(tx, source, now=desk.now())
        slugs.add(slug)
        added += 1
    return added


def export_opml(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="Where to write. [default: standard output]")] = None,
) -> None:
    """Write all feeds as OPML, which every feed reader takes."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> str:
        async with newsroom.reading() as tx:
            sources = await store.sources.every(tx)
        return gather.write_opml(sources, title=newsroom.settings.newsroom.name).decode()

    desk.hand_out(desk.run(work), file)
