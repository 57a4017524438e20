"""What stands in lines at the top of Markdown: "Tags: harbour, fog", as Notion exports it and Pelican reads it. Pure.

Text begins with a word and a colon, too ("Note: bring boots"), so lines count only where they can be nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from digest.gather.documents.meant import KEYS
from digest.gather.documents.names import in_english
from digest.gather.spelled import read_date
from digest.gather.urls import canonical

_ID = re.compile(r"\s+(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\Z")  # of a page of Notion
_LINE = re.compile(r"(?P<name>[^\W\d_][^:\n]{0,40}?)[ \t]*:(?!//)[ \t]*(?P<value>.*)")
_LINKED = re.compile(r"\s*\((?:https?://|[^()\s]{1,300}\.md)[^()]{0,500}\)")  # behind the name of another page
OTHERS = ("slug", "modified", "updated", "edited", "lastedited", "lasteditedtime", "type", "priority", "id", "layout")
PROVING = ("tags", "author", "authors", "status", "slug")  # no text begins so
MOST = 60  # lines
SHORT = 60  # characters; a longer value may be a sentence


def without_id(stem: str) -> str:
    """A file's name without the number that Notion hangs on it."""
    return _ID.sub("", stem)


def lines_above(text: str, *, name: str) -> tuple[dict[str, str], str]:
    """What lines above a text say, by the names that front matter has, and the text without them."""
    lines = [line.rstrip("\r") for line in text.split("\n", 2 * MOST)]
    first = _text_from(lines, 0)
    headed = first < len(lines) and lines[first].startswith("# ")
    begins = _text_from(lines, first + headed)
    ends = next((n for n in range(begins, len(lines)) if not lines[n].strip()), len(lines))
    block = lines[begins:ends]
    if not block or len(block) > MOST or (headed and begins == first + 1):
        return {}, text
    stem = PurePath(name).stem
    said = _of_notion(block) if headed and without_id(stem) != stem else _sure(block, headed=headed)
    return (said, "\n".join((*lines[: first + headed], "", *lines[ends:]))) if said else ({}, text)


def _text_from(lines: Sequence[str], first: int) -> int:
    """The first line from there on that is not empty."""
    return next((n for n in range(first, len(lines)) if lines[n].strip()), len(lines))


def _of_notion(lines: Sequence[str]) -> dict[str, str]:
    """All properties of a page; a value may go on in the next line."""
    said: dict[str, str] = {}
    name = ""
    for line in lines:
        if pair := _LINE.fullmatch(line):
            name = in_english(pair["name"])
            _add(said, name, pair["value"])
        elif name:
            said[name] = f"{said[name]} {line.strip()}"
        else:
            return {}
    short = all(len(value) <= SHORT and not value.endswith((".", "!", "?")) for value in said.values())
    return said if any(map(_is_known, said)) or (short and len(said) > 1) else {}


def _sure(lines: Sequence[str], *, headed: bool) -> dict[str, str]:
    """Lines of which each has a name that we know, and one a value that says what it is."""
    pairs = [_LINE.fullmatch(line) for line in lines]
    said: dict[str, str] = {}
    for pair in filter(None, pairs):
        _add(said, in_english(pair["name"]), pair["value"])
    if not all(pairs) or not all(map(_is_known, said)):
        return {}
    return said if _is_proven(said) or (not headed and "title" in said) else {}


def _add(said: dict[str, str], name: str, value: str) -> None:
    """One more line; categories are tags as well."""
    said[name] = f"{said[name]}, {_value(value)}" if name == "tags" and name in said else _value(value)


def _is_known(name: str) -> bool:
    return name in OTHERS or name in PROVING or any(name in names for names in KEYS.values())


def _is_proven(said: Mapping[str, str]) -> bool:
    if any(one in PROVING or (one in KEYS["url"] and canonical(value)) for one, value in said.items()):
        return True
    dated = any(one in KEYS["date"] and read_date(value) for one, value in said.items())
    return dated and list(said) != ["date"]  # of what takes place


def _value(said: str) -> str:
    """A value: of a span of time its beginning, of other pages their names."""
    return said.strip() if canonical(said.strip()) else _LINKED.sub("", said.partition("→")[0]).strip()
