"""Which words to use for a text: those of the language it says it has, or of the one whose common words it uses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from digest.summarise.tongues import germanic, others, romance, slavic
from digest.summarise.tongues.tongue import Tongue

UNKNOWN = Tongue()
TONGUES: Mapping[str, Tongue] = {
    "en": germanic.ENGLISH,
    "de": germanic.GERMAN,
    "nl": germanic.DUTCH,
    "sv": germanic.SWEDISH,
    "da": germanic.DANISH,
    "nb": germanic.NORWEGIAN,
    "no": germanic.NORWEGIAN,
    "nn": germanic.NORWEGIAN,
    "fr": romance.FRENCH,
    "es": romance.SPANISH,
    "it": romance.ITALIAN,
    "pt": romance.PORTUGUESE,
    "ru": slavic.RUSSIAN,
    "uk": slavic.UKRAINIAN,
    "pl": slavic.POLISH,
    "cs": slavic.CZECH,
    "tr": others.TURKISH,
    "vi": others.VIETNAMESE,
    "ar": others.ARABIC,
    "hi": others.HINDI,
}
LOOKED_AT = 2000  # characters
FEWEST = 0.12  # of a text's words are common ones, or it is none of these languages
_WORD = re.compile(r"[^\W\d_]+")


def tongue_of(text: str, language: str = "") -> Tongue:
    """The words to use; UNKNOWN where there are none, which decides by the signs alone.

    A near relative's words serve as well, so this does not say which language it is: ``digest.language`` does.
    """
    known = TONGUES.get(language.lower().replace("_", "-").partition("-")[0])
    if known is not None or language:
        return known or UNKNOWN
    found = Counter(word.lower() for word in _WORD.findall(text[:LOOKED_AT]))
    hits = {code: sum(found[word] for word in tongue.common) for code, tongue in TONGUES.items()}
    best = max(hits, key=lambda code: hits[code])
    return TONGUES[best] if hits[best] > FEWEST * found.total() else UNKNOWN
