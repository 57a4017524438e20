"""Which part of its readers an issue is for: what the newsletter says, and what whoever sends it says."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

import subscribers
from digest.errors import SettingsError
from digest.model import Newsletter
from digest.store import Tx


async def segment_of(tx: Tx, newsletter: Newsletter, wanted: str, *, now: datetime) -> str:
    """The words of the segment, names replaced by what they stand for; "" for all readers.

    ``wanted`` narrows what the newsletter has for a segment further.

    Raises:
        SettingsError: one of them cannot be understood, or is no segment's name.
    """
    both = [one for one in (newsletter.segment, wanted) if one]
    try:
        words = [await subscribers.segments.find(tx, one) for one in both]
        text = words[0] if len(words) == 1 else " and ".join(f"({one})" for one in words)
        if text:
            subscribers.segments.parse(text, now=now)
    except subscribers.SegmentError as fault:
        raise SettingsError(fault.message, key="segment") from fault
    return text


def tree_of(words: str, *, now: datetime) -> subscribers.segments.Test | None:
    """The segment that such words are; None for all readers."""
    return subscribers.segments.parse(words, now=now) if words else None


def mark_of(wanted: str) -> str:
    """What makes two sends of the same stories two, where they are for different segments."""
    return f":{sha256(wanted.encode()).hexdigest()[:8]}" if wanted else ""
