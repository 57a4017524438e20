"""Saying a phrase in somebody's language. Pure.

Phrases are whole sentences with named places, looked up by a key: whoever brings gettext later looks up the English
sentence of that key instead. What is not translated is said in English.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from types import MappingProxyType
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list

from digest.phrases.english import ENGLISH
from digest.phrases.german import GERMAN
from digest.phrases.others import ARABIC, FRENCH, RUSSIAN, SPANISH

Phrase = str | Mapping[str, str]

PHRASES: Mapping[str, Mapping[str, Phrase]] = MappingProxyType(
    {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH, "ru": RUSSIAN, "ar": ARABIC}
)
NAMES: Mapping[str, str] = MappingProxyType(
    {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español", "ru": "Русский", "ar": "العربية"}
)
RIGHT_TO_LEFT = frozenset(("ar", "fa", "he", "ur"))


@dataclass(frozen=True, slots=True)
class Speech:
    """One language. ``say("join_title", title="The Tide")``, ``say.counted("stories", 3)``."""

    language: str

    def __call__(self, key: str, **values: object) -> str:
        """A phrase with its places filled in.

        Raises:
            KeyError: there is no such phrase, or a place was left open.
        """
        return self._template(key).format(**values)

    def counted(self, key: str, number: int, **values: object) -> str:
        """A phrase in the form that this number takes; ``{number}`` stands for it."""
        forms = self._forms(key)
        form = Locale.parse(self._speaks(key)).plural_form(number)
        return forms.get(form, forms["other"]).format(number=number, **values)

    def has(self, key: str) -> bool:
        """Whether there is such a phrase."""
        return key in ENGLISH

    @property
    def direction(self) -> str:
        """How it is written: "ltr" or "rtl"."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    def listed(self, names: Iterable[str]) -> str:
        """Names as the language lists them: "A, B and C"."""
        return format_list(list(names), locale=self.language)

    def day(self, moment: datetime | date, zone: str = "UTC", *, form: str = "long") -> str:
        """A day as the language writes it, in a zone."""
        local = moment.astimezone(ZoneInfo(zone)).date() if isinstance(moment, datetime) else moment
        return format_date(local, format=form, locale=self.language)

    def o_clock(self, hour: int) -> str:
        """An hour of the day, 0 to 23."""
        return format_time(time(hour), format="short", locale=self.language)

    def _speaks(self, key: str) -> str:
        return self.language if key in PHRASES[self.language] else "en"

    def _template(self, key: str) -> str:
        found = PHRASES[self._speaks(key)][key]
        return found if isinstance(found, str) else found["other"]

    def _forms(self, key: str) -> Mapping[str, str]:
        found = PHRASES[self._speaks(key)][key]
        return {"other": found} if isinstance(found, str) else found


def speech(*wanted: str) -> Speech:
    """The first of these languages that we speak, tags such as "de-AT" included; else English."""
    codes = (language.lower().replace("_", "-").partition("-")[0] for language in wanted)
    return Speech(next((code for code in codes if code in PHRASES), "en"))
