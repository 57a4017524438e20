"""How it goes: status, of everything or of one issue."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.text import Text

import subscribers
from digest import store
from digest.cli.desk import Desk
from digest.cli.doubts import show_doubts
from digest.cli.glances import show_issue
from digest.cli.naming import is_issue
from digest.cli.relay_states import relays_now, say_relays
from digest.cli.values import of_errand, of_run
from digest.cli.waits import Going, stance, unfinished
from digest.model import ErrandState, Run
from digest.newsroom import Newsroom
from digest.words import counted

Aside = list[tuple[str, subscribers.SetAside]]  # "request" or "mail"
Called = dict[int, tuple[str, int | None]]  # an errand's newsletter, and the number of its issue
NAME = ("newsletter", "number")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Everything:
    """What was, what is going on, and what waits; ``mails`` and ``asked`` are numbers."""

    runs: list[Run]
    names: dict[int, str]  # of newsletters
    going: Going
    called: Called
    mails: int
    asked: int
    aside: Aside
    relays: list[dict[str, Any]]

    def name(self, run: Run) -> str:
        """The newsletter of a run; "" for one that was removed."""
        return self.names.get(run.newsletter_id, "")


def add_to(app: typer.Typer) -> None:
    """Add this command to the application."""
    app.command()(status)


def status(
    context: typer.Context,
    what: Annotated[
        str, typer.Argument(metavar="[NEWSLETTER | ISSUE]", help="Only this newsletter, or one issue.")
    ] = "",
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on looking until the issue is sent.")] = False,
    in_doubt: Annotated[
        bool, typer.Option("--in-doubt", help="List the letters that may or may not have arrived.")
    ] = False,
    limit: Annotated[int, typer.Option(help="At most so many lines.", min=1, max=100_000)] = 15,
) -> None:
    """The last runs with outcome and reason, and what is still being sent. Silence never looks like a bug."""
    desk: Desk = context.obj
    if not is_issue(what):
        _of_everything(desk, what, limit)
    elif in_doubt:
        show_doubts(desk, what, limit)
    else:
        show_issue(desk, what, follow=follow)


def _of_everything(desk: Desk, newsletter: str, limit: int) -> None:
    async def work(newsroom: Newsroom) -> _Everything:
        async with newsroom.reading() as tx:
            return await _everything(tx, newsroom, newsletter, limit, now=desk.now())

    found = desk.run(work)
    rows = [(found.name(run), run.cadence, run.due, run.outcome.value, run.reason) for run in found.runs]
    columns = ("newsletter", "cadence", "due (UTC)", "outcome", "reason")
    desk.screen.show(_value(found), title="Runs", columns=columns, rows=rows, empty="No runs yet.")
    _say_what_is_going(desk, found.going, found.called)
    if found.mails:
        desk.screen.say(
            f"{counted(found.mails, 'small mail')} to single readers (confirm, welcome, …) still to be sent."
        )
    if found.asked:
        desk.screen.say(f"{counted(found.asked, 'request')} at the forms still to be answered.")
    _say_what_is_aside(desk, found.aside)
    say_relays(desk, found.relays)
    if any(one.state is ErrandState.PAUSED for one, *_ in found.going):
        raise typer.Exit(1)


async def _everything(tx: store.Tx, newsroom: Newsroom, newsletter: str, limit: int, *, now: datetime) -> _Everything:
    names = {one.id: one.slug for one in await store.newsletters.every(tx)}
    only = (await store.newsletters.get(tx, newsletter)).id if newsletter else None
    runs = await store.runs.recent(tx, only, limit=limit)
    going = await unfinished(tx, only, now=now)
    numbers = await store.issues.numbers(tx, [one.id for one, *_ in going])
    return _Everything(
        runs=runs,
        names=names,
        going=going,
        called={one.id: (names.get(one.newsletter_id, ""), numbers.get(one.id)) for one, *_ in going},
        mails=await store.mails.unsent(tx),
        asked=await subscribers.count_unanswered(tx),
        aside=[
            *(("request", one) for one in await subscribers.requests_aside(tx, limit=limit)),
            *(("mail", one) for one in await store.mails.aside(tx, limit=limit)),
        ],
        relays=await relays_now(newsroom, tx, now),
    )


def _value(found: _Everything) -> dict[str, Any]:
    return {
        "runs": [of_run(run, found.name(run)) for run in found.runs],
        "sending": [
            dict(zip(NAME, found.called[one.id], strict=True)) | of_errand(one, sums, why)
            for one, sums, why in found.going
        ],
        "mails": found.mails,
        "requests": found.asked,
        "relays": found.relays,
        "aside": [{"thing": thing, **asdict(one)} for thing, one in found.aside],
    }


def _say_what_is_going(desk: Desk, going: Going, called: Called) -> None:
    """How far each issue is, by the name that the other commands take."""
    for one, balance, waiting in going if not desk.screen.as_json else ():
        newsletter, number = called[one.id]
        name = f"{newsletter}/{number or '?'}"
        desk.screen.out.print(
            Text(name, style="bold")
            + Text(
                f" is {stance(one, waiting)}: {balance.sent} of {balance.candidates} sent, "
                f"{balance.deferred} deferred, {balance.failed} failed, {balance.in_doubt} in doubt"
            )
        )


def _say_what_is_aside(desk: Desk, aside: Aside) -> None:
    """What somebody asked for and what could not be written to them, and why."""
    for thing, one in aside:
        tried = f"tried {counted(one.tries, 'time')}, " if one.tries else ""
        again = f"again at {one.again:%Y-%m-%d %H:%M} UTC" if one.again else "given up"
        what = f"The request to {one.what}" if thing == "request" else f"The {one.what} mail"
        desk.screen.say(f"{what} numbered {one.id} is set aside ({tried}{again}): {one.why}")
