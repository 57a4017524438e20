"""``digest subscribers``: the readers."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

import subscribers
from digest import jobs, store
from digest.cli.desk import Desk
from digest.errors import SettingsError
from digest.model import Newsletter
from digest.newsroom import Newsroom
from digest.settings import Definitions

app = typer.Typer(
    name="subscribers", no_args_is_help=True, help="List, show, add, leave, import, export, suppress, restore, forget."
)

To = Annotated[str, typer.Option("--to", "-n", help="The newsletter. [default: the only one there is]")]
Address = Annotated[str, typer.Argument(help="An email address.")]


async def chosen(newsroom: Newsroom, slug: str) -> Newsletter:
    """The newsletter with this name, or the only one there is.

    Raises:
        SettingsError: none was named and there is not exactly one.
    """
    async with newsroom.reading() as tx:
        if slug:
            return _as_in_file(newsroom, await store.newsletters.get(tx, slug))
        every = await store.newsletters.every(tx)
    if len(every) != 1:
        names = ", ".join(one.slug for one in every) or "none yet"
        raise SettingsError(f"Say which newsletter: there are {names}.")
    return _as_in_file(newsroom, every[0])


def _as_in_file(newsroom: Newsroom, stored: Newsletter) -> Newsletter:
    """What stands in digest.toml counts for a preview too, before it is applied."""
    for defined in Definitions.of(newsroom.settings).newsletters:
        if defined.slug == stored.slug:
            return replace(defined, id=stored.id, made=stored.made)
    return stored


@app.command("list")
def list_subscribers(
    context: typer.Context,
    to: To = "",
    standing: Annotated[subscribers.Standing | None, typer.Option(help="Only these.")] = None,
    limit: Annotated[int, typer.Option(help="At most so many.", min=1, max=100_000)] = 50,
) -> None:
    """The readers of a newsletter and where they stand."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> tuple[list[subscribers.Membership], dict[subscribers.Standing, int]]:
        newsletter = await chosen(newsroom, to)
        async with newsroom.reading() as tx:
            page = await subscribers.subscribers_of(tx, newsletter.id, standing=standing, limit=limit)
            return page, await subscribers.counts(tx, newsletter.id)

    members, counts = desk.run(work)
    rows = [
        (m.person.address, m.person.name, m.person.language, m.person.zone, m.standing.value, m.since) for m in members
    ]
    names = ("address", "name", "language", "zone", "standing", "since")
    value = [dict(zip(names, row, strict=True)) for row in rows]
    sums = ", ".join(f"{number} {where.value}" for where, number in counts.items()) or "nobody yet"
    desk.screen.show(value, title=f"Subscribers ({sums})", columns=names, rows=rows, empty=f"Nobody here ({sums}).")


@app.command()
def add(
    context: typer.Context,
    address: Address,
    to: To = "",
    name: Annotated[str, typer.Option(help="Their name.")] = "",
    language: Annotated[str, typer.Option(help="Their language.")] = "",
    zone: Annotated[str, typer.Option(help="Their time zone.")] = "",
) -> None:
    """Add a reader who agreed to it. Somebody who left or is suppressed is not brought back."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> subscribers.Joined:
        newsletter = await chosen(newsroom, to)
        profile = subscribers.Person(id=0, address=address, canonical="", name=name, language=language, zone=zone)
        consent = subscribers.Consent(how="command")
        async with newsroom.begin() as tx:
            return await subscribers.join(
                tx,
                address,
                newsletter.id,
                consent=consent,
                keys=newsroom.keys,
                now=desk.now(),
                profile=profile,
                confirmed=True,
            )

    joined = desk.run(work, apply=True)
    desk.screen.say(f"{address} is {joined.standing.value}{'' if joined.changed else ' already'}.")


@app.command()
def leave(context: typer.Context, address: Address, to: To = "") -> None:
    """Take a reader off a newsletter, at once."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> bool:
        newsletter = await chosen(newsroom, to)
        async with newsroom.begin() as tx:
            person = await subscribers.find(tx, address)
            if person is None:
                raise SettingsError(f"Nobody here has the address {address}.")
            return await subscribers.leave(
                tx, person_id=person.id, newsletter_id=newsletter.id, why="command", now=desk.now()
            )

    changed = desk.run(work)
    desk.screen.say(f"{address} has left." if changed else f"{address} was not subscribed.")


@app.command()
def suppress(
    context: typer.Context, address: Address, why: Annotated[str, typer.Option(help="The reason.")] = "administrator"
) -> None:
    """Never write to an address again, in any newsletter."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> bool:
        async with newsroom.begin() as tx:
            return await subscribers.suppress(tx, address, reason=why[:32], keys=newsroom.keys, now=desk.now())

    new = desk.run(work)
    desk.screen.say(f"{address} is suppressed{'' if new else ' already'}.")


@app.command()
def forget(
    context: typer.Context, address: Address, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False
) -> None:
    """Erase a person for good; only a keyed hash stays, so that they are never written to again."""
    desk: Desk = context.obj
    if not yes and not typer.confirm(f"Erase everything about {address}? This cannot be undone."):
        raise typer.Exit(1)

    async def work(newsroom: Newsroom) -> bool:
        async with newsroom.reading() as tx:
            person = await subscribers.find(tx, address)
        return person is not None and await jobs.forget(newsroom, person.id, now=desk.now())

    desk.screen.say(f"{address} is forgotten." if desk.run(work) else f"Nobody here has the address {address}.")
