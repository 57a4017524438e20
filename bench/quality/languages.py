"""Which language a text is in: ``python -m bench.quality.languages``.

Reads ``{"id","text"}``, writes ``{"id","lang"}`` (ISO 639-1), one JSON object per line.
"""

from __future__ import annotations

from typing import Any

from bench.quality.lines import answer
from digest.language import language_of


def identify(line: dict[str, Any]) -> dict[str, Any]:
    """The language of a text."""
    return {"lang": language_of(line["text"])}


if __name__ == "__main__":
    answer(identify)
