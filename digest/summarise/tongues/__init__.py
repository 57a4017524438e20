"""Words that summarising must know of a language: short forms, common words, and what points back."""

from digest.summarise.tongues.tongue import Tongue
from digest.summarise.tongues.which import UNKNOWN, tongue_of

__all__ = ["UNKNOWN", "Tongue", "tongue_of"]
