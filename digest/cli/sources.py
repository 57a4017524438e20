"""``digest sources``: where articles come from."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

import typer

from digest import jobs, store
from digest.cli import opml, source_edit, source_list
from digest.cli.desk import Desk
from digest.errors import SettingsError, Taken
from digest.model import SourceKind, SourceState
from digest.newsroom import Newsroom
from digest.settings import Definitions, check_slug, free_slug, slug_for
from digest.words import counted

app = typer.Typer(
    name="sources", no_args_is_help=True, help="Feeds and folders: list, add, edit, remove, pause, import, export."
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
    check_slug(slug)

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
            known = await store.sources.every(tx)
            if twin := next((one for one in known if one.moved_to == source.url), None):
                raise Taken(f"The source {twin.slug!r} ({twin.url}) is there already, and leads to {twin.address}.")
            if not slug:
                source = replace(source, slug=free_slug(source.slug, {one.slug for one in known}))
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


source_edit.add_to(app)
opml.add_to(app)
