"""Faults of settings in words: every one of them in one message, each with its key and what was expected."""

from __future__ import annotations

import difflib
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from digest.errors import SettingsError
from digest.settings.shape import Settings, known_keys

LONGEST_SHOWN = 60  # characters of what somebody wrote
TABLE, LIST, WHOLE, NUMBER, SWITCH = (
    "a table of settings",
    "a list, in [ ]",
    "a whole number",
    "a number",
    "true or false",
)
EXPECTED = {  # by pydantic's types of faults
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type"), TABLE),
    **dict.fromkeys(("list_type", "tuple_type", "set_type", "frozen_set_type"), LIST),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float", "int_parsing_size"), WHOLE),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), NUMBER),
    **dict.fromkeys(("bool_type", "bool_parsing"), SWITCH),
    **dict.fromkeys(
        ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
        "a date such as 2026-11-30",
    ),
    **dict.fromkeys(("literal_error", "enum"), "{expected}"),
    "string_type": 'text, in " "',
    "path_type": 'a path, in " "',
    "string_too_long": "at most {max_length} characters",
    "string_too_short": "at least {min_length} characters",
    "too_long": "at most {max_length} of them",
    "too_short": "at least {min_length} of them",
    "greater_than": "more than {gt:g}",
    "greater_than_equal": "{ge:g} or more",
    "less_than": "less than {lt:g}",
    "less_than_equal": "{le:g} or less",
    "ip_v4_network": "a network such as 192.0.2.0/24",
    "ip_v6_network": "a network such as 2001:db8::/32",
    "ip_v4_address": "an address such as 192.0.2.1",
    "ip_v6_address": "an address such as 2001:db8::1",
}
_LABEL = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
WRITTEN = {  # by the patterns of our models
    r"^[a-z0-9][a-z0-9-]{0,62}$": "a-z, 0-9 and hyphens, at most 63 of them",
    r"^([a-z0-9][a-z0-9-]{0,62})?$": "a-z, 0-9 and hyphens, at most 63 of them",
    r"^#[0-9a-fA-F]{6}$": "a colour such as #0f5c7a",
    r"^(skip|merge_into_next|send_until .+)$": '"skip", "merge_into_next" or such as "send_until 3h"',
    r"^(24h|7d|\d{1,3} newest)$": '"24h", "7d" or such as "10 newest"',
    r"^[A-Za-z]{2,3}$": "a language's code such as en",
    r"^(https?://.+)?$": "an address that begins with https:// or http://",
    r"^(https?://\S+)?$": "an address that begins with https:// or http://",
    rf"^{_LABEL}(\.{_LABEL})*$": "letters, digits, hyphens and dots",
}


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
        return f"{clipped(key)} is not a setting" + (f" (did you mean {near[0]}?)" if near else "")
    if error["type"] == "missing":
        return f"{key} is missing"
    given = "" if isinstance(error["input"], dict) else f" is {clipped(repr(error['input']))}"
    secret = key.endswith(("password", ".key")) and ".sections." not in key
    hidden = " is wrong" if secret else given
    return f"{key}{hidden}: {expected(error)}"


def clipped(text: str) -> str:
    """A stranger's text, or as much of it as tells which one it is."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def expected(error: ErrorDetails) -> str:
    """What was expected, in a person's words: the library's speak of its own types and patterns."""
    told = error.get("ctx", {})
    if error["type"] == "string_pattern_mismatch":
        return f"expected {WRITTEN[told['pattern']]}"
    if error["type"] in EXPECTED:
        return f"expected {EXPECTED[error['type']].format(**told)}"
    words = error["msg"].removeprefix("Value error, ")
    return f"{words[0].lower()}{words[1:]}"
