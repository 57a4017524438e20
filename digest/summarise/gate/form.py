"""What a summary may not look like: markup, signs that nobody sees, letters of two scripts in one word. Pure."""

from __future__ import annotations

import unicodedata

import regex

MARKUP = regex.compile(
    r"[<>`{}\\]|\*\*|__|~~|\]\(|^\s*(?:#{1,6} |[-*•] |\d{1,2}[.)] )|&#?\w{1,10};|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)",
    regex.MULTILINE,
)
MACHINE = regex.compile(
    r"^(?:here(?:'s| is| are)\b|sure\b|certainly\b|summary\b|okay\b|\W*(?:zusammenfassung|résumé|resumen|кратко)\b)"
    r"|\bas an ai\b|\bi (?:can(?:no|['’])t|cannot|am unable)\b"
    r"|\b(?:the|this) (?:text|passage|article|summary) (?:is|was|says|discusses|describes|provides|mentions)\b"
)
IF_THERE = regex.compile(r"[*|\[\]#^~=\p{Sc}\p{So}\p{Sk}]")  # signs that a summary may have where its source has them
UNSEEN = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
)  # no category says of them that they are invisible
_JOINED = regex.compile(
    r"(?<=[\p{Arabic}\p{Devanagari}\p{Bengali}\p{Malayalam}\p{Sinhala}\p{Kannada}\p{Telugu}])[\u200c\u200d]"
)
_MIXED = regex.compile(r"(?:\p{Latin}[\w'’]*[\p{Cyrillic}\p{Greek}]|[\p{Cyrillic}\p{Greek}][\w'’]*\p{Latin})[\w'’]*")


def marked_up(text: str, source: str) -> bool:
    """Whether a text has markup, hidden signs, look-alike letters, or signs that its source does not have."""
    bare = _JOINED.sub("", text)
    if MARKUP.search(text) or any(_is_hidden(sign) for sign in bare):
        return True
    if any(sign not in source for sign in IF_THERE.findall(text)):
        return True
    return any(word not in source for word in _MIXED.findall(text))


def _is_hidden(sign: str) -> bool:
    return sign in UNSEEN or unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cs", "Cn"}
