"""Faults of settings in words: every one of them in one message, each with its key and what was expected."""

from __future__ import annotations

import difflib
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from digest.errors import SettingsError
from digest.settings.shape import Settings, known_keys


def in_words(fault: ValidationError, path: Path | None) -> SettingsError:
    """All faults of a file, or of a command (``path`` None)."""
    where = str(path or "the values given")
    sentences = [_sentence(error) for error in fault.errors()]
    first = ".".join(str(part) for part in fault.errors()[0]["loc"])
    return SettingsError(f"{where}: " + "; ".join(sentences) + ".", file=where, key=first)


def _sentence(error: ErrorDetails) -> str:
    key = ".".join(str(part) if isinstance(part, str) else f"{part + 1}." for part in error["loc"]).replace("..", ".")
    if error["type"] == "extra_forbidden":
        known = [one for one in known_keys(Settings) if not key.startswith(f"{one}.")]  # its own table is no help
        near = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
        return f"{key} is not a setting" + (f" (did you mean {near[0]}?)" if near else "")
    whole = error["type"] == "missing" or isinstance(error["input"], dict)  # a table says nothing more than its name
    given = "" if whole else f" is {error['input']!r}"
    words = error["msg"].removeprefix("Value error, ")
    hidden = " is wrong" if key.endswith(("password", ".key")) else given
    return f"{key}{hidden}: {words[0].lower()}{words[1:]}"
