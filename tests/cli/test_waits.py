"""What an issue's letters wait for is told wherever somebody looks: nothing that rests looks like a bug."""

from __future__ import annotations

import asyncio
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from digest import jobs, store
from digest.cli.waits import stance, waits
from digest.model import Canary, ErrandState
from digest.newsroom import open_newsroom
from digest.settings import load
from tests.cli.test_posting import a_relay, send_by
from tests.makers import NOW, an_errand
from tests.smtp_servers import HANG_UP
from tests.terminal import Terminal

SOON = NOW + timedelta(seconds=90)
AWAITED = {"canary": Canary.WAITING, "canary_until": SOON}


@pytest.mark.parametrize(
    ("fields", "next_try", "said"),
    [
        ({}, None, ""),
        ({}, NOW, ""),
        ({}, SOON, "the next letter is due at 2026-11-24 07:31:30 UTC"),
        ({"opens": SOON, "active": None}, NOW, "the first letter leaves at 07:31:30 UTC"),
        ({"opens": SOON, "active": NOW}, NOW, ""),
        ({"window": "09:00-21:00 Europe/Lisbon"}, NOW, "letters leave within 09:00-21:00 Europe/Lisbon only"),
        ({"window": "07:00-21:00 Europe/Lisbon"}, NOW, ""),
        (AWAITED, NOW, "what becomes of the first letters is awaited until 07:31:30 UTC"),
        ({**AWAITED, "canary_until": NOW}, NOW, ""),
    ],
)
def test_each_reason_to_wait_has_its_words(fields: dict[str, object], next_try: datetime | None, said: str) -> None:
    assert waits(an_errand(**fields), next_try, now=NOW) == said


def test_of_what_is_cancelled_no_canary_is_awaited() -> None:
    cancelled = an_errand(state=ErrandState.CANCELLED, reason="cancelled by a person", **AWAITED)
    assert stance(cancelled, "") == "cancelled: cancelled by a person"
    assert stance(an_errand(state=ErrandState.PAUSED, reason="why", **AWAITED), "") == "paused, canary waiting: why"
    assert stance(an_errand(), "its hour comes") == "open: its hour comes"


def test_outside_its_window_which_may_have_a_zone_of_its_own_an_issue_says_so(
    newsroom: Terminal, tmp_path: Path
) -> None:
    file, now = tmp_path / "digest.toml", datetime.now(UTC)
    window = f"{now + timedelta(hours=2):%H:%M}-{now + timedelta(hours=3):%H:%M}"
    settings = file.read_text(encoding="utf-8")
    assert 'slug = "harbour-post"' in settings
    settings = settings.replace('slug = "harbour-post"', f'slug = "harbour-post"\nwindow = "{window} UTC"')
    file.write_text(settings, encoding="utf-8")
    words = f"letters leave within {window} UTC only"
    assert f"The rest waits: {words}. Keep `digest serve` running." in " ".join(newsroom("send", "--yes").err.split())
    for about in ((), ("harbour-post/1",)):
        assert words in " ".join(newsroom("status", *about).out.split())
    assert newsroom("status", "1", "--json").json["waits"] == words
    (going,) = newsroom("status", "--json").json["sending"]
    assert going["waits"] == words


def test_who_waits_to_undo_is_told_at_once_that_somebody_else_cancelled_it(
    newsroom: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "digest.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[send]\nundo = "1h"\n')
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    other = Thread(target=lambda: asyncio.run(cancel_what_comes(tmp_path)), daemon=True)
    other.start()
    said = " ".join(newsroom("send", code=1).err.split())
    other.join(10)
    assert "0 of 2 letters sent; excluded 2." in said
    assert "cancelled: cancelled by a person" in said
    assert "The rest" not in said


async def cancel_what_comes(folder: Path) -> None:
    """Look until an issue may be cancelled, and cancel it."""
    async with open_newsroom(load(folder / "digest.toml", {}), check_schema=False) as opened:
        while True:
            async with opened.reading() as tx:
                found = [one for one in await store.errands.unfinished(tx) if one.state is ErrandState.OPEN]
            if found:
                assert await jobs.steering.cancel(opened, found[0].id, now=datetime.now(UTC))
                return
            await asyncio.sleep(0.05)


def test_settling_one_readers_letter_tells_of_that_reader(newsroom: Terminal, tmp_path: Path) -> None:
    with a_relay(HANG_UP, at=".", of="ana@") as port:
        send_by(newsroom, tmp_path, port, code=0)
    assert newsroom("status", "1", "--json").json["balance"]["in_doubt"] == 1
    one = ("settle", "1", "--assume-sent", "--reader")
    assert "No letter of these readers is in doubt." in newsroom(*one, "boris@example.com").err
    assert "1 letter of 1 counts as sent." in newsroom(*one, "ana@example.org").err
    assert "No letter is in doubt." in newsroom("settle", "1", "--resend").err


def test_a_letter_in_doubt_is_pointed_at_and_settled_in_words_for_one(newsroom: Terminal, tmp_path: Path) -> None:
    with a_relay(HANG_UP, at=".", of="ana@") as port:
        send_by(newsroom, tmp_path, port, code=0)
    assert "`digest status harbour-post/1 --in-doubt` lists what is in doubt" in " ".join(
        newsroom("status", "1").out.split()
    )
    (doubt,) = newsroom("status", "1", "--in-doubt", "--json").json
    (tmp_path / "table.csv").write_text(f"Message-ID\n{doubt['message_id']}\n", encoding="utf-8")
    said = " ".join(newsroom("reconcile", "1", "table.csv").err.split())
    assert "The logs name 1 letter: 1 was accepted, 0 are sent again, 0 are still in doubt." in said
    assert "--in-doubt" not in newsroom("status", "1").out
