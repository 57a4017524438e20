"""An issue that a language model writes, from its address in digest.toml to the issue that is kept."""

from __future__ import annotations

from pathlib import Path

from digest import jobs, store
from digest.model import Issue
from tests.chat_servers import ChatServer, serve_chat
from tests.makers import NOW
from tests.newsrooms import a_newsroom, furnish


async def printed(folder: Path, server: ChatServer) -> Issue:
    more = f'[llm]\nurl = "{server.url}"\nmodel = "small"\ncalls = 2\n'
    async with a_newsroom(folder, more=more) as newsroom:
        newsletter = await furnish(newsroom, readers=1, stories=4)
        run = await jobs.press(newsroom, newsletter, jobs.Order.by_hand(now=NOW), now=NOW)
        assert run is not None
        async with newsroom.reading() as tx:
            return await store.issues.get(tx, run.issue_id or 0)


async def test_a_model_writes_within_its_budget_and_the_sources_tell_the_rest(tmp_path: Path) -> None:
    async with serve_chat() as server:
        server.says("A new ferry line to the lighthouse was voted for by the harbour council.", "It costs 9 crowns.")
        issue = await printed(tmp_path, server)
    first, second, *others = (item.summary for item in issue.items)
    assert (first.by, first.sentences[0].own_words) == ("small", True)
    assert second.refused == ("small: 9 is not in the source",)
    assert {one.refused for one in others} == {("small: not asked: this issue's calls are spent",)}
    assert all(one.by != "small" and one.text for one in (second, *others))
    assert len(server.asked) == 2
