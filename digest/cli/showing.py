"""``digest demo``: the demo on the screen."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digest import engine, jobs, schedule, sender
from digest.cli.desk import Desk
from digest.cli.proofs import show_plan
from digest.cli.values import accounts
from digest.newsroom import Newsroom
from digest.words import counted


def add_to(app: typer.Typer) -> None:
    """Add this command to the application."""
    app.command()(demo)


def demo(
    context: typer.Context,
    folder: Annotated[Path, typer.Option(help="Where the demo's newsroom and its mail are kept.")] = Path("out/demo"),
    stay: Annotated[bool, typer.Option("--stay", help="Keep serving, with a small inbox page, until Ctrl-C.")] = False,
) -> None:
    """See it work without a network: three feeds, a folder, thirty readers, one issue, real SMTP into a Maildir."""
    desk: Desk = context.obj
    engine.run_in_loop(_demo(desk, folder.absolute(), stay=stay))


async def _demo(desk: Desk, work: Path, *, stay: bool) -> None:
    from digest.demo.run import open_demo, print_and_send  # noqa: PLC0415 - servers that no other command needs

    now = desk.now()
    async with open_demo(work, now=now) as newsroom:

        def plan(proof: jobs.Proof, readers: int) -> None:
            if not desk.screen.as_json:
                show_plan(desk, proof)
            desk.screen.say(f"Sending to [bold]{counted(readers, 'reader')}[/bold] by {newsroom.relay.name}")

        with desk.screen.progress("Sending", None) as moved:
            shown = await print_and_send(
                newsroom, work, now=now, say=desk.screen.say, on_settled=moved.step, show_plan=plan
            )
        value = {
            "sources": {look.source.slug: look.new for look in shown.looks},
            "stories": len(shown.proof.choice.stories),
            "balance": accounts(shown.balance),
            "delivered": shown.delivered,
            "seconds": round(shown.seconds, 2),
            "files": [str(path) for path in shown.files],
        }
        if desk.screen.as_json:
            desk.screen.data(value)
        else:
            desk.screen.out.print(
                f"\n[bold green]✓[/bold green] {counted(shown.balance.sent, 'letter')} sent, "
                f"{shown.delivered} in the Maildir, "
                f"{shown.proof.issue.subject if shown.proof.issue else ''!r}, {shown.seconds:.1f} seconds"
            )
            for path in shown.files:
                desk.screen.out.print(f"  {path}", soft_wrap=True)
        if shown.delivered != shown.imported.added or not shown.balance.adds_up:
            raise typer.Exit(1)
        if stay:
            await _stay(desk, newsroom, work)


async def _stay(desk: Desk, newsroom: Newsroom, work: Path) -> None:
    from digest.demo.inbox import serve_inbox  # noqa: PLC0415 - a server that no other command needs

    stop, web = sender.told_to_stop(), newsroom.settings.web
    async with serve_inbox(work / "mail") as inbox:
        desk.screen.say(f"Inbox: {inbox}   Readers' pages: {newsroom.settings.newsroom.base_url}   Ctrl-C ends it.")
        await schedule.serve(newsroom, clock=desk.now, stop=stop, listen=(web.host, web.port))
