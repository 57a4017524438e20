"""Sort the articles of a set into stories: all of it by JSON lines on the standard input, then a number for each.

What the scorer for clusters starts. A source without a name is another one for each article.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from digest.choose.same import sorted_out
from digest.model import Article

FORMS = ("%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d")
UNDATED = datetime(2020, 1, 1, tzinfo=UTC)


def main() -> None:
    """Read, sort, answer."""
    lines = [json.loads(line) for line in sys.stdin]
    for line, story in zip(lines, stories(lines), strict=True):
        print(json.dumps({"id": line["id"], "cluster": story}))


def stories(lines: Sequence[Mapping[str, Any]]) -> list[int]:
    """The number of each one's story."""
    found = [-1] * len(lines)
    groups, _ = sorted_out(articles_of(lines), {})
    for story, group in enumerate(groups):
        for article in (group.lead, *group.echoes):
            found[article.id] = story
    return found


def articles_of(lines: Sequence[Mapping[str, Any]]) -> list[Article]:
    """The lines of a set as articles, each with its number for an id."""
    houses: dict[str, int] = {}
    return [_article(number, line, houses) for number, line in enumerate(lines)]


def _article(number: int, line: Mapping[str, Any], houses: dict[str, int]) -> Article:
    house = str(line["source"] or number).lower()
    return Article(
        id=number,
        source_id=houses.setdefault(house, len(houses)),
        seen=moment_of(line["date"] or ""),
        guid=str(number),
        url=line["url"] or "",
        title=line["title"] or "",
        text=line["text"] or "",
        language=line["lang"] or "",
    )


def moment_of(words: str) -> datetime:
    """A date in any of the forms that the sets have."""
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        moment = next((found for form in FORMS if (found := _read(words, form))), UNDATED)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _read(words: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(words.strip(), form).replace(tzinfo=UTC)
    except ValueError:
        return None


if __name__ == "__main__":
    main()
