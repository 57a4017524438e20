"""``digest newsletters pin``, ``unpin`` and ``pins``: what an editor puts first, whatever the rules say."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import typer

from digest import jobs, store
from digest.cli.desk import Desk
from digest.errors import NotFound
from digest.model import Article, Newsletter
from digest.newsroom import Newsroom

Slug = Annotated[str, typer.Argument(metavar="NEWSLETTER", help="The newsletter's short name.")]
Which = Annotated[str, typer.Argument(metavar="ARTICLE", help="Its number, its address, or words of its title.")]
Pins = list[tuple[Article, datetime]]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the family of ``digest newsletters``."""
    for command in (pin, unpin, pins):
        app.command()(command)


def pin(context: typer.Context, slug: Slug, article: Which) -> None:
    """Put an article first into the next issue, whatever the rules say and however old it is."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> Article:
        async with newsroom.begin() as tx:
            newsletter = await store.newsletters.get(tx, slug)
            found = await _the_one(tx, article)
            await store.pins.pin(tx, newsletter.id, found.id, now=desk.now())
            if why := await _why_in_vain(tx, newsletter, found, desk.now()):
                raise NotFound(f"{found.title!r} cannot be pinned in {slug}: {why}.", kind="pin", key=article)
        return found

    found = desk.run(work)
    desk.screen.say(f"Pinned {found.id}: {found.title}. Look at it with `digest preview {slug}`.")
    if desk.screen.as_json:
        desk.screen.data(_of_article(found))


async def _why_in_vain(tx: store.Tx, newsletter: Newsletter, article: Article, now: datetime) -> str:
    """Why a pinned article would not be printed for all that, in words; "" if it would."""
    if article.removed:
        return f"its page is gone ({article.removed})"
    if await store.articles.is_held(tx, article.id):
        return "it is held as part of a flood; `digest sources release` lets it go"
    words = await jobs.segment_of(tx, newsletter, "", now=now)
    waiting = {article_id for article_id, _ in await store.pins.of_newsletter(tx, newsletter.id, segment=words)}
    return "" if article.id in waiting else "an earlier issue told it, and nothing is told twice"


def unpin(context: typer.Context, slug: Slug, article: Which) -> None:
    """Take a pin away: the article has to find its place as any other."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> Article:
        async with newsroom.begin() as tx:
            newsletter = await store.newsletters.get(tx, slug)
            found = await _the_one(tx, article)
            if not await store.pins.unpin(tx, newsletter.id, found.id):
                raise NotFound(f"{found.title!r} is not pinned in {slug}.", kind="pin", key=article)
        return found

    found = desk.run(work)
    desk.screen.say(f"{found.title} is not pinned any more.")
    if desk.screen.as_json:
        desk.screen.data(_of_article(found))


def pins(context: typer.Context, slug: Slug) -> None:
    """What is pinned and was not told yet."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> Pins:
        async with newsroom.reading() as tx:
            newsletter = await store.newsletters.get(tx, slug)
            words = await jobs.segment_of(tx, newsletter, "", now=desk.now())
            made = await store.pins.of_newsletter(tx, newsletter.id, segment=words)
            found = {one.id: one for one in await store.articles.by_id(tx, [article_id for article_id, _ in made])}
        return [(found[article_id], when) for article_id, when in made if article_id in found]

    found = desk.run(work)
    desk.screen.show(
        [_of_article(article) | {"pinned": made} for article, made in found],
        title="Pins",
        columns=(">number", "article", "pinned (UTC)"),
        rows=[(article.id, article.title, made) for article, made in found],
        empty=f"Nothing is pinned: `digest newsletters pin {slug} ARTICLE`.",
    )


async def _the_one(tx: store.Tx, words: str) -> Article:
    """The article that is meant.

    Raises:
        NotFound: there is none, or more than one.
    """
    found = await store.articles.matching(tx, words)
    if not found:
        raise NotFound(f"No article in the pool has the number, address or title {words!r}.", kind="article", key=words)
    if len(found) > 1:
        some = "; ".join(f"{one.id} {one.title}" for one in found[:5])
        raise NotFound(f"{words!r} fits several articles, name one by its number: {some}.", kind="article", key=words)
    return found[0]


def _of_article(article: Article) -> dict[str, Any]:
    return {"id": article.id, "title": article.title, "url": article.url}
