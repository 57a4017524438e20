"""Which way a language is written, and how words of the other direction are kept from turning a line around. Pure."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar
from unicodedata import bidirectional

from babel import Locale, UnknownLocaleError

# First strong isolate and its end (UAX #9, 2.4.3): in HTML what <bdi> is, and in plain text the only way there is.
ISOLATE, END = "\u2068", "\u2069"
AGAINST = {"rtl": frozenset(("L",)), "ltr": frozenset(("R", "AL"))}

T = TypeVar("T", bound=str)


def base(language: str) -> str:
    """The language of a tag: that of "de-AT" is "de"."""
    return language.lower().replace("_", "-").partition("-")[0]


@lru_cache(100)
def known(language: str) -> Locale | None:
    """What CLDR knows of a language, if anything."""
    try:
        return Locale.parse(base(language))
    except (UnknownLocaleError, ValueError):
        return None


def direction(language: str) -> str:
    """The direction that a language is written in: "ltr" or "rtl"; "ltr" for one that is not known."""
    locale = known(language)
    return str(locale.text_direction) if locale else "ltr"


def isolated(text: T, around: str) -> T:
    """Text that may stand in a line of this direction: isolated if anything in it is written the other way."""
    against = AGAINST[around]
    if not any(bidirectional(character) in against for character in text):
        return text
    return type(text)(ISOLATE + text + END)
