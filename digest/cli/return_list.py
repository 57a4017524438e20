"""``digest returns list`` and ``rates``: what came back, one by one and in sums."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from digest import store
from digest.cli.desk import Desk
from digest.cli.naming import named_issue
from digest.cli.people import chosen
from digest.errors import NotFound
from digest.model import Issue, Rate, ReturnKind, Taken
from digest.newsroom import Newsroom

COLUMNS = ("at", "kind", "effect", "proven", "domain", "address", "code", "enhanced", "source", "text")


def list_returns(
    context: typer.Context,
    kind: Annotated[ReturnKind | None, typer.Option(help="Only these.")] = None,
    unproven: Annotated[bool, typer.Option("--unproven", help="Only what nobody can prove; nothing was done.")] = False,
    limit: Annotated[int, typer.Option(help="At most so many.", min=1, max=100_000)] = 50,
) -> None:
    """What came back, the newest first, and what was done about it."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> list[Taken]:
        async with newsroom.reading() as tx:
            return await store.returns.newest(tx, kind=kind, unproven=unproven, limit=limit)

    show_returns(desk, desk.run(work))


def show_returns(desk: Desk, found: list[Taken]) -> None:
    """Returns as a table or as JSON."""
    rows = [tuple(getattr(one, name) for name in COLUMNS) for one in found]
    value = [as_json(one) for one in found]
    desk.screen.show(value, title="What came back", columns=COLUMNS, rows=rows, empty="Nothing came back.")


def as_json(one: Taken) -> dict[str, Any]:
    """A Return for programs."""
    return {name: getattr(one, name) for name in (*COLUMNS, "errand_id", "person_id")}


def rates(
    context: typer.Context,
    number: Annotated[
        str, typer.Argument(metavar="[ISSUE]", help="Its number, or NEWSLETTER/NUMBER. [default: the newest]")
    ] = "",
    newsletter: Annotated[
        str, typer.Option("--of", "-n", help="The newsletter. [default: the only one there is]")
    ] = "",
) -> None:
    """What came back for an issue, by receiving domain."""
    desk: Desk = context.obj

    async def work(newsroom: Newsroom) -> tuple[Issue, list[Rate]]:
        _, issue = await named_issue(newsroom, number or await _newest(newsroom, newsletter), of=newsletter)
        async with newsroom.reading() as tx:
            return issue, await store.returns.rates(tx, issue.id)

    issue, found = desk.run(work)
    names = ("domain", "sent", "hard", "soft", "policy", "complaints", "left")
    rows = [tuple(getattr(rate, name) for name in names) for rate in found]
    desk.screen.show(
        [dict(zip(names, row, strict=True)) for row in rows],
        title=f"Issue {issue.number}: {issue.subject}",
        columns=(names[0], *(f">{name}" for name in names[1:])),
        rows=rows,
        empty="Nothing was sent.",
    )


async def _newest(newsroom: Newsroom, newsletter: str) -> str:
    of = await chosen(newsroom, newsletter)
    async with newsroom.reading() as tx:
        last = await store.issues.next_number(tx, of.id) - 1
    if not last:
        raise NotFound(f"{of.slug} has no issue yet.", kind="issue", key=of.slug)
    return f"{of.slug}/{last}"
