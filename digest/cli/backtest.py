"""``digest newsletters try``: what its rules would have chosen in the days that have been."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.text import Text

from digest import jobs
from digest.cli.desk import Desk
from digest.cli.people import chosen
from digest.cli.values import of_proof
from digest.errors import NotFound
from digest.model import Choice, Issue, Story
from digest.newsroom import Newsroom
from digest.words import counted

Slug = Annotated[str, typer.Argument(metavar="NEWSLETTER", help="The newsletter's short name.")]


def add_to(app: typer.Typer) -> None:
    """Add this command to the family of newsletters."""
    app.command("try")(try_out)


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
        _print(desk, f"{head}: no issue, {choice.held}")
        return
    title = (
        f"{head}: {counted(len(choice.stories), 'story')}, {one.size / 1000:.0f} kB, {len(choice.left_out)} left out"
    )
    if text:
        _print(desk, title, issue.subject, *_lines(issue), *_left_out(choice))
        return
    rows = [
        (section.title, item.story.article.title, ", ".join((item.source, *item.also)), _counted(item.story))
        for section in issue.sections
        for item in section.items
    ]
    desk.screen.table(title, ("section", "story", "told by", "what counted"), rows)
    _print(desk)


def _print(desk: Desk, *lines: str) -> None:
    """Lines, and a blank one below."""
    desk.screen.out.print(Text("\n".join((*lines, "") if lines else ())), soft_wrap=True)


def _lines(issue: Issue) -> Iterator[str]:
    """An issue to be read: what it says of each story, below who tells it and what counted."""
    for section in issue.sections:
        yield from ("", section.title) if section.title else ()
        for item in section.items:
            yield from ("", f"  {item.story.article.title}")
            yield f"  ({', '.join((item.source, *item.also))}; {_counted(item.story)})"
            if item.summary.text:
                yield f"    {item.summary.text}"


def _left_out(choice: Choice) -> Iterator[str]:
    if choice.left_out:
        yield ""
    for one in choice.left_out:
        yield f"  Left out: {one.article.title} ({one.why})"


def _counted(story: Story) -> str:
    return ", ".join(reason.words for reason in story.shares)
