"""Where sentences end: ``python -m bench.quality.sentences``.

Reads ``{"id","lang","text"}``, writes ``{"id","sentences":[…]}``, one JSON object per line.
"""

from __future__ import annotations

from typing import Any

from bench.quality.lines import answer
from digest.summarise.sentences import sentence_spans


def split(line: dict[str, Any]) -> dict[str, Any]:
    """The sentences of a text."""
    text = line["text"]
    return {"sentences": [text[span.start : span.end] for span in sentence_spans(text, line.get("lang", ""))]}


if __name__ == "__main__":
    answer(split)
