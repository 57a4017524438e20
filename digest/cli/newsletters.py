"""``digest newsletters``: the recurring products."""

from __future__ import annotations

from typing import Annotated

import typer

import subscribers
from digest import jobs, store, web
from digest.cli import newsletter_list
from digest.cli.desk import Desk
from digest.errors import SettingsError
from digest.model import Newsletter
from digest.newsroom import Newsroom
from digest.phrases import speech
from digest.settings import Definitions, dump, newsletter_from
from digest.words import counted

app = typer.Typer(
    name="newsletters", no_args_is_help=True, help="List, show, add, try, pin, remove, pause, resume, form."
)

Slug = Annotated[str, typer.Argument(help="The newsletter's short name.")]


newsletter_list.add_to(app)


@app.command()
def show(context: typer.Context, slug: Slug) -> None:
    """A newsletter's definition, as it would stand in digest.toml."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> Newsletter:
        async with newsroom.reading() as tx:
            return await store.newsletters.get(tx, slug)

    desk.screen.out.file.write(dump([desk.run(work)], []))


@app.command()
def add(
    context: typer.Context,
    slug: Slug,
    from_address: Annotated[str, typer.Option("--from", help="The address its mail is from.")],
    title: Annotated[str, typer.Option(help="What readers see. [default: the short name]")] = "",
    every: Annotated[
        str, typer.Option(help='When: "weekdays 07:30", "mon, thu 18:15", "0 8 * * sat". Empty: by hand.')
    ] = "",
    zone: Annotated[str, typer.Option(help="Time zone of the rhythm. [default: the newsroom's]")] = "",
    language: Annotated[str, typer.Option(help="Language of the mail. [default: the newsroom's]")] = "",
    minimum: Annotated[int, typer.Option("--min", help="Fewer stories than this: no issue, they carry over.")] = 1,
    maximum: Annotated[int, typer.Option("--max", help="At most so many stories.")] = 20,
    first_run: Annotated[
        str, typer.Option(help='What the first issue reaches back to: "24h", "7d", "10 newest".')
    ] = "24h",
    max_age: Annotated[str, typer.Option(help="Older stories are not told.")] = "7d",
    postal_address: Annotated[str, typer.Option(help="What the law wants in the footer.")] = "",
) -> None:
    """Make a newsletter. What has no option here can be said in digest.toml."""
    desk: Desk = context.obj
    subscribers.parse_address(from_address)
    definition = {
        "slug": slug,
        "title": title or slug.replace("-", " ").title(),
        "from_address": from_address,
        "postal_address": postal_address,
        "language": language,
        "zone": zone,
        "cadences": {"regular": every} if every else {},
        "choose": {"min": minimum, "max": maximum, "first_run": first_run, "max_age": max_age},
    }

    async def work(newsroom: Newsroom) -> list[jobs.Change]:
        async with newsroom.reading() as tx:
            if await store.newsletters.find(tx, slug):
                raise SettingsError(f"There is a newsletter {slug!r} already.", key="slug")
        newsletter = newsletter_from(definition, newsroom.settings.newsroom)
        return await jobs.define(newsroom, [newsletter], [], now=desk.now())

    desk.run(work, apply=True)
    desk.screen.say(f"Made newsletter [bold]{slug}[/bold]. Next: `digest subscribers import FILE --to {slug}`.")


@app.command()
def remove(
    context: typer.Context, slug: Slug, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False
) -> None:
    """Remove a newsletter. Its issues and accounts stay; its readers get nothing more, nor of an issue under way."""
    desk: Desk = context.obj
    if not yes and not typer.confirm(f"Remove newsletter {slug}?"):
        raise typer.Exit(1)

    async def work(newsroom: Newsroom) -> int:
        async with newsroom.reading() as tx:
            newsletter = await store.newsletters.get(tx, slug)
        if slug in {one.slug for one in Definitions.of(newsroom.settings).newsletters}:
            raise SettingsError(f"{slug} is defined in digest.toml; remove it there first.", key="newsletters")
        return await jobs.steering.remove(newsroom, newsletter, now=desk.now())

    going = desk.run(work)
    desk.screen.say(
        f"Removed {slug}." + (f" {counted(going, 'issue')} under way: nothing more of that is sent." if going else "")
    )


@app.command()
def form(
    context: typer.Context,
    slug: Slug,
    language: Annotated[str, typer.Option(help="Of its words. [default: the newsletter's]")] = "",
) -> None:
    """Print a sign-up form for your own site: plain HTML, no script, no cookie.

    Whoever sends it confirms twice: by a button on our page, which shows that a person is asking, and by the link in
    a mail to the address.
    """
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> str:
        async with newsroom.reading() as tx:
            newsletter = await store.newsletters.get(tx, slug)
        if not newsletter.public.joinable:
            raise SettingsError(f'Nobody can sign up for {slug}: set join to "open" in [newsletters.public] first.')
        say = speech(language, newsletter.language)
        return web.form_for(newsletter, say, base_url=newsroom.settings.newsroom.base_url)

    html = desk.run(work)
    if desk.screen.as_json:
        desk.screen.show({"html": html}, title="", columns=(), rows=[])
    else:
        typer.echo(html)


@app.command()
def pause(context: typer.Context, slug: Slug) -> None:
    """Print no issues on schedule until `resume`."""
    _set_paused(context.obj, slug, paused=True)


@app.command()
def resume(context: typer.Context, slug: Slug) -> None:
    """Print issues on schedule again, from the next that is due; what came meanwhile is not sent late."""
    _set_paused(context.obj, slug, paused=False)


def _set_paused(desk: Desk, slug: str, *, paused: bool) -> None:
    async def work(newsroom: Newsroom) -> None:
        async with newsroom.reading() as tx:
            newsletter = await store.newsletters.get(tx, slug)
        await jobs.set_paused(newsroom, newsletter, paused=paused, now=desk.now())

    desk.run(work)
    desk.screen.say(f"{slug} is {'paused' if paused else 'live'}.")
