"""What the pages and small mails of Digest say, in the languages that we speak: one file each."""

from digest.phrases.speech import NAMES, PHRASES, RIGHT_TO_LEFT, Speech, speech

__all__ = ["NAMES", "PHRASES", "RIGHT_TO_LEFT", "Speech", "speech"]
