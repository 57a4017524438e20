"""``digest templates``: what mails look like."""

from __future__ import annotations

from typing import Annotated

import typer

from digest import render
from digest.cli.desk import Desk

app = typer.Typer(name="templates", no_args_is_help=True, help="List the looks, or copy one to make it your own.")


@app.command("list")
def list_looks(context: typer.Context) -> None:
    """The looks there are, shipped and your own."""
    desk: Desk = context.obj
    names = render.open_looks(desk.settings().templates.folder).names()
    desk.screen.show(names, title="Looks", columns=("name",), rows=[(name,) for name in names])


@app.command()
def copy(
    context: typer.Context, look: Annotated[str, typer.Argument(help="The look to begin with.")] = "classic"
) -> None:
    """Copy a look into your templates folder. Each file there wins over the shipped one; delete those you keep."""
    desk: Desk = context.obj
    target = render.copy_look(look, desk.settings().templates.folder)
    desk.screen.say(f"Copied to {target}. Change it, then look: `digest preview NEWSLETTER --open`.")
    if desk.screen.as_json:
        desk.screen.data({"folder": str(target)})
