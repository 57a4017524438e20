"""The catalogues: what translators wrote, by the English sentence. Their own files are read, so nothing is built.

English is what stands in the code and in the templates. Why nothing is: docs/decisions/0019-languages.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources
from io import BytesIO
from types import MappingProxyType

NAMES: Mapping[str, str] = MappingProxyType(
    {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español", "ru": "Русский", "ar": "العربية"}
)
LANGUAGES = tuple(NAMES)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it (gettext manual, 4.7)
    """A sentence that is translated later, where it is said: this marks it for whoever collects them."""
    return message


@lru_cache(len(LANGUAGES))
def catalogue(language: str) -> NullTranslations:
    """The translations into one of our languages. Reading one takes some hundredths of a second, once in a process."""
    if language == "en":
        return NullTranslations()
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - most commands never say a word to readers
    from babel.messages.pofile import read_po  # noqa: PLC0415 - most commands never say a word to readers

    source = resources.files("digest.phrases").joinpath("locale", language, "LC_MESSAGES", "digest.po")
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source.read_bytes()), locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)
