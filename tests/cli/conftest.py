"""A newsroom as somebody sets it up by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.terminal import Terminal

ARTICLE = """---
title: {title}
date: {date:%Y-%m-%d %H:%M}
author: Ana Lind
---
The council met on Monday in the town hall. It decided about {title} after a long debate. Everybody went home at nine.
"""


def article(title: str, n: int, *, days: int = 0) -> str:
    """The nth of a few articles, each an hour younger than the one before, all of them so many days old."""
    return ARTICLE.format(title=title, date=datetime.now(UTC) - timedelta(days=days, hours=9 - n))


@pytest.fixture
def newsroom(terminal: Terminal, tmp_path: Path) -> Terminal:
    """A newsroom with three documents, two readers, and a folder as its relay."""
    terminal("init", "--name", "Harbour Post", "--address", "news@harbourpost.example", "--zone", "Europe/Berlin")
    folder = tmp_path / "articles"
    folder.mkdir()
    for n, title in enumerate(("Trams at night", "A fish market", "Three cranes"), 1):
        (folder / f"{n}.md").write_text(article(title, n), encoding="utf-8")
    settings = (tmp_path / "digest.toml").read_text(encoding="utf-8")
    settings = settings.replace('first_run = "24h"', 'first_run = "10 newest"').replace(
        'max_age = "4d"', 'max_age = "9000d"'
    )
    (tmp_path / "digest.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "readers.csv").write_text(
        "email,name\nana@example.org,Ana Lind\nboris@example.com,Борис\n", encoding="utf-8"
    )
    terminal("sources", "add", "articles", "--topic", "city", "--title", "City desk")
    terminal("subscribers", "import", "readers.csv")
    return terminal


def titles(plan: dict[str, object]) -> list[str]:
    """What the stories of a plan are called."""
    return [story["title"] for story in plan["stories"]]  # type: ignore[attr-defined]


def slug_of(newsroom: Terminal) -> str:
    """What the first newsletter is called."""
    return str(newsroom("newsletters", "list", "--json").json[0]["slug"])
