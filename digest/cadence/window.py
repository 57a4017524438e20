"""The hours of the day in which letters leave: "07:00-21:00 Europe/Berlin". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo, available_timezones

from digest.errors import SettingsError

_WINDOW = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From a wall time to another in a zone; one that ends before it begins goes over midnight."""

    begins: time
    ends: time
    zone: ZoneInfo

    @property
    def words(self) -> str:
        """As ``parse_window`` reads it, with the zone."""
        return f"{self.begins:%H:%M}-{self.ends:%H:%M} {self.zone.key}"

    def is_open(self, now: datetime) -> bool:
        """Whether letters may leave at this moment."""
        wall = now.astimezone(self.zone).time()
        if self.begins <= self.ends:
            return self.begins <= wall < self.ends
        return wall >= self.begins or wall < self.ends


def parse_window(text: str, zone: str = "UTC") -> Window | None:
    """A window as people write it; None for an empty text: any time.

    Raises:
        SettingsError: it is none.
    """
    words = text.split()
    if not words:
        return None
    if words[-1] in available_timezones():
        zone, words = words[-1], words[:-1]
    match = _WINDOW.fullmatch(" ".join(words))
    if match is None or zone not in available_timezones():
        raise SettingsError(
            f'The window {text!r} is not understood; expected "07:00-21:00" or "7:00-21:00 Europe/Berlin".'
        )
    first, second, third, fourth = (int(part) for part in match.groups())
    return Window(begins=time(first, second), ends=time(third, fourth), zone=ZoneInfo(zone))
