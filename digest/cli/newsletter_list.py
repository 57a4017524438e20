"""``digest newsletters list``: who gets what, and when the next issue is due."""

from __future__ import annotations

from typing import Any

import typer

import subscribers
from digest import cadence, store
from digest.cli.desk import Desk
from digest.model import Newsletter
from digest.newsroom import Newsroom


def add_to(app: typer.Typer) -> None:
    """Add this command to the family of newsletters."""
    app.command("list")(list_newsletters)


def list_newsletters(context: typer.Context) -> None:
    """All newsletters: readers, rhythm, when the next issue is due."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> list[dict[str, Any]]:
        async with newsroom.reading() as tx:
            paused = await store.newsletters.paused(tx)
            return [
                await _value(tx, one, desk, is_paused=one.id in paused) for one in await store.newsletters.every(tx)
            ]

    value = desk.run(work)
    rows = [
        (v["slug"], v["title"], _in_words(v), ", ".join(v["cadences"].values()) or "by hand", v["next"], v["state"])
        for v in value
    ]
    columns = ("name", "title", ">readers", "rhythm", "next (UTC)", "state")
    desk.screen.show(
        value,
        title="Newsletters",
        columns=columns,
        rows=rows,
        empty="None yet: `digest newsletters add`, or digest.toml.",
    )


async def _value(tx: store.Tx, newsletter: Newsletter, desk: Desk, *, is_paused: bool) -> dict[str, Any]:
    return {
        "slug": newsletter.slug,
        "title": newsletter.title,
        **await _readers(tx, newsletter, desk),
        "cadences": {one.key: one.rule for one in newsletter.cadences},
        "next": _next_due(newsletter, desk),
        "state": "paused" if is_paused else "live",
        "from_file": newsletter.from_file,
    }


async def _readers(tx: store.Tx, newsletter: Newsletter, desk: Desk) -> dict[str, Any]:
    """How many readers its own segment takes, of how many; None where the segment cannot be understood."""
    try:
        readers, of = await subscribers.reach(tx, newsletter.id, newsletter.segment, now=desk.now())
    except subscribers.SegmentError:
        readers, of = None, await subscribers.count(tx, newsletter.id)  # `digest doctor` says what is wrong with it
    return {"readers": readers, "of": of, "segment": newsletter.segment}


def _in_words(value: dict[str, Any]) -> str:
    if not value["segment"]:
        return f"{value['readers']:,}"
    readers = "?" if value["readers"] is None else f"{value['readers']:,}"
    return f"{readers} of {value['of']:,} ({value['segment']})"


def _next_due(newsletter: Newsletter, desk: Desk) -> object:
    """When the next issue is due."""
    moments = [
        moment.at
        for rhythm in newsletter.cadences
        for moment in cadence.upcoming(cadence.parse(rhythm.rule, rhythm.zone), now=desk.now(), count=1)
    ]
    return min(moments, default=None)
