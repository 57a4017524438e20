"""The logs of a relay, as operators have them: packed or not, rotated, and named in whatever order the shell does."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from digest import deliver
from digest.errors import SettingsError

FIRST, LONGEST_STAMP = 100, 300  # lines that are looked at for a time, and characters of each
DAMAGED = (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError)
_STAMP = re.compile(
    r"(?:<\d{1,3}>)?(?:1 )?(?:(?P<iso>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)"
    r"|(?P<day>[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d))"
)
_MICROS = re.compile(r"__REALTIME_TIMESTAMP\"?\s{0,9}[:=]\s{0,9}\"?(\d{15,16})\b")  # of the journal
# How logs that were put away begin.
PACKED: Mapping[bytes, Callable[..., Any]] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ": lzma.open}


def told(logs: list[Path], *, complete: bool) -> dict[str, deliver.Seen]:
    """What the logs say together, the oldest first: a letter's story may go on in the next. By Message-ID.

    Raises:
        SettingsError: one cannot be read; or it tells of no letter, and they shall be ``complete``.
    """
    seen: dict[str, deliver.Seen] = {}
    under_way = deliver.UnderWay()
    for path in sorted(logs, key=_begins):
        number = 0
        try:
            for one in deliver.read_log(_lines(path), under_way):
                deliver.note(seen, one)
                number += 1
        except DAMAGED as fault:
            words = getattr(fault, "strerror", None) or fault
            raise SettingsError(f"{path} cannot be read: {words}.", file=str(path)) from fault
        if complete and not number:
            raise SettingsError(
                f"{path} tells of no letter. With --complete, what no log names is sent again: name only logs of the "
                f"send, each in a form that can be read.",
                file=str(path),
            )
    return seen


def _begins(path: Path) -> tuple[datetime, datetime]:
    """When a log begins, by its first lines, and when its file was changed: a copy's time is that of the copying."""
    changed = datetime.fromtimestamp(path.stat().st_mtime if path.exists() else 0.0, UTC)
    if not path.is_file():
        return changed, changed  # a pipe can be read once
    try:
        stamps = (_stamp(line[:LONGEST_STAMP], changed) for line in islice(_lines(path), FIRST))
        return next((stamp for stamp in stamps if stamp), changed), changed
    except DAMAGED:
        return changed, changed  # whoever reads it says so


def _stamp(line: str, changed: datetime) -> datetime | None:
    """When a line was written. The old form of syslog has no year: the last one in which that was not in the future."""
    if told := _MICROS.search(line):
        return datetime.fromtimestamp(int(told[1]) / 1e6, UTC)
    if not (told := _STAMP.match(line)):
        return None
    if told["iso"]:
        return datetime.fromisoformat(told["iso"]).replace(tzinfo=UTC)
    for year in (changed.year, changed.year - 1):
        with suppress(ValueError):  # 29 February
            stamp = datetime.strptime(f"{year} {told['day']}", "%Y %b %d %H:%M:%S").replace(tzinfo=UTC)
            if stamp <= changed + timedelta(days=1):
                return stamp
    return None


def _lines(path: Path) -> Iterator[str]:
    """Opened once: a log may come through a pipe, which has no beginning to go back to."""
    with path.open("rb") as file:
        start = file.peek(6)
        unpack = next((PACKED[magic] for magic in PACKED if start.startswith(magic)), None)
        encoding = "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
        with io.TextIOWrapper(unpack(file) if unpack else file, encoding=encoding, errors="replace") as log:
            yield from log
