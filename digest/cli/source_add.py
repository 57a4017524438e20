"""``digest sources add`` and ``try``: what an address would bring, and have it brought from now on."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

import typer

from digest import jobs, store
from digest.cli.desk import Desk
from digest.errors import Taken
from digest.model import Draft, Source, SourceKind
from digest.newsroom import Newsroom
from digest.settings import check_slug, free_slug, slug_for
from digest.words import counted

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


def add_to(app: typer.Typer) -> None:
    """Add these commands to the family of sources."""
    app.command()(add)
    app.command("try")(try_address)


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
        said = replace(tried.source, slug=slug, title=title, topics=tuple(topic or ()), section=section, weight=weight)
        async with newsroom.begin() as tx:
            stored = await _stored(tx, said, desk)
        look = await jobs.look(newsroom, stored, now=desk.now())
        await jobs.visit_pages(newsroom, now=desk.now(), source_id=stored.id)
        return look

    _tell(desk, desk.run(work, apply=True))


async def _stored(tx: store.Tx, source: Source, desk: Desk) -> Source:
    """Keep a source, under a name of its own if it has none."""
    known = await store.sources.every(tx)
    if twin := next((one for one in known if one.moved_to == source.url), None):
        raise Taken(f"The source {twin.slug!r} ({twin.url}) is there already, and leads to {twin.address}.")
    slug = source.slug or free_slug(slug_for(source.url), {one.slug for one in known})
    return await store.sources.add(tx, replace(source, slug=slug), now=desk.now())


def _tell(desk: Desk, look: jobs.Look) -> None:
    """What a new source brought."""
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
    source, drafts, read_as = tried.source, tried.harvest.drafts, _READ_AS[tried.source.kind]
    articles = [_value(one) for one in drafts]
    desk.screen.show(
        {"kind": source.kind.value, "url": source.url, "title": tried.harvest.title, "articles": articles},
        title=f"{source.url}, read as {read_as}",
        columns=("published", "title", ">words", "address"),
        rows=[(one.published, one.title, _words(one), one.url or one.guid) for one in drafts],
        empty=f"{source.url} can be read as {read_as}, and holds no article now.",
    )
    for note in tried.harvest.notes[:5]:
        desk.screen.say(f"  [dim]{note}[/dim]")


def _value(draft: Draft) -> dict[str, Any]:
    told = {"title": draft.title, "url": draft.url, "published": draft.published, "authors": draft.authors}
    return told | {"words": _words(draft), "notes": draft.notes}


def _words(draft: Draft) -> int:
    return len(draft.text.split())
