"""``digest sources``: where articles come from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import typer

from digest import gather, jobs, store
from digest.cli import source_list
from digest.cli.desk import Desk
from digest.errors import SettingsError
from digest.model import Source, SourceKind, SourceState
from digest.newsroom import Newsroom
from digest.settings import Definitions, slug_for
from digest.words import counted

app = typer.Typer(
    name="sources", no_args_is_help=True, help="Feeds and folders: list, add, remove, pause, import, export."
)

_READ_AS = {
    SourceKind.FEED: "a feed",
    SourceKind.FOLDER: "a folder of documents",
    SourceKind.SITEMAP: "a sitemap",
    SourceKind.PAGE: "a page that lists articles",
    SourceKind.INBOX: "a Maildir of newsletters",
    SourceKind.PUSHED: "articles that are pushed",
}
Kind = Annotated[
    Literal["feed", "sitemap", "page", "folder", "inbox"] | None,
    typer.Option(help="How it is read. [default: as what it is]"),
]
Links = Annotated[str, typer.Option(help="CSS selector of the articles' links on a page, such as 'h2 a'.")]
Name = Annotated[str, typer.Argument(help="The source's short name, or its address.")]


source_list.add_to(app)


@app.command()
def add(
    context: typer.Context,
    address: Annotated[
        str,
        typer.Argument(help="A feed, a site, a sitemap, a page, a folder or glob of documents, a Maildir, imaps://…"),
    ],
    kind: Kind = None,
    links: Links = "",
    slug: Annotated[str, typer.Option(help="Short name. [default: made from the address]")] = "",
    title: Annotated[str, typer.Option(help="What readers see. [default: what the feed says]")] = "",
    topic: Annotated[list[str] | None, typer.Option(help="Topic of all its articles; may be repeated.")] = None,
    section: Annotated[str, typer.Option(help="Section its articles go to.")] = "",
    weight: Annotated[float, typer.Option(help="How much it counts beside others.", min=0.01, max=100)] = 1.0,
) -> None:
    """Add a source. It is read at once, so that you see what it brings; a site's feed is found by itself."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> jobs.Look:
        tried = await jobs.try_source(newsroom, address, kind=_kind(kind), links=links, now=desk.now())
        _tell_others(desk, tried)
        source = replace(
            tried.source,
            slug=slug or slug_for(tried.source.url),
            title=title,
            topics=tuple(topic or ()),
            section=section,
            weight=weight,
        )
        async with newsroom.begin() as tx:
            if not slug:
                source = replace(source, slug=_free(source.slug, {one.slug for one in await store.sources.every(tx)}))
            stored = await store.sources.add(tx, source, now=desk.now())
        look = await jobs.look(newsroom, stored, now=desk.now())
        await jobs.visit_pages(newsroom, now=desk.now(), source_id=stored.id)
        return look

    look = desk.run(work, apply=True)
    if look.failure:
        desk.screen.warn(f"Added, but it cannot be read yet: {look.failure}")
    desk.screen.say(
        f"[bold]{look.source.slug}[/bold]: {counted(look.new, 'article')} from {look.source.title or look.source.url}"
    )
    for note in look.notes[:5]:
        desk.screen.say(f"  [dim]{note}[/dim]")
    if desk.screen.as_json:
        desk.screen.data({"slug": look.source.slug, "url": look.source.url, "new": look.new, "failure": look.failure})


def _kind(kind: str | None) -> SourceKind | None:
    return SourceKind(kind) if kind else None


def _tell_others(desk: Desk, tried: jobs.Glimpse) -> None:
    for other in tried.others:
        desk.screen.say(f"[dim]also there: {other.url} ({other.title}, {other.entries} entries)[/dim]")


@app.command("try")
def try_address(
    context: typer.Context,
    address: Annotated[str, typer.Argument(help="What `sources add` takes, or the slug of a table [[sources]].")],
    kind: Kind = None,
    links: Links = "",
) -> None:
    """Show what an address would bring, and save nothing."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> jobs.Glimpse:
        return await jobs.try_source(newsroom, address, kind=_kind(kind), links=links, now=desk.now())

    tried = desk.run(work)
    _tell_others(desk, tried)
    drafts = tried.harvest.drafts
    rows = [(one.published, one.title, len(one.text.split()), one.url or one.guid) for one in drafts]
    value = [
        {
            "title": one.title,
            "url": one.url,
            "published": one.published,
            "authors": one.authors,
            "words": len(one.text.split()),
            "notes": one.notes,
        }
        for one in drafts
    ]
    desk.screen.show(
        {"kind": tried.source.kind.value, "url": tried.source.url, "title": tried.harvest.title, "articles": value},
        title=f"{tried.source.url}, read as {_READ_AS[tried.source.kind]}",
        columns=("published", "title", ">words", "address"),
        rows=rows,
        empty=f"{tried.source.url} can be read as {_READ_AS[tried.source.kind]}, and holds no article now.",
    )
    for note in tried.harvest.notes[:5]:
        desk.screen.say(f"  [dim]{note}[/dim]")


@app.command()
def release(
    context: typer.Context,
    name: Name,
    drop: Annotated[bool, typer.Option("--drop", help="Never print them, instead.")] = False,
) -> None:
    """Let articles be printed that were held back: many "new" ones with old dates or known words came at once."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> int:
        async with newsroom.begin() as tx:
            source = await store.sources.get(tx, name)
            return await store.articles.release(tx, source.id, drop=drop)

    number = desk.run(work)
    what = "will never be printed" if drop else "may be printed now"
    desk.screen.say(f"{counted(number, 'article')} of {name} {what}.")
    if desk.screen.as_json:
        desk.screen.data({"articles": number, "dropped": drop})


@app.command()
def remove(context: typer.Context, name: Name) -> None:
    """Remove a source. Its articles stay in the pool and in the archive."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> None:
        async with newsroom.begin() as tx:
            source = await store.sources.get(tx, name)
            if source.slug in {one.slug for one in Definitions.of(newsroom.settings).sources}:
                raise SettingsError(f"{name} is defined in digest.toml; remove it there first.", key="sources")
            await store.sources.remove(tx, source.id)
            await store.hubs.leave(tx, source.id, now=desk.now())

    desk.run(work)
    desk.screen.say(f"Removed {name}.")


@app.command()
def pause(context: typer.Context, name: Name) -> None:
    """Look at a source no more, until `resume`."""
    _set_state(context.obj, name, SourceState.PAUSED)


@app.command()
def resume(context: typer.Context, name: Name) -> None:
    """Look at a paused or given-up source again."""
    _set_state(context.obj, name, SourceState.ACTIVE)


def _set_state(desk: Desk, name: str, state: SourceState) -> None:
    async def work(newsroom: Newsroom) -> None:
        async with newsroom.begin() as tx:
            source = await store.sources.get(tx, name)
            await store.sources.save(tx, replace(source, state=state, failures=0, failure="", next_look=desk.now()))

    desk.run(work)
    desk.screen.say(f"{name} is {state.value}.")


@app.command("import")
def import_opml(context: typer.Context, file: Annotated[Path, typer.Argument(help="An OPML file.")]) -> None:
    """Add all feeds of an OPML file; its folders become topics. Feeds that are there already are left alone."""
    desk: Desk = context.obj
    try:
        outlines = gather.read_opml(file.read_bytes(), name=str(file))
    except OSError as fault:
        raise SettingsError(f"{file} cannot be read: {fault.strerror}.", file=str(file)) from fault

    async def work(newsroom: Newsroom) -> int:
        added = 0
        async with newsroom.begin() as tx:
            known = await store.sources.every(tx)
            urls, slugs = {s.url for s in known}, {s.slug for s in known}
            for outline in outlines:
                if outline.url in urls:
                    continue
                slug = _free(slug_for(outline.url), slugs)
                source = Source(id=0, slug=slug, url=outline.url, title=outline.title, topics=outline.topics)
                await store.sources.add(tx, source, now=desk.now())
                slugs.add(slug)
                added += 1
        return added

    added = desk.run(work, apply=True)
    desk.screen.say(f"{counted(added, 'feed')} added, {len(outlines) - added} were there already.")
    if desk.screen.as_json:
        desk.screen.data({"added": added, "known": len(outlines) - added})


def _free(slug: str, taken: set[str]) -> str:
    number = 2
    free = slug
    while free in taken:
        free, number = f"{slug[:55]}-{number}", number + 1
    return free


@app.command("export")
def export_opml(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="Where to write. [default: standard output]")] = None,
) -> None:
    """Write all feeds as OPML, which every feed reader takes."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> bytes:
        async with newsroom.reading() as tx:
            sources = await store.sources.every(tx)
        return gather.write_opml(sources, title=newsroom.settings.newsroom.name)

    written = desk.run(work)
    if file:
        file.write_bytes(written)
        desk.screen.say(f"Wrote {file}.")
    else:
        desk.screen.out.file.write(written.decode())
