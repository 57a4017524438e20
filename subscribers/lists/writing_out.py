"""Rows become a file: CSV, exact or safe for spreadsheets, or JSON Lines."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TextIO

from sqlalchemy.ext.asyncio import AsyncConnection

from subscribers.lists.exporting import HEADING, Chosen, attribute_columns, cells_of, people
from subscribers.lists.meanings import KEPT
from subscribers.tokens import Keys

# What a spreadsheet runs, or takes for a number, a date, or a call; full-width twins work too. The apostrophe itself is
# among them, so that taking one off gives back whatever was there.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
BOM = "\ufeff"  # without it Excel takes UTF-8 for whatever its country wrote in 1995


class Form(StrEnum):
    """How a list is written. ``SPREADSHEET`` is CSV with an apostrophe before whatever a spreadsheet might run."""

    CSV = "csv"
    SPREADSHEET = "spreadsheet"
    JSON_LINES = "jsonl"


async def write_list(
    tx: AsyncConnection,
    chosen: Chosen,
    out: TextIO,
    *,
    form: Form = Form.CSV,
    keys: Keys,
    on_moved: Callable[[int], object] = lambda _: None,
) -> int:
    """Write people to a file; returns how many. An import of it, exact or ``defused``, puts everything back."""
    if form is Form.JSON_LINES:
        return await _write_objects(tx, chosen, out, keys, on_moved)
    columns = await attribute_columns(tx, chosen)
    safe = form is Form.SPREADSHEET
    out.write(BOM if safe else "")
    rows = csv.writer(out, lineterminator="\r\n")
    titles = [*HEADING, *(f"{KEPT}{name}:{kind}" for name, kind in columns.items())]
    rows.writerow(defused(titles) if safe else titles)
    number = 0
    async for page in people(tx, chosen, keys=keys):
        written = (cells_of(one, columns) for one in page)
        rows.writerows(map(defused, written) if safe else written)
        number += len(page)
        on_moved(number)
    return number


async def _write_objects(
    tx: AsyncConnection, chosen: Chosen, out: TextIO, keys: Keys, on_moved: Callable[[int], object]
) -> int:
    number = 0
    async for page in people(tx, chosen, keys=keys):
        out.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in page)
        number += len(page)
        on_moved(number)
    return number


def defused(cells: Iterable[str]) -> list[str]:
    """Cells with an apostrophe before whatever a spreadsheet might run."""
    return [f"'{cell}" if cell.startswith(DANGEROUS) else cell for cell in cells]
