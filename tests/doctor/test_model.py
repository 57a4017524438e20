"""Whether the language model answers, asked before an issue has to do without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.doctor import Finding, examine
from digest.settings import load
from tests.chat_servers import Reply, serve_chat
from tests.makers import NOW
from tests.newsrooms import a_newsroom


async def found(folder: Path, url: str) -> Finding | None:
    async with a_newsroom(folder, more=f'[llm]\nurl = "{url}"\nmodel = "small"\n' if url else ""):
        pass
    findings = await examine(lambda: load(folder / "digest.toml", {}), now=NOW, offline=True)
    return next((one for one in findings if one.about == "model"), None)


@pytest.mark.parametrize(
    ("reply", "state", "words"),
    [
        (Reply(text="Yes."), "well", "small at http://127.0.0.1:"),
        (
            Reply(status=404, raw=b'{"error": {"message": "model small not found"}}'),
            "warning",
            "the server answered 404: model small not found; without it summaries are sentences of the sources",
        ),
    ],
)
async def test_a_model_is_asked_for_a_word(tmp_path: Path, reply: Reply, state: str, words: str) -> None:
    async with serve_chat() as server:
        server.replies = [reply]
        finding = await found(tmp_path, server.url.replace("//", "//me:s3cret@"))
        assert len(server.asked) == 1
    assert finding is not None
    assert finding.state == state
    assert words in finding.words
    assert "s3cret" not in finding.words


async def test_where_there_is_none_nobody_is_asked(tmp_path: Path) -> None:
    assert await found(tmp_path, "") is None
