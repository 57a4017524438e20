"""What an editor chooses: pins, and what a newsletter's rules would have chosen in the days that have been."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.text import Text

from digest import jobs, store
from digest.cli.desk import Desk
from digest.cli.people import chosen
from digest.cli.values import of_proof
from digest.errors import NotFound
from digest.model import Article, Issue, Newsletter, Story
from digest.newsroom import Newsroom
from digest.words import counted

Slug = Annotated[str, typer.Argument(metavar="NEWSLETTER", help="The newsletter's short name.")]
Which = Annotated[str, typer.Argument(metavar="ARTICLE", help="Its number, its address, or words of its title.")]
Pins = list[tuple[Article, datetime]]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the family of ``digest newsletters``."""
    app.command("try")(try_out)
    for command in (pin, unpin, pins):
        app.command()(command)


def try_out(
    context: typer.Context,
    slug: Slug,
    days: Annotated[int, typer.Option(help="How far back to begin.", min=1, max=366)] = 30,
    cadence: Annotated[str, typer.Option(help="Only this rhythm of it. [default: all together]")] = "",
    text: Annotated[bool, typer.Option("--text", help="With what they would say of each story.")] = False,
) -> None:
    """Show the issues that it would have had, as it stands in digest.toml now. Changes nothing, sends nothing."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> list[jobs.Tried]:
        of = await chosen(newsroom, slug)
        if cadence and cadence not in {one.key for one in of.cadences}:
            names = ", ".join(one.key for one in of.cadences) or "none"
            raise NotFound(f"{slug} has no rhythm {cadence!r}; it has {names}.", kind="cadence", key=cadence)
        tried = []
        with desk.screen.progress("Trying", None) as moved:
            async for one in jobs.try_out(newsroom, of, days=days, cadence_key=cadence, now=desk.now()):
                tried.append(one)
                moved.step()
        return tried

    tried = desk.run(work)
    if desk.screen.as_json:
        desk.screen.data([_value(one) for one in tried])
        return
    for one in tried:
        _show(desk, one, text=text)
    printed = [one for one in tried if one.proof.issue]
    stories = sum(len(one.proof.choice.stories) for one in printed)
    none = len(tried) - len(printed)
    desk.screen.say(
        f"{counted(len(printed), 'issue')} with {counted(stories, 'story')}"
        + (f"; {counted(none, 'time')} there was none." if none else ".")
    )


def _value(one: jobs.Tried) -> dict[str, Any]:
    return {"at": one.at, "cadence": one.cadence, "bytes": one.size, **of_proof(one.proof)}


def _show(desk: Desk, one: jobs.Tried, *, text: bool) -> None:
    choice, issue = one.proof.choice, one.proof.issue
    head = f"{one.at:%a %Y-%m-%d %H:%M} UTC ({one.cadence})"
    if issue is None:
        desk.screen.table(f"{head}: no issue, {choice.held}", (), [])
        return
    title = (
        f"{head}: {counted(len(choice.stories), 'story')}, {one.size / 1000:.0f} kB, {len(choice.left_out)} left out"
    )
    if text:
        desk.screen.out.print(Text("\n".join((title, issue.subject, *_lines(issue), ""))), soft_wrap=True)
        return
    rows = [
        (section.title, item.story.article.title, ", ".join((item.source, *item.also)), _counted(item.story))
        for section in issue.sections
        for item in section.items
    ]
    desk.screen.table(title, ("section", "story", "told by", "what counted"), rows)


def _lines(issue: Issue) -> Iterator[str]:
    """An issue to be read: what it says of each story, below who tells it and what counted."""
    for section in issue.sections:
        yield from ("", section.title) if section.title else ()
        for item in section.items:
            yield from ("", f"  {item.story.article.title}")
            yield f"  ({', '.join((item.source, *item.also))}; {_counted(item.story)})"
            if item.summary.text:
                yield f"    {item.summary.text}"


def _counted(story: Story) -> str:
    return ", ".join(reason.words for reason in story.shares)


def pin(context: typer.Context, slug: Slug, article: Which) -> None:
    """Put an article first into the next issue, whatever the rules say and however old it is."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> Article:
        async with newsroom.begin() as tx:
            newsletter = await store.newsletters.get(tx, slug)
            found = await the_one(tx, article)
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
            found = await the_one(tx, article)
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


async def the_one(tx: store.Tx, words: str) -> Article:
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
