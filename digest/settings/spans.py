"""Durations and shares as people write them: "3h", "90 min", "7 days"; "5%"."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer

UNITS = {
    "s": 1,
    "sec": 1,
    "min": 60,
    "m": 60,
    "h": 3600,
    "hour": 3600,
    "d": 86400,
    "day": 86400,
    "w": 604800,
    "week": 604800,
}
LONGEST = 999_999 * UNITS["week"]  # seconds
_SPAN = re.compile(r"^\s*(\d{1,6})\s*([a-z]+?)s?\s*$", re.IGNORECASE)


def parse_span(value: Any) -> timedelta:
    """A duration; a bare number is seconds.

    Raises:
        ValueError: it is none.
    """
    if isinstance(value, timedelta):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= LONGEST:
        return timedelta(seconds=value)
    match = _SPAN.match(str(value))
    unit = UNITS.get((match[2].lower() if match[2].lower() in UNITS else match[2].lower() + "s"), 0) if match else 0
    if not match or not unit:
        raise ValueError('expected a duration such as "3h", "90 min" or "7d"')
    return timedelta(seconds=int(match[1]) * unit)


def say_span(span: timedelta) -> str:
    """A duration as ``parse_span`` reads it, in the largest unit that fits."""
    seconds = int(span.total_seconds())
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds and seconds % length == 0:
            return f"{seconds // length}{unit}"
    return f"{seconds}s"


Span = Annotated[timedelta, BeforeValidator(parse_span), PlainSerializer(say_span)]


def parse_share(value: Any) -> float:
    """A share as people write it, "5%" or "0.3 %", between 0 and 1; a bare number is the share itself.

    Raises:
        ValueError: it is none.
    """
    text = str(value).strip()
    try:
        share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise ValueError('expected a share such as "5%"')
    return share


Share = Annotated[float, BeforeValidator(parse_share), PlainSerializer(lambda share: f"{share * 100:g}%")]
