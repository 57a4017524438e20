"""Sources that are listed, brought in from other feed readers, written out, and removed, as a user types it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from digest import store
from digest.newsroom import open_newsroom
from digest.settings import load
from tests.makers import NOW
from tests.terminal import Terminal

OPML = """<opml version="2.0"><body>
<outline text="Port" xmlUrl="https://x.example/port"/>
<outline text="Old" xmlUrl="feed://x.example/old"/><outline text="Older" xmlUrl="feed:https://x.example/older"/>
<outline text="Members" xmlUrl="https://desk:tide-and-fog@x.example/members"/>
<outline text="File" xmlUrl="file:///etc/passwd"/><outline text="Words" xmlUrl="the harbour"/>
</body></opml>"""


def listed(newsroom: Terminal) -> dict[str, Any]:
    return {one["url"]: one for one in newsroom("sources", "list", "--json").json}


def moved(slug: str, to: str) -> None:
    async def move() -> None:
        async with open_newsroom(load(Path("digest.toml"), {})) as newsroom, newsroom.begin() as tx:
            source = await store.sources.get(tx, slug)
            await store.sources.save(tx, replace(source, moved_to=to, last_look=NOW))

    asyncio.run(move())


def test_a_list_brings_what_can_be_fetched_and_no_password(newsroom: Terminal, tmp_path: Path) -> None:
    (tmp_path / "list.opml").write_text(OPML, encoding="utf-8")
    said = newsroom("sources", "import", "list.opml")
    assert "3 feeds added, 0 were there already, 3 left out." in said.err
    assert "'the harbour' is no web address" in said.err
    assert "there is a password in the address" in said.err
    urls = {"https://x.example/port", "http://x.example/old", "https://x.example/older"}
    assert {one for one in listed(newsroom) if "x.example" in one} == urls
    everything = said.out + said.err + newsroom("sources", "export").out + newsroom("sources", "list").out
    assert "tide-and-fog" not in everything
    assert b"tide-and-fog" not in b"".join(path.read_bytes() for path in tmp_path.glob("digest.db*"))
    (tmp_path / "none.opml").write_text('<opml><body><outline xmlUrl="x"/></body></opml>', encoding="utf-8")
    assert "1 left out" in newsroom("sources", "import", "none.opml", code=1).err


def test_a_feed_that_moved_is_known_by_either_address(newsroom: Terminal, tmp_path: Path) -> None:
    (tmp_path / "list.opml").write_text(OPML, encoding="utf-8")
    newsroom("sources", "import", "list.opml")
    moved("x-example-port", "https://y.example/port")
    newsroom("sources", "export", "ours.opml")
    assert "https://y.example/port" in (tmp_path / "ours.opml").read_text(encoding="utf-8")
    again = newsroom("sources", "import", "ours.opml", "--json").json
    assert (again["added"], again["known"]) == (0, 3), "what goes out and comes back is no second source"
    newsroom("sources", "pause", "https://y.example/port")
    assert listed(newsroom)["https://x.example/port"]["state"] == "paused"


def test_what_is_defined_no_more_can_be_removed(newsroom: Terminal, tmp_path: Path) -> None:
    settings = tmp_path / "digest.toml"
    before = settings.read_text(encoding="utf-8")
    settings.write_text(f'{before}\n[[sources]]\nurl = "https://x.example/a"\nslug = "wire"\n', encoding="utf-8")
    newsroom("apply")
    assert "is defined in digest.toml; remove it there" in newsroom("sources", "remove", "wire", code=2).err
    settings.write_text(before, encoding="utf-8")
    newsroom("apply")
    newsroom("sources", "remove", "wire")
    assert "https://x.example/a" not in listed(newsroom)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("sources", "export", "nowhere/ours.opml"), "cannot be written: No such file"),
        (("export", "nowhere/all.toml"), "cannot be written: No such file"),
        (("sources", "export", "."), "cannot be written: Is a directory"),
        (("sources", "try", "https://[::1/feed"), "is not a web address"),
        (("sources", "try", ""), "neither a web address"),
        (("sources", "add", "digest.toml"), "digest.toml is no document that we read; expected Markdown"),
        (("sources", "try", "box.mbox"), "mails are read in a Maildir (`--kind inbox`)."),
        (("sources", "add", "articles", "--slug", "City Desk!"), "'City Desk!' is no short name"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(newsroom: Terminal, command: tuple[str, ...], words: str) -> None:
    Path("box.mbox").write_bytes(b"From x")
    said = newsroom(*command, code=None)
    assert (said.code > 0, "Traceback" in said.err) == (True, False)
    assert words in said.err
