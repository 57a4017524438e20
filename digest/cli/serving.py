"""The program that does everything by the clock: serve."""

from __future__ import annotations

import asyncio
import logging
import signal
from typing import Annotated

import typer

from digest import schedule
from digest.cli.desk import Desk
from digest.newsroom import Newsroom


def add_to(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.command()(serve)


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
    logging.getLogger("apscheduler").setLevel(logging.WARNING)  # its jobs are only ticks

    async def work(newsroom: Newsroom) -> None:
        stop = asyncio.Event()
        for which in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(which, stop.set)
        web = newsroom.settings.web
        address = (host or web.host, port if port >= 0 else web.port)
        await schedule.serve(newsroom, clock=desk.now, stop=stop, listen=address)

    desk.run(work, apply=True)
