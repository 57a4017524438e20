"""One reader: ``digest subscribers show``, ``data`` and ``restore``."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.text import Text

import subscribers
from digest import jobs, store
from digest.cli.desk import Desk
from digest.cli.people import Address
from digest.cli.return_list import as_json, show_returns
from digest.errors import SettingsError
from digest.model import Taken
from digest.newsroom import Newsroom

History = list[Any]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the family of ``digest subscribers``."""
    app.command()(show)
    app.command()(data)
    app.command()(restore)


def data(context: typer.Context, address: Address) -> None:
    """Print everything that is known of a reader as JSON: what they may ask for, and may download themselves."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> dict[str, Any] | None:
        async with newsroom.reading() as tx:
            person = await subscribers.find(tx, address)
        return await jobs.everything_known(newsroom, person.id) if person else None

    known = desk.run(work)
    if known is None:
        raise SettingsError(f"Nobody here has the address {address}.")
    typer.echo(json.dumps(known, ensure_ascii=False, indent=2, default=str))


def show(
    context: typer.Context,
    address: Address,
    limit: Annotated[int, typer.Option(help="At most so many returns.", min=1, max=10_000)] = 20,
) -> None:
    """All that is known of a reader: standing, consent, what came back, and why they are not written to."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> tuple[subscribers.Profile, History, list[Taken], dict[int, str]]:
        async with newsroom.reading() as tx:
            profile = await subscribers.profile(tx, address, keys=newsroom.keys)
            names = {one.id: one.slug for one in await store.newsletters.every(tx)}
            if profile.person is None:
                return profile, [], [], names
            history = await subscribers.history(tx, profile.person.id)
            found = await store.returns.newest(tx, person_id=profile.person.id, limit=limit)
            return profile, history, found, names

    profile, history, found, names = desk.run(work)
    if profile.person is None and profile.suppression is None:
        raise SettingsError(f"Nobody here has the address {address}.")
    if desk.screen.as_json:
        desk.screen.data(_as_json(profile, history, found, names))
        return
    _print(desk, address, profile)
    standings = [(names.get(m.newsletter_id, ""), m.standing.value, m.since) for m in profile.memberships]
    desk.screen.table("Newsletters", ("newsletter", "standing", "since"), standings)
    events = [(at, names.get(of, ""), event, consent.how, consent.wording) for at, of, event, consent in history]
    desk.screen.table("Consent", ("at", "newsletter", "event", "how", "wording"), events)
    show_returns(desk, found)


def _print(desk: Desk, address: str, profile: subscribers.Profile) -> None:
    person, suppression, soft = profile.person, profile.suppression, profile.soft_bounces
    lines = [f"{person.address} {person.name}".strip() if person else f"{address} (forgotten)"]
    if suppression:
        lines.append(f"Suppressed since {suppression.at:%Y-%m-%d %H:%M} UTC: {suppression.reason}. {suppression.note}")
    if soft:
        lines.append(f"{soft.count} soft bounces in a row since {soft.first:%Y-%m-%d}: {soft.words}")
    desk.screen.out.print(Text("\n".join(lines)))


def _as_json(
    profile: subscribers.Profile, history: History, found: list[Taken], names: dict[int, str]
) -> dict[str, Any]:
    person = profile.person
    return {
        "person": {"id": person.id, "address": person.address, "name": person.name} if person else None,
        "newsletters": [
            {"newsletter": names.get(m.newsletter_id, ""), "standing": m.standing.value, "since": m.since}
            for m in profile.memberships
        ],
        "suppression": asdict(profile.suppression) if profile.suppression else None,
        "soft_bounces": asdict(profile.soft_bounces) if profile.soft_bounces else None,
        "consent": [
            {"at": at, "newsletter": names.get(of, ""), "event": event} | asdict(consent)
            for at, of, event, consent in history
        ],
        "returns": [as_json(one) for one in found],
    }


def restore(context: typer.Context, address: Address) -> None:
    """Undo what bounces did to a reader: their standings are again what they were before.

    A complaint, or a suppression by an administrator, is undone only by the reader, who confirms anew.
    """
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> bool:
        async with newsroom.begin() as tx:
            return await subscribers.restore(tx, address, keys=newsroom.keys, now=desk.now(), how="command")

    changed = desk.run(work)
    desk.screen.say(f"{address} is restored." if changed else f"{address} has no bounces to undo.")
