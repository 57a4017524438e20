"""What the terminal shows: tables and progress for people, JSON for programs, colours only where they are wanted."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

PIPE_WIDTH = 200
_STYLES = re.compile(r"\[(/?)(bold|dim)\]")


class RateColumn(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        """Show the speed, or nothing before there is one."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f}/s" if speed else "", style="progress.data.speed")


@dataclass(frozen=True, slots=True)
class Screen:
    """Where a command prints. Results go to standard output, everything said on the way to standard error."""

    out: Console
    err: Console
    as_json: bool = False
    quiet: bool = False

    def say(self, words: str) -> None:
        """Tell a person what happens; silent with --quiet or --json. [bold] and [dim] mark words."""
        if not (self.quiet or self.as_json):
            self.err.print(styled(words), soft_wrap=True)

    def warn(self, words: str) -> None:
        """Tell a person what they should know even with --quiet."""
        self.err.print(Text("! ", style="yellow") + Text(words), soft_wrap=True)

    def data(self, value: object) -> None:
        """Print the result for a program."""
        self.out.file.write(json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n")

    def table(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Print rows for a person; see ``table_of``."""
        self.out.print(table_of(title, columns, rows))

    def show(
        self, value: object, *, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], empty: str = ""
    ) -> None:
        """The result in the form that was asked for: JSON of ``value``, or a table of ``rows``."""
        if self.as_json:
            self.data(value)
            return
        listed = list(rows)
        if listed:
            self.table(title, columns, listed)
        elif empty:
            self.say(empty)

    @contextmanager
    def progress(self, what: str, total: int | None) -> Iterator[Callback]:
        """A bar with rate and time left; call the yielded function with the number done so far."""
        shown = self.err.is_terminal and not (self.quiet or self.as_json)
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TaskProgressColumn(),
        )
        with Progress(*columns, RateColumn(), TimeRemainingColumn(), console=self.err, disable=not shown) as bar:
            task = bar.add_task(escape(what), total=total)
            yield Callback(bar, task)


@dataclass(frozen=True, slots=True)
class Callback:
    """Moves a progress bar."""

    bar: Progress
    task: Any

    def __call__(self, done: int, total: int | None = None) -> None:
        """Show that ``done`` of ``total`` is behind us."""
        if total is None:
            self.bar.update(self.task, completed=done)
        else:
            self.bar.update(self.task, completed=done, total=total)

    def step(self, count: int = 1) -> None:
        """Show that ``count`` more are behind us."""
        self.bar.advance(self.task, count)


def open_screen(*, as_json: bool = False, quiet: bool = False, no_color: bool = False) -> Screen:
    """Consoles for this process; Rich drops colours by itself when piped or when NO_COLOR is set."""
    # A pipe has no width; 80 columns would fold every table that a script reads.
    width = None if sys.stdout.isatty() else PIPE_WIDTH
    out = Console(file=sys.stdout, no_color=no_color or None, highlight=False, width=width)
    err = Console(file=sys.stderr, no_color=no_color or None, highlight=False)
    return Screen(out=out, err=err, as_json=as_json, quiet=quiet)


def styled(words: str) -> Text:
    """Words with what is bold and dim in them.

    Rich's own markup is not for us: among our words stand those of others, who write "[sic]" and "[/b]" as they like.
    """
    text, style = Text(), ""
    before, *marked = _STYLES.split(words)
    text.append(before)
    for ends, name, behind in zip(marked[::3], marked[1::3], marked[2::3], strict=True):
        style = "" if ends else name
        text.append(behind, style=style or None)
    return text


def table_of(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """Rows as a table; columns whose name begins with ">" stand at the right edge."""
    table = Table(
        title=Text(title) if title else None,
        title_justify="left",
        title_style="bold",
        header_style="bold",
        box=None,
        pad_edge=False,
    )
    for column in columns:
        table.add_column(column.lstrip(">"), justify="right" if column.startswith(">") else "left", overflow="fold")
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else Text(words_of(cell)) for cell in row))
    return table


def words_of(cell: object) -> str:
    """A cell as people read it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return str(cell)


def plain(value: object) -> Any:
    """A value as JSON can hold it: ISO times, ids over 2^53 as strings (other languages' numbers are doubles)."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 1 << 53:
        return str(value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)
