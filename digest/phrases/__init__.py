"""What pages and mails say, in the languages that we speak: English here, the others in ``locale/``."""

from digest.phrases.catalogue import LANGUAGES, N_, NAMES
from digest.phrases.direction import base, direction, isolated, known
from digest.phrases.mails import MAIL_WORDS
from digest.phrases.speech import Speech, speech

__all__ = ["LANGUAGES", "MAIL_WORDS", "NAMES", "N_", "Speech", "base", "direction", "isolated", "known", "speech"]
