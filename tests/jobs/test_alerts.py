"""Whoever `send.alert` names is told what needs a person, once, and of nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from digest import jobs, store
from digest.model import Misfire, MisfirePolicy, Outcome
from digest.sending import alerting
from tests.jobs.sends import carry, pressed
from tests.jobs.test_due import DAILY, DUE, a_look
from tests.newsrooms import a_newsroom, furnish
from tests.smtp_servers import serve_sink
from tests.torture.scene import relay as relay_toml


def told(folder: Path) -> list[str]:
    heard = folder / "heard.txt"
    return heard.read_text(encoding="utf-8").splitlines() if heard.exists() else []


def alert(folder: Path) -> str:
    return f"[send]\nalert = \"sh -c 'cat >> {folder}/heard.txt'\""


async def test_an_issue_that_was_due_and_cannot_be_printed(tmp_path: Path, database_url: str) -> None:
    a_look(tmp_path, more="{{ nobody.knows }}\n")
    async with a_newsroom(tmp_path, database=database_url, more=alert(tmp_path)) as newsroom:
        newsletter = await furnish(newsroom, look="own", cadences=DAILY)
        (run,) = await jobs.press_due(newsroom, now=DUE)
        assert run.outcome is Outcome.FAILED
        (line,) = told(tmp_path)
        assert line.startswith(f"{newsletter.title}: the issue of 2026-11-25 06:00 UTC was not printed: ")
        assert run.reason in line
        assert await jobs.press_due(newsroom, now=DUE + timedelta(minutes=1)) == []
        assert len(told(tmp_path)) == 1


async def test_an_issue_that_was_missed_for_too_long(tmp_path: Path) -> None:
    limit = Misfire(policy=MisfirePolicy.SEND_UNTIL, until=timedelta(hours=3))
    async with a_newsroom(tmp_path, more=alert(tmp_path)) as newsroom:
        await furnish(newsroom, cadences=DAILY, misfire=limit)
        await jobs.press_due(newsroom, now=DUE + timedelta(hours=4))
        (line,) = told(tmp_path)
        assert "was not printed: missed by 4 h, allowed 3 h" in line


async def test_nobody_is_told_of_what_went_as_it_was_meant_to(tmp_path: Path) -> None:
    async with a_newsroom(tmp_path, more=alert(tmp_path)) as newsroom:
        newsletter = await furnish(newsroom, cadences=DAILY)
        runs = await jobs.press_due(newsroom, now=DUE + timedelta(days=3, hours=1))
        assert [run.outcome for run in runs] == [Outcome.LATE] * 3 + [Outcome.SENT], "three days in one issue"
        picky = replace(newsletter, taste=replace(newsletter.taste, minimum=30))
        async with newsroom.begin() as tx:
            await store.newsletters.put(tx, picky, now=DUE)
        (held,) = await jobs.press_due(newsroom, now=DUE + timedelta(days=4))
        assert held.outcome in (Outcome.HELD, Outcome.SKIPPED)
        assert told(tmp_path) == []


async def test_a_pause_by_itself(tmp_path: Path, database_url: str) -> None:
    async with serve_sink() as sink:
        sink.on("MAIL", "550 5.7.1 You may not send as this sender")
        relay = relay_toml(sink.port)
        async with a_newsroom(tmp_path, database=database_url, relay=relay, more=alert(tmp_path)) as newsroom:
            await pressed(newsroom, 5)
            await carry(newsroom)
        (line,) = told(tmp_path)
        assert ": sending is paused: " in line
        assert "You may not send as this sender" in line


async def test_an_answer_that_is_nearly_nothing_but_a_code_is_told_with_its_code(tmp_path: Path) -> None:
    async with serve_sink() as sink:
        sink.on("MAIL", "550 no")
        async with a_newsroom(tmp_path, relay=relay_toml(sink.port), more=alert(tmp_path)) as newsroom:
            await pressed(newsroom, 5)
            await carry(newsroom)
        (line,) = told(tmp_path)
        assert line.endswith("sending is paused: 550 no"), line


@pytest.mark.parametrize("command", ["no-such-command", "false", "sh -c 'exit 3'", '"unclosed'])
async def test_a_command_that_fails_stops_nothing_and_is_told_of(
    tmp_path: Path, command: str, caplog: pytest.LogCaptureFixture
) -> None:
    a_look(tmp_path, more="{{ nobody.knows }}\n")
    more = f"[send]\nalert = {command!r}" if "'" not in command else f'[send]\nalert = "{command}"'
    async with a_newsroom(tmp_path, more=more) as newsroom:
        await furnish(newsroom, look="own", cadences=DAILY)
        (run,) = await jobs.press_due(newsroom, now=DUE)
        assert run.outcome is Outcome.FAILED
    assert "The alert command could not be told: " in caplog.text


async def test_a_command_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(alerting, "PATIENCE", 0.3)
    await alerting.alert("sleep 600", "The quay is under water.")
    assert "The alert command could not be told: it took more than" in caplog.text
