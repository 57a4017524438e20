"""Summaries by the default writers: ``python -m bench.quality.summaries``.

Reads ``{"id","title","text","lang","sentences"}``, writes ``{"id","summary"}``, one JSON object per line.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from bench.quality.lines import answer
from digest.model import Article, Story
from digest.summarise import each

SEEN = datetime(2026, 1, 1, tzinfo=UTC)


def article_of(line: dict[str, Any], number: int = 1) -> Article:
    """A line of a set as an article."""
    return Article(
        id=number,
        source_id=1,
        seen=SEEN,
        guid=str(line["id"]),
        url="",
        title=line.get("title") or "",
        text=line["text"] or "",
        language=line.get("lang") or "",
    )


def summarise(line: dict[str, Any], runner: asyncio.Runner) -> dict[str, Any]:
    """What is said of a text in so many sentences."""
    summaries = runner.run(each([Story(article=article_of(line))], sentences=line["sentences"]))
    return {"summary": summaries[1].text}


if __name__ == "__main__":
    with asyncio.Runner() as one_loop:
        answer(lambda line: summarise(line, one_loop))
