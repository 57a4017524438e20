"""A [[dkim]] table for a key that is made now, and as lines for digest.toml."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import ValidationError

from digest.settings.faults import in_words
from digest.settings.receivers import DkimShape


def dkim_table(*, domain: str, selector: str, folder: Path) -> DkimShape:
    """A checked table for a key file in this folder.

    Raises:
        SettingsError: ``domain`` or ``selector`` is none.
    """
    try:
        table = DkimShape(domain=domain, selector=selector, key_file=folder)
    except ValidationError as fault:
        raise in_words(fault, None) from fault
    return table.model_copy(update={"key_file": folder / f"dkim-{table.domain}-{table.selector}.pem"})


def dkim_lines(table: DkimShape, *, here: Path) -> str:
    """The table as digest.toml in the folder ``here`` has it."""
    inside = table.key_file.is_relative_to(here)
    file = table.key_file.relative_to(here) if inside else table.key_file
    values = {"domain": table.domain, "selector": table.selector, "key_file": file.as_posix()}
    # A JSON string is a TOML basic string.
    return "[[dkim]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items())
