"""Saying a sentence in somebody's language: gettext's look-up, and dates, numbers and lists as people there write them.

A sentence is looked up by its English text, whose places have names: ``say("Get %(title)s by email", title=…)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal

from digest.phrases.catalogue import LANGUAGES, catalogue
from digest.phrases.direction import base, direction, isolated


@dataclass(frozen=True, slots=True)
class Speech:
    """One of our languages; ``locale`` is how dates and numbers are written in it, "en_GB", and "" the usual way."""

    language: str
    locale: str = ""

    def __call__(self, message: str, /, **values: object) -> str:
        """A sentence with its places filled in.

        Raises:
            KeyError: a place was left open.
        """
        return self.translated(message) % self.shown(values)

    def counted(self, singular: str, plural: str, number: int, /, **values: object) -> str:
        """A sentence in the form that this number takes; ``%(number)s`` stands for it."""
        return self.translated_for(singular, plural, number) % self.shown({"number": number, **values})

    def translated(self, message: str, context: str = "") -> str:
        """A sentence with its places still open; English where it has no translation."""
        known = catalogue(self.language)
        return known.pgettext(context, message) if context else known.gettext(message)

    def translated_for(self, singular: str, plural: str, number: int, context: str = "") -> str:
        """The same, in the form that a number takes."""
        known = catalogue(self.language)
        if context:
            return known.npgettext(context, singular, plural, number)
        return known.ngettext(singular, plural, number)

    def shown(self, values: Mapping[str, object]) -> dict[str, object]:
        """Values as they may stand in a sentence: numbers as written here, names that cannot turn it around."""
        return {name: self._shown(value) for name, value in values.items()}

    def _shown(self, value: object) -> object:
        if isinstance(value, int):
            return self.number(value)
        return isolated(value, self.direction) if isinstance(value, str) else value

    @property
    def direction(self) -> str:
        """How it is written: "ltr" or "rtl"."""
        return direction(self.language)

    def number(self, number: int) -> str:
        """A number as it is written here: "12,345"."""
        return str(format_decimal(number, locale=self.locale or self.language))

    def listed(self, names: Iterable[str]) -> str:
        """Names as the language lists them: "A, B and C"."""
        return format_list([isolated(name, self.direction) for name in names], locale=self.locale or self.language)

    def day(self, moment: datetime | date, zone: str = "UTC", *, form: str = "long") -> str:
        """A day as the language writes it, in a zone; ``form`` is CLDR's: "full", "long", "medium" or "short"."""
        local = moment.astimezone(ZoneInfo(zone)).date() if isinstance(moment, datetime) else moment
        return format_date(local, format=form, locale=self.locale or self.language)

    def o_clock(self, hour: int) -> str:
        """An hour of the day, 0 to 23."""
        return format_time(time(hour), format="short", locale=self.locale or self.language)

    def place(self, zone: str) -> str:
        """The city that an IANA zone is named for, as it is called here."""
        known = Locale.parse(self.language).time_zones
        older = (old for old, new in get_global("zone_aliases").items() if new == zone)  # CLDR keeps to the first name
        cities = (known[name]["city"] for name in (zone, *older) if "city" in known.get(name, {}))
        return next(cities, "") or zone.partition("/")[2].replace("_", " ") or zone


def speech(*wanted: str) -> Speech:
    """The first of these languages that we speak, tags such as "de-AT" included; else English."""
    for tag in wanted:
        if base(tag) in LANGUAGES:
            return Speech(base(tag), _locale(tag))
    return Speech("en")


def _locale(tag: str) -> str:
    """The locale of a tag; "" where it is that of its language, or where nobody knows it."""
    language = base(tag)
    try:
        known = str(Locale.parse(tag.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return ""
    return "" if known == language else known
