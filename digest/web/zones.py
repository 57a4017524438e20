"""Time zones as people choose them, and a guess at somebody's own: from the database that the clocks use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from importlib import resources
from itertools import groupby
from unicodedata import combining, normalize
from zoneinfo import ZoneInfo

from digest.phrases import LANGUAGES, N_, Speech

YEAR = 2026  # any year tells which clocks of a country are one


@lru_cache(1)
def zones_by_territory() -> Mapping[str, tuple[str, ...]]:
    """The zones of each country, by its ISO 3166 code, in the order of zone.tab."""
    found: dict[str, list[str]] = {}
    text = resources.files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            territory, _, name = line.split("\t")[:3]
            found.setdefault(territory, []).append(name)
    return {territory: tuple(names) for territory, names in found.items()}


@lru_cache(1)
def zones() -> Sequence[tuple[str, tuple[str, ...]]]:
    """All zones, in groups by their part of the world; UTC is the first."""
    names = sorted({name for some in zones_by_territory().values() for name in some})
    parts = groupby(names, lambda name: name.partition("/")[0])
    return (("UTC", ("UTC",)), *((part, tuple(some)) for part, some in parts))


PARTS = {
    "Africa": N_("Africa"),
    "America": N_("America"),
    "Antarctica": N_("Antarctica"),
    "Arctic": N_("Arctic"),
    "Asia": N_("Asia"),
    "Atlantic": N_("Atlantic Ocean"),
    "Australia": N_("Australia"),
    "Europe": N_("Europe"),
    "Indian": N_("Indian Ocean"),
    "Pacific": N_("Pacific Ocean"),
}


@lru_cache(len(LANGUAGES))
def zones_called(say: Speech) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """The same, as a language calls them and in its order: the part of the world, then each zone with its city."""
    called = (
        (say(PARTS[part]) if part in PARTS else part, tuple((name, say.place(name)) for name in names))
        for part, names in zones()
    )
    return tuple((part, tuple(sorted(names, key=lambda one: _in_order(one[1])))) for part, names in called)


def _in_order(name: str) -> str:
    """What a name is sorted by: its letters without their marks."""
    return "".join(c for c in normalize("NFKD", name.casefold()) if not combining(c))


def guessed(languages: Iterable[str], *, otherwise: str) -> str:
    """The zone of the first language tag whose country has but one clock ("de-AT"); else the newsletter's own."""
    for tag in languages:
        territory = tag.replace("_", "-").rpartition("-")[2].upper()
        own = zones_by_territory().get(territory, ()) if "-" in tag.replace("_", "-") else ()
        if own and len({_clock(name) for name in own}) == 1:
            return own[0]
    return otherwise


def _clock(name: str) -> tuple[object, ...]:
    """What tells zones apart for whoever lives by them: their clocks in winter and in summer."""
    zone = ZoneInfo(name)
    return tuple(datetime(YEAR, month, 1, tzinfo=zone).utcoffset() for month in (1, 7))
