"""The logs of a relay, as operators have them: packed or not, rotated, and named in whatever order the shell does."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from digest import deliver
from digest.errors import SettingsError

# How logs that were put away begin.
PACKED: Mapping[bytes, Callable[..., Any]] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ": lzma.open}


def told(logs: list[Path], *, complete: bool) -> dict[str, deliver.Seen]:
    """What the logs say together, the oldest first: a letter's story may go on in the next. By Message-ID.

    Raises:
        SettingsError: one cannot be read; or it tells of no letter, and they shall be ``complete``.
    """
    seen: dict[str, deliver.Seen] = {}
    under_way = deliver.UnderWay()
    for path in sorted(logs, key=_changed):
        number = 0
        try:
            for one in deliver.read_log(_lines(path), under_way):
                deliver.note(seen, one)
                number += 1
        except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError) as fault:
            words = getattr(fault, "strerror", None) or fault
            raise SettingsError(f"{path} cannot be read: {words}.", file=str(path)) from fault
        if complete and not number:
            raise SettingsError(
                f"{path} tells of no letter. With --complete, what no log names is sent again: name only logs of the "
                f"send, each in a form that can be read.",
                file=str(path),
            )
    return seen


def _changed(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0.0


def _lines(path: Path) -> Iterator[str]:
    """Opened once: a log may come through a pipe, which has no beginning to go back to."""
    with path.open("rb") as file:
        start = file.peek(6)
        unpack = next((PACKED[magic] for magic in PACKED if start.startswith(magic)), None)
        encoding = "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
        with io.TextIOWrapper(unpack(file) if unpack else file, encoding=encoding, errors="replace") as log:
            yield from log
