"""When issues come: schedule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from digest import cadence, jobs, store
from digest.cli.desk import Desk
from digest.cli.values import of_moment
from digest.errors import SettingsError
from digest.model import Cadence, Newsletter
from digest.newsroom import Newsroom

MOST_NAMED = 3  # departures after the first one, in words

_Moment = tuple[Newsletter, Cadence, cadence.Occurrence, jobs.Departures]


def add_to(app: typer.Typer) -> None:
    """Add this command to the application."""
    app.command()(schedule)


def schedule(
    context: typer.Context,
    what: Annotated[str, typer.Argument(metavar="[next]", help="The word next.")] = "next",
    count: Annotated[int, typer.Argument(metavar="[N]", help="How many issues of each rhythm.", min=1, max=1000)] = 5,
    newsletter: Annotated[str, typer.Option("--newsletter", "-n", help="Only this newsletter.")] = "",
) -> None:
    """When the next issues are due, local and UTC, with what clock changes do to them, and how many letters leave when.

    Readers who asked for an hour get their letter then; the issue itself is made once, when it is due.
    """
    desk: Desk = context.obj
    if what.isdigit():
        count = int(what)
    elif what != "next":
        raise SettingsError(f"{what!r} is not known here; say `digest schedule next 10`.")

    async def work(newsroom: Newsroom) -> tuple[list[_Moment], set[int]]:
        async with newsroom.reading() as tx:
            paused = await store.newsletters.paused(tx)
            found = [await store.newsletters.get(tx, newsletter)] if newsletter else await store.newsletters.every(tx)
        return await _moments(newsroom, found, count, desk.now()), paused

    moments, paused = desk.run(work)
    rows = [
        (
            one.slug,
            rhythm.key,
            f"{moment.local:%a %Y-%m-%d %H:%M} {moment.local.tzname()}",
            f"{moment.at:%Y-%m-%d %H:%M}",
            leaving_in_words(leaving, moment.at, rhythm.zone),
            moment.note or ("paused" if one.id in paused else ""),
        )
        for one, rhythm, moment, leaving in moments
    ]
    columns = ("newsletter", "cadence", "local", "UTC", "letters", "note")
    empty = "Nothing is scheduled; newsletters without cadences go by hand."
    desk.screen.show(
        [of_moment(*found) for found in moments], title="Schedule", columns=columns, rows=rows, empty=empty
    )


async def _moments(newsroom: Newsroom, newsletters: Sequence[Newsletter], count: int, now: datetime) -> list[_Moment]:
    """The next moments of every rhythm, in the order in which they come, with the letters that leave then."""
    found: list[_Moment] = []
    for one in newsletters:
        for rhythm in one.cadences:
            hours = await jobs.hours_of(newsroom, one, rhythm=rhythm.key, now=now)
            coming = cadence.upcoming(cadence.parse(rhythm.rule, rhythm.zone), now=now, count=count)
            found += [(one, rhythm, moment, jobs.departures(one, hours, made=moment.at)) for moment in coming]
    return sorted(found, key=lambda one: one[2].at)


def leaving_in_words(leaving: jobs.Departures, made: datetime, zone: str) -> str:
    """How many letters leave when: "812 at once, 120 at 08:00, 7 at Thu 06:00, 31 more until Thu 07:00"."""
    where = ZoneInfo(zone)

    def said(moment: datetime) -> str:
        local, day = moment.astimezone(where), made.astimezone(where).date()
        return f"{local:%H:%M}" if local.date() == day else f"{local:%a %H:%M}"

    words = [f"{number:,} at {said(moment)}" if moment > made else f"{number:,} at once" for moment, number in leaving]
    if len(leaving) > MOST_NAMED + 1:
        rest = leaving[MOST_NAMED:]
        words[MOST_NAMED:] = [f"{sum(number for _, number in rest):,} more until {said(rest[-1][0])}"]
    return ", ".join(words)
