"""Words that decide whether a sentence is true: numbers, scales, denials, doubts, opposites, days and months."""

from digest.summarise.gate.lexicon.lexicon import Lexicon
from digest.summarise.gate.lexicon.which import lexicon_of

__all__ = ["Lexicon", "lexicon_of"]
