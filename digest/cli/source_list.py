"""``digest sources list``: all sources, and how well they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import typer

from digest import gather, store
from digest.cli.desk import Desk
from digest.model import Hub, HubState, Source, SourceState, Volume
from digest.newsroom import Newsroom


def add_to(app: typer.Typer) -> None:
    """Add this command to the family of sources."""
    app.command("list")(list_sources)


def list_sources(context: typer.Context) -> None:
    """All sources with their state; a failing one says why."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> tuple[list[Source], dict[int, Volume], dict[int, Hub]]:
        async with newsroom.reading() as tx:
            volumes = await store.health.volumes(tx, now=desk.now())
            return await store.sources.every(tx), volumes, await store.hubs.every(tx)

    sources, volumes, hubs = desk.run(work)
    rows, value = [], []
    for one in sources:
        volume, hub = volumes.get(one.id, Volume()), hubs.get(one.id)
        complaints = gather.health(one, volume, now=desk.now())
        rows.append(_row(one, volume, hub, complaints))
        value.append(_value(one, volume, hub, complaints))
    columns = ("name", "title", ">articles", "state", "last look", "address, or what is wrong")
    empty = "No sources yet: `digest sources add ADDRESS`."
    desk.screen.show(value, title="Sources", columns=columns, rows=rows, empty=empty)


def _row(source: Source, volume: Volume, hub: Hub | None, complaints: Sequence[str]) -> tuple[object, ...]:
    pushed = ", pushed" if hub and hub.state is HubState.PUSHING else ""
    words = "; ".join(complaints) or source.failure or source.address
    return source.slug, source.title, volume.articles, f"{_state(source)}{pushed}", source.last_look, words


def _value(source: Source, volume: Volume, hub: Hub | None, complaints: Sequence[str]) -> dict[str, Any]:
    return {
        "slug": source.slug,
        "title": source.title,
        "url": source.url,
        "kind": source.kind.value,
        "moved_to": source.moved_to,
        "state": _state(source),
        "hub": {"url": hub.url, "state": hub.state.value, "reason": hub.reason} if hub else None,
        "articles": volume.articles,
        "health": complaints,
        "topics": source.topics,
        "section": source.section,
        "weight": source.weight,
        "last_look": source.last_look,
        "next_look": source.next_look,
        "failures": source.failures,
        "failure": source.failure,
    }


def _state(source: Source) -> str:
    if source.state is not SourceState.ACTIVE:
        return source.state.value
    if source.failures:
        return f"failing ({source.failures})"
    return "well" if source.last_look else "new"
