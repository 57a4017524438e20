"""When issues come: schedule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from digest import cadence, store
from digest.cli.desk import Desk
from digest.cli.values import of_moment
from digest.errors import SettingsError
from digest.model import Cadence, Newsletter
from digest.newsroom import Newsroom


def add_to(app: typer.Typer) -> None:
    """Add this command to the application."""
    app.command()(schedule)


def schedule(
    context: typer.Context,
    what: Annotated[str, typer.Argument(metavar="[next]", help="The word next.")] = "next",
    count: Annotated[int, typer.Argument(metavar="[N]", help="How many issues of each rhythm.", min=1, max=1000)] = 5,
    newsletter: Annotated[str, typer.Option("--newsletter", "-n", help="Only this newsletter.")] = "",
) -> None:
    """When the next issues are due, local and UTC, with what clock changes do to them."""
    desk: Desk = context.obj
    if what.isdigit():
        count = int(what)
    elif what != "next":
        raise SettingsError(f"{what!r} is not known here; say `digest schedule next 10`.")

    async def work(newsroom: Newsroom) -> tuple[list[Newsletter], set[int]]:
        async with newsroom.reading() as tx:
            paused = await store.newsletters.paused(tx)
            found = [await store.newsletters.get(tx, newsletter)] if newsletter else await store.newsletters.every(tx)
            return found, paused

    newsletters, paused = desk.run(work)
    moments = _moments(newsletters, count, desk)
    rows = [
        (
            one.slug,
            rhythm.key,
            f"{moment.local:%a %Y-%m-%d %H:%M} {moment.local.tzname()}",
            f"{moment.at:%Y-%m-%d %H:%M}",
            moment.note or ("paused" if one.id in paused else ""),
        )
        for one, rhythm, moment in moments
    ]
    columns = ("newsletter", "cadence", "local", "UTC", "note")
    empty = "Nothing is scheduled; newsletters without cadences go by hand."
    desk.screen.show(
        [of_moment(*found) for found in moments], title="Schedule", columns=columns, rows=rows, empty=empty
    )


def _moments(
    newsletters: Sequence[Newsletter], count: int, desk: Desk
) -> list[tuple[Newsletter, Cadence, cadence.Occurrence]]:
    """The next moments of every rhythm, in the order in which they come."""
    found = [
        (one, rhythm, moment)
        for one in newsletters
        for rhythm in one.cadences
        for moment in cadence.upcoming(cadence.parse(rhythm.rule, rhythm.zone), now=desk.now(), count=count)
    ]
    return sorted(found, key=lambda one: one[2].at)
