"""A cell as a moment, in the forms that programs and spreadsheets write."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from subscribers.lists.cells import DAY, as_yes_no

# A spreadsheet's number of a day, from 1954 to 2119, or a clock's seconds or thousandths since 1970, from 2001 on.
_SERIAL = re.compile(r"[2-7]\d{4}(?:[.,]\d{1,12})?")
_SECONDS = re.compile(r"[1-9]\d{9}(?:\d{3})?")
_FIRST_SERIAL = datetime(1899, 12, 30, tzinfo=UTC)  # as Excel counts since March 1900
# Three numbers, or two and a month's name: a day, though perhaps nobody can tell which.
_SOME_DAY = re.compile(
    r"\d{1,4}[-./ ]{1,2}(?:\d{1,2}|[^\W\d_]{3,10})[-./, ]{1,2}\d{2,4}\b.*|[^\W\d_]{3,10}\.? \d{1,2},? \d{4}\b.*"
)
NEVER = frozenset({"-", "–", "—", "n/a", "none", "never", "niemals", "jamais", "nunca", "mai", "nigdy", "никогда"})


def as_moment(cell: str) -> datetime | None:
    """A time, aware and UTC; one without a zone is taken for UTC. None for none."""
    text = cell.strip()
    if found := DAY.fullmatch(text):
        hour = f"{found[4]:0>2}:{found[5]}:{found[6] or '00'}" if found[4] else "00:00:00"
        text = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}T{hour}"
    try:
        if text.isascii() and text[:1].isdigit() and (counted := _counted(text)):
            return counted
        moment = datetime.fromisoformat(text.removesuffix(" UTC"))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _counted(text: str) -> datetime | None:
    """A moment that is written as a number of days or seconds."""
    if _SERIAL.fullmatch(text):
        return _FIRST_SERIAL + timedelta(seconds=round(float(text.replace(",", ".")) * 86_400))
    if _SECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    return None


def as_happened(cell: str) -> tuple[bool | None, datetime | None]:
    """Whether something happened, and when: from yes or no, or from a day. (None, None): it cannot be told.

    A day that may be read in two ways (03/04/2021) says that it happened, and not when.
    """
    word = False if cell.strip().lower() in NEVER else as_yes_no(cell)
    if word is not None:
        return word, None
    moment = as_moment(cell)
    return (True, moment) if moment or _SOME_DAY.fullmatch(cell.strip()) else (None, None)


def past(moment: datetime | None, now: datetime) -> datetime | None:
    """A time that may be believed: not in the future, and after the first e-mail."""
    if moment is None or moment > now + timedelta(days=1) or moment.year < 1971:
        return None
    return min(moment, now)
