"""The program that does everything by the clock: serve. And the one that shows it: demo."""

from __future__ import annotations

import asyncio
import logging
import signal
from pathlib import Path
from typing import Annotated

import typer

from digest import schedule
from digest.cli.desk import Desk
from digest.newsroom import Newsroom


def add_to(app: typer.Typer) -> None:
    """Add these commands to the application."""
    for command in (serve, demo):
        app.command()(command)


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Address to listen on. [default: web.host]")] = "",
    port: Annotated[int, typer.Option(help="Port to listen on. [default: web.port]")] = -1,
) -> None:
    """Gather, print and send by the clock, and serve the public pages, until told to stop (SIGTERM or Ctrl-C).

    Any number of these may share one database: each issue is made once, each letter sent once.
    """
    desk: Desk = context.obj
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")

    async def work(newsroom: Newsroom) -> None:
        stop = asyncio.Event()
        for which in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(which, stop.set)
        web = newsroom.settings.web
        address = (host or web.host, port if port >= 0 else web.port)
        await schedule.serve(newsroom, clock=desk.now, stop=stop, listen=address)

    desk.run(work, apply=True)


def demo(
    context: typer.Context,
    folder: Annotated[Path, typer.Option(help="Where the demo's newsroom and its mail are kept.")] = Path("out/demo"),
    stay: Annotated[bool, typer.Option("--stay", help="Keep serving, with a small inbox page, until Ctrl-C.")] = False,
) -> None:
    """See it work without a network: three feeds, a folder, thirty readers, one issue, real SMTP into a Maildir."""
    from digest.demo.run import run_demo  # noqa: PLC0415 - the demo needs an extra that no other command does

    desk: Desk = context.obj
    asyncio.run(run_demo(desk.screen, folder.absolute(), now=desk.now(), stay=stay))
