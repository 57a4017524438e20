"""``digest sources edit``: change what is said of a source; its articles stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

import typer

from digest import jobs, store
from digest.cli.desk import Desk
from digest.errors import NotAFeed, SettingsError, Taken
from digest.model import Source, SourceKind
from digest.newsroom import Newsroom
from digest.settings import check_slug

NOTHING = "Say what is to change: --title, --topic, --section, --weight, --links, --slug or --address."


def add_to(app: typer.Typer) -> None:
    """Add this command to the family of sources."""
    app.command("edit")(edit)


def edit(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The source's short name, or its address.")],
    title: Annotated[str | None, typer.Option(help="What readers see; '' for what the feed says.")] = None,
    topic: Annotated[list[str] | None, typer.Option(help="All its topics, one each; '' for none.")] = None,
    section: Annotated[str | None, typer.Option(help="Section its articles go to; '' for none.")] = None,
    weight: Annotated[float | None, typer.Option(help="How much it counts.", min=0.01, max=100)] = None,
    links: Annotated[str | None, typer.Option(help="CSS selector of the articles' links on a page.")] = None,
    slug: Annotated[str, typer.Option(help="Another short name.")] = "",
    address: Annotated[str, typer.Option(help="Where it is now; it is tried before it is saved.")] = "",
) -> None:
    """Change what is said of a source. What it brought stays; what is not named stays as it is."""
    desk: Desk = context.obj
    check_slug(slug)
    said = {"title": title, "topics": _topics(topic), "section": section, "weight": weight, "links": links}
    changes: dict[str, Any] = {key: value for key, value in said.items() if value is not None}
    if not changes and not slug and not address:
        raise SettingsError(NOTHING)

    async def work(newsroom: Newsroom) -> Source:
        async with newsroom.reading() as tx:
            source = await store.sources.get(tx, name)
        _must_be_ours(source)
        moved = await _moved(newsroom, desk, replace(source, **changes), address, links=links)
        return await _save(newsroom, desk, source, moved, slug)

    source = desk.run(work)
    desk.screen.say(f"{source.slug} is changed.")
    if desk.screen.as_json:
        desk.screen.data({"slug": source.slug, "url": source.url, "title": source.title, "topics": source.topics,
                          "section": source.section, "weight": source.weight, "links": source.links})  # fmt: skip


def _topics(topic: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if topic is None else tuple(one for one in topic if one)


def _must_be_ours(source: Source) -> None:
    if source.from_file:
        raise SettingsError(f"{source.slug} is defined in digest.toml; change it there.", key="sources")


async def _moved(newsroom: Newsroom, desk: Desk, source: Source, address: str, *, links: str | None) -> Source:
    """The source at its new address, which can be read; a page whose links are named anew is tried too."""
    if not address and not links:
        return source
    kind = source.kind if source.kind is SourceKind.PAGE or links else None
    tried = await jobs.try_source(newsroom, address or source.url, kind=kind, links=source.links, now=desk.now())
    if links and not tried.harvest.drafts:
        raise NotAFeed(f"{links!r} finds no article on {source.url}; nothing was changed.", url=source.url)
    return replace(source, url=tried.source.url, kind=tried.source.kind)


async def _save(newsroom: Newsroom, desk: Desk, old: Source, new: Source, slug: str) -> Source:
    async with newsroom.begin() as tx:
        for wanted in {slug, new.url} - {"", old.slug, old.url}:
            if twin := await store.sources.find(tx, wanted):
                raise Taken(f"The source {twin.slug!r} ({twin.url}) is there already.")
        stored = await store.sources.define(tx, new, now=desk.now())
        if not slug:
            return stored
        await store.sources.rename(tx, old.slug, slug)
        return await store.sources.get(tx, slug)
