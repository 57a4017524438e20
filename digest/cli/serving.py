"""The programs that run until they are told to stop: serve, and work beside it."""

from __future__ import annotations

import logging
import sys
from typing import Annotated

import typer

from digest import engine, schedule, sender
from digest.cli.desk import DEFAULT_CONFIG, Desk
from digest.newsroom import Newsroom


def add_to(app: typer.Typer) -> None:
    """Add these commands to the application."""
    for command in (serve, work):
        app.command()(command)


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="Address to listen on. [default: web.host]")] = "",
    port: Annotated[int, typer.Option(help="Port to listen on. [default: web.port]")] = -1,
    senders: Annotated[int, typer.Option(help="Processes that carry letters, this one included.", min=1, max=64)] = 1,
) -> None:
    """Gather, print and send by the clock, and serve the public pages, until told to stop (SIGTERM or Ctrl-C).

    Any number of these may share one database: each issue is made once, each letter sent once.
    """
    desk: Desk = context.obj
    _speak()
    config = str(desk.config or DEFAULT_CONFIG)
    others = [(sys.executable, "-m", "digest", "--config", config, "work")] * (senders - 1)

    if not engine.run_in_loop(_database_is_there(desk)):
        return

    async def until_told(newsroom: Newsroom) -> None:
        web = newsroom.settings.web
        address = (host or web.host, port if port >= 0 else web.port)
        await schedule.serve(newsroom, clock=desk.now, stop=sender.told_to_stop(), listen=address, senders=others)

    desk.run(until_told, apply=True)


def work(context: typer.Context) -> None:
    """Carry letters until told to stop: one more process, on this machine or another, that shares what `serve` queued.

    Any number of these may share one database: each letter is sent once.
    """
    desk: Desk = context.obj
    sender.run(desk.config or DEFAULT_CONFIG, desk.environ)


async def _database_is_there(desk: Desk) -> bool:
    return await sender.until_there(desk.settings().database.url, sender.told_to_stop())


def _speak() -> None:
    sender.speak()
    logging.getLogger("apscheduler").setLevel(logging.WARNING)  # its jobs are only ticks
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd writes down each command, and all addresses
