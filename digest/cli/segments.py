"""``digest segments``: parts of a list, said in a few words and kept by name."""

from __future__ import annotations

from typing import Annotated

import typer

import subscribers
from digest.cli.desk import Desk
from digest.cli.people import To, chosen
from digest.newsroom import Newsroom
from digest.words import counted

app = typer.Typer(
    name="segments",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="""Parts of a list: list, count, save, remove.

A segment is said in words: `zone in Europe and attribute.plan = "pro" and not section.sport`.
Fields: address, domain, name, language, zone, cadence, hour, since, attribute.NAME.
Tests: = != < <= > >= contains, in, not in, is set, is not set. Days: 2026-11-24, 30 days ago.
What readers left out: section.KEY, topic.WORD, source.NAME. Joined by and, or, not, ( ).
""",
)
Words = Annotated[str, typer.Argument(metavar="SEGMENT", help="Its words, in quotation marks; or its name.")]
Name = Annotated[str, typer.Argument(help="Small letters, digits, hyphens.")]


@app.command("list")
def list_segments(context: typer.Context) -> None:
    """The segments that have a name."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> list[subscribers.segments.Segment]:
        async with newsroom.reading() as tx:
            return await subscribers.segments.saved(tx)

    found = desk.run(work)
    value = [{"name": one.name, "words": one.text, "made": one.made} for one in found]
    rows = [(one.name, one.text, one.made) for one in found]
    desk.screen.show(
        value, title="Segments", columns=("name", "words", "made"), rows=rows, empty="None yet: `digest segments save`."
    )


@app.command()
def count(context: typer.Context, segment: Words, to: To = "") -> None:
    """How many active readers of a newsletter are in a segment."""
    _tell(context.obj, segment, to, *context.obj.run(lambda newsroom: _counted(context.obj, newsroom, segment, to)))


@app.command()
def save(context: typer.Context, name: Name, segment: Words, to: To = "") -> None:
    """Keep a segment by a name, and say how many readers it has now. One that has the name already is replaced."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> tuple[int, int]:
        async with newsroom.begin() as tx:
            await subscribers.segments.save(tx, name, segment, now=desk.now())
        return await _counted(desk, newsroom, name, to)

    _tell(desk, name, to, *desk.run(work))


@app.command()
def remove(context: typer.Context, name: Name) -> None:
    """Forget the name of a segment. Nobody's subscription changes."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> bool:
        async with newsroom.begin() as tx:
            return await subscribers.segments.forget(tx, name)

    if not desk.run(work):
        raise subscribers.SegmentError(f"There is no segment called {name!r}.")
    desk.screen.say(f"{name} is removed.")


async def _counted(desk: Desk, newsroom: Newsroom, segment: str, to: str) -> tuple[int, int]:
    """How many active readers are in a segment, and how many there are."""
    newsletter = await chosen(newsroom, to)
    async with newsroom.reading() as tx:
        return await subscribers.reach(tx, newsletter.id, segment, now=desk.now())


def _tell(desk: Desk, segment: str, to: str, inside: int, of: int) -> None:
    if desk.screen.as_json:
        desk.screen.data({"segment": segment, "newsletter": to, "readers": inside, "of": of})
        return
    desk.screen.say(f"[bold]{inside:,}[/bold] of {counted(of, 'active reader')}")
