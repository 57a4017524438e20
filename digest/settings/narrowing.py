"""Segments in digest.toml: words that are sound, or a name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator

import subscribers

SOME_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # whether words are sound does not depend on when they are read


def _segment(words: str) -> str:
    # A name can be looked up only where there is a database.
    if words and not subscribers.segments.looks_like_a_name(words):
        try:
            subscribers.segments.parse(words, now=SOME_DAY)
        except subscribers.SegmentError as fault:
            raise ValueError(fault.message.splitlines()[0].removesuffix(".")) from fault
    return words


Segment = Annotated[str, AfterValidator(_segment)]
