"""What may be wished for, and how each wish is stored. Pure.

A stored value is what JSON can hold: the record of changes keeps it, and an undo writes it back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import available_timezones

from subscribers.errors import PreferenceError
from subscribers.picks import Picks, packed, unpacked
from subscribers.tables import micros, moment_of

LONGEST_NAME = 100
LONGEST_CADENCE = 64
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")
_SEPARATORS = re.compile(r"\s+")


def _text(value: Any, longest: int) -> str:
    words = _SEPARATORS.sub(" ", str(value)).strip()
    if len(words) > longest or not words.isprintable():
        raise PreferenceError(f"expected at most {longest} characters that can be printed")
    return words


def _name(value: Any) -> str:
    return _text(value, LONGEST_NAME)


def _cadence(value: Any) -> str:
    return _text(value, LONGEST_CADENCE)


def _language(value: Any) -> str:
    if value and not _LANGUAGE.fullmatch(str(value)):
        raise PreferenceError(f"{value!r} is no language such as de or pt-BR")
    return str(value)


def _zone(value: Any) -> str:
    if value and value not in available_timezones():
        raise PreferenceError(f"{value!r} is no time zone name such as Europe/Berlin")
    return str(value)


def _hour(value: Any) -> int | None:
    if value is not None and value not in range(24):
        raise PreferenceError(f"{value!r} is no hour of the day: expected 0 to 23, or nothing")
    return None if value is None else int(value)


def _picks(value: Any) -> str | None:
    if not isinstance(value, Picks):
        raise PreferenceError("expected what is left out, as Picks")
    return packed(value)


def _until(value: Any) -> int | None:
    if value is not None and (not isinstance(value, datetime) or value.tzinfo is None):
        raise PreferenceError(f"{value!r} is no moment with a zone")
    return None if value is None else micros(value)


Check = Callable[[Any], Any]

OF_A_NEWSLETTER: Mapping[str, Check] = MappingProxyType(
    {"cadence": _cadence, "picks": _picks, "hour": _hour, "snoozed_until": _until}
)
OF_A_PERSON: Mapping[str, Check] = MappingProxyType({"name": _name, "language": _language, "zone": _zone})


def stored(what: str, value: Any, *, of_a_newsletter: bool) -> Any:
    """A wish as it is stored.

    Raises:
        PreferenceError: it is none that could be meant.
    """
    check = (OF_A_NEWSLETTER if of_a_newsletter else OF_A_PERSON).get(what)
    if check is None:
        raise PreferenceError(f"{what!r} is nothing that can be chosen.", what=what)
    try:
        return check(value)
    except PreferenceError as fault:
        raise PreferenceError(f"{what}: {fault.message}.", what=what) from None


def for_column(what: str, value: Any) -> Any:
    """A stored value as its column takes it."""
    if what == "picks":
        return unpacked(value)
    return moment_of(value) if what == "snoozed_until" and value is not None else value
