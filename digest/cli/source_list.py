"""``digest sources list``: all sources, and how well they are."""

from __future__ import annotations

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
    complaints = {one.id: gather.health(one, volumes.get(one.id, Volume()), now=desk.now()) for one in sources}
    brought = {s.id: volumes[s.id].articles if s.id in volumes else 0 for s in sources}
    told = {source_id for source_id, hub in hubs.items() if hub.state is HubState.PUSHING}
    states = {s.id: f"{_state(s)}, pushed" if s.id in told else _state(s) for s in sources}
    rows = [(s.slug, s.title, brought[s.id], states[s.id], s.last_look, _words(s, complaints[s.id])) for s in sources]
    value = [
        {
            "slug": s.slug,
            "title": s.title,
            "url": s.url,
            "kind": s.kind.value,
            "moved_to": s.moved_to,
            "state": _state(s),
            "hub": _hub(hubs.get(s.id)),
            "articles": brought[s.id],
            "health": complaints[s.id],
            "topics": s.topics,
            "section": s.section,
            "weight": s.weight,
            "last_look": s.last_look,
            "next_look": s.next_look,
            "failures": s.failures,
            "failure": s.failure,
        }
        for s in sources
    ]
    columns = ("name", "title", ">articles", "state", "last look", "address, or what is wrong")
    desk.screen.show(
        value, title="Sources", columns=columns, rows=rows, empty="No sources yet: `digest sources add ADDRESS`."
    )


def _words(source: Source, complaints: tuple[str, ...]) -> str:
    return "; ".join(complaints) or source.failure or source.address


def _hub(hub: Hub | None) -> dict[str, str] | None:
    return {"url": hub.url, "state": hub.state.value, "reason": hub.reason} if hub else None


def _state(source: Source) -> str:
    if source.state is not SourceState.ACTIVE:
        return source.state.value
    if source.failures:
        return f"failing ({source.failures})"
    return "well" if source.last_look else "new"
