"""The command ``digest``: global flags and families of commands."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from digest import __version__
from digest.cli import (
    articles,
    backtest,
    begin,
    defining,
    dkim,
    exporting,
    importing,
    issues,
    newsletters,
    people,
    pins,
    planning,
    pressing,
    proofs,
    reader,
    returns,
    segments,
    serving,
    showing,
    sources,
    steering,
    suppressions,
    templates,
    watching,
)
from digest.cli.console import open_screen
from digest.cli.desk import Desk

# Flags that mean the same everywhere may stand anywhere on the line.
ANYWHERE = {"--json": False, "--quiet": False, "-q": False, "--no-color": False, "--config": True, "-c": True}

app = typer.Typer(
    name="digest",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Gather articles, choose what matters, and mail an issue to your readers.

**Every day:** `digest gather` · `digest preview NEWSLETTER` · `digest send NEWSLETTER` · `digest status` ·
`digest serve`, which does all of it by the clock.

**The first time:** `digest init`, then edit digest.toml. **To see it work:** `digest demo`.
""",
)
for family in (begin, proofs, pressing, watching, steering, planning, serving, defining, showing):
    family.add_to(app)
for family in (backtest, pins):
    family.add_to(newsletters.app)
for family in (reader, importing, exporting):
    family.add_to(people.app)
for family in (sources, articles, newsletters, people, segments, suppressions, issues, returns, templates, dkim):
    app.add_typer(family.app)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"digest {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option("--config", "-c", help="The settings file. [default: digest.toml]", envvar="DIGEST_CONFIG"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on the way.")] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours. NO_COLOR=1 does the same.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Options that every command knows, wherever they stand on the line."""
    _ = version
    screen = open_screen(as_json=as_json, quiet=quiet, no_color=no_color)
    context.obj = Desk(config=config, screen=screen, environ=os.environ)


def run(words: Sequence[str]) -> None:
    """Run a command line."""
    app(args=_flags_first(list(words)), prog_name="digest")


def _flags_first(words: list[str]) -> list[str]:
    """Move the flags that may stand anywhere to the front, where Typer expects them."""
    flags: list[str] = []
    rest: list[str] = []
    queue = iter(words)
    for word in queue:
        name, equals, _ = word.partition("=")
        if word == "--":
            return [*flags, *rest, "--", *queue]
        if name not in ANYWHERE:
            rest.append(word)
            continue
        flags.append(word)
        if ANYWHERE[name] and not equals:
            flags += [value] if (value := next(queue, "")) else []
    return [*flags, *rest]
